"""Has everybody who wrote to us had a first word?"""

from tracker.base.clock import Clock
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.replies.acknowledge import acknowledge_waiting


def run(db: Database, clock: Clock, settings: Settings) -> str:
    """Queue the acknowledgements that are still owed; safe to run twice, late, or anywhere."""
    return f"{acknowledge_waiting(db, clock, settings)} acknowledgements queued"
