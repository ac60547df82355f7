"""How do we talk with a mail server, and what do we say when it does not do what we ask?"""

import imaplib
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from threading import Timer

from flask_babel import lazy_gettext as _l
from imap_tools.errors import (
    ImapToolsError,
    MailboxFolderCreateError,
    MailboxFolderSelectError,
    MailboxLoginError,
)
from imap_tools.mailbox import BaseMailBox
from imap_tools.utils import encode_folder

from tracker.base.clock import Clock
from tracker.base.config import Settings
from tracker.base.errors import Sentence, TrackerError, Unavailable
from tracker.base.log import get_logger
from tracker.intake.accounts import Account, secret_of
from tracker.intake.mailbox_secrets import Secret
from tracker.intake.models import Security, SignIn
from tracker.intake.tokens import access_token

log = get_logger(__name__)

SERVER_PATIENCE_SECONDS = 30
FLAG = "TijdigVerwerkt"


class SignInRefused(Unavailable):
    """The mail server does not let us in; trying again will not help, and may lock the account."""


@contextmanager
def signed_in(
    settings: Settings,
    clock: Clock,
    account: Account,
    *,
    patience: float = SERVER_PATIENCE_SECONDS,
    cut_after: float = 0,
    fresh_token: bool = False,
) -> Iterator[BaseMailBox]:
    """Yield a connection that is signed in; every problem with it becomes a sentence.

    Args:
        patience: seconds to wait for each answer.
        cut_after: seconds after which the connection is cut, whatever the server does.

    Raises:
        SignInRefused: the server does not let us in.
        Unavailable: it does not answer as a mail server should.
    """
    with _in_plain_words(), _cutting_after(cut_after or 3600) as opened:
        box, gone = _Box(account, patience, opened), False
        try:
            _sign_in(settings, clock, account, box, fresh_token=fresh_token)
            # imaplib remembers what the server could do before signing in, which leaves out MOVE.
            _status, answer = box.client.capability()
            box.client.capabilities = tuple(answer[-1].decode("ascii", "replace").upper().split())
            yield box
        except (OSError, imaplib.IMAP4.abort):
            gone = True
            raise
        finally:
            _leave(box, gone=gone)


def can(box: BaseMailBox, what: str) -> bool:
    """Tell whether the server can do *what*, such as MOVE."""
    return what in box.client.capabilities


def open_folder(box: BaseMailBox, folder: str, *, readonly: bool = False) -> int:
    """Go to a folder and return its UIDVALIDITY: numbers of mails hold as long as that does.

    Raises:
        Unavailable: the server gives mails no lasting number, so we could not recognise them.
    """
    box.folder.set(folder, readonly)
    said = box.client.response("UIDVALIDITY")[1]
    number = int(said[0]) if said and said[0] else 0
    if not number:
        raise Unavailable(
            _l("Deze mailserver geeft berichten geen vast nummer. Daarmee kan Tijdig niet werken.")
        )
    return number


def may_keep_flags(box: BaseMailBox) -> bool:
    """Tell whether our own flag may be set in the folder that is open."""
    said = box.client.response("PERMANENTFLAGS")[1]
    flags = (said[0] or b"").decode("ascii", "replace").strip("()").split() if said else []
    return r"\*" in flags or FLAG.lower() in (flag.lower() for flag in flags)


def make_folder(box: BaseMailBox, folder: str) -> None:
    """Make a folder, if it is not there yet.

    Raises:
        Unavailable: the server does not let us.
    """
    if box.folder.exists(folder):
        return
    try:
        box.folder.create(folder)
    except MailboxFolderCreateError as error:
        if not box.folder.exists(folder):  # else another one just made it
            raise Unavailable(
                _l(
                    "De map voor verwerkte post kan niet in de postbus worden gemaakt. Maak hem "
                    "zelf, of kies een andere map."
                )
            ) from error


def fetch_raw(box: BaseMailBox, uid: int) -> tuple[bytes, datetime | None]:
    """Return the bytes of a mail, still unread for who looks, and when it reached the mailbox."""
    answer = _uid(box, "FETCH", str(uid), "(BODY.PEEK[] INTERNALDATE)")
    raw, said = b"", b""
    for piece in answer or ():
        if isinstance(piece, tuple):
            said, raw = said + piece[0], piece[1]
        elif isinstance(piece, bytes):
            said += piece
    moment = imaplib.Internaldate2tuple(said)
    return raw, datetime.fromtimestamp(time.mktime(moment), UTC) if moment else None


def move(box: BaseMailBox, uid: int, folder: str) -> None:
    """Let the server move a mail; one that cannot is told to copy and delete."""
    number, target = str(uid), encode_folder(folder)
    if can(box, "MOVE"):
        _uid(box, "MOVE", number, target)
        return
    _uid(box, "COPY", number, target)
    _uid(box, "STORE", number, "+FLAGS", r"(\Deleted)")
    if can(box, "UIDPLUS"):
        _uid(box, "EXPUNGE", number)  # this one, and nothing that somebody else deletes
    else:
        box.expunge()


def flag(box: BaseMailBox, uid: int, name: str) -> None:
    """Flag a mail."""
    _uid(box, "STORE", str(uid), "+FLAGS", f"({name})")


def _uid(box: BaseMailBox, command: str, *words: object) -> list[bytes | tuple[bytes, bytes]]:
    status, answer = box.client.uid(command, *words)  # type: ignore[arg-type]
    if status != "OK":
        raise imaplib.IMAP4.error(f"{command} answered {status}")
    return answer


Opened = Callable[[imaplib.IMAP4], None]


class _Plain(imaplib.IMAP4):
    """A connection that says so as soon as it is there, before the server has said a word."""

    def __init__(self, host: str, port: int, opened: Opened, patience: float) -> None:
        self._opened = opened
        super().__init__(host, port, timeout=patience)

    def open(self, host: str = "", port: int = 143, timeout: float | None = None) -> None:
        """Connect."""
        super().open(host, port, timeout)
        self._opened(self)


class _OverTls(imaplib.IMAP4_SSL):
    """The same over TLS."""

    def __init__(self, host: str, port: int, opened: Opened, patience: float) -> None:
        self._opened = opened
        super().__init__(host, port, ssl_context=_trusted(), timeout=patience)

    def open(self, host: str = "", port: int | None = 993, timeout: float | None = None) -> None:
        """Connect."""
        super().open(host, port or 993, timeout)
        self._opened(self)


class _Box(BaseMailBox):
    """A mailbox on the server of an account."""

    def __init__(self, account: Account, patience: float, opened: Opened) -> None:
        self._account, self._patience, self._opened = account, patience, opened
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        account = self._account
        if account.security is Security.TLS:
            return _OverTls(account.host, account.port, self._opened, self._patience)
        client = _Plain(account.host, account.port, self._opened, self._patience)
        if account.security is Security.STARTTLS:
            try:
                client.starttls(_trusted())
            except BaseException:
                _hang_up(client)
                raise
        return client


def _trusted() -> ssl.SSLContext:
    """Return whom we trust; said here because imaplib by itself accepts any certificate."""
    return ssl.create_default_context()


@contextmanager
def _cutting_after(seconds: float) -> Iterator[Opened]:
    """Cut the connection after so many seconds, whatever keeps it alive."""
    clients: list[imaplib.IMAP4] = []
    timer = Timer(seconds, _cut, [clients])
    timer.daemon = True
    timer.start()
    try:
        yield clients.append
    finally:
        timer.cancel()


def _sign_in(
    settings: Settings, clock: Clock, account: Account, box: BaseMailBox, *, fresh_token: bool
) -> None:
    if account.sign_in is SignIn.PASSWORD:
        password = secret_of(settings, account, Secret.PASSWORD)
        if not password:
            raise Unavailable(
                _l("Het wachtwoord van deze postbus is er nog niet. Vul het in bij deze postbus.")
            )
        if (account.user + password).isascii():
            box.login(account.user, password, initial_folder=None)
        else:
            box.login_utf8(account.user, password, initial_folder=None)
        return
    if not can(box, "AUTH=XOAUTH2"):
        raise Unavailable(_l("Deze mailserver kent aanmelden met OAuth 2 (XOAUTH2) niet."))
    token, was_held = access_token(settings, clock, account, fresh=fresh_token)
    try:
        _show_token(box, account.user, token)
    except imaplib.IMAP4.error:
        if not was_held:
            raise
        token, _held = access_token(settings, clock, account, fresh=True)  # it was withdrawn
        _show_token(box, account.user, token)


def _show_token(box: BaseMailBox, user: str, token: str) -> None:
    """Sign in with a token; a server that refuses it says why and wants an empty answer."""
    answers = iter([f"user={user}\x01auth=Bearer {token}\x01\x01".encode()])
    status, answer = box.client.authenticate("XOAUTH2", lambda _said: next(answers, b""))
    if status != "OK":
        raise MailboxLoginError((status, answer), "OK")


def _cut(clients: Sequence[imaplib.IMAP4]) -> None:
    """End a connection from outside: whoever waits for it gets an error at once."""
    log.warning("mailbox_connection_cut")
    for client in clients:
        with suppress(OSError):
            client.sock.shutdown(socket.SHUT_RDWR)


def _leave(box: BaseMailBox, *, gone: bool) -> None:
    """Sign out; a server that is gone already may not hide what went wrong before."""
    try:
        if not gone:
            box.logout()
    except (ImapToolsError, imaplib.IMAP4.error, OSError) as error:
        log.info("mailbox_left_without_goodbye", cause=type(error).__name__)
    finally:
        _hang_up(box.client)


def _hang_up(client: imaplib.IMAP4) -> None:
    with suppress(OSError):  # it may have hung up by itself
        client.shutdown()


@contextmanager
def _in_plain_words() -> Iterator[None]:
    try:
        yield
    except TrackerError:
        raise
    except (ImapToolsError, imaplib.IMAP4.error, OSError, ValueError) as error:
        cause = f"{type(error).__name__}: {error}"[:200]
        if _is_refusal(error):
            # Not the answer of the server itself: some repeat the name of the user.
            raise SignInRefused(_REFUSED, cause=type(error).__name__) from error
        raise Unavailable(_sentence(error), cause=cause) from error


_REFUSED = _l(
    "De mailserver laat ons niet in de postbus. Controleer gebruikersnaam en wachtwoord. De post "
    "blijft veilig in de postbus."
)
UNREACHABLE = _l(
    "De mailserver is nu niet bereikbaar. De post blijft veilig in de postbus; we proberen het "
    "straks weer."
)
_NO_STARTTLS = _l("De mailserver kent geen STARTTLS. Kies een andere beveiliging.")
_WHY: tuple[tuple[type[Exception], Sentence], ...] = (
    (
        socket.gaierror,
        _l("Er is geen mailserver met deze naam. Controleer de naam van de mailserver."),
    ),
    (
        ssl.SSLCertVerificationError,
        _l(
            "Het certificaat van de mailserver klopt niet: het hoort bij een andere naam, het is "
            "verlopen, of wij vertrouwen de uitgever niet. Vraag de beheerder van de mailserver."
        ),
    ),
    (
        ssl.SSLError,
        _l("Op deze poort spreekt de mailserver geen TLS. Controleer poort en beveiliging."),
    ),
    (
        MailboxFolderSelectError,
        _l("De map voor nieuwe post is er niet in deze postbus. Controleer de naam van de map."),
    ),
    (
        imaplib.IMAP4.readonly,
        _l("Wij mogen in deze postbus alleen lezen. Geef Tijdig het recht om post te verplaatsen."),
    ),
    (TimeoutError, _l("De mailserver antwoordt niet. Controleer naam en poort.")),
    (
        ConnectionRefusedError,
        _l(
            "De mailserver is nu niet bereikbaar. Klopt de poort? De post blijft veilig in de "
            "postbus; we proberen het straks weer."
        ),
    ),
)


def _sentence(error: Exception) -> Sentence:
    if "TLS not supported" in str(error):  # the words of imaplib
        return _NO_STARTTLS
    return next((said for kind, said in _WHY if isinstance(error, kind)), UNREACHABLE)


def _is_refusal(error: Exception) -> bool:
    """Tell a wrong password from a server that is busy (RFC 5530)."""
    said = str(error).upper()
    if any(code in said for code in ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]")):
        return False
    return isinstance(error, MailboxLoginError) or "AUTHENTICATIONFAILED" in said
