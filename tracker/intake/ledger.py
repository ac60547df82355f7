"""Which mails of a mailbox do we know already?"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select, update

from tracker.base.clock import Clock
from tracker.base.database import Database
from tracker.base.log import get_logger
from tracker.intake.models import MailState, ReceivedMail
from tracker.intake.service import Stored

log = get_logger(__name__)

A_STATEMENT = 500


def seen_before(db: Database, address: str, uidvalidity: int, uid: int) -> Stored | None:
    """Return what we know of a mail by its number in its mailbox."""
    with db.reading() as session:
        row = session.exec(
            select(ReceivedMail).where(
                ReceivedMail.mailbox == address,
                ReceivedMail.uidvalidity == uidvalidity,
                ReceivedMail.uid == uid,
            )
        ).first()
    return _stored(row) if row else None


def known_uids(db: Database, address: str, uidvalidity: int) -> frozenset[int]:
    """Return the numbers of all mails of a mailbox with which nothing is left to do."""
    with db.reading() as session:
        return frozenset(
            session.exec(
                select(ReceivedMail.uid).where(
                    ReceivedMail.mailbox == address,
                    ReceivedMail.uidvalidity == uidvalidity,
                    ReceivedMail.state != MailState.STORED,
                )
            )
        )


def was_renumbered(db: Database, address: str, uidvalidity: int) -> bool:
    """Tell whether the mail server has given the mails of a mailbox other numbers (RFC 3501)."""
    older = select(ReceivedMail.id).where(
        ReceivedMail.mailbox == address, ReceivedMail.uidvalidity != uidvalidity
    )
    with db.reading() as session:
        return session.exec(older.limit(1)).first() is not None


def recognise_renumbered(
    db: Database, address: str, uidvalidity: int, uid: int, raw_sha256: str, *, stays: bool
) -> Stored | None:
    """Give a mail that we took in under an older number its new number in the ledger.

    Every byte must be the same, and each row is found once: of two mails that are alike to the
    last byte, the second one is new.

    Args:
        stays: mail stays in the mailbox when it is done. Where it does not, only mail that did
            not get out can come back.
    """
    alike = select(ReceivedMail).where(
        ReceivedMail.raw_sha256 == raw_sha256,
        ReceivedMail.mailbox == address,
        ReceivedMail.uidvalidity != uidvalidity,
    )
    if not stays:
        alike = alike.where(col(ReceivedMail.done_at).is_(None))
    with db.changing() as session:
        row = session.exec(alike.order_by(col(ReceivedMail.id)).limit(1)).first()
        if row is None:
            return None
        row.uidvalidity, row.uid = uidvalidity, uid
        session.add(row)
    log.info("mail_renumbered", ledger_id=row.id, uidvalidity=uidvalidity, uid=uid)
    return _stored(row)


def mark_done(db: Database, clock: Clock, ledger_ids: Sequence[int]) -> None:
    """Write down that these mails were moved or flagged, so that they cannot come back."""
    if not ledger_ids:
        return
    now = clock()
    with db.changing() as session:
        for start in range(0, len(ledger_ids), A_STATEMENT):
            _mark(session, now, ledger_ids[start : start + A_STATEMENT])


def _mark(session: Session, now: datetime, ledger_ids: Sequence[int]) -> None:
    ours = col(ReceivedMail.id).in_(ledger_ids)
    session.exec(update(ReceivedMail).where(ours).values(done_at=now))


def _stored(row: ReceivedMail) -> Stored:
    return Stored(ledger_id=row.id or 0, state=row.state, new=False)
