"""Who works here, in which team, and who is this?"""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from tracker.people.models import Team, User
from tracker.people.rules import tidy_email


def user_with_team(session: Session, user_id: int) -> tuple[User, str] | None:
    """Return a user and the name of the team, in one statement."""
    row = session.exec(
        select(User, Team.name)
        .outerjoin(Team, col(User.team_id) == Team.id)
        .where(User.id == user_id)
    ).first()
    return (row[0], row[1] or "") if row else None


def user_by_email(session: Session, email: str) -> User | None:
    """Return the user who signs in with this address."""
    return session.exec(select(User).where(User.email == tidy_email(email))).first()


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
