"""Is an upload taken only when it is the scan that it says it is?"""

from io import BytesIO

import pytest
from pypdf import PdfWriter

from tests.intake.letters import PNG
from tracker.base.errors import InvalidInput
from tracker.base.files import FileStore
from tracker.intake.uploads import check_scan, keep_scan, pdf_text

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
TIFF = b"II*\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00"
HTML = b"<html><body>hallo</body></html>"
ZIP = b"PK\x03\x04\x14\x00\x00\x00\x00\x00"


def pdf(text: str = "", password: str = "", pages: int = 1) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=595, height=842)
    if password:
        writer.encrypt(password)
    out = BytesIO()
    writer.write(out)
    return written(text) if text else out.getvalue()


def written(text: str) -> bytes:
    """Return a PDF of one page with a line of text, made by hand."""
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode("cp1252")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    data = b"%PDF-1.4\n"
    places = []
    for number, each in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        data
        + b"xref\n0 6\n0000000000 65535 f \n"
        + table
        + b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(data)
    )


@pytest.mark.parametrize(
    ("name", "data", "kind", "kept"),
    [
        ("brief.pdf", pdf(), "application/pdf", "brief.pdf"),
        ("brief", pdf(), "application/pdf", "brief.pdf"),
        ("../brief.PDF", pdf(), "application/pdf", "brief.PDF"),
        ("foto.JPEG", JPEG, "image/jpeg", "foto.JPEG"),
        ("scan.tif", TIFF, "image/tiff", "scan.tif"),
        ("scan.png", PNG, "image/png", "scan.png"),
    ],
)
def test_a_scan_is_taken_by_what_is_in_it(name: str, data: bytes, kind: str, kept: str) -> None:
    scan = check_scan(name, data, 25)
    assert (scan.content_type, scan.filename, scan.size) == (kind, kept, len(data))


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("brief.pdf", PNG, "Dit bestand heet .pdf maar is een PNG-afbeelding."),
        ("foto.png", JPEG, "Dit bestand heet .png maar is een JPEG-afbeelding."),
        ("brief.pdf", HTML, "Dit bestand heet .pdf maar is een webpagina."),
        ("brief.pdf", ZIP, "Dit bestand heet .pdf maar is een Office-bestand of zipbestand."),
        ("brief.pdf", b"zomaar wat tekst", "Dit bestand heet .pdf maar is een ander soort"),
        ("virus.exe", pdf(), "Dit bestand heet .exe maar is een PDF."),
        ("brief.html", HTML, "Dit is geen scan."),
        ("brief", b"zomaar wat tekst", "Dit is geen scan."),
        ("brief.pdf", b"", "Dit bestand is leeg."),
        ("brief.pdf", b"%PDF-1.4\n" + b"x" * 2**20, "Dit bestand is 2 MB. Het mag hoogstens 1 MB"),
        ("brief.pdf", b"%PDF-1.4\nkapot", "Deze PDF is beschadigd"),
        ("brief.pdf", pdf()[:200], "Deze PDF is beschadigd"),
        ("brief.pdf", pdf(pages=0), "Deze PDF heeft geen bladzijden."),
        ("brief.pdf", pdf(password="geheim"), "Deze PDF heeft een wachtwoord."),
    ],
)
def test_what_is_no_good_scan_is_refused_with_what_to_do(
    name: str, data: bytes, sentence: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_scan(name, data, 1)
    assert str(refused.value.message).startswith(sentence)
    assert refused.value.field == "scan"


def test_a_scan_that_is_good_is_kept(files: FileStore) -> None:
    data = pdf()
    scan = keep_scan(files, "brief.pdf", data, 25)
    assert files.read(scan.sha256) == data


def test_the_text_of_a_pdf_is_read_and_a_scan_has_none() -> None:
    assert pdf_text(written("De lantaarnpaal is stuk")) == "De lantaarnpaal is stuk"
    assert pdf_text(pdf()) == ""


def test_a_page_that_cannot_be_read_leaves_the_others() -> None:
    broken = written("De paal").replace(b"/F1 12 Tf", b"/F1 )) Tf")
    assert isinstance(pdf_text(broken), str)
