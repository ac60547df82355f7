"""Can the main job be done without a mouse?"""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.clock import MovableClock
from tests.servers.web import Serve
from tests.two_databases import House
from tests.walk.town import PASSWORD
from tracker.app import create_app
from tracker.base.config import Settings
from tracker.people.models import User
from tracker.people.passwords import hash_password

MOST_TABS = 40


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(instance=tmp_path)


def tab_to(page: Page, words: str) -> None:
    """Press Tab until what has the focus says *words*; it must be visible where one is."""
    for _press in range(MOST_TABS):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "() => { const e = document.activeElement; const box = e.getBoundingClientRect();"
            " return [(e.innerText || '') + ' ' + (e.labels ? [...e.labels].map(l => l.innerText)"
            ".join(' ') : ''), box.width * box.height]; }"
        )
        if words in focused[0]:
            assert focused[1] > 0, f"{words} has the focus but cannot be seen"
            return
    pytest.fail(f"{words} is not within {MOST_TABS} presses of Tab at {page.url}")


def test_a_case_is_taken_and_answered_with_the_keyboard_alone(
    house: House, settings: Settings, clock: MovableClock, serve: Serve, page: Page
) -> None:
    # Given a handler with a case of the team, and no mouse
    case = house.open()
    with house.db.changing() as session:
        session.get_one(User, house.handler.id).password_hash = hash_password(PASSWORD)
    keys = page.keyboard
    page.goto(serve(create_app(settings, clock)))

    # When the handler signs in, opens the first case, takes it, writes and sends
    tab_to(page, "E-mailadres")
    keys.type(house.handler.email)
    tab_to(page, "Wachtwoord")
    keys.type(PASSWORD)
    keys.press("Enter")
    page.wait_for_url("**/mijn-werk")
    tab_to(page, "Open de zaak")
    keys.press("Enter")
    page.wait_for_url(f"**/zaken/{case.number}")
    tab_to(page, "Neem deze zaak")
    keys.press("Enter")
    expect(page.get_by_text("ligt nu op uw bureau")).to_be_visible()
    tab_to(page, "Schrijf het antwoord")
    keys.press("Enter")
    page.wait_for_url("**/antwoord")
    tab_to(page, "Uw antwoord")
    keys.type("Beste Jo, de lantaarnpaal wordt vrijdag 13 november gemaakt. De kabel was stuk. ")
    tab_to(page, "Verstuur")
    keys.press("Enter")

    # Then the answer is on its way
    expect(page.get_by_text("Uw bericht gaat nu de deur uit.")).to_be_visible()


def test_enter_in_a_field_of_the_reply_never_sends_it(
    house: House, settings: Settings, clock: MovableClock, serve: Serve, page: Page
) -> None:
    case = house.open()
    with house.db.changing() as session:
        session.get_one(User, house.handler.id).password_hash = hash_password(PASSWORD)
    address = serve(create_app(settings, clock))
    page.goto(address)
    page.get_by_label("E-mailadres").fill(house.handler.email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/mijn-werk")
    page.goto(f"{address}/zaken/{case.number}/antwoord")
    page.get_by_label("tussenbericht").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Uw concept is bewaard.")).to_be_visible()
