"""Of which parts does a mail consist, and which of them are the letter, which its files?"""

import base64
import email.policy
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.parser import BytesParser
from functools import lru_cache
from mimetypes import guess_type
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l

from tracker.intake.calendars import invitation_lines
from tracker.intake.charsets import declared_in_html, decode, decode_header
from tracker.intake.filenames import clean_filename, extension
from tracker.intake.fileparts import FilePart, file_part
from tracker.intake.flowed import unflow
from tracker.intake.lifting import Lifted
from tracker.intake.limits import (
    MAX_DEPTH,
    MAX_INLINE_PICTURE_BYTES,
    MAX_INLINE_PICTURES_BYTES,
    MAX_PART_HEADER,
    MAX_REPORT_BLOCKS,
    MAX_TEXT,
    Limits,
)
from tracker.intake.markup import clean_html, html_as_text, text_as_html, tidy
from tracker.intake.partnames import filename_of
from tracker.intake.tnef import NotPacked, unpack

_CONTAINER = re.compile(rb"(?im)^content-type:\s*(?:multipart|message)/")
_BOUNDARY = re.compile(rb"(?i)boundary\s*=\s*\"?([^\";\r\n]{1,200})")
_KIND = re.compile(r"[\w.+-]+/[\w.+-]+")
_SHOWN_BOUNDARY = re.compile(rb"(?im)^--([^\s]{1,200})\r?\n(?=content-[a-z-]+:)")
_ACTION = re.compile(rb"(?im)^action:[ \t]*([a-z]+)")
_EMPTY_LINE = re.compile(rb"\n\r?\n")
_PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
_ENDINGS = {
    "message/rfc822": "eml",
    "text/calendar": "ics",
    "text/plain": "txt",
    "text/html": "html",
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/tiff": "tif",
    "message/delivery-status": "txt",
    "text/rfc822-headers": "txt",
}
_ENCRYPTED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")
_SIGNATURES = (
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/pgp-signature",
)
_CANNOT_BE_READ = _l("Dit bericht is versleuteld of ondertekend en kan hier niet worden gelezen.")
_ARMOUR = "-----BEGIN PGP MESSAGE-----"
_PICTURE_MARK = re.compile(r"\[cid:[^\]\s]{1,200}\]")  # how Outlook writes a picture in a text
_OUTLOOK_FILES = ("application/ms-tnef", "application/vnd.ms-tnef")


class TolerantPolicy(email.policy.EmailPolicy):
    """The modern policy, for headers that may be anything.

    The header classes of the standard library raise on some crooked headers (and on half of
    an encoded word); then the header is the text as it came.
    """

    def header_fetch_parse(self, name: str, value: str) -> Any:
        """Return the header read, or as plain text when it cannot be read."""
        if len(value) > MAX_PART_HEADER:  # reading takes the square of the length
            return decode_header(value[:MAX_PART_HEADER])
        return _header(name, value)


@lru_cache(maxsize=256)  # the type of a part is asked a dozen times
def _header(name: str, value: str) -> Any:
    try:
        return _MODERN.header_fetch_parse(name, value)
    except Exception:  # IndexError, AttributeError, TypeError, …
        return decode_header(value)


T = TypeVar("T")
_MODERN = email.policy.EmailPolicy(utf8=True, raise_on_defect=False, max_line_length=None)
POLICY = TolerantPolicy(utf8=True, raise_on_defect=False, max_line_length=None)
_AS_IT_CAME = email.policy.compat32.clone(max_line_length=None)


@dataclass(slots=True)
class Body:
    """What a part, or parts together, say: as text, as HTML as it came, or both."""

    text: str = ""
    html: str = ""


@dataclass(slots=True)
class Content:
    """Everything found in a mail."""

    lifted: Lifted = field(default_factory=lambda: Lifted(b""))
    limits: Limits = field(default_factory=Limits)
    body: Body = field(default_factory=Body)
    files: list[FilePart] = field(default_factory=list)
    reports: list[Message] = field(default_factory=list)  # the mail that bounced, as far as sent
    appointments: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    parts: int = 0
    has_delivery_status: bool = False
    actions: set[str] = field(default_factory=set)  # what became of a mail of ours (RFC 3464)

    def problem(self, sentence: object) -> None:
        """Remember what a reader of this mail must know."""
        if str(sentence) not in self.problems:
            self.problems.append(str(sentence))


def is_too_deep(raw: bytes, limits: Limits) -> bool:
    """Tell whether the mail has more parts in parts, or more parts, than we are willing to read."""
    if sum(1 for _ in _CONTAINER.finditer(raw)) > limits.containers:
        return True
    if b"delivery-status" in raw and len(_EMPTY_LINE.findall(raw)) > MAX_REPORT_BLOCKS:
        return True
    boundaries = {match[1].strip() for match in _BOUNDARY.finditer(raw[: 2**20])}
    return sum(raw.count(b"\n--" + each) for each in list(boundaries)[:50]) > limits.parts


def parse_structure(raw: bytes, *, headers_only: bool = False) -> Message:
    """Return the mail as the standard library sees it."""
    return BytesParser(EmailMessage, policy=POLICY).parsebytes(raw, headersonly=headers_only)


def read_content(message: Message, lifted: Lifted, limits: Limits) -> Content:
    """Return text, HTML and files of a mail.

    Args:
        lifted: its large attachments, of which the message has only the marks.
    """
    content = Content(lifted=lifted, limits=limits)
    content.body = _read_part(message, content, 0)
    pictures = _pictures(content.files)
    content.body.html, whole = clean_html(content.body.html, pictures)
    if len(content.body.text) > MAX_TEXT or not whole:
        content.problem(
            _l("De tekst is te lang om helemaal te tonen. Het hele bericht is bewaard.")
        )
    text = content.body.text[:MAX_TEXT]
    text = text if text.strip() else html_as_text(content.body.html)
    content.body.text = tidy(_PICTURE_MARK.sub("", text))
    _add_appointments(content)
    if _ARMOUR in content.body.text:
        content.problem(_CANNOT_BE_READ)
    return content


def _read_part(part: Message, content: Content, depth: int) -> Body:
    content.parts += 1
    if depth > MAX_DEPTH or content.parts > content.limits.parts:
        content.problem(_l("Dit bericht heeft te veel delen. Niet alle delen zijn gelezen."))
        return Body()
    kind = part.get_content_type().lower()
    kind = kind if _KIND.fullmatch(kind) else "text/plain"  # RFC 2045, 5.2
    if kind in _ENCRYPTED:
        content.problem(_CANNOT_BE_READ)
    elif kind in _SIGNATURES:
        content.problem(
            _l("Dit bericht is digitaal ondertekend. Wij controleren die handtekening niet.")
        )
    payload = _payload(part)
    if kind.startswith("message/"):
        return _read_enclosed(part, kind, payload, content)
    if isinstance(payload, list):
        inner = [each for each in payload if isinstance(each, Message)]
        bodies = [_read_part(each, content, depth + 1) for each in inner]
        return _choose(bodies) if kind == "multipart/alternative" else _join(bodies)
    if kind.startswith("multipart/"):
        content.problem(_l("De delen van dit bericht zijn niet goed van elkaar gescheiden."))
        mended = _mended(kind, _bytes(part, content))
        return _read_part(mended, content, depth + 1) if mended else Body(text=_text(part, content))
    return _read_leaf(part, kind, content)


def _mended(kind: str, data: bytes) -> Message | None:
    """Return the parts of a multipart whose boundary is missing or wrong, when they show it."""
    found = _SHOWN_BOUNDARY.search(data)
    if found is None or b'"' in found[1]:
        return None
    head = b'Content-Type: %s; boundary="%s"\r\n\r\n' % (kind.encode(), found[1])
    mended = parse_structure(head + data)
    return mended if mended.is_multipart() else None


def _read_leaf(part: Message, kind: str, content: Content) -> Body:
    name = filename_of(part)
    is_file = bool(name) or part.get_content_disposition() == "attachment"
    if kind == "text/plain" and not is_file:
        return Body(text=_text(part, content))
    if kind == "text/html" and not is_file:
        return Body(html=_text(part, content))
    if kind == "text/rfc822-headers":
        content.reports.append(parse_structure(_bytes(part, content), headers_only=True))
    if kind in _OUTLOOK_FILES or name.lower() == "winmail.dat":
        return _read_packed(part, kind, name, content)
    if kind == "text/calendar":
        content.appointments += invitation_lines(_text(part, content))
    _add_file(part, kind, name, _pieces(part, content), content)
    return Body()


def _read_enclosed(part: Message, kind: str, payload: Any, content: Content) -> Body:
    """Keep a mail in a mail as a file; it is a letter of its own, often somebody else's."""
    enclosed = [each for each in payload if isinstance(each, Message)] if payload else []
    data = b"\r\n".join(map(_as_bytes, enclosed)) if enclosed else _bytes(part, content)
    name = filename_of(part)
    if enclosed and kind == "message/rfc822":
        content.reports.append(enclosed[0])
        subject = decode_header(str(dict(enclosed[0].raw_items()).get("Subject", "")))
        name = name or f"{clean_filename(subject, 'bericht')[:100]}.eml"
    if kind == "message/delivery-status":
        content.has_delivery_status = True
        content.actions |= {each.lower().decode() for each in _ACTION.findall(data)}
    lifted = content.lifted
    _add_file(part, kind, name, lambda: lifted.restored(data), content)
    return Body()


def _read_packed(part: Message, kind: str, name: str, content: Content) -> Body:
    """Take the files out of winmail.dat; what we cannot take out stays in it."""
    data = _bytes(part, content)
    try:
        packed = unpack(data)
    except NotPacked:
        packed = None
    for number, (inner, value) in enumerate(packed.files if packed else (), start=1):
        inner = clean_filename(inner, f"bijlage-{number}")
        kind_of_inner = guess_type(inner)[0] or "application/octet-stream"
        content.files.append(file_part(inner, kind_of_inner, _whole(value)))
    if packed is None or packed.has_more:
        content.problem(
            _l(
                "Een deel van dit bericht zit in winmail.dat. Vraag de afzender om een gewoon "
                "bericht."
            )
        )
        _add_file(part, kind, name or "winmail.dat", _whole(data), content)
    if packed is None:
        return Body()
    html = decode(packed.html, declared_in_html(packed.html) or packed.charset)[0]
    return Body(decode(packed.text, packed.charset)[0], html)


def _whole(data: bytes) -> Callable[[], Iterable[bytes]]:
    return lambda: (data,)


def _add_file(
    part: Message,
    kind: str,
    name: str,
    pieces: Callable[[], Iterable[bytes]],
    content: Content,
) -> None:
    if not name:
        name = f"bijlage-{len(content.files) + 1}"
    if not extension(name) and kind in _ENDINGS:
        name = f"{name}.{_ENDINGS[kind]}"
    content_id = str(part.get("content-id", "")).strip("<> \r\n\t")
    file = file_part(name, kind[:120], pieces, content_id)
    if not file.size:
        content.problem(_l("De bijlage %(name)s is leeg.", name=name))
    content.files.append(file)


def _add_appointments(content: Content) -> None:
    """Show an invitation as people read it, below what was written with it."""
    lines = list(dict.fromkeys(content.appointments))
    if not lines:
        return
    text = "\n".join(lines)
    content.body.text = f"{content.body.text}\n\n{text}".strip("\n")
    if content.body.html:
        content.body.html += text_as_html(text)


def _pieces(part: Message, content: Content) -> Callable[[], Iterable[bytes]]:
    """Return how to get the content of a part; a large one never as a whole."""
    payload, lifted = _payload(part), content.lifted
    if isinstance(payload, str) and lifted.is_mark(payload):
        return lambda: lifted.decoded(payload)
    data = _bytes(part, content)
    return _whole(data)


def _bytes(part: Message, content: Content) -> bytes:
    """Return the content of a part, with its transfer encoding undone as far as it goes."""
    payload = _payload(part)
    if isinstance(payload, str) and content.lifted.is_marked(payload):
        if content.lifted.is_mark(payload):
            return b"".join(content.lifted.decoded(payload))
        # It stands in the middle of a text, so it was none: a mail shown in a mail, say.
        whole = b"".join(content.lifted.restored(payload.encode("utf-8", "surrogateescape")))
        part.set_payload(whole.decode("ascii", "surrogateescape"))
    return _decoded(part)


def _text(part: Message, content: Content) -> str:
    charset = _or_none(lambda: part.get_param("charset"))
    declared = charset[2] if isinstance(charset, tuple) else charset
    # Four bytes are the most that a character takes; what is beyond is not shown anyway.
    data = _bytes(part, content)[: 4 * (MAX_TEXT + 1)]
    if not declared and part.get_content_type() == "text/html":
        declared = declared_in_html(data)
    text, as_declared = decode(data, str(declared) if declared else None)
    if declared and not as_declared:
        content.problem(
            _l("De tekens in dit bericht kloppen niet met wat het zegt. Letters kunnen fout zijn.")
        )
    if str(_or_none(lambda: part.get_param("format")) or "").lower() == "flowed":
        delete = str(_or_none(lambda: part.get_param("delsp")) or "").lower() == "yes"
        text = unflow(text, delete_space=delete)
    return text


def _as_bytes(message: Message) -> bytes:
    data = _or_none(lambda: message.as_bytes(policy=_AS_IT_CAME))
    if data is not None:
        return data
    head = "\r\n".join(f"{name}: {value}" for name, value in message.raw_items())
    body = _payload(message)
    inner = [each for each in body if isinstance(each, Message)] if isinstance(body, list) else []
    parts = [_as_bytes(each) for each in inner] or [_decoded(message)]
    return b"\r\n\r\n".join([head.encode("utf-8", "replace"), *parts])


def _payload(message: Message) -> list[Any] | str:
    """Return the parts of a part, or its content as it was written."""
    payload = _or_none(message.get_payload)
    return payload if isinstance(payload, list | str) else ""


def _decoded(message: Message) -> bytes:
    data = _or_none(lambda: message.get_payload(decode=True))
    return data if isinstance(data, bytes) else b""


def _or_none(read: Callable[[], T]) -> T | None:
    """Return what the standard library reads, None when it stumbles over crooked input."""
    try:
        return read()
    except (ValueError, TypeError, LookupError, AttributeError, MessageError):
        return None


def _choose(bodies: list[Body]) -> Body:
    """Return the ways in which one letter is told: the first text, the last (richest) HTML."""
    text = next((body.text for body in bodies if body.text.strip()), "")
    html = next((body.html for body in reversed(bodies) if body.html.strip()), "")
    return Body(text, html)


def _join(bodies: list[Body]) -> Body:
    """Return what parts say one after another."""
    filled = [body for body in bodies if body.text.strip() or body.html.strip()]
    if len(filled) == 1:
        return filled[0]
    if not any(body.html for body in filled):
        return Body(text="\n\n".join(body.text.strip("\n") for body in filled))
    html = "\n".join(body.html or text_as_html(body.text) for body in filled)
    if all(body.text.strip() for body in filled):
        return Body("\n\n".join(body.text.strip("\n") for body in filled), html)
    return Body(html=html)


def _pictures(files: list[FilePart]) -> dict[str, str]:
    """Return the pictures that the HTML may show, by Content-ID; large ones stay files only."""
    found: dict[str, str] = {}
    room = MAX_INLINE_PICTURES_BYTES
    for file in files:
        fits = file.size <= min(MAX_INLINE_PICTURE_BYTES, room)
        if file.content_id and file.content_type in _PICTURES and fits:
            room -= file.size
            data = base64.b64encode(file.data).decode()
            found[file.content_id] = f"data:{file.content_type};base64,{data}"
    return found
