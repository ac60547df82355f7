"""Can a handler give the facts that the law wants to know, and mend them later?"""

from datetime import date

import pytest

from tests.browsing import Colleague, Office, Page
from tests.register.at_law import case_of, notice, opened
from tracker.deadlines.facts import FACTS
from tracker.deadlines.regimes import REGIMES
from tracker.register.fact_forms import HINTS, SubjectForm
from tracker.register.models import Case, EventType

OBJECTION = {"decision_sent_on": "2026-10-20"}


def mend(colleague: Colleague, case: Case, **fields: object) -> Page:
    path = f"/zaken/{case.number}/gegevens"
    return colleague.post(path, opened(colleague.get(path)) | fields)


def test_every_fact_that_a_regime_asks_has_a_field_and_a_hint(office: Office) -> None:
    with office.app.test_request_context():
        form = SubjectForm()
        for regime in REGIMES.values():
            assert [field.name for field in form.asked(regime)] == list(regime.asks)
    asked = {name for regime in REGIMES.values() for name in regime.asks}
    assert asked == set(HINTS) <= set(FACTS)


def test_another_day_of_the_decision_is_shown_first_and_kept_with_what_it_was(
    office: Office, handler: Colleague
) -> None:
    case = office.house.open(office.house.objection, facts=OBJECTION)
    assert handler.get(f"/zaken/{case.number}/gegevens").value("decision_sent_on") == "2026-10-20"
    looked = mend(handler, case, decision_sent_on="2026-10-22", act="look")
    assert notice(looked).startswith(
        "Goed om te weten: De uiterste datum wordt donderdag 14 januari 2027."
    )
    assert office.house.events(case) == [EventType.REGISTERED]
    done = handler.follow(
        mend(handler, case, decision_sent_on="2026-10-22", why="Verkeerd gelezen", act="confirm")
    )
    assert office.house.case(case.number).due_on == date(2027, 1, 14)
    assert (
        "Besluit verstuurd op: was dinsdag 20 oktober 2026, is nu donderdag 22 oktober 2026."
        in done.text
    )
    assert "Verkeerd gelezen" in done.text
    assert office.house.case(case.number).received_on == case.received_on


def test_a_committee_makes_it_twelve_weeks_and_can_be_taken_back(
    office: Office, handler: Colleague
) -> None:
    case = office.house.open(office.house.objection, facts=OBJECTION)
    handler.follow(mend(handler, case, committee="y", act="confirm"))
    assert office.house.case(case.number).due_on == date(2027, 2, 23)
    page = handler.get(f"/zaken/{case.number}/gegevens")
    fields = opened(page)
    del fields["committee"]
    taken_back = handler.post(f"/zaken/{case.number}/gegevens", fields | {"act": "confirm"})
    assert "Er adviseert een commissie: was ja, is nu nee." in handler.follow(taken_back).text
    assert office.house.case(case.number).due_on == date(2027, 1, 12)


def test_a_fact_can_be_emptied_again(office: Office, handler: Colleague) -> None:
    case = office.house.open(office.house.application, facts={"statutory_term": "13 weeks"})
    assert office.house.case(case.number).due_on == date(2027, 2, 8)
    page = handler.get(f"/zaken/{case.number}/gegevens")
    assert page.value("statutory_term") == "13 weken"
    done = handler.follow(mend(handler, case, statutory_term="", act="confirm"))
    assert "was 13 weken, is nu niet ingevuld." in done.text
    assert office.house.case(case.number).due_on == date(2027, 1, 4)


@pytest.mark.parametrize(
    ("typed", "due_on"),
    [
        ("13 weken", date(2027, 2, 8)),
        ("2 MAANDEN", date(2027, 1, 11)),
        (" 10  dagen ", date(2026, 11, 19)),
        ("6 weeks", date(2026, 12, 21)),
        ("10 werkdagen", date(2026, 11, 23)),
    ],
)
def test_a_term_is_read_as_people_write_it(
    office: Office, handler: Colleague, typed: str, due_on: date
) -> None:
    case = office.house.open(office.house.application)
    assert mend(handler, case, statutory_term=typed, act="confirm").status == 303
    assert office.house.case(case.number).due_on == due_on


@pytest.mark.parametrize("typed", ["veel", "0 weken", "13", "9999 jaar", "1,5 week", "-2 weken"])
def test_what_is_no_term_is_refused_and_stays(
    office: Office, handler: Colleague, typed: str
) -> None:
    case = office.house.open(office.house.application)
    page = mend(handler, case, statutory_term=typed, act="confirm")
    assert page.status == 422
    assert "termijn" in page.errors()[0]
    assert page.value("statutory_term") == typed


@pytest.mark.parametrize(
    ("regime", "fact", "typed", "due_on"),
    [
        ("omgevingsvergunning", "consent_needed", "y", date(2027, 2, 1)),
        ("raadsvragen", "days", "20", date(2026, 11, 29)),
        ("awb-klacht", "advisory_committee", "y", date(2027, 1, 18)),
        ("brp-correctie", "subject", "nationality", date(2026, 12, 7)),
    ],
)
def test_each_regime_has_its_own_facts(
    office: Office, handler: Colleague, regime: str, fact: str, typed: str, due_on: date
) -> None:
    case = case_of(office, regime)
    assert mend(handler, case, **{fact: typed}, act="confirm").status == 303
    assert office.house.case(case.number).due_on == due_on


def test_a_correction_of_nationality_may_be_extended_then(
    office: Office, handler: Colleague
) -> None:
    case = case_of(office, "brp-correctie")
    assert "De wet kent hier geen verlenging." in handler.get(f"/zaken/{case.number}").text
    handler.follow(mend(handler, case, subject="nationality", act="confirm"))
    assert "geen verlenging" not in handler.get(f"/zaken/{case.number}").text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "U hebt niets veranderd."),
        ({"decision_sent_on": "30-2-2026"}, "Besluit verstuurd op: Vul een dag in die bestaat"),
        ({"decision_sent_on": ""}, "Besluit verstuurd op: "),
        ({"posted_on": "2026-11-10"}, "Een brief kan niet na de ontvangst"),
        ({"why": "x" * 501}, "te lang"),
    ],
)
def test_facts_that_cannot_be_are_refused_at_their_field(
    office: Office, handler: Colleague, fields: dict[str, str], sentence: str
) -> None:
    case = office.house.open(office.house.objection, facts=OBJECTION)
    page = mend(handler, case, **fields, act="confirm")
    assert page.status == 422
    assert sentence in page.errors()[0]
    assert office.house.events(case) == [EventType.REGISTERED]


def test_a_letter_without_facts_says_so(office: Office, handler: Colleague) -> None:
    case = office.house.open()
    assert (
        "geen gegevens die de datum veranderen"
        in handler.get(f"/zaken/{case.number}/gegevens").text
    )
    assert f"/zaken/{case.number}/gegevens" not in handler.get(f"/zaken/{case.number}").links()


def test_what_is_known_stands_there_when_the_subject_changes(
    office: Office, handler: Colleague
) -> None:
    case = office.house.open(office.house.objection, facts=OBJECTION)
    page = handler.get(f"/zaken/{case.number}/onderwerp")
    assert page.value("decision_sent_on") == "2026-10-20"
