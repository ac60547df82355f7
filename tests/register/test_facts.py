"""Can a handler give the facts that the law wants to know, and mend them later?"""

from datetime import date, timedelta

import pytest

from tests.browsing import Colleague, Office, Page
from tests.register.at_law import case_of, notice, opened
from tracker.deadlines.facts import FACTS
from tracker.deadlines.regimes import REGIMES
from tracker.register.fact_forms import HINTS, SubjectForm
from tracker.register.models import Case, Channel, EventType, OwnRegime, Subject
from tracker.register.service import record_event

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


RECEIVED = {"channel": Channel.LETTER, "received_on": date(2026, 11, 9)}


def test_a_wrong_day_of_receipt_of_a_letter_is_mended_with_a_reason(
    office: Office, handler: Colleague
) -> None:
    # Given a letter on paper that came in five days before the day that was typed
    case = office.house.open(office.house.application, **RECEIVED)
    right = {"received_on": "2026-11-04", "why": "Het stempel zegt 4 november"}

    # When that is mended, what it does is shown first and nothing is kept
    looked = mend(handler, case, **right, act="look")
    assert "De uiterste datum wordt woensdag 30 december 2026." in notice(looked)
    assert office.house.case(case.number).received_on == date(2026, 11, 9)

    # Then every date follows, and the timeline tells what it was and why
    done = handler.follow(mend(handler, case, **right, act="confirm"))
    mended = office.house.case(case.number)
    assert (mended.received_on, mended.due_on) == (date(2026, 11, 4), date(2026, 12, 30))
    assert "Ontvangen op: was maandag 9 november 2026, is nu woensdag 4 november 2026." in done.text
    assert "Het stempel zegt 4 november" in done.text


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"received_on": "2026-11-06"}, "Waarom verandert dit: Schrijf in één zin"),
        ({"received_on": "2026-11-10", "why": "Morgen pas"}, "Ontvangen op"),
        ({"received_on": "2026-02-30", "why": "Kan niet"}, "Ontvangen op"),
        ({"received_on": "", "why": "Weg ermee"}, "Ontvangen op"),
    ],
)
def test_a_day_of_receipt_that_cannot_be_is_refused_and_stays(
    office: Office, handler: Colleague, fields: dict[str, str], field: str
) -> None:
    case = office.house.open(office.house.application, **RECEIVED)
    refused = mend(handler, case, **fields, act="confirm")
    assert refused.status == 422
    assert refused.errors()[0].startswith(field)
    assert office.house.case(case.number).received_on == date(2026, 11, 9)


def test_a_letter_cannot_come_in_after_what_was_done_with_it(
    office: Office, handler: Colleague
) -> None:
    case = office.house.open(office.house.application, **RECEIVED)
    office.clock.forward(timedelta(hours=1))
    with office.house.db.changing() as session:
        stored = session.get_one(Case, case.id)
        on = date(2026, 11, 9)
        record_event(session, office.clock(), stored, EventType.ACKNOWLEDGED, on)
    office.clock.forward(timedelta(days=2))
    handler = office.sign_in(office.house.handler)
    refused = mend(handler, case, received_on="2026-11-10", why="Later", act="confirm")
    assert refused.status == 422
    assert "voor de ontvangst" in refused.errors()[0]
    assert office.house.case(case.number).received_on == date(2026, 11, 9)


def test_the_moment_at_which_a_mail_reached_us_is_no_ones_to_change(
    office: Office, handler: Colleague
) -> None:
    case = office.house.open(office.house.objection, facts=OBJECTION)
    assert 'name="received_on"' not in handler.get(f"/zaken/{case.number}/gegevens").text
    fields = {"received_on": "2026-11-02", "committee": "y", "why": "Onwaar", "act": "confirm"}
    assert mend(handler, case, **fields).status == 303
    assert office.house.case(case.number).received_on == case.received_on


def test_a_mended_day_of_receipt_takes_the_law_of_that_day(
    office: Office, handler: Colleague
) -> None:
    # Given a scheme of our own that became six weeks instead of four on 7 November
    rows = [("4 weeks", date(2020, 1, 1)), ("6 weeks", date(2026, 11, 7))]
    team = office.house.question.team_id
    with office.house.db.changing() as session:
        session.add_all(
            OwnRegime(code="m", name_nl="Markt", article="APV 5", term=term, valid_from=since)
            for term, since in rows
        )
        subject = Subject(name="Markt", regime="m", team_id=team)
        session.add(subject)
    case = office.house.open(subject, **RECEIVED)
    assert case.due_on == date(2026, 12, 21)
    mend(handler, case, received_on="2026-11-06", why="Verkeerd getypt", act="confirm")
    assert office.house.case(case.number).due_on == date(2026, 12, 4)
