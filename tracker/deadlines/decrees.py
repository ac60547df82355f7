"""Which years are so near that their royal decree should be known, and is not?"""

from datetime import date
from typing import Final

from tracker.deadlines.calendar import DUTCH_CALENDAR, Calendar
from tracker.deadlines.terms import add_months

MONTHS_AHEAD: Final = 18
"""So far ahead a term that starts today may well end; a decree comes out for three years."""


def undecreed_years(today: date, calendar: Calendar = DUTCH_CALENDAR) -> tuple[int, ...]:
    """Return the years of the eighteen months from *today* without a decree (Atw 3 lid 3)."""
    last = add_months(today, MONTHS_AHEAD).year
    return tuple(year for year in range(today.year, last + 1) if not calendar.is_decreed(year))
