"""Days by which something else must be done, each with its article."""

from datetime import date
from typing import Any

import pytest

from tracker.deadlines.clocks import LegalEvent, Reckoning, reckon

RECEIVED = date(2026, 9, 1)


def asked(on: date, ground: str = "incomplete", **more: Any) -> LegalEvent:
    return LegalEvent("suspension_started", on, ground=ground, **more)


def completed(on: date) -> LegalEvent:
    return LegalEvent("suspension_ended", on)


def letter(regime: str, *events: LegalEvent, received: date = RECEIVED) -> Reckoning:
    return reckon(regime, {"received_on": received}, events)


def told(reckoning: Reckoning, article: str) -> list[tuple[date, str]]:
    return [(step.day, step.text_nl) for step in reckoning.steps if step.article == article]


@pytest.mark.parametrize(
    "regime", ["awb-aanvraag", "awb-uov", "omgevingsvergunning", "wmo-aanvraag", "hergebruik"]
)
def test_an_incomplete_application_is_dismissed_within_four_weeks(regime: str) -> None:
    done = letter(regime, asked(date(2026, 9, 7)), completed(date(2026, 9, 14)))
    unused = letter(regime, asked(date(2026, 9, 7), respond_by=date(2026, 9, 21)))

    assert done.milestones.dismiss_by == date(2026, 10, 12)
    assert unused.milestones.dismiss_by == date(2026, 10, 19)
    [(day, text)] = told(done, "Awb 4:5 lid 4")
    assert day == date(2026, 10, 12)
    assert "Maak dat besluit bekend uiterlijk op maandag 12 oktober 2026." in text


def test_the_day_to_dismiss_is_no_free_day() -> None:
    reckoning = letter("awb-aanvraag", asked(date(2026, 9, 7)), completed(date(2026, 9, 12)))

    assert reckoning.milestones.dismiss_by == date(2026, 10, 12)  # four weeks end on a Saturday


def test_a_woo_request_that_was_not_specified_is_dismissed_within_two_weeks() -> None:
    reckoning = letter("woo", asked(date(2026, 9, 7)), completed(date(2026, 9, 14)))

    assert reckoning.milestones.dismiss_by == date(2026, 9, 28)
    assert told(reckoning, "Woo 4.1 lid 6")


def test_the_last_request_for_completion_counts() -> None:
    reckoning = letter(
        "awb-aanvraag",
        asked(date(2026, 9, 7)),
        completed(date(2026, 9, 14)),
        asked(date(2026, 9, 15)),
        completed(date(2026, 9, 21)),
    )

    assert reckoning.milestones.dismiss_by == date(2026, 10, 19)


@pytest.mark.parametrize(
    "events",
    [
        (),
        (asked(date(2026, 9, 7)),),  # nobody knows yet when it is over
        (asked(date(2026, 9, 7), "force_majeure"), completed(date(2026, 9, 14))),
    ],
)
def test_without_a_completion_there_is_no_day_to_dismiss(events: tuple[LegalEvent, ...]) -> None:
    reckoning = letter("awb-aanvraag", *events)

    assert reckoning.milestones.dismiss_by is None
    assert not told(reckoning, "Awb 4:5 lid 4")


def test_a_letter_or_an_objection_is_not_dismissed_as_incomplete() -> None:
    assert letter("servicenorm", asked(RECEIVED), completed(RECEIVED)).milestones == (
        letter("servicenorm").milestones
    )


@pytest.mark.parametrize(
    ("regime", "article", "day", "words"),
    [
        ("woo", "Woo 4.1 lid 5", date(2026, 9, 15), "om het preciezer te maken"),
        ("awb-klacht", "Awb 9:8 lid 3", date(2026, 9, 29), "Behandelt u dit niet?"),
        ("avg", "AVG 12 lid 4", date(2026, 10, 1), "Behandelt u dit niet?"),
    ],
)
def test_each_milestone_is_a_step_with_its_article(
    regime: str, article: str, day: date, words: str
) -> None:
    [(told_day, text)] = told(letter(regime), article)

    assert told_day == day
    assert words in text


def test_a_milestone_in_an_undecided_year_says_so() -> None:
    reckoning = letter(
        "awb-aanvraag",
        asked(date(2028, 11, 1)),
        completed(date(2028, 12, 6)),
        received=date(2028, 10, 2),
    )

    assert reckoning.milestones.dismiss_by == date(2029, 1, 3)
    assert reckoning.due_on == date(2029, 1, 2)  # both lean on 2029, which is told once
    assert sum("2029 nog niet" in step.text_nl for step in reckoning.steps_of("due")) == 1
    alone = letter(
        "wmo-aanvraag",
        asked(date(2028, 11, 1)),
        completed(date(2028, 12, 6)),
        received=date(2028, 10, 30),
    )
    assert alone.due_on
    assert alone.due_on.year == 2028
    assert sum("2029 nog niet" in step.text_nl for step in alone.steps_of("due")) == 1
