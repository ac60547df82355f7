"""What came in that somebody must still sort, and what was registered last?"""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from tracker.intake.models import MailState, ReceivedMail
from tracker.register.models import Case, CaseState, Channel, Correspondent, Subject

MOST_ROWS = 100


def to_sort(session: Session) -> Sequence[tuple[Case, str, str]]:
    """Return mail that nobody has taken yet, oldest first, with who wrote and its subject."""
    return session.exec(
        select(Case, Correspondent.name, Subject.name)
        .join(Correspondent, col(Case.correspondent_id) == Correspondent.id)
        .join(Subject, col(Case.subject_id) == Subject.id)
        .where(Case.state == CaseState.NEW, Case.channel == Channel.EMAIL)
        .order_by(col(Case.id))
        .limit(MOST_ROWS)
    ).all()


def mail_set_aside(
    session: Session, limit: int, before_id: int | None = None
) -> Sequence[ReceivedMail]:
    """Return the mail that made no case, newest first: robots, bounces, lists.

    Shown so that a letter that only looks like one of these is found again.

    Args:
        before_id: the last of the page before.
    """
    found = select(ReceivedMail).where(ReceivedMail.state == MailState.SET_ASIDE)
    if before_id is not None:
        found = found.where(col(ReceivedMail.id) < before_id)
    return session.exec(found.order_by(col(ReceivedMail.id).desc()).limit(limit)).all()


def one_set_aside(session: Session, mail_id: int) -> ReceivedMail | None:
    """Return one mail of the ledger that was set aside."""
    mail = session.get(ReceivedMail, mail_id)
    return mail if mail is not None and mail.state is MailState.SET_ASIDE else None


def registered_last(session: Session, limit: int = 10) -> Sequence[tuple[Case, str, str]]:
    """Return the cases that were registered last, newest first."""
    return session.exec(
        select(Case, Correspondent.name, Subject.name)
        .join(Correspondent, col(Case.correspondent_id) == Correspondent.id)
        .join(Subject, col(Case.subject_id) == Subject.id)
        .order_by(col(Case.id).desc())
        .limit(limit)
    ).all()
