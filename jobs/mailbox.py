"""Take in what came into the mailbox."""

from tracker.base.clock import Clock
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.intake.mailbox import fetch


def run(db: Database, clock: Clock, settings: Settings) -> str:
    """Read the mailbox once; safe to run twice, late, or on two machines.

    Returns:
        The counts, for the log and the health page.

    Raises:
        Unavailable: mail server, disk or database do not work; the next run goes on.
    """
    return str(fetch(db, clock, settings))
