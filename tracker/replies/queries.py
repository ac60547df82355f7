"""What is being written, what waits for the post, and who still waits for a first word?"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, exists, func, select

from tracker.outbox.models import OutboxMessage
from tracker.register.models import (
    ELECTRONIC,
    OPEN_STATES,
    Case,
    Channel,
    Correspondent,
    Direction,
    Message,
    ReplyKind,
)
from tracker.replies.models import Draft


def draft_of(session: Session, case_id: int) -> Draft | None:
    """Return what is being written in this case."""
    return session.exec(select(Draft).where(Draft.case_id == case_id)).first()


def last_reply_id(session: Session, case_id: int) -> int:
    """Return the id of the last message that one of us wrote in this case; 0 when nobody has."""
    newest = select(func.max(Message.id)).where(
        Message.case_id == case_id,
        Message.direction == Direction.OUT,
        col(Message.author_id).is_not(None),  # not what Tijdig sent by itself
    )
    return session.exec(newest).one() or 0


def waiting_for_the_post(session: Session, case_id: int) -> Sequence[Message]:
    """Return the letters of this case that must still be printed and posted."""
    return session.exec(
        select(Message).where(
            Message.case_id == case_id,
            Message.direction == Direction.OUT,
            Message.channel == Channel.LETTER,
            col(Message.sent_at).is_(None),
        )
    ).all()


def sent_but_not_settled(session: Session) -> Sequence[tuple[Message, datetime]]:
    """Return messages whose mail has left the house while their case does not know it yet."""
    rows = session.exec(
        select(Message, OutboxMessage.sent_at)
        .join(OutboxMessage, col(Message.outbox_id) == OutboxMessage.id)
        .where(col(Message.sent_at).is_(None), col(OutboxMessage.sent_at).is_not(None))
        .order_by(col(Message.id))
    ).all()
    return [(message, sent_at) for message, sent_at in rows if sent_at is not None]


def unacknowledged(session: Session, case_id: int | None = None) -> Sequence[int]:
    """Return the open electronic cases, of people we can mail, that still need a first word.

    Whoever has an answer needs none. A sender that wants no automatic answer (a no-reply address,
    RFC 3834) is left out.

    Args:
        case_id: look at this case alone.
    """
    sent, received = aliased(Message), aliased(Message)
    heard_from_us = exists().where(
        col(sent.case_id) == Case.id,
        col(sent.direction) == Direction.OUT,
        col(sent.kind).in_([ReplyKind.ACKNOWLEDGEMENT, ReplyKind.ANSWER]),
    )
    first = (
        select(func.min(received.id))
        .where(received.case_id == Case.id, received.direction == Direction.IN)
        .correlate(Case)
        .scalar_subquery()
    )
    query = (
        select(Case.id, Message.data)
        .join(Correspondent, col(Case.correspondent_id) == Correspondent.id)
        .join(Message, col(Message.id) == first)
        .where(
            col(Case.state).in_(list(OPEN_STATES)),
            col(Case.channel).in_(list(ELECTRONIC)),
            col(Case.acknowledged_on).is_(None),
            Correspondent.email != "",
            ~heard_from_us,
        )
        .order_by(col(Case.id))
    )
    if case_id is not None:
        query = query.where(Case.id == case_id)
    return [each or 0 for each, data in session.exec(query) if not data.get("no_acknowledgement")]


def acknowledgements_since(session: Session, address: str, since: datetime) -> int:
    """Count the acknowledgements to one address since a moment."""
    return session.exec(
        select(func.count())
        .select_from(Message)
        .where(
            Message.direction == Direction.OUT,
            Message.kind == ReplyKind.ACKNOWLEDGEMENT,
            func.lower(Message.to_address) == address.lower(),
            Message.at >= since,
        )
    ).one()
