"""What does the page of a case show, in the reader's language?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from tracker.base.errors import Sentence
from tracker.base.web import date_in_words
from tracker.base.words import current_language
from tracker.deadlines.clocks import Reckoning
from tracker.people.models import User
from tracker.people.rules import Act, may
from tracker.register.clocks import days_left
from tracker.register.models import LEGAL_EVENTS, OPEN_STATES, Case, Event, EventType
from tracker.register.wording import CLOCKS, EVENTS, details


@dataclass(frozen=True, slots=True)
class ClockView:
    """One of the three clocks as the panel shows it."""

    name: str
    label: Sentence
    date: date | None
    days_left: int | None
    stopped_on: date | None
    state: str


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of the reckoning in the reader's language."""

    day: date
    clock: str
    text: str
    article: str
    link: str


@dataclass(frozen=True, slots=True)
class TimelineView:
    """One thing that happened."""

    on: date
    text: Sentence
    more: str
    who: str
    kind: str


@dataclass(frozen=True, slots=True)
class ActView:
    """Something that this user may do to this case now."""

    what: str
    label: Sentence


def clocks(reckoning: Reckoning, today: date) -> Sequence[ClockView]:
    """Return the three clocks in the order in which they run out."""
    return [
        _clock("acknowledge", reckoning.acknowledge_by, reckoning.acknowledged_on, today),
        _clock("target", reckoning.target_on, reckoning.answered_on, today, reckoning),
        _clock("due", reckoning.due_on, reckoning.answered_on, today, reckoning),
    ]


def _clock(
    name: str,
    day: date | None,
    stopped_on: date | None,
    today: date,
    pausing: Reckoning | None = None,
) -> ClockView:
    if stopped_on is not None:
        state = "stopped"
    elif day is None:
        state = "none"
    else:
        state = "suspended" if pausing and pausing.suspended_since else "running"
    left = None if day is None else days_left(day, today)
    return ClockView(name, CLOCKS[name], day, left, stopped_on, state)


def steps(reckoning: Reckoning) -> Sequence[StepView]:
    """Return how the dates came about, in the reader's language."""
    language = current_language()
    return [
        StepView(step.day, step.clock, step.text(language), step.article, step.link)
        for step in reckoning.steps
    ]


def was_moved(reckoning: Reckoning) -> bool:
    """Tell whether the due date is not simply where the term put it: then the steps are open."""
    moved = reckoning.due_on != reckoning.unrolled_due_on
    return moved or reckoning.suspended_since is not None


def effect(before: Reckoning, after: Reckoning) -> str:
    """Say in one sentence what an event does to the dates."""
    old, new = before.due_on or before.target_on, after.due_on or after.target_on
    if new is None or (after.answered_on and not before.answered_on):
        return _("Hiermee stoppen de klokken.")
    name = _("De uiterste datum") if after.due_on else _("De streefdatum")
    if old == new:
        return _("%(name)s blijft %(day)s.", name=name, day=date_in_words(new))
    return _("%(name)s wordt %(day)s.", name=name, day=date_in_words(new))


def timeline(happened: Sequence[tuple[Event, str]]) -> Sequence[TimelineView]:
    """Return what happened, newest first."""
    return [
        TimelineView(
            event.on, EVENTS[event.type], _more(event), who or _("Tijdig"), _kind(event.type)
        )
        for event, who in happened
    ]


def _more(event: Event) -> str:
    more = details(event.type, event.data)
    if not event.reason:
        return more
    kept = _("Vastgelegd met reden: %(reason)s", reason=event.reason)
    return f"{more} {kept}".strip()


def _kind(type: EventType) -> str:
    kinds = {
        EventType.REGISTERED: "in",
        EventType.MESSAGE_RECEIVED: "in",
        EventType.ACKNOWLEDGED: "out",
        EventType.INTERIM_SENT: "out",
        EventType.ANSWERED: "out",
        EventType.ASSIGNED: "people",
        EventType.NOTICE_OF_DEFAULT: "warn",
    }
    return kinds.get(type, "clock" if type in LEGAL_EVENTS else "note")


def acts_for(case: Case, user: User) -> Sequence[ActView]:
    """Return the dated events that make sense for this case now."""
    if not may(user, Act.WORK_ON_CASE) or case.state not in OPEN_STATES:
        return []
    legal = case.due_on is not None
    offered = [
        ("bevestigd", _("Ontvangst is al bevestigd"), case.acknowledged_on is None),
        ("hervatten", _("Aanvulling is binnen"), case.suspended_since is not None),
        ("opschorten", _("Termijn opschorten"), legal and case.suspended_since is None),
        ("verlengen", _("Termijn verlengen"), legal),
        ("uitstel", _("Uitstel met instemming"), legal),
        ("ingebrekestelling", _("Ingebrekestelling ontvangen"), legal),
    ]
    return [ActView(what, label) for what, label, possible in offered if possible]
