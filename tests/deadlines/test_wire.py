"""JSON in, JSON out: one line each, and never a traceback."""

import json
from datetime import date
from typing import Any

import pytest

from tracker.deadlines.clocks import LegalEvent, reckon
from tracker.deadlines.regime import Regime
from tracker.deadlines.sources import Article, awb
from tracker.deadlines.terms import Length
from tracker.deadlines.wire import (
    Question,
    answer_line,
    event_as_json,
    event_from_json,
    explain,
    question_as_json,
    question_from_json,
)

RECEIVED = {"received_on": "2026-09-01"}


def answer(case: object, today: date | None = None) -> dict[str, Any]:
    line, ok = answer_line(json.dumps(case), today)
    got: dict[str, Any] = json.loads(line)
    assert ok is ("error" not in got)
    assert "\n" not in line
    return got


def test_a_case_comes_out_with_dates_and_steps() -> None:
    got = answer({"regime": "woo", "facts": RECEIVED})

    assert got["due_on"] == got["due_on_lenient"] == got["unrolled_due_on"] == "2026-09-29"
    assert got["acknowledge_by"] == "2026-09-03"
    assert got["target_on"] == "2026-09-22"
    assert got["milestones"] == {
        "extend_by": "2026-09-29",
        "ask_to_specify_by": "2026-09-15",
        "refuse_by": None,
        "dismiss_by": None,
    }
    assert got["penalty"]["applies"] is False
    assert got["steps"][-1] == {
        "day": "2026-09-29",
        "clock": "due",
        "text": "Uiterste datum: dinsdag 29 september 2026.",
        "text_en": "Due date: Tuesday 29 September 2026.",
        "article": "Woo 4.4 lid 1",
        "link": "https://wetten.overheid.nl/jci1.3:c:BWBR0045754&artikel=4.4",
    }


def test_the_penalty_is_looked_at_today_when_no_day_is_given() -> None:
    case = {
        "regime": "awb-aanvraag",
        "facts": {"received_on": "2025-10-25"},
        "events": [{"type": "notice_of_default", "on": "2026-01-05"}],
    }

    assert answer(case, date(2026, 2, 2))["penalty"]["amount_eur"] == 322
    assert answer({**case, "as_of": "2026-02-03"}, date(2026, 2, 2))["penalty"]["days"] == 15


def test_a_calendar_and_a_single_term_can_be_asked_too() -> None:
    days = answer({"regime": "calendar", "facts": {"year": 2027}, "events": []})
    term = answer({"regime": "term", "facts": {"after": "2014-05-16", "length": "2 weeks"}})

    assert "2027-05-07" in days["free_weekdays"]
    assert days["names"]["2027-05-07"] == "bij koninklijk besluit vrij"
    assert term["due_on"] == "2014-06-02"
    assert term["steps"][-1]["day"] == "2014-06-02"


@pytest.mark.parametrize(
    ("case", "field"),
    [
        ([], "line"),
        (None, "line"),
        ({}, "regime"),
        ({"regime": 3}, "regime"),
        ({"regime": "wob", "facts": RECEIVED}, "regime"),
        ({"regime": "woo"}, "facts"),
        ({"regime": "woo", "facts": []}, "facts"),
        ({"regime": "woo", "facts": {"received_on": "2026-02-30"}}, "received_on"),
        ({"regime": "woo", "facts": {"received_on": {}}}, "received_on"),
        ({"regime": "woo", "facts": RECEIVED, "events": {}}, "events"),
        ({"regime": "woo", "facts": RECEIVED, "events": ["answered"]}, "events[0]"),
        ({"regime": "woo", "facts": RECEIVED, "events": [{}]}, "events[0].type"),
        ({"regime": "woo", "facts": RECEIVED, "events": [{"type": "answered"}]}, "events[0].on"),
        (
            {"regime": "woo", "facts": RECEIVED, "events": [{"type": 3, "on": "2026-09-03"}]},
            "events[0].type",
        ),
        (
            {
                "regime": "woo",
                "facts": RECEIVED,
                "events": [{"type": "answered", "on": "2026-09-03", "by": "post"}],
            },
            "events[0].by",
        ),
        (
            {
                "regime": "woo",
                "facts": RECEIVED,
                "events": [{"type": "forwarded_internally", "on": "2026-09-03", "sender_told": 1}],
            },
            "events[0].sender_told",
        ),
        (
            {
                "regime": "woo",
                "facts": RECEIVED,
                "events": [{"type": "answered", "on": "2026-08-03"}],
            },
            "events[0].on",
        ),
        ({"regime": "woo", "facts": RECEIVED, "as_of": "today"}, "as_of"),
        ({"regime": "calendar", "facts": {"year": 1999}}, "year"),
        ({"regime": "term", "facts": {"after": "2026-01-01", "length": "1000000 weeks"}}, "length"),
    ],
)
def test_a_line_that_cannot_be_reckoned_names_the_field(case: object, field: str) -> None:
    error = answer(case)["error"]

    assert error["field"] == field
    assert error["message"]
    assert error["message_en"]


@pytest.mark.parametrize("line", ["", "{", "\x00", "[" * 100_000, '{"regime": ' + "9" * 5000 + "}"])
def test_a_line_that_is_no_json_gives_an_error_and_no_traceback(line: str) -> None:
    text, ok = answer_line(line)

    assert not ok
    assert json.loads(text)["error"]["field"] in {"line", "regime"}


def test_half_a_character_that_came_in_does_not_break_the_way_out() -> None:
    text, ok = answer_line('{"regime": "\\ud800", "facts": {}}')

    assert not ok
    assert text.encode("utf-8")


def test_an_event_that_the_law_forbids_is_refused_with_its_article() -> None:
    events = [{"type": "extended", "on": "2026-09-09", "length": "3 weeks"}]
    error = answer({"regime": "woo", "facts": RECEIVED, "events": events})["error"]

    assert error["article"] == "Woo 4.4 lid 2"
    assert error["link"].startswith("https://wetten.overheid.nl/")
    assert "(Woo 4.4 lid 2)" in error["message"]


def test_an_event_survives_the_way_through_json() -> None:
    event = LegalEvent(
        "suspension_started",
        date(2026, 9, 7),
        ground="incomplete",
        respond_by=date(2026, 9, 21),
        reason="Zo afgesproken.",
    )

    assert event_from_json(json.loads(json.dumps(event_as_json(event)))) == event
    assert event_from_json({"type": "answered", "on": "2026-09-07", "ground": None}) == LegalEvent(
        "answered", date(2026, 9, 7)
    )


def test_a_question_survives_the_way_through_json() -> None:
    question = Question(
        "woo", RECEIVED, (LegalEvent("answered", date(2026, 9, 7)),), date(2026, 10, 1)
    )

    assert question_from_json(json.loads(json.dumps(question_as_json(question)))) == question


def test_a_reckoning_can_be_read_by_people() -> None:
    events = [LegalEvent("notice_of_default", date(2026, 10, 28))]
    reckoning = reckon("awb-aanvraag", RECEIVED, events, as_of=date(2026, 11, 12))
    dutch, english = explain(reckoning), explain(reckoning, "en")

    assert dutch.startswith("Aanvraag\nOntvangstbevestiging: donderdag 3 september 2026\n")
    assert "Ontvangen. De termijn begint de dag erna. [Awb 4:13]" in dutch
    assert "Dwangsom nu: € 23" in dutch
    assert "Received. The term starts the day after. [Awb 4:13]" in english
    assert "Penalty now: € 23" in english


def test_a_letter_without_a_legal_term_says_so_to_people() -> None:
    text = explain(reckon("servicenorm", RECEIVED), "en")

    assert "Due date: none" in text
    assert "Penalty now" not in text


def test_a_regime_of_ones_own_is_shown_by_its_code() -> None:
    own = Regime("ligplaats", "Ligplaats", "Mooring", Article("", ""), Length(3, "week"))

    assert explain(reckon(own, RECEIVED)).startswith("ligplaats\n")
    assert awb("4:13").name == "Awb 4:13"
