"""Working days: Algemene termijnenwet 3, royal decrees and local closing days."""

from datetime import date, timedelta

import pytest

from tracker.deadlines.calendar import DUTCH_CALENDAR, Calendar


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 1, 1), False),
        (date(2026, 1, 2), False),  # by decree
        (date(2026, 4, 3), False),  # Good Friday
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 4, 27), False),  # King's Day
        (date(2025, 4, 26), False),  # King's Day was on a Sunday, so on Saturday
        (date(2026, 5, 4), True),  # Monday before a holiday, not in the decree
        (date(2026, 5, 5), False),  # each year, not only in lustrum years
        (date(2026, 5, 14), False),  # Ascension Day
        (date(2026, 5, 25), False),  # Whit Monday
        (date(2026, 12, 25), False),
        (date(2026, 11, 28), False),  # a Saturday
        (date(2026, 11, 24), True),
    ],
)
def test_a_day_is_a_working_day_or_not(day: date, works: bool) -> None:
    assert DUTCH_CALENDAR.is_working_day(day) is works


def test_the_next_working_day_is_the_day_itself_when_it_is_one() -> None:
    assert DUTCH_CALENDAR.next_working_day(date(2026, 4, 2)) == date(2026, 4, 2)
    assert DUTCH_CALENDAR.next_working_day(date(2026, 4, 3)) == date(2026, 4, 7)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 11, 24), 2, date(2026, 11, 26)),
        (date(2026, 11, 27), 1, date(2026, 11, 30)),
        (date(2026, 11, 28), 1, date(2026, 11, 30)),
        (date(2026, 11, 28), 0, date(2026, 11, 30)),
        (date(2026, 11, 30), -1, date(2026, 11, 27)),
        (date(2026, 11, 29), -1, date(2026, 11, 27)),
        (date(2026, 12, 31), 1, date(2027, 1, 4)),
        (date(2027, 1, 4), -1, date(2026, 12, 31)),
    ],
)
def test_working_days_are_added_without_the_day_itself(start: date, count: int, end: date) -> None:
    assert DUTCH_CALENDAR.add_working_days(start, count) == end


def test_many_working_days_are_the_same_as_one_at_a_time() -> None:
    day = there = date(2025, 12, 1)
    for _ in range(600):
        there += timedelta(days=1)
        there = DUTCH_CALENDAR.next_working_day(there)

    assert DUTCH_CALENDAR.add_working_days(day, 600) == there
    assert DUTCH_CALENDAR.add_working_days(there, -600) == date(2025, 12, 1)
    assert DUTCH_CALENDAR.working_days_between(day, there) == 600


@pytest.mark.parametrize(
    ("today", "due", "days"),
    [
        (date(2026, 11, 24), date(2026, 11, 27), 3),
        (date(2026, 11, 27), date(2026, 11, 27), 0),
        (date(2026, 11, 28), date(2026, 11, 27), 0),
        (date(2026, 11, 30), date(2026, 11, 27), -1),
        (date(2027, 1, 4), date(2026, 12, 31), -1),
    ],
)
def test_working_days_to_go_are_negative_when_late(today: date, due: date, days: int) -> None:
    assert DUTCH_CALENDAR.working_days_between(today, due) == days


def test_a_closing_day_counts_for_the_office_but_not_for_the_law() -> None:
    monday = date(2026, 11, 30)
    calendar = Calendar(closing_days=[monday])

    assert not calendar.is_working_day(monday)
    assert calendar.why_free(monday).nl == "het gemeentehuis is dicht"
    assert calendar.statutory.is_working_day(monday)
    assert DUTCH_CALENDAR.statutory is DUTCH_CALENDAR


def test_a_free_day_says_why_it_is_free() -> None:
    assert DUTCH_CALENDAR.why_free(date(2026, 5, 5)).nl == "Bevrijdingsdag"
    assert DUTCH_CALENDAR.why_free(date(2026, 5, 5)).en == "Liberation Day"
    assert DUTCH_CALENDAR.why_free(date(2026, 1, 2)).en == "a day off by royal decree"
    assert DUTCH_CALENDAR.why_free(date(2026, 11, 28)).nl == "zaterdag"
    with pytest.raises(KeyError):
        DUTCH_CALENDAR.why_free(date(2026, 11, 24))


def test_a_year_after_the_last_decree_is_known_to_be_undecided() -> None:
    assert DUTCH_CALENDAR.is_decreed(2028)
    assert not DUTCH_CALENDAR.is_decreed(2029)


def test_the_free_weekdays_of_a_year_are_listed_in_order() -> None:
    days = DUTCH_CALENDAR.free_weekdays(2027)

    assert days == tuple(sorted(days))
    assert date(2027, 5, 7) in days
    assert date(2027, 4, 26) not in days
    assert all(day.weekday() < 5 for day in days)
