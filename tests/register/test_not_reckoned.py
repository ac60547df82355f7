"""What can a user still write down of a case that cannot be reckoned any more?"""

from datetime import date

import pytest
from sqlmodel import select

from tests.browsing import Colleague, Office
from tests.register.at_law import case_of, kept, notice, opened, write_down
from tracker.register.models import Case, CaseState, OwnRegime

NOT_RECKONED = "De datums van deze zaak kunnen niet opnieuw worden berekend."


@pytest.fixture
def case(office: Office, handler: Colleague) -> Case:
    """Return an extended case whose regime does not know an extension any more."""
    rule = {"code": "markt", "name_nl": "Standplaats", "article": "APV 5:17", "term": "8 weeks"}
    with office.house.db.changing() as session:
        session.add(OwnRegime(**rule, valid_from=date(2020, 1, 1), extension="4 weeks"))
    found = case_of(office, "markt")
    kept(handler, found, "verlengen", amount=4)
    with office.house.db.changing() as session:
        session.exec(select(OwnRegime)).one().extension = ""
    return found


@pytest.mark.parametrize(
    ("what", "fields", "said"),
    [
        ("besluit", {"how": "post", "sure": "y"}, "Hiermee stoppen de klokken."),
        ("ingebrekestelling", {}, "De uiterste datum blijft maandag 1 februari 2027."),
    ],
)
def test_what_moves_no_date_can_be_written_down(
    office: Office, handler: Colleague, case: Case, what: str, fields: dict[str, str], said: str
) -> None:
    assert said in notice(write_down(handler, case, what, act="look", **fields))
    kept(handler, case, what, **fields)
    if what == "besluit":
        assert office.house.case(case.number).state is CaseState.ANSWERED


def test_what_would_move_a_date_is_refused_and_no_reason_is_asked(
    handler: Colleague, case: Case
) -> None:
    page = write_down(handler, case, "uitstel", until="2027-03-01", act="confirm")
    assert page.status == 422
    (sentence,) = page.errors()
    assert sentence == f"{NOT_RECKONED} De wet kent hier geen verlenging. (APV 5:17)"
    assert page.value("reason") is None


def test_of_two_events_that_spoil_it_each_can_be_taken_back(
    office: Office, handler: Colleague
) -> None:
    # Given a case that was suspended and extended, under a regime that knows neither any more
    rule = {"code": "markt", "name_nl": "Standplaats", "article": "APV 5:17", "term": "8 weeks"}
    before = {"extension": "4 weeks", "grounds": ["incomplete"]}
    with office.house.db.changing() as session:
        session.add(OwnRegime(**rule, **before, valid_from=date(2020, 1, 1)))
    case = case_of(office, "markt")
    kept(handler, case, "opschorten", ground="incomplete", respond_by="2026-11-23")
    kept(handler, case, "verlengen", amount=4)
    with office.house.db.changing() as session:
        row = session.exec(select(OwnRegime)).one()
        row.extension, row.grounds = "", []
    # When both are taken back, one after the other
    page = handler.get(f"/zaken/{case.number}")
    assert NOT_RECKONED in page.text
    for _ in range(2):
        link = next(each for each in page.links() if "/terugnemen/" in each)
        fields = opened(handler.get(link)) | {"reason": "Kan niet meer", "act": "confirm"}
        page = handler.follow(handler.post(link, fields))
    # Then it can be reckoned again
    assert NOT_RECKONED not in page.text
    assert office.house.case(case.number).due_on == date(2027, 1, 4)
