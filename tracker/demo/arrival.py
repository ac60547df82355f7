"""On which day, and when that day, did a letter come in, so that it stands today as it should?"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Final

from tracker.base.clock import OFFICE_TIME
from tracker.deadlines.calendar import DUTCH_CALENDAR
from tracker.deadlines.clocks import Norms, Reckoning, reckon
from tracker.demo.letters import Letter
from tracker.demo.picture import Course
from tracker.demo.subjects import DemoSubject
from tracker.demo.wording import working_day_near
from tracker.register.models import ELECTRONIC, Channel

YEAR: Final = 365
_WEEKDAY_WEIGHTS: Final = (1.6, 1.2, 1.0, 1.0, 0.9, 0.3, 0.35)
_YOUNGEST_CLOSED: Final = {
    "servicenorm": 7,
    "awb-aanvraag": 30,
    "awb-bezwaar": 110,
    "awb-klacht": 25,
    "woo": 25,
    "avg": 22,
}
_DAYS: Final = timedelta(days=1)


def reckoned(
    subject: DemoSubject, received_on: date, facts: Mapping[str, object], today: date
) -> Reckoning:
    """Return the clocks of a letter on which nothing has happened yet."""
    norms = Norms(subject.acknowledge_within, subject.answer_within)
    return reckon(
        subject.regime, {"received_on": received_on, **facts}, (), norms, DUTCH_CALENDAR, today
    )


def facts_of(letter: Letter, received_on: date, offsets: Mapping[str, int]) -> dict[str, object]:
    """Return what the regime wants to know; objections go to a committee in this town."""
    if "decision" not in letter.workdays:
        return {}
    sent_on = working_day_near(received_on, offsets["decision"])
    return {"decision_sent_on": sent_on, "committee": True}


class Arrival:
    """Chooses days of receipt over the past year, seen from *today*."""

    def __init__(self, rng: Random, today: date) -> None:
        """Know what day it is."""
        self._rng = rng
        self.today = today
        self.office_today = DUTCH_CALENDAR.next_working_day(today)
        self.last_office_day = DUTCH_CALENDAR.add_working_days(today, -1)
        self.week_end = DUTCH_CALENDAR.add_working_days(self.office_today, 5)

    def of_closed(self, letter: Letter, channel: Channel, subject: DemoSubject) -> date:
        """Return a day in the past year, long enough ago for the case to be closed."""
        youngest = _YOUNGEST_CLOSED[subject.regime]
        days = [day for day in self._days(youngest, YEAR) if self._may_come(letter, channel, day)]
        return self._rng.choices(days, [_WEEKDAY_WEIGHTS[day.weekday()] for day in days])[0]

    def of_open(
        self,
        course: Course,
        letter: Letter,
        channel: Channel,
        subject: DemoSubject,
        offsets: Mapping[str, int],
    ) -> date | None:
        """Return a day that puts the case today where *course* wants it; None if there is none."""
        wanted = self._wanted(course)
        found: list[date] = []
        for day in self._days(1, YEAR):
            facts = facts_of(letter, day, offsets)
            if self._may_come(letter, channel, day) and wanted(
                day, reckoned(subject, day, facts, self.today)
            ):
                found.append(day)
        weights = [_WEEKDAY_WEIGHTS[day.weekday()] for day in found]
        return self._rng.choices(found, weights)[0] if found else None

    def moment(self, day: date, channel: Channel) -> datetime:
        """Return when on *day*: paper and people in office hours, mail until late."""
        first, last = (7 * 60, 22 * 60 + 30) if channel in ELECTRONIC else (8 * 60 + 45, 11 * 60)
        if channel in (Channel.PHONE, Channel.COUNTER):
            last = 16 * 60 + 15
        return at_minute(day, self._rng.randint(first, last), self._rng.randint(0, 59))

    def office_day(self, day: date) -> date:
        """Return *day*, or the first working day after it."""
        return DUTCH_CALENDAR.next_working_day(day)

    def office_moment(self, day: date) -> datetime:
        """Return a moment on *day* at which our own people are at work."""
        return at_minute(day, self._rng.randint(9 * 60, 16 * 60), self._rng.randint(0, 59))

    def _days(self, youngest: int, oldest: int) -> Iterator[date]:
        return (self.today - timedelta(days=ago) for ago in range(youngest, oldest + 1))

    def _may_come(self, letter: Letter, channel: Channel, day: date) -> bool:
        in_season = not letter.months or day.month in letter.months
        return in_season and (channel in ELECTRONIC or DUTCH_CALENDAR.is_working_day(day))

    def _wanted(self, course: Course) -> Callable[[date, Reckoning], bool]:
        return {
            Course.FRESH: self._is_fresh,
            Course.UNACKNOWLEDGED: self._is_unacknowledged,
            Course.RUNNING: self._is_running,
            Course.DUE_TODAY: lambda _day, clocks: clocks.target_on == self.office_today,
            Course.DUE_THIS_WEEK: lambda _day, clocks: (
                self.office_today < _target(clocks) <= self.week_end
            ),
            Course.LATE_ON_TARGET: self._is_late_on_target,
            Course.LATE_BY_LAW: lambda _day, clocks: self._due_ago(clocks, 2, 20),
            Course.IN_DEFAULT: lambda _day, clocks: self._due_ago(clocks, 24, 45),
            Course.SUSPENDED: lambda day, _clocks: self._ago(day, 8, 16),
            Course.REOPENED: lambda day, _clocks: self._ago(day, 9, 14),
        }[course]

    def _is_fresh(self, day: date, _clocks: Reckoning) -> bool:
        return day >= DUTCH_CALENDAR.add_working_days(self.last_office_day, -1)

    def _is_unacknowledged(self, day: date, clocks: Reckoning) -> bool:
        late = clocks.acknowledge_by is not None and clocks.acknowledge_by < self.today
        return late and self._ago(day, 3, 11) and _target(clocks) > self.today

    def _is_running(self, day: date, clocks: Reckoning) -> bool:
        return _target(clocks) > self.week_end and day < self.last_office_day - _DAYS

    def _is_late_on_target(self, _day: date, clocks: Reckoning) -> bool:
        late = self.today - 25 * _DAYS <= _target(clocks) < self.today
        return late and (clocks.due_on is None or clocks.due_on > self.office_today)

    def _due_ago(self, clocks: Reckoning, least: int, most: int) -> bool:
        return clocks.due_on is not None and self._ago(clocks.due_on, least, most)

    def _ago(self, day: date, least: int, most: int) -> bool:
        return least <= (self.today - day).days <= most


def at_minute(day: date, minute: int, second: int = 0) -> datetime:
    """Return the instant in UTC of a minute after midnight on the clock of the town hall."""
    wall = datetime.combine(day, time(minute // 60, minute % 60, second), OFFICE_TIME)
    return wall.astimezone(UTC)


def _target(clocks: Reckoning) -> date:
    return clocks.target_on or date.max
