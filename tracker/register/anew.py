"""What moves on one case because it is reckoned with something else than before?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from tracker.base.errors import InvalidInput
from tracker.deadlines.errors import DeadlineError
from tracker.deadlines.regimes import REGIMES
from tracker.register.basis import Basis, why_anew
from tracker.register.clocks import KEPT, keep_clocks, keep_state
from tracker.register.models import Case, CaseState, Event, EventType, Subject

OVER = "response_over"
CLOCKS = {"acknowledge": "acknowledge_by", "target": "target_on", "due": "due_on"}


class Moved(NamedTuple):
    """One clock of a case with its date before and after."""

    clock: str
    before: date | None
    after: date | None


class Problem(NamedTuple):
    """Why a case cannot be reckoned any more, in both languages."""

    nl: str
    en: str


@dataclass(frozen=True, slots=True)
class Anew:
    """What became of a case that was reckoned anew; with a ``problem`` it kept its dates."""

    moved: tuple[Moved, ...] = ()
    causes: tuple[str, ...] = ()
    changed: bool = False
    """Whether anything on the case is another one than before, besides its mark."""
    problem: Problem | None = None

    @property
    def tells(self) -> bool:
        """Whether the timeline must tell: a date moved, or the term runs again."""
        return bool(self.moved) or OVER in self.causes


def reckon_anew(
    basis: Basis, case: Case, subject: Subject, events: Sequence[Event], today: date, mark: str
) -> Anew:
    """Reckon a case with what the municipality reckons with now, and keep its dates on it.

    Args:
        events: all that happened to the case and is in force, in the order in which it was
            written down.
        mark: of *basis* and *subject*, made once for many cases.
    """
    causes = _causes(basis, case, mark)
    before, over, problem = kept_dates(case), is_over(case, today), None
    try:
        keep_clocks(basis, case, subject, events, today, mark)
    except InvalidInput as error:
        case.reckoned_with = mark
        keep_state(case, today)
        problem = _problem(error)
    over = over and case.state is not CaseState.WAITING  # another one may still run
    if over:
        causes = (*causes, OVER)
    after = kept_dates(case)
    moved = tuple(
        Moved(clock, before[name], after[name])
        for clock, name in CLOCKS.items()
        if before[name] != after[name]
    )
    return Anew(moved, causes, before != after, problem)


def is_over(case: Case, today: date) -> bool:
    """Tell whether nobody responded in time to what we asked.

    The law ends the suspension by itself (Awb 4:15): nothing is written down, so the dates that
    are kept still say that the case waits.
    """
    waits = case.state is CaseState.WAITING
    return waits and case.respond_by is not None and case.respond_by < today


def event_of(case: Case, anew: Anew, now: datetime, today: date) -> dict[str, Any]:
    """Return what the timeline tells of the dates that moved, as a row of ``Event``."""
    moved = [
        {"clock": each.clock, "before": _iso(each.before), "after": _iso(each.after)}
        for each in anew.moved
    ]
    return {
        "case_id": case.id,
        "type": EventType.RECKONED_ANEW,
        "on": today,
        "recorded_at": now,
        "by_id": None,
        "data": {"moved": moved, "causes": list(anew.causes)},
        "reason": "",
    }


def kept_dates(case: Case) -> Mapping[str, Any]:
    """Return all that follows from the clocks, as it stands on the case."""
    return {name: getattr(case, name) for name in KEPT}


def _causes(basis: Basis, case: Case, mark: str) -> tuple[str, ...]:
    """Return why; another regime of our own is no reason for a case under the law."""
    causes = why_anew(case.reckoned_with, mark)
    if case.regime in REGIMES and case.regime not in basis.own:
        causes = tuple(cause for cause in causes if cause != "regimes")
    return causes


def _problem(error: InvalidInput) -> Problem:
    cause = error.__cause__
    if isinstance(cause, DeadlineError):
        return Problem(cause.message_nl[:500], cause.message_en[:500])
    return Problem(str(error.message)[:500], str(error.message)[:500])


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
