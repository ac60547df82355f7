"""Does the job reckon anew what must be, and warn of a royal decree that is still to come?"""

from datetime import UTC, date, datetime

from jobs import reckoning
from tests.browsing import Log
from tests.two_databases import House
from tracker.base.config import Settings
from tracker.register.models import ClosingDay, RoyalDecree


def test_it_tells_how_many_cases_moved(house: House, settings: Settings) -> None:
    house.open()
    house.open(house.application)
    with house.db.changing() as session:
        session.add(ClosingDay(day=date(2026, 11, 10)))

    told = reckoning.run(house.db, house.clock, settings)
    again = reckoning.run(house.db, house.clock, settings)

    assert told == "2 cases reckoned anew, 2 moved, 0 failed, 0 resumed"
    assert again == "0 cases reckoned anew, 0 moved, 0 failed, 0 resumed"


def test_a_year_without_its_decree_is_warned_of_once_a_day(
    house: House, settings: Settings, log: Log
) -> None:
    # Given a day within eighteen months of a year of which no decree is known
    house.clock.move_to(datetime(2027, 8, 3, 9, 0, tzinfo=UTC))

    told = [reckoning.run(house.db, house.clock, settings) for _ in range(2)]

    assert {each.partition("; ")[2] for each in told} == {"no royal decree yet for 2029"}
    (warning,) = [line for line in log.problems() if line["event"] == "year_without_decree"]
    assert warning["years"] == [2029]

    # When an administrator adds it, then it is quiet
    with house.db.changing() as session:
        session.add(RoyalDecree(source="Stcrt. 2028, 1", first_year=2029, last_year=2031, days=[]))
    log.forget()
    house.clock.move_to(datetime(2027, 8, 4, 9, 0, tzinfo=UTC))
    assert ";" not in reckoning.run(house.db, house.clock, settings)
    assert log.problems() == []
