"""Does a registrar who fills in something wrong lose nothing, and hear what is wrong?"""

from io import BytesIO
from pathlib import Path

import pytest
from sqlmodel import func, select

from tests.browsing import Colleague, Log, Office, Page
from tests.walk.pdf import one_page_pdf
from tracker.register.models import Case, Message

TYPED = {
    "channel": "letter",
    "received_on": "2026-11-09",
    "title": "Boom op de dijk",
    "subject_id": "1",
    "name": "An Visser",
    "street": "Kreekpad 1",
    "postcode": "9990 AB",
    "place": "Zuidhaven",
    "text": "De boom staat scheef.",
    "act": "save",
}


def fresh(registrar: Colleague, **changed: object) -> dict[str, object]:
    """Return a form as it is opened, with everything filled in."""
    opened = registrar.get("/post/nieuw")
    return {**TYPED, "once": opened.value("once"), **changed}


def register(registrar: Colleague, **changed: object) -> Page:
    return registrar.post("/post/nieuw", fresh(registrar, **changed))


def cases(office: Office) -> int:
    with office.house.db.reading() as session:
        return session.exec(select(func.count()).select_from(Case)).one()


def kept_files(office: Office) -> list[Path]:
    return [path for path in office.settings.files_path.rglob("*") if path.is_file()]


def assert_typed_stays(page: Page, *except_for: str) -> None:
    for name in TYPED.keys() - {"act", *except_for}:
        assert page.value(name) == TYPED[name], name


def test_a_letter_that_is_filled_in_well_becomes_a_case(
    office: Office, registrar: Colleague, log: Log
) -> None:
    sent = register(registrar)
    assert sent.location == "/zaken/2026-000001"
    case = registrar.follow(sent)
    assert "Zaak 2026-000001 staat in het register." in case.text
    assert "maandag 23 november 2026" in case.text
    assert log.problems() == []


@pytest.mark.parametrize("day", ["2026-11-10", "2062-01-01"])
def test_a_letter_from_the_future_is_refused(
    office: Office, registrar: Colleague, log: Log, day: str
) -> None:
    page = register(registrar, received_on=day)
    assert page.status == 422
    assert page.title.startswith("Fout:")
    assert page.errors() == [
        "Ontvangen op: Deze dag is nog niet geweest. Vul de dag in waarop de brief binnenkwam."
    ]
    assert page.value("received_on") == day
    assert "Deze oude datum klopt" not in page.text
    assert_typed_stays(page, "received_on")
    assert cases(office) == 0
    assert log.problem()["fields"] == ["received_on"]
    assert "Visser" not in log.text


def test_a_letter_of_long_ago_is_refused_until_somebody_is_sure(
    office: Office, registrar: Colleague, log: Log
) -> None:
    # Given a letter from 1985, or a typing error
    day = "1985-06-01"
    page = register(registrar, received_on=day)
    assert page.status == 422
    assert "meer dan twee jaar terug" in page.errors()[0]
    assert_typed_stays(page, "received_on")
    assert cases(office) == 0
    assert log.problem()["cause"] == "InvalidInput"
    # When the registrar ticks that the day is right
    sure = register(registrar, received_on=day, sure_of_day="y")
    # Then the letter gets its case, late as it is
    assert registrar.follow(sure).status == 200
    with office.house.db.reading() as session:
        assert str(session.exec(select(Case)).one().received_on) == day


@pytest.mark.parametrize("day", ["0001-01-01", "1969-12-31", "9999-12-31"])
def test_a_year_with_which_nobody_reckons_is_refused_however_sure_somebody_is(
    office: Office, registrar: Colleague, day: str
) -> None:
    page = register(registrar, received_on=day, sure_of_day="y")
    assert page.status == 422
    assert page.errors() == ["Ontvangen op: Vul een jaar in van 1970 tot en met 2100."]
    assert_typed_stays(page, "received_on")
    assert cases(office) == 0


@pytest.mark.parametrize("left_out", ["", "   "])
def test_an_empty_form_names_each_field_that_is_needed(
    office: Office, registrar: Colleague, log: Log, left_out: str
) -> None:
    page = registrar.post(
        "/post/nieuw",
        {"received_on": left_out, "title": left_out, "subject_id": "", "name": left_out},
    )
    assert page.status == 422
    assert page.title.startswith("Fout: Registreer een brief")
    assert page.errors() == [
        "Ontvangen op: Vul een dag in die bestaat, zoals 6-11-2026.",
        "Waar gaat het over: Vul dit in.",
        "Onderwerp: Kies een onderwerp.",
        "Naam van de afzender: Vul dit in.",
    ]
    for field_id in ("received_on", "title", "subject_id", "name"):
        assert f"#{field_id}" in page.links()
        (field,) = page.tree.xpath(f"//*[@id='{field_id}']")
        assert field.get("aria-invalid") == "true"
    assert log.problem()["fields"] == ["name", "received_on", "subject_id", "title"]
    assert cases(office) == 0


@pytest.mark.parametrize(
    ("field", "length", "most"),
    [("name", 300, 200), ("title", 301, 300), ("place", 101, 100), ("text", 1_000_000, 100_000)],
)
def test_what_is_too_long_stays_and_the_form_says_how_long_it_may_be(
    registrar: Colleague, log: Log, field: str, length: int, most: int
) -> None:
    page = register(registrar, **{field: "x" * length})
    assert page.status == 422
    assert page.errors()[0].endswith(f"Dit is te lang. Gebruik hooguit {most} tekens.")
    assert page.value(field) == "x" * length
    assert_typed_stays(page, field)
    assert log.problem()["fields"] == [field]


def test_the_browser_is_not_told_to_cut_off_what_is_pasted(registrar: Colleague) -> None:
    assert "maxlength" not in registrar.get("/post/nieuw").markup


@pytest.mark.parametrize("day", ["30-02-2026", "2026-02-30", "morgen", "31/31/2026", "\x00"])
def test_a_day_that_does_not_exist_is_refused_and_kept(registrar: Colleague, day: str) -> None:
    page = register(registrar, received_on=day)
    assert page.errors() == ["Ontvangen op: Vul een dag in die bestaat, zoals 6-11-2026."]
    assert_typed_stays(page, "received_on")


@pytest.mark.parametrize("value", ["duif", "\x00", "-1", "9" * 30])
@pytest.mark.parametrize("field", ["channel", "subject_id"])
def test_what_cannot_be_chosen_is_refused(
    office: Office, registrar: Colleague, field: str, value: str
) -> None:
    page = register(registrar, **{field: value})
    assert page.status == 422
    assert page.errors()[0].endswith(": Kies een van de mogelijkheden.")
    assert_typed_stays(page, field)
    assert cases(office) == 0


def test_a_subject_is_never_chosen_for_the_registrar(office: Office, registrar: Colleague) -> None:
    assert registrar.get("/post/nieuw").value("subject_id") == "0"
    page = register(registrar, subject_id="0")
    assert page.errors() == ["Onderwerp: Kies een onderwerp."]
    assert_typed_stays(page, "subject_id")
    assert cases(office) == 0


def test_an_address_that_is_no_address_is_refused(registrar: Colleague) -> None:
    page = register(registrar, email="an apenstaartje inwoner")
    assert "Vul een e-mailadres in zoals naam@voorbeeld.nl, of laat het leeg." in page.errors()[0]
    assert page.value("email") == "an apenstaartje inwoner"


@pytest.mark.parametrize(
    "odd",
    [
        "NUL\x00 erin",
        "Zeehond 🦭 op het strand",
        "\u202egnalbmo\u202c",
        "شكوى عن الضوضاء",
        "<script>alert(1)</script>",
        "{{ 7 * 7 }} %(name)s %s",
        '\'; DROP TABLE "case"; --',
    ],
)
def test_odd_text_is_text(office: Office, registrar: Colleague, odd: str) -> None:
    case = registrar.follow(register(registrar, title=odd, name=odd, text=odd))
    shown = " ".join(odd.replace("\x00", "").split())
    assert case.tree.findtext(".//h1").strip() == shown
    assert "<script>alert" not in case.markup
    for path in ("/post", "/zaken/zoeken?q=2026"):
        page = registrar.get(path)
        assert shown in page.text or page.status == 303
        assert "<script>alert" not in page.markup


def test_a_form_that_is_sent_twice_makes_one_case(office: Office, registrar: Colleague) -> None:
    form = fresh(registrar)
    first, again = registrar.post("/post/nieuw", form), registrar.post("/post/nieuw", form)
    assert first.location == again.location == "/zaken/2026-000001"
    assert cases(office) == 1
    with office.house.db.reading() as session:
        assert session.exec(select(func.count()).select_from(Message)).one() == 1


PDF = one_page_pdf("Boom op de dijk")
NOT_WHAT_THEY_SAY = {
    "a page called a PDF": ("brief.pdf", b"<html><body>Hallo</body></html>", "maar is een"),
    "a broken PDF": ("brief.pdf", b"%PDF-1.7\n" + b"rommel" * 9, "beschadigd"),
    "nothing": ("brief.pdf", b"", "leeg"),
    "a program": ("brief.exe", b"MZ" + b"\x00" * 99, "geen scan"),
    "a PDF called a picture": ("brief.png", PDF, "maar is een PDF"),
}


@pytest.mark.parametrize(
    ("name", "data", "sentence"), NOT_WHAT_THEY_SAY.values(), ids=NOT_WHAT_THEY_SAY.keys()
)
def test_a_file_that_is_not_what_it_says_is_refused_and_the_rest_stays(
    office: Office, registrar: Colleague, log: Log, name: str, data: bytes, sentence: str
) -> None:
    page = register(registrar, scan=(BytesIO(data), name))
    assert page.status == 422
    (error,) = page.errors()
    assert error.startswith("Scan van de brief: ")
    assert sentence in error
    assert_typed_stays(page)
    assert kept_files(office) == []
    assert cases(office) == 0
    assert log.problem()["fields"] == ["scan"]


def test_a_scan_stays_over_a_second_try(office: Office, registrar: Colleague) -> None:
    # Given a form with a good scan and no name
    page = register(registrar, name="", scan=(BytesIO(PDF), "../../etc/brief.pdf"))
    assert page.status == 422
    assert "De scan brief.pdf is bewaard." in page.text
    # When only the name is mended
    form = {name: values[0] for name, values in page.fields().items()} | {"name": "An"}
    case = registrar.follow(registrar.post("/post/nieuw", form | {"act": "save"}))
    # Then the scan belongs to the case, and comes back as it was
    (link,) = [link for link in case.links() if "/bestanden/" in link]
    download = registrar.get(link).response
    assert download.data == PDF
    assert download.headers["Content-Disposition"] == "attachment; filename=brief.pdf"
    assert download.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_seal_that_is_not_ours_brings_no_scan(registrar: Colleague) -> None:
    page = register(registrar, name="", kept='["x.pdf","application/pdf",1,"../../x"].zegel')
    assert "is bewaard" not in page.text
    assert page.status == 422


def test_the_scan_of_a_colleague_cannot_be_taken_along(office: Office) -> None:
    page = register(
        office.sign_in(office.house.registrar), name="", scan=(BytesIO(PDF), "brief.pdf")
    )
    other = office.sign_in(office.house.lead)
    mine = register(other, name="", kept=page.value("kept"))
    assert "is bewaard" not in mine.text


def test_too_large_a_file_is_refused_with_the_limit_and_the_typed_text(
    office: Office, registrar: Colleague, log: Log
) -> None:
    page = register(registrar, scan=(BytesIO(b"%PDF-" + b"x" * 2**20), "brief.pdf"))
    assert page.status == 413
    assert page.title.startswith("Fout: Dit bestand is te groot")
    assert "hooguit 1 MB" in page.text
    assert "Kies uw bestanden daarna opnieuw." in page.text
    values = {e.get("value") or e.text for e in page.tree.xpath("//input[@readonly]")}
    assert {"Boom op de dijk", "An Visser", "Kreekpad 1"} <= values
    assert "/post/nieuw" in page.links()
    assert log.problem()["status"] == 413
    assert "Visser" not in log.text


@pytest.mark.parametrize("kind", ["multipart/form-data", "application/x-www-form-urlencoded"])
def test_a_megabyte_of_text_is_refused_at_its_field_and_kept(
    registrar: Colleague, kind: str
) -> None:
    text = "x" * 1_000_000
    page = registrar.post("/post/nieuw", fresh(registrar, text=text), content_type=kind)
    assert page.status == 422
    assert page.value("text") == text
    assert_typed_stays(page, "text")


def test_choosing_a_subject_asks_its_facts_and_refuses_nothing(registrar: Colleague) -> None:
    page = registrar.post("/post/nieuw", {"subject_id": "3", "act": "choose"})
    assert page.status == 200
    assert "Besluit verstuurd op" in page.text
    assert page.errors() == []


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_fact_that_cannot_be_is_refused_at_its_field(
    office: Office, registrar: Colleague, day: str
) -> None:
    page = register(registrar, subject_id="3", decision_sent_on=day)
    assert page.status == 422
    assert page.errors() == ["Besluit verstuurd op: Vul een jaar in van 1970 tot en met 2100."]


def test_an_objection_needs_the_day_of_the_decision(office: Office, registrar: Colleague) -> None:
    page = register(registrar, subject_id="3")
    assert page.status == 422
    assert page.errors()[0].startswith("Besluit verstuurd op: ")
    assert_typed_stays(page, "subject_id")
    assert cases(office) == 0


def test_english_readers_are_told_in_english(office: Office) -> None:
    with office.house.db.changing() as session:
        session.merge(office.house.registrar).language = "en"
    page = office.sign_in(office.house.registrar).post("/post/nieuw", {})
    assert page.tree.get("lang") == "en"
