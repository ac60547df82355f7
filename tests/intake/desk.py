"""At which desk do tests take mail in, as if it came from a mailbox?"""

from pathlib import Path

import pytest
from sqlmodel import select

from tests.clock import MovableClock
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.base.files import FileStore
from tracker.intake.filing import Filed
from tracker.intake.service import file_mail, store_raw
from tracker.register.models import (
    Case,
    Message,
)


class Desk:
    """Takes mail in as if it came from a mailbox, one number after another."""

    def __init__(
        self, db: Database, clock: MovableClock, settings: Settings, files: FileStore
    ) -> None:
        self.db, self.clock, self.settings, self.files = db, clock, settings, files
        self.uid = 0

    def take_in(self, raw: bytes) -> Filed:
        self.uid += 1
        stored = store_raw(
            self.db, self.clock, self.files, raw, mailbox="post", uidvalidity=1, uid=self.uid
        )
        return self.file(stored.ledger_id)

    def file(self, ledger_id: int) -> Filed:
        return file_mail(self.db, self.clock, self.settings, self.files, ledger_id)

    def case(self, number: str) -> Case:
        with self.db.reading() as session:
            return session.exec(select(Case).where(Case.number == number)).one()

    def messages(self, number: str) -> list[Message]:
        with self.db.reading() as session:
            return list(
                session.exec(
                    select(Message).join(Case).where(Case.number == number).order_by(Message.id)
                )
            )

    def count(self, table: type) -> int:
        with self.db.reading() as session:
            return len(session.exec(select(table)).all())


@pytest.fixture(params=["sqlite", "postgres"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Work on either database."""
    url = request.getfixturevalue("postgres_tables_url") if request.param == "postgres" else ""
    return Settings(instance=tmp_path, database_url=url, mail_from="post@waterrijk.example")


@pytest.fixture
def desk(db: Database, clock: MovableClock, settings: Settings, files: FileStore) -> Desk:
    return Desk(db, clock, settings, files)
