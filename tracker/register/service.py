"""How does a letter get into the register, and what happened to it onto its timeline?

These functions work inside the transaction of whoever calls them: a letter and all that belongs
to it are stored together or not at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import Session, col, func, select, update

from tracker.base.clock import office_date
from tracker.base.database import insert_once
from tracker.base.errors import InvalidInput, NotFound
from tracker.people.models import User
from tracker.register.clocks import (
    MOVES_DATES,
    RECKONED_FROM,
    keep_dates,
    problem_of,
    refresh_clocks,
)
from tracker.register.correspondent_queries import kept_instead_of
from tracker.register.models import (
    ELECTRONIC,
    OPEN_STATES,
    Attachment,
    Case,
    CaseCounter,
    Channel,
    Correspondent,
    CorrespondentKind,
    Direction,
    Event,
    EventType,
    Message,
    Subject,
)
from tracker.register.recalculation import catch_up
from tracker.register.rules import case_number, state_after

IMPORTED_FROM = "imported_from"
SILENT = "silent"


@dataclass(frozen=True, kw_only=True, slots=True)
class Sender:
    """Who wrote, as far as the letter tells."""

    name: str
    email: str = ""
    street: str = ""
    postcode: str = ""
    place: str = ""
    phone: str = ""
    kind: CorrespondentKind = CorrespondentKind.RESIDENT


@dataclass(frozen=True, kw_only=True, slots=True)
class NewFile:
    """A file that is already kept in the file store."""

    filename: str
    content_type: str
    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True, slots=True)
class NewMessage:
    """A message as it came in; ``at`` is the moment of receipt, to the second."""

    channel: Channel
    at: datetime
    subject: str = ""
    text: str = ""
    html: str = ""
    from_name: str = ""
    from_address: str = ""
    to_address: str = ""
    header_id: str = ""
    references: str = ""
    raw_sha256: str = ""
    once: str | None = None
    files: tuple[NewFile, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class NewCase:
    """A matter that is new to us; ``received_on`` starts the terms (Awb 2:20 for e-mail).

    Another team than that of the subject may have it. ``imported_from`` names the backlog of old
    letters that it comes from: nobody gets a mail because of its mere coming in.
    """

    title: str
    subject_id: int
    received_on: date
    sender: Sender
    message: NewMessage
    facts: Mapping[str, Any] = field(default_factory=dict)
    team_id: int | None = None
    imported_from: str = ""


def facts_of_receipt(new: NewCase) -> dict[str, Any]:
    """Return the facts with which a case begins: those told, and what the way in adds."""
    facts = {"received_on": new.received_on.isoformat(), **new.facts}
    if new.message.channel in ELECTRONIC:
        facts["electronic"] = True  # Awb 2:17 and 6:9 treat it differently from paper
        if office_date(new.message.at) == new.received_on:
            facts["received_at"] = new.message.at.isoformat()  # a norm in hours counts from here
    return facts


def open_case(session: Session, now: datetime, new: NewCase, by_id: int | None = None) -> Case:
    """Make a case with its number, correspondent, message and clocks.

    Raises:
        NotFound: the subject does not exist.
        InvalidInput: the regime of the subject needs a fact that is missing.
    """
    subject = session.get(Subject, new.subject_id)
    if subject is None:
        raise NotFound(_l("Dit onderwerp bestaat niet (meer). Kies een ander onderwerp."))
    case = Case(
        number=_next_number(session, office_date(now).year),
        title=_fit(new.title, 300) or str(_l("(zonder onderwerp)")),
        subject_id=subject.id or 0,
        correspondent_id=find_or_add(session, now, new.sender).id or 0,
        team_id=new.team_id or subject.team_id,
        channel=new.message.channel,
        regime=subject.regime,
        received_on=new.received_on,
        created_at=now,
    )
    session.add(case)
    session.flush()
    message = store_message(session, case, new.message)
    facts = facts_of_receipt(new)
    data: dict[str, Any] = {"regime": subject.regime, "subject": subject.name, "facts": facts}
    if new.imported_from:
        message.data = {
            "no_acknowledgement": True
        }  # months old: a first word would only puzzle people
        data[IMPORTED_FROM] = new.imported_from
    record_event(session, now, case, EventType.REGISTERED, new.received_on, by_id=by_id, data=data)
    return case


def record_event(
    session: Session,
    now: datetime,
    case: Case,
    type: EventType,
    on: date,
    *,
    by_id: int | None = None,
    data: Mapping[str, Any] | None = None,
    reason: str = "",
) -> Event:
    """Append what happened, and reckon state and clocks anew from all that happened.

    Args:
        on: the day on which it happened in law, which may lie before today.
        reason: why the user records it although the law does not allow it; stays visible.

    Raises:
        InvalidInput: the law does not allow it; nothing is stored.
    """
    was_open = case.state in OPEN_STATES
    if type is not EventType.SUBJECT_CHANGED and (was_open or type in RECKONED_FROM):
        catch_up(session, now, case)  # for another subject the caller did, by the one it had
    event = Event(
        case_id=case.id or 0,
        type=type,
        on=on,
        recorded_at=now,
        by_id=by_id,
        data=dict(data or {}),
        reason=reason,
    )
    session.add(event)
    session.flush()
    case.state = state_after(case.state, type, event.data, has_handler=case.handler_id is not None)
    if was_open or case.state in OPEN_STATES or type in RECKONED_FROM:
        _refresh(session, case, event, office_date(now))  # a word after the answer moves no date
    is_open = case.state in OPEN_STATES
    if was_open != is_open:
        case.closed_on = None if is_open else on
    session.add(case)
    return event


def _refresh(session: Session, case: Case, event: Event, today: date) -> None:
    """Let the clocks follow *event*.

    A case that could not be reckoned without it either keeps its dates: else nobody could answer
    or close it, and the regime that was changed is not for who works on the case to mend. What
    would move a date is refused all the same; taking back is how a case like that is mended.
    """
    moves = event.type in MOVES_DATES and event.type is not EventType.TAKEN_BACK
    try:
        refresh_clocks(session, case, today)
    except InvalidInput:
        if moves or problem_of(session, case, today, before=event) is None:
            raise
        keep_dates(case, event, today)


def assign(
    session: Session,
    now: datetime,
    case: Case,
    handler_id: int | None,
    by_id: int | None,
    *,
    silently: bool = False,
) -> None:
    """Put the case on somebody's desk, or on nobody's; silently: who has it now gets no mail."""
    handler = session.get(User, handler_id) if handler_id else None
    name = handler.name if handler else ""
    data = {"handler_id": handler_id, "from_id": case.handler_id, "handler": name}
    data |= {SILENT: True} if silently else {}
    case.handler_id = handler_id
    record_event(session, now, case, EventType.ASSIGNED, office_date(now), by_id=by_id, data=data)


def receive_message(session: Session, now: datetime, case: Case, message: NewMessage) -> Message:
    """Let a further message join its case; a person decides what it means for the clocks."""
    stored = store_message(session, case, message)
    ask_to_read(case)
    record_event(
        session,
        now,
        case,
        EventType.MESSAGE_RECEIVED,
        office_date(message.at),
        data={"message_id": stored.id, "channel": message.channel.value},
    )
    return stored


def ask_to_read(case: Case) -> None:
    """Mark that something came in that a person must read.

    The version goes up also when something else waits to be read: a page that was opened before
    this came in may not mark it as read.
    """
    case.unread_message = True
    flag_modified(case, "unread_message")


def store_message(session: Session, case: Case, new: NewMessage) -> Message:
    """Store a message that came in, with its files."""
    message = Message(
        case_id=case.id or 0,
        direction=Direction.IN,
        channel=new.channel,
        subject=_fit(new.subject, 400),
        text=_clean(new.text),
        html=_clean(new.html),
        from_name=_fit(new.from_name, 300),
        from_address=_fit(new.from_address, 254),
        to_address=_fit(new.to_address, 400),
        header_id=_fit(new.header_id, 1000),
        references=_clean(new.references),
        raw_sha256=new.raw_sha256,
        once=new.once,
        at=new.at,
    )
    session.add(message)
    session.flush()
    add_files(session, message, new.files)
    return message


def add_files(session: Session, message: Message, files: Sequence[NewFile]) -> None:
    """Name the files that belong to *message*; their bytes are kept already."""
    for file in files:
        session.add(
            Attachment(
                message_id=message.id or 0,
                filename=_fit(file.filename, 255),
                content_type=_fit(file.content_type, 120),
                size=file.size,
                sha256=file.sha256,
            )
        )


def find_or_add(session: Session, now: datetime, sender: Sender) -> Correspondent:
    """Return the correspondent with this e-mail address, or this name and address; else a new one.

    Two people are never taken for one on a name alone. Whoever a person merged into another stays
    with that one.
    """
    query = select(Correspondent).order_by(col(Correspondent.id))
    if sender.email:
        query = query.where(func.lower(Correspondent.email) == sender.email.lower())
    elif sender.postcode:
        query = query.where(
            Correspondent.name == _fit(sender.name, 200),
            Correspondent.postcode == _fit(sender.postcode, 20),
            Correspondent.street == _fit(sender.street, 200),
        )
    known = session.exec(query).first() if sender.email or sender.postcode else None
    if known is None:
        return _add_correspondent(session, now, sender)
    return session.get_one(Correspondent, kept_instead_of(session, known.id or 0))


def _add_correspondent(session: Session, now: datetime, sender: Sender) -> Correspondent:
    correspondent = Correspondent(
        name=_fit(sender.name, 200) or _fit(sender.email, 200) or str(_l("(afzender onbekend)")),
        kind=sender.kind,
        email=_fit(sender.email, 254),
        street=_fit(sender.street, 200),
        postcode=_fit(sender.postcode, 20),
        place=_fit(sender.place, 100),
        phone=_fit(sender.phone, 40),
        created_at=now,
    )
    session.add(correspondent)
    session.flush()
    return correspondent


def _next_number(session: Session, year: int) -> str:
    """Give out the next number of *year*; the row stays locked until the case is stored."""
    insert_once(session, CaseCounter, [{"year": year, "last": 0}], ["year"])
    counted = session.execute(
        update(CaseCounter)
        .where(col(CaseCounter.year) == year)
        .values(last=col(CaseCounter.last) + 1)
        .returning(col(CaseCounter.last))
    )
    return case_number(year, counted.scalar_one())


def _clean(text: str) -> str:
    """Drop the NUL character, which PostgreSQL cannot store."""
    return text.replace("\x00", "")


def _fit(text: str, length: int) -> str:
    """Fit text from outside into its column; what is cut off stays in the kept original."""
    cleaned = " ".join(_clean(text).split())
    return cleaned if len(cleaned) <= length else cleaned[: length - 1] + "…"
