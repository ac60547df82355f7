"""Do the tables that migrations make equal the models, up and down, on both databases?"""

from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DatabaseError

from tracker.base.database import Database
from tracker.base.migrate import check, current, downgrade, newest, upgrade
from tracker.migrations.search_index import is_search_table
from tracker.migrations.tables import METADATA


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'new' / 'tracker.db'}"


def tables(url: str) -> set[str]:
    db = Database(url)
    try:
        found = set(inspect(db.engine).get_table_names()) - {"alembic_version"}
        return {name for name in found if not is_search_table(name)}
    finally:
        db.close()


def test_the_tables_go_up_and_down_and_up_again(url: str) -> None:
    assert upgrade(url)
    assert tables(url) == set(METADATA.tables)
    assert current(url) == newest()
    downgrade(url, "base")
    assert tables(url) == set()
    assert upgrade(url)
    assert tables(url) == set(METADATA.tables)


def test_the_tables_are_those_of_the_models(url: str) -> None:
    upgrade(url)
    check(url)  # raises when they differ


def test_a_second_start_has_nothing_to_do(url: str) -> None:
    assert upgrade(url)
    assert not upgrade(url)


@pytest.mark.parametrize(
    "change", ["UPDATE event SET reason = 'anders'", "DELETE FROM event WHERE id = 1"]
)
def test_the_database_refuses_to_change_what_happened(url: str, change: str) -> None:
    # Given one event on a timeline
    upgrade(url)
    db = Database(url)
    with db.changing() as session:
        for statement in FIRST_ROWS:
            session.execute(text(statement))

    # When somebody tries to rewrite it, then the database refuses and it stands
    with pytest.raises(DatabaseError, match="append-only"), db.changing() as session:
        session.execute(text(change))
    with db.reading() as session:
        assert session.execute(text("SELECT reason FROM event")).scalar_one() == "zo was het"
    db.close()


FIRST_ROWS = (
    "INSERT INTO team (id, name, email) VALUES (1, 'Buiten', 'buiten@gemeente.example')",
    "INSERT INTO subject (id, name, regime, team_id, acknowledge_within, answer_within, active,"
    " version) VALUES (1, 'Vraag', 'servicenorm', 1, '2 working days', '3 weeks', true, 1)",
    "INSERT INTO correspondent (id, name, kind, email, street, postcode, place, phone, created_at)"
    " VALUES (1, 'Jo', 'resident', '', '', '', '', '', '2026-11-09 09:00:00+00:00')",
    'INSERT INTO "case" (id, number, title, subject_id, correspondent_id, team_id, state, channel,'
    " regime, received_on, created_at, next_clock, reckoned_with, unread_message, version)"
    " VALUES (1, '2026-000001', 'Vraag', 1, 1, 1, 'new', 'letter', 'servicenorm', '2026-11-09',"
    " '2026-11-09 09:00:00+00:00', '', '', false, 1)",
    'INSERT INTO event (id, case_id, type, "on", recorded_at, data, reason) VALUES (1, 1,'
    " 'registered', '2026-11-09', '2026-11-09 09:00:00+00:00', '{}', 'zo was het')",
)
