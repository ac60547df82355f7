"""Does the mail that waits leave the house?"""

import os
import socket

from tracker.alerts.service import withdraw_stale
from tracker.base.clock import Clock
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.base.files import FileStore
from tracker.outbox.service import send_waiting
from tracker.outbox.transport import transport_for


def run(db: Database, clock: Clock, settings: Settings) -> str:
    """Send what may go now; safe to run twice, late, or on several machines."""
    withdrawn = withdraw_stale(db, clock, settings)
    sent = send_waiting(
        db,
        clock,
        settings,
        FileStore(settings.files_path),
        transport_for(settings, clock),
        holder=f"{socket.gethostname()}:{os.getpid()}"[:120],
    )
    return (
        f"{sent.sent} sent, {sent.postponed} postponed, {sent.failed} failed, {withdrawn} withdrawn"
    )
