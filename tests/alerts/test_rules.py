"""Does the ladder tell the right people on the right working days, and stay silent otherwise?"""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.alerts.models import AlertKind
from tracker.alerts.rules import (
    Act,
    Place,
    Reason,
    Section,
    Situation,
    Want,
    digest_is_due,
    hearers,
    missed_before,
    most_serious,
    next_office_moment,
    place_of,
    reason_to_withdraw,
    running_clocks,
    step_in_force,
    steps_up_to,
    telling_day,
    wanted,
)
from tracker.base.clock import OFFICE_TIME, office_date
from tracker.deadlines.calendar import DUTCH_CALENDAR as DUTCH
from tracker.register.rules import OpenDates

ANNA, BRAM, LENA = 1, 2, 3
MONDAY = date(2026, 11, 23)
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (MONDAY + timedelta(days=n) for n in range(1, 5))
SATURDAY, NEXT_MONDAY = MONDAY + timedelta(days=5), MONDAY + timedelta(days=7)
HELPED = {"acknowledged": True}


def case(
    *, handler: int | None = ANNA, is_open: bool = True, unread: bool = False, **dates: Any
) -> Situation:
    usual = {
        "acknowledge_by": None,
        "target_on": None,
        "due_on": None,
        "acknowledged": False,
        "answered": False,
        "suspended": False,
        "respond_by": None,
    }
    return Situation(
        is_open=is_open,
        handler_id=handler,
        lead_ids=(LENA,),
        unread=unread,
        dates=OpenDates(**(usual | dates)),
    )


def at(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=OFFICE_TIME)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("days_left", "step"),
    [
        (6, None),
        (5, 5),
        (4, 5),
        (3, 5),
        (2, 2),
        (1, 1),
        (0, 0),
        (-1, -1),
        (-2, -1),
        (-3, -3),
        (-4, -3),
        (-5, -5),
        (-40, -39),
    ],
)
def test_the_step_in_force_is_the_last_one_that_came(days_left: int, step: int | None) -> None:
    assert step_in_force(days_left) == step


def test_the_ladder_to_a_step_names_all_before_it() -> None:
    assert steps_up_to(5) == [5]
    assert steps_up_to(0) == [5, 2, 1, 0]
    assert steps_up_to(-5) == [5, 2, 1, 0, -1, -3, -5]


@given(st.integers(-300, 5))
def test_the_ladder_ends_at_the_step_in_force(days_left: int) -> None:
    step = step_in_force(days_left)

    assert step is not None
    assert steps_up_to(step)[-1] == step
    assert step >= days_left


@pytest.mark.parametrize(
    ("clock", "step", "people"),
    [
        ("due", 5, [ANNA]),
        ("due", 2, [ANNA]),
        ("due", 1, [ANNA, LENA]),
        ("target", 0, [ANNA, LENA]),
        ("target", -3, [ANNA, LENA]),
        ("acknowledge", 1, [ANNA]),
        ("acknowledge", 0, [ANNA]),
        ("acknowledge", -1, [ANNA, LENA]),
    ],
)
def test_the_team_lead_hears_what_becomes_serious(clock: str, step: int, people: list[int]) -> None:
    assert hearers(clock, step, ANNA, [LENA]) == people


def test_a_case_of_nobody_is_the_team_leads_from_the_first_step() -> None:
    assert hearers("due", 5, None, [LENA]) == [LENA]


def test_a_lead_who_handles_a_case_hears_it_once() -> None:
    assert hearers("due", -1, LENA, [LENA]) == [LENA]


def test_the_answer_clocks_stand_still_while_the_correspondent_may_respond() -> None:
    waiting = case(
        acknowledge_by=MONDAY,
        target_on=TUESDAY,
        due_on=FRIDAY,
        suspended=True,
        respond_by=WEDNESDAY,
    )

    # The acknowledgement is owed all the same, and the term runs again once the day has passed
    assert running_clocks(waiting, WEDNESDAY) == {"acknowledge": MONDAY}
    assert list(running_clocks(waiting, THURSDAY)) == ["due", "target", "acknowledge"]


def test_a_suspension_without_a_day_stops_the_clocks() -> None:
    assert running_clocks(case(due_on=FRIDAY, suspended=True), NEXT_MONDAY) == {}


def test_what_is_done_or_closed_or_said_already_runs_no_more() -> None:
    dates = {"acknowledge_by": MONDAY, "target_on": TUESDAY, "due_on": FRIDAY}

    assert running_clocks(case(**dates, is_open=False), MONDAY) == {}
    assert running_clocks(case(**dates, acknowledged=True, answered=True), MONDAY) == {}
    assert running_clocks(case(target_on=FRIDAY, due_on=FRIDAY), MONDAY) == {"due": FRIDAY}
    assert running_clocks(case(), MONDAY) == {}


def wants(situation: Situation, today: date) -> set[tuple[str, int, int, bool]]:
    return {
        (want.clock, want.step, want.recipient_id, want.has_own_mail)
        for want in wanted(situation, today, DUTCH)
    }


def test_a_date_far_away_asks_for_nothing() -> None:
    assert wants(case(due_on=NEXT_MONDAY + timedelta(days=7)), MONDAY) == set()


def test_five_working_days_before_it_is_in_the_digest_and_two_before_it_is_a_mail() -> None:
    assert wants(case(due_on=NEXT_MONDAY), MONDAY) == {("due", 5, ANNA, False)}
    assert wants(case(due_on=NEXT_MONDAY), THURSDAY) == {("due", 2, ANNA, True)}


def test_the_day_before_the_team_lead_hears_it_too() -> None:
    found = wants(case(target_on=TUESDAY, due_on=THURSDAY), MONDAY)

    assert found == {
        ("target", 1, ANNA, True),
        ("target", 1, LENA, True),
        ("due", 5, ANNA, False),
    }


def test_first_day_late_is_a_mail_and_later_days_are_in_the_digest() -> None:
    assert wants(case(due_on=FRIDAY), NEXT_MONDAY) == {
        ("due", -1, ANNA, True),
        ("due", -1, LENA, True),
    }
    assert {want[3] for want in wants(case(due_on=FRIDAY), NEXT_MONDAY + timedelta(days=2))} == {
        False
    }


def test_an_acknowledgement_that_is_owed_is_in_the_digest_only() -> None:
    assert wants(case(acknowledge_by=MONDAY), MONDAY) == {("acknowledge", 0, ANNA, False)}


def test_a_case_of_nobody_is_told_to_the_lead_at_once() -> None:
    assert wants(case(handler=None, due_on=date(2027, 3, 1)), MONDAY) == {
        ("unassigned", 0, LENA, False)
    }
    assert wants(case(handler=None, is_open=False), MONDAY) == set()


def test_a_response_that_stays_out_is_told_the_day_after() -> None:
    waiting = case(suspended=True, respond_by=WEDNESDAY)

    assert wants(waiting, WEDNESDAY) == set()
    assert wants(waiting, THURSDAY) == {("respond", 0, ANNA, False)}
    assert wants(case(suspended=True, respond_by=WEDNESDAY, is_open=False), THURSDAY) == set()


def test_steps_missed_since_the_case_exists_are_recorded_with_the_latest() -> None:
    want = Want("due", FRIDAY.isoformat(), -1, ANNA, AlertKind.DEADLINE)

    since_long = missed_before(want, date(2026, 1, 1), DUTCH)
    since_thursday = missed_before(want, THURSDAY, DUTCH)

    assert [each.step for each in since_long] == [5, 2, 1, 0]
    assert [each.step for each in since_thursday] == [1, 0]


def deadline(step: int, day: date, who: int = ANNA, clock: str = "due") -> Want:
    return Want(clock, day.isoformat(), step, who, AlertKind.DEADLINE)


@pytest.mark.parametrize(
    ("want", "situation", "reason"),
    [
        (deadline(2, FRIDAY), case(due_on=FRIDAY), None),
        (deadline(2, FRIDAY), case(due_on=FRIDAY, is_open=False), Reason.CLOSED),
        (deadline(2, FRIDAY), case(due_on=FRIDAY, answered=True), Reason.CLOSED),
        (deadline(2, FRIDAY), case(due_on=FRIDAY, suspended=True), Reason.SUSPENDED),
        (deadline(2, FRIDAY), case(due_on=NEXT_MONDAY), Reason.MOVED),
        (deadline(2, FRIDAY), case(), Reason.MOVED),
        (deadline(2, FRIDAY), case(due_on=FRIDAY, handler=BRAM), Reason.REASSIGNED),
        (deadline(5, FRIDAY), case(due_on=FRIDAY), Reason.SUPERSEDED),
        (deadline(5, FRIDAY, LENA), case(due_on=FRIDAY), Reason.REASSIGNED),
        (
            deadline(0, WEDNESDAY, clock="acknowledge"),
            case(acknowledge_by=WEDNESDAY, acknowledged=True),
            Reason.ACKNOWLEDGED,
        ),
        (deadline(0, WEDNESDAY, clock="acknowledge"), case(acknowledge_by=FRIDAY), Reason.MOVED),
        (deadline(0, WEDNESDAY, clock="acknowledge"), case(), Reason.MOVED),
        # A day so far off that no step is in force: nothing newer was said
        (deadline(5, date(2027, 6, 1)), case(due_on=date(2027, 6, 1)), None),
        (Want("assigned", "7", 0, ANNA, AlertKind.ASSIGNED), case(), None),
        (Want("assigned", "7", 0, ANNA, AlertKind.ASSIGNED), case(handler=BRAM), Reason.REASSIGNED),
        (Want("assigned", "7", 0, ANNA, AlertKind.ASSIGNED), case(is_open=False), Reason.CLOSED),
        (Want("unassigned", "", 0, LENA, AlertKind.UNASSIGNED), case(handler=None), None),
        (Want("unassigned", "", 0, LENA, AlertKind.UNASSIGNED), case(), Reason.REASSIGNED),
        (
            Want("respond", str(MONDAY), 0, ANNA, AlertKind.NO_RESPONSE),
            case(suspended=True, respond_by=MONDAY),
            None,
        ),
        (
            Want("respond", str(MONDAY), 0, ANNA, AlertKind.NO_RESPONSE),
            case(suspended=True, respond_by=FRIDAY),
            Reason.RESPONDED,
        ),
        (
            Want("respond", str(MONDAY), 0, ANNA, AlertKind.NO_RESPONSE),
            case(suspended=True, respond_by=MONDAY, handler=BRAM),
            Reason.REASSIGNED,
        ),
        (Want("message_received", "7", 0, ANNA, AlertKind.REPLY), case(unread=True), None),
        (Want("message_received", "7", 0, ANNA, AlertKind.REPLY), case(), Reason.READ),
        (
            Want("message_received", "7", 0, ANNA, AlertKind.REPLY),
            case(unread=True, is_open=False),
            None,
        ),
        (
            Want("message_received", "7", 0, ANNA, AlertKind.REPLY),
            case(unread=True, handler=None),
            Reason.REASSIGNED,
        ),
    ],
)
def test_what_is_no_longer_true_is_called_back_with_the_reason(
    want: Want, situation: Situation, reason: Reason | None
) -> None:
    assert reason_to_withdraw(want, situation, WEDNESDAY, DUTCH) == reason


@pytest.mark.parametrize(
    ("now", "moment"),
    [
        (at(2026, 11, 24, 8, 0), at(2026, 11, 24, 8, 0)),
        (at(2026, 11, 24, 17, 59, 59), at(2026, 11, 24, 17, 59, 59)),
        (at(2026, 11, 24, 7, 59, 59), at(2026, 11, 24, 8, 0)),
        (at(2026, 11, 24, 18, 0), at(2026, 11, 25, 8, 0)),
        (at(2026, 11, 27, 18, 0), at(2026, 11, 30, 8, 0)),
        (at(2026, 11, 28, 12, 0), at(2026, 11, 30, 8, 0)),
        (at(2026, 11, 29, 23, 59), at(2026, 11, 30, 8, 0)),
        (at(2026, 12, 24, 20, 0), at(2026, 12, 28, 8, 0)),  # Christmas, then a weekend
        (at(2027, 3, 26, 19, 0), at(2027, 3, 30, 8, 0)),  # over Easter and the change of the clock
    ],
)
def test_outside_office_hours_mail_waits_for_the_next_opening(
    now: datetime, moment: datetime
) -> None:
    assert next_office_moment(now, DUTCH) == moment
    assert telling_day(now, DUTCH) == office_date(moment)


@pytest.mark.parametrize(
    ("now", "hour", "due"),
    [
        (at(2026, 11, 24, 7, 59), 8, False),
        (at(2026, 11, 24, 8, 0), 8, True),
        (at(2026, 11, 24, 17, 59), 8, True),
        (at(2026, 11, 24, 18, 0), 8, False),
        (at(2026, 11, 28, 9, 0), 8, False),  # Saturday
        (at(2026, 12, 25, 9, 0), 8, False),  # Christmas Day
        (at(2026, 11, 24, 20, 30), 20, True),
        (at(2026, 11, 24, 21, 0), 20, False),
    ],
)
def test_a_digest_leaves_on_working_days_from_its_hour_until_six(
    now: datetime, hour: int, due: bool
) -> None:
    assert digest_is_due(now, hour, DUTCH) is due


@pytest.mark.parametrize(
    ("situation", "place"),
    [
        (
            case(due_on=TUESDAY, **HELPED),
            Place(Section.LATE, Act.ANSWER, "due", TUESDAY, -1),
        ),
        (
            case(acknowledge_by=WEDNESDAY, due_on=FRIDAY),
            Place(Section.TODAY, Act.ACKNOWLEDGE, "acknowledge", WEDNESDAY, 0),
        ),
        (
            case(due_on=FRIDAY, handler=None),
            Place(Section.SOON, Act.ASSIGN, "due", FRIDAY, 2),
        ),
        (
            case(due_on=date(2027, 1, 4), unread=True),
            Place(Section.NEWS, Act.READ, "due", date(2027, 1, 4), 26),
        ),
        (
            case(is_open=False, unread=True),
            Place(Section.NEWS, Act.READ, "", None, None),
        ),
        (
            case(suspended=True, respond_by=TUESDAY),
            Place(Section.NEWS, Act.RESPONSE_OVERDUE, "", None, None),
        ),
        (
            case(due_on=FRIDAY, suspended=True, respond_by=TUESDAY),
            Place(Section.SOON, Act.RESPONSE_OVERDUE, "due", FRIDAY, 2),
        ),
        (case(suspended=True, respond_by=WEDNESDAY - timedelta(weeks=2)), None),
        (case(due_on=FRIDAY, suspended=True), None),
        (case(due_on=date(2027, 1, 4)), None),
        (case(), None),
    ],
)
def test_each_case_has_its_place_in_the_digest(situation: Situation, place: Place | None) -> None:
    assert place_of(situation, WEDNESDAY, DUTCH) == place


def test_a_date_on_a_free_day_must_be_met_on_the_working_day_before() -> None:
    situation = case(due_on=SATURDAY, **HELPED)

    assert place_of(situation, FRIDAY, DUTCH) == Place(
        Section.TODAY, Act.ANSWER, "due", SATURDAY, 0
    )
    assert place_of(situation, SATURDAY + timedelta(days=1), DUTCH) == Place(
        Section.LATE, Act.ANSWER, "due", SATURDAY, 0
    )


def test_a_case_may_be_named_although_nothing_is_near() -> None:
    far = case(due_on=date(2027, 1, 4), handler=None)

    assert place_of(far, WEDNESDAY, DUTCH, always=True) == Place(
        Section.NEWS, Act.ASSIGN, "due", date(2027, 1, 4), 26
    )


def test_a_mail_is_named_after_the_most_serious_thing() -> None:
    target, due = deadline(0, MONDAY, clock="target"), deadline(2, FRIDAY)
    given_case = Want("assigned", "7", 0, ANNA, AlertKind.ASSIGNED)

    assert most_serious([target, due]) == due
    assert most_serious([target, given_case, due]) == given_case
    assert most_serious([deadline(0, MONDAY, clock="acknowledge"), target]) == target
