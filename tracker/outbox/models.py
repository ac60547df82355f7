"""What must leave the house by mail, and how far is it?"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel


class OutboxMessage(SQLModel, table=True):
    """One mail: queued in the transaction that decided it, sent afterwards.

    ``key`` says what it is for, so the same mail is never queued twice. ``message_id`` follows
    from ``key``, so a mail that a crash made us send twice can be recognised.
    """

    __tablename__ = "outbox_message"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=200, unique=True)
    message_id: str = Field(max_length=250, unique=True)
    sender: str = Field(max_length=400)
    recipient: str = Field(max_length=400)
    subject: str = Field(max_length=400)
    text: str
    html: str = ""
    in_reply_to: str = Field(default="", max_length=1000)
    references: str = ""
    automatic: bool = False
    attachments: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    created_at: datetime
    not_before: datetime
    claimed_at: datetime | None = None
    claimed_by: str = Field(default="", max_length=120)
    attempts: int = 0
    last_error: str = Field(default="", max_length=500)
    sent_at: datetime | None = Field(default=None, index=True)
    failed_at: datetime | None = None
    withdrawn_at: datetime | None = None
    withdrawn_reason: str = Field(default="", max_length=300)
