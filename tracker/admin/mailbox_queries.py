"""What does an administrator see of the mailboxes?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from tracker.admin.mailbox_rules import MailboxState, mailbox_state
from tracker.base.config import Settings
from tracker.intake.accounts import Account, account_of, settings_account
from tracker.intake.looks import looks
from tracker.intake.models import Mailbox, MailboxLook
from tracker.people.models import Team
from tracker.register.models import Subject


@dataclass(frozen=True, slots=True)
class MailboxLine:
    """A mailbox and how it does."""

    account: Account
    active: bool
    state: MailboxState
    look: MailboxLook | None
    team: str = ""
    subject: str = ""


def mailbox_lines(session: Session, settings: Settings, now: datetime) -> Sequence[MailboxLine]:
    """Return every mailbox: the one of the settings first, then those in use, by name."""
    known = looks(session)
    found = session.exec(
        select(Mailbox, Team.name, Subject.name)
        .outerjoin(Team, col(Mailbox.team_id) == Team.id)
        .outerjoin(Subject, col(Mailbox.default_subject_id) == Subject.id)
        .order_by(col(Mailbox.active).desc(), col(Mailbox.name))
    ).all()
    ours = settings_account(settings)
    lines = []
    if ours and ours.address.casefold() not in {row.address.casefold() for row, *_ in found}:
        look = known.get(ours.address)
        lines.append(MailboxLine(ours, True, mailbox_state(look, now, active=True), look))
    for row, team, subject in found:
        look = known.get(row.address)
        state = mailbox_state(look, now, active=row.active)
        line = MailboxLine(account_of(row), row.active, state, look, team or "", subject or "")
        lines.append(line)
    return lines
