"""Who must hear what about a case, on which working day, and by which way?"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from tracker.alerts.models import AlertKind
from tracker.base.clock import OFFICE_TIME, office_date
from tracker.deadlines.calendar import Calendar
from tracker.register.rules import OpenDates, is_paused, response_is_overdue

BEFORE = (5, 2, 1, 0)
"""Working days to go at which people are told; 0 is the day itself."""

LATE_EVERY = 2
"""Once late, people are told on the first working day and every second one after it."""

OWN_MAIL = (2, 1, 0, -1)
"""Steps of the target and due date that are a mail at once; the others are in the digest."""

LEAD_FROM = 1
"""From so many working days before the target or due date the team lead hears it too."""

OPENS, CLOSES = time(8), time(18)

ANSWER_CLOCKS = ("due", "target")
SERIOUSNESS = ("due", "target", "acknowledge")


def N_(sentence: str) -> str:  # noqa: N802
    """Mark a sentence for translation; it is stored in Dutch and translated where it is shown."""
    return sentence


class Reason(StrEnum):
    """Why an alert that had not left was called back."""

    CLOSED = N_("De zaak is beantwoord of afgesloten.")
    ACKNOWLEDGED = N_("De ontvangst is bevestigd.")
    SUSPENDED = N_("De termijn is opgeschort.")
    MOVED = N_("De datum is veranderd.")
    REASSIGNED = N_("De zaak ligt op een ander bureau.")
    RESPONDED = N_("Er wordt niet meer op een reactie gewacht.")
    READ = N_("Het bericht is gelezen.")
    SUPERSEDED = N_("Er is een nieuwere herinnering.")
    NEWER_DIGEST = N_("Er is een nieuwer dagoverzicht.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Situation:
    """What the ladder needs to know of a case; ``lead_ids`` are those who lead its team."""

    is_open: bool
    dates: OpenDates
    handler_id: int | None
    lead_ids: Sequence[int] = field(default=())
    unread: bool = False


@dataclass(frozen=True, order=True, slots=True)
class Want:
    """One thing that one person must hear: what it is about, and how near."""

    clock: str
    due_value: str
    step: int
    recipient_id: int
    kind: AlertKind

    @property
    def has_own_mail(self) -> bool:
        """Say whether it is a mail at once; else it waits for the digest."""
        if self.kind is AlertKind.DEADLINE:
            return self.clock in ANSWER_CLOCKS and self.step in OWN_MAIL
        return self.kind is AlertKind.ASSIGNED


def running_clocks(case: Situation, today: date) -> Mapping[str, date]:
    """Return the dates that still ask for work, the most serious first.

    A suspension stops the clocks of the answer while it lasts. A target on the due date itself
    adds nothing.
    """
    dates = case.dates
    found: dict[str, date] = {}
    if case.is_open and not dates.answered and not is_paused(dates, today):
        found |= {"due": dates.due_on} if dates.due_on else {}
        found |= {"target": dates.target_on} if dates.target_on not in (None, dates.due_on) else {}
    if case.is_open and not dates.acknowledged and dates.acknowledge_by:
        found["acknowledge"] = dates.acknowledge_by
    return found


def step_in_force(days_left: int) -> int | None:
    """Return the last step of the ladder that has come with so many working days to go."""
    if days_left < 0:
        return days_left + (-days_left - 1) % LATE_EVERY
    reached = [step for step in BEFORE if days_left <= step]
    return min(reached) if reached else None


def steps_up_to(step: int) -> Sequence[int]:
    """Return the ladder from its beginning to *step*."""
    return [s for s in BEFORE if s >= step] + list(range(-1, step - 1, -LATE_EVERY))


def hearers(clock: str, step: int, handler_id: int | None, leads: Sequence[int]) -> Sequence[int]:
    """Return who hears a step: the handler, and the team lead when it becomes serious.

    A case without handler is the team lead's from the first step.
    """
    if handler_id is None:
        return leads
    serious = step < 0 or (clock in ANSWER_CLOCKS and step <= LEAD_FROM)
    return list(dict.fromkeys((handler_id, *leads))) if serious else [handler_id]


def wanted(case: Situation, today: date, calendar: Calendar) -> Sequence[Want]:
    """Return what must have been said about the dates of *case* by *today*, latest steps only."""
    found: list[Want] = []
    for clock, day in running_clocks(case, today).items():
        step = step_in_force(calendar.working_days_between(today, day))
        if step is not None:
            people = hearers(clock, step, case.handler_id, case.lead_ids)
            value = day.isoformat()
            found += [Want(clock, value, step, who, AlertKind.DEADLINE) for who in people]
    desk = responsible(case)
    if case.is_open and response_is_overdue(case.dates, today):
        value = str(case.dates.respond_by)
        found += [Want("respond", value, 0, who, AlertKind.NO_RESPONSE) for who in desk]
    if case.is_open and case.handler_id is None:
        found += [Want("unassigned", "", 0, who, AlertKind.UNASSIGNED) for who in desk]
    return found


def responsible(case: Situation) -> Sequence[int]:
    """Return on whose desk the case lies: the handler's, else the team lead's."""
    return case.lead_ids if case.handler_id is None else [case.handler_id]


def missed_before(want: Want, created_on: date, calendar: Calendar) -> Sequence[Want]:
    """Return the earlier steps that are told with *want*: those that came since the case exists."""
    day = date.fromisoformat(want.due_value)
    return [
        Want(want.clock, want.due_value, step, want.recipient_id, want.kind)
        for step in steps_up_to(want.step)[:-1]
        if calendar.add_working_days(day, -step) >= created_on
    ]


def had_come(want: Want, day: date, calendar: Calendar) -> bool:
    """Say whether the step of *want* had come by *day*."""
    return calendar.add_working_days(date.fromisoformat(want.due_value), -want.step) <= day


def reason_to_withdraw(
    want: Want, case: Situation, today: date, calendar: Calendar
) -> Reason | None:
    """Return why *want*, decided earlier and not yet told, must not be told any more."""
    if want.kind is AlertKind.REPLY:
        return _unless(case.unread, Reason.READ) or _desk(want, case)
    if not case.is_open:
        return Reason.CLOSED
    if want.kind is AlertKind.DEADLINE:
        return _date_reason(want, case, today, calendar)
    if want.kind is AlertKind.UNASSIGNED:
        return _unless(case.handler_id is None, Reason.REASSIGNED)
    if want.kind is AlertKind.NO_RESPONSE:
        still = case.dates.suspended and str(case.dates.respond_by) == want.due_value
        return _unless(still, Reason.RESPONDED) or _desk(want, case)
    return _desk(want, case)


def _date_reason(want: Want, case: Situation, today: date, calendar: Calendar) -> Reason | None:
    day = running_clocks(case, today).get(want.clock)
    if day is None:
        return _why_stopped(want.clock, case, today)
    if day.isoformat() != want.due_value:
        return Reason.MOVED
    if want.recipient_id not in hearers(want.clock, want.step, case.handler_id, case.lead_ids):
        return Reason.REASSIGNED
    step = step_in_force(calendar.working_days_between(today, day))
    return Reason.SUPERSEDED if step is not None and step < want.step else None


def _why_stopped(clock: str, case: Situation, today: date) -> Reason:
    if clock == "acknowledge" and case.dates.acknowledged:
        return Reason.ACKNOWLEDGED
    if clock != "acknowledge" and is_paused(case.dates, today):
        return Reason.SUSPENDED
    return Reason.CLOSED if case.dates.answered else Reason.MOVED


def _desk(want: Want, case: Situation) -> Reason | None:
    return _unless(want.recipient_id in responsible(case), Reason.REASSIGNED)


def _unless(holds: bool, reason: Reason) -> Reason | None:
    return None if holds else reason


def next_office_moment(now: datetime, calendar: Calendar) -> datetime:
    """Return *now* in office hours, else the moment at which the office opens next."""
    local = now.astimezone(OFFICE_TIME)
    day = local.date()
    if calendar.is_working_day(day) and OPENS <= local.time() < CLOSES:
        return now
    if local.time() >= CLOSES:
        day += timedelta(days=1)
    return datetime.combine(calendar.next_working_day(day), OPENS, OFFICE_TIME)


def telling_day(now: datetime, calendar: Calendar) -> date:
    """Return the day on which what we decide now will be read; the ladder is reckoned for it."""
    return office_date(next_office_moment(now, calendar))


def digest_is_due(now: datetime, digest_hour: int, calendar: Calendar) -> bool:
    """Say whether the day's digest may leave: on working days, from its hour until six.

    A worker that was down in the morning catches up the same day. A digest hour after six
    counts for one hour.
    """
    local = now.astimezone(OFFICE_TIME)
    until = max(CLOSES.hour, digest_hour + 1)
    return calendar.is_working_day(local.date()) and digest_hour <= local.hour < until


class Section(StrEnum):
    """The parts of a digest, in the order in which to read them."""

    LATE = "late"
    TODAY = "today"
    SOON = "soon"
    NEWS = "news"


class Act(StrEnum):
    """What the reader of a line has to do."""

    READ = "read"
    RESPONSE_OVERDUE = "response_overdue"
    ASSIGN = "assign"
    ACKNOWLEDGE = "acknowledge"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a case stands in a digest, by which date, and what to do."""

    section: Section
    act: Act
    clock: str
    day: date | None
    days_left: int | None


def place_of(
    case: Situation, today: date, calendar: Calendar, *, always: bool = False
) -> Place | None:
    """Return where *case* stands in the digest of *today*; None when nothing needs saying.

    Args:
        always: give a case with nothing to say a place too, at the end.
    """
    running = running_clocks(case, today)
    clock = min(running, key=running.__getitem__, default="")
    day = running.get(clock)
    left = calendar.working_days_between(today, day) if day else None
    section = _section(today, day, left)
    if section is None and (always or _is_news(case, today, calendar)):
        section = Section.NEWS
    return Place(section, _act(case, today, clock), clock, day, left) if section else None


def _section(today: date, day: date | None, left: int | None) -> Section | None:
    if day is None or left is None or left > max(BEFORE):
        return None
    if day < today:
        return Section.LATE
    return Section.TODAY if left == 0 else Section.SOON


def _is_news(case: Situation, today: date, calendar: Calendar) -> bool:
    """Say whether to look at the case though no date is near.

    That nobody responded is news for some days; after that the dates of the case speak.
    """
    asked = case.dates.respond_by
    if case.is_open and asked is not None and response_is_overdue(case.dates, today):
        return case.unread or calendar.working_days_between(asked, today) <= max(BEFORE)
    return case.unread


def _act(case: Situation, today: date, clock: str) -> Act:
    if case.unread:
        return Act.READ
    if case.handler_id is None:
        return Act.ASSIGN
    if response_is_overdue(case.dates, today):
        return Act.RESPONSE_OVERDUE
    return Act.ACKNOWLEDGE if clock == "acknowledge" else Act.ANSWER


def most_serious(wants: Collection[Want]) -> Want:
    """Return what a mail about several things is named after."""

    def order(want: Want) -> tuple[bool, int, int]:
        serious = SERIOUSNESS.index(want.clock) if want.clock in SERIOUSNESS else 0
        return want.kind is not AlertKind.ASSIGNED, serious, want.step

    return min(wants, key=order)
