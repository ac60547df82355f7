"""How are all open cases reckoned anew when rules, calendar, regimes or norms changed?

A batch at a time, each written in one transaction: it can be killed at any point and goes on
with what is left. What is left, the cases tell by their own marks.
"""

import os
import socket
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, insert
from sqlalchemy import case as sql_case
from sqlmodel import Session, and_, col, or_, select, update

from tracker.base.clock import Clock, office_date
from tracker.base.database import Database
from tracker.base.lease import lease
from tracker.base.log import get_logger
from tracker.people.models import Team
from tracker.register.anew import Anew, event_of, is_over, kept_dates, reckon_anew
from tracker.register.basis import Basis, basis_of
from tracker.register.clocks import events_of_many
from tracker.register.models import (
    OPEN_STATES,
    Case,
    CaseState,
    Event,
    MovedDate,
    Recalculation,
    Subject,
    UnreckonedCase,
)

log = get_logger(__name__)

LEASE = "reckoning"
LEASE_SECONDS = 600
"""A second worker may begin after this long; it finds what the first one did not write yet."""

SETTLES = timedelta(minutes=10)
"""How long after a recalculation we still look for cases that were stored by the old basis.

A transaction that read the calendar just before it changed may end just after we looked.
"""

Told = Callable[[Sequence[Sequence[int]]], Iterable[Sequence[int]]]


class Done(NamedTuple):
    """What was done: ``over`` counts the suspensions of which the time to respond ran out."""

    recalculation: Recalculation | None
    """None: every open case was up to date, or another worker is at it."""
    over: int


class _Result(NamedTuple):
    """A case as it was reckoned, with the version and mark that it had."""

    case: Case
    version: int
    was: str
    anew: Anew


def recalculate(db: Database, clock: Clock, told: Told = iter, batch: int = 500) -> Done:
    """Reckon every open case anew whose dates were reckoned with something else.

    Suspensions of which the time to respond ran out end too: in law they did by themselves.

    Args:
        told: wraps the batches while they are done, to show how far it is.
        batch: how many cases are written in one transaction.
    """
    holder = f"{socket.gethostname()}:{os.getpid()}"[:120]
    if _is_up_to_date(db, clock()):
        return Done(None, 0)
    with lease(db, clock, LEASE, holder, LEASE_SECONDS) as mine:
        return _reckon_all(db, clock, told, batch) if mine else Done(None, 0)


def catch_up(session: Session, now: datetime, case: Case) -> None:
    """Tell which dates of one case moved by a change of the basis, before something else does.

    Part of the transaction of whoever is about to write something down on this case.
    """
    basis, today = basis_of(session), office_date(now)
    subject = session.get_one(Subject, case.subject_id)
    was, mark = case.reckoned_with, basis.mark([subject])
    if not was or (was == mark and not is_over(case, today)):
        return
    # First the case, then the recalculation: in the order in which a batch locks them.
    session.execute(select(Case.id).where(Case.id == case.id).with_for_update())
    events = events_of_many(session, [case.id or 0])[case.id]
    anew = reckon_anew(basis, case, subject, events, today, mark)
    result = _Result(case, case.version, was, anew)
    _tell(session, now, _house_mark(session, basis), [result])


def _is_up_to_date(db: Database, now: datetime) -> bool:
    """Tell without looking at all cases whether the last recalculation left nothing to do."""
    with db.reading() as session:
        last = _newest(session)
        if last is None or last.ended_at is None or last.ended_at > now - SETTLES:
            return False
        if last.mark != _house_mark(session, basis_of(session)):
            return False
        # Both only lead to the index: the first open date of such a case is the day to respond or
        # an earlier one (see next_date), and every case has a team.
        waiting = col(Case.team_id).in_(select(Team.id)), col(Case.next_by) < office_date(now)
        over = select(Case.id).where(*waiting, _is_over(now))
        return session.exec(over.limit(1)).first() is None


def _reckon_all(db: Database, clock: Clock, told: Told, batch: int) -> Done:
    over = worked = 0
    while ids := _stale_ids(db, clock()):
        for some in told([ids[i : i + batch] for i in range(0, len(ids), batch)]):
            mark, results = _reckon(db, clock(), some)
            over += _write(db, clock(), mark, results)
            worked += sum(map(_is_reckoned, results))
    return Done(_end(db, clock(), worked=bool(worked)), over)


def _stale_ids(db: Database, now: datetime) -> Sequence[int]:
    with db.reading() as session:
        marks = _marks(session, basis_of(session))
        found = select(Case.id).where(_is_stale(marks, now)).order_by(col(Case.id))
        return [id for id in session.exec(found) if id is not None]


def _is_stale(marks: Mapping[int, str], now: datetime) -> ColumnElement[bool]:
    """Say that an open case was reckoned with something else, or that its suspension is over."""
    mark = sql_case(marks, value=col(Case.subject_id)) if marks else ""
    is_open = col(Case.state).in_(list(OPEN_STATES))
    return and_(is_open, or_(col(Case.reckoned_with) != mark, _is_over(now)))


def _is_over(now: datetime) -> ColumnElement[bool]:
    """Say in SQL what ``anew.is_over`` says of one case."""
    return and_(col(Case.state) == CaseState.WAITING, col(Case.respond_by) < office_date(now))


def _reckon(db: Database, now: datetime, ids: Sequence[int]) -> tuple[str, list[_Result]]:
    """Reckon these cases, without keeping others from writing; return the house's mark too."""
    with db.reading() as session:
        basis = basis_of(session)
        subjects = _subjects(session)
        marks = _marks(session, basis)
        wanted = select(Case).where(col(Case.id).in_(ids), _is_stale(marks, now))
        cases = session.exec(wanted.order_by(col(Case.id))).all()
        events = events_of_many(session, ids)
        house = _house_mark(session, basis)
        session.expunge_all()
    today = office_date(now)
    results = []
    for case in cases:
        version, was, subject_id = case.version, case.reckoned_with, case.subject_id
        subject, mark = subjects[subject_id], marks[subject_id]
        anew = reckon_anew(basis, case, subject, events[case.id], today, mark)
        results.append(_Result(case, version, was, anew))
    return house, results


def _write(db: Database, now: datetime, mark: str, results: Sequence[_Result]) -> int:
    """Keep what was reckoned of the cases that nobody changed meanwhile; they are found again.

    Returns:
        Of how many cases only the suspension was over.
    """
    with db.changing() as session:
        ids = [result.case.id for result in results]
        rows = session.execute(
            select(Case.id, Case.version, Case.reckoned_with)
            .where(col(Case.id).in_(ids))
            .order_by(col(Case.id))
            .with_for_update()
        )
        now_there = {id: (version, mark) for id, version, mark in rows}
        mine = [each for each in results if now_there.get(each.case.id) == (each.version, each.was)]
        _store(session, mine)
        return _tell(session, now, mark, mine)


def _store(session: Session, results: Sequence[_Result]) -> None:
    """Keep the dates on the cases.

    One whose dates are the same keeps its version, so that who has its page open loses nothing.
    """
    same: defaultdict[str, list[int]] = defaultdict(list)
    changed = []
    for result in results:
        if result.anew.changed:
            changed.append(_values(result.case))
        else:
            same[result.case.reckoned_with].append(result.case.id or 0)
    table = Case.__table__  # type: ignore[attr-defined]
    connection = session.connection()
    for mark, ids in same.items():
        connection.execute(update(table).where(table.c.id.in_(ids)).values(reckoned_with=mark))
    if changed:
        names = [name for name in changed[0] if name != "case_id"]
        values: dict[str, Any] = {name: bindparam(name) for name in names}
        statement = update(table).where(table.c.id == bindparam("case_id"))
        connection.execute(statement.values(**values, version=table.c.version + 1), changed)


def _values(case: Case) -> dict[str, Any]:
    return {"case_id": case.id, "reckoned_with": case.reckoned_with, **kept_dates(case)}


def _tell(session: Session, now: datetime, mark: str, results: Sequence[_Result]) -> int:
    """Put what moved on the timelines and in the list of Beheer; return the suspensions over."""
    today = office_date(now)
    told = [event_of(each.case, each.anew, now, today) for each in results if each.anew.tells]
    if told:
        session.execute(insert(Event), told)
    reckoned = [each for each in results if _is_reckoned(each)]
    if reckoned:
        _list(session, _current(session, now, mark), reckoned)
    return len(results) - len(reckoned)


def _is_reckoned(result: _Result) -> bool:
    """Tell whether the basis is another one; else only the suspension was over."""
    return result.was != result.case.reckoned_with


def _list(session: Session, recalculation: Recalculation, results: Sequence[_Result]) -> None:
    id = recalculation.id or 0
    moved = [
        {"recalculation_id": id, "case_id": each.case.id, **move._asdict()}
        for each in results
        for move in each.anew.moved
    ]
    failed = [
        {
            "recalculation_id": id,
            "case_id": each.case.id,
            "problem_nl": each.anew.problem.nl,
            "problem_en": each.anew.problem.en,
        }
        for each in results
        if each.anew.problem
    ]
    for table, rows in ((MovedDate, moved), (UnreckonedCase, failed)):
        if rows:
            session.execute(insert(table), rows)
    for row in failed:
        log.warning("case_not_reckoned", case_id=row["case_id"], recalculation_id=id)
    session.execute(
        update(Recalculation)
        .where(col(Recalculation.id) == id)
        .values(
            cases=col(Recalculation.cases) + len(results),
            moved=col(Recalculation.moved) + sum(bool(each.anew.moved) for each in results),
            failed=col(Recalculation.failed) + len(failed),
            ended_at=None,
        )
    )


def _current(session: Session, now: datetime, mark: str) -> Recalculation:
    """Return the recalculation that brings the cases to *mark*: the newest, or a new one."""
    newest = _newest(session)
    if newest is None or newest.mark != mark:
        newest = Recalculation(mark=mark, started_at=now)
        session.add(newest)
        session.flush()
    return newest


def _end(db: Database, now: datetime, *, worked: bool) -> Recalculation | None:
    """Write down that nothing is left to do, also when there was nothing to do at all."""
    with db.changing() as session:
        recalculation = _current(session, now, _house_mark(session, basis_of(session)))
        if recalculation.ended_at is None:
            recalculation.ended_at = now
    if worked:
        log.info(
            "cases_reckoned_anew",
            recalculation_id=recalculation.id,
            cases=recalculation.cases,
            moved=recalculation.moved,
            failed=recalculation.failed,
        )
    return recalculation if worked else None


def _newest(session: Session) -> Recalculation | None:
    return session.exec(
        select(Recalculation).order_by(col(Recalculation.id).desc()).limit(1)
    ).first()


def _subjects(session: Session) -> Mapping[int, Subject]:
    found = session.exec(select(Subject).order_by(col(Subject.id)))
    return {subject.id or 0: subject for subject in found}


def _marks(session: Session, basis: Basis) -> Mapping[int, str]:
    return {id: basis.mark([subject]) for id, subject in _subjects(session).items()}


def _house_mark(session: Session, basis: Basis) -> str:
    return basis.mark(_subjects(session).values())
