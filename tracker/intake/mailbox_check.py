"""Can we open this mailbox, and what do we find in it?"""

from dataclasses import dataclass

from tracker.base.clock import Clock
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.intake import imap
from tracker.intake.accounts import Account
from tracker.intake.looks import forget_rest

PATIENCE_SECONDS = 10
CUT_AFTER_SECONDS = 25
MOST_FOLDERS = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class Findings:
    """What there is in a mailbox, and what its server can do."""

    folders: tuple[str, ...]
    messages: int
    has_done_folder: bool
    can_move: bool
    can_idle: bool
    keeps_our_flag: bool


def check_mailbox(db: Database, clock: Clock, settings: Settings, account: Account) -> Findings:
    """Sign in and look around; takes nothing in and changes nothing.

    A mailbox that rests because sign-ins were refused is looked at again, now that one went well.

    Raises:
        Unavailable: we cannot open it; the message says why.
    """
    with imap.signed_in(
        settings,
        clock,
        account,
        patience=PATIENCE_SECONDS,
        cut_after=CUT_AFTER_SECONDS,
        fresh_token=True,
    ) as box:
        folders = tuple(sorted(each.name for each in box.folder.list()))
        imap.open_folder(box, account.folder)
        found = Findings(
            folders=folders[:MOST_FOLDERS],
            messages=box.folder.status(account.folder, ["MESSAGES"])["MESSAGES"],
            has_done_folder=account.done_folder in folders,
            can_move=imap.can(box, "MOVE"),
            can_idle=imap.can(box, "IDLE"),
            keeps_our_flag=imap.may_keep_flags(box),
        )
    forget_rest(db, account)
    return found
