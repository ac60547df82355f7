"""Which recalculations were there, and what did each of them move? One SQL statement a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select
from sqlalchemy import select as select_many  # sqlmodel's stops at four
from sqlmodel import Session, col, func, select

from tracker.register.basis import why_anew
from tracker.register.models import Case, MovedDate, Recalculation, Subject, UnreckonedCase


@dataclass(frozen=True, slots=True)
class Round:
    """A recalculation, and what had changed since the one before it; no causes: the first."""

    recalculation: Recalculation
    causes: Sequence[str]
    is_newest: bool

    @property
    def state(self) -> str:
        """Return "done", "busy", or "taken_over" when it was broken off and the next one did it."""
        if self.recalculation.ended_at:
            return "done"
        return "busy" if self.is_newest else "taken_over"


@dataclass(frozen=True, slots=True)
class Move:
    """One date that moved, as a line of the list of before and after."""

    id: int
    number: str
    subject: str
    clock: str
    before: date | None
    after: date | None

    @property
    def days(self) -> int | None:
        """Return how many days later; negative is earlier, None when there was or is no date."""
        return (self.after - self.before).days if self.before and self.after else None


@dataclass(frozen=True, slots=True)
class Failure:
    """A case that could not be reckoned, with the reason in both languages."""

    number: str
    subject: str
    problem_nl: str
    problem_en: str


def rounds(session: Session, before_id: int | None, limit: int) -> Sequence[Round]:
    """Return the recalculations that had cases to do, newest first, older than *before_id*."""
    query = _rounds().where(col(Recalculation.cases) > 0)
    if before_id is not None:
        query = query.where(col(Recalculation.id) < before_id)
    found = session.execute(query.order_by(col(Recalculation.id).desc()).limit(limit)).all()
    return [_round(*row) for row in found]


def round_of(session: Session, recalculation_id: int) -> Round | None:
    """Return one recalculation; None when it is not there."""
    row = session.execute(_rounds().where(col(Recalculation.id) == recalculation_id)).first()
    return _round(*row) if row else None


def moves(session: Session, recalculation_id: int, after_id: int, limit: int) -> Sequence[Move]:
    """Return the dates that moved, in the order of the cases, from the line after *after_id*."""
    found = session.execute(
        select_many(
            col(MovedDate.id),
            col(Case.number),
            col(Subject.name),
            col(MovedDate.clock),
            col(MovedDate.before),
            col(MovedDate.after),
        )
        .join(Case, col(MovedDate.case_id) == Case.id)
        .join(Subject, col(Case.subject_id) == Subject.id)
        .where(col(MovedDate.recalculation_id) == recalculation_id, col(MovedDate.id) > after_id)
        .order_by(col(MovedDate.id))
        .limit(limit)
    ).all()
    return [Move(*row) for row in found]


def failures(session: Session, recalculation_id: int, limit: int) -> Sequence[Failure]:
    """Return the cases that could not be reckoned, by number."""
    found = session.exec(
        select(Case.number, Subject.name, UnreckonedCase.problem_nl, UnreckonedCase.problem_en)
        .join(Case, col(UnreckonedCase.case_id) == Case.id)
        .join(Subject, col(Case.subject_id) == Subject.id)
        .where(UnreckonedCase.recalculation_id == recalculation_id)
        .order_by(col(Case.number))
        .limit(limit)
    ).all()
    return [Failure(*row) for row in found]


def _rounds() -> Select[Any]:
    """Select each recalculation with the mark of the one before it, and the newest one's id.

    The one before counts also when it had no case to do, as after a new subject.
    """
    id, mark = col(Recalculation.id), col(Recalculation.mark)
    before = select_many(id.label("id"), func.lag(mark).over(order_by=id).label("mark")).subquery()
    newest = select(func.max(id)).scalar_subquery()
    return select_many(Recalculation, before.c.mark, newest).join(before, before.c.id == id)


def _round(recalculation: Recalculation, mark_before: str | None, newest: int) -> Round:
    causes = why_anew(mark_before, recalculation.mark) if mark_before else ()
    return Round(recalculation, causes, recalculation.id == newest)
