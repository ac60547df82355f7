"""How does a mailbox do?"""

from datetime import datetime, timedelta
from enum import StrEnum

from tracker.intake.models import MailboxLook

MAY_BE_SILENT = timedelta(hours=1, minutes=15)
"""How long after its last look a mailbox counts as left alone; an hour is the slowest setting."""


class MailboxState(StrEnum):
    """How a mailbox does."""

    WELL = "ok"
    TROUBLE = "trouble"
    SILENT = "silent"
    NEVER = "never"
    OFF = "off"


def mailbox_state(look: MailboxLook | None, now: datetime, *, active: bool) -> MailboxState:
    """Tell how a mailbox does by the last look into it."""
    if not active:
        return MailboxState.OFF
    if look is None:
        return MailboxState.NEVER
    if look.trouble:
        return MailboxState.TROUBLE
    return MailboxState.SILENT if now - look.looked_at > MAY_BE_SILENT else MailboxState.WELL


def needs_a_look(state: MailboxState) -> bool:
    """Tell whether somebody must do something; one that was just added need not."""
    return state in (MailboxState.TROUBLE, MailboxState.SILENT)
