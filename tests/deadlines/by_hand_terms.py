"""Which days are free, and where does a term end, counted off on a wall calendar?

The part of the second reckoning (``by_hand``) that knows the Algemene termijnenwet and Regulation
1182/71 and nothing else. It walks one day at a time.
"""

from collections.abc import Sequence
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
Length = tuple[int, str]  # (6, "weeks")


# --- The wall calendar (Algemene termijnenwet 3) ---------------------------------------------

# Month and day of the paschal full moon by golden number, 1900-2199; Easter is the Sunday after.
FULL_MOONS = [
    *[(4, 14), (4, 3), (3, 23), (4, 11), (3, 31), (4, 18), (4, 8), (3, 28), (4, 16), (4, 5)],
    *[(3, 25), (4, 13), (4, 2), (3, 22), (4, 10), (3, 30), (4, 17), (4, 7), (3, 27)],
]
DECREED = {  # Atw 3 lid 3, one row a royal decree
    *["2011-05-06", "2011-06-03", "2012-05-18", "2012-12-24", "2012-12-31"],
    *["2013-04-29", "2013-05-10", "2013-12-27"],
    *["2014-05-30", "2015-01-02", "2015-05-04", "2015-05-15", "2016-05-06"],
    *["2017-04-28", "2017-05-26", "2018-05-11", "2018-12-24", "2018-12-31"],
    *["2019-05-31", "2019-12-27"],
    *["2020-05-22", "2021-05-14", "2022-05-27"],
    *["2023-04-28", "2023-05-19", "2024-05-10", "2024-12-27", "2025-05-30"],
    *["2026-01-02", "2026-05-15", "2027-05-07", "2028-04-28", "2028-05-26"],
}


def easter(year: int) -> date:
    day = date(year, *FULL_MOONS[year % 19]) + ONE_DAY
    while day.isoweekday() != 7:
        day += ONE_DAY
    return day


def kings_day(year: int) -> date:
    """27 April (30 April until 2013); the day before where that is a Sunday."""
    day = date(year, 4, 27) if year >= 2014 else date(year, 4, 30)
    return day - ONE_DAY if day.isoweekday() == 7 else day


def holidays(year: int) -> set[date]:
    sunday = easter(year)
    fixed = {date(year, 1, 1), date(year, 5, 5), date(year, 12, 25), date(year, 12, 26)}
    moving = {sunday + days * ONE_DAY for days in (-2, 1, 39, 50)}
    decreed = {date.fromisoformat(text) for text in DECREED if text.startswith(str(year))}
    return fixed | moving | decreed | {kings_day(year)}


_HOLIDAYS: dict[int, set[date]] = {}


def is_working_day(day: date) -> bool:
    if day.year not in _HOLIDAYS:
        _HOLIDAYS[day.year] = holidays(day.year)
    return day.isoweekday() <= 5 and day not in _HOLIDAYS[day.year]


def on_or_after(day: date) -> date:
    """Atw 1 lid 1: the next day that is no Saturday, Sunday or holiday."""
    while not is_working_day(day):
        day += ONE_DAY
    return day


# --- Counting a term --------------------------------------------------------------------------


def length(text: str) -> Length:
    number, _, unit = text.partition(" ")
    return int(number), unit if unit.endswith("s") else unit + "s"


def months_later(day: date, months: int) -> date:
    """The same-numbered day (HR 1-9-2017); where the month has none, its last day."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    for number in range(day.day, 0, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError(day)


def count(after: date, parts: Sequence[Length]) -> date:
    """The last day of a term of all *parts* together; the day of the event is not counted."""
    months = {"months": 1, "years": 12}
    day = months_later(after, sum(n * months[unit] for n, unit in parts if unit in months))
    for n, unit in parts:
        days_to_go = {"days": n, "weeks": 7 * n, "working days": n}.get(unit, 0)
        while days_to_go > 0:
            day += ONE_DAY
            if unit != "working days" or is_working_day(day):
                days_to_go -= 1
    return day


def is_long(parts: Sequence[Length]) -> bool:
    """Atw 4 under a: more than 90 days, twelve weeks or three months, or in years."""
    units = {unit for _, unit in parts}
    if "years" in units:
        return True
    total = {unit: sum(n for n, each in parts if each == unit) for unit in units}
    if "months" in units:
        return total["months"] > 3 or (total["months"] == 3 and len(units) > 1)
    if units == {"days"}:
        return total["days"] > 90
    return total.get("weeks", 0) * 7 + total.get("days", 0) > 12 * 7


def is_short(parts: Sequence[Length], least: int) -> bool:
    """Too short for the rule of two working days (Atw 2: three days; Reg. 1182/71 3(5): two)."""
    return all(unit in ("days", "working days") for _, unit in parts) and (
        sum(n for n, _ in parts) < least
    )


def with_two_working_days(after: date, last: date) -> date:
    working, day = 0, after
    while day < last or working < 2 or not is_working_day(day):
        day += ONE_DAY
        working += is_working_day(day)
    return day


def moved(after: date, last: date, parts: Sequence[Length], law: str) -> date:
    """What Atw 1, 2 and 4, or Reg. 1182/71 art. 3(4) and (5), make of a last day."""
    if law == "none" or (law == "atw" and is_long(parts)):
        return last
    if is_short(parts, 3 if law == "atw" else 2):
        return on_or_after(last)
    return with_two_working_days(after, last)
