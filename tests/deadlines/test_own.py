"""Can a municipality write down a term of its own, and is it reckoned like the others?"""

from dataclasses import replace
from datetime import date

import pytest

from tracker.deadlines.clocks import LegalEvent, reckon
from tracker.deadlines.errors import DeadlineError
from tracker.deadlines.own import ANY_REASONABLE, OwnTerm, own_regime

SUBSIDY = OwnTerm(
    code="subsidie",
    name_nl="Subsidie",
    name_en="Grant",
    article="Algemene subsidieverordening 7",
    link="https://lokaleregelgeving.example/subsidie",
    term="13 weeks",
    counting="atw",
    valid_from=date(2020, 1, 1),
    extension="4 weeks",
    grounds=("incomplete",),
    is_decision=True,
)
RECEIVED = {"received_on": date(2026, 6, 1)}


def test_its_term_counts_from_the_day_of_receipt_and_names_its_article() -> None:
    found = reckon(own_regime(SUBSIDY), RECEIVED, as_of=date(2026, 6, 2))
    assert found.due_on == date(2026, 8, 31)
    assert any(step.article == SUBSIDY.article for step in found.steps_of("due"))


def test_a_term_of_twelve_weeks_moves_off_a_free_day_by_the_atw() -> None:
    short = own_regime(replace(SUBSIDY, term="5 days"))  # Saturday 6 June
    assert reckon(short, RECEIVED, as_of=date(2026, 6, 2)).due_on == date(2026, 6, 8)
    agreed = own_regime(replace(SUBSIDY, term="5 days", counting="none"))
    assert reckon(agreed, RECEIVED, as_of=date(2026, 6, 2)).due_on == date(2026, 6, 6)


def test_its_extension_has_a_cap() -> None:
    longer = LegalEvent("extended", date(2026, 6, 9), length="5 weeks")
    with pytest.raises(DeadlineError, match="4 we"):
        reckon(own_regime(SUBSIDY), RECEIVED, [longer], as_of=date(2026, 6, 10))
    any_length = own_regime(replace(SUBSIDY, extension=ANY_REASONABLE))
    found = reckon(any_length, RECEIVED, [longer], as_of=date(2026, 6, 10))
    assert found.due_on == date(2026, 10, 5)


def test_without_an_extension_none_is_allowed() -> None:
    longer = LegalEvent("extended", date(2026, 6, 9), length="1 week")
    with pytest.raises(DeadlineError):
        reckon(own_regime(replace(SUBSIDY, extension="")), RECEIVED, [longer])


def test_only_its_own_grounds_suspend() -> None:
    wait = LegalEvent(
        "suspension_started", date(2026, 6, 9), ground="force_majeure", respond_by=date(2026, 7, 1)
    )
    with pytest.raises(DeadlineError) as refused:
        reckon(own_regime(SUBSIDY), RECEIVED, [wait])
    assert "overmacht" in refused.value.message_nl
    assert "force majeure" in refused.value.message_en


@pytest.mark.parametrize("is_decision", [True, False])
def test_a_notice_of_default_costs_money_only_for_a_decision(is_decision: bool) -> None:
    notice = LegalEvent("notice_of_default", date(2026, 9, 2))
    regime = own_regime(replace(SUBSIDY, is_decision=is_decision))
    found = reckon(regime, RECEIVED, [notice], as_of=date(2026, 9, 30))
    assert found.penalty.applies is is_decision


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("term", "a while"),
        ("extension", "0 weeks"),
        ("grounds", ("holiday",)),
        ("link", "javascript:alert(1)"),
        ("link", "https://"),
        ("link", "https://["),
        ("link", "https://\u2100.example"),
        ("article", "  "),
        ("name_nl", ""),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(field: str, value: object) -> None:
    with pytest.raises(DeadlineError) as refused:
        own_regime(replace(SUBSIDY, **{field: value}))  # type: ignore[arg-type]
    assert refused.value.field == field
