"""What may a person do to a case: take it, hand it on, write down what happened, close it?

Each function is one transaction. It compares the version that the user saw with the one in the
database, so that nobody overwrites a colleague.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import Session

from tracker.base.clock import Clock, office_date
from tracker.base.database import Database
from tracker.base.errors import ChangedByColleague, InvalidInput, NotAllowed, NotFound
from tracker.deadlines.clocks import Reckoning
from tracker.people.models import User
from tracker.people.rules import Act, has_desk, may, may_see
from tracker.register.basis import basis_of
from tracker.register.clocks import (
    MOVES_DATES,
    events_of,
    kept_reckoning,
    problem_of,
    reckon_case,
    reckon_events,
)
from tracker.register.models import (
    CLOSED_WITHOUT_ANSWER,
    OPEN_STATES,
    Case,
    CaseState,
    Event,
    EventType,
    Subject,
)
from tracker.register.owed import letter_with
from tracker.register.queries import find_case
from tracker.register.recalculation import catch_up
from tracker.register.service import assign, record_event


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """The case as the user saw it when the form was opened."""

    number: str
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Dated:
    """Something to write down: what, on which day, and why if the law does not allow it."""

    type: EventType
    on: date
    data: Mapping[str, Any]
    reason: str = ""


def case_for(session: Session, number: str, user: User, act: Act = Act.SEE_CASE) -> Case:
    """Return the case, if it is there and *user* may do *act* to it.

    Raises:
        NotFound: there is no such case.
        NotAllowed: it is another team's, or not this user's to change.
    """
    case = find_case(session, number)
    if case is None:
        raise NotFound(
            _l("Zaak %(number)s bestaat niet (meer). Controleer het nummer.", number=number)
        )
    if not may_see(user, case.team_id, case.handler_id):
        raise NotAllowed(
            _l("Deze zaak is van een ander team. Vraag uw teamleider als u er toch bij moet."),
            case_id=case.id,
        )
    if not may(user, act):
        raise NotAllowed(_l("Dit hoort niet bij uw taak."), case_id=case.id, act=act.value)
    return case


@contextmanager
def changing(
    db: Database, seen: Seen, user: User, act: Act = Act.WORK_ON_CASE
) -> Iterator[tuple[Session, Case]]:
    """Change a case that nobody changed since the user saw it.

    The version goes up also when no date moves: a form that is sent twice is one act.

    Raises:
        ChangedByColleague: somebody did, or the same form was sent before.
    """
    with db.changing() as session:
        case = case_for(session, seen.number, user, act)
        if case.version != seen.version:
            raise ChangedByColleague(
                _l(
                    "Een collega heeft zaak %(number)s veranderd terwijl u bezig was. Bekijk eerst "
                    "wat er veranderd is.",
                    number=seen.number,
                ),
                case_id=case.id,
            )
        flag_modified(case, "state")
        yield session, case


@contextmanager
def changing_open(db: Database, seen: Seen, user: User) -> Iterator[tuple[Session, Case]]:
    """Change a case that is open; what happens to a closed one begins with opening it again."""
    with changing(db, seen, user) as (session, case):
        if case.state not in OPEN_STATES:
            raise InvalidInput(
                _l("Deze zaak is al gesloten. Open hem eerst weer."), case_id=case.id
            )
        yield session, case


def take(db: Database, clock: Clock, seen: Seen, user: User) -> None:
    """Put the case on the user's own desk; for who has a list on which it then stands."""
    with changing(db, seen, user, Act.SEE_WORK) as (session, case):
        assign(session, clock(), case, user.id, user.id)


def hand_to(db: Database, clock: Clock, seen: Seen, user: User, handler_id: int | None) -> None:
    """Put the case on somebody else's desk, or back on the pile; a team lead's act.

    Raises:
        InvalidInput: that colleague works in another team or does not work here any more.
    """
    with changing(db, seen, user, Act.ASSIGN_CASE) as (session, case):
        if handler_id is not None:
            handler = session.get(User, handler_id)
            if handler is None or not has_desk(handler) or handler.team_id != case.team_id:
                raise InvalidInput(_l("Kies een collega uit dit team."), "handler_id")
        assign(session, clock(), case, handler_id, user.id)


def change_subject(
    db: Database, clock: Clock, seen: Seen, user: User, subject_id: int, facts: Mapping[str, Any]
) -> None:
    """Give the case another subject: its regime, norms and team go with it.

    Raises:
        InvalidInput: the regime needs a fact that is missing, or the subject is gone.
    """
    with changing_open(db, seen, user) as (session, case):
        subject = session.get(Subject, subject_id)
        if subject is None or not subject.active:
            raise InvalidInput(_l("Kies een onderwerp uit de lijst."), "subject_id")
        catch_up(session, clock(), case)
        case.subject_id, case.regime = subject_id, subject.regime
        if case.team_id != subject.team_id:
            case.team_id, case.handler_id = subject.team_id, None
            case.state = CaseState.NEW if case.state is CaseState.IN_PROGRESS else case.state
        session.flush()
        record_event(
            session,
            clock(),
            case,
            EventType.SUBJECT_CHANGED,
            office_date(clock()),
            by_id=user.id,
            data={"regime": subject.regime, "text": subject.name, "facts": dict(facts)},
        )


def write_down(db: Database, clock: Clock, seen: Seen, user: User, what: Dated) -> None:
    """Put a dated event on the timeline; the clocks follow.

    Raises:
        InvalidInput: the day cannot be right, or the law does not allow it.
    """
    with changing_open(db, seen, user) as (session, case):
        _check_day(what.on, case, office_date(clock()))
        record_event(
            session,
            clock(),
            case,
            what.type,
            what.on,
            by_id=user.id,
            data=what.data,
            reason=what.reason,
        )


def foresee(session: Session, case: Case, today: date, what: Dated) -> Reckoning:
    """Reckon what the clocks would be with this event, without storing anything.

    A case that could not be reckoned without it either keeps its dates, as ``record_event`` does.

    Raises:
        InvalidInput: the day cannot be right, or the law does not allow it.
    """
    _check_day(what.on, case, today)
    event = Event.model_construct(
        case_id=case.id, type=what.type, on=what.on, data=dict(what.data), reason=what.reason
    )
    try:
        return reckon_case(session, case, today, extra=[event])
    except InvalidInput:
        if what.type in MOVES_DATES or problem_of(session, case, today) is None:
            raise
    stopped_on = what.on if what.type in (EventType.ANSWERED, EventType.DECIDED) else None
    return kept_reckoning(case)._replace(target_stopped_on=stopped_on)


def foresee_subject(
    session: Session, case: Case, today: date, subject: Subject, facts: Mapping[str, Any]
) -> Reckoning:
    """Reckon what the clocks would be under another subject, without storing anything.

    Raises:
        InvalidInput: its regime needs a fact that is missing, or does not know what happened.
    """
    changed = Event.model_construct(
        type=EventType.SUBJECT_CHANGED, on=today, data={"facts": dict(facts)}, reason=""
    )
    under = Case.model_construct(regime=subject.regime, received_on=case.received_on)
    events = [*events_of(session, case), changed]
    return reckon_events(basis_of(session), under, subject, events, today)


@dataclass(frozen=True, kw_only=True, slots=True)
class Correction:
    """Facts that are other ones than those *known* so far; None: emptied."""

    known: Mapping[str, Any]
    changes: Mapping[str, Any]
    why: str = ""


def foresee_facts(
    session: Session, case: Case, today: date, changes: Mapping[str, Any]
) -> Reckoning:
    """Reckon what the clocks would be with other facts, without storing anything.

    Raises:
        InvalidInput: one cannot reckon with them, or the day of receipt still has to come.
    """
    received_on = _received_on(case, changes)
    if received_on > today:
        raise InvalidInput(
            _l("Deze dag is nog niet geweest. Vul vandaag of eerder in."), "received_on"
        )
    changed = Event.model_construct(
        type=EventType.SUBJECT_CHANGED, on=today, data={"facts": dict(changes)}, reason=""
    )
    under = Case.model_construct(regime=case.regime, received_on=received_on)
    subject = session.get_one(Subject, case.subject_id)
    events = [*events_of(session, case), changed]
    return reckon_events(basis_of(session), under, subject, events, today)


def _received_on(case: Case, changes: Mapping[str, Any]) -> date:
    told = changes.get("received_on")
    return date.fromisoformat(told) if told else case.received_on


def correct_facts(
    db: Database, clock: Clock, seen: Seen, user: User, correction: Correction
) -> None:
    """Go on with other facts; what they were stays on the timeline.

    Another day of receipt starts every term on another day, and brings the law of that day.

    Raises:
        InvalidInput: one cannot reckon with them, or the day of receipt changes without a reason.
    """
    if "received_on" in correction.changes and not correction.why.strip():
        raise InvalidInput(_l("Schrijf in één zin waarom de dag van ontvangst anders is."), "why")
    corrected = [
        {"fact": name, "before": correction.known.get(name), "after": value}
        for name, value in correction.changes.items()
    ]
    data = {"facts": dict(correction.changes), "corrected": corrected}
    if correction.why.strip():
        data["why"] = correction.why.strip()
    with changing(db, seen, user) as (session, case):
        on = office_date(clock())
        catch_up(session, clock(), case)
        foresee_facts(session, case, on, correction.changes)
        case.received_on = _received_on(case, correction.changes)
        record_event(
            session, clock(), case, EventType.SUBJECT_CHANGED, on, by_id=user.id, data=data
        )


def letter_not_needed(db: Database, clock: Clock, seen: Seen, user: User, event_id: int) -> None:
    """Say that a letter that the law wants was sent already, or need not be sent.

    Raises:
        NotFound: the event is another case's, or it asks for no letter.
    """
    with changing(db, seen, user) as (session, case):
        events = events_of(session, case)
        letter = next((letter_with(event, events) for event in events if event.id == event_id), "")
        if not letter:
            raise NotFound(_l("Deze brief hoort niet (meer) bij deze zaak."), case_id=case.id)
        data = {"letter_for": event_id, "letter": letter}
        today = office_date(clock())
        record_event(session, clock(), case, EventType.NOTE, today, by_id=user.id, data=data)


def close_without_answer(
    db: Database, clock: Clock, seen: Seen, user: User, state: CaseState, reason: str
) -> None:
    """Close a case that needs no answer any more, with the reason.

    Raises:
        InvalidInput: the reason is missing or the state is not one of these.
    """
    if state not in CLOSED_WITHOUT_ANSWER:
        raise InvalidInput(_l("Kies waarom er geen antwoord komt."), "state")
    if not reason.strip():
        raise InvalidInput(_l("Schrijf in één zin waarom er geen antwoord komt."), "reason")
    with changing_open(db, seen, user) as (session, case):
        withdrawn = state is CaseState.WITHDRAWN
        record_event(
            session,
            clock(),
            case,
            EventType.WITHDRAWN if withdrawn else EventType.CLOSED,
            office_date(clock()),
            by_id=user.id,
            data={"state": state.value, "why": reason.strip()},
        )
        case.unread_message = False


def reopen(db: Database, clock: Clock, seen: Seen, user: User, why: str) -> None:
    """Open a closed case again: its clocks run on.

    Raises:
        InvalidInput: the case is open, or the reason is missing.
    """
    if not why.strip():
        raise InvalidInput(_l("Schrijf in één zin waarom de zaak weer opengaat."), "reason")
    with changing(db, seen, user) as (session, case):
        if case.state in OPEN_STATES:
            raise InvalidInput(_l("Deze zaak is al open."))
        record_event(
            session,
            clock(),
            case,
            EventType.REOPENED,
            office_date(clock()),
            by_id=user.id,
            data={"why": why.strip()},
        )


def mark_read(db: Database, seen: Seen, user: User) -> None:
    """Say that the new message was read and needs nothing more."""
    with changing(db, seen, user) as (_, case):
        case.unread_message = False


def _check_day(on: date, case: Case, today: date) -> None:
    if on > today:
        raise InvalidInput(_l("Deze dag is nog niet geweest. Vul vandaag of eerder in."), "on")
    if on < case.received_on:
        raise InvalidInput(
            _l("Deze dag ligt voor de ontvangst van de brief. Vul een latere dag in."), "on"
        )
