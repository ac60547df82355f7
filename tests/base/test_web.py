"""Do dates and numbers read as people say them, and are errors said and logged in one place?"""

import errno
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from tests.browsing import office_settings
from tests.clock import MovableClock
from tracker.app import create_app
from tracker.base import web
from tracker.base.error_pages import as_our_own
from tracker.base.errors import Sentence, TrackerError
from tracker.base.words import both, current_language

MONDAY = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Flask]:
    made = create_app(office_settings(tmp_path), MovableClock(MONDAY))
    with made.test_request_context("/"):
        yield made
    made.extensions["tracker"].db.close()


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (None, ""),
        (0, "vandaag"),
        (1, "over 1 werkdag"),
        (3, "over 3 werkdagen"),
        (-1, "1 werkdag te laat"),
        (-2, "2 werkdagen te laat"),
    ],
)
@pytest.mark.usefixtures("page")
def test_days_left_in_words(days: int | None, words: str) -> None:
    assert web.in_working_days(days) == words


@pytest.mark.usefixtures("page")
def test_days_and_moments_in_words() -> None:
    assert web.date_in_words(date(2026, 11, 6)) == "vrijdag 6 november 2026"
    assert web.short_date(date(2026, 11, 6)) == "6 nov 2026"
    assert web.moment(datetime(2026, 11, 6, 13, 5, tzinfo=UTC)) == "6 november 2026 om 14.05 uur"
    assert web.decimal(12.5) == "12,5"
    assert [web.date_in_words(None), web.short_date(None), web.moment(None)] == ["", "", ""]
    assert web.services().today() == date(2026, 11, 9)


@pytest.mark.usefixtures("page")
def test_a_sentence_in_both_languages_shows_in_the_readers() -> None:
    assert current_language() == "nl"
    assert str(both("hallo", "hello")) == "hallo"


class _Driver(Exception):
    """What a database driver raises."""


def database_error(text: str) -> OperationalError:
    return OperationalError("INSERT", {}, _Driver(text))


@pytest.mark.parametrize(
    ("error", "status", "sentence"),
    [
        (database_error("database is locked"), 503, "De database is even bezet."),
        (database_error("database or disk is full"), 503, "De schijf is vol."),
        (database_error("unable to open database file"), 503, "De database is even niet"),
        (InterfaceError("SELECT", {}, _Driver("gone")), 503, "De database is even niet"),
        (OSError(errno.ENOSPC, "No space left"), 503, "De schijf is vol."),
        (StaleDataError(), 409, "Een collega veranderde dit op hetzelfde moment."),
        (OSError(errno.EBADF, "bad"), 500, "Dit hadden wij niet verwacht."),
        (ZeroDivisionError("Jo Dijkgraaf"), 500, "Dit hadden wij niet verwacht."),
        (TrackerError("Zo is het."), 500, "Zo is het."),
    ],
)
@pytest.mark.usefixtures("page")
def test_every_error_has_a_sentence(error: Exception, status: int, sentence: Sentence) -> None:
    known = as_our_own(error)
    assert known.status == status
    assert str(known.message).startswith(str(sentence))
