"""By which way does a mail leave: a mail server, or a folder while none is set?"""

import contextlib
import smtplib
import ssl
from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import parseaddr
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from tracker.base.clock import OFFICE_TIME, Clock, system_clock
from tracker.base.config import Settings
from tracker.base.files import write_durably


class DeliveryProblem(Exception):
    """A mail was not taken; the message says why, in the server's words."""


class Refused(DeliveryProblem):
    """The server will never take this mail."""


class NotNow(DeliveryProblem):
    """The server does not take this mail now, but may take others."""


class ServerDown(DeliveryProblem):
    """The server takes no mail at all now."""


class Transport(Protocol):
    """Hands over one mail at a time."""

    def send(self, mail: EmailMessage) -> None:
        """Hand over *mail*; returns only when the other side has it safely.

        Raises:
            DeliveryProblem: it was not taken, as far as we know.
        """

    def close(self) -> None:
        """Let go of what was held open between mails."""


def transport_for(settings: Settings, clock: Clock = system_clock) -> Transport:
    """Return the way out that the settings choose."""
    if settings.smtp_host:
        return SmtpTransport(settings)
    return FolderTransport(settings.outbox_path, clock)


class FolderTransport:
    """Leaves each mail as an .eml file; names sort by the moment of sending."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.folder = folder
        self.clock = clock

    def send(self, mail: EmailMessage) -> None:
        """Write the file; it is there whole or not at all."""
        recognised_by = sha256(str(mail["Message-ID"]).encode()).hexdigest()[:12]
        name = f"{self.clock().astimezone(OFFICE_TIME):%Y%m%dT%H%M%S.%f}-{recognised_by}.eml"
        try:
            write_durably(self.folder / name, bytes(mail))
        except OSError as error:
            raise ServerDown(f"outbox folder: {error.strerror}") from error

    def close(self) -> None:
        """Nothing is held open."""


class SmtpTransport:
    """Talks to a mail server; one connection serves many mails."""

    def __init__(self, settings: Settings, tls: ssl.SSLContext | None = None) -> None:
        self.settings = settings
        self.tls = tls
        self._server: smtplib.SMTP | None = None

    def send(self, mail: EmailMessage) -> None:
        """Send *mail* over the open connection, or over a new one when it has gone."""
        with _told_apart():
            try:
                server = self._connected()
                server.send_message(
                    mail, from_addr=_bare(mail["From"]), to_addrs=[_bare(mail["To"])]
                )
            except (OSError, smtplib.SMTPServerDisconnected):
                self._drop()  # after a timeout the two sides no longer agree where they are
                raise

    def close(self) -> None:
        """Say goodbye to the server, if it still listens."""
        if self._server is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self._server.quit()
        self._drop()

    def _connected(self) -> smtplib.SMTP:
        if self._server is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                if self._server.noop()[0] == 250:
                    return self._server
            self._drop()
        self._server = self._connect()
        return self._server

    def _connect(self) -> smtplib.SMTP:
        chosen = self.settings
        where = (chosen.smtp_host, chosen.smtp_port)
        timeout = chosen.smtp_timeout_seconds
        server: smtplib.SMTP
        if chosen.smtp_security == "tls":
            server = smtplib.SMTP_SSL(*where, timeout=timeout, context=self._checked())
        else:
            server = smtplib.SMTP(*where, timeout=timeout)
        try:
            if chosen.smtp_security == "starttls":
                server.starttls(context=self._checked())
            if chosen.smtp_user:
                server.login(chosen.smtp_user, chosen.smtp_password)
        except (OSError, smtplib.SMTPException) as error:
            server.close()
            raise ServerDown(_reason(error)) from error
        return server

    def _checked(self) -> ssl.SSLContext:
        """Return how the server must prove who it is; reading the authorities takes a while."""
        if self.tls is None:
            self.tls = ssl.create_default_context()
        return self.tls

    def _drop(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None


def _bare(header: object) -> str:
    return parseaddr(str(header))[1]


@contextlib.contextmanager
def _told_apart() -> Iterator[None]:
    """Turn what smtplib raises into our three answers: never, not now, server down."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        code, text = next(iter(error.recipients.values()))
        raise _by_code(code, text) from error
    except (smtplib.SMTPConnectError, smtplib.SMTPHeloError) as error:
        raise ServerDown(_reason(error)) from error
    except smtplib.SMTPResponseException as error:
        raise _by_code(error.smtp_code, error.smtp_error) from error
    except smtplib.SMTPNotSupportedError as error:
        raise Refused(_reason(error)) from error
    except OSError as error:  # smtplib's own errors are OSErrors too
        raise ServerDown(_reason(error)) from error


def _by_code(code: int, text: bytes | str) -> DeliveryProblem:
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    reason = f"{code} {said}"
    if code == 421:
        return ServerDown(reason)
    return Refused(reason) if 500 <= code < 600 else NotNow(reason)


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
