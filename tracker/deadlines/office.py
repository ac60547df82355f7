"""At which moment so many hours of office time have passed."""

from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from tracker.deadlines.calendar import Calendar
from tracker.deadlines.errors import DeadlineError

OFFICE_TIME: Final = ZoneInfo("Europe/Amsterdam")


class Office(NamedTuple):
    """When the town hall is open: every working day of its calendar, from one time to another.

    All times are those of the clock on its wall. That clock changes on a Sunday, when the office
    is closed, so an hour of office time always is an hour.
    """

    opens: time
    closes: time
    calendar: Calendar

    def first_moment(self, received: date, received_at: datetime | None) -> datetime:
        """Return when the hours begin to count.

        Known to the minute: then, or at the next opening. When only the day is known, nobody
        can say how much of it was left: at the opening of the next working day.
        """
        if received_at is None:
            return self._at(self.calendar.add_working_days(received, 1), self.opens)
        return self.at_or_after(received_at.astimezone(OFFICE_TIME))

    def at_or_after(self, moment: datetime) -> datetime:
        """Return *moment* itself when the office is open, else the next opening."""
        day = moment.date()
        if not self.calendar.is_working_day(day):
            return self._at(self.calendar.next_working_day(day), self.opens)
        if moment.time() < self.opens:
            return self._at(day, self.opens)
        if moment.time() >= self.closes:
            return self._at(self.calendar.add_working_days(day, 1), self.opens)
        return moment

    def after(self, start: datetime, hours: int) -> datetime:
        """Return the moment at which *hours* of office time have passed since *start*.

        Where a day is just full that is its closing time, not the opening of the next day.

        Raises:
            DeadlineError: the office closes before it opens.
        """
        day = self._length_of_day()
        since_opening = _on_the_wall(start) - datetime.combine(start.date(), self.opens)
        days, rest = divmod(since_opening + timedelta(hours=hours), day)
        if not rest:
            days, rest = days - 1, day
        last = self.calendar.add_working_days(start.date(), days) if days else start.date()
        return (datetime.combine(last, self.opens) + rest).replace(tzinfo=OFFICE_TIME)

    def _length_of_day(self) -> timedelta:
        some_day = date.min
        day = datetime.combine(some_day, self.closes) - datetime.combine(some_day, self.opens)
        if day <= timedelta(0):
            raise DeadlineError(
                "office_closes",
                "Het gemeentehuis gaat dicht voordat het opengaat.",
                "The town hall closes before it opens.",
            )
        return day

    def _at(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, OFFICE_TIME)


def _on_the_wall(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None)
