"""Are open cases reckoned anew when the rules around them change, and is nobody left out?"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event as sql_event
from sqlmodel import col, select, update

from tests.browsing import Log
from tests.two_databases import House
from tracker.base.errors import InvalidInput
from tracker.base.lease import lease
from tracker.register import acts
from tracker.register.basis import basis_of
from tracker.register.models import (
    Case,
    CaseState,
    ClosingDay,
    Event,
    EventType,
    MovedDate,
    OwnRegime,
    Recalculation,
    Subject,
    UnreckonedCase,
)
from tracker.register.recalculation import LEASE, SETTLES, Done, recalculate
from tracker.register.service import record_event

TUESDAY = date(2026, 11, 10)
WEEK = timedelta(days=7)


def shut(house: House, day: date = TUESDAY) -> None:
    """Close the office for a day; our own promises move, legal terms do not."""
    with house.db.changing() as session:
        session.add(ClosingDay(day=day, name="Verhuizing"))


def anew(house: House, batch: int = 500) -> Done:
    return recalculate(house.db, house.clock, batch=batch)


def told(house: House, case: Case) -> list[dict[str, Any]]:
    """Return what the timeline of a case tells of being reckoned anew."""
    with house.db.reading() as session:
        found = session.exec(
            select(Event)
            .where(Event.case_id == case.id, Event.type == EventType.RECKONED_ANEW)
            .order_by(col(Event.id))
        )
        return [event.data for event in found]


def rows(house: House, table: Any) -> Sequence[Any]:
    with house.db.reading() as session:
        return session.exec(select(table).order_by(table.id)).all()


def counts(recalculation: Recalculation | None) -> tuple[int, int, int]:
    assert recalculation is not None
    return recalculation.cases, recalculation.moved, recalculation.failed


def test_a_closing_day_moves_the_promise_and_the_timeline_says_why(house: House) -> None:
    # Given an ordinary letter, and a closing day that comes later
    case = house.open()
    before = house.case(case.number)
    shut(house)

    # When the open cases are reckoned anew
    done = anew(house)

    # Then the promise is a working day later, on the case, its timeline and the list of Beheer
    after = house.case(case.number)
    assert (after.acknowledge_by, after.target_on) == (date(2026, 11, 12), date(2026, 11, 24))
    moved = [
        {"clock": "acknowledge", "before": "2026-11-11", "after": "2026-11-12"},
        {"clock": "target", "before": "2026-11-23", "after": "2026-11-24"},
    ]
    assert told(house, case) == [{"moved": moved, "causes": ["calendar"]}]
    assert counts(done.recalculation) == (1, 1, 0)
    assert [(row.clock, row.before, row.after) for row in rows(house, MovedDate)] == [
        ("acknowledge", before.acknowledge_by, after.acknowledge_by),
        ("target", before.target_on, after.target_on),
    ]
    assert after.version == before.version + 1
    assert after.next_by == date(2026, 11, 12)


def test_a_case_whose_dates_stay_keeps_its_version_and_its_timeline(house: House) -> None:
    # Given a closing day after everything that was promised
    case = house.open()
    shut(house, date(2027, 3, 1))

    done = anew(house)

    # Then nothing of it can be seen, but the case knows what it was reckoned with
    after = house.case(case.number)
    assert after.version == case.version
    assert after.reckoned_with != case.reckoned_with
    assert told(house, case) == []
    assert counts(done.recalculation) == (1, 0, 0)


def test_a_norm_moves_the_cases_of_its_own_subject_only(house: House) -> None:
    question, other = house.open(), house.open(house.application)
    with house.db.changing() as session:
        session.get_one(Subject, house.question.id).answer_within = "5 working days"

    done = anew(house)

    assert counts(done.recalculation) == (1, 1, 0)
    assert house.case(question.number).target_on == date(2026, 11, 16)
    (data,) = told(house, question)
    assert data["causes"] == ["norms"]
    assert house.case(other.number).reckoned_with == other.reckoned_with


def test_closed_cases_are_left_as_they_were(house: House) -> None:
    case = house.open()
    write(house, case, EventType.ANSWERED)
    shut(house)

    assert anew(house).recalculation is None
    assert house.case(case.number).target_on == case.target_on


def test_new_rules_are_told_as_such(house: House) -> None:
    # Given a case of before a new version of the program, which had the date wrong
    case = house.open()
    with house.db.changing() as session:
        wrong = {"reckoned_with": "2020-01-01", "target_on": date(2026, 11, 20)}
        session.execute(update(Case).where(col(Case.id) == case.id).values(**wrong))

    anew(house)

    (data,) = told(house, case)
    assert data["causes"] == ["rules"]
    assert data["moved"] == [{"clock": "target", "before": "2026-11-20", "after": "2026-11-23"}]


def market(house: House, **changed: Any) -> Subject:
    """Return a subject under a regime of our own, which may be extended."""
    values = {"code": "markt", "name_nl": "Standplaats", "article": "APV 5:17", "term": "8 weeks"}
    values |= {"valid_from": date(2020, 1, 1), "extension": "4 weeks"}
    subject = Subject(name="Standplaats", regime="markt", team_id=house.question.team_id)
    with house.db.changing() as session:
        session.add_all([OwnRegime(**(values | changed)), subject])
    return subject


def change_market(house: House, **changed: Any) -> None:
    with house.db.changing() as session:
        row = session.exec(select(OwnRegime)).one()
        for name, value in changed.items():
            setattr(row, name, value)


def test_a_changed_regime_of_our_own_is_no_reason_under_the_law(house: House) -> None:
    subject = market(house)
    ours, law = house.open(subject), house.open(house.application)
    change_market(house, term="6 weeks")
    shut(house)

    anew(house)

    assert told(house, ours)[0]["causes"] == ["calendar", "regimes"]
    assert told(house, law)[0]["causes"] == ["calendar"]
    assert house.case(ours.number).due_on == date(2026, 12, 21)


def extended(house: House, subject: Subject) -> Case:
    case = house.open(subject)
    write(house, case, EventType.EXTENDED, {"length": "4 weeks"})
    return house.case(case.number)


def test_a_case_that_cannot_be_reckoned_keeps_its_dates_and_stops_nobody(
    house: House, log: Log
) -> None:
    # Given an extended case under a regime of our own, and another case after it
    case = extended(house, market(house))
    other = house.open()

    # When the regime does not know an extension any more
    change_market(house, extension="")
    shut(house)
    done = anew(house)

    # Then the one is listed with the sentence of the law, and the other has its new dates
    assert counts(done.recalculation) == (2, 1, 1)
    (row,) = rows(house, UnreckonedCase)
    assert row.case_id == case.id
    assert row.problem_nl == "De wet kent hier geen verlenging. (APV 5:17)"
    assert row.problem_en == "The law knows no extension here. (APV 5:17)"
    after = house.case(case.number)
    assert (after.due_on, after.target_on) == (case.due_on, case.target_on)
    assert after.version == case.version
    assert told(house, case) == []
    assert len(told(house, other)) == 1
    assert [line for line in log.lines() if line["event"] == "case_not_reckoned"] == [
        line for line in log.problems() if line["case_id"] == case.id
    ]

    # And it is not tried again before something changes
    assert anew(house).recalculation is None
    change_market(house, extension="4 weeks")
    assert counts(anew(house).recalculation)[2] == 0


def test_a_case_that_cannot_be_reckoned_can_still_be_answered(house: House) -> None:
    # Given an extended case whose regime does not know an extension any more
    case = extended(house, market(house))
    change_market(house, extension="")
    anew(house)

    # When it is taken, acknowledged and answered
    acts.take(house.db, house.clock, seen(house.case(case.number)), house.handler)
    write(house, case, EventType.ACKNOWLEDGED)
    working = house.case(case.number)
    with pytest.raises(InvalidInput):
        write(house, case, EventType.POSTPONED_BY_CONSENT, {"until": "2027-12-01"})
    write(house, case, EventType.ANSWERED)

    # Then its dates are those of before, and its clocks stop; what would move them is refused
    assert (working.handler_id, working.due_on) == (house.handler.id, case.due_on)
    assert working.next_clock == "target"
    done = house.case(case.number)
    assert (done.state, done.next_by) == (CaseState.ANSWERED, None)
    assert done.acknowledged_on == done.answered_on == house.clock().date()

    # And it can be opened again; an event that the law forbids by itself is refused as ever
    write(house, case, EventType.REOPENED)
    assert house.case(case.number).answered_on is None
    change_market(house, extension="4 weeks")
    with pytest.raises(InvalidInput):
        write(house, case, EventType.EXTENDED, {"length": "40 weeks"})


def seen(case: Case) -> acts.Seen:
    return acts.Seen(number=case.number, version=case.version)


def write(house: House, case: Case, type: EventType, data: dict[str, Any] | None = None) -> None:
    with house.db.changing() as session:
        there = session.get_one(Case, case.id)
        record_event(session, house.clock(), there, type, house.clock().date(), data=data)


def test_a_word_after_the_answer_moves_no_date(house: House) -> None:
    # Given an answered case, and a norm that became shorter since
    case = house.open()
    write(house, case, EventType.ANSWERED)
    with house.db.changing() as session:
        session.get_one(Subject, house.question.id).answer_within = "1 working day"

    # When the resident says thank you, then the case was still answered in time
    write(house, case, EventType.MESSAGE_RECEIVED)
    assert house.case(case.number).target_on == case.target_on

    # But a case that is opened again has the norm of now, and says so
    write(house, case, EventType.REOPENED)
    assert house.case(case.number).target_on == TUESDAY
    assert [data["causes"] for data in told(house, case)] == [["norms"]]


def test_when_nothing_changed_nothing_is_looked_at(house: House) -> None:
    house.open()
    shut(house)
    anew(house)
    house.clock.forward(SETTLES + timedelta(seconds=1))

    with statements(house) as said:
        assert anew(house) == Done(None, 0)

    assert not [each for each in said if "FROM event" in each]
    assert len(said) <= 7


def test_the_events_of_a_batch_are_one_statement(house: House) -> None:
    for _ in range(6):
        house.open()
    shut(house)

    with statements(house) as said:
        anew(house, batch=3)

    assert len([each for each in said if "FROM event" in each]) == 2


class statements:  # noqa: N801
    """Collect the SQL that a block sends."""

    def __init__(self, house: House) -> None:
        self.engine = house.db.engine
        self.said: list[str] = []

    def __enter__(self) -> list[str]:
        sql_event.listen(self.engine, "before_cursor_execute", self._hear)
        return self.said

    def __exit__(self, *_: object) -> None:
        sql_event.remove(self.engine, "before_cursor_execute", self._hear)

    def _hear(self, _c: Any, _k: Any, statement: str, *_: Any) -> None:
        self.said.append(statement)


class Killed(Exception):
    """As if the machine went down between two batches."""


def killed_after(count: int) -> Any:
    def told(batches: Sequence[Sequence[int]]) -> Iterator[Sequence[int]]:
        for number, each in enumerate(batches):
            if number == count:
                raise Killed
            yield each

    return told


def test_killed_between_batches_none_is_lost_and_none_is_told_twice(house: House) -> None:
    # Given seven cases, of which four are done when the machine goes down
    cases = [house.open() for _ in range(7)]
    shut(house)
    with pytest.raises(Killed):
        recalculate(house.db, house.clock, told=killed_after(2), batch=2)
    assert [len(told(house, case)) for case in cases] == [1, 1, 1, 1, 0, 0, 0]
    (half,) = rows(house, Recalculation)
    assert (half.cases, half.moved, half.ended_at) == (4, 4, None)

    # When it comes up again
    house.clock.forward(timedelta(hours=1))
    done = anew(house, batch=2)

    # Then the same recalculation is finished
    assert [len(told(house, case)) for case in cases] == [1] * 7
    assert len(rows(house, MovedDate)) == 14
    (whole,) = rows(house, Recalculation)
    assert (whole.cases, whole.moved, whole.ended_at) == (7, 7, house.clock())
    assert done.recalculation == whole


def test_a_change_while_it_runs_is_a_recalculation_of_its_own(house: House) -> None:
    cases = [house.open() for _ in range(2)]
    shut(house)

    def meanwhile(batches: Sequence[Sequence[int]]) -> Iterable[Sequence[int]]:
        for number, each in enumerate(batches):
            if number == 1:
                shut(house, date(2026, 11, 11))
            yield each

    recalculate(house.db, house.clock, told=meanwhile, batch=1)

    # Then the first case, done before the change, was done once more
    assert [len(told(house, case)) for case in cases] == [2, 1]
    assert {house.case(case.number).acknowledge_by for case in cases} == {date(2026, 11, 13)}
    assert [(each.cases, each.ended_at is None) for each in rows(house, Recalculation)] == [
        (1, True),
        (2, False),
    ]


def test_what_a_colleague_writes_meanwhile_wins_and_is_reckoned_after_it(house: House) -> None:
    # Given a case that somebody takes while its new dates are worked out
    case = house.open()
    shut(house)
    hear = _taker(house, case, iter([True]))
    sql_event.listen(house.db.engine, "before_cursor_execute", hear)
    anew(house)
    sql_event.remove(house.db.engine, "before_cursor_execute", hear)

    # Then both are on the case, and the dates are told once
    after = house.case(case.number)
    assert after.handler_id == house.handler.id
    assert after.target_on == date(2026, 11, 24)
    assert len(told(house, case)) == 1


def _taker(house: House, case: Case, writes: Iterator[bool]) -> Any:
    """Take the case just after its events were read for reckoning."""

    def hear(_c: Any, _k: Any, statement: str, *_: Any) -> None:
        if "FROM event" in statement and next(writes, False):
            acts.take(house.db, house.clock, seen(case), house.handler)

    return hear


def test_only_one_worker_at_a_time(house: House) -> None:
    house.open()
    shut(house)
    with lease(house.db, house.clock, LEASE, "other", 60) as mine:
        assert mine
        assert anew(house) == Done(None, 0)
    assert counts(anew(house).recalculation) == (1, 1, 0)


def test_a_case_that_was_stored_by_the_old_calendar_is_found_afterwards(house: House) -> None:
    # Given a transaction that read the calendar before it changed and ended after the work
    case = house.open()
    shut(house)
    first = anew(house).recalculation
    with house.db.changing() as session:
        late = {"reckoned_with": case.reckoned_with, "target_on": case.target_on}
        session.execute(update(Case).where(col(Case.id) == case.id).values(**late))

    # Then the next round finds it, as part of the same recalculation
    house.clock.forward(timedelta(minutes=1))
    done = anew(house).recalculation
    assert first is not None
    assert done is not None
    assert (done.id, done.cases) == (first.id, 2)
    assert house.case(case.number).target_on == date(2026, 11, 24)


def suspended(house: House) -> Case:
    """Return an application for which something was asked, to come in within a week."""
    case = house.open(house.application)
    respond_by = (house.clock().date() + WEEK).isoformat()
    data = {"ground": "incomplete", "respond_by": respond_by}
    write(house, case, EventType.SUSPENSION_STARTED, data)
    return house.case(case.number)


def test_a_suspension_ends_by_itself_when_the_time_to_respond_is_over(house: House) -> None:
    # Given an application that waits, and a basis that does not change
    case = suspended(house)
    anew(house)
    assert house.case(case.number).state is CaseState.WAITING

    # When the last day to respond is today
    house.clock.forward(WEEK)
    assert anew(house) == Done(None, 0)

    # Then it waits; the day after it is work again, and the timeline says so once
    house.clock.forward(timedelta(days=1))
    assert anew(house) == Done(None, 1)
    assert anew(house) == Done(None, 0)
    after = house.case(case.number)
    assert (after.state, after.due_on) == (CaseState.NEW, case.due_on)
    assert after.next_clock != "respond"
    assert told(house, case) == [{"moved": [], "causes": ["response_over"]}]
    assert [each.cases for each in rows(house, Recalculation)] == [0]

    # And what comes in after all can still be written down
    write(house, case, EventType.SUSPENSION_ENDED)


def test_writing_something_down_tells_first_what_the_calendar_moved(house: House) -> None:
    # Given a changed calendar, and a handler who is quicker than the job
    case = house.open()
    shut(house)
    acts.take(house.db, house.clock, seen(case), house.handler)

    # Then the timeline tells both, and the job has nothing left to tell
    assert house.events(case)[-2:] == [EventType.RECKONED_ANEW, EventType.ASSIGNED]
    assert len(rows(house, MovedDate)) == 2
    anew(house)
    assert len(told(house, case)) == 1
    assert [(each.cases, each.moved) for each in rows(house, Recalculation)] == [(1, 1)]


def test_another_subject_is_not_told_as_another_norm(house: House) -> None:
    case = house.open()
    acts.change_subject(
        house.db, house.clock, seen(case), house.handler, house.application.id or 0, {}
    )
    assert told(house, case) == []

    # But what the calendar moved before is
    case = house.open()
    shut(house)
    acts.change_subject(
        house.db, house.clock, seen(case), house.handler, house.application.id or 0, {}
    )
    assert [data["causes"] for data in told(house, case)] == [["calendar"]]


def test_a_corrected_fact_does_not_hide_what_the_calendar_moved(house: House) -> None:
    case = house.open(house.objection, facts={"decision_sent_on": "2026-11-02"})
    shut(house)
    correction = acts.Correction(
        known={"decision_sent_on": "2026-11-02"}, changes={"decision_sent_on": "2026-11-05"}
    )
    acts.correct_facts(house.db, house.clock, seen(case), house.handler, correction)
    events = house.events(case)
    assert events[-2:] == [EventType.RECKONED_ANEW, EventType.SUBJECT_CHANGED]


def test_the_mark_of_a_case_fits_its_column(house: House) -> None:
    with house.db.reading() as session:
        mark = basis_of(session).mark([house.question])
    assert len(mark) <= 40
