"""Is a closed case easily opened again, and does it then ask for what is still owed only?"""

from datetime import timedelta

from tests.browsing import Colleague, Office
from tests.register.at_law import kept
from tests.two_databases import House
from tracker.register import acts
from tracker.register.acts import Seen
from tracker.register.models import Case, CaseState, EventType, Subject
from tracker.register.service import record_event


def happens(house: House, case: Case, type: EventType) -> Case:
    with house.db.changing() as session:
        stored = session.get_one(Case, case.id)
        record_event(session, house.clock(), stored, type, house.clock().date(), by_id=1)
    return house.case(case.number)


def test_a_case_that_was_answered_is_not_late_with_acknowledging_once_it_is_open_again(
    house: House,
) -> None:
    # Given a letter that was answered at once, without a separate acknowledgement
    case = happens(house, house.open(), EventType.ANSWERED)
    answered_on = case.answered_on
    # When it is opened again weeks later
    house.clock.forward(timedelta(weeks=3))
    seen = Seen(number=case.number, version=case.version)
    acts.reopen(house.db, house.clock, seen, house.handler, "Er ontbrak iets")
    # Then the answer is what it waits for
    opened = house.case(case.number)
    assert (opened.acknowledged_on, opened.answered_on) == (answered_on, None)
    assert (opened.next_clock, opened.next_by) == ("target", opened.target_on)


def test_so_it_is_with_a_case_that_cannot_be_reckoned_any_more(house: House) -> None:
    case = happens(house, house.open(), EventType.ANSWERED)
    with house.db.changing() as session:  # a norm that nobody can reckon with
        session.get_one(Subject, case.subject_id).answer_within = "nooit"
    opened = happens(house, case, EventType.REOPENED)
    assert (opened.acknowledged_on, opened.answered_on) == (case.answered_on, None)
    assert opened.next_clock == "target"


def test_the_page_of_a_closed_case_offers_to_open_it_again(
    office: Office, handler: Colleague
) -> None:
    case = office.house.open()
    page = kept(handler, case, "besluit", how="spoken", sure="y")
    path = f"/zaken/{case.number}/heropenen"
    assert page.one("next-step__title") == "Deze zaak is klaar"
    assert page.links().count(path) == 1
    assert "Vastleggen en regelen" not in page.text  # there is nothing else to do
    opened = handler.follow(handler.post(path, {"version": page_version(office, case)} | WHY))
    assert "is weer open" in opened.text
    assert office.house.case(case.number).state is CaseState.NEW


WHY = {"reason": "De inwoner schreef weer"}


def page_version(office: Office, case: Case) -> int:
    return office.house.case(case.number).version


def test_where_a_letter_comes_first_opening_it_again_stays_in_reach(
    office: Office, handler: Colleague
) -> None:
    case = office.house.open()
    version = {"version": page_version(office, case)}
    closing = {"state": "forwarded", "reason": "Hoort bij het waterschap"}
    page = handler.follow(handler.post(f"/zaken/{case.number}/afsluiten", version | closing))
    assert page.one("next-step__title") == "Stuur nu: doorzendbericht"
    assert f"/zaken/{case.number}/heropenen" in page.links()
