"""Does the demo stand in the database as its stories tell it?"""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import func, select

from tracker.base.database import Database
from tracker.base.migrate import upgrade
from tracker.demo.fill import demo_password, fill, is_empty
from tracker.demo.story import stories
from tracker.people.models import User
from tracker.people.passwords import is_right
from tracker.register.models import Case, CaseState, Message

MOMENT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def clock() -> datetime:
    return MOMENT


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def db(instance: Path) -> Database:
    url = f"sqlite:///{instance / 'tracker.db'}"
    upgrade(url)
    db = Database(url)
    assert is_empty(db)
    assert fill(db, clock, instance) == 400
    return db


def test_every_case_stands_as_its_story_ends(db: Database) -> None:
    told = Counter(story.state for story in stories(3241, MOMENT.date()))
    with db.reading() as session:
        stored = Counter(session.exec(select(Case.state)).all())
    assert stored == told
    assert set(stored) == set(CaseState)


def test_a_database_that_is_in_use_is_left_alone(db: Database, instance: Path) -> None:
    assert fill(db, clock, instance) == 0
    with db.reading() as session:
        assert session.exec(select(func.count()).select_from(Case)).one() == 400


def test_nothing_of_the_demo_lies_in_the_future(db: Database) -> None:
    with db.reading() as session:
        assert session.exec(select(func.max(Message.at))).one() < MOMENT
        assert session.exec(select(func.max(Case.received_on))).one() < MOMENT.date()


def test_the_password_is_made_here_and_is_the_same_at_the_next_start(
    db: Database, instance: Path
) -> None:
    password = demo_password(instance)
    assert password == demo_password(instance)
    assert (instance / "demo-password.txt").stat().st_mode & 0o777 == 0o600
    with db.reading() as session:
        assert is_right(session.exec(select(User.password_hash)).first(), password)


def test_another_instance_has_another_password(tmp_path: Path, instance: Path) -> None:
    assert demo_password(tmp_path) != demo_password(instance)
