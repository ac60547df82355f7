"""Who was told what, and when was that decided?"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from tracker.base.models import text_enum


class AlertKind(StrEnum):
    """Why somebody is told."""

    DEADLINE = "deadline"
    ASSIGNED = "assigned"
    UNASSIGNED = "unassigned"
    NO_RESPONSE = "no_response"
    REPLY = "reply"


class Alert(SQLModel, table=True):
    """One thing of which one person is told once: decided here, carried by an outbox mail.

    ``clock`` and ``due_value`` say of what: a clock of the case and its date, or another source
    and its id. ``step`` counts the working days to go at which it is told; negative is late.
    An alert without a mail of its own waits for the next digest of its recipient.
    """

    __table_args__ = (UniqueConstraint("case_id", "clock", "due_value", "step", "recipient_id"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id")
    clock: str = Field(max_length=20)
    due_value: str = Field(max_length=40)
    step: int
    recipient_id: int = Field(foreign_key="user.id", index=True)
    kind: AlertKind = Field(sa_type=text_enum(AlertKind))
    decided_at: datetime
    outbox_id: int | None = Field(default=None, foreign_key="outbox_message.id", index=True)
    withdrawn_at: datetime | None = None
    withdrawn_reason: str = Field(default="", max_length=300)


class Digest(SQLModel, table=True):
    """What was decided about the digest of one person on one day; no mail: nothing to say."""

    __table_args__ = (UniqueConstraint("user_id", "day"),)

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id")
    day: date
    decided_at: datetime
    outbox_id: int | None = Field(default=None, foreign_key="outbox_message.id")
