"""Is a change stored whole or not at all, and does nobody wait for ever?"""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import select

from tracker.base.config import Settings
from tracker.base.database import Database, insert_once
from tracker.base.migrate import upgrade
from tracker.people.models import Team


def names(db: Database) -> list[str]:
    with db.reading() as session:
        return [team.name for team in session.exec(select(Team).order_by(Team.name))]


def add(db: Database, name: str, email: str = "buiten@gemeente.example") -> None:
    with db.changing() as session:
        session.add(Team(name=name, email=email))


def test_a_change_that_fails_halfway_leaves_nothing(db: Database) -> None:
    def half() -> None:
        with db.changing() as session:
            session.add(Team(name="Buiten", email="buiten@gemeente.example"))
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half()
    assert names(db) == []


def test_what_is_read_stays_readable_and_is_not_stored(db: Database) -> None:
    with db.reading() as session:
        team = Team(name="Buiten", email="buiten@gemeente.example")
        session.add(team)
        session.flush()
    assert team.name == "Buiten"
    assert names(db) == []


def test_rows_that_are_there_are_not_added_again(db: Database) -> None:
    rows = [{"name": name, "email": f"{name}@gemeente.example"} for name in ("a", "b")]
    with db.changing() as session:
        assert insert_once(session, Team, rows[:1], ["name"]) == 1
        assert insert_once(session, Team, rows, ["name"]) == 1
        assert insert_once(session, Team, [], ["name"]) == 0
    assert names(db) == ["a", "b"]


def test_an_error_does_not_quote_what_was_to_be_stored(db: Database) -> None:
    add(db, "Jo Dijkgraaf", "jo@inwoner.example")
    with pytest.raises(IntegrityError) as failed:
        add(db, "Jo Dijkgraaf", "jo@inwoner.example")
    assert "jo@inwoner.example" not in str(failed.value)


def test_sqlite_waits_as_long_as_it_is_told_and_no_longer(tmp_path: Path) -> None:
    settings = Settings(instance=tmp_path)
    upgrade(settings.database)
    db = Database(settings.database, busy_timeout_ms=1)
    other = sqlite3.connect(tmp_path / "tracker.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError, match="locked"):
        add(db, "Buiten")
    assert names(db) == []  # reading goes on
    other.execute("ROLLBACK")
    other.close()
    add(db, "Buiten")
    assert names(db) == ["Buiten"]
    db.close()


def test_sqlite_keeps_what_is_committed_and_knows_its_foreign_keys(tmp_path: Path) -> None:
    db = Database(f"sqlite:///{tmp_path / 'x.db'}")
    with db.engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    db.close()
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
    }


def test_the_file_of_the_database_is_for_its_owner_only(tmp_path: Path) -> None:
    upgrade(f"sqlite:///{tmp_path / 'new' / 'tracker.db'}")
    db = Database(f"sqlite:///{tmp_path / 'new' / 'tracker.db'}")
    with db.changing() as session:
        session.add(Team(name="Buiten", email="buiten@gemeente.example"))
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "new").iterdir()}
    db.close()
    assert modes == dict.fromkeys(("tracker.db", "tracker.db-shm", "tracker.db-wal"), 0o600)
