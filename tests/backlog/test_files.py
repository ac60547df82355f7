"""Is a backlog read from what a municipality has: CSV of every make, and Excel?"""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from tracker.base.errors import InvalidInput
from tracker.intake.backlog_files import Table, read_table

LINES = 'Ontvangen;Afzender;Betreft\n24-11-2026;Zoë Öztürk;"Een boom; of twee"\n'


def read(
    path: Path, data: bytes, most_mb: int = 1, most_lines: int = 100, sheet: str = ""
) -> Table:
    path.write_bytes(data)
    return read_table(path, most_mb, most_lines, sheet)


def refusal(path: Path, data: bytes, **limits: int) -> str:
    with pytest.raises(InvalidInput) as refused:
        read(path, data, **limits)  # type: ignore[arg-type]
    return str(refused.value.message)


def excel(*rows: list[object], sheet: str = "Post") -> bytes:
    book = Workbook()
    page = book.active
    page.title = sheet
    for row in rows:
        page.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "windows-1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_csv_is_read_in_every_code_and_with_every_separator(
    tmp_path: Path, code: str, separator: str
) -> None:
    text = LINES.replace(";", separator).replace("\n", "\r\n")
    table = read(tmp_path / "post.csv", text.encode(code))
    assert table.headings == ["Ontvangen", "Afzender", "Betreft"]
    assert table.rows[0].number == 2
    assert table.rows[0].cells == ["24-11-2026", "Zoë Öztürk", f"Een boom{separator} of twee"]


def test_a_line_is_called_by_its_number_in_the_file(tmp_path: Path) -> None:
    # Given a first line for Excel, an empty line and a cell of three lines
    text = 'sep=;\nA;B\n\n1;"een\ntwee\ndrie"\n2;x\n'
    table = read(tmp_path / "post.csv", text.encode())
    assert [(row.number, row.cells[0]) for row in table.rows] == [(4, "1"), (7, "2")]


def test_a_quotation_mark_that_does_not_close_swallows_no_letters(tmp_path: Path) -> None:
    text = 'A;B\n1;x\n2;"open\n3;y\n4;z\n'
    assert "Op regel 3 klopt een aanhalingsteken niet" in refusal(tmp_path / "a", text.encode())


def test_utf8_with_a_broken_spot_is_not_read_as_something_else(tmp_path: Path) -> None:
    data = "A;B\nZoë;é\n".encode() + b"\xff;ok\n"
    assert "Op regel 3 staat een teken" in refusal(tmp_path / "post.csv", data)


def test_excel_gives_days_as_days_and_its_other_sheets_by_name(tmp_path: Path) -> None:
    data = excel(["Ontvangen", "Nummer"], [date(2026, 11, 24), 17], [None, None], ["", 18])
    table = read(tmp_path / "post.bin", data)
    assert table.headings == ["Ontvangen", "Nummer"]
    assert [row.number for row in table.rows] == [2, 4]
    assert str(table.rows[0].cells[0])[:10] == "2026-11-24"
    with pytest.raises(InvalidInput) as refused:
        read(tmp_path / "post.bin", data, sheet="Blad2")
    assert "Wel: Post" in str(refused.value.message)


def test_what_cannot_be_read_is_said_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "post.xlsx"
    assert "oud Excel-bestand" in refusal(path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    assert "geen Excel-bestand" in refusal(path, excel(["A"])[:400])
    assert "leeg" in refusal(path, b"")
    assert "leeg" in refusal(path, excel())
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert "geen Excel-bestand" in refusal(path, file.getvalue())


def test_a_file_that_is_too_large_is_refused_by_a_limit_that_is_said(tmp_path: Path) -> None:
    path = tmp_path / "post.csv"
    told = refusal(path, b"A\n" + b"x" * 2**20)
    assert "groter dan 1 MB" in told
    assert "TRACKER_IMPORT_MAX_MB" in told
    told = refusal(path, b"A\n" + b"x\n" * 5, most_lines=4)
    assert "meer dan 4 regels" in told
    assert "TRACKER_IMPORT_MAX_LINES" in told


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """Return the workbook with one part in the place of what it had."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return file.getvalue()


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    data = with_part(excel(["A"], [1]), "xl/sharedStrings.xml", b" " * (11 * 2**20))
    assert len(data) < 2**20
    assert "Uitgepakt is dit bestand groter dan 10 MB" in refusal(tmp_path / "post.xlsx", data)


def test_entities_that_multiply_are_refused(tmp_path: Path) -> None:
    entities = "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 20}">' if n else '<!ENTITY a0 "ha">' for n in range(9)
    )
    sheet = (
        f"<!DOCTYPE worksheet [{entities}]>"
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&a8;</t></is></c></row></sheetData>'
        "</worksheet>"
    )
    data = with_part(excel(["A"], [1]), "xl/worksheets/sheet1.xml", sheet.encode())
    assert "geen Excel-bestand" in refusal(tmp_path / "post.xlsx", data)


def test_a_sheet_that_claims_a_million_empty_lines_is_read_at_once(tmp_path: Path) -> None:
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<dimension ref="A1:XFD1048576"/><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>A</t></is></c></row>'
        '<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    data = with_part(excel(["A"], [1]), "xl/worksheets/sheet1.xml", sheet.encode())
    table = read(tmp_path / "post.xlsx", data)
    assert [row.number for row in table.rows] == [1_048_576]
