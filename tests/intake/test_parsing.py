"""Can every mail be read, whatever shape it is in?"""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake.letters import PNG, bounce_of, letter, letter_with_files, nested, out_of_office
from tracker.intake.limits import Limits
from tracker.intake.parsing import ReadMail, read_mail
from tracker.intake.rules import Automatic

SHARED = next(
    (
        found
        for parent in Path(__file__).resolve().parents
        if (found := parent / "shared" / "cases" / "mail").is_dir()
    ),
    None,
)
A_HANG = 20.0  # seconds of CPU: no measure of speed, only the difference with never
HEAD = b"From: Jan <jan@inwoner.example>\r\nSubject: Vraag\r\nMIME-Version: 1.0\r\n"


def crooked_files() -> Iterator[Path]:
    if SHARED is not None:
        yield from (path for path in sorted(SHARED.rglob("*")) if path.is_file())


def read_in_time(raw: bytes) -> ReadMail:
    start = time.process_time()
    mail = read_mail(raw)
    assert time.process_time() - start < A_HANG
    json.dumps(mail.as_json()).encode()
    return mail


@pytest.mark.skipif(SHARED is None, reason="the collection of crooked mail is not here")
def test_every_crooked_mail_is_read_without_a_traceback_and_in_time() -> None:
    paths = list(crooked_files())
    unreadable = [path for path in paths if not read_in_time(path.read_bytes()).is_readable]
    assert len(paths) >= 277
    assert unreadable == []


def test_a_letter_is_read_with_its_files() -> None:
    mail = read_mail(letter_with_files())

    assert str(mail.sender) == "Bouwbedrijf Zeezicht <info@zeezicht.example>"
    assert mail.subject == "Tekening van de dakkapel"
    assert mail.text == "Hierbij de tekening."
    assert [(file.filename, file.content_type) for file in mail.attachments] == [
        ("logo.png", "image/png"),
        ("Dakkapel één.pdf", "application/pdf"),
    ]
    assert mail.attachments[0].data == PNG
    assert "<b>tekening</b>" in mail.html
    assert 'src="data:image/png;base64,' in mail.html
    assert mail.problems == ()


def test_read_mail_prints_the_keys_that_were_agreed() -> None:
    known = read_mail(letter(In_Reply_To="<a@x.example>", References="<b@x.example> <a@x.example>"))
    assert known.as_json() == {
        "from": "Fatma Yıldız <fatma@inwoner.example>",
        "to": ["post@waterrijk.example"],
        "cc": [],
        "subject": "Lantaarnpaal stuk",
        "message_id": "<1@inwoner.example>",
        "in_reply_to": "<a@x.example>",
        "references": ["<b@x.example>", "<a@x.example>"],
        "date": "2026-06-03T09:58:00+00:00",
        "text": "Geachte heer, mevrouw,\n\nDe lantaarnpaal voor mijn huis is stuk.",
        "html": "",
        "reply_text": "Geachte heer, mevrouw,\n\nDe lantaarnpaal voor mijn huis is stuk.",
        "attachments": [],
        "automatic": None,
        "problems": [],
    }


def test_a_mail_with_nothing_in_it_says_what_is_missing() -> None:
    for raw in (b"", b"\r\n", b"X-Spam: no\r\n\r\n"):
        mail = read_mail(raw)
        assert (mail.sender, mail.date, mail.subject, mail.text) == (None, None, "", "")
        assert mail.problems == (
            "Dit bericht heeft geen afzender.",
            "Dit bericht heeft geen datum die kan kloppen.",
        )


@pytest.mark.parametrize(
    ("charset", "body", "text"),
    [
        ("utf-8", "één café".encode(), "één café"),
        ("iso-8859-1", "één €".encode("cp1252"), "één €"),
        ("utf-8", "één café".encode("cp1252"), "één café"),
        ("us-ascii", "één café".encode(), "één café"),
        ("x-onbekend", "één café".encode(), "één café"),
        ("x-onbekend", "één café".encode("cp1252"), "één café"),
        ("punycode", b"hallo", "hallo"),
        ("base64", b"hallo", "hallo"),
        ("", "één café".encode(), "één café"),
    ],
)
def test_letters_with_accents_survive_a_wrong_charset(charset: str, body: bytes, text: str) -> None:
    kind = b"Content-Type: text/plain; charset=" + charset.encode() + b"\r\n"
    assert read_mail(HEAD + kind + b"\r\n" + body).text == text


def test_a_text_with_a_damaged_letter_is_still_read_as_what_it_says() -> None:
    body = "één café ".encode() * 30 + b"\xc3"
    mail = read_mail(HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + body)
    assert mail.text.startswith("één café")
    assert len(mail.problems) == 2


def test_only_html_gives_a_readable_text() -> None:
    html = b"<html><head><style>p{}</style></head><body><p>Beste gemeente,</p><ul><li>paal<li>put"
    mail = read_mail(HEAD + b"Content-Type: text/html\r\n\r\n" + html)
    assert mail.text == "Beste gemeente,\n\n  * paal\n  * put"
    assert "style" not in mail.html


def test_text_and_html_that_follow_one_another_are_both_read() -> None:
    parts = (
        b"--q\r\nContent-Type: text/plain\r\n\r\nEerste deel\r\n"
        b"--q\r\nContent-Type: text/html\r\n\r\n<p>Tweede deel</p>\r\n--q--"
    )
    mail = read_mail(HEAD + b"Content-Type: multipart/mixed; boundary=q\r\n\r\n" + parts)
    assert "Eerste deel" in mail.text
    assert "Tweede deel" in mail.text
    assert "<p>Eerste deel</p>" in mail.html


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (b"attachment; filename*=utf-8''tekening%20%C3%A9%C3%A9n.pdf", "tekening één.pdf"),
        (b"attachment; filename*0=teke; filename*1=ning.pdf", "tekening.pdf"),
        (b'attachment; filename="=?utf-8?q?tekening_=C3=A9=C3=A9n.pdf?="', "tekening één.pdf"),
        (b"attachment; filename==?utf-8?q?tekening.pdf?=", "tekening.pdf"),
        (b'attachment; filename="../../etc/passwd"', "passwd.pdf"),
        (b'attachment; filename="C:\\\\map\\\\brief.pdf"', "brief.pdf"),
        (b"attachment", "bijlage-1.pdf"),
    ],
)
def test_a_file_gets_its_name_however_it_was_written(header: bytes, name: str) -> None:
    part = b"--q\r\nContent-Type: application/pdf\r\nContent-Disposition: " + header
    raw = (
        HEAD
        + b"Content-Type: multipart/mixed; boundary=q\r\n\r\n"
        + part
        + b"\r\n\r\n%PDF\r\n--q--"
    )
    assert [file.filename for file in read_mail(raw).attachments] == [name]


def test_a_letter_in_a_letter_is_kept_as_a_file() -> None:
    inner = letter(subject="Paal in de Kerkstraat")
    raw = HEAD + b"Content-Type: message/rfc822\r\n\r\n" + inner
    (file,) = read_mail(raw).attachments
    assert (file.filename, file.content_type) == ("Paal in de Kerkstraat.eml", "message/rfc822")
    assert read_mail(file.data).text == read_mail(inner).text


def test_a_broken_multipart_is_read_as_text() -> None:
    mail = read_mail(HEAD + b"Content-Type: multipart/mixed\r\n\r\nDe paal is stuk.")
    assert mail.text == "De paal is stuk."
    assert "niet goed van elkaar gescheiden" in mail.problems[0]


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (b"application/ms-tnef; name=winmail.dat", "winmail.dat"),
        (b"application/pkcs7-mime; name=smime.p7m", "versleuteld"),
    ],
)
def test_what_we_cannot_read_is_kept_and_said(kind: bytes, sentence: str) -> None:
    mail = read_mail(HEAD + b"Content-Type: " + kind + b"\r\n\r\nabc")
    assert sentence in " ".join(mail.problems)
    assert len(mail.attachments) == 1


def test_headers_are_read_through_damage() -> None:
    raw = (
        b"From: =?utf-8?q?Caf=C3?= =?utf-8?q?=A9?= <cafe@zaak.example>, \r\n"
        b"To: undisclosed-recipients:;\r\nSubject: Caf\xe9 en =?x-gek?q?terras?=\r\n"
        b"Message-ID: zonder-haken@zaak.example\r\nDate: 32 Foo 2026\r\n\r\nhoi"
    )
    mail = read_mail(raw)
    assert str(mail.sender) == "Café <cafe@zaak.example>"
    assert mail.subject == "Café en terras"
    assert mail.message_id == "<zonder-haken@zaak.example>"
    assert (mail.to, mail.date) == ((), None)


@pytest.mark.parametrize(
    ("value", "address"),
    [
        (b"Jan <jan@inwoner.example", "jan@inwoner.example"),
        (b"jan@inwoner.example (Jan)", "jan@inwoner.example"),
        (b'"Jan, de buurman" <jan@inwoner.example>', "jan@inwoner.example"),
        (b"Jan van de hoek", ""),
    ],
)
def test_a_sender_is_found_in_many_spellings(value: bytes, address: str) -> None:
    sender = read_mail(b"From: " + value + b"\r\n\r\nx").sender
    assert sender is not None
    assert sender.address == address


def test_a_web_form_is_answered_at_its_reply_to() -> None:
    form = letter(sender="noreply@formulier.example", Reply_To="Fatma <fatma@inwoner.example>")
    assert str(read_mail(form).writer) == "Fatma <fatma@inwoner.example>"
    person = letter(Reply_To="kantoor@inwoner.example")
    assert str(read_mail(person).writer) == "Fatma Yıldız <fatma@inwoner.example>"


@pytest.mark.parametrize("value", ["Mon, 99 Jun 9999 00:00:00", "Wed, 03 Jun 1900 11:58:00 +0200"])
def test_a_date_that_cannot_be_true_is_left_out(value: str) -> None:
    assert read_mail(f"From: a@b.example\r\nDate: {value}\r\n\r\nx".encode()).date is None


def test_automatic_mail_is_named() -> None:
    assert read_mail(out_of_office()).automatic is Automatic.AUTO_REPLY
    bounced = read_mail(bounce_of("<uit@waterrijk.example>"))
    assert bounced.automatic is Automatic.BOUNCE
    assert bounced.bounced_ids == ("<uit@waterrijk.example>",)


BOMBS = {
    "nested": nested(3_000),
    "nested without being seen": nested(3_000).replace(b"Type: m", b"Type: (x) m"),
    "addressees": b"From: a@b.example\r\nTo: "
    + b",\r\n ".join(b"Naam %d <n%d@x.example>" % (n, n) for n in range(20_000))
    + b"\r\nSubject: Vraag\r\n\r\nhoi",
    "headers": b"".join(b"X-%d: a\r\n" % n for n in range(200_000)) + b"\r\nhoi",
    "parts": HEAD
    + b"Content-Type: multipart/mixed; boundary=q\r\n\r\n"
    + b"--q\r\n\r\nx\r\n" * 50_000,
    "report": HEAD
    + b"Content-Type: multipart/report; report-type=delivery-status; boundary=q\r\n\r\n--q\r\n"
    + b"Content-Type: message/delivery-status\r\n\r\n"
    + b"a: b\r\n\r\n" * 50_000,
    "one long line": HEAD + b"\r\n" + b"a" * 10_000_000,
    "brackets": b"From: " + b"(" * 30_000 + b"\r\nTo: " + b"<" * 30_000 + b"\r\n\r\nx",
    "slashes in the type": b"Content-Type: text/plain; charset=" + b"/;" * 15_000 + b"\r\n\r\nx",
    "quotes in the name": b"Content-Disposition: attachment; filename="
    + b'"' * 30_000
    + b"\r\n\r\nx",
    "deep html": HEAD + b"Content-Type: text/html\r\n\r\n" + b"<div>" * 200_000,
    "long html": HEAD + b"Content-Type: text/html\r\n\r\n<ul>" + b"<li>a" * 200_000,
    "quotes": HEAD
    + b"\r\n"
    + b"op 1 heeft heeft heeft heeft heeft heeft heeft heeft:\r\n" * 18_000,
    "nothing": b"\x00" * 100_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_stopped_by_a_limit_that_is_said(name: str) -> None:
    mail = read_in_time(BOMBS[name])
    assert mail.problems
    assert len(mail.to) <= Limits().addresses


def test_too_much_is_unreadable_but_its_headers_are_known() -> None:
    mail = read_mail(BOMBS["nested"])
    assert not mail.is_readable
    assert (mail.subject, str(mail.sender)) == ("Bom", "bom@afzender.example")


def test_a_long_header_leaves_the_others_in_place() -> None:
    mail = read_mail(BOMBS["addressees"])
    assert mail.is_readable
    assert (mail.subject, mail.text) == ("Vraag", "hoi")
    assert len(mail.to) == Limits().addresses


@pytest.mark.parametrize(
    "raw",
    [
        # Found by trying: the standard library stumbles over each of these.
        b"Content-Type: ''/;0*\r\n\r\nDe paal is stuk.",
        b"Content-Type: text/plain\r\nContent-Disposition: ''/;0*\r\n\r\nDe paal is stuk.",
        b"Content-Type: text/plain; " + b"a=b; " * 6_000 + b"\r\n\r\nDe paal is stuk.",
        b"Date: Mon, 01 Jan 0001 00:00:00 +2300\r\n\r\nDe paal is stuk.",
        b"Subject: =?utf-8?b?a?=\r\n\r\nDe paal is stuk.",
        b"Content-Type: text/plain; charset=a\x00\xe9\r\n\r\nDe paal is stuk.",
    ],
)
def test_a_header_that_trips_the_standard_library_leaves_the_letter(raw: bytes) -> None:
    assert read_mail(raw).text == "De paal is stuk."


def test_a_letter_in_a_letter_that_cannot_be_written_out_is_still_kept() -> None:
    inner = b"Content-Type: =?utf-8?q?message/rfc822a?=a<0boundary\r\n\r\nSubject: x\r\n\r\nDe paal"
    (file,) = read_mail(HEAD + b"Content-Type: message/rfc822\r\n\r\n" + inner).attachments
    assert b"De paal" in file.data


def test_a_letter_in_a_letter_with_a_header_in_a_header_is_still_kept() -> None:
    inner = b"From: a@b.example\r\nSubject: =?utf-8?q?a=0D=0AX: b?=\r\n\r\nDe paal"
    (file,) = read_mail(HEAD + b"Content-Type: message/rfc822\r\n\r\n" + inner).attachments
    assert b"De paal" in file.data


def test_a_name_of_raw_bytes_is_read() -> None:
    header = b"Content-Disposition: attachment; filename*=x''caf\xe9%ff.pdf\r\n"
    (file,) = read_mail(
        HEAD + b"Content-Type: application/pdf\r\n" + header + b"\r\n%P"
    ).attachments
    assert file.filename.endswith(".pdf")


def test_a_mail_that_is_too_large_is_known_by_its_headers() -> None:
    mail = read_mail(HEAD + b"\r\n" + bytes(Limits().mail_bytes))
    assert not mail.is_readable
    assert mail.subject == "Vraag"
    assert "te groot" in mail.problems[0]


def test_parts_that_are_too_deep_are_left_out_and_that_is_said() -> None:
    mail = read_mail(nested(40) + b"\r\nhoi")
    assert mail.is_readable
    assert mail.problems[0].startswith("Dit bericht heeft te veel delen.")


def test_html_after_html_and_text_after_text_stay_in_order() -> None:
    def two(kind: bytes) -> ReadMail:
        part = b"--q\r\nContent-Type: text/" + kind + b"\r\n\r\n"
        body = part + b"<p>een</p>\r\n" + part + b"<p>twee</p>\r\n--q--"
        return read_mail(HEAD + b"Content-Type: multipart/mixed; boundary=q\r\n\r\n" + body)

    assert two(b"plain").text == "<p>een</p>\n\n<p>twee</p>"
    assert two(b"html").text.split() == ["een", "twee"]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=600), st.binary(max_size=200))
def test_any_bytes_can_be_read(head: bytes, body: bytes) -> None:
    for raw in (head + body, HEAD + head + b"\r\n\r\n" + body):
        json.dumps(read_mail(raw).as_json()).encode()


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(
        ["From", "To", "Subject", "Date", "Message-ID", "Content-Type", "Content-Disposition"]
    ),
    st.text(max_size=120),
)
def test_any_header_can_be_read(name: str, value: str) -> None:
    raw = letter() + b""
    line = f"{name}: {value}\r\n".encode("utf-8", "replace")
    json.dumps(read_mail(line + raw).as_json()).encode()
