"""What is being written to a correspondent?"""

from datetime import datetime

from sqlmodel import Field

from tracker.base.models import Versioned, text_enum
from tracker.register.models import ReplyKind


class Draft(Versioned, table=True):
    """The reply that is being written in a case; one a case, shared by who works on it."""

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id", unique=True)
    text: str = ""
    kind: ReplyKind = Field(default=ReplyKind.ANSWER, sa_type=text_enum(ReplyKind))
    author_id: int | None = Field(default=None, foreign_key="user.id")
    updated_at: datetime
