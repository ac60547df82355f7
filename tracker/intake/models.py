"""Where does mail come from, which mail did we take in, and what became of it?"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field, SQLModel

from tracker.base.models import Versioned, text_enum


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
    raw_sha256: str = Field(max_length=64, index=True)
    received_at: datetime
    state: MailState = Field(default=MailState.STORED, sa_type=text_enum(MailState), index=True)
    case_id: int | None = Field(default=None, foreign_key="case.id", index=True)
    message_id: int | None = Field(default=None, foreign_key="message.id")
    reason: str = Field(default="", max_length=400)
    done_at: datetime | None = None  # when it was moved or flagged; None: perhaps it was not


class Security(StrEnum):
    """How the connection to a mail server is protected."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


class SignIn(StrEnum):
    """How we show a mail server that we may come in."""

    PASSWORD = "password"  # noqa: S105 - the word, not a password
    CLIENT = "client"  # OAuth 2, client credentials: the application signs in by itself
    REFRESH = "refresh"  # OAuth 2, refresh token: somebody gave consent once


class Mailbox(Versioned, table=True):
    """A mailbox that we read; its secrets are not in the database but in files."""

    __tablename__ = "mailbox"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=60, unique=True)  # names the files of its secrets; stays
    name: str = Field(max_length=120, unique=True)
    host: str = Field(max_length=180)
    port: int = 993
    security: Security = Field(default=Security.TLS, sa_type=text_enum(Security))
    user_name: str = Field(max_length=120)
    sign_in: SignIn = Field(default=SignIn.PASSWORD, sa_type=text_enum(SignIn))
    token_url: str = Field(default="", max_length=500)
    client_id: str = Field(default="", max_length=200)
    scope: str = Field(default="", max_length=500)
    folder: str = Field(default="INBOX", max_length=90)
    done_folder: str = Field(default="Verwerkt", max_length=90)  # empty: mail stays and is flagged
    address: str = Field(max_length=400, unique=True)  # how the ledger calls it
    team_id: int | None = Field(default=None, foreign_key="team.id")
    default_subject_id: int | None = Field(default=None, foreign_key="subject.id")
    active: bool = True


class MailboxLook(SQLModel, table=True):
    """How the last look into a mailbox went; also of the one that the settings name."""

    __tablename__ = "mailbox_look"

    address: str = Field(primary_key=True, max_length=400)
    looked_at: datetime
    worked_at: datetime | None = None  # the last look that went well
    mail_at: datetime | None = None  # the last look that found mail
    trouble: str = Field(default="", max_length=500)  # a Dutch sentence
    refused: int = 0  # sign-ins that were refused in a row
    rest_until: datetime | None = None  # so that we do not lock the account by trying


class ImportedLine(SQLModel, table=True):
    """A line of a backlog that became a case: what makes importing it twice harmless."""

    __tablename__ = "imported_line"

    id: int | None = Field(default=None, primary_key=True)
    source: str = Field(max_length=120)
    key: str = Field(max_length=240, unique=True)  # source and its own number, else the print
    fingerprint: str = Field(max_length=64, index=True)  # of what the letter is
    case_id: int | None = Field(default=None, foreign_key="case.id", index=True)
    imported_at: datetime
