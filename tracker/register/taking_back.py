"""Which event may be taken back because it was written down wrongly, and what is left then?"""

from collections.abc import Container, Sequence
from datetime import date
from typing import Final

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlmodel import Session

from tracker.base.clock import Clock, office_date
from tracker.base.database import Database
from tracker.base.errors import InvalidInput, NotFound, Sentence
from tracker.base.web import date_in_words
from tracker.deadlines.clocks import Reckoning
from tracker.people.models import User
from tracker.register.acts import Seen, changing
from tracker.register.clocks import (
    MOVES_DATES,
    history_of,
    kept_reckoning,
    problem_of,
    reckon_case,
    taken_back,
)
from tracker.register.models import OPEN_STATES, Case, Event, EventType
from tracker.register.service import record_event
from tracker.register.wording import EVENTS

ANSWERS: Final = frozenset({EventType.DECIDED, EventType.ANSWERED})
BY_HAND: Final = ANSWERS | {
    EventType.ACKNOWLEDGED,
    EventType.SUSPENSION_STARTED,
    EventType.SUSPENSION_ENDED,
    EventType.EXTENDED,
    EventType.POSTPONED_BY_CONSENT,
    EventType.FORWARDED_INTERNALLY,
    EventType.NOTICE_OF_DEFAULT,
}
"""What people write down by the forms of ``dated_forms``."""
_SENT_TOO: Final = frozenset({EventType.ACKNOWLEDGED, EventType.ANSWERED})
"""What Tijdig writes down too, when a message has left the house."""


def why_not(event: Event, case: Case, gone: Container[int]) -> Sentence:
    """Say why *event* cannot be taken back; empty when it can.

    In a closed case only the answer itself can: that opens the case again.

    Args:
        gone: the ids of what was taken back already.
    """
    if (event.id or 0) in gone:
        return _l("Dit is al teruggenomen.")
    if event.type not in BY_HAND or event.by_id is None:
        return _l("U kunt alleen terugnemen wat een collega zelf heeft vastgelegd.")
    if event.type in _SENT_TOO and event.data.get("message_id"):
        return _l("Dit bericht is echt verstuurd. Dat kunt u niet terugnemen.")
    if case.state not in OPEN_STATES and event.type not in ANSWERS:
        return _l("Deze zaak is al gesloten. Open hem eerst weer.")
    return ""


def foresee_taking_back(session: Session, case: Case, today: date, event: Event) -> Reckoning:
    """Reckon what the clocks would be without *event*, without storing anything.

    A case that cannot be reckoned with it nor without it keeps its dates.

    Raises:
        InvalidInput: something else would not be right without it; the message says what.
    """
    gone = Event.model_construct(
        case_id=case.id, type=EventType.TAKEN_BACK, on=today, data=_data(event), reason=""
    )
    try:
        return reckon_case(session, case, today, extra=[gone])
    except InvalidInput as refused:
        if event.type in MOVES_DATES and problem_of(session, case, today) is not None:
            return kept_reckoning(case)  # more than one event spoils it: each must be able to go
        left = _event(history_of(session, case), refused.details.get("event_id"))
        raise InvalidInput(_in_the_way(left, refused.message), case_id=case.id) from refused


def take_back(db: Database, clock: Clock, seen: Seen, user: User, event_id: int, why: str) -> None:
    """Let an event that was written down wrongly count no more; it stays on the timeline.

    Raises:
        NotFound: the event is not one of this case.
        InvalidInput: the reason is missing, or the event must stay.
    """
    if not why.strip():
        raise InvalidInput(_l("Schrijf in één zin waarom dit niet klopt."), "reason")
    with changing(db, seen, user) as (session, case):
        history, today = history_of(session, case), office_date(clock())
        event = event_to_take_back(history, event_id)
        if refused := why_not(event, case, taken_back(history)):
            raise InvalidInput(refused, case_id=case.id)
        foresee_taking_back(session, case, today, event)
        record_event(
            session,
            clock(),
            case,
            EventType.TAKEN_BACK,
            today,
            by_id=user.id,
            data=_data(event),
            reason=why.strip(),
        )


def event_to_take_back(history: Sequence[Event], event_id: int) -> Event:
    """Return the event of this case.

    Raises:
        NotFound: it is not one of this case.
    """
    event = _event(history, event_id)
    if event is None:
        raise NotFound(_l("Dit staat niet op de tijdlijn van deze zaak."))
    return event


def _event(history: Sequence[Event], event_id: object) -> Event | None:
    return next((event for event in history if event.id == event_id), None)


def _data(event: Event) -> dict[str, int]:
    return {"event_id": event.id or 0}


def _in_the_way(left: Event | None, why: Sentence) -> Sentence:
    """Say what stands in the way: an event that leans on the other one, or something else."""
    if left is None:
        return _l("Zonder dit zijn de datums niet te berekenen. %(why)s", why=why)
    return LazyString(_leans_on_it, left.type, left.on, why)


def _leans_on_it(type: EventType, on: date, why: Sentence) -> str:
    return _(
        "Dan klopt “%(event)s” van %(day)s niet meer. %(why)s Neem dat eerst terug.",
        event=EVENTS[type],
        day=date_in_words(on),
        why=why,
    )
