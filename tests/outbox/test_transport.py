"""Does each way out hand mail over whole, in private, and say why when it cannot?"""

import email
import os
import shutil
import ssl
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from tests.clock import MovableClock
from tests.servers.parts import HOST, free_port, missing_part
from tests.servers.smtp import SmtpServer
from tracker.base.config import Settings
from tracker.outbox.transport import (
    FolderTransport,
    NotNow,
    Refused,
    ServerDown,
    SmtpTransport,
    transport_for,
)


def a_mail(number: int = 1) -> EmailMessage:
    mail = EmailMessage()
    mail["Message-ID"] = f"<{number}@gemeentewaterrijk.example>"
    mail["From"] = "Gemeente Waterrijk <post@gemeentewaterrijk.example>"
    mail["To"] = "Zoë <zoe@inwoner.example>"
    mail["Subject"] = f"Bericht {number}"
    mail.set_content("Hallo")
    return mail


@pytest.fixture
def plain(tmp_path: Path) -> Settings:
    return Settings(instance=tmp_path, smtp_timeout_seconds=2)


def test_without_a_mail_server_mail_becomes_files_that_sort_by_moment(plain: Settings) -> None:
    # Given no mail server, and two mails an hour apart, the second over the change of the clock
    clock = MovableClock(datetime(2026, 11, 24, 8, 30, tzinfo=UTC))
    transport = transport_for(plain, clock)

    transport.send(a_mail(1))
    clock.forward(timedelta(hours=1))
    transport.send(a_mail(2))
    transport.close()

    # Then each is a whole file, and nothing half-written is left
    found = sorted(plain.outbox_path.iterdir())
    assert [file.name[:22] for file in found] == [
        "20261124T093000.000000",
        "20261124T103000.000000",
    ]
    read = [email.message_from_bytes(file.read_bytes(), policy=default) for file in found]
    assert [mail["Subject"] for mail in read] == ["Bericht 1", "Bericht 2"]


def test_a_folder_that_cannot_be_written_is_a_server_that_is_down(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file where the folder should be")
    transport = FolderTransport(tmp_path / "outbox", MovableClock(datetime.now(UTC)))  # noqa: TID251

    with pytest.raises(ServerDown, match="outbox folder"):
        transport.send(a_mail())


def test_a_disk_that_is_full_leaves_no_half_mail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    transport = FolderTransport(tmp_path, MovableClock(datetime(2026, 1, 1, tzinfo=UTC)))

    with pytest.raises(ServerDown, match="No space left"):
        transport.send(a_mail())

    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def to_server(plain: Settings, smtp_server: SmtpServer) -> Iterator[SmtpTransport]:
    transport = SmtpTransport(
        plain.model_copy(update={"smtp_host": HOST, "smtp_port": smtp_server.port})
    )
    yield transport
    transport.close()


def test_a_server_answers_never_not_now_or_it_is_down(
    to_server: SmtpTransport, smtp_server: SmtpServer
) -> None:
    for code, answer in ((550, Refused), (451, NotNow), (421, ServerDown)):
        smtp_server.refuse_with(code, "because")
        with pytest.raises(answer, match=f"{code} because"):
            to_server.send(a_mail())

    smtp_server.heal()
    to_server.send(a_mail())
    assert len(smtp_server.inbox) == 1


def test_a_server_that_does_not_answer_is_down_and_the_next_mail_gets_a_new_connection(
    to_server: SmtpTransport, smtp_server: SmtpServer
) -> None:
    smtp_server.hang()
    with pytest.raises(ServerDown, match="timed out"):
        to_server.send(a_mail(1))

    smtp_server.heal()
    to_server.send(a_mail(2))

    assert "Bericht 2" in [str(taken.message["Subject"]) for taken in smtp_server.inbox]


class Keeps:
    """The handler of a mail server that counts connections and may hang up after each mail."""

    def __init__(self) -> None:
        self.subjects: list[str] = []
        self.peers: set[Any] = set()
        self.private: list[bool] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.peers.add(session.peer)
        self.private.append(server.transport.get_extra_info("ssl_object") is not None)
        self.subjects.append(str(email.message_from_bytes(envelope.content)["Subject"]))
        return "250 taken"


Serve = Callable[..., tuple[Keeps, int]]


@pytest.fixture
def serve() -> Iterator[Serve]:
    running: list[Controller] = []

    def start(**options: Any) -> tuple[Keeps, int]:
        keeps, port = Keeps(), free_port()
        controller = Controller(keeps, hostname=HOST, port=port, ready_timeout=15, **options)
        controller.start()
        running.append(controller)
        return keeps, port

    yield start
    for controller in running:
        controller.stop()


def test_one_connection_serves_many_mails(plain: Settings, serve: Serve) -> None:
    keeps, port = serve()
    transport = SmtpTransport(plain.model_copy(update={"smtp_host": HOST, "smtp_port": port}))

    for number in range(5):
        transport.send(a_mail(number))
    transport.close()

    assert len(keeps.subjects) == 5
    assert len(keeps.peers) == 1


def test_a_connection_that_the_server_closed_between_two_mails_is_opened_again(
    plain: Settings, serve: Serve
) -> None:
    keeps, port = serve(timeout=0.05)
    transport = SmtpTransport(plain.model_copy(update={"smtp_host": HOST, "smtp_port": port}))
    transport.send(a_mail(1))
    server = transport._server
    assert server is not None
    assert server.sock is not None
    server.sock.recv(1000)  # the server's goodbye: it waited too long

    transport.send(a_mail(2))
    transport.close()

    assert keeps.subjects == ["Bericht 1", "Bericht 2"]


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    if shutil.which("openssl") is None:
        missing_part("openssl is not here: it makes the certificate of the test's mail server")
    folder = tmp_path_factory.mktemp("tls")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    about = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    where = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*command, *about, *where], check=True, capture_output=True)
    return key, certificate


def server_side(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate[1], certificate[0])
    return context


def checks_password(
    _server: Any, _session: Any, _envelope: Any, _how: str, data: Any
) -> AuthResult:
    right = LoginPassword(b"tijdig", b"geheim")
    return AuthResult(success=data == right, handled=False)


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_mail_travels_in_private_after_signing_in(
    plain: Settings, serve: Serve, certificate: tuple[Path, Path], security: str
) -> None:
    # Given a server that asks for TLS and a password
    options: dict[str, Any] = {"auth_required": True, "authenticator": checks_password}
    if security == "tls":
        options |= {"ssl_context": server_side(certificate), "auth_require_tls": False}
    else:
        options |= {"tls_context": server_side(certificate), "require_starttls": True}
    keeps, port = serve(**options)
    chosen = plain.model_copy(
        update={
            "smtp_host": "127.0.0.1",
            "smtp_port": port,
            "smtp_security": security,
            "smtp_user": "tijdig",
            "smtp_password": "geheim",
        }
    )
    trusted = ssl.create_default_context(cafile=str(certificate[1]))

    # When we send with the right password, with a wrong one, and without trusting the server
    transport = SmtpTransport(chosen, trusted)
    transport.send(a_mail())
    transport.close()

    # Then the first arrives in private
    assert keeps.subjects == ["Bericht 1"]
    assert keeps.private == [True]

    # And the other two wait: the mail is not at fault
    wrong = chosen.model_copy(update={"smtp_password": "fout"})
    with pytest.raises(ServerDown, match="535"):
        SmtpTransport(wrong, trusted).send(a_mail())
    with pytest.raises(ServerDown, match=r"(?i)certificate"):
        SmtpTransport(chosen).send(a_mail())
    assert keeps.subjects == ["Bericht 1"]


def test_without_starttls_on_the_server_nothing_is_sent_in_the_open(
    plain: Settings, serve: Serve
) -> None:
    keeps, port = serve()
    chosen = plain.model_copy(
        update={"smtp_host": HOST, "smtp_port": port, "smtp_security": "starttls"}
    )

    with pytest.raises(ServerDown, match="STARTTLS"):
        SmtpTransport(chosen).send(a_mail())

    assert keeps.subjects == []
