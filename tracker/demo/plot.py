"""What is a demo story made of: a letter that came in, and the dated acts that followed?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from tracker.base.clock import office_date
from tracker.deadlines.events import LegalEvent
from tracker.demo.people import DemoCorrespondent
from tracker.demo.subjects import DemoSubject, subject_named
from tracker.register.models import OPEN_STATES, CaseState, Channel


class ActKind(StrEnum):
    """What can happen in a story."""

    ACKNOWLEDGED = "acknowledged"
    ASSIGNED = "assigned"
    DRAFTED = "drafted"
    INTERIM_SENT = "interim_sent"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    EXTENDED = "extended"
    ANSWERED = "answered"
    MESSAGE_RECEIVED = "message_received"
    REOPENED = "reopened"
    NOTICE_OF_DEFAULT = "notice_of_default"
    WITHDRAWN = "withdrawn"
    FORWARDED = "forwarded"
    MARKED_DUPLICATE = "marked_duplicate"
    NO_REPLY_NEEDED = "no_reply_needed"
    AUTOMATIC_REPLY = "automatic_reply"


_LEGAL: Final = {
    ActKind.ACKNOWLEDGED: "acknowledged",
    ActKind.SUSPENDED: "suspension_started",
    ActKind.RESUMED: "suspension_ended",
    ActKind.EXTENDED: "extended",
    ActKind.ANSWERED: "answered",
    ActKind.REOPENED: "reopened",
    ActKind.NOTICE_OF_DEFAULT: "notice_of_default",
    ActKind.WITHDRAWN: "withdrawn",
}
FROM_CORRESPONDENT: Final = (
    ActKind.MESSAGE_RECEIVED,
    ActKind.NOTICE_OF_DEFAULT,
    ActKind.WITHDRAWN,
    ActKind.AUTOMATIC_REPLY,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Act:
    """Something that happened on a case.

    Attributes:
        at: the moment, aware and in UTC.
        by: key of the user who did it; None for the correspondent and for what goes by itself.
        title: subject line of the message, if the act is one.
        text: the message: ours (INTERIM_SENT, SUSPENDED, EXTENDED, ANSWERED, FORWARDED), a draft
            (DRAFTED), or the correspondent's (the kinds in FROM_CORRESPONDENT, and RESUMED where
            they sent what was missing). Empty where there is no message.
        handler: key of the user who gets the case (ASSIGNED).
        ground, respond_by: of a suspension (SUSPENDED).
        length: by how much the term is extended (EXTENDED).
        forward_to: whose matter it is (FORWARDED).
        reason: why no answer is needed (NO_REPLY_NEEDED).
    """

    kind: ActKind
    at: datetime
    by: str | None = None
    title: str = ""
    text: str = ""
    handler: str | None = None
    ground: str | None = None
    respond_by: date | None = None
    length: str | None = None
    forward_to: str = ""
    reason: str = ""

    @property
    def on(self) -> date:
        """Return the day in the town hall."""
        return office_date(self.at)

    def legal_event(self) -> LegalEvent | None:
        """Return what the clocks make of it; None when it moves no clock."""
        type = _LEGAL.get(self.kind)
        if type is None:
            return None
        return LegalEvent(
            type=type,
            on=self.on,
            ground=self.ground,
            respond_by=self.respond_by,
            length=self.length,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Story:
    """One case of the demo, from its receipt to how it stands today.

    Attributes:
        number: 1 for the oldest; stories are numbered in order of receipt.
        letter_id: which letter of the texts it was made from.
        received_at: the moment of receipt, aware and in UTC.
        registered_at: when it was put in the register; for electronic mail at once.
        registered_by: key of the registrar; None when the mailbox or the form did it.
        facts: what the regime asks for besides ``received_on``; dates as ``date``.
        acts: in order of time, none of them today or later.
        state: how the case must stand once all acts are told.
        duplicate_of: number of the story that says the same.
    """

    number: int
    letter_id: str
    subject_key: str
    channel: Channel
    correspondent: DemoCorrespondent
    received_at: datetime
    registered_at: datetime
    registered_by: str | None
    title: str
    text: str
    state: CaseState
    facts: Mapping[str, object] = field(default_factory=dict)
    acts: tuple[Act, ...] = ()
    duplicate_of: int | None = None

    @property
    def received_on(self) -> date:
        """Return the day of receipt in the town hall."""
        return office_date(self.received_at)

    @property
    def subject(self) -> DemoSubject:
        """Return the subject with its regime, team and norms."""
        return subject_named(self.subject_key)

    @property
    def is_open(self) -> bool:
        """Say whether the case still asks for something."""
        return self.state in OPEN_STATES

    @property
    def handler(self) -> str | None:
        """Return the key of who has the case now."""
        return next((act.handler for act in reversed(self.acts) if act.handler), None)

    def all_facts(self) -> dict[str, object]:
        """Return the facts with the day of receipt, as the clocks want them."""
        return {"received_on": self.received_on, **self.facts}

    def legal_events(self) -> tuple[LegalEvent, ...]:
        """Return the acts that move a clock."""
        events = (act.legal_event() for act in self.acts)
        return tuple(event for event in events if event is not None)
