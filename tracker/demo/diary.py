"""When does an act happen, so that it comes after the one before it and never today?"""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any, Final

from tracker.base.clock import OFFICE_TIME, office_date
from tracker.deadlines.calendar import DUTCH_CALENDAR
from tracker.demo.arrival import at_minute
from tracker.demo.plot import Act, ActKind

# Minutes after midnight.
_OPENS: Final = 8 * 60 + 40
_LAST_START: Final = 16 * 60 + 20
_CLOSES: Final = 17 * 60 + 15


class Diary:
    """Acts in order of time; our own people work on working days in office hours.

    ``limit`` is the last day on which anything may have happened.
    """

    def __init__(self, rng: Random, start: datetime, limit: date) -> None:
        """Begin at the moment of receipt."""
        self._rng = rng
        self._now = start
        self.limit = limit
        self.acts: list[Act] = []

    @property
    def today(self) -> date:
        """Return the day of the last act."""
        return office_date(self._now)

    def working_days_on(self, least: int, most: int) -> date:
        """Return a working day so many working days after the last act, within the limit."""
        day = DUTCH_CALENDAR.add_working_days(self.today, self._rng.randint(least, most))
        return self.within(day)

    def within(self, day: date) -> date:
        """Return *day*, or the nearest working day that may still be used."""
        return max(min(DUTCH_CALENDAR.next_working_day(day), self.limit), self.today)

    def wait_until(self, moment: datetime) -> None:
        """Let nothing happen before *moment*."""
        self._now = max(self._now, moment)

    def at_once(self, kind: ActKind, **what: Any) -> None:
        """Add what goes by itself, a minute or two after the last act."""
        self._append(kind, self._now + timedelta(seconds=self._rng.randint(40, 140)), what)

    def at_work(self, kind: ActKind, day: date, **what: Any) -> None:
        """Add what one of our people did on *day*, or as soon after the last act as can be."""
        day = max(day, self.today)
        moment = at_minute(day, self._rng.randint(_OPENS, _LAST_START))
        if moment <= self._now:
            moment = self._after_the_last()
        self._append(kind, moment, what)

    def from_outside(self, kind: ActKind, day: date, **what: Any) -> None:
        """Add what the correspondent did on *day*; they write in the evening too."""
        day = max(min(day, self.limit), self.today)
        moment = at_minute(day, self._rng.randint(7 * 60 + 30, 21 * 60 + 30))
        if moment <= self._now:
            moment = self._now + timedelta(minutes=self._rng.randint(20, 60))
        self._append(kind, moment, what)

    def _after_the_last(self) -> datetime:
        local = self._now.astimezone(OFFICE_TIME)
        following = DUTCH_CALENDAR.add_working_days(self.today, 1)
        still_open = local.hour * 60 + local.minute < _CLOSES
        if still_open or following > self.limit:
            return self._now + timedelta(minutes=self._rng.randint(4, 25))
        return at_minute(following, self._rng.randint(_OPENS, _LAST_START))

    def _append(self, kind: ActKind, moment: datetime, what: dict[str, Any]) -> None:
        self._now = moment
        self.acts.append(Act(kind=kind, at=moment, **what))
