"""The royal decrees: which years miss one, and which dates lean on such a year."""

from datetime import date
from typing import Any

import pytest

from tracker.deadlines.calendar import DUTCH_CALENDAR, Calendar
from tracker.deadlines.clocks import LegalEvent, Norms, Reckoning, reckon
from tracker.deadlines.decree_days import DECREE_DAYS, DECREED_YEARS
from tracker.deadlines.decrees import undecreed_years
from tracker.deadlines.explanation import ClockName

FOUR_MAY = date(2029, 5, 4)
WITH_2029 = Calendar(
    decree_days={**DECREE_DAYS, FOUR_MAY: "an invented decree"},
    decreed_years=DECREED_YEARS | {2029},
)


def warned(reckoning: Reckoning, clock: ClockName) -> list[int]:
    """Return the years of which a clock says that their decree is not known."""
    steps = reckoning.steps_of(clock)
    return [step.values["year"] for step in steps if "nog niet vastgesteld" in step.text_nl]


@pytest.mark.parametrize(
    ("today", "years"),
    [
        (date(2026, 11, 24), ()),
        (date(2027, 6, 30), ()),  # eighteen months later it is 30 December 2028
        (date(2027, 7, 1), (2029,)),
        (date(2028, 7, 1), (2029, 2030)),
        (date(2030, 1, 1), (2030, 2031)),
    ],
)
def test_a_year_within_eighteen_months_without_its_decree_is_found(
    today: date, years: tuple[int, ...]
) -> None:
    assert undecreed_years(today) == years


def test_a_decree_that_was_added_is_known() -> None:
    assert undecreed_years(date(2028, 7, 1), WITH_2029) == (2030,)
    assert not WITH_2029.is_working_day(FOUR_MAY)
    assert DUTCH_CALENDAR.is_working_day(FOUR_MAY)


def test_a_closing_day_leaves_the_added_decree_in_the_calendar_of_the_law() -> None:
    closed = Calendar([date(2029, 5, 14)], WITH_2029.decree_days, WITH_2029.decreed_years)

    assert not closed.statutory.is_working_day(FOUR_MAY)
    assert closed.statutory.is_decreed(2029)
    assert closed.statutory.is_working_day(date(2029, 5, 14))


def test_a_year_between_two_decrees_is_not_yet_decreed() -> None:
    gap = Calendar(decreed_years=DECREED_YEARS | {2030})
    reckoning = reckon("woo", {"received_on": date(2029, 3, 1)}, calendar=gap)

    assert warned(reckoning, "due") == [2029]


def test_a_calendar_without_any_decree_says_so_of_every_year() -> None:
    bare = Calendar(decree_days={}, decreed_years=())
    reckoning = reckon("woo", {"received_on": date(2026, 3, 2)}, calendar=bare)

    assert any("2026 staan niet in onze tabel" in step.text_nl for step in reckoning.steps)


@pytest.mark.parametrize("clock", ["acknowledge", "target"])
def test_a_promise_that_leans_on_an_undecided_year_says_so_once(clock: ClockName) -> None:
    for regime in ("servicenorm", "woo"):
        across = reckon(regime, {"received_on": date(2028, 12, 29)})
        within = reckon(regime, {"received_on": date(2029, 3, 1)})

        assert warned(across, clock) == [2029]
        assert warned(within, clock) == [2029]


@pytest.mark.parametrize(
    ("regime", "facts", "years"),
    [
        ("woo", {"received_on": date(2028, 11, 27)}, []),  # ends on 27 December
        ("awb-klacht", {"received_on": date(2028, 11, 20)}, [2029]),  # 1 January, moved
        ("awb-klacht", {"received_on": date(2028, 11, 18)}, [2029]),  # 30 December, moved
        ("woo", {"received_on": date(2029, 12, 3)}, [2029]),  # 31 December
        # the wider reading moves Sunday 31 December 2028 into 2029
        ("woz-bezwaar", {"received_on": date(2028, 3, 15)}, [2029]),
    ],
)
def test_a_legal_date_that_leans_on_an_undecided_year_says_so_once(
    regime: str, facts: dict[str, Any], years: list[int]
) -> None:
    assert warned(reckon(regime, facts), "due") == years


def test_every_year_of_a_long_promise_is_told() -> None:
    norms = Norms(answer_within="260 working days")
    reckoning = reckon("servicenorm", {"received_on": date(2029, 6, 1)}, norms=norms)

    assert warned(reckoning, "target") == [2029, 2030]


def test_an_agreed_day_leans_on_no_decree() -> None:
    agreed = LegalEvent("postponed_by_consent", date(2028, 12, 1), until=date(2029, 2, 1))
    reckoning = reckon("awb-aanvraag", {"received_on": date(2028, 10, 9)}, [agreed])

    assert reckoning.due_on == date(2029, 2, 1)
    assert warned(reckoning, "due") == []
