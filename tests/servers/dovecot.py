"""How does a test get a real mailbox, read over IMAP?"""

import email.policy
import imaplib
import re
import shutil
import ssl
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any

import pytest

from tests.servers.parts import (
    HOST,
    ServerUser,
    free_port,
    missing_part,
    running,
    server_folder,
    wait_until_up,
)
from tests.servers.tokens import TokenServer, giving_tokens

USER = "post@gemeente.example"
PASSWORD = "een-geheim-voor-de-proef"
BIN_FOLDERS = "/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin"
LISTED = re.compile(rb'\([^)]*\) (?:"[^"]*"|NIL) (?:"(?P<quoted>[^"]*)"|(?P<plain>\S+))$')

BARE_HOST = "127.0.0.2"
"""Here the same server offers neither MOVE nor IDLE, nor keeps flags of our own."""

# Any address is a user, so a test needs no list of accounts. No chroot: that takes root.
# A wrong password costs the test no waiting.
CONFIG = """
protocols = imap
listen = {host} {bare_host}
auth_mechanisms = plain login xoauth2 oauthbearer
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
mail_location = maildir:{folder}/mail/%u
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = {uid}
first_valid_gid = {gid}
disable_plaintext_auth = no
auth_failure_delay = 0
ssl = yes
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/oauth2.conf
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
service imap-login {{
  chroot =
  service_count = 0
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
local {bare_host} {{
  protocol imap {{
    imap_capability = IMAP4rev1 UIDPLUS
  }}
}}
"""
OAUTH2 = """
tokeninfo_url = http://{host}:{port}/tokeninfo?access_token=
username_attribute = username
active_attribute = active
active_value = true
"""


@dataclass(frozen=True)
class ImapServer:
    """A mailbox on a real Dovecot; every address is a user, all with the same password."""

    host: str
    port: int
    tls_port: int
    certificate: Path
    tokens: TokenServer
    user: str = USER
    password: str = PASSWORD

    def mailbox_of(self, user: str) -> "ImapServer":
        """Return the mailbox of another *user* on the same server."""
        return replace(self, user=user)

    @contextmanager
    def session(self) -> Iterator[imaplib.IMAP4]:
        """Yield a connection that is signed in."""
        with imaplib.IMAP4(self.host, self.port, timeout=10) as connection:
            connection.login(self.user, self.password)
            yield connection

    def deliver(self, raw: bytes, folder: str = "INBOX") -> None:
        """Put one message into *folder*, which is made when it is not there."""
        with self.session() as connection:
            if connection.append(_quoted(folder), "", "", raw)[0] == "NO":
                _done(connection.create(_quoted(folder)))
                _done(connection.append(_quoted(folder), "", "", raw))

    def deliver_all(self, raws: Iterable[bytes]) -> None:
        """Put many messages into the inbox, in one go."""
        with self.session() as connection:
            for raw in raws:
                _done(connection.append("INBOX", "", "", raw))

    def raw_messages(self, folder: str = "INBOX") -> list[bytes]:
        """Return the messages in *folder*, oldest first, byte for byte; they stay unread."""
        with self.session() as connection:
            if connection.select(_quoted(folder), readonly=True)[0] != "OK":
                return []
            _, (uids, *_rest) = connection.uid("SEARCH", "ALL")
            if not uids:
                return []
            _, parts = connection.uid("FETCH", uids.decode().replace(" ", ","), "(BODY.PEEK[])")
            return [part[1] for part in parts if isinstance(part, tuple)]

    def messages(self, folder: str = "INBOX") -> list[EmailMessage]:
        """Return the messages in *folder*, oldest first, read."""
        parser = BytesParser(EmailMessage, policy=email.policy.default)
        return [parser.parsebytes(raw) for raw in self.raw_messages(folder)]

    def folders(self) -> list[str]:
        """Return the names of all folders."""
        with self.session() as connection:
            _, lines = connection.list()
            found = [LISTED.search(line) for line in lines if isinstance(line, bytes)]
            return sorted((m["quoted"] or m["plain"] or b"").decode() for m in found if m)

    def empty(self) -> None:
        """Throw every message away and every folder but the inbox."""
        for folder in self.folders():
            with self.session() as connection:
                if folder != "INBOX":
                    _done(connection.delete(_quoted(folder)))
                    continue
                held = _done(connection.select(folder))[0]
                if held != b"0":
                    _done(connection.store("1:*", "+FLAGS", r"(\Deleted)"))
                    _done(connection.expunge())


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _done(answer: tuple[str, list[Any]]) -> list[Any]:
    if answer[0] != "OK":
        raise RuntimeError(f"the mail server said {answer}")
    return answer[1]


def _make_certificate(folder: Path) -> None:
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-days", "30", "-subj", "/CN=localhost"),
            *("-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"),
            *("-keyout", folder / "key.pem", "-out", folder / "certificate.pem"),
        ],
        check=True,
        capture_output=True,
    )


def _find_dovecot() -> str:
    program = shutil.which("dovecot") or shutil.which("dovecot", path=BIN_FOLDERS)
    if program is None or not Path("/usr/lib/dovecot/imap").exists():
        missing_part("Dovecot is not here: apt-get install dovecot-imapd")
    version = subprocess.run([program, "--version"], capture_output=True, check=True, text=True)
    if not version.stdout.startswith("2.3."):
        missing_part(f"the settings are written for Dovecot 2.3; here is {version.stdout.strip()}")
    return program


@contextmanager
def running_dovecot() -> Iterator[ImapServer]:
    """Run a Dovecot, with a server beside it for the tokens of OAuth 2."""
    program = _find_dovecot()
    user, port, tls_port = ServerUser(), free_port(), free_port()
    with server_folder("imap") as folder:
        (folder / "mail").mkdir()
        _make_certificate(folder)
        certificate, key = folder / "certificate.pem", folder / "key.pem"
        with giving_tokens(USER, certificate, key) as tokens:
            oauth2 = OAUTH2.format(host=HOST, port=tokens.tokeninfo_port)
            (folder / "oauth2.conf").write_text(oauth2)
            config = folder / "dovecot.conf"
            config.write_text(
                CONFIG.format(
                    host=HOST, bare_host=BARE_HOST, folder=folder, user=user.name,
                    group=user.group, uid=user.uid, gid=user.gid,
                    port=port, tls_port=tls_port, password=PASSWORD,
                )
            )  # fmt: skip
            user.own(folder)
            process = user.start([program, "-F", "-c", config], folder / "output.log", folder)
            server = ImapServer(HOST, port, tls_port, certificate, tokens)
            with running(process):
                wait_until_up(process, lambda: _answers(server), folder / "dovecot.log", "Dovecot")
                yield server


@pytest.fixture(scope="session")
def dovecot() -> Iterator[ImapServer]:
    """Run one Dovecot for the whole session."""
    with running_dovecot() as server:
        yield server


def _answers(server: ImapServer) -> bool:
    try:
        with server.session():
            return True
    except (OSError, imaplib.IMAP4.error):
        return False


@pytest.fixture
def imap_server(dovecot: ImapServer) -> ImapServer:
    """Give the test an empty mailbox, ``post@gemeente.example``, on a real Dovecot."""
    dovecot.empty()
    dovecot.tokens.begin_anew()
    return dovecot


@pytest.fixture
def imap_tls(dovecot: ImapServer) -> ssl.SSLContext:
    """Trust the certificate of the test's Dovecot."""
    return ssl.create_default_context(cafile=dovecot.certificate)
