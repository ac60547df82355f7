"""Is this upload the scan that it says it is, and what does it say?"""

from hashlib import sha256
from io import BytesIO

import puremagic
from flask_babel import lazy_gettext as _l
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from tracker.base.errors import InvalidInput, Sentence
from tracker.base.files import FileStore
from tracker.intake.charsets import clean
from tracker.intake.filenames import clean_filename, extension
from tracker.intake.limits import MAX_PDF_PAGES, MAX_TEXT
from tracker.intake.markup import tidy
from tracker.register.service import NewFile

_ENDINGS = {
    "application/pdf": ("pdf",),
    "image/tiff": ("tif", "tiff"),
    "image/jpeg": ("jpg", "jpeg", "jpe", "jfif"),
    "image/png": ("png",),
}
_KINDS: dict[str, Sentence] = {
    "application/pdf": _l("PDF"),
    "image/tiff": _l("TIFF-afbeelding"),
    "image/jpeg": _l("JPEG-afbeelding"),
    "image/png": _l("PNG-afbeelding"),
    "image/gif": _l("GIF-afbeelding"),
    "image/svg+xml": _l("SVG-afbeelding"),
    "text/html": _l("webpagina"),
    "application/zip": _l("zipbestand"),
    "application/msword": _l("Word-bestand"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": _l(
        "Office-bestand of zipbestand"
    ),
}
_PDF_STARTS_WITHIN = 1024
# Whatever a library raises over a damaged PDF; pypdf lets some of these through.
_DAMAGED = (
    PyPdfError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    RecursionError,
    NotImplementedError,
    OverflowError,
    AssertionError,
    OSError,
)


def check_scan(filename: str, data: bytes, limit_mb: int) -> NewFile:
    """Return the upload as a file to keep: PDF, TIFF, JPEG or PNG by its content.

    Raises:
        InvalidInput: it is empty, too large, something else, or a PDF that cannot be opened;
            the sentence says what to do about it.
    """
    name = clean_filename(filename, "scan")
    if not data:
        raise InvalidInput(_l("Dit bestand is leeg. Scan de brief opnieuw."), "scan")
    if len(data) > limit_mb * 2**20:
        raise InvalidInput(
            _l(
                "Dit bestand is %(size)s MB. Het mag hoogstens %(limit)s MB zijn.",
                size=-(-len(data) // 2**20),
                limit=limit_mb,
            ),
            "scan",
        )
    kind = content_type_of(data)
    _check_kind(kind, name)
    if kind == "application/pdf":
        _open_pdf(data)
    if not extension(name):
        name = f"{name}.{_ENDINGS[kind][0]}"
    return NewFile(
        filename=name, content_type=kind, size=len(data), sha256=sha256(data).hexdigest()
    )


def keep_scan(files: FileStore, filename: str, data: bytes, limit_mb: int) -> NewFile:
    """Check an upload and keep it.

    Raises:
        InvalidInput: as ``check_scan``.
        Unavailable: the disk is full.
    """
    scan = check_scan(filename, data, limit_mb)
    files.keep(data)
    return scan


def content_type_of(data: bytes) -> str:
    """Return what the bytes are, whatever their name says; "" when nobody knows."""
    if b"%PDF-" in data[:_PDF_STARTS_WITHIN]:
        return "application/pdf"
    try:
        found = puremagic.magic_string(data[: 2**16])
    except (puremagic.PureError, ValueError):
        return ""
    kinds = [each.mime_type for each in found if each.mime_type]
    return kinds[0] if kinds else ""


def pdf_text(data: bytes) -> str:
    """Return the text in a PDF, "" when it has none (a scan of paper mostly has not).

    Raises:
        InvalidInput: it cannot be opened.
    """
    pages: list[str] = []
    room = MAX_TEXT
    for page in _open_pdf(data).pages[:MAX_PDF_PAGES]:
        try:
            text = page.extract_text()
        except _DAMAGED:
            continue  # the other pages may be fine
        pages.append(text[:room])
        room -= len(text)
        if room <= 0:
            break
    return tidy(clean("\n\n".join(pages))).strip()


def _check_kind(kind: str, name: str) -> None:
    end = extension(name)
    said = next((each for each, ends in _ENDINGS.items() if end in ends), None)
    if kind in _ENDINGS and (said == kind or not end):
        return
    if said or kind in _ENDINGS:
        raise InvalidInput(
            _l(
                "Dit bestand heet .%(end)s maar is een %(kind)s. Kies het goede bestand, of geef "
                "het de goede naam.",
                end=end,
                kind=_KINDS.get(kind, _l("ander soort bestand")),
            ),
            "scan",
        )
    raise InvalidInput(
        _l("Dit is geen scan. Kies een PDF, TIFF, JPEG of PNG."), "scan", content_type=kind
    )


def _open_pdf(data: bytes) -> PdfReader:
    try:
        reader = PdfReader(BytesIO(data), strict=False)
        locked = reader.is_encrypted and not reader.decrypt("")
        pages = 0 if locked else len(reader.pages)
    except _DAMAGED as error:
        raise InvalidInput(
            _l("Deze PDF is beschadigd en gaat niet open. Scan de brief opnieuw."),
            "scan",
            cause=type(error).__name__,
        ) from error
    if locked:
        raise InvalidInput(
            _l("Deze PDF heeft een wachtwoord. Bewaar hem zonder wachtwoord en probeer opnieuw."),
            "scan",
        )
    if not pages:
        raise InvalidInput(_l("Deze PDF heeft geen bladzijden. Scan de brief opnieuw."), "scan")
    return reader
