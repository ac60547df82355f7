"""What came into the mailboxes, and has everybody who wrote had a first word from us?"""

import threading

from tracker.base.clock import Clock
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.intake.fetching import fetch
from tracker.replies.acknowledge import acknowledge_waiting

STOPPING = threading.Event()
"""Set when this process must end: a look then ends after the mail that it is at."""


def run(db: Database, clock: Clock, settings: Settings) -> str:
    """Look into every mailbox and acknowledge what came in; safe to run twice, late, or anywhere.

    What came in by another way is acknowledged too, also when a mailbox cannot be read.

    Returns:
        The counts, for the log and the health page.

    Raises:
        Unavailable: mail server, disk or database do not work; the next run goes on.
    """
    try:
        fetched = str(fetch(db, clock, settings, told_to_stop=STOPPING.is_set))
    finally:
        acknowledged = acknowledge_waiting(db, clock, settings)
    return f"{fetched}, {acknowledged} acknowledgements queued"
