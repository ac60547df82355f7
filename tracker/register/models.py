"""What came in, which case is it, and what happened to it?"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

# The tables that ours point at must be known before ours are used.
import tracker.outbox.models
import tracker.people.models  # noqa: F401
from tracker.base.models import Versioned, text_enum


class CorrespondentKind(StrEnum):
    """Who writes: each is addressed in its own way."""

    RESIDENT = "resident"
    BUSINESS = "business"
    ORGANISATION = "organisation"


class Channel(StrEnum):
    """The way in."""

    EMAIL = "email"
    LETTER = "letter"
    FORM = "form"
    PHONE = "phone"
    COUNTER = "counter"


ELECTRONIC = (Channel.EMAIL, Channel.FORM)
"""Awb 2:17 and 6:9 treat these differently from paper; the system knows the moment (2:20)."""


class CaseState(StrEnum):
    """Where a case stands; the last five are closed."""

    NEW = "new"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    FORWARDED = "forwarded"
    DUPLICATE = "duplicate"
    NO_REPLY_NEEDED = "no_reply_needed"


OPEN_STATES = (CaseState.NEW, CaseState.IN_PROGRESS, CaseState.WAITING)
CLOSED_WITHOUT_ANSWER = (
    CaseState.WITHDRAWN,
    CaseState.FORWARDED,
    CaseState.DUPLICATE,
    CaseState.NO_REPLY_NEEDED,
)


class Direction(StrEnum):
    """Which way a message went."""

    IN = "in"
    OUT = "out"


class ReplyKind(StrEnum):
    """What a message of ours is; only an answer stops the clocks for the answer."""

    ACKNOWLEDGEMENT = "acknowledgement"
    INTERIM = "interim"
    ANSWER = "answer"


class EventType(StrEnum):
    """What can happen to a case; the first eleven move its clocks."""

    ACKNOWLEDGED = "acknowledged"
    SUSPENSION_STARTED = "suspension_started"
    SUSPENSION_ENDED = "suspension_ended"
    EXTENDED = "extended"
    POSTPONED_BY_CONSENT = "postponed_by_consent"
    FORWARDED_INTERNALLY = "forwarded_internally"
    NOTICE_OF_DEFAULT = "notice_of_default"
    DECIDED = "decided"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"
    REGISTERED = "registered"
    SUBJECT_CHANGED = "subject_changed"
    ASSIGNED = "assigned"
    MESSAGE_RECEIVED = "message_received"
    INTERIM_SENT = "interim_sent"
    CLOSED = "closed"
    NOTE = "note"
    RECKONED_ANEW = "reckoned_anew"
    TAKEN_BACK = "taken_back"


LEGAL_EVENTS = tuple(EventType)[:11]


class Correspondent(Versioned, table=True):
    """Somebody who writes to us."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=200, index=True)
    kind: CorrespondentKind = Field(
        default=CorrespondentKind.RESIDENT, sa_type=text_enum(CorrespondentKind)
    )
    email: str = Field(default="", max_length=254, index=True)
    street: str = Field(default="", max_length=200)
    postcode: str = Field(default="", max_length=20)
    place: str = Field(default="", max_length=100)
    phone: str = Field(default="", max_length=40)
    created_at: datetime


class CorrespondentMerge(SQLModel, table=True):
    """A person said that two correspondents are one: the cases that went over, to give back."""

    __tablename__ = "correspondent_merge"

    id: int | None = Field(default=None, primary_key=True)
    kept_id: int = Field(foreign_key="correspondent.id", index=True)
    gone_id: int = Field(foreign_key="correspondent.id", index=True)
    case_ids: list[int] = Field(default_factory=list, sa_type=JSON)
    by_id: int = Field(foreign_key="user.id")
    at: datetime
    undone_at: datetime | None = None
    undone_by_id: int | None = Field(default=None, foreign_key="user.id")


class Subject(Versioned, table=True):
    """A kind of matter: chooses the regime, the team and the municipality's own norms."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=120, unique=True)
    regime: str = Field(max_length=60)
    team_id: int = Field(foreign_key="team.id")
    acknowledge_within: str = Field(default="2 working days", max_length=40)
    answer_within: str = Field(default="15 working days", max_length=40)
    active: bool = True


class OwnRegime(Versioned, table=True):
    """A legal term that the municipality wrote down itself; a change of law is a new row."""

    __tablename__ = "own_regime"
    __table_args__ = (UniqueConstraint("code", "valid_from"),)

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=60)
    name_nl: str = Field(max_length=120)
    name_en: str = Field(default="", max_length=120)
    article: str = Field(max_length=200)
    link: str = Field(default="", max_length=500)
    term: str = Field(max_length=40)
    counting: str = Field(default="atw", max_length=10)
    extension: str = Field(default="", max_length=40)
    grounds: list[str] = Field(default_factory=list, sa_type=JSON)
    is_decision: bool = False
    valid_from: date


class ClosingDay(SQLModel, table=True):
    """A day on which the office is shut; it counts for service norms, never for a legal term."""

    __tablename__ = "closing_day"

    day: date = Field(primary_key=True)
    name: str = Field(default="", max_length=120)


class RoyalDecree(SQLModel, table=True):
    """A decree under Atw 3 lid 3 that came after our own table was made."""

    __tablename__ = "royal_decree"

    id: int | None = Field(default=None, primary_key=True)
    source: str = Field(max_length=200)
    first_year: int
    last_year: int
    days: list[str] = Field(default_factory=list, sa_type=JSON)


class Recalculation(SQLModel, table=True):
    """One time that all open cases were reckoned anew, and why."""

    id: int | None = Field(default=None, primary_key=True)
    mark: str = Field(max_length=40)
    started_at: datetime
    ended_at: datetime | None = None
    cases: int = 0
    moved: int = 0
    failed: int = 0


class MovedDate(SQLModel, table=True):
    """A date that is another one since a recalculation; empty when there was or is none."""

    __tablename__ = "moved_date"

    id: int | None = Field(default=None, primary_key=True)
    recalculation_id: int = Field(foreign_key="recalculation.id", index=True)
    case_id: int = Field(foreign_key="case.id", index=True)
    clock: str = Field(max_length=20)
    before: date | None = None
    after: date | None = None


class UnreckonedCase(SQLModel, table=True):
    """A case that a recalculation could not reckon, and why; it kept the dates that it had."""

    __tablename__ = "unreckoned_case"

    id: int | None = Field(default=None, primary_key=True)
    recalculation_id: int = Field(foreign_key="recalculation.id", index=True)
    case_id: int = Field(foreign_key="case.id", index=True)
    problem_nl: str = Field(max_length=500)
    problem_en: str = Field(max_length=500)


class CaseCounter(SQLModel, table=True):
    """The last case number given in a year."""

    __tablename__ = "case_counter"

    year: int = Field(primary_key=True)
    last: int = 0


class Case(Versioned, table=True):
    """One matter that a correspondent wants answered.

    The dates are a cache of ``deadlines.clocks.reckon`` over the events of the case.
    ``next_by`` is the first open date of the three clocks; work is ordered by it.
    """

    __tablename__ = "case"
    __table_args__ = (Index("ix_case_team_id_state_next_by", "team_id", "state", "next_by"),)

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(max_length=20, unique=True)
    title: str = Field(max_length=300)
    subject_id: int = Field(foreign_key="subject.id", index=True)
    correspondent_id: int = Field(foreign_key="correspondent.id", index=True)
    team_id: int = Field(foreign_key="team.id")
    handler_id: int | None = Field(default=None, foreign_key="user.id", index=True)
    state: CaseState = Field(default=CaseState.NEW, sa_type=text_enum(CaseState))
    channel: Channel = Field(sa_type=text_enum(Channel))
    regime: str = Field(max_length=60)
    received_on: date
    created_at: datetime
    acknowledge_by: date | None = None
    target_on: date | None = None
    due_on: date | None = None
    acknowledged_on: date | None = None
    answered_on: date | None = None
    suspended_since: date | None = None
    respond_by: date | None = None
    next_clock: str = Field(default="", max_length=20)
    next_by: date | None = Field(default=None, index=True)
    reckoned_with: str = Field(default="", max_length=40)
    """The mark of the rules, calendar, regimes and norms with which the dates were reckoned."""
    unread_message: bool = False
    closed_on: date | None = None


class Event(SQLModel, table=True):
    """Something that happened: dated in law (``on``) and when it was written down.

    Append-only: a trigger in the database refuses a change. A correction is a new event: what
    was written down wrongly is taken back by another one (``clocks.in_force``).
    """

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id", index=True)
    type: EventType = Field(sa_type=text_enum(EventType))
    on: date
    recorded_at: datetime
    by_id: int | None = Field(default=None, foreign_key="user.id")
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    reason: str = Field(default="", max_length=1000)


class Message(SQLModel, table=True):
    """One letter, e-mail, form, phone or counter note; in or out."""

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id", index=True)
    direction: Direction = Field(sa_type=text_enum(Direction))
    channel: Channel = Field(sa_type=text_enum(Channel))
    kind: ReplyKind | None = Field(default=None, sa_type=text_enum(ReplyKind))
    subject: str = Field(default="", max_length=400)
    text: str = ""
    html: str = ""
    from_name: str = Field(default="", max_length=300)
    from_address: str = Field(default="", max_length=254)
    to_address: str = Field(default="", max_length=400)
    header_id: str = Field(default="", max_length=1000, index=True)
    references: str = ""
    raw_sha256: str = Field(default="", max_length=64)
    at: datetime
    author_id: int | None = Field(default=None, foreign_key="user.id")
    outbox_id: int | None = Field(default=None, foreign_key="outbox_message.id", index=True)
    sent_at: datetime | None = None
    once: str | None = Field(default=None, max_length=64, unique=True)
    """Made with the form: a form that is sent twice makes one message."""
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class Attachment(SQLModel, table=True):
    """A file that came or went with a message; its bytes are kept by their SHA-256."""

    id: int | None = Field(default=None, primary_key=True)
    message_id: int = Field(foreign_key="message.id", index=True)
    filename: str = Field(max_length=255)
    content_type: str = Field(max_length=120)
    size: int
    sha256: str = Field(max_length=64)
