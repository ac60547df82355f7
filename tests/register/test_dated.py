"""Can a handler write down all that the law knows, and see first what it does to the dates?"""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from tests.browsing import Colleague, Office
from tests.register.at_law import case_of, kept, notice, write_down
from tracker.register.models import CaseState, Event, EventType

OBJECTION = {"decision_sent_on": "2026-10-20"}  # objections until 1 December, due 12 January


def last_event(office: Office, number: str) -> Event:
    with office.house.db.reading() as session:
        return session.get_one(Event, max(event for event in _ids(office, number)))


def _ids(office: Office, number: str) -> list[int]:
    case = office.house.case(number)
    with office.house.db.reading() as session:
        return [
            each or 0 for each in session.exec(select(Event.id).where(Event.case_id == case.id))
        ]


def test_a_suspension_says_from_when_and_what_if_nothing_comes(
    office: Office, handler: Colleague
) -> None:
    case = office.house.open(office.house.application)
    fields = {"ground": "incomplete", "respond_by": "2026-11-23"}
    said = notice(write_down(handler, case, "opschorten", **fields, act="look"))
    assert "De uiterste datum wordt maandag 18 januari 2027." in said
    assert "De termijn staat stil vanaf dinsdag 10 november 2026." in said
    assert "Komt er niets? Dan geldt deze datum." in said


def test_a_suspension_before_the_term_runs_adds_no_days_to_it(
    office: Office, handler: Colleague
) -> None:
    # Given an objection whose term begins on 2 December only
    case = office.house.open(office.house.objection, facts=OBJECTION)
    fields = {"ground": "defect", "respond_by": "2026-11-23"}
    said = notice(write_down(handler, case, "opschorten", **fields, act="look"))
    assert "De uiterste datum blijft dinsdag 12 januari 2027." in said
    assert "De termijn liep op die dagen niet" in said
    assert "De streefdatum wordt" in said
    assert "Komt er niets?" not in said


def test_a_suspension_without_an_end_needs_no_last_day(office: Office, handler: Colleague) -> None:
    case = office.house.open(office.house.application)
    looked = write_down(handler, case, "opschorten", ground="force_majeure", act="look")
    assert "De datum schuift op zolang dat duurt." in notice(looked)
    kept(handler, case, "opschorten", ground="force_majeure")
    assert office.house.case(case.number).state is CaseState.WAITING


def test_which_of_two_suspensions_ended_is_asked(office: Office, handler: Colleague) -> None:
    case = case_of(office, "woo")
    kept(handler, case, "opschorten", ground="incomplete", respond_by="2026-11-30")
    kept(handler, case, "opschorten", ground="third_party_views", respond_by="2026-12-07")
    office.clock.forward(timedelta(days=3))
    handler = office.sign_in(office.house.handler)
    refused = write_down(handler, case, "hervatten", act="confirm")
    assert "Kies een opschorting." in refused.errors()[0]
    kept(handler, case, "hervatten", ground="third_party_views")
    assert last_event(office, case.number).data == {"ground": "third_party_views"}
    # The other one still runs
    assert office.house.case(case.number).respond_by == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("regime", "cap", "unit"),
    [("avg", "2 maanden", "month"), ("woo", "2 weken", "week"), ("awb-klacht", "4 weken", "week")],
)
def test_an_extension_names_its_cap_and_the_last_day_to_announce_it(
    office: Office, handler: Colleague, regime: str, cap: str, unit: str
) -> None:
    case = case_of(office, regime)
    page = handler.get(f"/zaken/{case.number}/vastleggen/verlengen")
    assert "Verlengen kan tot en met" in page.text
    assert f"met hooguit {cap}" in page.text
    assert page.value("unit") == unit


def test_an_extension_without_a_cap_asks_why_so_long(office: Office, handler: Colleague) -> None:
    case = office.house.open(office.house.application)
    page = write_down(handler, case, "verlengen", amount=13, act="confirm")
    assert page.errors() == ["Waarom zo lang: Schrijf in één zin waarom het zo lang duurt."]
    looked = write_down(handler, case, "verlengen", amount=13, why="Er loopt onderzoek", act="look")
    assert "langer dan twaalf weken" in notice(looked)
    done = kept(handler, case, "verlengen", amount=13, why="Er loopt onderzoek")
    assert "Met 13 weken. Dat is langer dan twaalf weken. Er loopt onderzoek" in done.text
    assert last_event(office, case.number).reason == ""


def test_twelve_weeks_are_not_long(office: Office, handler: Colleague) -> None:
    case = office.house.open(office.house.application)
    done = kept(handler, case, "verlengen", amount=12, why="Er loopt onderzoek")
    assert "Met 12 weken. Er loopt onderzoek" in done.text


def test_a_notice_of_delay_moves_nothing_and_says_so(office: Office, handler: Colleague) -> None:
    case = case_of(office, "wmo-aanvraag")
    due_on = office.house.case(case.number).due_on
    looked = write_down(handler, case, "vertraging", until="2026-12-18", act="look")
    assert "De uiterste datum blijft" in notice(looked)
    assert "verandert de wettelijke termijn niet (Awb 4:14 lid 1)" in notice(looked)
    done = kept(handler, case, "vertraging", until="2026-12-18")
    assert "Wij noemden als dag: vrijdag 18 december 2026." in done.text
    assert office.house.case(case.number).due_on == due_on


def test_a_premature_notice_of_default_is_called_so(office: Office, handler: Colleague) -> None:
    case = office.house.open(office.house.application)
    said = notice(write_down(handler, case, "ingebrekestelling", act="look"))
    assert "kwam voordat de termijn voorbij was" in said
    assert "De uiterste datum blijft maandag 4 januari 2027." in said


def test_a_valid_notice_of_default_names_the_first_penalty_day(
    office: Office, handler: Colleague
) -> None:
    case = office.house.open(office.house.application)
    office.clock.move_to(office.clock().replace(year=2027, month=1, day=5))
    late = office.sign_in(office.house.handler)
    said = notice(write_down(late, case, "ingebrekestelling", act="look"))
    assert "Vanaf woensdag 20 januari 2027 kost elke dag geld, hooguit € 1.442." in said


@pytest.mark.parametrize(
    ("told", "due_on", "sentence"),
    [
        ("yes", date(2027, 1, 7), "De uiterste datum wordt donderdag 7 januari 2027."),
        ("no", date(2027, 1, 4), "telt het doorsturen niet (Awb 2:24)"),
    ],
)
def test_handing_on_moves_the_term_only_when_the_sender_knows(
    office: Office, handler: Colleague, told: str, due_on: date, sentence: str
) -> None:
    case = office.house.open(office.house.application)
    office.clock.forward(timedelta(days=3))
    handler = office.sign_in(office.house.handler)
    assert sentence in notice(write_down(handler, case, "doorgestuurd", told=told, act="look"))
    kept(handler, case, "doorgestuurd", told=told)
    assert office.house.case(case.number).due_on == due_on


def test_handing_on_an_objection_moves_nothing(office: Office, handler: Colleague) -> None:
    case = office.house.open(office.house.objection, facts=OBJECTION)
    said = notice(write_down(handler, case, "doorgestuurd", told="yes", act="look"))
    assert "Doorsturen verandert deze termijn niet (Awb 7:14)." in said


def test_a_decision_outside_tijdig_counts_only_when_it_is_a_real_one(
    office: Office, handler: Colleague
) -> None:
    case = office.house.open(office.house.application)
    page = write_down(handler, case, "besluit", how="post", act="confirm")
    assert "Alleen een echt besluit of antwoord stopt de klokken." in page.errors()[0]
    assert office.house.case(case.number).state is CaseState.NEW
    looked = write_down(handler, case, "besluit", how="post", sure="y", act="look")
    assert "Hiermee stoppen de klokken." in notice(looked)
    done = kept(handler, case, "besluit", how="post", sure="y")
    assert "Besluit genomen Buiten Tijdig: per post." in done.text
    assert office.house.case(case.number).state is CaseState.ANSWERED


def test_an_ordinary_letter_is_answered_not_decided(office: Office, handler: Colleague) -> None:
    case = office.house.open()
    kept(handler, case, "besluit", how="spoken", sure="y")
    assert office.house.events(case)[-1] is EventType.ANSWERED


def test_a_late_decision_is_told_so_with_its_penalty(office: Office, handler: Colleague) -> None:
    case = office.house.open(office.house.application)
    office.clock.move_to(office.clock().replace(year=2027, month=1, day=5))
    kept(office.sign_in(office.house.handler), case, "ingebrekestelling")
    office.clock.forward(timedelta(days=16))
    late = office.sign_in(office.house.handler)
    said = notice(write_down(late, case, "besluit", how="post", sure="y", act="look"))
    assert "Dat is te laat: het moest uiterlijk maandag 4 januari 2027." in said
    assert "De dwangsom komt uit op € 46." in said


REFUSED = [
    ("woo", "verlengen", {"amount": 3, "unit": "week"}, "hooguit 2 weken", "Woo 4.4 lid 2"),
    (
        "awb-aanvraag",
        "opschorten",
        {"ground": "defect", "respond_by": "2026-11-23"},
        "grond",
        "Awb",
    ),
    (
        "awb-klacht",
        "opschorten",
        {"ground": "incomplete", "respond_by": "2026-11-23"},
        "grond",
        "Awb 9:11",
    ),
    ("wmo-melding", "verlengen", {"amount": 1}, "kent hier geen verlenging", "Wmo 2015 2.3.2"),
    ("brp-correctie", "verlengen", {"amount": 8}, "kent hier geen verlenging", "Wet BRP 2.58"),
    ("avg", "uitstel", {"until": "2026-12-31"}, "geen uitstel met instemming", "AVG 12"),
]


@pytest.mark.parametrize(("regime", "what", "fields", "sentence", "article"), REFUSED)
def test_what_the_law_refuses_names_its_article_and_can_be_kept_with_a_reason(
    office: Office,
    handler: Colleague,
    regime: str,
    what: str,
    fields: dict[str, object],
    sentence: str,
    article: str,
) -> None:
    case = case_of(office, regime)
    page = write_down(handler, case, what, **fields, act="confirm")
    assert page.status == 422
    assert sentence in page.errors()[0]
    assert article in page.errors()[0]
    assert office.house.events(case) == [EventType.REGISTERED]
    assert "reason" in page.fields()
    # When the handler explains why, the page still says what the law is against
    fields = fields | {"reason": "De rechter vroeg dit"}
    looked = write_down(handler, case, what, **fields, act="look")
    assert looked.status == 200
    assert article in notice(looked)
    assert "Leg toch vast" in looked.text
    # Then it is kept, and stays visible
    done = kept(handler, case, what, **fields)
    assert "Toch vastgelegd: De rechter vroeg dit" in done.text
    assert last_event(office, case.number).reason == "De rechter vroeg dit"


def test_a_second_extension_of_a_woo_request_is_refused(office: Office, handler: Colleague) -> None:
    case = case_of(office, "woo")
    kept(handler, case, "verlengen", amount=2, unit="week")
    page = write_down(handler, case, "verlengen", amount=1, unit="week", act="confirm")
    assert "De termijn is al een keer verlengd. Vaker mag niet." in page.errors()[0]
    done = kept(handler, case, "verlengen", amount=1, unit="week", reason="Zo afgesproken")
    assert "Toch vastgelegd: Zo afgesproken" in done.text
    assert office.house.case(case.number).due_on == date(2026, 12, 28)


def test_an_extension_after_the_term_is_refused(office: Office, handler: Colleague) -> None:
    case = case_of(office, "woo")
    office.clock.forward(timedelta(days=30))
    late = office.sign_in(office.house.handler)
    page = write_down(late, case, "verlengen", amount=2, act="confirm")
    assert "Verlengen kan alleen zolang hij loopt. (Woo 4.4 lid 2)" in page.errors()[0]
    # A letter that went out in time is only written down late
    in_time = write_down(late, case, "verlengen", amount=2, on="2026-12-01", act="look")
    assert "De uiterste datum wordt maandag 21 december 2026." in notice(in_time)
    done = kept(late, case, "verlengen", amount=2, reason="De verzoeker wist het al")
    assert "Toch vastgelegd: De verzoeker wist het al" in done.text


def test_a_reason_that_nobody_asked_for_is_no_reason(office: Office, handler: Colleague) -> None:
    case = case_of(office, "woo")
    kept(handler, case, "verlengen", amount=2, reason="Zomaar")
    assert last_event(office, case.number).reason == ""


def test_what_cannot_be_is_not_kept_with_a_reason(office: Office, handler: Colleague) -> None:
    case = case_of(office, "woo")
    page = write_down(handler, case, "hervatten", reason="Toch", act="confirm")
    assert page.status == 422
    assert "Er loopt op die dag geen opschorting" in page.errors()[0]
    assert office.house.events(case) == [EventType.REGISTERED]


def test_the_list_of_acts_says_what_the_law_does_not_know_here(
    office: Office, handler: Colleague
) -> None:
    case = case_of(office, "wmo-melding")
    page = handler.get(f"/zaken/{case.number}")
    assert page.texts("act-off__label") == [
        "Termijn opschorten",
        "Termijn verlengen",
        "Uitstel met instemming",
    ]
    assert page.texts("act-off__why")[1].startswith("De wet kent hier geen verlenging.")
    # No dead end: what was refused can still be opened
    assert f"/zaken/{case.number}/vastleggen/verlengen" in page.links()


def test_an_extension_is_greyed_once_it_was_used_and_once_it_is_too_late(
    office: Office, handler: Colleague
) -> None:
    case = case_of(office, "woo")
    assert handler.get(f"/zaken/{case.number}").texts("act-off__label") == []
    office.clock.forward(timedelta(days=29))
    late = office.sign_in(office.house.handler).get(f"/zaken/{case.number}")
    assert "Dat kon tot en met maandag 7 december 2026. (Woo 4.4 lid 2)" in late.text
    other = case_of(office, "awb-klacht")
    kept(office.sign_in(office.house.handler), other, "verlengen", amount=4)
    used = office.sign_in(office.house.handler).get(f"/zaken/{other.number}")
    assert "De termijn is al verlengd. Vaker mag niet. (Awb 9:11 lid 2)" in used.text
