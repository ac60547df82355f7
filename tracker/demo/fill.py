"""How does the municipality that does not exist get into an empty database?

By the same services that real letters use, with the clock of the day on which each thing
happened: what the demo shows is what the product does.
"""

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import Session, select

from tracker.base.clock import Clock, office_date
from tracker.base.database import Database
from tracker.base.security import instance_secret
from tracker.demo.people import TEAMS, USERS, DemoCorrespondent
from tracker.demo.story import Act, ActKind, Story, stories
from tracker.demo.subjects import SUBJECTS
from tracker.people.models import Team, User
from tracker.people.passwords import hash_password
from tracker.register.models import (
    Case,
    CaseState,
    Channel,
    Direction,
    EventType,
    Message,
    ReplyKind,
    Subject,
)
from tracker.register.queries import last_incoming
from tracker.register.service import (
    NewCase,
    NewMessage,
    Sender,
    assign,
    open_case,
    receive_message,
    record_event,
)
from tracker.replies.models import Draft
from tracker.replies.rules import reply_subject

SEED = 3241
NEWS = timedelta(days=10)
PASSWORD_FILE = "demo-password.txt"  # noqa: S105
_WORDS = ("polder", "haven", "dijk", "zeilboot", "kreek", "vuurtoren", "meeuw", "duin", "sluis")


@dataclass(frozen=True, slots=True)
class _House:
    """What the stories refer to by key, as it stands in the database."""

    users: Mapping[str, User]
    subjects: Mapping[str, Subject]
    news_since: date


def is_empty(db: Database) -> bool:
    """Tell whether nobody works here yet."""
    with db.reading() as session:
        return session.exec(select(Team.id)).first() is None


def demo_password(instance: Path) -> str:
    """Return the password of the demo accounts; made at the first start, never a default."""
    return instance_secret(instance, PASSWORD_FILE, _new_password)


def _new_password() -> str:
    words = [secrets.choice(_WORDS) for _ in range(2)]
    return f"{words[0]}-{words[1]}-{secrets.randbelow(9000) + 1000}"


def fill(
    db: Database,
    clock: Clock,
    instance: Path,
    count: int = 400,
    told: Callable[[Iterable[Story]], Iterable[Story]] = iter,
) -> int:
    """Fill an empty database with people, subjects and a year of letters.

    Args:
        told: wraps the stories while they are stored, to show how far it is.

    Returns:
        How many cases were made; 0 when the database was not empty.
    """
    if not is_empty(db):
        return 0
    today = office_date(clock())
    all_stories = sorted(stories(SEED, today, count), key=lambda each: each.registered_at)
    password = demo_password(instance)
    hashes = {user.key: hash_password(password) for user in USERS}
    with db.changing() as session:
        house = _build(session, hashes, today - NEWS)
        numbers: dict[int, str] = {}
        for story in told(all_stories):
            numbers[story.number] = _tell(session, house, story, numbers)
    return len(all_stories)


def _build(session: Session, hashes: Mapping[str, str], news_since: date) -> _House:
    teams = {team.key: Team(name=team.name, email=team.email) for team in TEAMS}
    session.add_all(teams.values())
    session.flush()
    users = {
        user.key: User(
            name=user.name,
            email=user.email,
            password_hash=hashes[user.key],
            role=user.role,
            team_id=teams[user.team].id,
            language=user.language,
        )
        for user in USERS
    }
    subjects = {
        subject.key: Subject(
            name=subject.name,
            regime=subject.regime,
            team_id=teams[subject.team].id or 0,
            acknowledge_within=subject.acknowledge_within,
            answer_within=subject.answer_within,
        )
        for subject in SUBJECTS
    }
    session.add_all([*users.values(), *subjects.values()])
    session.flush()
    return _House(users, subjects, news_since)


def _tell(session: Session, house: _House, story: Story, numbers: Mapping[int, str]) -> str:
    """Store one story; returns the number of its case."""
    case = open_case(session, story.registered_at, _new_case(house, story), _by(house, story))
    case.unread_message = False
    teller = _Teller(session, house, story, case, numbers)
    for act in story.acts:
        teller.tell(act)
    session.flush()
    return case.number


def _by(house: _House, story: Story) -> int | None:
    return house.users[story.registered_by].id if story.registered_by else None


def _new_case(house: _House, story: Story) -> NewCase:
    who = story.correspondent
    facts: dict[str, Any] = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in story.facts.items()
    }
    return NewCase(
        title=story.title,
        subject_id=house.subjects[story.subject_key].id or 0,
        received_on=story.received_on,
        sender=_sender(who),
        message=_incoming(story.channel, story.received_at, story.title, story.text, who),
        facts=facts,
    )


def _sender(who: DemoCorrespondent) -> Sender:
    return Sender(
        name=who.name,
        email=who.email,
        street=who.address,
        postcode=who.postcode,
        place=who.place,
        phone=who.phone,
        kind=who.kind,
    )


def _incoming(
    channel: Channel, at: datetime, title: str, text: str, who: DemoCorrespondent
) -> NewMessage:
    return NewMessage(
        channel=channel,
        at=at,
        subject=title,
        text=text,
        from_name=who.signs_as,
        from_address=who.email if channel is Channel.EMAIL else "",
    )


class _Teller:
    """Tells the acts of one story to the register."""

    def __init__(
        self,
        session: Session,
        house: _House,
        story: Story,
        case: Case,
        numbers: Mapping[int, str],
    ) -> None:
        self.session, self.house, self.story, self.case = session, house, story, case
        self.numbers = numbers

    def tell(self, act: Act) -> None:
        """Store one act with all that belongs to it."""
        if act.kind is ActKind.ASSIGNED:
            handler = self.house.users[act.handler or ""]
            assign(self.session, act.at, self.case, handler.id, self._by(act))
        elif act.kind is ActKind.DRAFTED:
            self._draft(act)
        elif act.kind is ActKind.AUTOMATIC_REPLY:
            return  # set aside: no part of a case
        elif act.kind in _SENT:
            self._send(act, *_SENT[act.kind])
        else:
            self._happen(act)

    def _happen(self, act: Act) -> None:
        if act.text:
            self._receive(act)
        event = _EVENTS.get(act.kind)
        if event is not None:
            self._record(event, act, self._data(act))

    def _receive(self, act: Act) -> None:
        channel = Channel.EMAIL if self.story.correspondent.email else Channel.LETTER
        title = act.title or self.story.title
        message = _incoming(channel, act.at, title, act.text, self.story.correspondent)
        receive_message(self.session, act.at, self.case, message)
        # Whoever acted upon it has read it; only the newest news of a story is unread.
        is_last = act is self.story.acts[-1]
        self.case.unread_message = is_last and act.on >= self.house.news_since

    def _send(self, act: Act, kind: ReplyKind, event: EventType) -> None:
        message = self._outgoing(act, kind) if act.text else None
        data = self._data(act) | ({"message_id": message.id} if message else {})
        self._record(event, act, data)

    def _outgoing(self, act: Act, kind: ReplyKind) -> Message:
        team = self.session.get_one(Team, self.case.team_id)
        who = self.story.correspondent
        asked = last_incoming(self.session, self.case.id or 0)
        title = act.title or (asked.subject if asked else self.case.title)
        message = Message(
            case_id=self.case.id or 0,
            direction=Direction.OUT,
            channel=Channel.EMAIL if who.email else Channel.LETTER,
            kind=kind,
            subject=reply_subject(title, self.case.number),
            text=act.text,
            from_name=team.name,
            from_address=team.email,
            to_address=who.email or who.name,
            at=act.at,
            sent_at=act.at,
            author_id=self._by(act),
        )
        self.session.add(message)
        self.session.flush()
        return message

    def _draft(self, act: Act) -> None:
        self.session.add(
            Draft(
                case_id=self.case.id or 0,
                text=act.text,
                author_id=self._by(act),
                updated_at=act.at,
            )
        )

    def _record(self, event: EventType, act: Act, data: Mapping[str, Any]) -> None:
        record_event(self.session, act.at, self.case, event, act.on, by_id=self._by(act), data=data)

    def _data(self, act: Act) -> dict[str, Any]:
        why = act.reason or act.forward_to or self._first_number(act)
        data = {
            "ground": act.ground,
            "respond_by": act.respond_by.isoformat() if act.respond_by else None,
            "length": act.length,
            "why": why,
            "state": _CLOSED.get(act.kind),
        }
        return {name: value for name, value in data.items() if value}

    def _first_number(self, act: Act) -> str:
        if act.kind is not ActKind.MARKED_DUPLICATE:
            return ""
        return f"Zie zaak {self.numbers.get(self.story.duplicate_of or 0, '')}."

    def _by(self, act: Act) -> int | None:
        return self.house.users[act.by].id if act.by else None


_SENT: Mapping[ActKind, tuple[ReplyKind, EventType]] = {
    ActKind.ACKNOWLEDGED: (ReplyKind.ACKNOWLEDGEMENT, EventType.ACKNOWLEDGED),
    ActKind.INTERIM_SENT: (ReplyKind.INTERIM, EventType.INTERIM_SENT),
    ActKind.SUSPENDED: (ReplyKind.INTERIM, EventType.SUSPENSION_STARTED),
    ActKind.EXTENDED: (ReplyKind.INTERIM, EventType.EXTENDED),
    ActKind.ANSWERED: (ReplyKind.ANSWER, EventType.ANSWERED),
    ActKind.FORWARDED: (ReplyKind.INTERIM, EventType.CLOSED),
}
_EVENTS: Mapping[ActKind, EventType] = {
    ActKind.RESUMED: EventType.SUSPENSION_ENDED,
    ActKind.REOPENED: EventType.REOPENED,
    ActKind.NOTICE_OF_DEFAULT: EventType.NOTICE_OF_DEFAULT,
    ActKind.WITHDRAWN: EventType.WITHDRAWN,
    ActKind.MARKED_DUPLICATE: EventType.CLOSED,
    ActKind.NO_REPLY_NEEDED: EventType.CLOSED,
}
_CLOSED: Mapping[ActKind, str] = {
    ActKind.FORWARDED: CaseState.FORWARDED.value,
    ActKind.MARKED_DUPLICATE: CaseState.DUPLICATE.value,
    ActKind.NO_REPLY_NEEDED: CaseState.NO_REPLY_NEEDED.value,
}
