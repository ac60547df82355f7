"""How does a test get a real mail server that takes, refuses or keeps us waiting?"""

import asyncio
import email.policy
import socket
import threading
from collections.abc import Awaitable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.servers.parts import HOST


@dataclass(frozen=True)
class TakenMail:
    """One message as the server took it: the envelope, the bytes, and what they say."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes
    message: EmailMessage


class SmtpServer:
    """Keeps whatever is sent to it; can be told to refuse or to leave the sender hanging."""

    def __init__(self) -> None:
        self._inbox: list[TakenMail] = []
        self._changed = threading.Condition()
        self._refusal: str | None = None
        self._released = threading.Event()
        self._released.set()
        self._keeps_first = False
        self._controller = _Listening(self)
        self.host, self.port = HOST, self._controller.port

    @property
    def inbox(self) -> list[TakenMail]:
        """All mail taken so far, in the order in which it came."""
        with self._changed:
            return list(self._inbox)

    def wait_for(self, count: int, seconds: float = 10.0) -> list[TakenMail]:
        """Return the inbox as soon as it holds *count* messages or more.

        Raises:
            TimeoutError: it does not within *seconds*.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: len(self._inbox) >= count, seconds):
                raise TimeoutError(f"{len(self._inbox)} of {count} mails came within {seconds:g} s")
            return list(self._inbox)

    def refuse_with(self, code: int, text: str = "not now") -> None:
        """Answer each message with *code*: 4xx for later, 5xx for never."""
        self._refusal = f"{code} {text}"

    def hang(self, keep_first: bool = False) -> None:
        """Take a message and do not answer until healed.

        Args:
            keep_first: put it in the inbox before hanging, like a server that delivers
                although its answer never comes back.
        """
        self._keeps_first = keep_first
        self._released.clear()

    def heal(self) -> None:
        """Take mail again; whoever hangs gets an answer now."""
        self._refusal = None
        self._released.set()

    def clear(self) -> None:
        """Forget the mail taken so far."""
        with self._changed:
            self._inbox.clear()

    def start(self) -> None:
        """Begin to listen."""
        self._controller.start()

    def stop(self) -> None:
        """Close the door and answer whoever still hangs."""
        self.heal()
        self._controller.stop()

    def _keep(self, envelope: Envelope) -> None:
        raw = envelope.original_content or b""
        parser = BytesParser(EmailMessage, policy=email.policy.default)
        mail = TakenMail(
            envelope.mail_from or "", tuple(envelope.rcpt_tos), raw, parser.parsebytes(raw)
        )
        with self._changed:
            self._inbox.append(mail)
            self._changed.notify_all()

    # aiosmtpd finds this method by its name.
    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Answer one message, in the thread of the server."""
        if self._refusal:
            return self._refusal
        kept = not self._released.is_set() and self._keeps_first
        if kept:
            self._keep(envelope)
        while not self._released.is_set():
            await asyncio.sleep(0.01)  # not a thread: it would outlive a sender that went away
        if not kept:
            self._keep(envelope)
        return "250 taken"


class _Listening(Controller):
    """Takes its port at once from the system, so that nobody can be there first."""

    def __init__(self, handler: SmtpServer) -> None:
        self._socket = socket.create_server((HOST, 0))
        super().__init__(
            handler,
            hostname=HOST,
            port=self._socket.getsockname()[1],
            ready_timeout=15,
            enable_SMTPUTF8=True,
            timeout=120,
        )

    def _create_server(self) -> Awaitable[asyncio.AbstractServer]:
        return self.loop.create_server(self._factory_invoker, sock=self._socket)


@pytest.fixture(scope="session")
def smtp() -> Iterator[SmtpServer]:
    """Run one mail server for the whole session."""
    server = SmtpServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def smtp_server(smtp: SmtpServer) -> Iterator[SmtpServer]:
    """Give the test a mail server with an empty inbox that takes everything."""
    smtp.clear()
    yield smtp
    smtp.heal()
