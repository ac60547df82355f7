"""The fixtures of this folder."""

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Barrier, Thread

import pytest

from tests.browsing import (
    Colleague,
    Office,
    app,
    clock,
    db,
    files,
    handler,
    house,
    lead,
    office,
    office_settings,
    settings,
)
from tracker.base.config import Settings
from tracker.people.models import Role

__all__ = ["app", "clock", "db", "files", "handler", "house", "lead", "office", "settings"]


@pytest.fixture
def admin(office: Office) -> Colleague:
    """The functional administrator."""
    return office.sign_in(office.add("Roos", Role.ADMINISTRATOR))


@pytest.fixture(params=["sqlite", "postgres"])
def both_settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Return the settings of an office on SQLite, and of one on PostgreSQL."""
    url = request.getfixturevalue("postgres_tables_url") if request.param == "postgres" else ""
    return office_settings(tmp_path).model_copy(update={"database_url": url})


AtOnce = Callable[[Sequence[Callable[[], object]]], list[object]]


@pytest.fixture
def at_once() -> AtOnce:
    """Let several people act at one moment; returns what each got, an error included."""

    def act(acts: Sequence[Callable[[], object]]) -> list[object]:
        ready, got = Barrier(len(acts)), list[object]()

        def one(act: Callable[[], object]) -> None:
            ready.wait(10)
            try:
                got.append(act())
            except Exception as error:  # the test looks at it
                got.append(error)

        threads = [Thread(target=one, args=(act,)) for act in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        return got

    return act
