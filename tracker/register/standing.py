"""Where does a case stand in law now: its regime, facts, events and clocks together?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from tracker.base.errors import InvalidInput, Sentence
from tracker.deadlines.clocks import Reckoning
from tracker.deadlines.regime import Regime
from tracker.deadlines.terms import Length
from tracker.register.basis import basis_of
from tracker.register.clocks import events_of, facts_of, kept_reckoning, reckon_events
from tracker.register.models import Case, Event, EventType, Subject


@dataclass(frozen=True, slots=True)
class Standing:
    """A case as the law sees it on *today*."""

    case: Case
    regime: Regime
    facts: Mapping[str, Any]
    events: Sequence[Event]
    reckoning: Reckoning
    today: date
    problem: Sentence = ""
    """Why it cannot be reckoned any more; then the dates are those that it kept."""

    @property
    def may_extend(self) -> bool:
        """Whether the municipality alone may put the answer off."""
        return self.regime.may_extend(self.facts)

    @property
    def gives_notice_of_delay(self) -> bool:
        """Whether the law wants a word when it gets later, which moves nothing (Awb 4:14)."""
        return self.regime.notice_of_delay is not None and not self.may_extend

    @property
    def cap(self) -> Length | None:
        """The longest extension; None: the law names none."""
        return self.regime.cap_for(self.facts)

    @property
    def extensions(self) -> int:
        """How often the term was extended."""
        return sum(event.type is EventType.EXTENDED for event in self.events)

    @property
    def endless(self) -> bool:
        """Whether the term stands still and nobody knows until when."""
        waiting = self.reckoning.suspended_since is not None
        return waiting and self.reckoning.respond_by is None

    def open_grounds(self) -> tuple[str, ...]:
        """Return the grounds of the suspensions that nobody ended, oldest first."""
        found: list[str] = []
        for event in sorted(self.events, key=lambda event: (event.on, event.id or 0)):
            ground = str(event.data.get("ground") or "")
            if event.type is EventType.SUSPENSION_STARTED:
                found.append(ground)
            elif event.type is EventType.SUSPENSION_ENDED and found:
                found.remove(ground if ground in found else found[0])
        return tuple(found)


def standing_of(
    session: Session, case: Case, today: date, known_events: Sequence[Event] | None = None
) -> Standing:
    """Return where *case* stands on *today*.

    What was allowed when it was written down may not be any more, under a regime of our own that
    somebody changed; people must see the case all the same.

    Args:
        known_events: what it is reckoned from, when that was read for many cases at once.
    """
    events = events_of(session, case) if known_events is None else known_events
    basis, subject = basis_of(session), session.get_one(Subject, case.subject_id)
    known = {name: value for name, value in facts_of(events).items() if value is not None}
    problem: Sentence = ""
    try:
        reckoning = reckon_events(basis, case, subject, events, today)
    except InvalidInput as error:
        reckoning, problem = kept_reckoning(case), error.message
    return Standing(
        case=case,
        regime=basis.regime(case.regime, case.received_on),
        facts=known,
        events=events,
        reckoning=reckoning,
        today=today,
        problem=problem,
    )
