"""How is a mail recognised, when is it tried again, and when do we stop trying?"""

import random
import re
from datetime import timedelta
from email.utils import getaddresses, parseaddr
from hashlib import sha256

MAX_ATTEMPTS = 240
"""With waits of at most half an hour this is about five days, as mail servers do."""

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(minutes=30)
JITTER = 0.2

SMTP_STEPS = 12
"""Most moments in one delivery at which we wait for the server: connect, greeting, EHLO,
STARTTLS, EHLO, three for signing in, MAIL, RCPT, DATA, the end of the data."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_NOT_TEXT = re.compile(r"[\x00\ud800-\udfff]")
_SPECIALS = re.compile(r'[()<>\[\]:;@\\,."]')
_ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+")
_ID = re.compile(r"<[!-;=?-~]{1,900}>")
REFERENCES_KEPT = 20


def message_id_for(key: str, mail_from: str) -> str:
    """Return the Message-ID of the mail with *key*: always the same one, told apart from others.

    A mail that is sent twice because a worker died has one Message-ID, so it can be recognised.
    """
    domain = parseaddr(mail_from)[1].rpartition("@")[2] or "localhost"
    return f"<{sha256(key.encode()).hexdigest()[:32]}@{domain.encode('idna').decode()}>"


def wait_after(attempts: int, key: str) -> timedelta:
    """Return how long to wait after failed attempt number *attempts*.

    Twice as long each time, up to half an hour, and up to 20 % shorter or longer so that mails
    that failed together do not come back together. The same key and attempt give the same wait.
    """
    doubled: int = 2 ** min(attempts - 1, 10)
    chance = random.Random(f"{key}:{attempts}").uniform(-JITTER, JITTER)  # noqa: S311
    return min(FIRST_WAIT * doubled, LONGEST_WAIT) * (1 + chance)


def gives_up(attempts: int) -> bool:
    """Say whether a mail that failed *attempts* times is left for a person to look at."""
    return attempts >= MAX_ATTEMPTS


def lease_for(smtp_timeout_seconds: int) -> timedelta:
    """Return how long a worker may hold a mail; longer than its slowest delivery can take.

    The timeout counts for each step of the conversation with the server, so a lease of one
    timeout would let a second worker send what the first is still sending.
    """
    return timedelta(seconds=smtp_timeout_seconds * SMTP_STEPS + 30)


def one_line(value: str, longest: int = 400) -> str:
    """Return *value* as it may stand in a header: without line breaks or other controls."""
    return " ".join(_CONTROL.sub(" ", value).split())[:longest].rstrip()


def clean_text(value: str) -> str:
    """Return *value* without what no database or mail can hold: NUL and half characters."""
    return _NOT_TEXT.sub("", value)


def named_address(name: str, address: str) -> str:
    """Return ``Name <address>``, quoted where a mail header asks for it."""
    name, address = one_line(name, 120), one_line(address, 254)
    if not name:
        return address
    if _SPECIALS.search(name):
        inside = name.replace("\\", "").replace('"', "'")
        return f'"{inside}" <{address}>'
    return f"{name} <{address}>"


def split_address(value: str) -> tuple[str, str]:
    """Return the name and the address in *value*.

    Raises:
        ValueError: there is no single usable address in it.
    """
    found = getaddresses([one_line(value)])
    if len(found) != 1 or not _ADDRESS.fullmatch(found[0][1]):
        raise ValueError("not a mail address")
    return found[0]


def message_ids(value: str) -> tuple[str, ...]:
    """Return the Message-IDs in a References or In-Reply-To line, without anything else.

    A long thread keeps its first and its latest ones, as RFC 5322 readers need for threading.
    """
    found = tuple(dict.fromkeys(_ID.findall(value)))
    if len(found) > REFERENCES_KEPT:
        return (found[0], *found[1 - REFERENCES_KEPT :])
    return found
