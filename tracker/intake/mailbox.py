"""How does a mail get out of a mailbox, so that it is never lost and never there twice?

Kept first, filed second, moved last: whatever dies in between, the mail is still in the mailbox
and is recognised by its number when it is seen again.
"""

import imaplib
import os
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from secrets import token_hex

from flask_babel import lazy_gettext as _l
from imap_tools.errors import ImapToolsError, MailboxFolderCreateError, MailboxLoginError
from imap_tools.mailbox import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from sqlmodel import select

from tracker.base.clock import Clock
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.base.errors import TrackerError, Unavailable
from tracker.base.files import FileStore
from tracker.base.lease import lease
from tracker.base.log import get_logger
from tracker.intake.filing import Filed
from tracker.intake.models import MailState, ReceivedMail
from tracker.intake.service import Stored, file_mail, store_raw, waiting_mail

log = get_logger(__name__)

LEASE_SECONDS = 600
STOP_TAKING_AFTER = timedelta(seconds=LEASE_SECONDS / 2)
SERVER_PATIENCE_SECONDS = 30
MOST_TROUBLES = 3


@dataclass(slots=True)
class Fetched:
    """What one look into the mailbox did; ``left`` stay there and are tried again."""

    new: int = 0
    seen_again: int = 0
    filed: int = 0
    set_aside: int = 0
    unreadable: int = 0
    moved: int = 0
    left: int = 0
    busy: bool = False

    def count(self, filed: Filed) -> None:
        """Add what became of one mail."""
        if filed.state is MailState.FILED:
            self.filed += 1
        elif filed.state is MailState.SET_ASIDE:
            self.set_aside += 1
        elif filed.state is MailState.UNREADABLE:
            self.unreadable += 1

    def __str__(self) -> str:
        """Return the counts that are not zero, for the log."""
        if self.busy:
            return "another worker reads this mailbox"
        counts = {each.name: getattr(self, each.name) for each in fields(self)}
        return ", ".join(f"{name} {count}" for name, count in counts.items() if count) or "nothing"


@dataclass(frozen=True, slots=True)
class _Place:
    """What one look into the mailbox works with."""

    db: Database
    clock: Clock
    settings: Settings
    files: FileStore
    fetched: Fetched
    troubles: list[Unavailable]


def fetch(
    db: Database, clock: Clock, settings: Settings, files: FileStore | None = None
) -> Fetched:
    """Take in what is in the mailbox and file what an earlier run kept but did not file.

    Raises:
        Unavailable: mail server, disk or database do not work. What was not moved is still in
            the mailbox, and the next run goes on there.
    """
    place = _Place(db, clock, settings, files or FileStore(settings.files_path), Fetched(), [])
    holder = f"{socket.gethostname()}:{os.getpid()}:{token_hex(4)}"
    name = f"mailbox:{mailbox_name(settings)}"[:120]
    with lease(db, clock, name, holder, LEASE_SECONDS) as mine:
        if not mine:
            place.fetched.busy = True
            return place.fetched
        _file_waiting(place)
        if settings.imap_host:
            _read_mailbox(place)
    if place.troubles:
        raise place.troubles[0]
    return place.fetched


def mailbox_name(settings: Settings) -> str:
    """Return how the ledger calls the mailbox."""
    return f"{settings.imap_user}@{settings.imap_host}/{settings.imap_folder}"


def _file_waiting(place: _Place) -> None:
    with place.db.reading() as session:
        waiting = waiting_mail(session)
    for ledger_id in waiting:
        _file_one(place, ledger_id)


def _read_mailbox(place: _Place) -> None:
    settings = place.settings
    stop_at = place.clock() + STOP_TAKING_AFTER
    with _server_in_plain_words(), _signed_in(settings) as box:
        _make_done_folder(box, settings)
        box.folder.set(settings.imap_folder)
        uidvalidity = int(box.client.response("UIDVALIDITY")[1][0] or 0)
        for uid in sorted(int(each) for each in box.uids("ALL")):
            if place.clock() > stop_at:  # the lease is for one look; the next goes on
                break
            if _take_in(place, box, uidvalidity, uid):
                box.move(str(uid), settings.imap_done_folder)
                place.fetched.moved += 1


def _take_in(place: _Place, box: BaseMailBox, uidvalidity: int, uid: int) -> bool:
    """Keep and file one mail; return whether it may leave the mailbox."""
    stored = _seen_before(place, uidvalidity, uid)
    if stored is None:
        raw, received_at = _fetch_raw(box, uid)
        if not raw:
            log.warning("empty_fetch_refused", uid=uid, uidvalidity=uidvalidity)
            place.fetched.left += 1
            return False
        stored = store_raw(
            place.db,
            place.clock,
            place.files,
            raw,
            mailbox=mailbox_name(place.settings),
            uidvalidity=uidvalidity,
            uid=uid,
            received_at=received_at,
        )
        place.fetched.new += 1
    else:
        place.fetched.seen_again += 1
    return stored.state is not MailState.STORED or _file_one(place, stored.ledger_id)


def _file_one(place: _Place, ledger_id: int) -> bool:
    """File one mail; return False when it must wait, without stopping the rest.

    Raises:
        Unavailable: so many must wait that it is not these mails, but disk or database.
    """
    try:
        filed = file_mail(place.db, place.clock, place.settings, place.files, ledger_id)
    except Unavailable as error:
        place.troubles.append(error)
        if len(place.troubles) >= MOST_TROUBLES:
            raise
        place.fetched.left += 1
        return False
    except Exception as cause:  # such as its bytes being gone from the file store
        name = type(cause).__name__
        log.error("mail_waits", ledger_id=ledger_id, cause=name)  # noqa: TRY400 - it may quote
        place.fetched.left += 1
        return False
    place.fetched.count(filed)
    return True


def _seen_before(place: _Place, uidvalidity: int, uid: int) -> Stored | None:
    with place.db.reading() as session:
        row = session.exec(
            select(ReceivedMail).where(
                ReceivedMail.mailbox == mailbox_name(place.settings),
                ReceivedMail.uidvalidity == uidvalidity,
                ReceivedMail.uid == uid,
            )
        ).first()
    return Stored(ledger_id=row.id or 0, state=row.state, new=False) if row else None


def _fetch_raw(box: BaseMailBox, uid: int) -> tuple[bytes, datetime | None]:
    """Return the bytes of a mail, still unread for who looks, and when it reached the mailbox."""
    status, answer = box.client.uid("FETCH", str(uid), "(BODY.PEEK[] INTERNALDATE)")
    if status != "OK":
        raise imaplib.IMAP4.error(f"FETCH answered {status}")
    raw, said = b"", b""
    for piece in answer or ():
        if isinstance(piece, tuple):
            said, raw = said + piece[0], piece[1]
        elif isinstance(piece, bytes):
            said += piece
    moment = imaplib.Internaldate2tuple(said)
    return raw, datetime.fromtimestamp(time.mktime(moment), UTC) if moment else None


def _make_done_folder(box: BaseMailBox, settings: Settings) -> None:
    done = settings.imap_done_folder
    if done == settings.imap_folder:
        raise Unavailable(
            _l("De map voor verwerkte post is dezelfde als die voor nieuwe post. Kies een andere.")
        )
    if box.folder.exists(done):
        return
    try:
        box.folder.create(done)
    except MailboxFolderCreateError as error:
        if not box.folder.exists(done):  # else another one just made it
            raise Unavailable(
                _l(
                    "De map %(folder)s kan niet in de postbus worden gemaakt. Maak hem zelf, of "
                    "kies een andere map in de instellingen.",
                    folder=done,
                )
            ) from error


@contextmanager
def _signed_in(settings: Settings) -> Iterator[BaseMailBox]:
    box = _connect(settings)
    try:
        box.login(settings.imap_user, settings.imap_password, initial_folder=None)
        # imaplib remembers what the server could do before signing in, which leaves out MOVE.
        _status, answer = box.client.capability()
        box.client.capabilities = tuple(answer[-1].decode("ascii", "replace").upper().split())
        yield box
    finally:
        _leave(box)


def _connect(settings: Settings) -> BaseMailBox:
    host, port, patience = settings.imap_host, settings.imap_port, SERVER_PATIENCE_SECONDS
    # Said here because imaplib by itself accepts any certificate.
    trusted = ssl.create_default_context()
    if settings.imap_security == "tls":
        return MailBox(host, port, timeout=patience, ssl_context=trusted)
    if settings.imap_security == "starttls":
        return MailBoxStartTls(host, port, timeout=patience, ssl_context=trusted)
    return MailBoxUnencrypted(host, port, timeout=patience)


def _leave(box: BaseMailBox) -> None:
    """Sign out; a server that is gone already may not hide what went wrong before."""
    try:
        box.logout()
    except (ImapToolsError, imaplib.IMAP4.error, OSError) as error:
        log.info("mailbox_left_without_goodbye", cause=type(error).__name__)


@contextmanager
def _server_in_plain_words() -> Iterator[None]:
    try:
        yield
    except TrackerError:
        raise
    except MailboxLoginError as error:
        raise Unavailable(
            _l(
                "De mailserver laat ons niet in de postbus. Controleer gebruikersnaam en "
                "wachtwoord. De post blijft veilig in de postbus."
            ),
            cause=type(error).__name__,
        ) from error
    except (ImapToolsError, imaplib.IMAP4.error, OSError) as error:
        raise Unavailable(
            _l(
                "De mailserver is nu niet bereikbaar. De post blijft veilig in de postbus; we "
                "proberen het straks weer."
            ),
            cause=f"{type(error).__name__}: {error}"[:200],
        ) from error
