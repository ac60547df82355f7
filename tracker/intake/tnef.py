"""Which files are inside winmail.dat, in which Outlook sometimes packs them (MS-OXTNEF)?

Only what a reader of letters needs: the files with their names, and the text. A file that is
damaged gives what stands before the damage.
"""

import codecs
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

_SIGNATURE = 0x223E9F78
_STARTS_FILE = 0x9002  # attAttachRendData
_NAME, _DATA, _PROPERTIES = 0x8010, 0x800F, 0x9005
_BODY, _MESSAGE_PROPERTIES, _CODE_PAGE = 0x800C, 0x9003, 0x9007
_ATTACHMENT_LEVEL = 2
# Properties of MAPI: the number, without the type in its low half.
_LONG_NAME, _SHORT_NAME, _FILE, _BODY_TEXT, _BODY_HTML = 0x3707, 0x3704, 0x3701, 0x1000, 0x1013
_RICH_TEXT = 0x1009
_FIXED = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4, 20: 8, 64: 8, 72: 16}
_STRINGS = (0x1E, 0x1F, 0x102, 0x0D)
_UNICODE, _OBJECT = 0x1F, 0x0D
_MOST_FILES = 200
_MOST_PROPERTIES = 2_000


@dataclass(slots=True)
class Packed:
    """What was in it; ``has_more`` tells that some of it is in a form that we cannot read."""

    text: bytes = b""
    html: bytes = b""
    charset: str = "cp1252"
    files: list[tuple[str, bytes]] = field(default_factory=list)
    has_more: bool = False


class NotPacked(ValueError):
    """These bytes are no winmail.dat, or too damaged to find anything in."""


def unpack(data: bytes) -> Packed:
    """Return the files and the text in a winmail.dat.

    Raises:
        NotPacked: nothing can be found in it.
    """
    if len(data) < 6 or struct.unpack_from("<I", data)[0] != _SIGNATURE:
        raise NotPacked
    packed = Packed()
    for level, attribute, value in _attributes(data):
        if level == _ATTACHMENT_LEVEL:
            _read_file(packed, attribute, value)
        elif attribute == _CODE_PAGE and len(value) >= 4:
            packed.charset = f"cp{struct.unpack_from('<I', value)[0]}"
        elif attribute == _BODY:
            packed.text = value.rstrip(b"\0")
        elif attribute == _MESSAGE_PROPERTIES:
            _read_body(packed, dict(_properties(value)))
    packed.files = [(name, content) for name, content in packed.files if content]
    return packed


def _attributes(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Return level, number and value of each attribute until the end or the first damage."""
    at = 6
    while at + 9 <= len(data):
        level, number, _type, size = struct.unpack_from("<BHHI", data, at)
        at += 9
        if level not in (1, _ATTACHMENT_LEVEL) or size > len(data) - at:
            return
        yield level, number, data[at : at + size]
        at += size + 2  # and a checksum, which some programs get wrong


def _read_file(packed: Packed, attribute: int, value: bytes) -> None:
    if attribute == _STARTS_FILE:
        if len(packed.files) >= _MOST_FILES:
            packed.has_more = True
        else:
            packed.files.append(("", b""))
    if not packed.files:
        return
    name, content = packed.files[-1]
    if attribute == _NAME:
        name = name or value.rstrip(b"\0").decode(_known(packed.charset), "replace")
    elif attribute == _DATA:
        content = value
    elif attribute == _PROPERTIES:
        found = dict(_properties(value))
        long_name = found.get(_LONG_NAME) or found.get(_SHORT_NAME)
        name = _as_text(long_name, packed.charset) if long_name else name
        content = content or found.get(_FILE, (0, b""))[1]
        packed.has_more |= found.get(_FILE, (0, b""))[0] == _OBJECT  # a letter in a letter
    packed.files[-1] = (name, content)


def _read_body(packed: Packed, found: dict[int, tuple[int, bytes]]) -> None:
    if _BODY_TEXT in found and not packed.text:
        packed.text = _as_text(found[_BODY_TEXT], packed.charset).encode()
        packed.charset = "utf-8"
    packed.html = found.get(_BODY_HTML, (0, b""))[1]
    packed.has_more |= _RICH_TEXT in found and not (packed.text or packed.html)


def _properties(data: bytes) -> Iterator[tuple[int, tuple[int, bytes]]]:
    """Return number, type and value of each property until the end or the first damage."""
    try:
        (count,) = struct.unpack_from("<I", data)
        at = 4
        for _ in range(min(count, _MOST_PROPERTIES)):
            kind, number = struct.unpack_from("<HH", data, at)
            at += 4
            if number >= 0x8000:
                at = _after_name(data, at)
            values, at = _values(data, at, kind)
            if values:
                yield number, (kind & 0xFFF, values[0])
    except (struct.error, ValueError):
        return


def _after_name(data: bytes, at: int) -> int:
    """Return where the value of a property starts that has a name of its own."""
    (is_text,) = struct.unpack_from("<I", data, at + 16)
    if not is_text:
        return at + 24
    (size,) = struct.unpack_from("<I", data, at + 20)
    return at + 24 + size + -size % 4


def _values(data: bytes, at: int, kind: int) -> tuple[list[bytes], int]:
    single, many = kind & 0xFFF, bool(kind & 0x1000)
    count = 1
    if many or single in _STRINGS:
        (count,) = struct.unpack_from("<I", data, at)
        at += 4
    if count > _MOST_PROPERTIES:
        raise ValueError("so many values are no mail")
    values = []
    for _ in range(count):
        if single in _FIXED:
            size = step = _FIXED[single]
        elif single in _STRINGS:
            (size,) = struct.unpack_from("<I", data, at)
            at, step = at + 4, size + -size % 4
        else:
            raise ValueError("a type that nobody uses")
        if at + size > len(data):
            raise ValueError("cut off")
        values.append(data[at : at + size])
        at += step
    return values, at


def _as_text(found: tuple[int, bytes], charset: str) -> str:
    kind, value = found
    name = "utf-16-le" if kind == _UNICODE else _known(charset)
    return value.decode(name, "replace").rstrip("\0")


def _known(charset: str) -> str:
    try:
        return codecs.lookup(charset).name
    except LookupError:
        return "cp1252"
