"""How is a mail with a large attachment read without having it in memory several times?

The standard library keeps every line of an attachment as text. So we lift large ones out before
it looks: a mark stands in their place, and the bytes are taken from the mail itself, piece by
piece, when somebody asks for them.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from mmap import mmap
from secrets import token_hex

from tracker.intake.limits import LARGE_ATTACHMENT_BYTES

Raw = bytes | mmap

_ENCODED = re.compile(rb"(?im)^content-transfer-encoding:[ \t]*base64[ \t;]*\r?$")
_EMPTY_LINE = re.compile(rb"\n[ \t]*\r?\n")
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= \t\r\n"
_SPACE = b" \t\r\n"
_PIECE = 2**18


@dataclass(frozen=True, slots=True)
class Lifted:
    """A mail without its large attachments, and where those stand in the mail as it came."""

    rest: bytes
    raw: Raw = field(default=b"", repr=False)
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)

    def is_marked(self, text: str) -> bool:
        """Tell whether something was lifted out of this text."""
        return any(mark in text for mark in self.spans)

    def is_mark(self, text: str) -> bool:
        """Tell whether this text is nothing but an attachment that was lifted."""
        return text.strip() in self.spans

    def decoded(self, text: str) -> Iterator[bytes]:
        """Return the bytes of the attachment of which *text* is the mark."""
        start, end = self.spans[text.strip()]
        left = b""
        for at in range(start, end, _PIECE):
            piece = left + self.raw[at : min(at + _PIECE, end)].translate(None, _SPACE)
            whole = len(piece) - len(piece) % 4
            left = piece[whole:]
            yield binascii.a2b_base64(piece[:whole])
        if len(left) > 1:  # its end was cut off
            yield binascii.a2b_base64(left + b"=" * (4 - len(left)))

    def restored(self, data: bytes) -> Iterator[bytes]:
        """Return *data* with everything that was lifted back in its place."""
        marks = b"|".join(mark.encode() for mark in self.spans)
        for piece in re.split(b"(" + marks + b")", data) if marks else [data]:
            start, end = self.spans.get(piece.decode("ascii", "replace"), (0, 0))
            yield from (self.raw[at : min(at + _PIECE, end)] for at in range(start, end, _PIECE))
            if not end:
                yield piece


def lift(raw: Raw) -> Lifted:
    """Take the large attachments out of a mail."""
    if len(raw) < LARGE_ATTACHMENT_BYTES:
        return Lifted(raw[:])
    nonce = token_hex(12)  # so that no mail can name a mark
    kept: list[bytes] = []
    spans: dict[str, tuple[int, int]] = {}
    at = 0
    for start, end in _large_attachments(raw):
        mark = f"lifted-{nonce}-{len(spans)}."
        spans[mark] = (start, end)
        kept += [raw[at:start], mark.encode()]
        at = end
    return Lifted(b"".join([*kept, raw[at:]]), raw, spans)


def _large_attachments(raw: Raw) -> Iterator[tuple[int, int]]:
    """Find the bodies in base64 that are large; each byte is looked at a few times at most."""
    at, start, end = 0, -1, -1
    while header := _ENCODED.search(raw, at):
        at = header.end()
        if start < at:
            empty = _EMPTY_LINE.search(raw, at)
            if empty is None:
                return
            start = empty.end()
        if end < start:
            end = raw.find(b"\n--", start)
            end = len(raw) if end < 0 else end
        if end - start >= LARGE_ATTACHMENT_BYTES and _is_base64(raw, start, end):
            yield start, end
            at = end


def _is_base64(raw: Raw, start: int, end: int) -> bool:
    """Tell whether it is one run of base64 from *start* to *end*, with no fill but at its end.

    Looks a little ahead first: what is no base64 mostly shows that at once.
    """
    at, step = start, 2**10
    while at < end:
        piece = raw[at : min(at + step, end)]
        if piece.translate(None, _BASE64):
            return False
        at += step
        step = min(2 * step, _PIECE)
        if at >= end:
            piece = piece.rstrip(_SPACE)
            piece = piece[: -2 if piece.endswith(b"==") else -1 if piece.endswith(b"=") else None]
        if b"=" in piece:
            return False
    return True
