"""Is a case that waits work again once the time to respond is over, whoever does nothing?"""

from datetime import date, timedelta
from typing import Any

from tests.two_databases import House
from tracker.overview.queries import counts_of_team
from tracker.register import acts
from tracker.register.acts import Dated, Seen
from tracker.register.models import Case, CaseState, EventType
from tracker.register.recalculation import recalculate

MONDAY, RESPOND_BY = date(2026, 11, 9), date(2026, 11, 23)


def seen(house: House, case: Case) -> Seen:
    return Seen(number=case.number, version=house.case(case.number).version)


def happens(house: House, case: Case, type: EventType, on: date, **data: Any) -> Case:
    event = Dated(type=type, on=on, data=data)
    acts.write_down(house.db, house.clock, seen(house, case), house.handler, event)
    return house.case(case.number)


def waiting(house: House, **data: Any) -> Case:
    """Return an application on Hanna's desk, acknowledged, whose sender was asked for more."""
    case = house.open(house.application)
    acts.take(house.db, house.clock, seen(house, case), house.handler)
    happens(house, case, EventType.ACKNOWLEDGED, MONDAY)
    data = {"ground": "incomplete", "respond_by": str(RESPOND_BY)} | data
    return happens(house, case, EventType.SUSPENSION_STARTED, MONDAY, **data)


def test_a_case_waits_until_the_last_day_to_respond_and_is_work_the_day_after(
    house: House,
) -> None:
    case = waiting(house)
    assert (case.state, case.next_clock, case.next_by) == (CaseState.WAITING, "respond", RESPOND_BY)
    # On the last day itself, until midnight in Amsterdam
    house.clock.move_to(house.clock().replace(day=23, hour=22, minute=59))
    assert recalculate(house.db, house.clock).over == 0
    # From then on the term runs again: the lists follow, nobody needs to do a thing
    house.clock.forward(timedelta(minutes=1))
    before = house.events(case)
    assert [recalculate(house.db, house.clock).over for _round in range(2)] == [1, 0]
    again = house.case(case.number)
    assert (again.state, again.next_clock) == (CaseState.IN_PROGRESS, "target")
    assert again.next_by == again.target_on
    assert house.events(case) == [*before, EventType.RECKONED_ANEW]


def test_a_case_that_ran_late_after_waiting_counts_as_late(house: House) -> None:
    case = waiting(house)
    house.clock.move_to(house.clock().replace(year=2027, month=3))
    recalculate(house.db, house.clock)
    with house.db.reading() as session:
        counts = counts_of_team(session, case.team_id, house.clock().date())
    assert (counts.late, counts.waiting) == (1, 0)


def test_what_came_in_time_can_still_be_written_down_afterwards(house: House) -> None:
    case = waiting(house)
    house.clock.move_to(house.clock().replace(day=26))
    recalculate(house.db, house.clock)
    assert house.case(case.number).suspended_since is not None
    resumed = happens(house, case, EventType.SUSPENSION_ENDED, date(2026, 11, 16))
    assert (resumed.state, resumed.suspended_since) == (CaseState.IN_PROGRESS, None)


def test_a_second_request_waits_though_the_first_ran_out_unused(house: House) -> None:
    case = waiting(house)
    house.clock.move_to(house.clock().replace(day=25))
    recalculate(house.db, house.clock)
    again = happens(
        house,
        case,
        EventType.SUSPENSION_STARTED,
        date(2026, 11, 25),
        ground="incomplete",
        respond_by="2026-12-09",
    )
    assert (again.state, again.respond_by) == (CaseState.WAITING, date(2026, 12, 9))


def test_an_answer_ends_the_waiting_and_a_case_that_is_opened_again_tells_how_it_stands(
    house: House,
) -> None:
    # Given an answer in a case that waits
    case = waiting(house)
    answered = happens(house, case, EventType.ANSWERED, MONDAY)
    assert (answered.state, answered.suspended_since, answered.respond_by, answered.next_by) == (
        CaseState.ANSWERED,
        None,
        None,
        None,
    )
    assert answered.closed_on == MONDAY
    # When it is opened again before and after the time to respond is over
    acts.reopen(house.db, house.clock, seen(house, case), house.handler, "Te vroeg beantwoord")
    assert house.case(case.number).state is CaseState.WAITING
    house.clock.move_to(house.clock().replace(day=24))
    recalculate(house.db, house.clock)
    # Then it waits, and is work
    assert house.case(case.number).state is CaseState.IN_PROGRESS


def test_a_request_that_is_written_down_after_its_last_day_does_not_wait(house: House) -> None:
    case = house.open(house.application)
    house.clock.move_to(house.clock().replace(day=27))
    late = happens(
        house,
        case,
        EventType.SUSPENSION_STARTED,
        MONDAY,
        ground="incomplete",
        respond_by=str(RESPOND_BY),
    )
    assert late.state is CaseState.NEW
