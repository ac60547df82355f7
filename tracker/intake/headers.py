"""What do the headers of a mail say: who, to whom, about what, in answer to what, and when?

They are read from the raw header, not with the header classes of the standard library: those
raise on crooked input and take seconds on long lists of addresses.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from tracker.intake.charsets import decode_header
from tracker.intake.limits import (
    MAX_ALL_HEADERS_BYTES,
    MAX_HEADER_BYTES,
    MAX_MESSAGE_ID_BYTES,
    MAX_REFERENCES,
    Limits,
)

_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n|\r\r")
_NEXT_HEADER = re.compile(rb"\r?\n(?![ \t])")
_MESSAGE_ID = re.compile(r"<([^<>\s]{1,990})>")
_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[^\s@<>,;:\"()\\]{1,255}")
_YEARS = range(1980, 2101)


@dataclass(frozen=True, slots=True)
class Address:
    """Somebody at an address; either part may be empty."""

    name: str
    address: str

    def __str__(self) -> str:
        """Return it as people write it: Name <address>."""
        if self.name and self.address:
            return f"{self.name} <{self.address}>"
        return self.name or self.address


def tame_headers(raw: bytes, limits: Limits) -> tuple[bytes, bool]:
    """Return *raw* with a header of a size that can be read, and whether something was cut."""
    found = _END_OF_HEADERS.search(raw)
    end = found.start() if found else len(raw)
    if end <= MAX_HEADER_BYTES and raw.count(b"\n", 0, end) <= limits.headers:
        return raw, False
    kept: list[bytes] = []
    size, cut = 0, False
    for header in _NEXT_HEADER.split(raw[:end]):
        piece = header[:MAX_HEADER_BYTES]
        if len(kept) >= limits.headers or size + len(piece) > MAX_ALL_HEADERS_BYTES:
            cut = True
            break
        cut = cut or len(piece) < len(header)
        kept.append(piece)
        size += len(piece)
    return b"\r\n".join(kept) + raw[end:], cut


def values_of(message: Message, name: str) -> list[str]:
    """Return every header called *name*, as it came."""
    return [str(value) for key, value in message.raw_items() if key.lower() == name.lower()]


def text_of(message: Message, name: str) -> str:
    """Return the first header called *name* as people read it, "" when there is none."""
    values = values_of(message, name)
    return decode_header(values[0][:MAX_HEADER_BYTES]) if values else ""


def addresses_of(message: Message, most: int, *names: str) -> tuple[list[Address], bool]:
    """Return at most *most* addressees in these headers, and whether there were more."""
    found: list[Address] = []
    for name in names:
        for value in values_of(message, name):
            found += _addresses(value[:MAX_HEADER_BYTES])
    unique = list(dict.fromkeys(found))
    return unique[:most], len(unique) > most


def message_ids(values: Iterable[str]) -> list[str]:
    """Return the Message-IDs in these headers, each as <id>, in order and without doubles."""
    found: list[str] = []
    for value in values:
        value = value[:MAX_HEADER_BYTES]
        ids = _MESSAGE_ID.findall(re.sub(r"\r?\n[ \t]+", " ", value))
        bare = [word for word in value.split() if "@" in word] if not ids else []
        found += [f"<{each.strip('<>,;')}>" for each in ids or bare]
    whole = (each.encode("utf-8", "replace") for each in found)
    # The index of PostgreSQL holds no longer ones; nobody but an attacker makes them.
    readable = (each.decode() for each in whole if len(each) <= MAX_MESSAGE_ID_BYTES)
    return list(dict.fromkeys(readable))[-MAX_REFERENCES:]


def date_of(values: Sequence[str]) -> datetime | None:
    """Return the moment in a Date header, in UTC; None when there is none that can be true."""
    for value in values:
        try:
            moment = parsedate_to_datetime(decode_header(value[:200]))
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        try:
            aware = aware.astimezone(UTC)
        except (OverflowError, ValueError):
            continue
        if aware.year in _YEARS:
            return aware
    return None


def _addresses(value: str) -> list[Address]:
    one_line = re.sub(r"[\r\n]+[ \t]*", " ", value)
    try:
        pairs = getaddresses([one_line])
    except (IndexError, ValueError, TypeError, RecursionError):
        pairs = []
    found = [_address(name, address) for name, address in pairs]
    found = [each for each in found if each.address]
    if found:
        return found
    text = decode_header(one_line)
    bare = [Address("", address.rstrip(".")) for address in _ADDRESS.findall(text)]
    name = "" if text.endswith(":;") else text.strip("\"'<> ")  # a group with nobody in it
    return bare or ([Address(name[:300], "")] if name else [])


def _address(name: str, address: str) -> Address:
    address = decode_header(address).strip("<>'\" ")
    if not _ADDRESS.fullmatch(address):
        inside = _ADDRESS.search(address)
        address = inside[0] if inside else ""
    name = decode_header(name).strip("'\" ")
    return Address("" if name == address else name[:300], address[:254])
