"""Has everybody been told what is due?"""

from tracker.alerts.service import decide_alerts
from tracker.base.clock import Clock
from tracker.base.config import Settings
from tracker.base.database import Database


def run(db: Database, clock: Clock, settings: Settings) -> str:
    """Decide what must be told now; safe to run twice, late, or on several machines."""
    done = decide_alerts(db, clock, settings)
    return f"{done.told} told, {done.mails} mails queued, {done.withdrawn} withdrawn"
