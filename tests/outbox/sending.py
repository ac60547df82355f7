"""What do tests of sending stand on: an outbox, mail in it, and a way out?"""

import pytest
from sqlmodel import select

from tests.clock import MovableClock
from tests.servers.smtp import SmtpServer
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.base.files import FileStore
from tracker.outbox.models import OutboxMessage
from tracker.outbox.service import (
    Mail,
    Sent,
    queue_mail,
    send_waiting,
)
from tracker.outbox.transport import transport_for


def queue(
    db: Database, clock: MovableClock, settings: Settings, *keys: str, **more: object
) -> None:
    with db.changing() as session:
        for key in keys:
            given = {"recipient": "Zoë <zoe@inwoner.example>", "subject": key, "text": "Hallo"}
            queue_mail(session, clock(), settings, Mail(key=key, **(given | more)))


def rows(db: Database) -> list[OutboxMessage]:
    with db.reading() as session:
        return list(session.exec(select(OutboxMessage).order_by(OutboxMessage.id)))


class Outbox:
    """Sends what waits by the way that the settings choose."""

    def __init__(self, db: Database, clock: MovableClock, settings: Settings) -> None:
        self.db, self.clock, self.settings = db, clock, settings

    def send(self, holder: str = "one", limit: int = 100) -> Sent:
        transport = transport_for(self.settings, self.clock)
        files = FileStore(self.settings.files_path)
        return send_waiting(self.db, self.clock, self.settings, files, transport, holder, limit)


@pytest.fixture
def outbox(db: Database, clock: MovableClock, smtp_settings: Settings) -> Outbox:
    return Outbox(db, clock, smtp_settings)


def subjects(server: SmtpServer) -> list[str]:
    return [str(taken.message["Subject"]) for taken in server.inbox]
