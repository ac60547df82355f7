"""What is in the register? One SQL statement a question."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlalchemy import select as select_many  # sqlmodel's stops at four
from sqlmodel import Session, col, func, or_, select

from tracker.people.models import Team, User
from tracker.people.queries import has_desk
from tracker.register.models import (
    Attachment,
    Case,
    Correspondent,
    Direction,
    Event,
    EventType,
    Message,
    Subject,
)


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case with who and what belongs to it."""

    case: Case
    subject: Subject
    correspondent: Correspondent
    team: Team
    handler: User | None


@dataclass(frozen=True, slots=True)
class Letter:
    """A message with its files."""

    message: Message
    attachments: Sequence[Attachment]


def find_case(session: Session, number: str) -> Case | None:
    """Return the case with this number."""
    return session.exec(select(Case).where(Case.number == number)).first()


def case_file(session: Session, number: str) -> CaseFile | None:
    """Return the case with this number and all that its page names."""
    row = session.execute(
        select_many(Case, Subject, Correspondent, Team, User)
        .join(Subject, col(Case.subject_id) == Subject.id)
        .join(Correspondent, col(Case.correspondent_id) == Correspondent.id)
        .join(Team, col(Case.team_id) == Team.id)
        .outerjoin(User, col(Case.handler_id) == User.id)
        .where(col(Case.number) == number)
    ).first()
    return CaseFile(*row) if row else None


def letters_of(session: Session, case_id: int) -> Sequence[Letter]:
    """Return every message of a case, newest first, with its files."""
    messages = session.exec(
        select(Message)
        .where(Message.case_id == case_id)
        .order_by(col(Message.at).desc(), col(Message.id).desc())
    ).all()
    files = _files_of(session, [message.id for message in messages if message.id])
    return [Letter(message, files[message.id or 0]) for message in messages]


def _files_of(session: Session, message_ids: Sequence[int]) -> Mapping[int, list[Attachment]]:
    found: defaultdict[int, list[Attachment]] = defaultdict(list)
    rows = select(Attachment).where(col(Attachment.message_id).in_(message_ids))
    for attachment in session.exec(rows.order_by(col(Attachment.id))):
        found[attachment.message_id].append(attachment)
    return found


def timeline_of(session: Session, case_id: int) -> Sequence[tuple[Event, str]]:
    """Return what happened to a case, newest first, each with the name of who wrote it down."""
    rows = session.exec(
        select(Event, User.name)
        .outerjoin(User, col(Event.by_id) == User.id)
        .where(Event.case_id == case_id)
        .order_by(col(Event.id).desc())
    ).all()
    return [(event, name or "") for event, name in rows]


def attachment_of(session: Session, case_id: int, attachment_id: int) -> Attachment | None:
    """Return a file of this case; None when the file is another case's."""
    return session.exec(
        select(Attachment)
        .join(Message, col(Attachment.message_id) == Message.id)
        .where(Attachment.id == attachment_id, Message.case_id == case_id)
    ).first()


def message_of(session: Session, case_id: int, message_id: int) -> Message | None:
    """Return a message of this case; None when it is another case's."""
    return session.exec(
        select(Message).where(Message.id == message_id, Message.case_id == case_id)
    ).first()


def case_of_message_ids(session: Session, header_ids: Iterable[str]) -> Case | None:
    """Return the case in which one of these Message-IDs came or went.

    Our own messages win from what came in: anybody can write our Message-ID above a letter, and
    would draw the answers to us into a case of their own. Then the newest message wins.
    """
    known = [header_id for header_id in header_ids if header_id]
    if not known:
        return None
    return session.exec(
        select(Case)
        .join(Message, col(Message.case_id) == Case.id)
        .where(col(Message.header_id).in_(known))
        .order_by(col(Message.direction) == Direction.IN, col(Message.id).desc())
    ).first()


def message_made_once(session: Session, once: str | None) -> Message | None:
    """Return the message that this form made already."""
    return session.exec(select(Message).where(Message.once == once)).first() if once else None


def subjects_in_use(session: Session) -> Sequence[Subject]:
    """Return the subjects that a new case may have, by name."""
    return session.exec(select(Subject).where(Subject.active).order_by(Subject.name)).all()


def on_nobodys_desk() -> ColumnElement[bool]:
    """Say that nobody has the case, or somebody who left or has no list of work any more."""
    desks = select(User.id).where(has_desk())
    return or_(col(Case.handler_id).is_(None), col(Case.handler_id).not_in(desks))


def handlers_of(session: Session, team_id: int) -> Sequence[User]:
    """Return who can be given a case of this team, by name."""
    return session.exec(
        select(User).where(has_desk(), User.team_id == team_id).order_by(User.name)
    ).all()


def last_incoming(session: Session, case_id: int) -> Message | None:
    """Return the newest message that came in for a case."""
    return session.exec(
        select(Message)
        .where(Message.case_id == case_id, Message.direction == "in")
        .order_by(col(Message.at).desc(), col(Message.id).desc())
    ).first()


def last_news_id(session: Session, case_id: int) -> int:
    """Return the id of the last event that came from outside for somebody to read; 0: none."""
    newest = select(func.max(Event.id)).where(
        Event.case_id == case_id,
        col(Event.type).in_([EventType.MESSAGE_RECEIVED, EventType.NOTE]),
        col(Event.by_id).is_(None),
    )
    return session.exec(newest).one() or 0


def all_subjects(session: Session) -> Sequence[Subject]:
    """Return every subject that a case may have or have had, by name."""
    return session.exec(select(Subject).order_by(Subject.name)).all()
