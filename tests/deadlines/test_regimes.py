"""Each regime gives the term that its act gives."""

from datetime import date
from typing import Any

import pytest

from tracker.deadlines.calendar import DUTCH_CALENDAR, Calendar
from tracker.deadlines.clocks import LegalEvent, Norms, reckon
from tracker.deadlines.errors import DeadlineError
from tracker.deadlines.regime import Extension, Regime
from tracker.deadlines.regimes import REGIMES, row_in_force
from tracker.deadlines.sources import awb
from tracker.deadlines.terms import Length

RECEIVED = date(2026, 9, 1)  # a Tuesday


@pytest.mark.parametrize(
    ("regime", "facts", "due"),
    [
        ("awb-aanvraag", {}, date(2026, 10, 27)),
        ("awb-aanvraag", {"statutory_term": "6 weeks"}, date(2026, 10, 13)),
        ("awb-uov", {}, date(2027, 3, 1)),
        ("awb-klacht", {}, date(2026, 10, 13)),
        ("awb-klacht", {"advisory_committee": True}, date(2026, 11, 10)),
        ("woo", {}, date(2026, 9, 29)),
        ("avg", {}, date(2026, 10, 1)),
        ("omgevingsvergunning", {}, date(2026, 10, 27)),
        ("omgevingsvergunning", {"consent_needed": True}, date(2026, 11, 24)),
        ("wmo-melding", {}, date(2026, 10, 13)),
        ("wmo-aanvraag", {}, date(2026, 9, 15)),
        ("brp-correctie", {}, date(2026, 9, 29)),
        ("hergebruik", {}, date(2026, 9, 29)),
        ("raadsvragen", {}, date(2026, 10, 1)),
        ("raadsvragen", {"days": 28}, date(2026, 9, 29)),
    ],
)
def test_a_term_from_receipt_ends_on_the_day_of_the_act(
    regime: str, facts: dict[str, Any], due: date
) -> None:
    assert reckon(regime, {"received_on": RECEIVED, **facts}).due_on == due


@pytest.mark.parametrize(
    ("facts", "due"),
    [
        ({"committee": False}, date(2026, 11, 24)),
        ({}, date(2026, 11, 24)),
        ({"committee": True}, date(2027, 1, 5)),
        ({"committee": True, "committee_notice_sent": False}, date(2026, 11, 24)),
    ],
)
def test_an_objection_is_decided_after_the_period_to_object(
    facts: dict[str, Any], due: date
) -> None:
    sent = {"decision_sent_on": "2026-09-01", "received_on": "2026-09-03"}

    assert reckon("awb-bezwaar", {**sent, **facts}).due_on == due


@pytest.mark.parametrize(
    ("facts", "due"),
    [
        ({}, date(2026, 12, 26)),
        ({"same_legal_person": True}, date(2026, 10, 19)),
        ({"same_legal_person": True, "committee": True}, date(2026, 11, 30)),
    ],
)
def test_an_administrative_appeal_is_decided_after_the_period_to_appeal(
    facts: dict[str, Any], due: date
) -> None:
    facts = {"appeal_period_ends_on": "2026-09-05", **facts}

    assert reckon("awb-administratief-beroep", facts).due_on == due


def test_an_ordinary_letter_has_a_promise_and_no_legal_term() -> None:
    reckoning = reckon("servicenorm", {"received_on": RECEIVED})

    assert reckoning.due_on is None
    assert reckoning.acknowledge_by == date(2026, 9, 3)
    assert reckoning.target_on == date(2026, 9, 22)
    assert not reckoning.penalty.applies
    assert "Geen dwangsom" in reckoning.penalty.why("nl")
    assert "No penalty" in reckoning.penalty.why("en")
    assert reckoning.steps[-1].day == reckoning.target_on


def test_the_norms_of_the_municipality_may_be_in_weeks() -> None:
    norms = Norms(acknowledge_within="1 week", answer_within="4 weeks")
    reckoning = reckon("servicenorm", {"received_on": RECEIVED}, norms=norms)

    assert reckoning.acknowledge_by == date(2026, 9, 8)
    assert reckoning.target_on == date(2026, 9, 29)


def test_the_promise_knows_a_closing_day_and_the_law_does_not() -> None:
    closed = Calendar(closing_days=[date(2026, 9, 2), date(2026, 10, 27)])
    reckoning = reckon("awb-aanvraag", {"received_on": RECEIVED}, calendar=closed)

    assert reckoning.acknowledge_by == date(2026, 9, 4)
    assert reckoning.target_on == date(2026, 9, 23)
    assert reckoning.due_on == date(2026, 10, 27)


def test_the_target_never_lies_after_the_due_date() -> None:
    reckoning = reckon("wmo-aanvraag", {"received_on": RECEIVED})

    assert reckoning.target_on == reckoning.due_on == date(2026, 9, 15)
    assert any("niet na de uiterste datum" in step.text_nl for step in reckoning.steps)


@pytest.mark.parametrize(
    ("facts", "due", "lenient"),
    [
        ({"received_on": "2026-03-15"}, date(2026, 12, 31), date(2026, 12, 31)),
        (
            {"received_on": "2028-03-15", "decision_sent_on": "2028-02-20"},
            date(2028, 12, 31),  # a Sunday: whether the Termijnenwet moves it is contested
            date(2029, 1, 2),
        ),
        (
            {"received_on": "2026-11-19", "decision_sent_on": "2026-11-01"},
            date(2026, 12, 31),
            date(2026, 12, 31),
        ),
        (
            {"received_on": "2026-11-20", "decision_sent_on": "2026-11-01"},
            date(2027, 1, 25),  # 13 December is a Sunday, so the period ends on the 14th
            date(2027, 1, 25),
        ),
    ],
)
def test_an_objection_to_a_tax_is_decided_within_the_year(
    facts: dict[str, Any], due: date, lenient: date
) -> None:
    reckoning = reckon("woz-bezwaar", facts)

    assert (reckoning.due_on, reckoning.due_on_lenient) == (due, lenient)


def test_a_tax_objection_of_the_last_weeks_needs_the_day_of_the_decision() -> None:
    with pytest.raises(DeadlineError) as error:
        reckon("woz-bezwaar", {"received_on": "2026-12-01"})

    assert error.value.field == "decision_sent_on"


def test_a_rule_of_the_council_is_moved_only_in_the_wider_reading() -> None:
    reckoning = reckon("raadsvragen", {"received_on": "2026-09-03"})

    assert reckoning.due_on == date(2026, 10, 3)  # a Saturday
    assert reckoning.due_on_lenient == date(2026, 10, 5)


def test_milestones_follow_from_the_regime() -> None:
    woo = reckon("woo", {"received_on": RECEIVED}).milestones
    complaint = reckon("awb-klacht", {"received_on": RECEIVED}).milestones
    gdpr = reckon("avg", {"received_on": RECEIVED}).milestones
    public = reckon("awb-uov", {"received_on": RECEIVED}).milestones
    support = reckon("wmo-melding", {"received_on": RECEIVED}).milestones

    assert (woo.extend_by, woo.ask_to_specify_by) == (date(2026, 9, 29), date(2026, 9, 15))
    assert (complaint.extend_by, complaint.refuse_by) == (date(2026, 10, 13), date(2026, 9, 29))
    assert (gdpr.extend_by, gdpr.refuse_by) == (date(2026, 10, 1), date(2026, 10, 1))
    assert public.extend_by == date(2026, 10, 27)
    assert support == (None, None, None, None)


@pytest.mark.parametrize(
    ("facts", "in_time"),
    [
        ({"received_on": "2026-10-13"}, True),
        ({"received_on": "2026-10-14"}, False),
        ({"received_on": "2026-10-16", "posted_on": "2026-10-13"}, True),
        ({"received_on": "2026-10-16", "posted_on": "2026-10-14"}, False),
        ({"received_on": "2026-10-20", "posted_on": "2026-10-13"}, True),
        ({"received_on": "2026-10-21", "posted_on": "2026-10-13"}, False),
        ({"received_on": "2026-10-16", "posted_on": "2026-10-13", "electronic": True}, False),
        ({"received_at": "2026-10-13T23:59:00+02:00", "electronic": True}, True),
        ({"received_at": "2026-10-13T22:30:00+00:00", "electronic": True}, False),
        ({"received_on": "2026-08-20"}, True),  # before the decision: premature, and in time
        ({}, None),
    ],
)
def test_an_objection_came_in_time_or_not(facts: dict[str, Any], in_time: bool | None) -> None:
    reckoning = reckon("awb-bezwaar", {"decision_sent_on": "2026-09-01", **facts})

    assert reckoning.objection_period_ends_on == date(2026, 10, 13)
    assert reckoning.filed_in_time is in_time


def test_the_period_to_object_is_known_before_any_objection_came() -> None:
    reckoning = reckon("awb-bezwaar", {"decision_sent_on": "2021-02-13"})

    assert reckoning.objection_period_ends_on == date(2021, 3, 29)
    assert reckoning.acknowledge_by is None
    assert reckoning.target_on is None
    assert reckoning.milestones.extend_by == date(2021, 5, 10)


def test_a_late_objection_is_still_due_from_the_end_of_the_period() -> None:
    facts = {"decision_sent_on": "2026-06-01", "received_on": "2026-09-01"}
    reckoning = reckon("awb-bezwaar", facts)

    assert reckoning.due_on == date(2026, 8, 24)
    assert reckoning.target_on == date(2026, 9, 22)
    assert any("kwam te laat" in step.text_nl for step in reckoning.steps)


def test_a_period_that_ended_in_an_undecided_year_is_marked() -> None:
    facts = {"decision_sent_on": "2029-11-01", "received_on": "2029-11-20"}
    texts = [step.text_nl for step in reckon("awb-bezwaar", facts).steps_of("due")]

    assert any("voor 2029 nog niet" in text for text in texts)
    assert any("voor 2030 nog niet" in text for text in texts)


def test_a_case_from_before_its_rule_is_marked() -> None:
    reckoning = reckon("woo", {"received_on": "2021-06-01"})

    assert any("geldt pas vanaf zondag 1 mei 2022" in step.text_nl for step in reckoning.steps)


@pytest.mark.parametrize(
    ("regime", "facts", "field"),
    [
        ("wob", {"received_on": "2026-09-01"}, "regime"),
        ("woo", {}, "received_on"),
        ("servicenorm", {}, "received_on"),
        ("awb-bezwaar", {"received_on": "2026-09-01"}, "decision_sent_on"),
        ("awb-administratief-beroep", {"received_on": "2026-09-01"}, "appeal_period_ends_on"),
        ("woo", {"received_on": "2026-02-30"}, "received_on"),
        ("woo", {"received_on": 20260901}, "received_on"),
        ("woo", {"received_on": "1885-01-01"}, "received_on"),
        ("woo", {"recieved_on": "2026-09-01"}, "recieved_on"),
        ("woo", {"received_at": "2026-09-01T10:00"}, "received_at"),
        ("woo", {"received_at": "yesterday"}, "received_at"),
        (
            "woo",
            {"received_at": "2026-09-01T23:30+00:00", "received_on": "2026-09-01"},
            "received_on",
        ),
        (
            "awb-bezwaar",
            {
                "decision_sent_on": "2026-09-01",
                "received_on": "2026-09-03",
                "posted_on": "2026-09-04",
            },
            "posted_on",
        ),
        (
            "awb-klacht",
            {"received_on": "2026-09-01", "advisory_committee": "yes"},
            "advisory_committee",
        ),
        ("raadsvragen", {"received_on": "2026-09-01", "days": 0}, "days"),
        ("raadsvragen", {"received_on": "2026-09-01", "days": True}, "days"),
        ("raadsvragen", {"received_on": "2026-09-01", "days": 10**9}, "days"),
        ("brp-correctie", {"received_on": "2026-09-01", "subject": 3}, "subject"),
        (
            "awb-aanvraag",
            {"received_on": "2026-09-01", "statutory_term": "1000000 weeks"},
            "statutory_term",
        ),
    ],
)
def test_a_fact_that_cannot_be_used_is_named(
    regime: str, facts: dict[str, Any], field: str
) -> None:
    with pytest.raises(DeadlineError) as error:
        reckon(regime, facts)

    assert error.value.field == field
    assert error.value.text("nl") == error.value.message_nl == str(error.value)
    assert error.value.text("en") == error.value.message_en


def test_what_was_typed_is_shown_but_not_at_any_length() -> None:
    with pytest.raises(DeadlineError) as error:
        reckon("w" * 10_000, {"received_on": "2026-09-01"})

    assert len(error.value.message_nl) < 120


def test_a_fact_without_a_value_is_as_good_as_missing() -> None:
    reckoning = reckon("awb-aanvraag", {"received_on": RECEIVED, "statutory_term": None})

    assert reckoning.due_on == date(2026, 10, 27)


def test_a_municipality_may_add_a_regime_of_its_own() -> None:
    own = Regime(
        "ligplaats",
        "Ligplaats",
        "Mooring",
        awb("4:13"),
        Length(3, "week"),
        extension=Extension(awb("4:14"), Length(1, "week")),
    )
    events = [LegalEvent("extended", RECEIVED, length="1 week")]

    assert reckon(own, {"received_on": RECEIVED}).due_on == date(2026, 9, 22)
    assert reckon(own, {"received_on": RECEIVED}, events).due_on == date(2026, 9, 29)


def test_a_change_of_law_is_a_new_row_and_an_old_case_keeps_its_own() -> None:
    old = Regime("x", "X", "X", awb("4:13"), Length(8, "week"), valid_from=date(2020, 1, 1))
    new = Regime("x", "X", "X", awb("4:13"), Length(6, "week"), valid_from=date(2027, 1, 1))

    assert row_in_force((old, new), date(2026, 12, 31)) is old
    assert row_in_force((old, new), date(2027, 1, 1)) is new
    assert row_in_force((old, new), date(1999, 1, 1)) is old


@pytest.mark.parametrize("code", sorted(REGIMES))
def test_every_row_says_what_it_is_and_where_it_is_written(code: str) -> None:
    row = REGIMES[code]

    assert row.name_nl
    assert row.name_en
    assert row.article.startswith(row.law)
    assert row.link.startswith("https://") or row.law == "Servicenorm"
    assert row.penalty or (row.no_penalty.nl and row.no_penalty.en)
    assert row.acknowledge.name


def test_a_row_tells_its_grounds_and_its_cap() -> None:
    assert "third_party_views" in REGIMES["woo"].suspension_grounds
    assert REGIMES["woo"].extension_cap == "2 weeks"
    assert REGIMES["awb-aanvraag"].extension_cap is None
    assert REGIMES["wmo-melding"].extension_cap is None
    assert REGIMES["wmo-melding"].cap_for({}) is None


@pytest.mark.parametrize("code", sorted(REGIMES))
def test_each_clock_ends_its_steps_on_its_date(code: str) -> None:
    facts = {
        "received_on": RECEIVED,
        "decision_sent_on": "2026-08-25",
        "appeal_period_ends_on": "2026-10-06",
    }
    reckoning = reckon(code, facts, calendar=DUTCH_CALENDAR)

    assert reckoning.steps_of("acknowledge")[-1].day == reckoning.acknowledge_by
    assert reckoning.steps_of("target")[-1].day == reckoning.target_on
    if reckoning.due_on is not None:
        assert reckoning.steps[-1].day == reckoning.due_on
    for step in reckoning.steps:
        assert step.article
        assert step.text_nl
        assert step.text_en


@pytest.mark.parametrize(
    ("regime", "electronic", "article"),
    [
        ("awb-aanvraag", True, "Awb 2:17 lid 1"),
        ("awb-aanvraag", False, "Servicenorm"),
        ("woo", False, "Servicenorm"),
        ("awb-klacht", False, "Awb 9:6"),
        ("servicenorm", True, "Servicenorm"),
    ],
)
def test_only_an_electronic_message_must_be_acknowledged_by_awb_2_17(
    regime: str, electronic: bool, article: str
) -> None:
    # law: Awb 2:17 is about electronic official messages; paper has Awb 6:14 and 9:6 only
    facts = {"received_on": "2026-06-01", "electronic": electronic}
    steps = reckon(regime, facts).steps_of("acknowledge")
    assert (steps[0].article, steps[-1].article) == (article, article)
