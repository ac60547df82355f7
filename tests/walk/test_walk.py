"""The main job from end to end: a letter comes in, is answered, and nobody forgets the other one.

One test, because it is one story: what each step shows rests upon the step before.
"""

import os
import signal
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.clock import MovableClock
from tests.servers.browser import DESK, PHONE, NewPage, assert_accessible
from tests.servers.dovecot import ImapServer
from tests.servers.parts import wait_until
from tests.servers.smtp import SmtpServer, TakenMail
from tests.servers.web import Serve
from tests.walk.pdf import one_page_pdf
from tests.walk.town import PASSWORD, RESIDENT, Town, at, letter_from_resident
from tracker.app import create_app
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.base.migrate import upgrade
from tracker.outbox.rules import lease_for

MAILED, ON_PAPER = "2026-000001", "2026-000002"


@pytest.fixture
def town(tmp_path: Path, imap_server: ImapServer, smtp_server: SmtpServer) -> Town:
    settings = Settings(
        instance=tmp_path,
        municipality="Gemeente Voorbeeld",
        mail_from="post@gemeente.example",
        imap_host=imap_server.host,
        imap_port=imap_server.port,
        imap_security="none",
        imap_user=imap_server.user,
        imap_password=imap_server.password,
        smtp_host=smtp_server.host,
        smtp_port=smtp_server.port,
    )
    upgrade(settings.database)
    clock = MovableClock(at(9, 9, 30))
    town = Town(settings, clock, Database(settings.database), imap_server, smtp_server)
    town.settle_in()
    return town


class Person:
    """Somebody at a browser; looks at every page at a desk's width and a telephone's."""

    def __init__(self, page: Page, address: str, name: str) -> None:
        self.page, self.address = page, address
        self.email = f"{name.split()[0].lower()}@gemeente.example"

    def sign_in(self) -> None:
        self.page.goto(f"{self.address}/inloggen")
        self.look()
        self._fill_in()

    def _fill_in(self) -> None:
        self.page.get_by_label("E-mailadres").fill(self.email)
        self.page.get_by_label("Wachtwoord").fill(PASSWORD)
        self.press("Inloggen")

    def open(self, path: str) -> None:
        self.page.goto(f"{self.address}{path}")
        if "/inloggen" in self.page.url:  # another day: the session of yesterday has ended
            self._fill_in()
            self.page.wait_for_url(f"{self.address}{path}")
        self.look()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).first.click()

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name).first.click()

    def sees(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.get_by_text(text).first).to_be_visible()

    def look(self) -> None:
        """Fail when the page is not accessible, or is wider than the screen it is on."""
        for width, height in (PHONE, DESK):
            self.page.set_viewport_size({"width": width, "height": height})
            assert_accessible(self.page)
            wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{self.page.url} is {wide} px too wide at {width} px"


def test_a_letter_is_answered_and_nobody_forgets_the_other(
    town: Town, serve: Serve, new_page: NewPage
) -> None:
    address = serve(create_app(town.settings, town.clock))

    def person(name: str) -> Person:
        someone = Person(new_page(), address, name)
        someone.sign_in()
        return someone

    acknowledgement = a_mail_becomes_a_case(town)
    registrar = person("Rie Registrar")
    a_letter_on_paper_is_registered(registrar)
    handler = person("Hanna Handelaar")
    the_handler_takes_and_writes(town, handler)
    answer = the_answer_stops_the_clocks(town, handler, acknowledgement)
    the_other_case_is_suspended(town, handler)
    lead = person("Tine Teamleider")
    time_goes_on_and_nobody_forgets(town, handler, lead)
    the_resident_writes_back(town, handler, answer)


def a_mail_becomes_a_case(town: Town) -> TakenMail:
    # Given a mail with a photo in the mailbox of the municipality
    mail = letter_from_resident()
    mail.add_attachment(b"\xff\xd8\xff\xe0 a photo", "image", "jpeg", filename="lantaarnpaal.jpg")
    town.imap.deliver(mail.as_bytes())

    # When the jobs run, twice as after a restart
    for _round in range(2):
        town.run("mailbox", "outbox")

    # Then it is a case with its text and file, and the mail lies in the folder of what is done
    case = town.case(MAILED)
    assert case.title == "Lantaarnpaal in de Kreekstraat is kapot"
    assert town.imap.messages() == []
    assert len(town.imap.messages(town.settings.imap_done_folder)) == 1

    # And the resident has one acknowledgement, in the thread, with number and date
    (acknowledgement,) = town.new_mail()
    message = acknowledgement.message
    assert acknowledgement.recipients == (RESIDENT,)
    assert message["In-Reply-To"] == "<eerste.1@inwoner.example>"
    assert message["Auto-Submitted"] == "auto-replied"
    text = message.get_body(("plain",)).get_content()
    assert MAILED in text
    assert "maandag 23 november 2026" in text  # ten working days after 9 November
    return acknowledgement


def a_letter_on_paper_is_registered(registrar: Person) -> None:
    # Given a registrar with a scanned application that was received two days ago
    page = registrar.page
    registrar.look()
    registrar.follow("Registreer een brief")
    registrar.look()
    page.get_by_label("Scan van de brief").set_input_files(
        {"name": "aanvraag.pdf", "mimeType": "application/pdf", "buffer": one_page_pdf("Aanvraag")}
    )
    page.get_by_label("Ontvangen op").fill("2026-11-07")
    page.get_by_label("Onderwerp", exact=True).select_option("Vergunning")
    page.get_by_label("Naam van de afzender").fill("Bakkerij De Korenaar")
    page.get_by_label("Straat en huisnummer").fill("Havenweg 2")
    page.get_by_label("Postcode").fill("9990 AB")
    page.get_by_label("Woonplaats").fill("Zuidhaven")

    # When the subject line is forgotten at first, the form keeps the rest, the scan too
    registrar.press("Zet in het register")
    registrar.sees("Vul dit in.", "De scan aanvraag.pdf is bewaard.")
    registrar.look()
    page.get_by_label("Waar gaat het over?").fill("Vergunning voor een terras")
    registrar.press("Zet in het register")

    # Then the case has its number, its three clocks and the reasons with their articles
    registrar.sees(f"Zaak {ON_PAPER} staat in het register.", "aanvraag.pdf")
    registrar.sees("Bevestigen voor", "Streefdatum", "Uiterste datum")
    registrar.look()
    registrar.sees("Hoe is deze datum berekend?", "Awb 4:13")
    # Eight weeks after Saturday 7 November is Saturday 2 January; Atw 1 moves it to Monday.
    registrar.sees("maandag 4 januari 2027", "Atw 1 lid 1")


def the_handler_takes_and_writes(town: Town, handler: Person) -> None:
    # Given a handler who sees both cases in the order of urgency
    page = handler.page
    handler.look()
    titles = page.locator(".work-row__title").all_inner_texts()
    assert titles == ["Vergunning voor een terras", "Lantaarnpaal in de Kreekstraat is kapot"]
    handler.sees("over 1 werkdag", "over 10 werkdagen")

    # When the case is opened and taken, and a stiff draft is written
    handler.follow("Lantaarnpaal in de Kreekstraat is kapot")
    handler.look()
    handler.press("Neem deze zaak")
    handler.sees(f"Zaak {MAILED} ligt nu op uw bureau.", "Behandelaar: Hanna Handelaar")
    handler.follow("Schrijf het antwoord")
    handler.look()
    page.get_by_label("Uw antwoord", exact=True).fill(STIFF)
    handler.press("Lees mee")

    # Then it shows how hard that reads, what makes it hard, and what the text is
    handler.sees("Moeilijkheid", "Flesch-Douma", "LIX", "Uw langste zinnen", "Dit kan gewoner")
    handler.sees("Dit leest als een ontvangstbevestiging.")
    handler.look()

    # And sending it as the answer asks a reason; nothing that was typed is lost
    handler.press("Verstuur")
    handler.sees("Dit leest als een ontvangstbevestiging. Is het toch het antwoord?")
    expect(page.get_by_label("Uw antwoord", exact=True)).to_have_value(STIFF)
    handler.look()
    assert town.new_mail() == []


def the_answer_stops_the_clocks(
    town: Town, handler: Person, acknowledgement: TakenMail
) -> TakenMail:
    # Given that the acknowledgement stopped its own clock only
    case = town.case(MAILED)
    assert (case.acknowledged_on, case.answered_on) == (at(9, 9).date(), None)

    # When a plain answer is sent
    handler.page.get_by_label("Uw antwoord", exact=True).fill(PLAIN)
    handler.press("Verstuur")
    handler.sees("Uw bericht gaat nu de deur uit.", "wordt verstuurd")
    assert town.case(MAILED).answered_on is None
    town.run("outbox")

    # Then it is in the resident's mailbox, in the thread
    (answer,) = town.new_mail()
    resident = town.imap.mailbox_of(RESIDENT)
    resident.deliver(acknowledgement.raw)
    resident.deliver(answer.raw)
    received = resident.messages()[-1]
    assert received["In-Reply-To"] == "<eerste.1@inwoner.example>"
    assert "vrijdag 13 november" in received.get_body(("plain",)).get_content()
    assert f"[{MAILED}]" in received["Subject"]

    # And now the clocks for the answer have stopped
    case = town.case(MAILED)
    assert (case.state.value, case.answered_on) == ("answered", at(9, 9).date())
    handler.open(f"/zaken/{MAILED}")
    handler.sees("gestopt op maandag 9 november 2026", "Inhoudelijk antwoord verstuurd")
    return answer


def the_other_case_is_suspended(town: Town, handler: Person) -> None:
    # Given the application on paper, which is not complete
    page = handler.page
    handler.open(f"/zaken/{ON_PAPER}")
    handler.press("Neem deze zaak")
    handler.follow("Termijn opschorten")
    handler.look()

    # When the handler asks for more until 23 November, and sees what that does before it is done
    page.get_by_label("de aanvraag is niet compleet").check()
    page.get_by_label("Reageren kan tot en met").fill("2026-11-23")
    handler.press("Bekijk wat dit doet")
    handler.sees("De uiterste datum wordt")
    handler.look()
    before = town.case(ON_PAPER).due_on
    assert before == at(4, 0, month=1).date().replace(year=2027)
    handler.press("Leg vast")

    # Then the due date has moved as Awb 4:15 says: from 10 November up to 23 November it stood
    # still, thirteen days on the safe reading; 2 January + 13 days is Friday 15 January
    handler.sees("wacht op aanvulling", "Awb 4:15")
    handler.look()
    due_on = town.case(ON_PAPER).due_on
    assert due_on is not None
    assert due_on.isoformat() == "2027-01-15"


def time_goes_on_and_nobody_forgets(town: Town, handler: Person, lead: Person) -> None:
    # Given that the bakery sent what was missing on 16 November
    town.clock.move_to(at(16, 10))
    handler.open(f"/zaken/{ON_PAPER}/vastleggen/hervatten")
    handler.press("Bekijk wat dit doet")
    handler.press("Leg vast")
    handler.open(f"/zaken/{ON_PAPER}/vastleggen/bevestigd")
    handler.press("Bekijk wat dit doet")
    handler.press("Leg vast")
    target = town.case(ON_PAPER).target_on
    assert target is not None

    # When it is 08:00 on the working day before the target date
    town.new_mail()
    day_before = target - timedelta(days=1)
    town.clock.move_to(at(day_before.day, 8, 0, day_before.month))
    town.run("alerts", "digests", "outbox")
    morning = town.new_mail()

    # Then the handler has a reminder and a digest that name the case
    to_handler = [mail for mail in morning if mail.recipients == (handler.email,)]
    assert len(to_handler) == 2
    assert all(ON_PAPER in text_of(mail.message) for mail in to_handler)

    # When the target has passed, and the worker is killed while the mail server keeps it waiting
    late = target + timedelta(days=3)
    while late.weekday() > 4:
        late += timedelta(days=1)
    town.clock.move_to(at(late.day, 8, 1, late.month))
    town.run("alerts", "digests")
    kill_a_sender(town)
    town.clock.forward(lease_for(town.settings.smtp_timeout_seconds) + timedelta(seconds=1))
    for _round in range(3):
        town.run("alerts", "digests", "outbox")

    # Then each was told once
    told = town.new_mail()
    assert len({mail.message["Message-ID"] for mail in told}) == len(told)
    to_lead = [mail for mail in told if mail.recipients == (lead.email,)]
    assert to_lead
    assert any("te laat" in text_of(mail.message) for mail in to_lead)
    assert any(mail.recipients == (handler.email,) for mail in told)

    # And the lead's overview has it at the top, with the working days that it is late
    lead.open("/team")
    top = lead.page.locator(".work-row").first
    expect(top).to_contain_text("Vergunning voor een terras")
    expect(top).to_contain_text("te laat")

    # When the lead hands it to somebody else, that colleague is told, once
    top.get_by_label(f"Geef {ON_PAPER} aan").select_option(label="Bas Bijstand (0)")
    top.get_by_role("button", name="Geef").click()
    lead.sees("Bas Bijstand behandelt deze zaak nu.")
    for _round in range(2):
        town.run("alerts", "outbox")
    (told_bas,) = town.new_mail()
    assert told_bas.recipients == ("bas@gemeente.example",)
    assert ON_PAPER in text_of(told_bas.message)


def kill_a_sender(town: Town) -> None:
    """Kill the worker in the middle of sending: it has claimed a mail and hears no answer."""
    town.smtp.hang()
    process = town.run_apart("outbox", os.environ | environment_of(town.settings))
    with town.db.reading() as session:
        del session
    wait_until(lambda: claimed(town), "the worker claims a mail")
    process.send_signal(signal.SIGKILL)
    process.wait(10)
    town.smtp.heal()


def claimed(town: Town) -> bool:
    from sqlmodel import col, select

    from tracker.outbox.models import OutboxMessage

    with town.db.reading() as session:
        waiting = select(OutboxMessage).where(
            col(OutboxMessage.claimed_at).is_not(None), col(OutboxMessage.sent_at).is_(None)
        )
        return session.exec(waiting).first() is not None


def environment_of(settings: Settings) -> dict[str, str]:
    """Return these settings as a process of its own reads them."""
    names = ("instance", "municipality", "mail_from", "smtp_host", "smtp_port", "address")
    return {f"TRACKER_{name.upper()}": str(getattr(settings, name)) for name in names}


def the_resident_writes_back(town: Town, handler: Person, answer: TakenMail) -> None:
    # When the resident answers our answer, and a colleague's absence is told by a machine
    reply = letter_from_resident(
        Subject=f"Re: {answer.message['Subject']}",
        Message_ID="<tweede.2@inwoner.example>",
        In_Reply_To=str(answer.message["Message-ID"]),
    )
    away = letter_from_resident(
        Subject=f"Afwezig: {answer.message['Subject']}",
        Message_ID="<afwezig.3@inwoner.example>",
        In_Reply_To=str(answer.message["Message-ID"]),
        Auto_Submitted="auto-replied",
    )
    town.imap.deliver(away.as_bytes())
    town.imap.deliver(reply.as_bytes())
    town.run("mailbox", "outbox")

    # Then the first joins its case, the second does not, and neither is a new case
    handler.open(f"/zaken/{MAILED}")
    handler.sees("Er is een nieuw bericht.")
    expect(handler.page.get_by_text("Afwezig:")).to_have_count(0)
    with town.db.reading() as session:
        from sqlmodel import func, select

        from tracker.register.models import Case

        assert session.exec(select(func.count()).select_from(Case)).one() == 2
    assert town.case(MAILED).unread_message


def text_of(message: EmailMessage) -> str:
    """Return the plain text of a mail."""
    body = message.get_body(("plain",))
    return body.get_content() if body else ""


STIFF = (
    "Geachte heer Dijkgraaf,\n\n"
    "Wij hebben uw schrijven met betrekking tot de lantaarnpaal in goede orde ontvangen. Uw "
    "melding wordt in behandeling genomen en u ontvangt zo spoedig mogelijk nader bericht "
    "omtrent de afhandeling daarvan, met inachtneming van de gebruikelijke termijnen.\n\n"
    "Met vriendelijke groet,\n\nHanna Handelaar"
)
PLAIN = (
    "Beste Jo Dijkgraaf,\n\n"
    "U vroeg wanneer de lantaarnpaal voor Kreekstraat 14 wordt gemaakt. Dat gebeurt op vrijdag "
    "13 november, in de ochtend. De kabel in de grond is stuk. Daarom duurt het langer dan "
    "anders. Tot die dag staat er een tijdelijke lamp.\n\n"
    "Doet de lamp het zaterdag niet? Bel dan 14 0000, dan komen wij dezelfde dag.\n\n"
    "Met vriendelijke groet,\n\nHanna Handelaar"
)
