"""Which days are working days, and which day is so many working days away.

Algemene termijnenwet 3: the holidays come from the ``holidays`` package (5 May every year, Good
Friday), the days equated by royal decree from our own table.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import MAXYEAR, date, timedelta
from typing import NamedTuple

from tracker.deadlines.decree_days import DECREE_DAYS, DECREED_YEARS

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5
_WEEKDAYS_NL = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Words(NamedTuple):
    """A few words in both languages."""

    nl: str
    en: str


_CLOSED = Words("het gemeentehuis is dicht", "the town hall is closed")
_DECREED = Words("bij koninklijk besluit vrij", "a day off by royal decree")


class _Year(NamedTuple):
    free: dict[date, Words]
    working: list[int]  # ordinals of the working days, ascending


class Calendar:
    """The working days of one municipality.

    ``closing_days`` are days on which the office is shut. They count for service norms only:
    legal terms are reckoned with ``statutory``, which does not know them. A new royal decree is
    one day more in ``decree_days`` for each day that it equates, and its years in
    ``decreed_years``, also those for which it equates none.
    """

    def __init__(
        self,
        closing_days: Iterable[date] = (),
        decree_days: Mapping[date, str] = DECREE_DAYS,
        decreed_years: Iterable[int] = DECREED_YEARS,
    ) -> None:
        """Keep the tables; a year is worked out when it is first asked for."""
        self.closing_days = frozenset(closing_days)
        self.decree_days = dict(decree_days)
        self.decreed_years = frozenset(decreed_years)
        self._years: dict[int, _Year] = {}
        self.statutory: Calendar = (
            Calendar((), self.decree_days, self.decreed_years) if self.closing_days else self
        )

    def is_working_day(self, day: date) -> bool:
        """Say whether *day* is no Saturday, Sunday, holiday, decree day or closing day."""
        if day.weekday() >= _SATURDAY:
            return False
        year = self._years.get(day.year) or self._year(day.year)  # most days of a run share one
        return day not in year.free

    def next_working_day(self, day: date) -> date:
        """Return *day* itself when it is a working day, else the first one after it."""
        while not self.is_working_day(day):
            day += _ONE_DAY
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """Return the *count*-th working day after *day* (before it when negative).

        *day* itself never counts; with 0 it is the next working day, *day* included.
        """
        if count == 0:
            return self.next_working_day(day)
        year = day.year
        working = self._year(year).working
        index = bisect_right(working, day.toordinal() - (count < 0)) + count
        index -= count > 0
        while index >= len(working):
            index -= len(working)
            year += 1
            working = self._year(year).working
        while index < 0:
            year -= 1
            working = self._year(year).working
            index += len(working)
        return date.fromordinal(working[index])

    def working_days_between(self, start: date, end: date) -> int:
        """Count the working days after *start* up to and including *end*.

        Negative when *end* lies before *start*: so many working days late. A day late over a
        weekend is 0, so compare the dates themselves to know whether something is late.
        """
        if end < start:
            return -self.working_days_between(end, start)
        return self._before(end, start.year) - self._before(start, start.year)

    def why_free(self, day: date) -> Words:
        """Say why *day*, which is no working day, is free.

        Raises:
            KeyError: *day* is a working day.
        """
        known = self._year(day.year).free.get(day)
        if known is None and day.weekday() >= _SATURDAY:
            return weekday_words(day)
        return self._year(day.year).free[day]

    def free_weekdays(self, year: int) -> tuple[date, ...]:
        """Return the days of *year* from Monday to Friday that are no working day."""
        return tuple(sorted(day for day in self._year(year).free if day.weekday() < _SATURDAY))

    def is_decreed(self, year: int) -> bool:
        """Say whether we know the royal decree (Atw 3 lid 3) for *year*."""
        return year in self.decreed_years

    @property
    def first_decreed_year(self) -> int:
        """The year with which our table begins."""
        return min(self.decreed_years, default=MAXYEAR)

    def _before(self, day: date, first_year: int) -> int:
        """Count working days from 1 January of *first_year* up to and including *day*."""
        whole = sum(len(self._year(year).working) for year in range(first_year, day.year))
        return whole + bisect_right(self._year(day.year).working, day.toordinal())

    def _year(self, year: int) -> _Year:
        known = self._years.get(year)
        if known is None:
            known = self._years[year] = self._work_out(year)
        return known

    def _work_out(self, year: int) -> _Year:
        free = {day: _CLOSED for day in self.closing_days if day.year == year}
        free.update({day: _DECREED for day in self.decree_days if day.year == year})
        free.update(_holidays(year))
        first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
        taken = {day.toordinal() for day in free}
        # 1 January of the year 1 was a Monday, so (ordinal - 1) % 7 is the weekday.
        working = [n for n in range(first, last + 1) if (n - 1) % 7 < _SATURDAY and n not in taken]
        return _Year(free, working)


def weekday_words(day: date) -> Words:
    """Name the weekday of *day*."""
    return Words(_WEEKDAYS_NL[day.weekday()], _WEEKDAYS_EN[day.weekday()])


def _holidays(year: int) -> dict[date, Words]:
    """Name the holidays of Atw 3 lid 1 and 2 in *year*.

    5 May is only an optional holiday in the package outside lustrum years; for the Atw it is one
    each year. The import waits until a year is needed: it costs a tenth of a second.
    """
    from holidays.countries.netherlands import Netherlands

    both = ("public", "optional")
    dutch = Netherlands(years=year, categories=both, language="nl")  # type: ignore[no-untyped-call]
    english = Netherlands(years=year, categories=both, language="en_US")  # type: ignore[no-untyped-call]
    return {day: Words(dutch[day], english[day]) for day in dutch}


DUTCH_CALENDAR = Calendar()
