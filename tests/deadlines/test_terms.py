"""Single terms: days, weeks, months, years and working days, and where they end."""

from datetime import date

import pytest

from tracker.deadlines.calendar import DUTCH_CALENDAR
from tracker.deadlines.errors import DeadlineError
from tracker.deadlines.explanation import Step
from tracker.deadlines.tables import free_weekdays_answer, term_answer
from tracker.deadlines.terms import Length, last_day_of_all, parse_length


def term(after: str, length: str, law: str = "atw") -> tuple[str, str, str]:
    found = term_answer({"after": after, "length": length, "law": law}, DUTCH_CALENDAR)
    return tuple(
        found[name].isoformat() for name in ("unrolled_due_on", "due_on", "due_on_lenient")
    )  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("after", "length", "unrolled", "due"),
    [
        ("2026-09-06", "90 days", "2026-12-05", "2026-12-07"),  # exactly 90 days still moves
        ("2026-09-06", "91 days", "2026-12-06", "2026-12-06"),
        ("2026-09-05", "12 weeks", "2026-11-28", "2026-11-30"),
        ("2026-09-05", "13 weeks", "2026-12-05", "2026-12-05"),
        ("2026-08-29", "3 months", "2026-11-29", "2026-11-30"),
        ("2026-07-29", "4 months", "2026-11-29", "2026-11-29"),
        ("2026-02-28", "1 year", "2027-02-28", "2027-02-28"),
        ("2024-01-31", "1 month", "2024-02-29", "2024-02-29"),
        ("2026-11-27", "3 working days", "2026-12-02", "2026-12-02"),
        ("2026-11-27", "2 days", "2026-11-29", "2026-11-30"),  # too short for two working days
        ("2026-11-27", "3 days", "2026-11-30", "2026-12-01"),  # Monday is the first, so Tuesday
        ("2018-12-21", "1 week", "2018-12-28", "2018-12-28"),  # the 27th and the 28th
    ],
)
def test_a_term_in_a_statute_ends_on_a_working_day(
    after: str, length: str, unrolled: str, due: str
) -> None:
    assert term(after, length) == (unrolled, due, due)


@pytest.mark.parametrize(
    ("after", "length", "unrolled", "due", "lenient"),
    [
        ("2026-03-05", "1 month", "2026-04-05", "2026-04-07", "2026-04-07"),  # Easter
        ("2026-09-01", "1 month", "2026-10-01", "2026-10-01", "2026-10-02"),
        ("2026-01-31", "1 month", "2026-02-28", "2026-03-02", "2026-03-02"),
        ("2025-02-28", "1 year", "2026-02-28", "2026-03-02", "2026-03-02"),
        ("2026-08-29", "13 weeks", "2026-11-28", "2026-11-30", "2026-11-30"),
        ("2026-11-27", "2 days", "2026-11-29", "2026-12-01", "2026-12-01"),  # from two days on
        ("2026-11-27", "1 day", "2026-11-28", "2026-11-30", "2026-11-30"),
    ],
)
def test_a_term_in_union_law_follows_its_own_regulation(
    after: str, length: str, unrolled: str, due: str, lenient: str
) -> None:
    assert term(after, length, "eu") == (unrolled, due, lenient)


def test_a_term_that_no_law_sets_stays_on_a_free_day_and_says_so() -> None:
    found = term_answer({"after": "2026-11-14", "length": "2 weeks", "law": "none"}, DUTCH_CALENDAR)

    assert found["due_on"] == date(2026, 11, 28)
    assert any("Die dag is vrij (zaterdag)" in step.text_nl for step in found["steps"])


def test_the_last_day_alone_is_moved_off_a_free_day() -> None:
    found = term_answer({"ends_on": "2018-03-30", "law": "atw"}, DUTCH_CALENDAR)

    assert found["due_on"] == found["due_on_lenient"] == date(2018, 4, 3)


def test_the_day_of_a_court_stays_where_it_is() -> None:
    found = term_answer({"ends_on": "2018-03-30", "law": "none"}, DUTCH_CALENDAR)

    assert found["due_on"] == date(2018, 3, 30)


def test_a_term_that_moves_into_an_undecided_year_says_so() -> None:
    found = term_answer({"after": "2029-03-01", "length": "6 weeks"}, DUTCH_CALENDAR)

    steps: list[Step] = found["steps"]
    assert any("2029 nog niet vastgesteld" in step.text_nl for step in steps)
    assert any("not yet decreed" in step.text_en for step in steps)
    assert steps[-1].day == found["due_on"]


def test_a_term_before_our_table_says_so() -> None:
    found = term_answer({"after": "2002-03-01", "length": "6 weeks"}, DUTCH_CALENDAR)

    assert any("2002 staan niet in onze tabel" in step.text_nl for step in found["steps"])


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({}, "after"),
        ({"after": "2026-01-01"}, "length"),
        ({"after": "2026-02-30", "length": "1 week"}, "after"),
        ({"after": "2026-01-01", "length": "1 week", "law": "dutch"}, "law"),
        ({"after": "2026-01-01", "length": "1 week", "law": ["atw"]}, "law"),
        ({"after": "2026-01-01", "lenght": "1 week"}, "lenght"),
        ({"ends_on": "1850-01-01"}, "ends_on"),
    ],
)
def test_a_term_that_cannot_be_reckoned_names_the_fact(
    facts: dict[str, object], field: str
) -> None:
    with pytest.raises(DeadlineError) as error:
        term_answer(facts, DUTCH_CALENDAR)

    assert error.value.field == field


@pytest.mark.parametrize(
    "text", ["", "6", "weeks", "0 weeks", "-1 weeks", "1000000 weeks", "six weeks", 6, None]
)
def test_a_length_that_is_none_is_refused(text: object) -> None:
    with pytest.raises(DeadlineError) as error:
        parse_length(text, "length")

    assert error.value.field == "length"


@pytest.mark.parametrize(
    ("length", "nl", "en"),
    [
        (Length(1, "day"), "1 dag", "1 day"),
        (Length(6, "week"), "6 weken", "6 weeks"),
        (Length(2, "working day"), "2 werkdagen", "2 working days"),
    ],
)
def test_a_length_reads_well_in_both_languages(length: Length, nl: str, en: str) -> None:
    assert (length.nl, length.en) == (nl, en)
    assert parse_length(en, "length") == length


def test_months_are_added_up_before_days_and_working_days() -> None:
    lengths = (
        *(Length(1, "month"), Length(1, "year"), Length(1, "week")),
        *(Length(1, "day"), Length(1, "working day")),
    )

    assert last_day_of_all(date(2026, 1, 31), lengths, DUTCH_CALENDAR) == date(2027, 3, 9)


def test_the_free_weekdays_of_a_year_say_whether_the_decree_is_known() -> None:
    assert free_weekdays_answer({"year": 2028}, DUTCH_CALENDAR)["decreed"] is True
    assert free_weekdays_answer({"year": 2029}, DUTCH_CALENDAR)["decreed"] is False
    assert "2028-05-26" in free_weekdays_answer({"year": 2028}, DUTCH_CALENDAR)["free_weekdays"]


@pytest.mark.parametrize("year", [None, 2010, 2101, "2027", True, 2027.0])
def test_a_year_without_a_table_is_refused(year: object) -> None:
    with pytest.raises(DeadlineError) as error:
        free_weekdays_answer({"year": year}, DUTCH_CALENDAR)

    assert error.value.field == "year"
