"""Where does mail from a mailbox go, until a person chooses better?"""

from dataclasses import dataclass

from sqlmodel import Session, select

from tracker.intake.models import Mailbox
from tracker.register.models import Subject


@dataclass(frozen=True, slots=True)
class Destination:
    """The subject and the team that a mailbox names; None where it names none."""

    subject_id: int | None = None
    team_id: int | None = None


def destination(session: Session, address: str) -> Destination:
    """Return where mail goes that came in by the mailbox that the ledger calls *address*.

    A subject that is no longer in use is left out: mail goes where other mail goes.
    """
    row = session.exec(select(Mailbox).where(Mailbox.address == address)).first()
    if row is None:
        return Destination()
    subject = session.get(Subject, row.default_subject_id) if row.default_subject_id else None
    in_use = subject.id if subject is not None and subject.active else None
    return Destination(in_use, row.team_id)
