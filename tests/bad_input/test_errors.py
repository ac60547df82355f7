"""Does whatever goes wrong end in one page and one line in the log, without what was typed?"""

import pytest

from tests.browsing import Colleague, Log, Office

SECRET = "Jo Dijkgraaf woont op Kreekpad 1"


def break_page(office: Office) -> str:
    """Let one page of the app fail with an error that quotes what was typed; return its path."""

    def fail() -> None:
        raise ZeroDivisionError(SECRET)

    office.app.add_url_rule("/stuk", view_func=fail, methods=["GET", "POST"])
    return "/stuk"


def test_a_surprise_is_logged_once_with_its_place_and_without_its_words(
    office: Office, handler: Colleague, log: Log
) -> None:
    path = break_page(office)
    page = handler.post(path, {"text": SECRET, "kind": "answer"})
    assert page.status == 500
    assert "Dit hadden wij niet verwacht." in page.text
    assert SECRET in page.markup  # what was typed is still there
    assert "Opnieuw proberen" in page.text
    line = log.problem()
    assert (line["level"], line["cause"]) == ("error", "ZeroDivisionError")
    assert line["where"][-1].endswith("fail")
    assert "Dijkgraaf" not in log.text


def test_what_another_site_sends_is_not_offered_again(office: Office, handler: Colleague) -> None:
    path = break_page(office)
    page = handler.post(path, {"text": SECRET}, headers={"Sec-Fetch-Site": "cross-site"})
    assert page.status == 500
    assert SECRET not in page.markup


def test_a_password_is_never_shown_again(office: Office, handler: Colleague) -> None:
    page = handler.post(break_page(office), {"email": "jo@x.example", "password": "hondje-9"})
    assert "hondje-9" not in page.markup
    assert "Opnieuw proberen" not in page.text


def test_a_broken_error_page_leaves_a_last_sentence(
    office: Office, handler: Colleague, log: Log
) -> None:
    path = break_page(office)
    # Given a frame that fails too
    office.app.jinja_env.filters.pop("date_in_words")
    office.app.jinja_env.globals["url_for"] = None
    page = handler.get(path)
    assert page.status == 500
    assert page.markup.startswith("Er ging iets mis.")
    assert [line["event"] for line in log.problems()] == ["request_failed", "error_page_failed"]
    assert "Dijkgraaf" not in log.text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/mijn-werk", 405),
        ("GET", "/zaken/2026-000001/neem", 405),
        ("GET", "/niets", 404),
        ("POST", "/zaken/2026-000001/niets", 404),
        ("POST", "/taal", 422),
    ],
)
def test_what_no_link_of_ours_asks_is_answered_with_a_page(
    office: Office, handler: Colleague, log: Log, method: str, path: str, status: int
) -> None:
    office.house.open()
    page = handler.get(path) if method == "GET" else handler.post(path, {"language": "xx"})
    assert page.status == status
    assert page.title.startswith("Fout:")
    assert page.links()
    assert log.problem()["status"] == status


def test_an_english_reader_gets_the_page_in_english(office: Office) -> None:
    with office.house.db.changing() as session:
        session.merge(office.house.handler).language = "en"
    page = office.sign_in(office.house.handler).get("/niets")
    assert page.tree.get("lang") == "en"


def test_somebody_who_signed_out_keeps_the_answer(office: Office, handler: Colleague) -> None:
    case = office.house.open()
    handler.get("/mijn-werk")
    handler.post("/uitloggen")
    handler.token = ""
    page = handler.get(f"/zaken/{case.number}")
    assert page.status == 303
    assert page.location.startswith("/inloggen")
