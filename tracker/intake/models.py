"""Which mail did we take in, and what became of it?"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field, SQLModel

from tracker.base.models import text_enum


class MailState(StrEnum):
    """How far a mail is; every one of them is kept whole."""

    STORED = "stored"  # kept, not yet looked at
    FILED = "filed"  # in a case
    SET_ASIDE = "set_aside"  # automatic mail: nobody has to answer it
    UNREADABLE = "unreadable"  # in a case of its own, for a person to look at


class ReceivedMail(SQLModel, table=True):
    """One mail as it came in: the ledger that makes taking it in twice harmless.

    A mailbox gives each mail a number (UID) that is its own as long as UIDVALIDITY stays the
    same (RFC 3501, 2.3.1.1). Never recognised by Message-ID: two mails may carry the same.
    """

    __tablename__ = "received_mail"
    __table_args__ = (UniqueConstraint("mailbox", "uidvalidity", "uid"),)

    id: int | None = Field(default=None, primary_key=True)
    mailbox: str = Field(max_length=400)
    uidvalidity: int = Field(default=0, sa_type=BigInteger)
    uid: int = Field(default=0, sa_type=BigInteger)
    raw_sha256: str = Field(max_length=64)
    received_at: datetime
    state: MailState = Field(default=MailState.STORED, sa_type=text_enum(MailState), index=True)
    case_id: int | None = Field(default=None, foreign_key="case.id", index=True)
    message_id: int | None = Field(default=None, foreign_key="message.id")
    reason: str = Field(default="", max_length=400)
