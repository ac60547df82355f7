"""Which name did the sender give to this file, however crookedly that is written?"""

import re
from email.message import Message
from urllib.parse import unquote_to_bytes

from tracker.intake.charsets import decode, decode_header
from tracker.intake.filenames import clean_filename
from tracker.intake.limits import MAX_PART_HEADER

_HEADERS = ("content-disposition", "content-type")
_ENCODED_WORD = re.compile(r"name\s*=\s*\"?(=\?[^?\s]+\?[bBqQ]\?[^?]*\?=)")
_WITH_SPACES = re.compile(r"name\s*=\s*([^\s\";=][^\";=]*\.\w{1,5})\s*(?:;|$)")
_PERCENT = re.compile(r"name\*\s*=\s*\"?([^'\s]*)'[^']*'([^\s;\"]+)")


def filename_of(part: Message) -> str:
    """Return the cleaned name of the file, "" when the part has none (RFC 2231, RFC 2047)."""
    try:
        name = str(part.get_filename() or "")
    except (ValueError, TypeError, LookupError, AttributeError):
        name = ""
    values = [
        re.sub(r"[\r\n]+[ \t]*", " ", str(value)[:MAX_PART_HEADER])
        for header, value in part.raw_items()
        if header.lower() in _HEADERS
    ]
    name = next(filter(None, (_read_better(name, value) for value in values)), name)
    return clean_filename(decode_header(name), "bijlage") if name else ""


def _read_better(name: str, value: str) -> str:
    """Return the name in this header when the standard library did not read it in full."""
    if "�" in name and (found := _PERCENT.search(value)):
        return decode(unquote_to_bytes(found[2].encode("utf-8", "surrogateescape")), found[1])[0]
    if not name and (found := _ENCODED_WORD.search(value)):
        return found[1]
    found = _WITH_SPACES.search(value)
    return found[1] if found and found[1].startswith(f"{name} ") else ""
