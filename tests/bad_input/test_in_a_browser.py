"""Does a real browser keep what was typed, and lead to what is wrong?"""

from pathlib import Path

import pytest
from playwright.sync_api import Page as BrowserPage
from playwright.sync_api import expect

from tests.browsing import Office
from tests.servers.browser import assert_accessible
from tests.servers.web import Serve
from tracker.people.service import change_password

PASSWORD = "een-goed-wachtwoord-2026"


@pytest.fixture
def registering(office: Office, serve: Serve, page: BrowserPage) -> BrowserPage:
    """Sign in as the registrar and open the form for a letter."""
    change_password(office.house.db, office.house.registrar.id or 0, PASSWORD)
    address = serve(office.app)
    page.goto(f"{address}/inloggen?next=/post/nieuw")
    page.get_by_label("E-mailadres").fill(office.house.registrar.email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_title("Registreer een brief – Tijdig")
    return page


def test_the_first_thing_read_is_what_is_wrong_and_its_link_leads_to_the_field(
    registering: BrowserPage,
) -> None:
    page = registering
    # Given a name that is pasted and far too long, and a file that is no PDF
    page.get_by_label("Naam van de afzender").fill("n" * 300)
    page.get_by_label("Woonplaats").fill("Zuidhaven")
    files = [{"name": "brief.pdf", "mimeType": "application/pdf", "buffer": b"<html></html>"}]
    page.get_by_label("Scan van de brief").set_input_files(files)  # type: ignore[arg-type]
    page.get_by_role("button", name="Zet in het register").click()
    # Then the summary has the focus and the title says that something is wrong
    expect(page).to_have_title("Fout: Registreer een brief – Tijdig")
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Gebruik hooguit 200 tekens.")
    expect(summary).to_contain_text("Scan van de brief")
    # And nothing that was typed was cut off
    expect(page.get_by_label("Naam van de afzender")).to_have_value("n" * 300)
    expect(page.get_by_label("Woonplaats")).to_have_value("Zuidhaven")
    summary.get_by_role("link", name="Naam van de afzender").click()
    expect(page.get_by_label("Naam van de afzender")).to_be_in_viewport()
    assert_accessible(page)


def test_too_large_a_file_gets_a_page_with_the_limit_and_what_was_typed(
    registering: BrowserPage, tmp_path: Path
) -> None:
    page = registering
    large = tmp_path / "groot.pdf"
    large.write_bytes(b"%PDF-1.4" + b"\x00" * 2**20)
    page.get_by_label("Naam van de afzender").fill("An Visser")
    page.get_by_label("Scan van de brief").set_input_files(large)
    page.get_by_role("button", name="Zet in het register").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dit bestand is te groot")
    expect(page.locator("main")).to_contain_text("hooguit 1 MB")
    expect(page.get_by_label("Naam van de afzender")).to_have_value("An Visser")
    assert_accessible(page)
