"""How does a mail get from its bytes into a case, once and only once?

First the bytes are kept and the ledger says so; then, in a transaction of its own, the mail is
filed. A crash between the two leaves a row that is "stored", which every later run files.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import parseaddr
from traceback import extract_tb

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from tracker.base.clock import Clock
from tracker.base.config import Settings
from tracker.base.database import Database, insert_once
from tracker.base.errors import InvalidInput, Unavailable
from tracker.base.files import FileStore
from tracker.base.log import get_logger
from tracker.intake.fileparts import FilePart
from tracker.intake.filing import Filed, file_read_mail, filed_before
from tracker.intake.models import MailState, ReceivedMail
from tracker.intake.parsing import ReadMail
from tracker.intake.reader import read_kept_mail
from tracker.people.models import Team
from tracker.register.service import NewFile

log = get_logger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Stored:
    """A mail in the ledger; ``new`` is False when it had been seen before."""

    ledger_id: int
    state: MailState
    new: bool


def store_raw(
    db: Database,
    clock: Clock,
    files: FileStore,
    raw: bytes,
    *,
    mailbox: str,
    uidvalidity: int = 0,
    uid: int = 0,
    received_at: datetime | None = None,
) -> Stored:
    """Keep a mail whole and write it in the ledger; after this it cannot be lost.

    Args:
        received_at: when it reached the mailbox; the terms start there, not when we look.

    Raises:
        InvalidInput: there are no bytes. A mail that was removed between finding and fetching
            looks like that, and must not become a case.
        Unavailable: the disk is full.
    """
    if not raw:
        raise InvalidInput(_l("Dit bericht is leeg."))
    now = clock()
    row = {
        "mailbox": mailbox,
        "uidvalidity": uidvalidity,
        "uid": uid,
        "raw_sha256": files.keep(raw),
        "received_at": min(received_at or now, now),
        "state": MailState.STORED,
        "reason": "",
    }
    with in_plain_words(), db.changing() as session:
        new = insert_once(session, ReceivedMail, [row], ["mailbox", "uidvalidity", "uid"])
        known = session.exec(
            select(ReceivedMail).where(
                ReceivedMail.mailbox == mailbox,
                ReceivedMail.uidvalidity == uidvalidity,
                ReceivedMail.uid == uid,
            )
        ).one()
    return Stored(ledger_id=known.id or 0, state=known.state, new=bool(new))


def waiting_mail(session: Session) -> Sequence[int]:
    """Return the ledger ids of mail that is kept but not yet filed, oldest first."""
    waiting = select(ReceivedMail.id).where(ReceivedMail.state == MailState.STORED)
    return [each for each in session.exec(waiting.order_by(col(ReceivedMail.id))) if each]


def file_mail(
    db: Database, clock: Clock, settings: Settings, files: FileStore, ledger_id: int
) -> Filed:
    """Let a kept mail join its case, open one, or be set aside; a second time changes nothing.

    A mail that we cannot file becomes a case of its own, so that a person sees it and the rest
    goes on.

    Raises:
        Unavailable: disk or database do not work, or there is no subject to file it under.
            The mail stays "stored" and is tried again.
    """
    with in_plain_words():
        with db.reading() as session:
            row = session.get_one(ReceivedMail, ledger_id)
            own = own_addresses(session, settings)
        raw = row.raw_sha256
        size = files.kept(raw).stat().st_size
        mail = read_kept_mail(settings, files, raw, own)
        if mail.is_readable:
            try:
                return _file(db, clock, settings, ledger_id, mail, own)
            except (Unavailable, OperationalError, OSError):
                raise
            except Exception as cause:
                _log_cause(ledger_id, cause)
                mail = ReadMail()  # something in it did not fit, so nothing of it is used
        return _file(db, clock, settings, ledger_id, _unreadable(mail, raw, size), own)


def own_addresses(session: Session, settings: Settings) -> frozenset[str]:
    """Return the addresses from which we send."""
    teams = session.exec(select(Team.email)).all()
    ours = (parseaddr(address)[1].lower() for address in (settings.mail_from, *teams))
    return frozenset(address for address in ours if address)


def _file(
    db: Database,
    clock: Clock,
    settings: Settings,
    ledger_id: int,
    mail: ReadMail,
    own: frozenset[str],
) -> Filed:
    kept = tuple(
        NewFile(
            filename=file.filename,
            content_type=file.content_type,
            size=file.size,
            sha256=file.sha256,
        )
        for file in mail.attachments
    )
    with db.changing() as session:
        row = session.exec(
            select(ReceivedMail).where(ReceivedMail.id == ledger_id).with_for_update()
        ).one()
        if row.state is not MailState.STORED:
            return filed_before(session, row)
        return file_read_mail(session, clock(), settings, row, mail, kept, own)


def _unreadable(mail: ReadMail, raw: str, size: int) -> ReadMail:
    """Return what a person needs of a mail that we cannot read: why, from whom, and the mail."""
    sentence = _l(
        "Dit bericht kon niet worden gelezen. Het hele bericht staat als bijlage bij deze zaak. "
        "Open het in een mailprogramma."
    )
    whole = FilePart(filename="bericht.eml", content_type="message/rfc822", size=size, sha256=raw)
    return replace(
        mail,
        subject=str(_l("Onleesbaar bericht")),
        text=str(sentence),
        html="",
        reply_text=str(sentence),
        attachments=(whole,),
        is_readable=False,
    )


@contextmanager
def in_plain_words() -> Iterator[None]:
    """Say it in a sentence when disk or database fail; nothing that was kept is lost."""
    try:
        yield
    except OperationalError as error:
        full = _l("De schijf is vol. De post blijft staan en wordt later ingelezen.")
        silent = _l("De database antwoordt nu niet. De post blijft staan en wordt later ingelezen.")
        cause = str(error.orig)
        is_full = "is full" in cause or "No space" in cause  # SQLite, PostgreSQL
        raise Unavailable(full if is_full else silent, cause=cause) from error
    except OSError as error:
        raise Unavailable(
            _l("De schijf werkt nu niet. De post blijft staan en wordt later ingelezen."),
            cause=error.strerror,
        ) from error


def _log_cause(ledger_id: int, cause: Exception) -> None:
    """Log where it went wrong; not the message of the error, which may quote the letter."""
    places = [f"{frame.name}:{frame.lineno}" for frame in extract_tb(cause.__traceback__)]
    log.error("mail_not_filed", ledger_id=ledger_id, cause=type(cause).__name__, where=places[-3:])
