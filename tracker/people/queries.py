"""Who works here, in which team, and who is this?"""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, select

from tracker.people.models import Team, User, Visit
from tracker.people.rules import Act, roles_that_may, tidy_email


def key_hash(key: str) -> str:
    """Return what the database keeps of the key of a visit."""
    return sha256(key.encode()).hexdigest()


def visitor(session: Session, user_id: int, key: str, since: datetime) -> tuple[User, str] | None:
    """Return who is signed in with *key* since *since* or later, and the name of the team."""
    row = session.exec(
        select(User, Team.name)
        .join(Visit, col(Visit.user_id) == User.id)
        .outerjoin(Team, col(User.team_id) == Team.id)
        .where(User.id == user_id, Visit.key_sha256 == key_hash(key), Visit.since >= since)
    ).first()
    return (row[0], row[1] or "") if row else None


def user_by_email(session: Session, email: str) -> User | None:
    """Return the user who signs in with this address."""
    return session.exec(select(User).where(User.email == tidy_email(email))).first()


def has_desk() -> ColumnElement[bool]:
    """Say in SQL what ``rules.has_desk`` says of a user."""
    return and_(col(User.active), col(User.role).in_(roles_that_may(Act.SEE_WORK)))


def users_and_teams(session: Session) -> Sequence[tuple[User, str]]:
    """Return everybody with the name of their team: those who work here first, by name."""
    rows = session.exec(
        select(User, Team.name)
        .outerjoin(Team, col(User.team_id) == Team.id)
        .order_by(col(User.active).desc(), col(User.name))
    )
    return [(user, team or "") for user, team in rows]


def teams(session: Session) -> Sequence[Team]:
    """Return every team, by name."""
    return session.exec(select(Team).order_by(col(Team.name))).all()


def anybody(session: Session) -> bool:
    """Tell whether there is any user yet."""
    return session.exec(select(User.id).limit(1)).first() is not None
