"""Which cases may have something to tell, who are the people, and what was told already?"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from sqlalchemy import ColumnElement, String, case, cast
from sqlalchemy import select as select_many  # sqlmodel's stops at four
from sqlmodel import Session, and_, col, exists, func, or_, select

from tracker.alerts.models import Alert, AlertKind, Digest
from tracker.alerts.rules import Situation, Want
from tracker.outbox.models import OutboxMessage
from tracker.people.models import Role, User
from tracker.people.rules import has_desk
from tracker.register.models import OPEN_STATES, Case, Correspondent, Event, EventType
from tracker.register.queries import on_nobodys_desk
from tracker.register.rules import dates_of

MAIL_KEY = "alert:"
NEWS = (EventType.ASSIGNED, EventType.MESSAGE_RECEIVED)


@dataclass(frozen=True)
class People:
    """Everybody who works here now, in the roles that alerts ask for."""

    users: Sequence[User]

    @cached_property
    def by_id(self) -> Mapping[int, User]:
        """Return the people by id."""
        return {user.id or 0: user for user in self.users}

    @cached_property
    def desks(self) -> Collection[int]:
        """Return the ids of those with whom work can lie."""
        return {user.id or 0 for user in self.users if has_desk(user)}

    def leads_of(self, team_id: int) -> Sequence[int]:
        """Return who leads a team; the administrators when nobody does, so that somebody hears."""
        return self._leads.get(team_id) or self._administrators

    def teams_led_by(self, user: User, team_ids: Iterable[int]) -> Sequence[int]:
        """Return which of the teams look to *user*."""
        return [team_id for team_id in team_ids if user.id in self.leads_of(team_id)]

    @cached_property
    def _leads(self) -> Mapping[int, Sequence[int]]:
        found: dict[int, list[int]] = {}
        for user in self.users:
            if user.role is Role.TEAM_LEAD and user.team_id is not None:
                found.setdefault(user.team_id, []).append(user.id or 0)
        return found

    @cached_property
    def _administrators(self) -> Sequence[int]:
        return [user.id or 0 for user in self.users if user.role is Role.ADMINISTRATOR]


def people_here(session: Session) -> People:
    """Return everybody who may sign in."""
    return People(session.exec(select(User).where(User.active).order_by(col(User.id))).all())


def situation_of(case: Case, people: People) -> Situation:
    """Return what the rules need to know of *case*; somebody who left has no desk."""
    return Situation(
        is_open=case.state in OPEN_STATES,
        handler_id=case.handler_id if case.handler_id in people.desks else None,
        lead_ids=people.leads_of(case.team_id),
        unread=case.unread_message,
        dates=dates_of(case),
    )


def cases_near_a_date(session: Session, horizon: date, after_id: int, limit: int) -> Sequence[Case]:
    """Return open cases of which a date has come within reach, by id."""
    return session.exec(
        select(Case)
        .where(_near(horizon), col(Case.id) > after_id)
        .order_by(col(Case.id))
        .limit(limit)
    ).all()


def cases_of_nobody(session: Session) -> Sequence[Case]:
    """Return open cases on nobody's desk of which no team lead was told."""
    told = exists().where(
        col(Alert.case_id) == Case.id,
        col(Alert.kind) == AlertKind.UNASSIGNED,
        col(Alert.withdrawn_at).is_(None),
    )
    return session.exec(select(Case).where(_open(), on_nobodys_desk(), ~told)).all()


def untold_news(session: Session, since: datetime) -> Sequence[tuple[Event, Case]]:
    """Return what happened since then and asks for somebody's attention, not told to anybody."""
    told = exists().where(
        col(Alert.case_id) == Event.case_id,
        col(Alert.clock) == cast(col(Event.type), String),
        col(Alert.due_value) == cast(col(Event.id), String),
        col(Alert.withdrawn_at).is_(None),
    )
    return session.exec(
        select(Event, Case)
        .join(Case, col(Event.case_id) == Case.id)
        .where(col(Event.type).in_(NEWS), col(Event.recorded_at) >= since, ~told)
        .where(or_(_open(), col(Case.unread_message)))
        .order_by(col(Event.id))
    ).all()


def cases_with(
    session: Session, case_ids: Sequence[int], *, locked: bool = False
) -> Sequence[Case]:
    """Return these cases; locked: nobody answers or moves them before we are done."""
    query = select(Case).where(col(Case.id).in_(case_ids)).order_by(col(Case.id))
    return session.exec(query.with_for_update() if locked else query).all()


Memory = Mapping[tuple[int, Want], Alert]


def decided_about(session: Session, case_ids: Sequence[int]) -> Memory:
    """Return what was decided about these cases before, also what was called back."""
    rows = session.exec(select(Alert).where(col(Alert.case_id).in_(case_ids))).all()
    return {(row.case_id, want_of(row)): row for row in rows}


def want_of(row: Alert) -> Want:
    """Return the want that an alert answers."""
    return Want(row.clock, row.due_value, row.step, row.recipient_id, row.kind)


@dataclass(frozen=True, slots=True)
class Untold:
    """An alert that has not reached anybody; ``mail_key`` is empty when it waits for a digest."""

    alert: Alert
    case: Case
    mail_key: str


def untold_alerts(session: Session, claimed_before: datetime) -> Sequence[Untold]:
    """Return the alerts that can still be called back.

    Args:
        claimed_before: a mail claimed after this moment is being sent, and left alone.
    """
    at_rest = or_(
        col(OutboxMessage.claimed_at).is_(None), col(OutboxMessage.claimed_at) < claimed_before
    )
    mailed = session.exec(
        select(Alert, Case, OutboxMessage.key)
        .join(Case, col(Alert.case_id) == Case.id)
        .join(OutboxMessage, col(Alert.outbox_id) == OutboxMessage.id)
        .where(
            col(OutboxMessage.sent_at).is_(None),
            col(OutboxMessage.withdrawn_at).is_(None),
            col(OutboxMessage.key).startswith(MAIL_KEY),
            at_rest,
            col(Alert.withdrawn_at).is_(None),
        )
    ).all()
    waiting = session.exec(
        select(Alert, Case)
        .join(Case, col(Alert.case_id) == Case.id)
        .where(col(Alert.outbox_id).is_(None), col(Alert.withdrawn_at).is_(None))
    ).all()
    return [Untold(*row) for row in mailed] + [Untold(alert, case, "") for alert, case in waiting]


@dataclass(frozen=True, slots=True)
class DigestRow:
    """A case as a digest shows it."""

    case: Case
    correspondent: str
    handler: str


def digest_rows(session: Session, horizon: date, where: ColumnElement[bool]) -> Sequence[DigestRow]:
    """Return cases near a date and those with an unread message, the most urgent first."""
    asks = or_(_near(horizon), col(Case.unread_message))
    found = session.exec(
        select(Case, Correspondent.name, User.name)
        .join(Correspondent, col(Case.correspondent_id) == Correspondent.id)
        .outerjoin(User, col(Case.handler_id) == User.id)
        .where(asks, where)
        .order_by(col(Case.next_by), col(Case.id))
    ).all()
    return [DigestRow(case, who, handler or "") for case, who, handler in found]


def unassigned_rows(session: Session, team_ids: Sequence[int]) -> Sequence[DigestRow]:
    """Return the cases of these teams that ask for somebody and are on nobody's desk."""
    found = session.exec(
        select(Case, Correspondent.name)
        .join(Correspondent, col(Case.correspondent_id) == Correspondent.id)
        .where(or_(_open(), col(Case.unread_message)))
        .where(col(Case.team_id).in_(team_ids), on_nobodys_desk())
        .order_by(col(Case.next_by).is_(None), col(Case.next_by), col(Case.id))
    ).all()
    return [DigestRow(case, who, "") for case, who in found]


@dataclass(frozen=True, slots=True)
class Load:
    """How much one colleague has on the desk."""

    name: str
    open: int
    late: int
    soon: int


def workload(
    session: Session, team_ids: Sequence[int], today: date, horizon: date
) -> Sequence[Load]:
    """Return how much each colleague has, the one with the most late cases first."""

    def count(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    late = count(and_(col(Case.next_by) < today, col(Case.next_clock) != "respond"))
    soon = count(and_(col(Case.next_by) >= today, col(Case.next_by) <= horizon))
    number = func.count(col(Case.id))
    found = session.execute(
        select_many(col(User.name), number, late, soon)
        .join(Case, and_(col(Case.handler_id) == User.id, _open()))
        .where(col(Case.team_id).in_(team_ids))
        .group_by(col(User.id), col(User.name))
        .order_by(late.desc(), number.desc(), col(User.name))
    ).all()
    return [Load(*row) for row in found]


def decided_digests(session: Session, day: date) -> set[int]:
    """Return of whom it was decided what their digest of *day* is."""
    return set(session.exec(select(Digest.user_id).where(Digest.day == day)).all())


def unsent_digest_keys(session: Session, user_id: int, before: date) -> Sequence[str]:
    """Return the mails with a digest of an earlier day that still wait for the mail server."""
    return session.exec(
        select(OutboxMessage.key)
        .join(Digest, col(Digest.outbox_id) == OutboxMessage.id)
        .where(
            Digest.user_id == user_id,
            col(Digest.day) < before,
            col(OutboxMessage.sent_at).is_(None),
            col(OutboxMessage.withdrawn_at).is_(None),
        )
    ).all()


def _near(horizon: date) -> ColumnElement[bool]:
    """Say that the first open date comes soon, or that a response was expected by then."""
    return and_(_open(), or_(col(Case.next_by) <= horizon, col(Case.respond_by) <= horizon))


def _open() -> ColumnElement[bool]:
    return col(Case.state).in_(list(OPEN_STATES))
