"""Which mails wait, left, failed or were called back?"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, case, col, func, or_, select

from tracker.outbox.models import OutboxMessage


class OutboxState(StrEnum):
    """How far a mail is."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class OutboxLine:
    """One mail in the list for the administrator; without its text."""

    id: int
    created_at: datetime
    not_before: datetime
    recipient: str
    subject: str
    state: OutboxState
    attempts: int
    last_error: str
    sent_at: datetime | None
    withdrawn_reason: str


@dataclass(frozen=True)
class OutboxCounts:
    """What an administrator must know at a glance.

    ``oldest_unsent`` leaves out mail that is kept for later on purpose, such as a reminder
    that was decided at night.
    """

    waiting: int
    failed: int
    oldest_unsent: datetime | None


_SENT = col(OutboxMessage.sent_at).is_not(None)
_WITHDRAWN = and_(
    col(OutboxMessage.sent_at).is_(None), col(OutboxMessage.withdrawn_at).is_not(None)
)
_FAILED = and_(
    col(OutboxMessage.sent_at).is_(None),
    col(OutboxMessage.withdrawn_at).is_(None),
    col(OutboxMessage.failed_at).is_not(None),
)
_QUEUED = and_(
    col(OutboxMessage.sent_at).is_(None),
    col(OutboxMessage.withdrawn_at).is_(None),
    col(OutboxMessage.failed_at).is_(None),
)
CONDITIONS: dict[OutboxState, ColumnElement[bool]] = {
    OutboxState.QUEUED: _QUEUED,
    OutboxState.SENT: _SENT,
    OutboxState.FAILED: _FAILED,
    OutboxState.WITHDRAWN: _WITHDRAWN,
}


def state_of(row: OutboxMessage) -> OutboxState:
    """Return how far *row* is; a mail that left is sent, whatever else was written."""
    if row.sent_at is not None:
        return OutboxState.SENT
    if row.withdrawn_at is not None:
        return OutboxState.WITHDRAWN
    return OutboxState.QUEUED if row.failed_at is None else OutboxState.FAILED


def outbox_lines(
    session: Session,
    state: OutboxState | None = None,
    limit: int = 50,
    before_id: int | None = None,
) -> list[OutboxLine]:
    """Return mails, newest first; ``before_id`` is the last id of the page before."""
    statement = select(OutboxMessage).order_by(col(OutboxMessage.id).desc()).limit(limit)
    if state is not None:
        statement = statement.where(CONDITIONS[state])
    if before_id is not None:
        statement = statement.where(col(OutboxMessage.id) < before_id)
    return [
        OutboxLine(
            id=row.id or 0,
            created_at=row.created_at,
            not_before=row.not_before,
            recipient=row.recipient,
            subject=row.subject,
            state=state_of(row),
            attempts=row.attempts,
            last_error=row.last_error,
            sent_at=row.sent_at,
            withdrawn_reason=row.withdrawn_reason,
        )
        for row in session.exec(statement)
    ]


def outbox_counts(session: Session, now: datetime) -> OutboxCounts:
    """Return what waits and what failed, in one statement over the unsent mails."""
    wanted_now = or_(col(OutboxMessage.not_before) <= now, col(OutboxMessage.attempts) > 0)
    stuck_since = case((and_(_QUEUED, wanted_now), col(OutboxMessage.created_at)))
    waiting, failed, oldest = session.exec(
        select(
            func.count(case((_QUEUED, 1))),
            func.count(case((_FAILED, 1))),
            func.min(stuck_since),
        ).where(col(OutboxMessage.sent_at).is_(None))
    ).one()
    return OutboxCounts(waiting, failed, oldest)
