"""How does a mail get into the outbox, out of it, or back into it?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, or_, select, update

from tracker.base.clock import Clock
from tracker.base.config import Settings
from tracker.base.database import Database, insert_once
from tracker.base.errors import InvalidInput, NotFound
from tracker.base.files import FileStore
from tracker.base.log import get_logger
from tracker.outbox.mime import build_mail
from tracker.outbox.models import OutboxMessage
from tracker.outbox.rules import (
    clean_text,
    gives_up,
    lease_for,
    message_id_for,
    message_ids,
    named_address,
    one_line,
    wait_after,
)
from tracker.outbox.transport import DeliveryProblem, Refused, ServerDown, Transport

log = get_logger(__name__)

KEYS_AT_ONCE = 500
"""Databases limit how many values one statement may hold."""


@dataclass(frozen=True, kw_only=True)
class Attached:
    """A file that goes with a mail; its bytes are in the file store already."""

    sha256: str
    filename: str
    content_type: str


@dataclass(frozen=True, kw_only=True)
class Mail:
    """A mail to be sent; ``key`` says what it is for, and the same key is sent once.

    ``automatic`` marks mail that no person wrote, so that no robot answers it.
    """

    key: str
    recipient: str
    subject: str
    text: str
    html: str = ""
    sender: str = ""
    in_reply_to: str = ""
    references: str = ""
    automatic: bool = False
    attachments: tuple[Attached, ...] = ()
    not_before: datetime | None = None


@dataclass(frozen=True)
class Sent:
    """What one round of sending did."""

    sent: int = 0
    postponed: int = 0
    failed: int = 0


def queue_mail(session: Session, now: datetime, settings: Settings, mail: Mail) -> OutboxMessage:
    """Put *mail* in the outbox within the caller's transaction; the same key is the same row."""
    sender = mail.sender or named_address(settings.municipality, settings.mail_from)
    row = OutboxMessage(
        key=mail.key,
        message_id=message_id_for(mail.key, settings.mail_from),
        sender=one_line(sender),
        recipient=one_line(mail.recipient),
        subject=one_line(mail.subject),
        text=clean_text(mail.text),
        html=clean_text(mail.html),
        in_reply_to="".join(message_ids(mail.in_reply_to)[-1:]),
        references=" ".join(message_ids(mail.references)),
        automatic=mail.automatic,
        attachments=[
            {"sha256": a.sha256, "filename": a.filename, "content_type": a.content_type}
            for a in mail.attachments
        ],
        created_at=now,
        not_before=max(mail.not_before or now, now),
    )
    insert_once(session, OutboxMessage, [row.model_dump(exclude={"id"})], ["key"])
    return session.exec(select(OutboxMessage).where(OutboxMessage.key == mail.key)).one()


def send_waiting(
    db: Database,
    clock: Clock,
    settings: Settings,
    files: FileStore,
    transport: Transport,
    holder: str,
    limit: int = 100,
) -> Sent:
    """Send the mails that may go now, each at least once; safe with any number of workers.

    A mail is claimed and the claim committed before the server is spoken to: a worker that dies
    in between leaves a claim that runs out, and the mail is sent again with its own Message-ID.
    The round ends early when the server is down, so one try is spent and not a hundred.
    """
    results = {"sent": 0, "postponed": 0, "failed": 0}
    lease = lease_for(settings.smtp_timeout_seconds)
    try:
        for _ in range(limit):
            row = _claim_next(db, clock, lease, holder)
            if row is None:
                break
            problem = _deliver(row, files, transport, clock)
            results[_write_down(db, clock, row, problem)] += 1
            if isinstance(problem, ServerDown):
                break
    finally:
        transport.close()
    return Sent(**results)


def withdraw(session: Session, now: datetime, keys: Sequence[str], reason: str) -> int:
    """Call back the mails with these keys that have not left; return how many that were.

    A mail that a worker is sending at this very moment may still leave; then it counts as sent.
    """
    count = 0
    for start in range(0, len(keys), KEYS_AT_ONCE):
        called_back = session.exec(
            update(OutboxMessage)
            .where(
                col(OutboxMessage.key).in_(keys[start : start + KEYS_AT_ONCE]),
                col(OutboxMessage.sent_at).is_(None),
                col(OutboxMessage.withdrawn_at).is_(None),
            )
            .values(withdrawn_at=now, withdrawn_reason=one_line(reason, 300))
        )
        count += called_back.rowcount
    return count


def try_again(db: Database, clock: Clock, outbox_id: int) -> None:
    """Offer a mail that failed, or that waits for its next try, to the server at once.

    Raises:
        NotFound: there is no such mail.
        InvalidInput: it was sent or withdrawn.
    """
    with db.changing() as session:
        row = session.get(OutboxMessage, outbox_id)
        if row is None:
            raise NotFound(_l("Dit bericht bestaat niet."), outbox_id=outbox_id)
        if row.sent_at is not None or row.withdrawn_at is not None:
            raise InvalidInput(
                _l("Dit bericht hoeft niet meer te worden verstuurd."), outbox_id=outbox_id
            )
        row.failed_at, row.attempts, row.not_before = None, 0, clock()


def _waiting() -> ColumnElement[bool]:
    return and_(
        col(OutboxMessage.sent_at).is_(None),
        col(OutboxMessage.failed_at).is_(None),
        col(OutboxMessage.withdrawn_at).is_(None),
    )


def _claim_next(db: Database, clock: Clock, lease: timedelta, holder: str) -> OutboxMessage | None:
    """Take one mail for *holder*; no other worker can take it until the lease runs out."""
    now = clock()
    free = or_(col(OutboxMessage.claimed_at).is_(None), col(OutboxMessage.claimed_at) < now - lease)
    with db.changing() as session:
        row = session.exec(
            select(OutboxMessage)
            .where(_waiting(), free, col(OutboxMessage.not_before) <= now)
            .order_by(col(OutboxMessage.not_before), col(OutboxMessage.id))
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if row is None:
            return None
        row.claimed_at, row.claimed_by, row.attempts = now, holder, row.attempts + 1
        return row


def _deliver(
    row: OutboxMessage, files: FileStore, transport: Transport, clock: Clock
) -> DeliveryProblem | None:
    """Hand the mail over; return what went wrong, if anything did."""
    try:
        mail: EmailMessage = build_mail(row, files, clock())
        transport.send(mail)
    except DeliveryProblem as problem:
        return problem
    except ValueError as error:
        return Refused(f"{type(error).__name__}: {error}")
    except Exception as error:
        # One mail that cannot be made must not keep the others from leaving.
        log.exception("mail_not_made", outbox_id=row.id)
        return DeliveryProblem(f"{type(error).__name__}: {error}")
    return None


def _write_down(
    db: Database, clock: Clock, row: OutboxMessage, problem: DeliveryProblem | None
) -> str:
    """Store how the delivery went; return what to count it as."""
    if problem is None:
        _mark_sent(db, clock, row)
        return "sent"
    now = clock()
    failed = isinstance(problem, Refused) or gives_up(row.attempts)
    log.warning(
        "mail_not_sent",
        outbox_id=row.id,
        attempts=row.attempts,
        cause=type(problem).__name__,
        failed=failed,
    )
    with db.changing() as session:
        session.exec(
            update(OutboxMessage)
            # Only while the claim is ours: after a long pause another worker may have it.
            .where(
                col(OutboxMessage.id) == row.id,
                col(OutboxMessage.claimed_at) == row.claimed_at,
                col(OutboxMessage.claimed_by) == row.claimed_by,
                col(OutboxMessage.sent_at).is_(None),
            )
            .values(
                claimed_at=None,
                claimed_by="",
                last_error=one_line(str(problem), 500),
                failed_at=now if failed else None,
                not_before=now + wait_after(row.attempts, row.key),
            )
        )
    return "failed" if failed else "postponed"


def _mark_sent(db: Database, clock: Clock, row: OutboxMessage) -> None:
    """Store that the mail left, whoever claimed or withdrew it meanwhile."""
    with db.changing() as session:
        session.exec(
            update(OutboxMessage)
            .where(col(OutboxMessage.id) == row.id, col(OutboxMessage.sent_at).is_(None))
            .values(
                sent_at=clock(),
                failed_at=None,
                last_error="",
                withdrawn_at=None,
                withdrawn_reason="",
            )
        )
