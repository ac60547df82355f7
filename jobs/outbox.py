"""Does the mail that waits leave the house, and does its case know?"""

import os
import socket

from tracker.alerts.service import withdraw_stale
from tracker.base.clock import Clock
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.base.files import FileStore
from tracker.outbox.service import send_waiting
from tracker.outbox.transport import transport_for
from tracker.replies.service import settle_sent
from tracker.replies.undelivered import call_back_acknowledgements, tell_of_failures


def run(db: Database, clock: Clock, settings: Settings) -> str:
    """Send what may go now, and let what has left stop its clocks.

    Safe to run twice, late, or on several machines. What is no longer true is called back first.
    """
    withdrawn = withdraw_stale(db, clock, settings) + call_back_acknowledgements(db, clock)
    sent = send_waiting(
        db,
        clock,
        settings,
        FileStore(settings.files_path),
        transport_for(settings, clock),
        holder=f"{socket.gethostname()}:{os.getpid()}"[:120],
    )
    tell_of_failures(db, clock)
    settled = settle_sent(db, clock)
    return (
        f"{sent.sent} sent, {sent.postponed} postponed, {sent.failed} failed, "
        f"{withdrawn} withdrawn, {settled} settled"
    )
