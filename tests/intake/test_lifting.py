"""Is a mail with a large attachment read as it would be if nothing were lifted out of it?"""

import base64
import time
from hashlib import sha256

import pytest

from tests.intake.letters import letter, with_file
from tracker.intake.lifting import lift
from tracker.intake.parsing import read_mail

HEAD = b"From: Jan <jan@inwoner.example>\r\nSubject: Scan\r\nMIME-Version: 1.0\r\n"
PART = (
    b"--q\r\nContent-Type: application/pdf; name=scan.pdf\r\nContent-Transfer-Encoding: base64\r\n"
)
LARGE = bytes(range(256)) * 4_000


def mail_with(encoded: bytes, end: bytes = b"\r\n--q--\r\n") -> bytes:
    text = b"--q\r\nContent-Type: text/plain\r\n\r\nZie de scan.\r\n"
    kind = b"Content-Type: multipart/mixed; boundary=q\r\n\r\n"
    return HEAD + kind + text + PART + b"\r\n" + encoded + end


@pytest.mark.parametrize("size", [1_000_000, 1_000_001, 1_000_002])
@pytest.mark.parametrize("line_end", [b"\r\n", b"\n"])
@pytest.mark.parametrize("width", [76, 1_000, 2**21])
def test_a_large_attachment_is_the_same_however_it_is_written(
    size: int, line_end: bytes, width: int
) -> None:
    data = (LARGE * 2)[:size]
    whole = base64.b64encode(data)
    lines = line_end.join(whole[at : at + width] for at in range(0, len(whole), width))
    raw = mail_with(lines).replace(b"\r\n", line_end)
    assert len(lift(raw).rest) < 2_000
    (file,) = read_mail(raw).attachments
    assert (file.filename, file.size, file.data) == ("scan.pdf", size, data)
    assert file.sha256 == sha256(data).hexdigest()


def test_a_mail_that_was_cut_off_gives_what_there_is() -> None:
    whole = base64.encodebytes(LARGE)[:900_001].rstrip()
    (file,) = read_mail(mail_with(whole, end=b"")).attachments
    assert LARGE.startswith(file.data)
    assert file.size > 600_000


@pytest.mark.parametrize(
    "encoded",
    [
        base64.encodebytes(LARGE) + b"\r\nNoot van de afzender: zie ook onze site!\r\n",
        base64.b64encode(LARGE[:400_001]) + b"\r\n" + base64.b64encode(LARGE[:400_001]),
    ],
)
def test_what_is_no_clean_base64_is_left_to_the_standard_library(encoded: bytes) -> None:
    raw = mail_with(encoded)
    assert lift(raw).rest == raw
    assert read_mail(raw).attachments[0].data[:1_000] == LARGE[:1_000]


def test_a_mail_shown_in_a_mail_is_text() -> None:
    shown = "De mail was:\n\n" + mail_with(base64.encodebytes(LARGE)).decode()
    raw = letter(shown.replace("\r\n", "\n"))
    lines = read_mail(raw).text.splitlines()
    assert lines[0] == "De mail was:"
    assert base64.encodebytes(LARGE).decode().splitlines()[0] in lines
    assert not any("lifted" in line for line in lines)


def test_a_mail_in_a_mail_is_kept_with_its_attachment() -> None:
    inner = with_file(LARGE, "scan.pdf")
    raw = HEAD + b"Content-Type: message/rfc822\r\n\r\n" + inner
    (file,) = read_mail(raw).attachments
    assert file.filename == "Bijlage.eml"
    assert read_mail(file.data).attachments[0].data == LARGE


def test_a_text_in_base64_may_be_large() -> None:
    text = "De paal is stuk. " * 50_000
    encoded = base64.encodebytes(text.encode())
    kind = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    assert read_mail(HEAD + kind + encoded).text == text.rstrip()


@pytest.mark.parametrize(
    "bomb",
    [
        b"Content-Transfer-Encoding: base64\n" * 300_000 + b"\n",
        (b"Content-Transfer-Encoding: base64\n\n" + b"A" * 1_100 + b"\n") * 8_000,
        b"Content-Transfer-Encoding: base64\n\n" + b"A\n--" * 2_000_000,
    ],
)
def test_looking_takes_no_longer_when_there_is_nothing_to_find(bomb: bytes) -> None:
    start = time.process_time()
    assert lift(bomb).rest == bomb
    assert time.process_time() - start < 5
