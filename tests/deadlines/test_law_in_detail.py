"""Points of law that a second reckoning, by hand from the statutes, brought to light."""

from datetime import date
from typing import Any

import pytest

from tracker.deadlines.calendar import DUTCH_CALENDAR
from tracker.deadlines.clocks import LegalEvent, Reckoning, reckon
from tracker.deadlines.tables import term_answer


def forwarded(received: date, on: date) -> Reckoning:
    event = LegalEvent("forwarded_internally", on, sender_told=True)
    return reckon("awb-aanvraag", {"received_on": received}, [event])


def test_handing_on_restarts_the_term_since_2026_only() -> None:
    old = forwarded(date(2025, 12, 31), date(2026, 1, 5))
    new = forwarded(date(2026, 1, 1), date(2026, 1, 5))

    assert old.due_on == date(2026, 2, 25)  # Awb 2:24 came with the Wmebv
    assert "verandert daar niet door" in "\n".join(step.text_nl for step in old.steps)
    assert new.due_on == date(2026, 3, 2)


def test_the_notice_of_a_longer_preparation_counts_from_the_receipt_itself() -> None:
    events = [LegalEvent("forwarded_internally", date(2026, 9, 14), sender_told=True)]
    reckoning = reckon("awb-uov", {"received_on": date(2026, 9, 1)}, events)

    assert reckoning.due_on == date(2027, 3, 14)
    assert reckoning.milestones.extend_by == date(2026, 10, 27)  # 3:18 lid 2: "na ontvangst"


@pytest.mark.parametrize(
    ("regime", "facts", "length", "safe", "lenient"),
    [
        # 16 and 10 weeks: 26 as one term, but the last ten are a term within the limit of Atw 4
        (
            "awb-administratief-beroep",
            {"appeal_period_ends_on": "2026-09-05"},
            "10 weeks",
            date(2027, 3, 6),
            date(2027, 3, 8),
        ),
        # 8 and 13 weeks: neither reading is within the limit
        (
            "awb-aanvraag",
            {"received_on": "2026-08-29"},
            "13 weeks",
            date(2027, 1, 23),
            date(2027, 1, 23),
        ),
        # 6 months and 8 weeks
        (
            "awb-uov",
            {"received_on": "2026-09-01"},
            "61 days",
            date(2027, 5, 1),
            date(2027, 5, 3),
        ),
    ],
)
def test_an_extension_read_as_a_term_of_its_own_is_measured_by_its_own_length(
    regime: str, facts: dict[str, Any], length: str, safe: date, lenient: date
) -> None:
    events = [LegalEvent("extended", date(2026, 9, 10), length=length)]
    reckoning = reckon(regime, facts, events)

    assert (reckoning.due_on, reckoning.due_on_lenient) == (safe, lenient)


def test_a_council_term_of_more_than_90_days_ends_on_a_free_day_in_both_readings() -> None:
    facts = {"received_on": "2026-09-01"}  # 90 days: Monday 30 November; 95: Saturday 5 December
    long = reckon("raadsvragen", {**facts, "days": 95})
    short = reckon("raadsvragen", {**facts, "days": 32})

    assert long.due_on == long.due_on_lenient == date(2026, 12, 5)
    assert (short.due_on, short.due_on_lenient) == (date(2026, 10, 3), date(2026, 10, 5))


def test_weeks_of_an_eu_regulation_can_be_counted_in_two_ways_like_months() -> None:
    weeks = term_answer({"after": "2026-09-01", "length": "2 weeks", "law": "eu"}, DUTCH_CALENDAR)
    days = term_answer({"after": "2026-09-01", "length": "14 days", "law": "eu"}, DUTCH_CALENDAR)

    assert (weeks["due_on"], weeks["due_on_lenient"]) == (date(2026, 9, 15), date(2026, 9, 16))
    assert days["due_on"] == days["due_on_lenient"] == date(2026, 9, 15)


def test_views_of_third_parties_suspend_a_request_for_reuse_until_the_day() -> None:
    events = [
        LegalEvent("suspension_started", date(2026, 9, 10), ground="third_party_views"),
        LegalEvent("suspension_ended", date(2026, 9, 24)),
    ]
    reckoning = reckon("hergebruik", {"received_on": "2026-09-01"}, events)

    assert reckoning.due_on == date(2026, 10, 12)  # Who 4 lid 6 says "tot", not "tot en met"
    assert reckoning.due_on_lenient == date(2026, 10, 13)


def test_what_may_be_extended_again_can_be_until_the_end_as_it_now_is() -> None:
    facts = {"received_on": "2026-09-01", "subject": "nationality"}
    events = [LegalEvent("extended", date(2026, 9, 10), length="8 weeks")]

    assert reckon("brp-correctie", facts, events).milestones.extend_by == date(2026, 11, 24)


def test_an_appeal_may_have_come_and_been_suspended_before_its_period_ended() -> None:
    events = [
        LegalEvent("suspension_started", date(2026, 9, 1), ground="defect"),
        LegalEvent("suspension_ended", date(2026, 9, 16)),
    ]
    reckoning = reckon(
        "awb-administratief-beroep",
        {"appeal_period_ends_on": "2026-09-07", "same_legal_person": True},
        events,
    )

    assert reckoning.due_on == date(2026, 10, 27)  # 8 to 15 September stood still
