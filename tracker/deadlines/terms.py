"""On which day a term of so many days, weeks or months ends.

The day of the event never counts; months end on the same-numbered day or else on the last day of
the month (HR 1 September 2017, ECLI:NL:HR:2017:2225).
"""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from tracker.deadlines.calendar import Calendar
from tracker.deadlines.errors import DeadlineError
from tracker.deadlines.sources import atw

Unit = Literal["hour", "day", "working day", "week", "month", "year"]
Counting = Literal["atw", "eu", "own", "none"]
"""Who says how a term ends on a free day: the Algemene termijnenwet, Regulation 1182/71, a rule
of the municipality's own (contested, so never moved on the safe side), or nobody."""

_TEXT = re.compile(r"([1-9][0-9]{0,9}) (working day|hour|day|week|month|year)s?")
_MOST: dict[Unit, int] = {
    "hour": 1000,
    "day": 3660,
    "working day": 2600,
    "week": 520,
    "month": 120,
    "year": 10,
}
_WORDS_NL: dict[Unit, tuple[str, str]] = {
    "hour": ("kantooruur", "kantooruren"),
    "day": ("dag", "dagen"),
    "working day": ("werkdag", "werkdagen"),
    "week": ("week", "weken"),
    "month": ("maand", "maanden"),
    "year": ("jaar", "jaar"),
}
_SHORT = 14  # days; in a longer term there are always two working days
_ATW_4 = atw("4")


class Length(NamedTuple):
    """How long a term is; ``number`` is in ``unit``."""

    number: int
    unit: Unit

    @property
    def nl(self) -> str:
        """The length in Dutch words."""
        return f"{self.number} {_WORDS_NL[self.unit][self.number != 1]}"

    @property
    def en(self) -> str:
        """The length in English words, which is also how it is written in data."""
        return f"{self.number} {self.unit}{'s' * (self.number != 1)}"


_ATW_LIMIT: dict[Unit, Length] = {
    "day": Length(90, "day"),
    "week": Length(12, "week"),
    "month": Length(3, "month"),
}


def parse_length(value: object, field: str) -> Length:
    """Read ``"6 weeks"``, ``"1 month"``, ``"3 working days"``, ``"48 hours"`` of office time.

    Raises:
        DeadlineError: no length, zero, or longer than ten years or a thousand hours.
    """
    length = _parse(value) if isinstance(value, str) else None
    if length is None:
        raise DeadlineError(
            field,
            "Schrijf een termijn als '6 weeks', '10 days', '3 working days', '2 months' of"
            " '1 year'.",
            "Write a term as '6 weeks', '10 days', '3 working days', '2 months' or '1 year'.",
        )
    if length.number > _MOST[length.unit]:
        raise DeadlineError(
            field,
            "Een termijn is hier hooguit tien jaar, of duizend kantooruren.",
            "A term is ten years at the most here, or a thousand hours of office time.",
        )
    return length


def parse_legal_length(value: object, field: str) -> Length:
    """Read the length of a term that a law sets, or of its extension: in whole days or longer.

    Raises:
        DeadlineError: no length, too long, or in hours; those are for service norms alone, as the
            Algemene termijnenwet does not count hours (Atw 4, onder a).
    """
    length = parse_length(value, field)
    if length.unit == "hour":
        raise DeadlineError(
            field,
            "Een wettelijke termijn of verlenging kan hier niet in uren. Alleen een servicenorm kan"
            " dat.",
            "A legal term or extension cannot be in hours here. Only a service norm can.",
            _ATW_4,
        )
    return length


@lru_cache(maxsize=256)
def _parse(text: str) -> Length | None:
    match = _TEXT.fullmatch(text.strip())
    if match is None:
        return None
    return Length(int(match[1]), match[2])  # type: ignore[arg-type]  # the pattern names the units


def add_months(day: date, months: int) -> date:
    """Return the same-numbered day *months* later, or the last day of that month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def last_day(after: date, length: Length, calendar: Calendar) -> date:
    """Return the last day of a term, the day *after* not counted."""
    number, unit = length
    if unit == "week":
        return after + timedelta(7 * number)
    if unit == "day":
        return after + timedelta(number)
    if unit == "working day":
        return calendar.add_working_days(after, number)
    return add_months(after, number * 12 if unit == "year" else number)


def last_day_of_all(after: date, lengths: Sequence[Length], calendar: Calendar) -> date:
    """Return the last day of the terms together, the day *after* not counted.

    Months are added up first, so that an extended month counts from the same starting day.
    """
    months = days = working = 0
    for count, unit in lengths:
        if unit == "week":
            days += 7 * count
        elif unit == "day":
            days += count
        elif unit == "working day":
            working += count
        else:
            months += count * 12 if unit == "year" else count
    end = (add_months(after, months) if months else after) + timedelta(days=days)
    return calendar.add_working_days(end, working) if working else end


def within_atw(base: Length) -> bool:
    """Say whether the Algemene termijnenwet moves a term that is so long (Atw 4).

    Exactly 90 days, twelve weeks or three months still count; a year never does.
    """
    limit = _ATW_LIMIT.get(base.unit)
    return limit is not None and base.number <= limit.number


def still_within_atw(after: date, base: Length, end: date, calendar: Calendar) -> bool:
    """Say the same of a term that was extended until *end*."""
    return end <= last_day(after, _ATW_LIMIT[base.unit], calendar)


def off_free_days(after: date, end: date, base: Length, eu: bool, calendar: Calendar) -> date:
    """Move the end of a term off free days.

    Atw 1 lid 1 and 2: the next working day, and at least two working days in a term of three
    days or more. Regulation 1182/71 art. 3(4) and 3(5): the same, from two days on.
    """
    end = calendar.next_working_day(end)
    if (end - after).days >= _SHORT or base.unit == "working day":
        return end
    if base.unit == "day" and base.number < (2 if eu else 3):
        return end
    return max(end, calendar.add_working_days(after, 2))
