"""What do the tests of the outbox stand on: both databases, a folder, a clock, a mail server."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

import tracker.migrations.tables  # noqa: F401  # the worker that a test starts needs all tables
from tests.clock import MovableClock
from tests.servers.smtp import SmtpServer
from tests.servers.tables import GiveTables
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.base.files import FileStore


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(datetime(2026, 11, 24, 9, 0, tzinfo=UTC))


@pytest.fixture(params=["sqlite", "postgres"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    url = request.getfixturevalue("postgres_tables_url") if request.param == "postgres" else ""
    return Settings(instance=tmp_path, database_url=url, smtp_timeout_seconds=2)


@pytest.fixture
def smtp_settings(settings: Settings, smtp_server: SmtpServer) -> Settings:
    return settings.model_copy(
        update={"smtp_host": smtp_server.host, "smtp_port": smtp_server.port}
    )


@pytest.fixture
def files(settings: Settings) -> FileStore:
    return FileStore(settings.files_path)


@pytest.fixture
def db(settings: Settings, give_tables: GiveTables) -> Iterator[Database]:
    give_tables(settings.database)
    database = Database(settings.database)
    yield database
    database.close()
