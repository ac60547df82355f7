"""Does every case know what was sent about it?"""

from tracker.base.clock import Clock
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.replies.service import settle_sent


def run(db: Database, clock: Clock, _settings: Settings) -> str:
    """Let what has left stop its clocks; safe to run twice, late, or on several machines."""
    return f"{settle_sent(db, clock)} settled"
