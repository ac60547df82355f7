"""How did the last look into each mailbox go, and when may we look again?"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, select

from tracker.base.clock import Clock
from tracker.base.database import Database, insert_once
from tracker.base.errors import Sentence
from tracker.base.log import get_logger
from tracker.intake.accounts import Account
from tracker.intake.models import MailboxLook

log = get_logger(__name__)

FIRST_REST = timedelta(minutes=2)
LONGEST_REST = timedelta(minutes=15)
LONGEST_TROUBLE = 500


def looks(session: Session) -> Mapping[str, MailboxLook]:
    """Return the last look into each mailbox, by its address."""
    return {look.address: look for look in session.exec(select(MailboxLook))}


def rests(db: Database, clock: Clock, account: Account) -> bool:
    """Tell whether a mailbox must rest: a wrong password that is tried on and on locks it."""
    with db.reading() as session:
        look = session.get(MailboxLook, account.address)
    return bool(look and look.rest_until and look.rest_until > clock())


def is_in_trouble(db: Database, account: Account) -> bool:
    """Tell whether the last look into a mailbox failed."""
    with db.reading() as session:
        look = session.get(MailboxLook, account.address)
    return bool(look and look.trouble)


def rest_after(refused: int) -> timedelta:
    """Return how long a mailbox rests after so many refusals in a row."""
    return min(FIRST_REST * 2 ** min(refused - 1, 10), LONGEST_REST)


def look_went_well(db: Database, clock: Clock, account: Account, *, found_mail: bool) -> None:
    """Write down that a look went well."""
    _write(db, clock(), account, found_mail=found_mail)


def look_failed(
    db: Database, clock: Clock, account: Account, why: Sentence, *, refused: bool = False
) -> None:
    """Write down what was wrong; where that is the disk, the log alone must say it."""
    try:
        _write(db, clock(), account, str(why)[:LONGEST_TROUBLE], refused=refused)
    except SQLAlchemyError as error:
        cause = type(error).__name__
        log.warning("look_not_written_down", mailbox_id=account.id, cause=cause)


def forget_rest(db: Database, account: Account) -> None:
    """Let the next look be at once, after somebody mended what was wrong."""
    with db.changing() as session:
        look = session.get(MailboxLook, account.address)
        if look is not None:
            look.rest_until, look.refused = None, 0


def _write(
    db: Database,
    now: datetime,
    account: Account,
    trouble: str = "",
    *,
    refused: bool = False,
    found_mail: bool = False,
) -> None:
    with db.changing() as session:
        first = {"address": account.address, "looked_at": now, "trouble": "", "refused": 0}
        insert_once(session, MailboxLook, [first], ["address"])
        look = session.get_one(MailboxLook, account.address)
        if trouble != look.trouble:
            log.warning("mailbox_state_changed", mailbox_id=account.id, well=not trouble)
        look.looked_at, look.trouble = now, trouble
        look.refused = look.refused + 1 if refused else 0
        look.rest_until = now + rest_after(look.refused) if refused else None
        if not trouble:
            look.worked_at = now
        if found_mail:
            look.mail_at = now
