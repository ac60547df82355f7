"""Has everybody had the overview of the day?"""

from tracker.alerts.digests import queue_digests
from tracker.base.clock import Clock
from tracker.base.config import Settings
from tracker.base.database import Database


def run(db: Database, clock: Clock, settings: Settings) -> str:
    """Queue the digests that are due now; safe to run twice, late, or on several machines."""
    return f"{queue_digests(db, clock, settings)} digests queued"
