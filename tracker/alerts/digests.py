"""What does somebody read in the morning, and did they get it today?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session, col, select, update

from tracker.alerts.mails import address_of, case_link
from tracker.alerts.models import Alert, Digest
from tracker.alerts.queries import (
    DigestRow,
    Load,
    People,
    decided_digests,
    digest_rows,
    people_here,
    situation_of,
    unassigned_rows,
    unsent_digest_keys,
    workload,
)
from tracker.alerts.rules import BEFORE, Place, Reason, Section, digest_is_due, place_of
from tracker.base.clock import Clock, office_date
from tracker.base.config import Settings
from tracker.base.database import Database, insert_once
from tracker.base.mail_texts import MailText, render_mail
from tracker.deadlines.calendar import Calendar
from tracker.outbox.service import Mail, queue_mail, withdraw
from tracker.people.models import Role, Team, User
from tracker.register.basis import basis_of, house_calendar
from tracker.register.models import Case

LONGEST_LIST = 50
"""A list of everything is read by nobody; the rest is one link away."""


@dataclass(frozen=True, slots=True)
class Line:
    """One case in a digest."""

    number: str
    title: str
    correspondent: str
    handler: str
    link: str
    place: Place


@dataclass(frozen=True, slots=True)
class Part:
    """One list in a digest: what is shown of it, and how long it is."""

    lines: Sequence[Line]
    total: int

    @property
    def more(self) -> int:
        """How many cases are not shown."""
        return self.total - len(self.lines)


@dataclass(frozen=True, slots=True)
class Content:
    """What a digest says; empty parts are left out."""

    sections: Mapping[Section, Part]
    team_late: Part | None = None
    unassigned: Part | None = None
    loads: Sequence[Load] = field(default=())

    @property
    def says_something(self) -> bool:
        """Say whether there is a reason to send it; how full desks are is none by itself."""
        return bool(self.sections or self.team_late or self.unassigned)


@dataclass(frozen=True, slots=True)
class _Day:
    """What stays the same for the digests of one day."""

    today: date
    horizon: date
    calendar: Calendar
    people: People
    settings: Settings


def queue_digests(db: Database, clock: Clock, settings: Settings) -> int:
    """Queue today's digest of everybody who has not had it; return how many there were.

    Somebody with nothing to hear this morning gets none later today either.
    """
    now, calendar = clock(), house_calendar(db)
    if not digest_is_due(now, settings.digest_hour, calendar):
        return 0
    with db.reading() as session:
        day = _day(session, office_date(now), settings, calendar)
        done = decided_digests(session, day.today)
    waiting = [user for user in day.people.users if user.id not in done]
    return sum(_queue_digest(db, clock, day, user) for user in waiting)


def digest_of(
    session: Session,
    user: User,
    today: date,
    settings: Settings,
) -> MailText | None:
    """Return the digest that *user* would get on *today*; None when there is nothing to say."""
    day = _day(session, today, settings, basis_of(session).calendar)
    content = _content(session, day, user)
    return _text(day, user, content) if content.says_something else None


def _day(session: Session, today: date, settings: Settings, calendar: Calendar) -> _Day:
    horizon = calendar.add_working_days(today, max(BEFORE))
    return _Day(today, horizon, calendar, people_here(session), settings)


def _queue_digest(db: Database, clock: Clock, day: _Day, user: User) -> bool:
    """Decide about the digest of one person; two workers at once decide once."""
    now, user_id = clock(), user.id or 0
    with db.changing() as session:
        row = {"user_id": user_id, "day": day.today, "decided_at": now, "outbox_id": None}
        if not insert_once(session, Digest, [row], ("user_id", "day")):
            return False
        content = _content(session, day, user)
        if not content.says_something:
            return False
        text = _text(day, user, content)
        mail = Mail(
            key=f"digest:{user_id}:{day.today}",
            recipient=address_of(user),
            subject=text.subject,
            text=text.text,
            html=text.html,
            automatic=True,
        )
        queued = queue_mail(session, now, day.settings, mail)
        stale = unsent_digest_keys(session, user_id, day.today)
        withdraw(session, now, stale, Reason.NEWER_DIGEST.value)
        _told(session, user_id, day.today, queued.id or 0)
        return True


def _told(session: Session, user_id: int, day: date, outbox_id: int) -> None:
    """Note which mail carries what waited for the digest of this person."""
    session.exec(
        update(Digest)
        .where(col(Digest.user_id) == user_id, col(Digest.day) == day)
        .values(outbox_id=outbox_id)
    )
    session.exec(
        update(Alert)
        .where(
            col(Alert.recipient_id) == user_id,
            col(Alert.outbox_id).is_(None),
            col(Alert.withdrawn_at).is_(None),
        )
        .values(outbox_id=outbox_id)
    )


def _content(session: Session, day: _Day, user: User) -> Content:
    rows = digest_rows(session, day.horizon, col(Case.handler_id) == user.id)
    by_section: dict[Section, list[Line]] = {}
    for line in _lines(day, rows):
        by_section.setdefault(line.place.section, []).append(line)
    sections = {each: _part(by_section[each]) for each in Section if each in by_section}
    teams = _teams_led(session, day, user)
    if not teams:
        return Content(sections)
    return _with_team(session, day, user, sections, teams)


def _with_team(
    session: Session,
    day: _Day,
    user: User,
    sections: Mapping[Section, Part],
    teams: Sequence[int],
) -> Content:
    """Add what a team lead must know: what is late, what nobody has, how full each desk is."""
    in_reach = digest_rows(session, day.horizon, col(Case.team_id).in_(teams))
    others = [row for row in in_reach if row.case.handler_id != user.id]
    late = [line for line in _lines(day, others) if line.place.section is Section.LATE]
    named = {line.number for line in late}
    nobodys = [
        line
        for line in _lines(day, unassigned_rows(session, teams), always=True)
        if line.number not in named
    ]
    return Content(
        sections,
        _part(late) if late else None,
        _part(nobodys) if nobodys else None,
        workload(session, teams, day.today, day.horizon),
    )


def _teams_led(session: Session, day: _Day, user: User) -> Sequence[int]:
    if user.role not in (Role.TEAM_LEAD, Role.ADMINISTRATOR):
        return []
    team_ids = [team_id or 0 for team_id in session.exec(select(Team.id).order_by(col(Team.id)))]
    return day.people.teams_led_by(user, team_ids)


def _lines(day: _Day, rows: Sequence[DigestRow], *, always: bool = False) -> Sequence[Line]:
    """Return the rows that need saying; ``always``: those without a date in reach too."""
    found = []
    for row in rows:
        case = situation_of(row.case, day.people)
        place = place_of(case, day.today, day.calendar, always=always)
        if place is not None:
            link = case_link(day.settings, row.case.number)
            handler = row.handler if case.handler_id is not None else ""
            found.append(
                Line(row.case.number, row.case.title, row.correspondent, handler, link, place)
            )
    return found


def _part(lines: Sequence[Line]) -> Part:
    return Part(lines[:LONGEST_LIST], len(lines))


def _text(day: _Day, user: User, content: Content) -> MailText:
    address = day.settings.address.rstrip("/")
    counts = {section.value: part.total for section, part in content.sections.items()}
    nothing = {section.value: 0 for section in Section}
    return render_mail(
        "digest",
        user.language,
        name=user.name,
        today=day.today,
        sections=list(content.sections.items()),
        team_late=content.team_late,
        unassigned=content.unassigned,
        loads=content.loads,
        counts={
            **nothing,
            **counts,
            "team_late": content.team_late.total if content.team_late else 0,
            "unassigned": content.unassigned.total if content.unassigned else 0,
        },
        work_link=f"{address}/mijn-werk",
        team_link=f"{address}/team" if user.role is Role.TEAM_LEAD else "",
        municipality=day.settings.municipality,
    )
