"""What came in that somebody must still sort, and what was registered last?"""

from collections.abc import Sequence

from sqlmodel import Session, col, select

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


def registered_last(session: Session, limit: int = 10) -> Sequence[tuple[Case, str, str]]:
    """Return the cases that were registered last, newest first."""
    return session.exec(
        select(Case, Correspondent.name, Subject.name)
        .join(Correspondent, col(Case.correspondent_id) == Correspondent.id)
        .join(Subject, col(Case.subject_id) == Subject.id)
        .order_by(col(Case.id).desc())
        .limit(limit)
    ).all()
