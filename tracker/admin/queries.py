"""What does an administrator look at?"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session, col, func, select

from tracker.admin.rules import Waiting
from tracker.base.heartbeat import Heartbeat
from tracker.intake.models import MailState, ReceivedMail
from tracker.outbox.queries import outbox_counts
from tracker.people.models import Team, User
from tracker.register.models import Subject


def heartbeats(session: Session) -> Mapping[str, Heartbeat]:
    """Return the last heartbeat of each job."""
    return {beat.job: beat for beat in session.exec(select(Heartbeat))}


def what_waits(session: Session, now: datetime) -> Waiting:
    """Return what waits in and out, in two statements."""
    out = outbox_counts(session, now)
    count, since = session.exec(
        select(func.count(), func.min(ReceivedMail.received_at)).where(
            ReceivedMail.state == MailState.STORED
        )
    ).one()
    return Waiting(
        mail_out=out.waiting,
        mail_out_since=out.oldest_unsent,
        mail_failed=out.failed,
        mail_in=count,
        mail_in_since=since,
    )


def subjects_and_teams(session: Session) -> Sequence[tuple[Subject, str]]:
    """Return every subject with the name of its team: those in use first, by name."""
    return session.exec(
        select(Subject, Team.name)
        .join(Team, col(Subject.team_id) == Team.id)
        .order_by(col(Subject.active).desc(), col(Subject.name))
    ).all()


def subjects_of_regime(session: Session, code: str) -> Sequence[Subject]:
    """Return the subjects in use whose letters get the term of this regime, by name."""
    return session.exec(
        select(Subject)
        .where(Subject.regime == code, col(Subject.active))
        .order_by(col(Subject.name))
    ).all()


def teams_and_sizes(session: Session) -> Sequence[tuple[Team, int]]:
    """Return every team with the number of people who work in it."""
    return session.exec(
        select(Team, func.count(col(User.id)))
        .outerjoin(User, (col(User.team_id) == Team.id) & col(User.active))
        .group_by(col(Team.id))
        .order_by(col(Team.name))
    ).all()
