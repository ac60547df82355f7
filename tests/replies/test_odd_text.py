"""Does text that PostgreSQL cannot store get in without it, on both databases alike?"""

from tests.browsing import Colleague, Office

ODD = "Beste\x00 Jo 🦭 \u202e \ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16")


def test_no_form_stumbles_over_a_nul_character(
    office: Office, handler: Colleague, registrar: Colleague
) -> None:
    here = f"/zaken/{office.house.open().number}"
    letter = {"received_on": "2026-11-09", "title": ODD, "subject_id": "1", "name": ODD, "act": ""}
    letter |= {"text": ODD, "street": ODD, "once": ODD, "email": "jo\x00@inwoner.example"}
    assert registrar.post("/post/nieuw", letter).status == 303
    draft = {"text": ODD, "kind": "answer", "draft_version": "0"}
    assert handler.post(f"{here}/antwoord", draft).status == 303
    version = str(office.house.case("2026-000001").version)
    closing = {"state": "duplicate", "reason": ODD, "version": version}
    assert handler.post(f"{here}/afsluiten", closing).status == 303
    door = office.app.test_client()
    assert door.post("/inloggen", data={"email": ODD, "password": ODD}).status_code == 400
    assert "Niets gevonden" in handler.get("/zaken/zoeken?q=%5C%25_").text
