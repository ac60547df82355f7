"""Which places and mails do the tests of intake work with?"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

import tracker.base.heartbeat
import tracker.base.lease
import tracker.intake.models
import tracker.outbox.models
import tracker.people.models
import tracker.register.models  # noqa: F401 - all tables must be known before they are made
from tests.clock import MovableClock
from tests.servers.tables import GiveTables
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.base.files import FileStore
from tracker.people.models import Team
from tracker.register.models import Subject


@pytest.fixture
def clock() -> MovableClock:
    """Stand still on Wednesday 3 June 2026, 14.00 in the town hall."""
    return MovableClock(datetime(2026, 6, 3, 12, 0, tzinfo=UTC))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(instance=tmp_path, mail_from="post@waterrijk.example")


@pytest.fixture
def empty_db(settings: Settings, give_tables: GiveTables) -> Iterator[Database]:
    """Give the test tables, and nothing in them."""
    give_tables(settings.database)
    database = Database(settings.database)
    yield database
    database.close()


@pytest.fixture
def db(empty_db: Database) -> Database:
    """Give the test a team and the subject under which mail comes in."""
    with empty_db.changing() as session:
        team = Team(name="Klantcontact", email="klantcontact@waterrijk.example")
        session.add(team)
        session.flush()
        subject = Subject(name="Algemene vraag", regime="servicenorm", team_id=team.id or 0)
        session.add(subject)
    return empty_db


@pytest.fixture
def files(settings: Settings) -> FileStore:
    return FileStore(settings.files_path)
