"""Which cases ask for work, in the order of urgency, and who has how much? One statement each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, case
from sqlalchemy import select as select_many  # sqlmodel's stops at four
from sqlmodel import Session, and_, col, func, or_, select

from tracker.people.models import User
from tracker.people.queries import has_desk
from tracker.register.models import OPEN_STATES, Case, CaseState, Correspondent, Subject
from tracker.register.queries import on_nobodys_desk

MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class WorkRow:
    """A case as a list shows it; ``handler`` is empty when it lies on nobody's desk."""

    case: Case
    correspondent: str
    subject: str
    handler: str


@dataclass(frozen=True, slots=True)
class Workload:
    """What one colleague has to do for a team; ``in_team``: can be given more of it."""

    handler_id: int
    name: str
    in_team: bool
    open: int
    late: int
    soon: int


def _open() -> ColumnElement[bool]:
    return col(Case.state).in_(list(OPEN_STATES))


def _late(today: date) -> ColumnElement[bool]:
    return and_(col(Case.next_by) < today, Case.next_clock != "respond")


def _rows(session: Session, *where: ColumnElement[bool], limit: int) -> Sequence[WorkRow]:
    found = session.exec(
        select(Case, Correspondent.name, Subject.name, User.name)
        .join(Correspondent, col(Case.correspondent_id) == Correspondent.id)
        .join(Subject, col(Case.subject_id) == Subject.id)
        .outerjoin(User, and_(col(Case.handler_id) == User.id, has_desk()))
        .where(*where)
        .order_by(col(Case.next_by).is_(None), col(Case.next_by), col(Case.id))
        .limit(limit)
    ).all()
    return [WorkRow(row, who, subject, handler or "") for row, who, subject, handler in found]


def work_of(session: Session, user: User, limit: int = MOST_ROWS) -> Sequence[WorkRow]:
    """Return the user's open cases and those of the team that nobody has, most urgent first.

    A closed case comes along when the correspondent wrote again and nobody has looked yet.
    """
    mine = col(Case.handler_id) == user.id
    nobodys = and_(on_nobodys_desk(), col(Case.team_id) == user.team_id)
    asks = or_(_open(), col(Case.unread_message))
    return _rows(session, asks, or_(mine, nobodys), limit=limit)


def work_of_team(session: Session, team_id: int, limit: int = MOST_ROWS) -> Sequence[WorkRow]:
    """Return the open cases of a team, most urgent first."""
    return _rows(session, _open(), col(Case.team_id) == team_id, limit=limit)


def workload_of_team(session: Session, team_id: int, today: date) -> Sequence[Workload]:
    """Return how many cases of the team each colleague has, the fullest desk first.

    Somebody who moved to another team is among them for as long as cases stayed on that desk.
    ``soon`` counts what must be done within five working days at most: seven calendar days.
    """
    late = func.coalesce(func.sum(case((_late(today), 1), else_=0)), 0)
    near = and_(col(Case.next_by) >= today, col(Case.next_by) <= today + timedelta(days=7))
    soon = func.coalesce(func.sum(case((near, 1), else_=0)), 0)
    count = func.count(col(Case.id))
    in_team = col(User.team_id) == team_id
    of_team = and_(col(Case.handler_id) == User.id, _open(), col(Case.team_id) == team_id)
    found = session.execute(
        select_many(col(User.id), col(User.name), in_team, count, late, soon)
        .outerjoin(Case, of_team)
        .where(has_desk(), or_(in_team, col(Case.id).is_not(None)))
        .group_by(col(User.id), col(User.name), col(User.team_id))
        .order_by(late.desc(), count.desc(), col(User.name))
    ).all()
    return [Workload(*row) for row in found]


@dataclass(frozen=True, slots=True)
class Counts:
    """How the open cases of a team stand."""

    open: int
    late: int
    unassigned: int
    waiting: int


def counts_of_team(session: Session, team_id: int, today: date) -> Counts:
    """Return how many cases of a team are open, late, on nobody's desk or waiting."""

    def number(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    row = session.execute(
        select_many(
            func.count(col(Case.id)),
            number(_late(today)),
            number(on_nobodys_desk()),
            number(col(Case.state) == CaseState.WAITING),
        ).where(_open(), col(Case.team_id) == team_id)
    ).one()
    return Counts(*row)
