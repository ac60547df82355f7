"""What one case is, as far as its clocks are concerned."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from tracker.deadlines.calendar import Calendar
from tracker.deadlines.events import Placed
from tracker.deadlines.regime import Regime
from tracker.deadlines.suspensions import Suspension


class Case(NamedTuple):
    """All that a clock is reckoned from; ``calendar`` knows no local closing days."""

    regime: Regime
    facts: Mapping[str, Any]
    events: Sequence[Placed]
    suspensions: Sequence[Suspension]
    calendar: Calendar
    as_of: date | None = None
    earliest: date = date.min  # nothing can have happened before it

    @property
    def pausing(self) -> Sequence[Suspension]:
        """The suspensions that stop the legal term for a while; a stay starts it all over."""
        if not self.regime.restarts:
            return self.suspensions
        return [each for each in self.suspensions if not each.restarts]

    @property
    def stays(self) -> Sequence[Suspension]:
        """The stays that are over, oldest first."""
        return [each for each in self.suspensions if each.restarts and each.ended_on]

    def suspended_without_end(self, day: date) -> bool:
        """Say whether on *day* the term stands still and nobody knows until when."""
        return any(each.last_day is None and each.asked_on < day for each in self.suspensions)
