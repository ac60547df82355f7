"""What the Omgevingswet adds to a suspension: stays, treaties and Natura 2000."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.deadlines.clocks import LegalEvent, Reckoning, reckon
from tracker.deadlines.errors import DeadlineError

RECEIVED = date(2026, 9, 1)  # a Tuesday; eight weeks later is 27 October


def permit(*events: LegalEvent, regime: str = "omgevingsvergunning", **facts: Any) -> Reckoning:
    return reckon(regime, {"received_on": RECEIVED, **facts}, events)


def started(on: date, ground: str = "stay", **more: Any) -> LegalEvent:
    return LegalEvent("suspension_started", on, ground=ground, **more)


def ended(on: date) -> LegalEvent:
    return LegalEvent("suspension_ended", on)


def texts(reckoning: Reckoning, clock: str = "due") -> str:
    return "\n".join(step.text_nl for step in reckoning.steps if step.clock == clock)


def test_after_a_stay_the_term_starts_all_over() -> None:
    stayed = (started(date(2026, 9, 15)), ended(date(2026, 12, 1)))
    reckoning = permit(*stayed)

    assert reckoning.due_on == reckoning.due_on_lenient == date(2027, 1, 26)
    assert permit(*stayed, consent_needed=True).due_on == date(2027, 2, 23)
    assert "De termijn begint daarna helemaal opnieuw" in texts(reckoning)
    assert any(step.article == "Omgevingswet 16.61" for step in reckoning.steps)
    assert reckoning.suspended_since is None
    assert reckoning.milestones.extend_by == date(2027, 1, 26)


def test_during_a_stay_the_safe_date_stays_and_is_for_now() -> None:
    reckoning = permit(started(date(2026, 9, 15), respond_by=date(2026, 10, 1)))

    assert reckoning.due_on == date(2026, 10, 27)  # no reply ends a stay
    assert reckoning.suspended_since == date(2026, 9, 16)
    assert "Voorlopig: opgeschort vanaf" in texts(reckoning)
    assert "beslissing aangehouden" in texts(reckoning)


def test_a_stay_moves_the_target_by_its_days() -> None:
    reckoning = permit(started(date(2026, 9, 15)), ended(date(2026, 9, 25)))

    assert reckoning.target_on == date(2026, 10, 1)  # 22 September and nine days
    assert reckoning.due_on == date(2026, 11, 20)


def test_what_stood_still_before_a_stay_counts_no_more() -> None:
    reckoning = permit(
        started(date(2026, 9, 2), "incomplete"),
        ended(date(2026, 9, 12)),
        started(date(2026, 9, 15)),
        ended(date(2026, 9, 25)),
    )
    after = permit(
        started(date(2026, 9, 15)),
        ended(date(2026, 9, 25)),
        started(date(2026, 9, 28), "incomplete"),
        ended(date(2026, 10, 8)),
    )

    assert reckoning.due_on == date(2026, 11, 20)
    assert "Dat telt niet" in texts(reckoning)
    assert after.due_on == date(2026, 11, 30)  # nine days more are Sunday 29 November


def test_an_extension_before_a_stay_holds_after_it_and_lets_the_stay_begin_later() -> None:
    extended = LegalEvent("extended", date(2026, 9, 8), length="6 weeks")
    reckoning = permit(extended, started(date(2026, 11, 3)), ended(date(2026, 11, 10)))

    assert reckoning.due_on == date(2027, 2, 16)  # fourteen weeks after 10 November


def test_a_stay_after_the_term_ran_out_starts_nothing() -> None:
    reckoning = permit(started(date(2026, 10, 28)), ended(date(2026, 12, 1)))

    assert reckoning.due_on == date(2026, 10, 27)
    assert "de termijn was al voorbij" in texts(reckoning)


def test_two_stays_start_the_term_twice() -> None:
    reckoning = permit(
        started(date(2026, 9, 15)),
        ended(date(2026, 10, 1)),
        started(date(2026, 11, 20)),
        ended(date(2026, 12, 1)),
    )

    assert reckoning.due_on == date(2027, 1, 26)


def test_a_treaty_and_natura_2000_let_the_term_stand_still() -> None:
    treaty = permit(
        started(date(2026, 9, 15), "international_obligation"), ended(date(2026, 10, 1))
    )
    unused = permit(
        started(date(2026, 9, 15), "natura2000_data", respond_by=date(2026, 9, 29)),
        ended(date(2026, 10, 20)),
    )

    assert treaty.unrolled_due_on == date(2026, 11, 11)  # 16 to 30 September stand still
    assert unused.unrolled_due_on == date(2026, 11, 9)  # the set term ran out unused
    assert any(step.article == "Omgevingswet 16.77" for step in treaty.steps)
    assert any(step.article == "Omgevingswet 16.77a" for step in unused.steps)


@pytest.mark.parametrize("ground", ["stay", "international_obligation", "natura2000_data"])
def test_other_acts_do_not_know_these_grounds(ground: str) -> None:
    for regime in ("awb-aanvraag", "servicenorm"):
        with pytest.raises(DeadlineError):
            permit(started(date(2026, 9, 15), ground), regime=regime)


def test_elsewhere_a_stay_with_a_reason_is_an_ordinary_suspension() -> None:
    reckoning = permit(
        started(date(2026, 9, 15), reason="Zo afgesproken."),
        ended(date(2026, 9, 25)),
        regime="awb-aanvraag",
    )

    assert reckoning.unrolled_due_on == date(2026, 11, 5)  # nine days more, and no new start


@given(st.dates(date(2024, 1, 1), date(2028, 3, 31)), st.integers(0, 200), st.integers(0, 200))
def test_a_stay_never_brings_the_date_forward(received: date, after: int, days: int) -> None:
    start = date.fromordinal(received.toordinal() + after)
    end = date.fromordinal(start.toordinal() + days)
    without = reckon("omgevingsvergunning", {"received_on": received})
    with_it = reckon("omgevingsvergunning", {"received_on": received}, [started(start), ended(end)])

    assert without.due_on
    assert with_it.due_on
    assert with_it.due_on_lenient
    assert without.due_on <= with_it.due_on <= with_it.due_on_lenient
