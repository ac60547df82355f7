"""Which days does a royal decree name, and why is a weekday free?"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from flask_babel import lazy_gettext as _l

from tracker.base.errors import InvalidInput, Sentence
from tracker.base.words import both
from tracker.deadlines.calendar import Calendar, Words

YEARS: Final = range(2011, 2101)
"""From the first decree in our own table to the last year with which we reckon."""

MOST_YEARS: Final = 5
"""A decree is made for three years; one for many more is a typing error."""

_SHOWN: Final = 40  # characters of a line that is no day
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_WORDS = re.compile(r"(?:[a-z]+ )?(\d{1,2}) ([a-z]+)\.? (\d{4})")
_MONTHS: Final = (
    "jan",
    "feb",
    "maa",
    "apr",
    "mei",
    "jun",
    "jul",
    "aug",
    "sep",
    "okt",
    "nov",
    "dec",
)
_OTHER_MONTHS: Final[Mapping[str, str]] = {"mrt": "maa", "may": "mei", "oct": "okt", "mar": "maa"}
_ONLY_HOLIDAYS: Final = Calendar((), {})


class Why(StrEnum):
    """What makes a weekday a free day."""

    HOLIDAY = "holiday"
    DECREE = "decree"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class FreeDay:
    """A weekday that is no working day.

    Attributes:
        source: the royal decree; empty when it is none.
    """

    day: date
    why: Why
    words: Words
    source: str = ""


def free_days(calendar: Calendar, year: int) -> list[FreeDay]:
    """Return the free weekdays of *year*, each with what makes it one."""
    return [_free_day(calendar, day) for day in calendar.free_weekdays(year)]


def _free_day(calendar: Calendar, day: date) -> FreeDay:
    words = calendar.why_free(day)
    if not _ONLY_HOLIDAYS.is_working_day(day):
        return FreeDay(day, Why.HOLIDAY, words)
    if day in calendar.decree_days:
        return FreeDay(day, Why.DECREE, words, calendar.decree_days[day])
    return FreeDay(day, Why.CLOSING, words)


def why_no_working_day(calendar: Calendar, day: date) -> Sentence:
    """Say why *day*, which is free, is free."""
    words = calendar.why_free(day)
    return both(words.nl, words.en)


def decreed_years(first: int, last: int, known: Collection[int]) -> range:
    """Return the years of a decree.

    Raises:
        InvalidInput: the last lies before the first, they are too many, or one is known already.
    """
    if last < first:
        raise InvalidInput(_l("Het laatste jaar ligt voor het eerste."), "last_year")
    years = range(first, last + 1)
    if len(years) > MOST_YEARS:
        sentence = _l("Vul een besluit in voor hooguit %(most)s jaar.", most=MOST_YEARS)
        raise InvalidInput(sentence, "last_year")
    twice = sorted(set(years) & set(known))
    if twice:
        sentence = _l("Het besluit voor %(year)s staat er al.", year=twice[0])
        raise InvalidInput(sentence, "first_year")
    return years


def decreed_days(text: str, years: range, calendar: Calendar) -> tuple[date, ...]:
    """Read the days that a decree for *years* equates with a holiday, one a line.

    Raises:
        InvalidInput: a line is no day, or a day that a decree does not name.
    """
    days: list[date] = []
    for typed in filter(None, map(str.strip, text.splitlines())):
        day, line = read_day(typed), typed[:_SHOWN]
        if day is None:
            raise _wrong(_l("%(line)s is geen dag. Schrijf een dag als 11-5-2029.", line=line))
        if day.year not in years:
            raise _wrong(_l("%(line)s valt buiten de jaren van het besluit.", line=line))
        if day in days:
            raise _wrong(_l("%(line)s staat er twee keer.", line=line))
        if not calendar.statutory.is_working_day(day):
            why = why_no_working_day(calendar.statutory, day)
            raise _wrong(_l("%(line)s is al vrij: %(why)s.", line=line, why=why))
        days.append(day)
    if not days:
        raise _wrong(_l("Vul minstens één dag in."))
    return tuple(sorted(days))


def _wrong(sentence: Sentence) -> InvalidInput:
    return InvalidInput(sentence, "days")


def read_day(line: str) -> date | None:
    """Read ``2029-05-11``, ``11-5-2029``, ``11 mei 2029`` or ``vrijdag 11 mei 2029``."""
    text = " ".join(line.lower().replace(",", " ").split())
    if found := _ISO.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := _NUMBERS.fullmatch(text):
        day, month, year = map(int, found.groups())
    elif found := _WORDS.fullmatch(text):
        day, month, year = int(found[1]), _month(found[2]), int(found[3])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(word: str) -> int:
    start = _OTHER_MONTHS.get(word[:3], word[:3])
    return _MONTHS.index(start) + 1 if start in _MONTHS else 0
