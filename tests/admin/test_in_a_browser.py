"""Can everybody use the pages of Beheer: at a desk, on a telephone, and by ear?"""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from playwright.sync_api import Page as BrowserPage
from playwright.sync_api import expect

from tests.browsing import Colleague, Office
from tests.servers.browser import DESK, PHONE, assert_accessible
from tests.servers.web import Serve
from tracker.admin.calendar_service import DecreeInput, add_closing_day, add_decree
from tracker.admin.regime_service import add_regime
from tracker.base import heartbeat
from tracker.deadlines.own import OwnTerm
from tracker.intake.models import Mailbox, MailboxLook, MailState, ReceivedMail
from tracker.outbox.models import OutboxMessage
from tracker.outbox.service import Mail, queue_mail
from tracker.people.service import change_password
from tracker.register.models import OwnRegime

PASSWORD = "een-goed-wachtwoord-2026"
OWN = OwnTerm(
    code="",
    name_nl="Standplaats",
    name_en="",
    article="Marktverordening 4",
    link="https://lokaleregelgeving.example/markt",
    term="4 weeks",
    counting="atw",
    valid_from=date(2020, 1, 1),
    extension="2 weeks",
)
MAILBOX = {"user_name": "post@gemeente.example", "address": "post@mail.example/INBOX"}
LONG = "Bezwaarschriftencommissieadviesaanvraagformulierenoverzicht"


@pytest.fixture
def full(office: Office) -> OutboxMessage:
    """Give every list of Beheer something to show, with words that do not break; a failed mail."""
    heartbeat.begin(office.house.db, office.clock, "outbox")
    heartbeat.end(office.house.db, office.clock, "outbox", f"ServerDown: {LONG}", failed=True)
    raw = {"raw_sha256": "a" * 64, "received_at": office.clock(), "reason": "Automatische mail"}
    with office.house.db.changing() as session:
        mail = Mail(
            key="een",
            recipient="jo@inwoner.example",
            subject=LONG,
            text=f"Beste Jo,\n\n{LONG}",
            html=f"<p>Beste Jo,</p><p>{LONG}</p>",
        )
        row = queue_mail(session, office.clock(), office.settings, mail)
        row.failed_at, row.attempts, row.last_error = office.clock(), 3, "550 No such mailbox"
        session.add(ReceivedMail(mailbox="post", state=MailState.SET_ASIDE, **raw))
        session.add(Mailbox(code="post", name=LONG, host=f"{LONG}.example", **MAILBOX))
        look = {"looked_at": office.clock(), "trouble": f"De mailserver antwoordt niet. {LONG}"}
        session.add(MailboxLook(address=MAILBOX["address"], rest_until=office.clock(), **look))
    return row


@pytest.fixture
def beheer(
    office: Office, admin: Colleague, full: OutboxMessage, serve: Serve, page: BrowserPage
) -> BrowserPage:
    """Sign in as the administrator."""
    change_password(office.house.db, admin.user.id or 0, PASSWORD)
    page.goto(f"{serve(office.app)}/inloggen")
    page.get_by_label("E-mailadres").fill(admin.user.email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_title("Beheer – Tijdig")
    return page


def own_things(office: Office) -> OwnRegime:
    """Write down a regime, a closing day and a decree, with words that do not break."""
    add_closing_day(office.house.db, date(2026, 12, 24), LONG)
    decree = DecreeInput(source=LONG, first_year=2029, last_year=2031, days="11-5-2029")
    add_decree(office.house.db, decree)
    return add_regime(office.house.db, replace(OWN, name_nl=LONG, article=LONG))


def look(page: BrowserPage) -> None:
    """Fail when the page has a flaw, two fields of one name, or is wider than the screen."""
    for width, height in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": height})
        assert_accessible(page)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{page.url} is {wide} px too wide at {width} px"
    labels = Counter(page.locator("main label").all_inner_texts())
    assert [label for label, count in labels.items() if count > 1] == [], page.url


def test_every_page_of_beheer_can_be_used_at_a_desk_on_a_telephone_and_by_ear(
    office: Office, beheer: BrowserPage, full: OutboxMessage
) -> None:
    home = beheer.url
    user, subject = office.house.handler.id, office.house.question.id
    own = own_things(office)
    for path in (
        "",
        "/gebruikers",
        "/gebruikers/nieuw",
        f"/gebruikers/{user}",
        f"/gebruikers/{user}/wachtwoord",
        "/teams",
        "/teams/nieuw",
        f"/teams/{office.house.handler.team_id}",
        "/onderwerpen",
        "/onderwerpen/nieuw",
        f"/onderwerpen/{subject}",
        "/termijnregelingen",
        "/termijnregelingen/awb-bezwaar",
        f"/termijnregelingen/{own.code}",
        "/termijnregelingen/eigen/nieuw",
        f"/termijnregelingen/eigen/{own.id}",
        f"/termijnregelingen/eigen/{own.code}/versie",
        "/kalender",
        "/kalender?jaar=2029",
        "/kalender/sluitingsdag",
        "/kalender/besluit",
        "/postbussen",
        "/postbussen/nieuw",
        "/postbussen/1",
        "/postbussen/1/wijzigen",
        "/uitgaand",
        "/uitgaand?stand=withdrawn",
        f"/uitgaand/{full.id}",
        "/apart",
    ):
        answer = beheer.goto(home + path)
        assert answer is not None
        assert answer.status == 200, path
        look(beheer)


@pytest.mark.parametrize(
    "path",
    [
        "/gebruikers/nieuw",
        "/teams/nieuw",
        "/onderwerpen/nieuw",
        "/kalender/sluitingsdag",
        "/kalender/besluit",
    ],
)
def test_a_form_that_is_sent_empty_leads_to_what_is_wrong(beheer: BrowserPage, path: str) -> None:
    beheer.goto(beheer.url + path)
    beheer.get_by_role("button", name="Bewaar").click()
    expect(beheer).to_have_title(f"Fout: {beheer.locator('h1').inner_text()} – Tijdig")
    expect(beheer.locator(".error-summary")).to_be_focused()
    look(beheer)


def test_the_mail_with_its_layout_stands_in_a_frame_that_runs_nothing(
    beheer: BrowserPage, full: OutboxMessage
) -> None:
    beheer.goto(f"{beheer.url}/uitgaand/{full.id}")
    beheer.get_by_text("Toon de opmaak van de mail").click()
    frame = beheer.locator("iframe")
    expect(frame).to_have_attribute("sandbox", "")
    expect(frame.content_frame.get_by_text(LONG)).to_be_visible()
    look(beheer)


def test_a_failed_mail_is_offered_again_from_its_page(
    beheer: BrowserPage, full: OutboxMessage
) -> None:
    home = beheer.url
    beheer.goto(home)
    beheer.get_by_role("link", name="Bekijk wat mislukte").click()
    beheer.get_by_role("link", name=LONG).click()
    beheer.get_by_role("button", name="Verstuur opnieuw").click()
    expect(beheer.get_by_text("De mail wordt opnieuw verstuurd.")).to_be_visible()
    expect(beheer.locator(".page-header .badge")).to_have_text("wacht")


def test_an_own_regime_shows_its_example_before_it_is_saved(
    office: Office, beheer: BrowserPage
) -> None:
    beheer.goto(f"{beheer.url}/termijnregelingen/eigen/nieuw")
    beheer.get_by_role("button", name="Bekijk wat dit doet").click()
    expect(beheer.locator(".error-summary")).to_be_focused()
    beheer.get_by_role("textbox", name="Naam", exact=True).fill("Standplaats")
    beheer.get_by_role("textbox", name="Artikel", exact=True).fill("Marktverordening 4")
    beheer.get_by_label("Termijn", exact=True).fill("4")
    beheer.get_by_label("Termijn", exact=True).press("Enter")
    expect(beheer.get_by_text("uiterste datum maandag 7 december 2026")).to_be_visible()
    look(beheer)
    beheer.get_by_role("button", name="Bewaar de regeling").click()
    expect(beheer.locator("h1")).to_have_text("Standplaats")
