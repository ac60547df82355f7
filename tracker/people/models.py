"""Which users and teams are there?"""

import hashlib
from datetime import datetime
from enum import StrEnum

from flask_login import UserMixin
from sqlmodel import Field, SQLModel

from tracker.base.models import Versioned, text_enum


class Role(StrEnum):
    """What somebody is here for; ``people.rules`` says what each may do."""

    REGISTRAR = "registrar"
    HANDLER = "handler"
    TEAM_LEAD = "team_lead"
    ADMINISTRATOR = "administrator"


class Team(SQLModel, table=True):
    """A group of people who share work; its address is the sender of their answers."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=120, unique=True)
    email: str = Field(max_length=254)


class User(Versioned, UserMixin, table=True):  # type: ignore[misc]
    """Somebody who works here."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=120)
    email: str = Field(max_length=254, unique=True)
    password_hash: str = Field(max_length=200, repr=False)
    role: Role = Field(sa_type=text_enum(Role))
    team_id: int | None = Field(default=None, foreign_key="team.id", index=True)
    language: str = Field(default="nl", max_length=2)
    active: bool = True

    def get_id(self) -> str:
        """Return what a session remembers: who, and with which password."""
        return f"{self.id}.{self.fingerprint()}"

    def fingerprint(self) -> str:
        """Return what ties a session to the password: another password ends the session."""
        return hashlib.sha256(self.password_hash.encode()).hexdigest()[:16]


class SignInAttempt(SQLModel, table=True):
    """One failed sign-in; kept a short while, to slow down somebody who guesses."""

    __tablename__ = "sign_in_attempt"

    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(max_length=254, index=True)
    at: datetime = Field(index=True)


class Visit(SQLModel, table=True):
    """One time that somebody is signed in; signing out ends it, whoever copied the cookie."""

    key_sha256: str = Field(max_length=64, primary_key=True)
    user_id: int = Field(foreign_key="user.id", index=True)
    since: datetime = Field(index=True)
