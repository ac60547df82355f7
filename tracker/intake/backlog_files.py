"""Which headings and lines are in this CSV or Excel file?"""

import csv
import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from flask_babel import lazy_gettext as _l

from tracker.base.errors import InvalidInput
from tracker.intake.backlog_cells import as_text

UNPACKED_TIMES = 10
"""A spreadsheet is a zip: what comes out of it may be this many times the largest file."""
MOST_COLUMNS = 200
LAST_EXCEL_ROW = 1_048_576
SEPARATORS = (";", ",", "\t")
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins with one of these is a formula to a spreadsheet; reports put a ' before it."""
_DEFUSED = tuple(f"'{sign}" for sign in FORMULA_SIGNS)
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Row:
    """One line that is not empty; ``number`` is where the file itself has it, from 1."""

    number: int
    cells: Sequence[object]


@dataclass(frozen=True, slots=True)
class Table:
    """A file as it was read: its headings, and the lines below them."""

    headings: Sequence[str]
    rows: Sequence[Row]
    other_sheets: Sequence[str] = ()


def read_table(path: Path, most_mb: int, most_lines: int, sheet: str = "") -> Table:
    """Read a file by what is in it, whatever it is called.

    Args:
        most_mb: the largest file, in megabytes.
        sheet: which sheet of an Excel file; empty: the first one.

    Raises:
        InvalidInput: it is too large, or not what we can read; the sentence says what to do.
    """
    with path.open("rb") as file:
        data = file.read(most_mb * 2**20 + 1)
    if len(data) > most_mb * 2**20:
        raise InvalidInput(
            _l(
                "Dit bestand is groter dan %(mb)s MB. Deel het op, of verhoog "
                "TRACKER_IMPORT_MAX_MB.",
                mb=most_mb,
            )
        )
    if data.startswith(_OLD_EXCEL):
        raise InvalidInput(
            _l(
                "Dit is een oud Excel-bestand (.xls) of het heeft een wachtwoord. Sla het op als "
                ".xlsx, zonder wachtwoord."
            )
        )
    if data.startswith(_ZIP):
        rows, others = _read_excel(data, most_mb * UNPACKED_TIMES, sheet)
    else:
        rows, others = map(_as_it_was, _read_csv(data)), ()
    return _table(rows, others, most_lines)


def _table(rows: Iterator[Row], others: Sequence[str], most_lines: int) -> Table:
    first = next(rows, None)
    if first is None:
        raise InvalidInput(_l("Dit bestand is leeg. De eerste regel moet de kolommen noemen."))
    headings = [" ".join(as_text(cell).split()) for cell in first.cells]
    while headings and not headings[-1]:
        headings.pop()
    kept: list[Row] = []
    for row in rows:
        if len(kept) == most_lines:
            raise InvalidInput(
                _l(
                    "Dit bestand heeft meer dan %(lines)s regels. Deel het op, of verhoog "
                    "TRACKER_IMPORT_MAX_LINES.",
                    lines=most_lines,
                )
            )
        kept.append(row)
    return Table(headings, kept, others)


def _as_it_was(row: Row) -> Row:
    """Take away the ' that a report of ours put before what looks like a formula."""
    return Row(
        row.number,
        [
            cell[1:] if isinstance(cell, str) and cell.startswith(_DEFUSED) else cell
            for cell in row.cells
        ],
    )


def _filled(number: int, cells: Sequence[object]) -> Iterator[Row]:
    if any(cell is not None and str(cell).strip() for cell in cells):
        yield Row(number, cells)


def _read_csv(data: bytes) -> Iterator[Row]:
    text = _decoded(data)
    separator, skipped = _separator(text)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = 1
    with _any_length():
        try:
            for cells in lines:
                if begins > skipped:
                    yield from _filled(begins, cells)
                begins = lines.line_num + 1
        except csv.Error as error:
            raise InvalidInput(
                _l(
                    "Op regel %(line)s klopt een aanhalingsteken niet: het sluit niet, of er staat "
                    "nog iets achter. Verbeter die regel.",
                    line=begins,
                ),
                cause=str(error),
            ) from error


@contextmanager
def _any_length() -> Iterator[None]:
    """Let a cell be as long as it is; what is too long is said at its own line."""
    before = csv.field_size_limit(2**31 - 1)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _decoded(data: bytes) -> str:
    """Read UTF-8 with or without its mark, UTF-16 with it, else windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _refuse_damaged(data, error.start)
    try:
        return data.decode("windows-1252")
    except UnicodeDecodeError as error:
        raise _unknown_letters(data, error.start) from error


def _refuse_damaged(data: bytes, start: int) -> None:
    """Refuse UTF-8 with a broken spot: read as windows-1252 it would be full of "Ã«"."""
    read = data.decode("utf-8", errors="replace")
    broken = read.count("\ufffd")
    if sum(letter > "\x7f" for letter in read) > 2 * broken:
        raise _unknown_letters(data, start)


def _unknown_letters(data: bytes, start: int) -> InvalidInput:
    line = data.count(b"\n", 0, start) + 1
    return InvalidInput(
        _l(
            "Op regel %(line)s staat een teken dat niet te lezen is. Sla het bestand opnieuw op "
            "als CSV UTF-8.",
            line=line,
        )
    )


def _separator(text: str) -> tuple[str, int]:
    """Return what parts the cells, and how many lines before the headings say just that."""
    first, _end, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip("\r\n")) == len("sep=;"):
        return first[4], 1
    while rest and not first.strip():
        first, _end, rest = rest.partition("\n")
    outside = "".join(first.split('"')[::2])
    return max(SEPARATORS, key=outside.count), 0


def _read_excel(data: bytes, most_mb: int, sheet: str) -> tuple[Iterator[Row], Sequence[str]]:
    _refuse_bomb(data, most_mb)
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of what we do not need, such as colours
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except Exception as error:  # a library that reads what others made fails in many ways
        raise _unreadable(error) from error
    shown = [each.title for each in book.worksheets if each.sheet_state == "visible"]
    name = sheet or next(iter(shown), "")
    if name not in shown:
        found = ", ".join(shown)
        raise InvalidInput(
            _l("Er is geen blad %(name)s. Wel: %(found)s.", name=repr(name), found=found)
        )
    return _excel_rows(book, name), [each for each in shown if each != name]


def _excel_rows(book: Any, sheet: str) -> Iterator[Row]:
    page = book[sheet]
    page.reset_dimensions()  # the size that a file claims need not be true
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            most = {"max_row": LAST_EXCEL_ROW, "max_col": MOST_COLUMNS}
            empty = None  # lines that are not in the file are all given as this one
            for number, cells in enumerate(page.iter_rows(values_only=True, **most), 1):
                if cells is empty:
                    continue
                empty = cells if not any(cells) else empty
                yield from _filled(number, cells)
    except Exception as error:
        raise _unreadable(error) from error
    finally:
        book.close()


def _refuse_bomb(data: bytes, most_mb: int) -> None:
    """Refuse a zip that says it unpacks to too much; nothing reads beyond what it says."""
    try:
        with ZipFile(io.BytesIO(data)) as packed:
            size = sum(each.file_size for each in packed.infolist())
            names = packed.namelist()
    except (BadZipFile, ValueError, NotImplementedError) as error:
        raise _unreadable(error) from error
    if size > most_mb * 2**20:
        raise InvalidInput(
            _l(
                "Uitgepakt is dit bestand groter dan %(mb)s MB. Deel het op, of verhoog "
                "TRACKER_IMPORT_MAX_MB.",
                mb=most_mb,
            )
        )
    if "xl/workbook.xml" not in names and "[Content_Types].xml" not in names:
        raise _unreadable(None)


def _unreadable(cause: Exception | None) -> InvalidInput:
    return InvalidInput(
        _l("Dit is geen Excel-bestand dat wij kunnen lezen. Sla het op als .xlsx of als CSV."),
        cause=type(cause).__name__,
    )
