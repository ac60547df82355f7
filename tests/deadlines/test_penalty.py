"""The penalty for deciding late: Awb 4:17."""

from datetime import date, timedelta
from typing import Any

import pytest

from tracker.deadlines.clocks import LegalEvent, Penalty, reckon
from tracker.deadlines.penalty import amount

RECEIVED = date(2026, 9, 1)
DUE = date(2026, 10, 27)
NOTICE = DUE + timedelta(days=1)
FIRST = date(2026, 11, 12)


def penalty(*events: LegalEvent, as_of: date | None = None, **facts: Any) -> Penalty:
    facts = {"received_on": RECEIVED, **facts}
    return reckon("awb-aanvraag", facts, events, as_of=as_of).penalty


def notice(on: date = NOTICE) -> LegalEvent:
    return LegalEvent("notice_of_default", on)


@pytest.mark.parametrize(
    ("days", "euros"),
    [(0, 0), (1, 23), (14, 322), (15, 357), (28, 812), (29, 857), (42, 1442), (100, 1442)],
)
def test_the_penalty_grows_in_three_steps(days: int, euros: int) -> None:
    assert amount(days, (23, 35, 45)) == euros


def test_without_a_notice_there_is_no_penalty_yet() -> None:
    found = penalty(as_of=date(2027, 1, 1))

    assert found.applies
    assert found.notice_valid is None
    assert found.amount_eur == 0
    assert "geen ingebrekestelling" in found.why("nl")
    assert "no notice" in found.why("en")


def test_a_valid_notice_starts_the_penalty_two_weeks_later() -> None:
    found = penalty(notice(), as_of=FIRST)

    assert found.notice_valid
    assert (found.first_day, found.last_day) == (FIRST, date(2026, 12, 23))
    assert (found.days, found.amount_eur, found.most_eur) == (1, 23, 1442)


@pytest.mark.parametrize(
    ("as_of", "days", "euros"),
    [
        (FIRST - timedelta(days=1), 0, 0),
        (FIRST + timedelta(days=13), 14, 322),
        (date(2027, 6, 1), 42, 1442),
        (None, None, None),
    ],
)
def test_the_amount_depends_on_the_day_it_is_looked_at(
    as_of: date | None, days: int | None, euros: int | None
) -> None:
    found = penalty(notice(), as_of=as_of)

    assert (found.days, found.amount_eur) == (days, euros)


def test_a_notice_on_the_last_day_of_the_term_is_premature() -> None:
    found = penalty(notice(DUE), as_of=date(2027, 1, 1))

    assert found.notice_valid is False
    assert found.first_day is None
    assert "voordat de termijn voorbij was" in found.why_nl


def test_a_second_notice_counts_when_the_first_was_premature() -> None:
    found = penalty(notice(DUE), notice(), as_of=FIRST)

    assert found.notice_valid
    assert found.amount_eur == 23


def test_a_decision_within_the_two_weeks_costs_nothing() -> None:
    found = penalty(notice(), LegalEvent("decided", FIRST - timedelta(days=1)))

    assert found.notice_valid
    assert (found.first_day, found.last_day) == (None, None)
    assert (found.days, found.amount_eur, found.most_eur) == (0, 0, 0)
    assert "Binnen twee weken" in found.why_nl


def test_the_day_of_the_decision_counts_in_the_safe_reading_only() -> None:
    found = penalty(notice(), LegalEvent("decided", FIRST + timedelta(days=2)))

    assert found.days == 3
    assert found.last_day == FIRST + timedelta(days=2)  # Awb 4:18 counts two weeks from there
    assert (found.amount_eur, found.amount_eur_lenient, found.most_eur) == (69, 46, 69)


def test_a_decision_after_the_42_days_changes_nothing_any_more() -> None:
    found = penalty(notice(), LegalEvent("decided", date(2027, 2, 1)), as_of=date(2027, 3, 1))

    assert (found.amount_eur, found.amount_eur_lenient) == (1442, 1442)
    assert found.last_day == date(2026, 12, 23)


def test_a_notice_after_the_decision_is_too_late() -> None:
    found = penalty(LegalEvent("decided", DUE + timedelta(days=3)), notice(date(2026, 11, 9)))

    assert found.notice_valid is False
    assert "al afgerond" in found.why_nl


def test_a_notice_while_the_term_stands_still_without_end_is_premature() -> None:
    waiting = LegalEvent("suspension_started", date(2026, 9, 7), ground="force_majeure")

    assert penalty(waiting, notice()).notice_valid is False


def test_a_suspension_letter_from_after_the_term_does_not_make_a_notice_premature() -> None:
    too_late = LegalEvent("suspension_started", DUE, ground="force_majeure")

    assert penalty(too_late, notice(DUE + timedelta(days=3))).notice_valid


def test_a_notice_before_a_later_suspension_stays_valid() -> None:
    late = LegalEvent("suspension_started", NOTICE + timedelta(days=9), ground="force_majeure")

    assert penalty(notice(), late).notice_valid


def test_the_tariff_is_that_of_the_day_the_notice_came_in() -> None:
    old = penalty(notice(date(2018, 12, 31)), received_on="2018-10-20", as_of=date(2020, 1, 1))
    new = penalty(notice(date(2019, 1, 2)), received_on="2018-10-20", as_of=date(2020, 1, 1))
    none = penalty(notice(date(2009, 9, 30)), received_on="2009-06-01", as_of=date(2020, 1, 1))

    assert (old.amount_eur, new.amount_eur, none.amount_eur) == (1260, 1442, 0)
    assert "pas sinds 1 oktober 2009" in none.why_nl


@pytest.mark.parametrize("regime", ["woo", "awb-klacht", "servicenorm", "wmo-melding"])
def test_where_the_law_knows_no_penalty_it_says_why(regime: str) -> None:
    events = [notice(date(2026, 12, 1))]
    found = reckon(regime, {"received_on": RECEIVED}, events, as_of=date(2027, 3, 1)).penalty

    assert not found.applies
    assert found.amount_eur == 0
    assert found.why_nl.startswith("Geen dwangsom.")
    assert found.article
    assert found.notice_valid is (regime != "servicenorm")


def told(*events: LegalEvent, regime: str = "awb-aanvraag") -> list[tuple[date, str]]:
    steps = reckon(regime, {"received_on": RECEIVED}, events).steps_of("due")
    return [(step.day, step.text_nl) for step in steps if "Ingebrekestelling" in step.text_nl]


def test_a_valid_notice_is_a_step_that_names_the_first_day_of_the_penalty() -> None:
    [(day, text)] = told(notice())

    assert day == FIRST
    assert "Ingebrekestelling ontvangen op woensdag 28 oktober 2026." in text
    assert "De dwangsom begint op donderdag 12 november 2026" in text
    assert "tot en met woensdag 23 december 2026" in text
    assert penalty(notice()).notice_on == NOTICE
    assert "starts on Thursday 12 November 2026" in penalty(notice()).why("en")


def test_each_notice_says_what_came_of_it() -> None:
    premature, valid = told(notice(DUE), notice(), notice(date(2026, 11, 30)))

    assert premature[0] == DUE
    assert "voordat de termijn voorbij was" in premature[1]
    assert valid[0] == FIRST


def test_a_notice_where_the_law_knows_no_penalty_says_so() -> None:
    [(day, text)] = told(notice(date(2026, 12, 1)), regime="woo")

    assert day == date(2026, 12, 1)
    assert "De Woo sluit die uit" in text
    assert penalty(notice(DUE)).notice_on is None
