"""Does a case that is opened again owe an answer only, and no first word that it had already?"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.deadlines.clocks import LegalEvent, Reckoning, reckon

RECEIVED, ANSWERED, REOPENED = date(2026, 9, 1), date(2026, 9, 15), date(2026, 11, 2)


def letter(*events: LegalEvent) -> Reckoning:
    return reckon("servicenorm", {"received_on": RECEIVED}, events)


@pytest.mark.parametrize("type", ["answered", "decided"])
def test_an_answer_is_an_acknowledgement_too_once_the_case_is_opened_again(type: str) -> None:
    reckoning = letter(LegalEvent(type, ANSWERED), LegalEvent("reopened", REOPENED))

    assert reckoning.acknowledged_on == ANSWERED
    assert reckoning.acknowledge_stopped_on == ANSWERED
    # The clocks of the answer itself run on
    assert (reckoning.answered_on, reckoning.target_stopped_on) == (None, None)


def test_who_withdrew_and_came_back_heard_nothing_of_us_yet() -> None:
    reckoning = letter(LegalEvent("withdrawn", ANSWERED), LegalEvent("reopened", REOPENED))

    assert reckoning.acknowledged_on is None
    assert reckoning.acknowledge_stopped_on is None


@pytest.mark.parametrize("acknowledged", [date(2026, 9, 2), date(2026, 9, 15), date(2026, 9, 20)])
def test_the_first_word_counts_whatever_it_was(acknowledged: date) -> None:
    reckoning = letter(
        LegalEvent("answered", ANSWERED),
        LegalEvent("acknowledged", acknowledged),
        LegalEvent("reopened", REOPENED),
    )

    assert reckoning.acknowledged_on == min(acknowledged, ANSWERED)


def test_the_steps_say_that_the_answer_was_the_first_word() -> None:
    reckoning = letter(LegalEvent("answered", ANSWERED), LegalEvent("reopened", REOPENED))

    steps = [step.text("nl") for step in reckoning.steps_of("acknowledge")]
    assert any("antwoord" in text and "15 september 2026" in text for text in steps)


@given(st.lists(st.sampled_from(["acknowledged", "answered", "decided", "reopened"]), max_size=8))
def test_what_was_once_told_is_never_owed_again(types: list[str]) -> None:
    events = [LegalEvent(type, date(2026, 9, 2 + n)) for n, type in enumerate(types)]
    told = [event.on for event in events if event.type != "reopened"]

    assert letter(*events).acknowledge_stopped_on == min(told, default=None)
