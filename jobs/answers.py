"""Does every case know what was sent about it, and has every sender had a first word?"""

from tracker.base.clock import Clock
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.replies.acknowledge import acknowledge_waiting
from tracker.replies.service import settle_sent


def run(db: Database, clock: Clock, settings: Settings) -> str:
    """Settle what has left and acknowledge what came in; safe to run twice, late, or anywhere."""
    settled = settle_sent(db, clock)
    acknowledged = acknowledge_waiting(db, clock, settings)
    return f"{settled} settled, {acknowledged} acknowledgements queued"
