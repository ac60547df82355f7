"""Which facts each regime wants: the table that forms and documents follow."""

from datetime import date
from typing import Any

import pytest

from tracker.deadlines.clocks import reckon
from tracker.deadlines.errors import DeadlineError
from tracker.deadlines.facts import FACTS, RECEIPT
from tracker.deadlines.regime import Regime
from tracker.deadlines.regimes import REGIMES

RECEIVED = {"received_on": "2026-09-01"}
ROWS = pytest.mark.parametrize("row", REGIMES.values(), ids=lambda row: row.code)
NEEDY = [row for row in REGIMES.values() if row.needs]


def used_by(row: Regime) -> set[str]:
    """Return the facts on which the table itself makes a term or an extension depend."""
    used = {name for variant in row.variants for name in variant.when}
    if row.extension and row.extension.only_for:
        used.add(row.extension.only_for[0])
    used |= {"statutory_term"} if row.own_term else set()
    used |= {"days"} if row.days_set_by_council else set()
    return used | set(row.needs)


def test_every_fact_is_asked_by_some_regime() -> None:
    asked = {name for row in REGIMES.values() for name in row.asks}

    assert asked | set(RECEIPT) == set(FACTS)
    assert not asked & set(RECEIPT)


@ROWS
def test_a_regime_asks_for_what_it_uses_and_for_nothing_twice(row: Regime) -> None:
    assert used_by(row) <= set(row.asks)
    assert len(set(row.asks)) == len(row.asks)


@ROWS
def test_the_receipt_with_one_needed_fact_is_enough(row: Regime) -> None:
    for name in row.needs or (None,):
        facts = RECEIVED if name is None else {**RECEIVED, name: "2026-08-25"}
        assert reckon(row.code, facts).regime == row.code


@pytest.mark.parametrize("row", NEEDY, ids=lambda row: row.code)
def test_without_any_needed_fact_the_error_names_one(row: Regime) -> None:
    with pytest.raises(DeadlineError) as error:
        reckon(row.code, RECEIVED)

    assert error.value.field in row.needs


@pytest.mark.parametrize(
    ("regime", "facts"),
    [
        ("awb-aanvraag", {"statutory_term": "6 weeks"}),
        ("awb-bezwaar", {"committee": True}),
        ("awb-bezwaar", {"filing_extended_until": "2026-10-15"}),
        ("awb-administratief-beroep", {"same_legal_person": True}),
        ("awb-klacht", {"advisory_committee": True}),
        ("omgevingsvergunning", {"consent_needed": True}),
        ("raadsvragen", {"days": 10}),
    ],
)
def test_a_fact_that_is_asked_makes_a_difference(regime: str, facts: dict[str, Any]) -> None:
    given = {**RECEIVED, **{name: date(2026, 8, 25) for name in REGIMES[regime].needs[:1]}}

    assert reckon(regime, given).due_on != reckon(regime, given | facts).due_on


def test_every_fact_has_a_name_in_both_languages_and_a_choice_has_its_values() -> None:
    for fact in FACTS.values():
        assert fact.name.nl
        assert fact.name.en
        assert bool(fact.choices) is (fact.kind == "choice")


def test_regimes_are_called_as_people_call_them() -> None:
    assert REGIMES["woo"].name_en == "Woo request"
    assert REGIMES["avg"].name_en == "GDPR (AVG) request"
    names = [row.name_en for row in REGIMES.values()]
    assert len(set(names)) == len(names)


def test_a_fact_that_is_missed_is_named_in_words() -> None:
    with pytest.raises(DeadlineError) as missed:
        reckon("awb-bezwaar", {"received_on": date(2026, 11, 9)})
    assert missed.value.field == "decision_sent_on"
    assert missed.value.message_nl == "Vul dit gegeven in: Besluit verzonden op."
    assert missed.value.message_en == "This fact is needed: Decision sent on."
