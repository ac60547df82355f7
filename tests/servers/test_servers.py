"""Do the servers that other tests lean on really do what those tests believe?"""

import imaplib
import smtplib
import ssl
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
from playwright.sync_api import Page

from tests.clock import MovableClock
from tests.servers.browser import Complaints, NewPage, assert_accessible
from tests.servers.dovecot import ImapServer
from tests.servers.parts import free_port, wait_until
from tests.servers.smtp import SmtpServer
from tests.servers.web import Serve, WsgiApp

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def a_mail(subject: str = "Kapotte lantaarn") -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Jan de Vries <jan@inwoner.example>"
    mail["To"] = "post@gemeente.example"
    mail["Subject"] = subject
    mail["Message-ID"] = "<1@inwoner.example>"
    mail.set_content("De lantaarn op de hoek is kapot. Eén week al.\n")
    return mail


# --- the mailbox


def test_a_delivered_mail_is_in_the_inbox_whole_and_unread(imap_server: ImapServer) -> None:
    # Given a mail with an accent
    sent = a_mail("Lantaarn één").as_bytes()

    # When it is delivered, and looked at
    imap_server.deliver(sent)
    seen = imap_server.messages()

    # Then it says what was written, byte for byte, and is still unread
    assert [mail["Subject"] for mail in seen] == ["Lantaarn één"]
    assert "Eén week" in seen[0].get_content()
    assert imap_server.raw_messages() == [sent.replace(b"\n", b"\r\n")]
    with imap_server.session() as connection:
        connection.select("INBOX", readonly=True)
        assert connection.search(None, "UNSEEN") == ("OK", [b"1"])


def test_mail_in_a_new_folder_goes_when_the_mailbox_is_emptied(imap_server: ImapServer) -> None:
    # Given mail in the inbox and in a folder with a space
    imap_server.deliver(a_mail().as_bytes())
    imap_server.deliver(a_mail().as_bytes(), folder="In behandeling")
    assert imap_server.folders() == ["INBOX", "In behandeling"]

    # When the mailbox is emptied
    imap_server.empty()

    # Then nothing is left, and asking for what is gone is no error
    assert imap_server.folders() == ["INBOX"]
    assert imap_server.messages() == imap_server.messages("In behandeling") == []


def test_each_address_has_a_mailbox_of_its_own(imap_server: ImapServer) -> None:
    resident = imap_server.mailbox_of("jan@inwoner.example")
    resident.empty()

    imap_server.deliver(a_mail().as_bytes())

    assert len(imap_server.messages()) == 1
    assert resident.messages() == []


def test_a_wrong_password_is_refused_and_move_is_offered(imap_server: ImapServer) -> None:
    with imaplib.IMAP4(imap_server.host, imap_server.port, timeout=10) as connection:
        with pytest.raises(imaplib.IMAP4.error, match="AUTHENTICATIONFAILED"):
            connection.login(imap_server.user, "fout")
        connection.login(imap_server.user, imap_server.password)
        assert b"MOVE" in connection.capability()[1][0]


def test_the_mailbox_can_be_read_over_tls(
    imap_server: ImapServer, imap_tls: ssl.SSLContext
) -> None:
    host, port = imap_server.host, imap_server.tls_port
    with imaplib.IMAP4_SSL(host, port, ssl_context=imap_tls, timeout=10) as connection:
        connection.login(imap_server.user, imap_server.password)
        assert connection.select("INBOX")[0] == "OK"


# --- the mail server


def send(server: SmtpServer, timeout: float = 10) -> None:
    with smtplib.SMTP(server.host, server.port, timeout=timeout) as connection:
        connection.send_message(a_mail(), "jan@inwoner.example", ["post@gemeente.example"])


def test_sent_mail_is_kept_with_its_envelope(smtp_server: SmtpServer) -> None:
    send(smtp_server)

    [mail] = smtp_server.wait_for(1)
    assert (mail.sender, mail.recipients) == ("jan@inwoner.example", ("post@gemeente.example",))
    assert mail.message["Message-ID"] == "<1@inwoner.example>"
    assert "Eén week" in mail.message.get_content()


@pytest.mark.parametrize("code", [451, 554])
def test_a_refusal_reaches_the_sender_and_keeps_nothing(smtp_server: SmtpServer, code: int) -> None:
    smtp_server.refuse_with(code)

    with pytest.raises(smtplib.SMTPDataError) as refused:
        send(smtp_server)

    assert (refused.value.smtp_code, smtp_server.inbox) == (code, [])
    smtp_server.heal()
    send(smtp_server)
    assert len(smtp_server.inbox) == 1


@pytest.mark.parametrize(("keep_first", "kept"), [(False, 0), (True, 1)])
def test_a_server_that_hangs_makes_the_sender_give_up(
    smtp_server: SmtpServer, keep_first: bool, kept: int
) -> None:
    smtp_server.hang(keep_first=keep_first)

    with pytest.raises(smtplib.SMTPServerDisconnected, match="timed out"):
        send(smtp_server, timeout=0.3)

    smtp_server.heal()
    send(smtp_server)
    assert len(smtp_server.inbox) == kept + 1


def test_a_sender_that_waits_is_answered_when_the_server_heals(smtp_server: SmtpServer) -> None:
    smtp_server.hang(keep_first=True)
    with ThreadPoolExecutor() as pool:
        sending = pool.submit(send, smtp_server)
        smtp_server.wait_for(1)
        assert not sending.done()

        smtp_server.heal()
        sending.result(timeout=10)

    assert len(smtp_server.inbox) == 1


def test_waiting_for_mail_that_never_comes_says_so(smtp_server: SmtpServer) -> None:
    with pytest.raises(TimeoutError, match="0 of 1 mails"):
        smtp_server.wait_for(1, seconds=0.05)


def test_nobody_answers_on_a_free_port() -> None:
    with pytest.raises(ConnectionRefusedError):
        smtplib.SMTP("127.0.0.1", free_port(), timeout=5)


# --- the database


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_has_an_empty_database(postgres_url: str, turn: int) -> None:
    address = postgres_url.replace("+psycopg", "")
    with psycopg.connect(address) as connection:
        # Then what the turn before wrote is not there
        connection.execute("CREATE TABLE letter (id int)")
        connection.execute("INSERT INTO letter VALUES (%s)", [turn])
        assert connection.execute("SELECT id FROM letter").fetchall() == [(turn,)]
        assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)


# --- the browser

GOOD_PAGE = """<!doctype html><html lang="nl"><head><title>Brief</title></head>
<body><main><h1>Brief</h1><p>Dit is een brief.</p></main></body></html>"""
BAD_PAGE = """<!doctype html><html><head><title>Brief</title></head>
<body><main><h1>Brief</h1><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><input>
<p style="color: #ccc">Bijna niet te lezen.</p></main></body></html>"""


def answering(body: str, status: str = "200 OK", policy: str = "") -> WsgiApp:
    """Make a site with one page; everything else is not found, but for the icon."""

    def app(environ: dict[str, str], start_response: Callable[..., Any]) -> Iterator[bytes]:
        asked = environ["PATH_INFO"]
        headers = [("Content-Type", "text/html; charset=utf-8")]
        headers += [("Content-Security-Policy", policy)] if policy else []
        if asked == "/favicon.ico":
            status_line, text = "204 No Content", ""
        else:
            status_line, text = (status, body) if asked == "/" else ("404 Not Found", "weg")
        start_response(status_line, headers)
        yield text.encode()

    return app


def test_a_good_page_is_accessible_on_desk_and_phone(serve: Serve, page: Page, phone: Page) -> None:
    address = serve(answering(GOOD_PAGE, policy="default-src 'self'"))
    for screen, width in ((page, 1440), (phone, 390)):
        screen.goto(address)
        assert_accessible(screen)
        assert screen.evaluate("window.innerWidth") == width


def test_a_bad_page_is_reported_readably(serve: Serve, page: Page) -> None:
    page.goto(serve(answering(BAD_PAGE)))

    with pytest.raises(pytest.fail.Exception) as failure:
        assert_accessible(page)

    report = str(failure.value)
    for rule in ("image-alt", "label", "html-has-lang", "color-contrast"):
        assert f"* {rule} (" in report


@pytest.mark.parametrize(
    ("body", "policy", "complaint"),
    [
        ("<script>throw new Error('stuk')</script>", "", "script error: stuk"),
        ("<script>console.error('mis')</script>", "", "mis"),
        ("<script>alert(1)</script>", "default-src 'self'", "Content Security Policy"),
        ("<p style='color: red'>rood</p>", "default-src 'self'", "Content Security Policy"),
        ("<img src='/weg.png' alt=''>", "", "404"),
        ("<img src='http://elders.example/x.png' alt=''>", "", "ERR_NAME_NOT_RESOLVED"),
    ],
)
def test_what_the_browser_complains_about_is_heard(
    serve: Serve, page: Page, complaints: Complaints, body: str, policy: str, complaint: str
) -> None:
    page.goto(serve(answering(GOOD_PAGE.replace("<p>", body + "<p>"), policy=policy)))

    assert any(complaint in text for text in complaints.unexpected())

    # And a test that provokes it can say so
    complaints.expect(complaint)
    assert complaints.unexpected() == []


def test_a_page_that_answers_an_error_itself_is_no_complaint(
    serve: Serve, new_page: NewPage, complaints: Complaints
) -> None:
    page = new_page(800, 600)
    answer = page.goto(serve(answering(GOOD_PAGE, status="422 Unprocessable Entity")))

    assert answer is not None
    assert answer.status == 422
    assert complaints.heard
    assert complaints.unexpected() == []


# --- waiting and time


def test_waiting_ends_when_the_condition_holds() -> None:
    happened = threading.Event()
    threading.Timer(0.05, happened.set).start()

    wait_until(happened.is_set, "the timer", seconds=10)

    with pytest.raises(TimeoutError, match="a miracle"):
        wait_until(lambda: False, "a miracle", seconds=0.05)


def test_the_clock_stands_still_until_it_is_moved() -> None:
    # Given Saturday evening before summer time ends
    clock = MovableClock(datetime(2026, 10, 24, 22, 0, tzinfo=AMSTERDAM))
    assert clock() == clock() == datetime(2026, 10, 24, 20, 0, tzinfo=UTC)

    # When twelve real hours go by, it is one hour less on the wall
    clock.forward(timedelta(hours=12))
    assert clock().astimezone(AMSTERDAM).hour == 9

    # Then it can be set to any day, but only with a time zone
    clock.move_to(datetime(2026, 11, 6, 8, 0, tzinfo=AMSTERDAM))
    assert clock().isoformat() == "2026-11-06T07:00:00+00:00"
    with pytest.raises(ValueError, match="time zone"):
        clock.move_to(datetime(2026, 11, 6))  # noqa: DTZ001
