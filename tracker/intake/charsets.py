"""Which text do these bytes stand for, when the mail says so wrongly or not at all?"""

import base64
import binascii
import codecs
import quopri
import re

# What the outside world writes, and what it means by it. Latin-1 is read as its superset from
# Windows, as browsers do: the difference is only where Latin-1 has control characters.
_MEANT = {
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "ansi_x3.4-1968": "utf-8",
    "utf8mb4": "utf-8",
    "unicode": "utf-8",
    "ks_c_5601-1987": "cp949",
    "gb2312": "gb18030",
    "macintosh": "mac_roman",
    "x-mac-roman": "mac_roman",
}
# Codecs of Python that are no charset of a mail; some take the square of the length.
_NO_CHARSET = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape"})
_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_IN_HTML = re.compile(rb"(?i)<meta\b[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]{1,40})")
# Charsets in which nearly every sequence of bytes means something, so that nothing says no.
_SAYS_YES = frozenset({"cp1252", "iso8859-15", "iso8859-2", "cp1250", "mac-roman"})
_BETWEEN_WORDS = re.compile(r"(\?=)\s+(=\?[^?\s]{1,60}\?[bBqQ]\?)")
# In the place of the euro of ISO-8859-15, Latin-1 has a sign that nobody writes before a number.
_EURO = re.compile(r"¤(?=\s?\d)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def declared_in_html(data: bytes) -> str | None:
    """Return the charset that a page of HTML names in its head."""
    found = _IN_HTML.search(data[:4_096])
    return found[1].decode("ascii") if found else None


def decode(data: bytes, declared: str | None) -> tuple[str, bool]:
    """Return the text, and whether it is what the mail declared.

    What is not valid in the declared charset is read as UTF-8 when it can be, else as
    Windows-1252, in which every letter of a Dutch text has a place.
    """
    charset = _known(declared)
    if charset in _SAYS_YES and not data.isascii():
        try:  # letters of UTF-8 follow rules that another charset keeps by chance only
            return clean(data.decode("utf-8")), True
        except UnicodeError:
            pass
    if charset:
        try:
            text = data.decode(charset)
            text = _EURO.sub("€", text) if charset == "cp1252" else text
            return clean(text), True
        except (UnicodeError, ValueError):
            pass
    if charset in (None, "utf-8"):
        text = data.decode("utf-8", "replace")
        broken = text.count("�") - data.count("�".encode())
        if broken * 50 <= len(text):  # a letter or two cut off, not another charset
            return clean(text), not broken and not declared
    return clean(data.decode("cp1252", "replace")), False


def decode_header(value: str) -> str:
    """Return a header as people read it: encoded words (RFC 2047) decoded, on one line.

    Args:
        value: as the standard library keeps it: bytes outside ASCII are surrogate escapes.
    """
    value = _unescape(re.sub(r"[\r\n]+[ \t]*", " ", value))
    value = _BETWEEN_WORDS.sub(r"\1\2", value)
    parts: list[str] = []
    end = 0
    pending: tuple[str, bytes] = ("", b"")  # a letter may be cut in two by two words
    for word in _ENCODED_WORD.finditer(value):
        charset, data = word[1].split("*")[0].lower(), _word_bytes(word[2], word[3])
        if word.start() == end and pending[0] == charset:
            pending = (charset, pending[1] + data)
        else:
            parts += [_pending_text(pending), value[end : word.start()]]
            pending = (charset, data)
        end = word.end()
    parts += [_pending_text(pending), value[end:]]
    return clean("".join(parts)).replace("\n", " ").strip()


def clean(text: str) -> str:
    """Drop control characters and half characters, which no database keeps, and byte marks."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "")
    return _CONTROL.sub("", text).encode("utf-8", "replace").decode("utf-8")


def _known(declared: str | None) -> str | None:
    if not declared:
        return None
    name = declared.strip().strip("\"'").lower()
    name = _MEANT.get(name, name)
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    # Python marks base64, rot13 and their like as codecs that do not make text.
    is_text = getattr(found, "_is_text_encoding", True)
    return found.name if is_text and found.name not in _NO_CHARSET else None


def _unescape(value: str) -> str:
    """Read raw bytes in a header as the text that they most likely are."""
    if value.isascii():
        return value
    return decode(value.encode("utf-8", "surrogateescape"), None)[0]


def _word_bytes(encoding: str, text: str) -> bytes:
    if encoding in "qQ":
        return quopri.decodestring(text.replace("_", " ").encode("utf-8", "replace"))
    data = re.sub(r"[^A-Za-z0-9+/]", "", text).encode()
    try:
        return base64.b64decode(data + b"=" * (-len(data) % 4))
    except binascii.Error:
        return base64.b64decode(data[: len(data) // 4 * 4])


def _pending_text(pending: tuple[str, bytes]) -> str:
    return decode(pending[1], pending[0])[0] if pending[1] else ""
