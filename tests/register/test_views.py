"""Can colleagues look at a case and act on it in the browser?"""

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.browsing import Colleague, Office, Page, office_settings
from tracker.base.config import Settings
from tracker.people.models import Role
from tracker.register.models import Case, CaseState, Channel, EventType
from tracker.register.service import NewFile, NewMessage, record_event


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Use SQLite alone: what the services do is tested on both databases."""
    return office_settings(tmp_path)


def act(colleague: Colleague, case: Case, what: str, **fields: object) -> Page:
    """Fill in the page of an act as it is opened, and send it."""
    path = f"/zaken/{case.number}/{what}"
    opened = {name: values[0] for name, values in colleague.get(path).fields().items()}
    return colleague.post(path, opened | fields)


def button(colleague: Colleague, case: Case, what: str) -> Page:
    """Press a button on the page of the case."""
    path = f"/zaken/{case.number}"
    fields = colleague.get(path).fields(f"{path}/{what}")
    return colleague.post(f"{path}/{what}", {name: v[0] for name, v in fields.items()})


def test_a_case_shows_its_letter_its_clocks_and_the_one_thing_to_do(
    office: Office, handler: Colleague
) -> None:
    case = office.house.open(office.house.application)
    page = handler.get(f"/zaken/{case.number}")
    assert "Wanneer wordt de lantaarnpaal gemaakt?" in page.text
    assert "woensdag 11 november 2026" in page.text  # acknowledge by
    assert "maandag 4 januari 2027" in page.text  # eight weeks
    assert page.one("next-step__title") == "Neem deze zaak"
    assert "In het register gezet" in page.text


def test_taking_a_case_changes_the_one_thing_to_do(office: Office, handler: Colleague) -> None:
    case = office.house.open()
    page = handler.follow(button(handler, case, "neem"))
    assert "ligt nu op uw bureau" in page.text
    assert page.one("next-step__title") == "Schrijf het antwoord"
    seen = office.sign_in(office.house.colleague).get(f"/zaken/{case.number}")
    assert seen.one("next-step__title") == "Help met het antwoord"


def test_a_lead_hands_a_case_to_a_colleague_and_back(office: Office, lead: Colleague) -> None:
    case = office.house.open()
    bas = office.house.colleague.id
    page = lead.follow(act(lead, case, "toewijzen", handler_id=bas))
    assert "Bas behandelt deze zaak nu." in page.text
    page = lead.follow(act(lead, case, "toewijzen", handler_id=0))
    assert "weer op de stapel" in page.text
    assert office.house.case(case.number).handler_id is None


@pytest.mark.parametrize("choice", ["", "abc", "-1", "4711", "9" * 30, "\x00"])
def test_a_case_goes_to_nobody_who_is_not_on_the_list(
    office: Office, lead: Colleague, choice: str
) -> None:
    case = office.house.open()
    page = act(lead, case, "toewijzen", handler_id=choice)
    assert page.status == 422
    assert page.errors() == ["Behandelaar: Kies een van de mogelijkheden."]
    assert office.house.case(case.number).version == case.version


def test_only_a_lead_sees_the_page_to_hand_a_case_on(office: Office, handler: Colleague) -> None:
    case = office.house.open()
    assert handler.get(f"/zaken/{case.number}/toewijzen").status == 403
    assert f"/zaken/{case.number}/toewijzen" not in handler.get(f"/zaken/{case.number}").links()


def test_another_subject_brings_another_term(office: Office, handler: Colleague) -> None:
    case = office.house.open()
    page = act(handler, case, "onderwerp", subject_id=office.house.application.id, act="save")
    assert "Het onderwerp is nu: Vergunning." in handler.follow(page).text
    assert office.house.case(case.number).due_on == date(2027, 1, 4)


def test_a_subject_of_another_team_takes_the_case_along(office: Office, handler: Colleague) -> None:
    case = office.house.open()
    page = act(handler, case, "onderwerp", subject_id=office.house.elsewhere.id, act="save")
    assert page.location == "/"
    assert "Het onderwerp is nu: Aanslag." in handler.get("/mijn-werk").text
    assert handler.get(f"/zaken/{case.number}").status == 403


def test_another_subject_shows_first_what_it_does(office: Office, handler: Colleague) -> None:
    case = office.house.open()
    button(handler, case, "neem")
    chosen = act(handler, case, "onderwerp", subject_id=office.house.application.id, act="look")
    said = chosen.one("notice__body")
    assert "De uiterste datum wordt maandag 4 januari 2027." in said
    assert "De termijnregeling wordt: Aanvraag, Awb 4:13." in said
    assert "team" not in said
    chosen = act(handler, case, "onderwerp", subject_id=office.house.elsewhere.id, act="look")
    said = chosen.one("notice__body")
    assert "De streefdatum blijft maandag 23 november 2026." in said
    assert "De zaak gaat naar team Belasting." in said
    assert "De zaak heeft dan geen behandelaar meer." in said
    assert "termijnregeling" not in said
    # Nothing was changed by looking
    assert office.house.case(case.number).subject_id == case.subject_id


def test_a_subject_without_a_legal_term_says_that_the_due_date_goes(
    office: Office, handler: Colleague
) -> None:
    case = office.house.open(office.house.application)
    chosen = act(handler, case, "onderwerp", subject_id=office.house.question.id, act="look")
    assert "Een uiterste datum volgens de wet is er dan niet meer." in chosen.one("notice__body")


def test_an_objection_asks_for_the_day_of_the_decision(office: Office, handler: Colleague) -> None:
    case = office.house.open()
    chosen = act(handler, case, "onderwerp", subject_id=office.house.objection.id, act="choose")
    assert chosen.status == 200
    assert "Besluit verstuurd op" in chosen.text
    page = act(handler, case, "onderwerp", subject_id=office.house.objection.id, act="save")
    assert page.status == 422
    assert page.errors()[0].startswith("Besluit verstuurd op: ")
    fields = {"subject_id": office.house.objection.id, "decision_sent_on": "20-10-2026"}
    assert act(handler, case, "onderwerp", **fields, act="save").status == 303
    assert office.house.case(case.number).due_on == date(2027, 1, 12)


def test_what_a_suspension_does_is_shown_before_it_is_kept(
    office: Office, handler: Colleague
) -> None:
    case = office.house.open(office.house.application)
    what = "vastleggen/opschorten"
    asked = {"on": "2026-11-09", "ground": "incomplete", "respond_by": "2026-11-23"}
    looked = act(handler, case, what, **asked, act="look")
    assert "De uiterste datum wordt maandag 18 januari 2027." in looked.text
    assert office.house.events(case) == [EventType.REGISTERED]
    kept = handler.follow(act(handler, case, what, **asked, act="confirm"))
    assert "Vastgelegd. De uiterste datum wordt maandag 18 januari 2027." in kept.text
    assert office.house.case(case.number).state is CaseState.WAITING
    # When the rest comes in, the term runs on
    resumed = act(handler, case, "vastleggen/hervatten", on="2026-11-09", act="confirm")
    assert resumed.status == 303
    assert office.house.case(case.number).state is CaseState.NEW


@pytest.mark.parametrize(
    ("what", "fields", "sentence"),
    [
        ("bevestigd", {"on": "2026-11-10"}, "Deze dag is nog niet geweest."),
        ("bevestigd", {"on": "2026-11-08"}, "Deze dag ligt voor de ontvangst van de brief."),
        ("bevestigd", {"on": "2026-02-30"}, "Vul een dag in die bestaat"),
        ("bevestigd", {"on": "0001-01-01"}, "Vul een jaar in van 1970"),
        ("opschorten", {"ground": "zomaar", "respond_by": "2026-11-23"}, "Kies een van de"),
        ("opschorten", {"respond_by": "2026-11-23"}, "Kies een reden."),
        ("opschorten", {"ground": "incomplete", "respond_by": "2026-11-01"}, "Deze dag ligt voor"),
        ("opschorten", {"ground": "incomplete", "respond_by": ""}, "Vul een dag in die bestaat"),
        ("verlengen", {"amount": ""}, "Vul een heel getal in."),
        ("verlengen", {"amount": "drie"}, "Vul een heel getal in."),
        ("verlengen", {"amount": "1.5"}, "Vul een heel getal in."),
        ("verlengen", {"amount": "0"}, "Vul een getal van 1 tot en met 365 in."),
        ("verlengen", {"amount": "-3"}, "Vul een getal van 1 tot en met 365 in."),
        ("verlengen", {"amount": "9" * 5000}, "Vul een"),
        ("uitstel", {"until": "gisteren"}, "Vul een dag in die bestaat"),
        ("uitstel", {"until": "2026-11-01"}, "Deze dag ligt voor de dag waarop de inwoner"),
        ("ingebrekestelling", {"on": "", "reason": "x" * 501}, "te lang"),
        ("uitstel", {"until": "9999-12-31"}, "Vul een jaar in van 1970 tot en met 2100."),
        ("hervatten", {"on": "2101-01-01"}, "Vul een jaar in van 1970"),
    ],
)
def test_what_cannot_be_written_down_is_refused_at_its_field(
    office: Office, handler: Colleague, what: str, fields: dict[str, str], sentence: str
) -> None:
    case = office.house.open(office.house.application)
    page = act(handler, case, f"vastleggen/{what}", **{"act": "confirm", **fields})
    assert page.status == 422
    assert page.title.startswith("Fout:")
    assert sentence in page.errors()[0]
    for name, value in fields.items():
        if name != "ground":
            assert page.value(name) == value
    assert office.house.events(case) == [EventType.REGISTERED]


@pytest.mark.parametrize(("field", "what"), [("until", "uitstel"), ("respond_by", "opschorten")])
def test_a_day_at_the_end_of_what_we_reckon_breaks_nothing(
    office: Office, handler: Colleague, field: str, what: str
) -> None:
    case = office.house.open(office.house.application)
    fields = {"ground": "incomplete", "act": "confirm", field: "2100-12-31"}
    assert act(handler, case, f"vastleggen/{what}", **fields).status in (303, 422)
    assert handler.get(f"/zaken/{case.number}").status == 200


def test_what_the_law_refuses_can_be_kept_with_a_reason(office: Office, handler: Colleague) -> None:
    facts = {"decision_sent_on": "2026-10-20"}
    case = office.house.open(office.house.objection, facts=facts)
    what = "vastleggen/verlengen"
    page = act(handler, case, what, amount=50, act="confirm")
    assert page.status == 422
    assert "Awb" in page.errors()[0]
    assert page.value("amount") == "50"
    kept = act(handler, case, what, amount=50, act="confirm", reason="De inwoner wilde dat")
    assert "De inwoner wilde dat" in handler.follow(kept).text


def test_closing_needs_a_choice_and_a_reason(office: Office, handler: Colleague) -> None:
    case = office.house.open()
    page = act(handler, case, "afsluiten", reason="   ")
    assert page.status == 422
    assert page.errors() == [
        "Waarom komt er geen antwoord: Kies waarom er geen antwoord komt.",
        "Leg dit uit in één zin: Vul dit in.",
    ]
    assert act(handler, case, "afsluiten", state="answered", reason="Zo").status == 422
    closed = act(handler, case, "afsluiten", state="duplicate", reason="Zie een andere zaak")
    page = handler.follow(closed)
    assert "is gesloten" in page.text
    assert "Reden: dubbel. Zie een andere zaak" in page.text
    assert page.one("next-step__title") == "Deze zaak is klaar"


def test_a_closed_case_opens_again_and_an_open_one_does_not(
    office: Office, handler: Colleague
) -> None:
    case = office.house.open()
    assert "al open" in act(handler, case, "heropenen", reason="Toch niet klaar").text
    act(handler, case, "afsluiten", state="withdrawn", reason="Ingetrokken")
    assert act(handler, case, "heropenen", reason=" ").status == 422
    page = handler.follow(act(handler, case, "heropenen", reason="Toch een vraag"))
    assert "is weer open" in page.text


def test_a_new_message_is_seen_until_somebody_has_read_it(
    office: Office, handler: Colleague
) -> None:
    case = office.house.open()
    with office.house.db.changing() as session:
        session.get_one(Case, case.id).unread_message = True
    assert "Er is een nieuw bericht." in handler.get(f"/zaken/{case.number}").text
    page = handler.follow(button(handler, case, "gelezen"))
    assert "Het bericht staat op gelezen." in page.text
    assert "Er is een nieuw bericht." not in page.text


def test_a_penalty_that_runs_is_named_with_its_amount(office: Office, lead: Colleague) -> None:
    # Given an application that is late, and a notice of default three weeks ago
    case = office.house.open(office.house.application)
    office.clock.forward(timedelta(days=60))
    with office.house.db.changing() as session:
        stored = session.get_one(Case, case.id)
        record_event(
            session, office.clock(), stored, EventType.NOTICE_OF_DEFAULT, office.clock().date()
        )
    office.clock.forward(timedelta(days=21))
    page = office.sign_in(office.house.lead).get(f"/zaken/{case.number}")
    assert "geldige ingebrekestelling" in page.text
    assert "Eerste dag" in page.text
    assert "Tot nu toe € 161 (7 dagen)" in page.text
    assert "Hooguit € 1.442" in page.text


def test_the_markup_of_a_mail_comes_in_a_frame_that_runs_nothing(
    office: Office, handler: Colleague
) -> None:
    message = NewMessage(channel=Channel.EMAIL, at=office.clock(), html="<p>Hallo <b>daar</b></p>")
    case = office.house.open(message=message)
    here = handler.get(f"/zaken/{case.number}")
    (frame,) = here.tree.xpath("//iframe")
    assert frame.get("sandbox") == ""
    page = handler.get(frame.get("src"))
    assert "<p>Hallo <b>daar</b></p>" in page.markup
    policy = page.response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy


@pytest.mark.parametrize(
    "name", ['a"; filename=b.exe', "regel\r\nSet-Cookie: x=1", "🦭.pdf", "../../x.pdf", "<b>.pdf"]
)
def test_a_file_is_handed_over_as_a_download_whatever_its_name(
    office: Office, handler: Colleague, name: str
) -> None:
    sha256 = office.app.extensions["tracker"].files.keep(b"<script>alert(1)</script>")
    file = NewFile(filename=name, content_type="text/html", size=25, sha256=sha256)
    message = NewMessage(channel=Channel.EMAIL, at=office.clock(), files=(file,), raw_sha256=sha256)
    case = office.house.open(message=message)
    page = handler.get(f"/zaken/{case.number}")
    assert "<b>.pdf" not in page.markup
    links = [link for link in page.links() if "/bestanden/" in link or "/origineel" in link]
    assert len(links) == 2
    for link in links:
        response = handler.get(link).response
        assert response.status_code == 200
        assert response.mimetype == "application/octet-stream"
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "Set-Cookie" not in dict(response.headers) or "x=1" not in str(response.headers)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("2026-0", True),
        ("LANTAARN", True),
        ("dijkgraaf", True),
        ("niets hiervan", False),
        ("%", False),
        ("_", False),
        ("\\", False),
        ("'; --", False),
    ],
)
def test_a_case_is_found_by_number_title_or_name(
    office: Office, handler: Colleague, words: str, found: bool
) -> None:
    office.house.open()
    page = handler.get("/zaken/zoeken", query_string={"q": words})
    assert ("2026-000001" in page.text) is found
    assert ("Niets gevonden" in page.text) is not found


def test_a_whole_number_leads_straight_to_the_case(office: Office, handler: Colleague) -> None:
    case = office.house.open()
    assert handler.get(f"/zaken/zoeken?q={case.number}").location == f"/zaken/{case.number}"


def test_an_administrator_reads_a_case_without_acts(office: Office) -> None:
    case = office.house.open()
    page = office.sign_in(office.add("Ad", Role.ADMINISTRATOR)).get(f"/zaken/{case.number}")
    assert "Vastleggen en regelen" not in page.text
    assert page.tree.find_class("next-step") == []


def test_an_english_reader_sees_the_reasons_in_english(office: Office) -> None:
    case = office.house.open(office.house.application)
    with office.house.db.changing() as session:
        session.merge(office.house.handler).language = "en"
    page = office.sign_in(office.house.handler).get(f"/zaken/{case.number}")
    assert page.tree.get("lang") == "en"
    assert "8 weeks" in page.text
