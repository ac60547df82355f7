"""How does a test get a database with tables, without making them each time?

The migrations run once a session, on each database; a test gets a copy of what they made. Whether
the migrations are right is for tests/migrations to say.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url

from tracker.base.migrate import upgrade

NAME = "with_tables"
# The triggers that keep a timeline as it is, and foreign keys, rest meanwhile.
EMPTY = """
DO $$ DECLARE each record; BEGIN
  SET LOCAL session_replication_role = replica;
  FOR each IN SELECT tablename AS name FROM pg_tables
    WHERE schemaname = 'public' AND tablename <> 'alembic_version'
  LOOP EXECUTE format('DELETE FROM %I', each.name); END LOOP;
  FOR each IN SELECT sequencename AS name FROM pg_sequences WHERE schemaname = 'public'
  LOOP EXECUTE format('ALTER SEQUENCE %I RESTART', each.name); END LOOP;
END $$
"""
GiveTables = Callable[[str], None]


@pytest.fixture(scope="session")
def sqlite_with_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file that holds all tables and no rows."""
    file = tmp_path_factory.mktemp("tables") / "tracker.db"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres_with_tables(postgres: str) -> str:
    """Return the address of a database that holds all tables."""
    with psycopg.connect(f"{postgres}/postgres", autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))
    address = f"{postgres.replace('postgresql://', 'postgresql+psycopg://')}/{NAME}"
    upgrade(address)
    return address


@pytest.fixture
def postgres_tables_url(postgres: str, postgres_with_tables: str) -> str:
    """Give the test all tables and no rows, whatever the one before it left behind."""
    with psycopg.connect(f"{postgres}/{NAME}") as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        connection.execute(EMPTY)
    return postgres_with_tables


@pytest.fixture
def give_tables(sqlite_with_tables: Path) -> GiveTables:
    """Put the tables where an address says; one of PostgreSQL came with them."""

    def give(address: str) -> None:
        url = make_url(address)
        if url.get_backend_name() != "sqlite":
            return
        file = Path(url.database or "")
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(sqlite_with_tables, file)

    return give
