"""What came into the mailbox, and has everybody who wrote had a first word from us?"""

from tracker.base.clock import Clock
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.intake.mailbox import fetch
from tracker.replies.acknowledge import acknowledge_waiting


def run(db: Database, clock: Clock, settings: Settings) -> str:
    """Read the mailbox once and acknowledge what came in; safe to run twice, late, or anywhere.

    What came in by another way is acknowledged too, also when the mailbox cannot be read.

    Returns:
        The counts, for the log and the health page.

    Raises:
        Unavailable: mail server, disk or database do not work; the next run goes on.
    """
    try:
        fetched = str(fetch(db, clock, settings))
    finally:
        acknowledged = acknowledge_waiting(db, clock, settings)
    return f"{fetched}, {acknowledged} acknowledgements queued"
