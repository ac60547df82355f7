"""In which group of a work list does a case belong, and what is its next act?"""

from enum import StrEnum

SOON_WORKING_DAYS = 5


class Group(StrEnum):
    """The parts of a work list, in the order in which to work."""

    NEWS = "news"
    LATE = "late"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"
    WAITING = "waiting"


def group_of(
    clock: str, days_left: int | None, *, closed: bool, unread: bool, suspended: bool
) -> Group:
    """Return where a case belongs.

    Args:
        clock: the clock of the next date: acknowledge, target, due or respond.
        days_left: working days to that date; negative when it has passed.
    """
    if closed or (unread and suspended):
        return Group.NEWS
    if days_left is None:
        return Group.WAITING if suspended else Group.LATER
    if clock == "respond" and days_left >= 0:
        return Group.WAITING
    if days_left < 0:
        return Group.LATE
    if days_left == 0:
        return Group.TODAY
    return Group.WEEK if days_left <= SOON_WORKING_DAYS else Group.LATER
