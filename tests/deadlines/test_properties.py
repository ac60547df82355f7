"""What must hold for every case, and a reckoning day by day beside our own."""

import json
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.deadlines.calendar import DUTCH_CALENDAR
from tracker.deadlines.clocks import LegalEvent, Reckoning, reckon
from tracker.deadlines.regimes import REGIMES
from tracker.deadlines.terms import Length, last_day
from tracker.deadlines.wire import Question, answer_line, question_as_json, question_from_json

DAYS = st.dates(date(2011, 1, 1), date(2028, 3, 31))
CODES = st.sampled_from(sorted(REGIMES))
ONE_DAY = timedelta(days=1)
LONGEST_RUN = 5  # 22 to 26 December 2012: a weekend, a day by decree and Christmas


def facts_of(received: date) -> dict[str, Any]:
    """Facts that suit every regime, for an objection that came in time."""
    return {
        "received_on": received,
        "decision_sent_on": received - timedelta(days=12),
        "appeal_period_ends_on": received + timedelta(days=30),
    }


def ground_of(code: str) -> str | None:
    return next(iter(REGIMES[code].suspension_grounds), None)


def suspension(code: str, start: date, days: int) -> list[LegalEvent]:
    return [
        LegalEvent("suspension_started", start, ground=ground_of(code)),
        LegalEvent("suspension_ended", start + timedelta(days=days)),
    ]


def last_dates(reckoning: Reckoning) -> tuple[date, ...]:
    days = (reckoning.target_on, reckoning.due_on, reckoning.due_on_lenient)
    return tuple(day for day in days if day is not None)


def test_the_longest_run_of_free_days_is_what_the_other_tests_take_it_for() -> None:
    days = [date(2011, 1, 1) + timedelta(days=n) for n in range(18 * 365)]
    working = [day for day in days if DUTCH_CALENDAR.is_working_day(day)]

    assert max((b - a).days - 1 for a, b in pairwise(working)) == LONGEST_RUN


@given(CODES, DAYS, st.integers(0, 400))
def test_a_later_receipt_never_gives_an_earlier_date(code: str, day: date, later: int) -> None:
    first = reckon(code, facts_of(day))
    second = reckon(code, facts_of(day + timedelta(days=later)))

    assert all(a <= b for a, b in zip(last_dates(first), last_dates(second), strict=True))


@given(CODES.filter(ground_of), DAYS, st.integers(0, 200), st.integers(0, 60))
def test_a_suspension_never_brings_a_date_forward(
    code: str, day: date, after: int, days: int
) -> None:
    without = reckon(code, facts_of(day))
    events = suspension(code, day + timedelta(days=after), days)
    with_it = reckon(code, facts_of(day), events)

    assert all(a <= b for a, b in zip(last_dates(without), last_dates(with_it), strict=True))


@given(CODES, DAYS, st.integers(0, 60), st.integers(0, 40))
def test_the_safe_date_is_never_the_later_one(code: str, day: date, after: int, days: int) -> None:
    events = suspension(code, day + timedelta(days=after), days) if ground_of(code) else []
    reckoning = reckon(code, facts_of(day), events)

    if reckoning.due_on and reckoning.due_on_lenient:
        assert reckoning.due_on <= reckoning.due_on_lenient


@given(CODES, DAYS)
def test_the_termijnenwet_moves_no_further_than_the_longest_run(code: str, day: date) -> None:
    reckoning = reckon(code, facts_of(day))

    if reckoning.due_on and reckoning.unrolled_due_on:
        assert 0 <= (reckoning.due_on - reckoning.unrolled_due_on).days <= LONGEST_RUN


@given(CODES, DAYS, st.integers(0, 30), st.integers(0, 30))
def test_the_steps_of_a_clock_end_on_its_date(code: str, day: date, after: int, days: int) -> None:
    events = suspension(code, day + timedelta(days=after), days) if ground_of(code) else []
    events.append(LegalEvent("answered", day + timedelta(days=after + days + 3)))
    reckoning = reckon(code, facts_of(day), events)

    assert reckoning.steps_of("acknowledge")[-1].day == reckoning.acknowledge_by
    assert reckoning.steps_of("target")[-1].day == reckoning.target_on
    if reckoning.due_on:
        assert reckoning.steps[-1].day == reckoning.due_on
    for step in reckoning.steps:
        assert "{" not in step.text_nl + step.text_en


@given(CODES, DAYS, st.integers(0, 30), st.integers(0, 30))
def test_the_way_through_json_changes_nothing(code: str, day: date, after: int, days: int) -> None:
    events = suspension(code, day + timedelta(days=after), days) if ground_of(code) else []
    plain = {name: value.isoformat() for name, value in facts_of(day).items()}
    question = Question(code, plain, tuple(events), day + timedelta(days=90))
    again = question_from_json(json.loads(json.dumps(question_as_json(question))))
    line, ok = answer_line(json.dumps(question_as_json(question)))

    assert again == question
    assert ok
    due = reckon(code, facts_of(day), events).due_on
    assert json.loads(line)["due_on"] == (due.isoformat() if due else None)


@given(st.text() | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps))
def test_any_line_gets_an_answer(line: str) -> None:
    text, ok = answer_line(line)

    assert not ok
    assert set(json.loads(text)) == {"error"}


WRONG = st.none() | st.booleans() | st.integers() | st.text() | st.just([]) | st.just("2026-09-09")


@settings(max_examples=200)
@given(
    CODES,
    st.dictionaries(st.sampled_from(["received_on", "days", "committee", "received_at"]), WRONG),
    st.lists(
        st.fixed_dictionaries(
            {"type": st.sampled_from(["extended", "suspension_started", "answered"])},
            optional={"on": WRONG, "length": WRONG, "ground": WRONG, "respond_by": WRONG},
        ),
        max_size=3,
    ),
)
def test_wrong_facts_and_events_get_a_sentence(
    code: str, facts: dict[str, Any], events: list[dict[str, Any]]
) -> None:
    text, ok = answer_line(json.dumps({"regime": code, "facts": facts, "events": events}))
    got = json.loads(text)

    assert ok or (got["error"]["field"] and got["error"]["message"])


def day_by_day(received: date, weeks: int, asked: date, answered: date, literal: bool) -> date:
    """Walk the calendar: a day within the suspension does not count, all others do."""
    end = answered - ONE_DAY if literal else answered
    left, day = weeks * 7, received
    while left:
        day += ONE_DAY
        if not asked < day <= end:
            left -= 1
    while not DUTCH_CALENDAR.is_working_day(day):
        day += ONE_DAY
    return day


@settings(max_examples=300)
@given(DAYS, st.integers(0, 50), st.integers(1, 60), st.sampled_from([2, 4, 6, 8, 12]))
def test_walking_the_days_gives_the_same_date(
    received: date, after: int, days: int, weeks: int
) -> None:
    asked = received + timedelta(days=min(after, weeks * 7 - 1))
    answered = asked + timedelta(days=days)
    facts = {"received_on": received, "statutory_term": f"{weeks} weeks"}
    reckoning = reckon("awb-aanvraag", facts, suspension("awb-aanvraag", asked, days))

    assert reckoning.due_on == day_by_day(received, weeks, asked, answered, literal=True)
    assert reckoning.due_on_lenient == day_by_day(received, weeks, asked, answered, literal=False)


@given(DAYS, st.integers(1, 600))
def test_walking_the_working_days_gives_the_same_date(start: date, count: int) -> None:
    day = start
    for _ in range(count):
        day += ONE_DAY
        while not DUTCH_CALENDAR.is_working_day(day):
            day += ONE_DAY

    assert last_day(start, Length(count, "working day"), DUTCH_CALENDAR) == day
    assert DUTCH_CALENDAR.working_days_between(start, day) == count
    assert DUTCH_CALENDAR.working_days_between(day, start) == -count
