"""What time is it, and which day is that in the town hall?"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

OFFICE_TIME = ZoneInfo("Europe/Amsterdam")
Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Return the current instant, aware and in UTC."""
    return datetime.now(UTC)  # noqa: TID251


def office_date(instant: datetime) -> date:
    """Return the calendar day in the town hall at *instant*."""
    return instant.astimezone(OFFICE_TIME).date()
