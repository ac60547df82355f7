"""Does nobody overwrite a colleague, or get at what is gone or another team's?"""

from hashlib import sha256

import pytest
from sqlmodel import select

from tests.browsing import Colleague, Log, Office
from tests.intake.letters import out_of_office
from tracker.intake.service import file_mail, store_raw
from tracker.people.models import Role
from tracker.register.models import Attachment, Case, Channel, Message
from tracker.register.service import NewFile, NewMessage, Sender

REASON = "De inwoner belde: het is al opgelost."
ACTS = {
    "neem": {},
    "gelezen": {},
    "afsluiten": {"state": "duplicate", "reason": REASON},
    "heropenen": {"reason": REASON},
    "vastleggen/bevestigd": {"on": "2026-11-09", "act": "confirm"},
    "onderwerp": {"subject_id": "2", "act": "save"},
}


def case_with_file(office: Office) -> tuple[Case, int, int]:
    """Return a case with a mail with a file in it, and their numbers."""
    sha256 = office.app.extensions["tracker"].files.keep(b"%PDF-1.4 geheim")
    file = NewFile(filename="geheim.pdf", content_type="application/pdf", size=15, sha256=sha256)
    message = NewMessage(
        channel=Channel.EMAIL,
        at=office.clock(),
        text="geheim",
        html="<p>geheim</p>",
        raw_sha256=sha256,
        files=(file,),
    )
    case = office.house.open(message=message, channel=Channel.EMAIL)
    with office.house.db.reading() as session:
        attachment = session.exec(select(Attachment)).one()
        stored = session.exec(select(Message)).one()
    return case, stored.id or 0, attachment.id or 0


def pages_of(case: Case, message_id: int, attachment_id: int) -> list[str]:
    here = f"/zaken/{case.number}"
    return [
        here,
        f"{here}/onderwerp",
        f"{here}/afsluiten",
        f"{here}/heropenen",
        f"{here}/vastleggen/bevestigd",
        f"{here}/bestanden/{attachment_id}",
        f"{here}/berichten/{message_id}/opmaak",
        f"{here}/berichten/{message_id}/origineel",
        f"{here}/antwoord",
        f"{here}/antwoord/brief/{message_id}",
    ]


def test_nothing_of_a_case_of_another_team_can_be_seen(
    office: Office, stranger: Colleague, log: Log
) -> None:
    case, message_id, attachment_id = case_with_file(office)
    for path in pages_of(case, message_id, attachment_id):
        log.forget()
        page = stranger.get(path)
        assert page.status == 403, path
        assert "Deze zaak is van een ander team." in page.text
        assert "geheim" not in page.markup
        assert "Lantaarnpaal" not in page.markup
        assert log.problem()["about_case_id"] == case.id


@pytest.mark.parametrize(("act", "fields"), ACTS.items(), ids=ACTS)
def test_nothing_can_be_done_to_a_case_of_another_team(
    office: Office, stranger: Colleague, act: str, fields: dict[str, str]
) -> None:
    case, _message_id, _attachment_id = case_with_file(office)
    page = stranger.post(f"/zaken/{case.number}/{act}", {"version": case.version, **fields})
    assert page.status == 403
    assert office.house.case(case.number).version == case.version


@pytest.mark.parametrize("act", ["", "/lees"])
def test_nobody_writes_to_a_correspondent_of_another_team(
    office: Office, stranger: Colleague, act: str
) -> None:
    case = office.house.open()
    fields = {"text": "Beste Jo, dit is mijn antwoord.", "kind": "answer", "act": "send"}
    page = stranger.post(f"/zaken/{case.number}/antwoord{act}", {"draft_version": 0, **fields})
    assert page.status == 403


def test_a_file_is_only_found_in_its_own_case(office: Office, handler: Colleague) -> None:
    case, message_id, attachment_id = case_with_file(office)
    other = office.house.open()
    for path in pages_of(other, message_id, attachment_id)[5:8]:
        assert handler.get(path).status == 404
    assert handler.get(f"/zaken/{case.number}/bestanden/{attachment_id}").status == 200


def test_search_shows_no_case_of_another_team(office: Office, stranger: Colleague) -> None:
    case = office.house.open()
    assert "Niets gevonden" in stranger.get("/zaken/zoeken?q=Lantaarn").text
    assert case.number not in stranger.get("/zaken/zoeken?q=2026").text


@pytest.mark.parametrize("act", ["neem", "gelezen"])
def test_the_administrator_looks_and_does_not_touch(office: Office, act: str) -> None:
    case = office.house.open()
    administrator = office.sign_in(office.add("Ad", Role.ADMINISTRATOR))
    assert administrator.get(f"/zaken/{case.number}").status == 200
    page = administrator.post(f"/zaken/{case.number}/{act}", {"version": case.version})
    assert page.status == 403
    assert "Dit hoort niet bij uw taak." in page.text


@pytest.mark.parametrize(
    "path",
    [
        "/zaken/2026-000999",
        "/zaken/niets",
        "/zaken/2026-000999/antwoord",
        "/zaken/2026-000999/afsluiten",
        "/zaken/2026-000001/bestanden/4711",
        "/zaken/2026-000001/bestanden/-1",
        "/zaken/2026-000001/bestanden/99999999999999999999",
        "/zaken/2026-000001/berichten/4711/opmaak",
        "/zaken/2026-000001/berichten/4711/origineel",
        "/zaken/2026-000001/berichten/1/origineel",
        "/zaken/2026-000001/antwoord/brief/4711",
        "/zaken/2026-000001/antwoord/brief/1",
        "/zaken/2026-000001/vastleggen/alles",
        "/zaken/../../etc/passwd",
    ],
)
def test_what_is_gone_is_said_to_be_gone(
    office: Office, handler: Colleague, log: Log, path: str
) -> None:
    office.house.open()
    page = handler.get(path)
    assert page.status == 404
    assert page.title.startswith("Fout: Niet gevonden")
    assert "/" in page.links()
    assert log.problem()["cause"] == "NotFound"


@pytest.mark.parametrize("address", ["/zaken/%00", "/zaken/zoeken?q=a%00b", "/team?team=%00"])
def test_an_address_with_a_nul_character_is_refused(lead: Colleague, address: str) -> None:
    page = lead.get(address)
    assert page.status == 400
    assert page.title.startswith("Fout:")


@pytest.mark.parametrize("path", ["uitgaand", "gebruikers", "teams", "onderwerpen"])
def test_the_administrator_gets_no_error_for_an_impossible_number(
    office: Office, path: str
) -> None:
    administrator = office.sign_in(office.add("Ad", Role.ADMINISTRATOR))
    assert administrator.get(f"/beheer/{path}/{'9' * 30}").status == 404


def test_a_file_that_is_missing_on_the_disk_is_said_to_be_missing(
    office: Office, handler: Colleague, log: Log
) -> None:
    case, message_id, attachment_id = case_with_file(office)
    for path in office.settings.files_path.rglob("*"):
        if path.is_file():
            path.unlink()
    for path in pages_of(case, message_id, attachment_id)[5:8:2]:
        log.forget()
        page = handler.get(path)
        assert page.status == 404
        assert "Dit bestand is er niet meer." in page.text
        assert "about_sha256" in log.problem()


@pytest.mark.parametrize(("act", "fields"), ACTS.items(), ids=ACTS)
def test_who_acts_on_an_old_page_is_told_and_keeps_what_was_typed(
    office: Office, handler: Colleague, log: Log, act: str, fields: dict[str, str]
) -> None:
    # Given two colleagues who look at one case
    case = office.house.open()
    office.sign_in(office.house.colleague).post(
        f"/zaken/{case.number}/neem", {"version": case.version}
    )
    before = office.house.case(case.number)
    # When the second acts on what is not there any more
    page = handler.post(f"/zaken/{case.number}/{act}", {"version": case.version, **fields})
    # Then nothing changes, the page says why, and leads back
    assert page.status == 409
    assert page.title.startswith("Fout: Een collega was u net voor")
    assert f"Een collega heeft zaak {case.number} veranderd" in page.text
    assert [link for link in page.links() if link.startswith(f"/zaken/{case.number}")]
    if "reason" in fields:
        assert REASON in page.markup
    assert office.house.case(case.number) == before
    assert log.problem()["status"] == 409
    assert "belde" not in log.text


@pytest.mark.parametrize("version", [None, "", "abc", "1.5", "\x00"])
@pytest.mark.parametrize("act", ["neem", "gelezen", "afsluiten", "onderwerp"])
def test_a_form_without_its_version_changes_nothing(
    office: Office, handler: Colleague, log: Log, act: str, version: str | None
) -> None:
    case = office.house.open()
    fields = {**ACTS[act], **({} if version is None else {"version": version})}
    page = handler.post(f"/zaken/{case.number}/{act}", fields)
    assert page.status == 422
    assert "erouderd" in page.text or "Vul een heel getal in." in page.text
    assert office.house.case(case.number).version == case.version
    assert log.problem()["status"] == 422


@pytest.mark.parametrize("version", ["-1", "9" * 30])
def test_an_impossible_version_is_an_old_version(
    office: Office, handler: Colleague, version: str
) -> None:
    case = office.house.open()
    assert handler.post(f"/zaken/{case.number}/neem", {"version": version}).status == 409


def test_both_texts_of_two_who_write_at_once_are_kept_and_shown(
    office: Office, handler: Colleague, log: Log
) -> None:
    # Given two colleagues with the same empty answer before them
    case = office.house.open()
    path = f"/zaken/{case.number}/antwoord"
    mine, theirs = "Mijn tekst <b>vet</b>", "De tekst van Bas"
    colleague = office.sign_in(office.house.colleague)
    assert colleague.post(path, {"text": theirs, "draft_version": 0}).status == 303
    # When the second saves
    page = handler.post(path, {"text": mine, "draft_version": 0, "kind": "interim"})
    # Then both texts are on the page, and neither is lost
    assert page.status == 409
    assert "Een collega heeft intussen aan dit antwoord geschreven." in page.text
    assert theirs in page.text
    assert page.value("text") == mine
    assert page.value("kind") == "interim"
    assert colleague.get(path).value("text") == theirs
    assert log.problem()["status"] == 409
    assert "Mijn tekst" not in log.text
    # When the second saves again, knowingly
    again = {name: values[0] for name, values in page.fields().items()}
    assert handler.post(path, again).status == 303
    assert handler.get(path).value("text") == mine


def test_who_writes_while_a_colleague_has_answered_is_told(
    office: Office, handler: Colleague
) -> None:
    case = office.house.open()
    path = f"/zaken/{case.number}/antwoord"
    colleague = office.sign_in(office.house.colleague)
    colleague.post(path, {"text": "Een begin", "draft_version": 0})
    answer = "Wij maken de lantaarnpaal op vrijdag. De kabel is stuk en die vervangen wij."
    sent = colleague.post(path, {"text": answer, "draft_version": 1, "act": "send"})
    assert sent.status == 303
    page = handler.post(path, {"text": "Mijn tekst", "draft_version": 1})
    assert page.status == 409
    assert "Uw collega heeft het antwoord al verstuurd." in page.text
    assert page.value("text") == "Mijn tekst"


def test_a_session_that_ended_keeps_the_text_for_a_second_try(
    office: Office, handler: Colleague, log: Log
) -> None:
    case = office.house.open()
    handler.token = "verlopen"
    page = handler.post(f"/zaken/{case.number}/antwoord", {"text": "Mijn tekst"})
    assert page.status == 400
    assert "Uw sessie is verlopen" in page.title
    assert "Mijn tekst" in page.markup
    assert log.problem()["cause"] == "CSRFError"
    again = page.fields(f"/zaken/{case.number}/antwoord")
    fields = {name: values[0] for name, values in again.items()} | {"draft_version": "0"}
    handler.token = fields.pop("csrf_token")
    assert handler.post(f"/zaken/{case.number}/antwoord", fields).status == 303


def test_a_mail_without_sender_subject_or_body_shows_well(
    office: Office, handler: Colleague
) -> None:
    message = NewMessage(channel=Channel.EMAIL, at=office.clock())
    case = office.house.open(title="", message=message, sender=Sender(name=""))
    page = handler.get(f"/zaken/{case.number}")
    assert page.status == 200
    assert page.tree.findtext(".//h1").strip() == "(zonder onderwerp)"
    assert "(afzender onbekend)" in page.text
    assert "Dit bericht heeft geen tekst." in page.text
    assert "None" not in page.text


def test_mail_that_was_set_aside_is_handed_over_whole_to_registrars_only(
    office: Office, registrar: Colleague, handler: Colleague
) -> None:
    services = office.app.extensions["tracker"]
    raw = out_of_office()
    stored = store_raw(services.db, services.clock, services.files, raw, mailbox="post", uid=1)
    file_mail(services.db, services.clock, office.settings, services.files, stored.ledger_id)
    path = f"/post/opzij/{stored.ledger_id}"
    assert path in registrar.get("/post").links()
    handed_over = registrar.get(path).response
    assert handed_over.data == raw
    assert handed_over.headers["Content-Disposition"].startswith("attachment")
    assert handler.get(path).status == 403
    for gone in ("4711", "9" * 30):
        assert registrar.get(f"/post/opzij/{gone}").status == 404
    services.files.path(sha256(raw).hexdigest()).unlink()
    assert "Dit bestand is er niet meer." in registrar.get(path).text
