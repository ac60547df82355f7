"""How should the register look today: how many cases run, wait, are late, are done?"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

WHOLE_YEAR: Final = 400


class Course(StrEnum):
    """How a case goes, or where it stands today."""

    FRESH = "fresh"
    UNACKNOWLEDGED = "unacknowledged"
    RUNNING = "running"
    DUE_TODAY = "due_today"
    DUE_THIS_WEEK = "due_this_week"
    LATE_ON_TARGET = "late_on_target"
    LATE_BY_LAW = "late_by_law"
    IN_DEFAULT = "in_default"
    SUSPENDED = "suspended"
    REOPENED = "reopened"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    FORWARDED = "forwarded"
    DUPLICATE = "duplicate"
    NO_REPLY_NEEDED = "no_reply_needed"


OPEN_COURSES: Final = tuple(Course)[:10]


@dataclass(frozen=True, slots=True)
class Part:
    """The part a case plays in the picture; without a regime any subject will do."""

    course: Course
    regime: str | None = None


_SERVICE, _APPLICATION = "servicenorm", "awb-aanvraag"
_PICTURE: Final = (
    (Part(Course.FRESH), 9),
    (Part(Course.UNACKNOWLEDGED, _SERVICE), 4),
    (Part(Course.RUNNING), 22),
    (Part(Course.RUNNING, _APPLICATION), 4),
    (Part(Course.RUNNING, "awb-bezwaar"), 2),
    (Part(Course.DUE_TODAY, _SERVICE), 2),
    (Part(Course.DUE_TODAY, _APPLICATION), 1),
    (Part(Course.DUE_THIS_WEEK, _SERVICE), 5),
    (Part(Course.DUE_THIS_WEEK, _APPLICATION), 2),
    (Part(Course.DUE_THIS_WEEK, "awb-klacht"), 1),
    (Part(Course.DUE_THIS_WEEK, "woo"), 1),
    (Part(Course.LATE_ON_TARGET, _SERVICE), 5),
    (Part(Course.LATE_ON_TARGET, _APPLICATION), 2),
    (Part(Course.LATE_BY_LAW, _APPLICATION), 1),
    (Part(Course.LATE_BY_LAW, "awb-klacht"), 1),
    (Part(Course.LATE_BY_LAW, "woo"), 1),
    (Part(Course.LATE_BY_LAW, "avg"), 1),
    (Part(Course.IN_DEFAULT, _APPLICATION), 1),
    (Part(Course.IN_DEFAULT, "awb-bezwaar"), 1),
    (Part(Course.SUSPENDED, _APPLICATION), 4),
    (Part(Course.SUSPENDED, "awb-bezwaar"), 2),
    (Part(Course.SUSPENDED, "woo"), 1),
    (Part(Course.REOPENED, _SERVICE), 3),
    (Part(Course.WITHDRAWN), 14),
    (Part(Course.FORWARDED), 12),
    (Part(Course.DUPLICATE), 9),
    (Part(Course.NO_REPLY_NEEDED), 15),
)


def picture(count: int) -> list[Part]:
    """Return the parts of *count* cases: the picture in proportion, the rest answered.

    Every part is played at least once, as long as there are cases for it.
    """
    parts = [
        part for part, quota in _PICTURE for _ in range(max(1, round(quota * count / WHOLE_YEAR)))
    ][:count]
    return parts + [Part(Course.ANSWERED)] * (count - len(parts))
