"""When must this case be acknowledged and answered, by its events and the law?

The dates on a case are a cache of what this module reckons from the events alone.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from tracker.base.errors import InvalidInput
from tracker.base.words import both
from tracker.deadlines.calendar import DUTCH_CALENDAR
from tracker.deadlines.clocks import LegalEvent, Milestones, Norms, Penalty, Reckoning, reckon
from tracker.deadlines.errors import DeadlineError
from tracker.register.basis import Basis, basis_of
from tracker.register.models import LEGAL_EVENTS, Case, Event, EventType, Subject
from tracker.register.rules import dates_of, next_date, state_on

MOVES_CLOCKS = (*LEGAL_EVENTS, EventType.CLOSED)
RECKONED_FROM = (
    *MOVES_CLOCKS,
    EventType.REGISTERED,
    EventType.SUBJECT_CHANGED,
    EventType.TAKEN_BACK,
)
"""The events that clocks are reckoned from: what moves them, what tells the facts, and what takes
one of those back."""
MOVES_DATES = (
    EventType.REGISTERED,
    EventType.SUBJECT_CHANGED,
    EventType.SUSPENSION_STARTED,
    EventType.SUSPENSION_ENDED,
    EventType.EXTENDED,
    EventType.POSTPONED_BY_CONSENT,
    EventType.FORWARDED_INTERNALLY,
    EventType.TAKEN_BACK,
)
"""The events that give other dates; those that are left only stop the clocks or tell something."""
KEPT = (
    "state",
    "acknowledge_by",
    "target_on",
    "due_on",
    "acknowledged_on",
    "answered_on",
    "suspended_since",
    "respond_by",
    "next_clock",
    "next_by",
)
"""What ``keep_clocks`` keeps on a case, besides the mark of the basis."""
_DAYS = ("respond_by", "until")
_PLACE = re.compile(r"events\[(\d+)\]")


def history_of(session: Session, case: Case) -> Sequence[Event]:
    """Return all that was ever written down of *case*, in that order."""
    return session.exec(select(Event).where(Event.case_id == case.id).order_by(col(Event.id))).all()


def events_of(session: Session, case: Case) -> Sequence[Event]:
    """Return the events of *case* that are in force, in the order of ``history_of``."""
    return in_force(history_of(session, case))


def taken_back(history: Sequence[Event]) -> Mapping[int, Event]:
    """Return by its id each event that was taken back, with the event that did so."""
    return {
        int(event.data["event_id"]): event
        for event in history
        if event.type is EventType.TAKEN_BACK
    }


def in_force(history: Sequence[Event]) -> Sequence[Event]:
    """Return the events that count: those that nobody took back.

    This is the one place that decides it; nothing else reads a history of events.
    """
    gone = taken_back(history)
    if not gone:
        return history
    return [
        event
        for event in history
        if event.id not in gone and event.type is not EventType.TAKEN_BACK
    ]


def events_of_many(
    session: Session, case_ids: Sequence[int]
) -> Mapping[int | None, Sequence[Event]]:
    """Return what clocks are reckoned from and is in force, of many cases in one statement."""
    found: defaultdict[int | None, list[Event]] = defaultdict(list)
    wanted = select(Event).where(
        col(Event.case_id).in_(case_ids), col(Event.type).in_(list(RECKONED_FROM))
    )
    for event in session.exec(wanted.order_by(col(Event.id))):
        found[event.case_id].append(event)
    return {id: in_force(found[id]) for id in case_ids}


def reckon_case(
    session: Session, case: Case, today: date, extra: Sequence[Event] = ()
) -> Reckoning:
    """Reckon the clocks of *case* as they stand on *today*.

    Args:
        extra: events that are not stored (yet), to see what they would do.

    Raises:
        InvalidInput: the law does not allow one of the events; the message names the article.
    """
    subject = session.get_one(Subject, case.subject_id)
    events = in_force([*history_of(session, case), *extra])
    return reckon_events(basis_of(session), case, subject, events, today)


def reckon_events(
    basis: Basis, case: Case, subject: Subject, events: Sequence[Event], today: date | None
) -> Reckoning:
    """Reckon the clocks of *case* from its *events* in force.

    Args:
        today: the day on which suspension and penalty are looked at; None: as far as the events
            tell.

    Raises:
        InvalidInput: the law does not allow one of the events; the message names the article, and
            ``event_id`` the event.
    """
    moving = [event for event in events if event.type in MOVES_CLOCKS]
    try:
        return reckon(
            basis.regime(case.regime, case.received_on),
            facts_of(events),
            [_legal(event) for event in moving],
            Norms(
                acknowledge_within=subject.acknowledge_within, answer_within=subject.answer_within
            ),
            basis.calendar,
            as_of=today,
        )
    except DeadlineError as error:
        where, _dot, field = error.field.rpartition(".")  # "events[2].length"
        sentence = both(error.message_nl, error.message_en)
        place = _PLACE.fullmatch(where)
        event_id = moving[int(place[1])].id if place else None
        raise InvalidInput(sentence, field, article=error.article, event_id=event_id) from error


def facts_of(events: Sequence[Event]) -> Mapping[str, Any]:
    """Return the facts that the law asks for; a later correction wins."""
    facts: dict[str, Any] = {}
    for event in events:
        if event.type in (EventType.REGISTERED, EventType.SUBJECT_CHANGED):
            told = event.data.get("facts", {})
            if "received_on" in told:
                facts.pop("received_at", None)  # the moment belonged to the day of before
            facts |= told
    return facts


def refresh_clocks(session: Session, case: Case, today: date) -> Reckoning:
    """Reckon the clocks of *case*; keep the dates, and the state that they give, on it for lists.

    Raises:
        InvalidInput: the law does not allow one of its events.
    """
    subject, basis = session.get_one(Subject, case.subject_id), basis_of(session)
    events = events_of(session, case)
    return keep_clocks(basis, case, subject, events, today, basis.mark([subject]))


def keep_clocks(
    basis: Basis, case: Case, subject: Subject, events: Sequence[Event], today: date, mark: str
) -> Reckoning:
    """Reckon the clocks of *case* from its *events* in force, and keep what follows on it.

    Args:
        mark: of *basis* and *subject*; it stays on the case.

    Raises:
        InvalidInput: the law does not allow one of the events.
    """
    reckoning = waiting = reckon_events(basis, case, subject, events, today)
    asked = any(event.type is EventType.SUSPENSION_STARTED for event in events)
    if asked and reckoning.suspended_since is None:
        # One that ran out unused is kept too: what we asked for may have come in time after all.
        waiting = reckon_events(basis, case, subject, events, None)
    case.acknowledge_by = reckoning.acknowledge_by
    case.target_on = reckoning.target_on
    case.due_on = reckoning.due_on
    case.acknowledged_on = reckoning.acknowledged_on
    case.answered_on = reckoning.answered_on
    case.suspended_since = waiting.suspended_since
    case.respond_by = waiting.respond_by if waiting.suspended_since else None
    case.reckoned_with = mark
    keep_state(case, today, closed=reckoning.closed_by is not None)
    return reckoning


def keep_dates(case: Case, event: Event, today: date) -> None:
    """Let a case that cannot be reckoned any more keep its dates; only stop the clocks."""
    if event.type is EventType.ACKNOWLEDGED:
        case.acknowledged_on = case.acknowledged_on or event.on
    if event.type in (EventType.ANSWERED, EventType.DECIDED):
        case.answered_on = event.on
    if event.type is EventType.REOPENED:
        case.acknowledged_on = case.acknowledged_on or case.answered_on
        case.answered_on = None
    keep_state(case, today)


def keep_state(case: Case, today: date, *, closed: bool = True) -> None:
    """Keep the state and the first open date that follow from the dates on *case*.

    Args:
        closed: whether its clocks have stopped, if its last event closed it.
    """
    dates, has_handler = dates_of(case), case.handler_id is not None
    case.state = state_on(case.state, dates, today, closed=closed, has_handler=has_handler)
    case.next_clock, case.next_by = next_date(case.state, dates, today)


def kept_reckoning(case: Case) -> Reckoning:
    """Return the dates that stand on a case that cannot be reckoned any more, without reasons."""
    penalty: dict[str, Any] = dict.fromkeys(Penalty._fields)
    penalty |= {"applies": False, "most_eur": 0, "article": "", "link": ""}
    penalty |= {"why_nl": "Dat is nu niet te berekenen.", "why_en": "That cannot be reckoned now."}
    known: dict[str, Any] = dict.fromkeys(Reckoning._fields)
    known |= {name: getattr(case, name) for name in KEPT if name in known}
    known |= {
        "regime": case.regime,
        "milestones": Milestones(),
        "penalty": Penalty(**penalty),
        "acknowledge_stopped_on": case.acknowledged_on or case.closed_on,
        "target_stopped_on": case.closed_on,
        "due_stopped_on": case.closed_on if case.due_on else None,
        "steps": (),
    }
    return Reckoning(**known)


def problem_of(
    session: Session, case: Case, today: date, before: Event | None = None
) -> InvalidInput | None:
    """Return why a case cannot be reckoned any more, as it stands or stood before an event.

    What was allowed may not be any more, under a regime of our own that somebody changed.
    """
    history = history_of(session, case)
    events = in_force([event for event in history if event is not before])
    subject = session.get_one(Subject, case.subject_id)
    try:
        reckon_events(basis_of(session), case, subject, events, today)
    except InvalidInput as error:
        return error
    return None


def days_left(day: date, today: date) -> int:
    """Return the working days from *today* to *day*; negative when the day has passed.

    A day that has passed counts as one working day late at once, also when only a weekend lies
    in between: late must never look like "today".
    """
    between = DUTCH_CALENDAR.working_days_between(today, day)
    return min(between, -1) if day < today else between


def _legal(event: Event) -> LegalEvent:
    data: dict[str, Any] = {
        name: date.fromisoformat(value) if name in _DAYS and value else value
        for name, value in event.data.items()
        if name in ("ground", "respond_by", "length", "until", "sender_told")
    }
    # The law has no word for a case that needs no answer any more: its clocks just stop.
    type = EventType.WITHDRAWN if event.type is EventType.CLOSED else event.type
    return LegalEvent(type=type.value, on=event.on, reason=event.reason or None, **data)
