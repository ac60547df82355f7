"""How does a mail get out of a mailbox, so that it is never lost and never there twice?

Kept first, filed second, moved last: whatever dies in between, the mail is still in the mailbox
and is recognised by its number when it is seen again.
"""

import os
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import timedelta
from hashlib import sha256
from secrets import token_hex

from flask_babel import lazy_gettext as _l
from imap_tools.mailbox import BaseMailBox
from sqlalchemy.exc import SQLAlchemyError

from tracker.base.clock import Clock
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.base.disk import free_megabytes, has_room
from tracker.base.errors import TrackerError, Unavailable
from tracker.base.files import FileStore
from tracker.base.lease import lease
from tracker.base.log import get_logger
from tracker.intake import imap
from tracker.intake.accounts import Account
from tracker.intake.filing import Filed
from tracker.intake.ledger import (
    known_uids,
    mark_done,
    recognise_renumbered,
    seen_before,
    was_renumbered,
)
from tracker.intake.looks import look_failed, look_went_well, rests
from tracker.intake.models import MailState
from tracker.intake.service import Stored, file_mail, in_plain_words, store_raw
from tracker.intake.tokens import TokenRefused

log = get_logger(__name__)

STOP_TAKING_AFTER = timedelta(seconds=120)
CUT_AFTER_SECONDS = 200
LEASE_SECONDS = 240  # longer than any look, so that no two ever take the same mail
MOST_TROUBLES = 3


@dataclass(slots=True)
class Fetched:
    """What one look into a mailbox did; ``left`` stay there and are tried again."""

    new: int = 0
    seen_again: int = 0
    filed: int = 0
    set_aside: int = 0
    unreadable: int = 0
    moved: int = 0
    flagged: int = 0
    left: int = 0
    busy: int = 0
    resting: int = 0

    def count(self, filed: Filed) -> None:
        """Add what became of one mail."""
        if filed.state is MailState.FILED:
            self.filed += 1
        elif filed.state is MailState.SET_ASIDE:
            self.set_aside += 1
        elif filed.state is MailState.UNREADABLE:
            self.unreadable += 1

    def add(self, other: "Fetched") -> None:
        """Add what another look did."""
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))

    def __str__(self) -> str:
        """Return the counts that are not zero, for the log."""
        counts = {each.name: getattr(self, each.name) for each in fields(self)}
        return ", ".join(f"{name} {count}" for name, count in counts.items() if count) or "nothing"


def never() -> bool:
    """Tell that nobody told us to stop."""
    return False


@dataclass(frozen=True, slots=True)
class Place:
    """What one look works with, and what came of it."""

    db: Database
    clock: Clock
    settings: Settings
    files: FileStore
    told_to_stop: Callable[[], bool] = never
    fetched: Fetched = field(default_factory=Fetched)
    troubles: list[Unavailable] = field(default_factory=list)
    done: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Folder:
    """The folder that is open, and how mail leaves it."""

    account: Account
    box: BaseMailBox
    uidvalidity: int
    renumbered: bool
    flag: str = ""


def look_into(
    db: Database,
    clock: Clock,
    settings: Settings,
    files: FileStore,
    account: Account,
    told_to_stop: Callable[[], bool] = never,
) -> Fetched:
    """Take in what is in one mailbox, and write down how that went.

    Raises:
        Unavailable: its mail server, the disk or the database does not work.
    """
    place = Place(db, clock, settings, files, told_to_stop)
    with in_plain_words(), alone(place, account.address) as mine:
        if not mine:
            place.fetched.busy = 1
        elif rests(db, clock, account):
            place.fetched.resting = 1
        else:
            _look(place, account)
    return place.fetched


def _look(place: Place, account: Account) -> None:
    db, clock = place.db, place.clock
    try:
        _read_mailbox(place, account)
        _say_what_waits(place)
    except TrackerError as error:
        refused = isinstance(error, imap.SignInRefused | TokenRefused)
        log.warning("mailbox_in_trouble", mailbox_id=account.id, cause=str(error)[:300])
        look_failed(db, clock, account, error.message, refused=refused)
        raise
    except Exception:
        look_failed(db, clock, account, _l("Er ging iets mis. De beheerder vindt het in het log."))
        raise
    look_went_well(db, clock, account, found_mail=bool(place.fetched.new))


def _say_what_waits(place: Place) -> None:
    if place.troubles:
        raise place.troubles[0]


@contextmanager
def alone(place: Place, what: str) -> Iterator[bool]:
    """Yield True when nobody else does this now."""
    holder = f"{socket.gethostname()}:{os.getpid()}:{token_hex(4)}"
    with lease(place.db, place.clock, lease_name(what), holder, LEASE_SECONDS) as mine:
        yield mine


def lease_name(what: str) -> str:
    """Return the name of the lease on a mailbox; a long one is cut without meeting another."""
    name = f"mailbox:{what}"
    return name if len(name) <= 120 else f"{name[:80]}:{sha256(name.encode()).hexdigest()[:32]}"


def _read_mailbox(place: Place, account: Account) -> None:
    stop_at = place.clock() + STOP_TAKING_AFTER
    _check_folders(account)
    with imap.signed_in(place.settings, place.clock, account, cut_after=CUT_AFTER_SECONDS) as box:
        folder = _open(place, account, box)
        try:
            for uid in _candidates(place, folder):
                # The lease is for one look; the next one goes on.
                if place.told_to_stop() or place.clock() > stop_at:
                    break
                ledger_id = _take_in(place, folder, uid)
                if ledger_id is not None:
                    _let_go(place, folder, uid)
                    place.done.append(ledger_id)
        finally:
            _mark_done(place)


def _mark_done(place: Place) -> None:
    """Write down which mail has left; unwritten it costs nothing but a look in the ledger."""
    try:
        mark_done(place.db, place.clock, place.done)
    except SQLAlchemyError as error:  # what went wrong before it is what must be told
        log.warning("done_not_written_down", cause=type(error).__name__)


def _check_folders(account: Account) -> None:
    if account.done_folder == account.folder:
        raise Unavailable(
            _l("De map voor verwerkte post is dezelfde als die voor nieuwe post. Kies een andere.")
        )


def _open(place: Place, account: Account, box: BaseMailBox) -> _Folder:
    if account.done_folder:
        imap.make_folder(box, account.done_folder)
    uidvalidity = imap.open_folder(box, account.folder)
    renumbered = was_renumbered(place.db, account.address, uidvalidity)
    return _Folder(account, box, uidvalidity, renumbered, _flag(box, account))


def _flag(box: BaseMailBox, account: Account) -> str:
    """Return the flag for what is done; empty where mail leaves the folder."""
    if account.done_folder:
        return ""
    return imap.FLAG if imap.may_keep_flags(box) else r"\Flagged"


def _candidates(place: Place, folder: _Folder) -> Sequence[int]:
    """Return the numbers of the mails to take in, oldest first.

    Where mail stays, our own flag tells what is done. A flag of everybody's cannot tell: somebody
    may set it before we saw the mail. Then the ledger tells.
    """
    box = folder.box
    if folder.flag == imap.FLAG:
        return sorted(int(each) for each in box.uids(f"UNKEYWORD {imap.FLAG}"))
    found = sorted(int(each) for each in box.uids("ALL"))
    if not folder.flag:
        return found
    known = known_uids(place.db, folder.account.address, folder.uidvalidity)
    return [uid for uid in found if uid not in known]


def _take_in(place: Place, folder: _Folder, uid: int) -> int | None:
    """Keep and file one mail; return its row in the ledger when it may leave the mailbox."""
    address = folder.account.address
    stored = seen_before(place.db, address, folder.uidvalidity, uid)
    if stored is None:
        _check_room(place.settings)
        raw, received_at = imap.fetch_raw(folder.box, uid)
        if not raw:
            log.warning("empty_fetch_refused", uid=uid, uidvalidity=folder.uidvalidity)
            place.fetched.left += 1
            return None
        stored = _as_known(place, folder, uid, raw) or store_raw(
            place.db,
            place.clock,
            place.files,
            raw,
            mailbox=address,
            uidvalidity=folder.uidvalidity,
            uid=uid,
            received_at=received_at,
        )
    if stored.new:
        place.fetched.new += 1
    else:
        place.fetched.seen_again += 1
    if stored.state is MailState.STORED and not file_one(place, stored.ledger_id):
        return None
    return stored.ledger_id


def _as_known(place: Place, folder: _Folder, uid: int, raw: bytes) -> Stored | None:
    if not folder.renumbered:
        return None
    return recognise_renumbered(
        place.db,
        folder.account.address,
        folder.uidvalidity,
        uid,
        sha256(raw).hexdigest(),
        stays=bool(folder.flag),
    )


def _let_go(place: Place, folder: _Folder, uid: int) -> None:
    if folder.flag:
        imap.flag(folder.box, uid, folder.flag)
        place.fetched.flagged += 1
    else:
        imap.move(folder.box, uid, folder.account.done_folder)
        place.fetched.moved += 1


def _check_room(settings: Settings) -> None:
    """Leave room on the disk for the work that goes on: mail waits safely where it is.

    Raises:
        Unavailable: there is less room than ``least_free_mb``.
    """
    if not has_room(settings):
        raise Unavailable(
            _l(
                "De schijf is vol, of bijna. De post blijft veilig in de postbus en komt binnen "
                "zodra er weer ruimte is."
            ),
            free_mb=free_megabytes(settings),
        )


def file_one(place: Place, ledger_id: int) -> bool:
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
