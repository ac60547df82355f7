"""Is every case in the part of the list where somebody will look for it?"""

import pytest

from tracker.overview.rules import Group, group_of


@pytest.mark.parametrize(
    ("clock", "days_left", "closed", "unread", "suspended", "expected"),
    [
        ("due", -1, False, False, False, Group.LATE),
        ("due", 0, False, False, False, Group.TODAY),
        ("due", 5, False, False, False, Group.WEEK),
        ("due", 6, False, False, False, Group.LATER),
        ("", None, False, False, False, Group.LATER),
        ("", None, False, False, True, Group.WAITING),
        ("respond", 3, False, False, True, Group.WAITING),
        ("respond", 0, False, False, True, Group.WAITING),
        ("respond", -1, False, False, True, Group.LATE),
        ("acknowledge", -2, False, False, True, Group.LATE),
        ("respond", 3, False, True, True, Group.NEWS),
        ("", None, True, True, False, Group.NEWS),
        ("target", 2, False, True, False, Group.WEEK),
    ],
)
def test_a_case_is_where_somebody_looks_for_it(
    clock: str, days_left: int | None, closed: bool, unread: bool, suspended: bool, expected: Group
) -> None:
    found = group_of(clock, days_left, closed=closed, unread=unread, suspended=suspended)
    assert found is expected
