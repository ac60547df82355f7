"""Which of our messages did not leave, which must not leave any more, and who knows?"""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlmodel import Session, col, or_, select

from tracker.base.clock import Clock, office_date
from tracker.base.database import Database
from tracker.base.log import get_logger
from tracker.outbox.models import OutboxMessage
from tracker.outbox.queries import CONDITIONS, OutboxState
from tracker.outbox.service import withdraw
from tracker.register.models import (
    OPEN_STATES,
    Case,
    Direction,
    EventType,
    Message,
    ReplyKind,
)
from tracker.register.service import ask_to_read, record_event

log = get_logger(__name__)

NOT_SENT = _l(
    "Ons bericht kon niet worden verstuurd. Controleer het adres en stuur het opnieuw, of schrijf "
    "een brief."
)
NO_USE = _l("De zaak is beantwoord of gesloten.")


def tell_of_failures(db: Database, clock: Clock) -> int:
    """Write at each case that a message of ours will not leave, so that its handler acts.

    Returns:
        How many messages were written down; each once.
    """
    with db.reading() as session:
        failed = [message.id or 0 for message in _failed(session)]
    return sum(_tell(db, clock, message_id) for message_id in failed)


def call_back_acknowledgements(db: Database, clock: Clock) -> int:
    """Take back acknowledgements that wait while their case was answered or closed.

    Their promise of an answer is not true any more.

    Returns:
        How many were taken back.
    """
    with db.reading() as session:
        if not _overtaken(session):
            return 0
    with db.changing() as session:
        overtaken = _overtaken(session)
        withdraw(session, clock(), [key for _message, key in overtaken], str(NO_USE))
        for message, _key in overtaken:
            message.data = {**message.data, "called_back": True}
        log.info("acknowledgements_called_back", count=len(overtaken))
        return len(overtaken)


def _tell(db: Database, clock: Clock, message_id: int) -> bool:
    now = clock()
    with db.changing() as session:
        message = session.get_one(Message, message_id, with_for_update=True)
        if message.sent_at is not None or message.data.get("undelivered"):
            return False
        case = session.get_one(Case, message.case_id)
        message.data = {**message.data, "undelivered": True}
        data = {"about": "undelivered", "message_id": message.id, "text": str(NOT_SENT)}
        ask_to_read(case)
        record_event(session, now, case, EventType.NOTE, office_date(now), data=data)
    log.warning("message_undelivered", message_id=message_id)
    return True


def _failed(session: Session) -> Sequence[Message]:
    return session.exec(
        select(Message)
        .join(OutboxMessage, col(Message.outbox_id) == OutboxMessage.id)
        .where(
            CONDITIONS[OutboxState.FAILED],
            col(Message.data)["undelivered"].as_boolean().is_not(True),
        )
    ).all()


def _overtaken(session: Session) -> Sequence[tuple[Message, str]]:
    """Return acknowledgements that have not left, of cases that need none, with their keys."""
    answer = select(Message.case_id).where(
        Message.direction == Direction.OUT, Message.kind == ReplyKind.ANSWER
    )
    closed = col(Case.state).not_in(list(OPEN_STATES))
    return session.exec(
        select(Message, OutboxMessage.key)
        .join(OutboxMessage, col(Message.outbox_id) == OutboxMessage.id)
        .join(Case, col(Message.case_id) == Case.id)
        .where(
            Message.kind == ReplyKind.ACKNOWLEDGEMENT,
            col(Message.author_id).is_(None),
            or_(CONDITIONS[OutboxState.QUEUED], CONDITIONS[OutboxState.FAILED]),
            or_(closed, col(Case.id).in_(answer)),
        )
    ).all()
