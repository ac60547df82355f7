"""How does a mail that was read get from the process that read it to the one that files it?

As JSON, never as Python objects: what a crooked mail did to the one process must not run in the
other.
"""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from tracker.intake.fileparts import FilePart
from tracker.intake.headers import Address
from tracker.intake.parsing import ReadMail
from tracker.intake.rules import Automatic, Signs

_SETS, _TUPLES = ("names",), ("autoreply_values",)
_TEXTS = ("subject", "message_id", "text", "html", "reply_text")
_TEXT_TUPLES = ("in_reply_to", "references", "problems", "bounced_ids")


def as_plain(mail: ReadMail) -> dict[str, Any]:
    """Return a mail as what JSON knows; the bytes of its files stay behind."""
    plain: dict[str, Any] = {name: getattr(mail, name) for name in (*_TEXTS, *_TEXT_TUPLES)}
    return {
        **plain,
        "sender": _address_as_plain(mail.sender),
        "reply_to": _address_as_plain(mail.reply_to),
        "to": [_address_as_plain(each) for each in mail.to],
        "cc": [_address_as_plain(each) for each in mail.cc],
        "date": mail.date.isoformat() if mail.date else None,
        "attachments": [
            [each.filename, each.content_type, each.size, each.sha256, each.content_id]
            for each in mail.attachments
        ],
        "automatic": mail.automatic.value if mail.automatic else None,
        "signs": _signs_as_plain(mail.signs),
        "is_readable": mail.is_readable,
    }


def from_plain(plain: Mapping[str, Any]) -> ReadMail:
    """Return the mail that ``as_plain`` was given, without the bytes of its files."""
    texts: dict[str, Any] = {name: str(plain[name]) for name in _TEXTS}
    tuples: dict[str, Any] = {name: tuple(map(str, plain[name])) for name in _TEXT_TUPLES}
    return ReadMail(
        **texts,
        **tuples,
        sender=_address(plain["sender"]),
        reply_to=_address(plain["reply_to"]),
        to=_addresses(plain["to"]),
        cc=_addresses(plain["cc"]),
        date=datetime.fromisoformat(plain["date"]) if plain["date"] else None,
        attachments=tuple(map(_file, plain["attachments"])),
        automatic=Automatic(plain["automatic"]) if plain["automatic"] else None,
        signs=_signs(plain["signs"]),
        is_readable=bool(plain["is_readable"]),
    )


def _address_as_plain(address: Address | None) -> list[str] | None:
    return [address.name, address.address] if address else None


def _address(plain: Any) -> Address | None:
    return Address(str(plain[0]), str(plain[1])) if plain else None


def _addresses(plain: Any) -> tuple[Address, ...]:
    return tuple(each for each in map(_address, plain) if each)


def _file(plain: Any) -> FilePart:
    filename, content_type, size, sha256, content_id = plain
    return FilePart(
        filename=str(filename),
        content_type=str(content_type),
        size=int(size),
        sha256=str(sha256),
        content_id=str(content_id),
    )


def _signs_as_plain(signs: Signs) -> dict[str, Any]:
    plain = {each.name: getattr(signs, each.name) for each in fields(signs)}
    return {**plain, **{name: sorted(plain[name]) for name in _SETS}}


def _signs(plain: Mapping[str, Any]) -> Signs:
    known = {each.name: plain[each.name] for each in fields(Signs)}
    sets = {name: frozenset(map(str, known[name])) for name in _SETS}
    return Signs(**{**known, **sets, **{name: tuple(known[name]) for name in _TUPLES}})
