"""Is what mail programs pack into a mail taken out of it, and is what we cannot read said?"""

import base64
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake.letters import PNG, letter
from tests.intake.packed import attribute, winmail
from tracker.intake.calendars import invitation_lines
from tracker.intake.flowed import unflow
from tracker.intake.parsing import ReadMail, read_mail
from tracker.intake.tnef import NotPacked, unpack

HEAD = (
    b"From: Jan <jan@inwoner.example>\r\nSubject: Vraag\r\n"
    b"Date: Wed, 03 Jun 2026 11:58:00 +0200\r\nMIME-Version: 1.0\r\n"
)


def mixed(*parts: tuple[str, bytes], kind: str = "multipart/mixed") -> bytes:
    """Return a mail with these parts, each the value of Content-Type and the bytes."""
    body = b"".join(
        b"--q\r\nContent-Type: "
        + type_.encode()
        + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(data)
        for type_, data in parts
    )
    return HEAD + f"Content-Type: {kind}; boundary=q\r\n\r\n".encode() + body + b"--q--\r\n"


def names(mail: ReadMail) -> list[str]:
    return [file.filename for file in mail.attachments]


TEXT = ("text/plain; charset=utf-8", b"Zie de bijlage.")


# winmail.dat


def test_files_are_taken_out_of_winmail_dat() -> None:
    packed = winmail(("Bezwaarschrift één.pdf", b"%PDF-1.4 a"), ("foto.png", PNG))
    mail = read_mail(mixed(TEXT, ("application/ms-tnef; name=winmail.dat", packed)))
    assert names(mail) == ["Bezwaarschrift één.pdf", "foto.png"]
    assert [file.content_type for file in mail.attachments] == ["application/pdf", "image/png"]
    assert [file.data for file in mail.attachments] == [b"%PDF-1.4 a", PNG]
    assert (mail.text, mail.problems) == ("Zie de bijlage.", ())


def test_a_letter_that_is_only_in_winmail_dat_is_read() -> None:
    packed = winmail(("a.pdf", b"%PDF"), text="Beste gemeente,\r\nde paal kost € 5.")
    mail = read_mail(mixed(("application/octet-stream; name=WinMail.dat", packed)))
    assert mail.text == "Beste gemeente,\nde paal kost € 5."


def test_what_stays_in_winmail_dat_is_kept_and_said() -> None:
    packed = winmail(("a.pdf", b"%PDF"), rich=b"LZFu")
    mail = read_mail(mixed(("application/ms-tnef; name=winmail.dat", packed)))
    assert names(mail) == ["a.pdf", "winmail.dat"]
    assert "winmail.dat" in mail.problems[0]


def test_a_name_in_winmail_dat_cannot_leave_its_folder() -> None:
    packed = winmail(("..\\..\\autostart.exe", b"MZ"), ("", b"x"))
    mail = read_mail(mixed(("application/ms-tnef; name=winmail.dat", packed)))
    assert names(mail) == ["autostart.exe", "KORT_1.PDF"] or names(mail)[0] == "autostart.exe"


@pytest.mark.parametrize("data", [b"", b"abc", b"\x78\x9f\x3e\x22", bytes(100)])
def test_what_is_no_winmail_dat_is_kept_as_a_file(data: bytes) -> None:
    mail = read_mail(mixed(TEXT, ("application/ms-tnef; name=winmail.dat", data)))
    assert names(mail) == ["winmail.dat"]
    assert "winmail.dat" in " ".join(mail.problems)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 400), st.integers(0, 255))
def test_a_damaged_winmail_dat_gives_what_stands_before_the_damage(
    noise: bytes, at: int, value: int
) -> None:
    whole = bytearray(winmail(("a.pdf", b"%PDF" * 20), text="Beste gemeente", rich=b"x"))
    whole[at % len(whole)] = value
    for data in (bytes(whole), bytes(whole[: at % len(whole)]) + noise):
        try:
            packed = unpack(data)
        except NotPacked:
            continue
        assert sum(len(content) for _, content in packed.files) <= len(data)


def test_an_enormous_count_in_winmail_dat_is_not_believed() -> None:
    bomb = struct.pack("<IH", 0x223E9F78, 1) + attribute(1, 0x9003, b"\xff\xff\xff\xff" * 50)
    assert unpack(bomb).files == []


# Letters in letters, signatures, secrets


def test_a_letter_in_a_letter_has_its_subject_for_a_name() -> None:
    inner = letter(subject="Bezwaar: parkeren/verkeer?")
    raw = HEAD + b"Content-Type: multipart/mixed; boundary=q\r\n\r\n--q\r\n"
    raw += b"Content-Type: message/rfc822\r\nContent-Disposition: attachment\r\n\r\n" + inner
    assert names(read_mail(raw + b"\r\n--q--")) == ["verkeer_.eml"]


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        ("application/pkcs7-mime; name=smime.p7m; smime-type=enveloped-data", "versleuteld"),
        ("application/x-pkcs7-mime; name=smime.p7m", "versleuteld"),
        ("application/pkcs7-signature; name=smime.p7s", "handtekening"),
        ("application/pgp-signature; name=signature.asc", "handtekening"),
    ],
)
def test_secrets_and_signatures_are_kept_as_files_with_a_sentence(kind: str, word: str) -> None:
    mail = read_mail(mixed(TEXT, (kind, b"abc")))
    assert mail.text == "Zie de bijlage."
    assert len(mail.attachments) == 1
    assert word in mail.problems[0]


def test_a_mail_that_is_a_secret_as_a_whole_says_so() -> None:
    parts = (("application/pgp-encrypted", b"Version: 1"), ("application/octet-stream", b"x"))
    mail = read_mail(mixed(*parts, kind="multipart/encrypted"))
    assert "versleuteld" in mail.problems[0]
    armour = "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n"
    assert "versleuteld" in read_mail(letter(armour)).problems[0]


# Invitations

INVITATION = """BEGIN:VCALENDAR
METHOD:REQUEST
BEGIN:VEVENT
SUMMARY:Gesprek over uw bezwaar\\, kamer 3
DTSTART;TZID="Europe/Amsterdam":20261103T101200
DTEND;TZID=Europe/Amsterdam:20261103T110000
LOCATION:Stadhuis\\, Marktplein 1
DESCRIPTION:Neem de brief mee.\\nTot dan
  !
BEGIN:VALARM
DESCRIPTION:Herinnering
END:VALARM
END:VEVENT
END:VCALENDAR
"""
LINES = [
    "Afspraak: Gesprek over uw bezwaar, kamer 3",
    "Wanneer: dinsdag 3 november 2026, 10.12 - 11.00 uur",
    "Waar: Stadhuis, Marktplein 1",
    "Toelichting: Neem de brief mee. Tot dan !",
]


def test_an_invitation_is_kept_and_shown_as_lines() -> None:
    data = INVITATION.replace("\n", "\r\n").encode()
    html = ("text/html; charset=utf-8", b"<p>Komt u?</p>")
    calendar = ("text/calendar; charset=utf-8; method=REQUEST", data)
    mail = read_mail(mixed(html, calendar))
    assert mail.text.split("\n") == ["Komt u?", "", *LINES]
    assert LINES[1] in mail.html
    assert names(mail) == ["bijlage-1.ics"]


@pytest.mark.parametrize(
    ("start", "told"),
    [
        ("DTSTART:20261103T091200Z", "dinsdag 3 november 2026, 10.12 uur"),
        ("DTSTART;VALUE=DATE:20261103", "dinsdag 3 november 2026"),
        ("DTSTART;TZID=America/New_York:20261103T041200", "dinsdag 3 november 2026, 10.12 uur"),
        (
            "DTSTART;TZID=W. Europe Standard Time:20261103T101200",
            "dinsdag 3 november 2026, 10.12 uur",
        ),
        ("DTSTART:20260703T091200Z", "vrijdag 3 juli 2026, 11.12 uur"),
        ("DTSTART:morgen", ""),
        ("DTSTART;TZID=../../etc/passwd:20261103T101200", "dinsdag 3 november 2026, 10.12 uur"),
    ],
)
def test_a_moment_is_told_in_the_time_of_the_town_hall(start: str, told: str) -> None:
    lines = invitation_lines(f"BEGIN:VEVENT\n{start}\nEND:VEVENT")
    assert lines == ([f"Wanneer: {told}"] if told else [])


def test_a_calendar_full_of_appointments_is_cut_off() -> None:
    many = "BEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT\n" * 5_000
    assert len(invitation_lines(many)) == 20


# Pictures in the text


def test_a_picture_in_the_text_is_an_attachment_and_its_mark_goes() -> None:
    text = ("text/plain", b"Zie:\r\n[cid:image001.png@01D9]\r\nJan")
    mail = read_mail(mixed(text, ("image/png; name=image001.png", PNG)))
    assert mail.text == "Zie:\n\nJan"
    assert names(mail) == ["image001.png"]
    html = ("text/html", b'<p>Zie: <img src="cid:weg@x" alt="de paal"> Jan</p>')
    assert "cid:" not in read_mail(mixed(html)).html


def test_a_mail_with_nothing_but_a_file_has_no_text() -> None:
    mail = read_mail(mixed(("application/pdf; name=brief.pdf", b"%PDF")))
    assert (mail.text, mail.reply_text, names(mail)) == ("", "", ["brief.pdf"])
    empty = read_mail(mixed(("application/pdf; name=leeg.pdf", b"")))
    assert (names(empty), empty.attachments[0].size) == (["leeg.pdf"], 0)
    assert "leeg" in empty.problems[0]


# Names of files


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("attachment; filename*0*=utf-8''twee%20; filename*1*=%C3%A9%C3%A9n.pdf", "twee één.pdf"),
        ("attachment; filename*=iso-8859-1'nl'caf%E9.pdf", "café.pdf"),
        ("attachment; filename*=onbekend''caf%E9.pdf", "café.pdf"),
        ('attachment; filename="=?iso-8859-15?q?kosten_=A4_5.pdf?="', "kosten € 5.pdf"),
        ('attachment; filename="=?utf-8?b?YmV6d2FhciDDqcOpbi5wZGY?="', "bezwaar één.pdf"),
        ('attachment; filename="=?utf-8?q?een_?=\r\n =?utf-8?q?twee.pdf?="', "een twee.pdf"),
        ("attachment; filename=brief van jan.pdf", "brief van jan.pdf"),
        ('attachment; filename="brief.pdf', "brief.pdf"),
        ("attachment; filename=", "bijlage-1.pdf"),
        ('attachment; filename="caf\u00e9.pdf"', "café.pdf"),
        ('attachment; filename="gpj.\u202efdp"', "gpj.fdp"),
    ],
)
def test_a_broken_name_is_read_as_it_was_meant(header: str, name: str) -> None:
    part = b"--q\r\nContent-Type: application/pdf\r\nContent-Disposition: " + header.encode()
    kind = b"Content-Type: multipart/mixed; boundary=q\r\n\r\n"
    assert names(read_mail(HEAD + kind + part + b"\r\n\r\n%PDF\r\n--q--")) == [name]


# Texts that were broken into lines


@pytest.mark.parametrize(
    ("flowed", "text"),
    [
        ("De paal \nis stuk.\nGroet", "De paal is stuk.\nGroet"),
        ("> Waar staat \n> hij?\nIn de \nKerkstraat.", "> Waar staat hij?\nIn de Kerkstraat."),
        ("Groet \n-- \nFatma", "Groet \n-- \nFatma"),
        (" >geen aanhaling\n From Jan", ">geen aanhaling\nFrom Jan"),
        ("> een \n>> twee", "> een \n>> twee"),
    ],
)
def test_soft_line_breaks_are_taken_out(flowed: str, text: str) -> None:
    assert unflow(flowed) == text


def test_a_flowed_mail_is_read_in_whole_lines() -> None:
    kind = b"Content-Type: text/plain; format=flowed; delsp=yes; charset=utf-8\r\n\r\n"
    assert (
        read_mail(HEAD + kind + b"De lantaarn \r\npaal is stuk.").text == "De lantaarnpaal is stuk."
    )


# Line ends


@pytest.mark.parametrize("end", [b"\r\n", b"\n", b"\r"])
def test_any_line_end_is_read(end: bytes) -> None:
    raw = mixed(TEXT, ("application/pdf; name=brief.pdf", b"%PDF")).replace(b"\r\n", b"\n")
    mail = read_mail(raw.replace(b"\n", end))
    assert (mail.subject, mail.text, names(mail)) == ("Vraag", "Zie de bijlage.", ["brief.pdf"])
    assert mail.attachments[0].data == b"%PDF"


# Charsets that lie

PRICE = "Eén café, € 5"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("iso-8859-1", "utf-8"),
        ("windows-1252", "utf-8"),
        ("iso-8859-15", "utf-8"),
        ("utf-8", "windows-1252"),
        ("us-ascii", "windows-1252"),
        ("iso-8859-1", "windows-1252"),
        ("iso-8859-15", "iso-8859-15"),
        ("utf-7", "utf-7"),
        ("utf-16", "utf-16"),
        ("x-onzin", "utf-8"),
    ],
)
def test_a_charset_that_lies_is_seen_through(said: str, meant: str) -> None:
    kind = f"Content-Type: text/plain; charset={said}\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    body = base64.encodebytes(PRICE.encode(meant))
    assert read_mail(HEAD + kind.encode() + body).text == PRICE


def test_chinese_is_read_in_the_larger_charset() -> None:
    kind = b"Content-Type: text/plain; charset=gb2312\r\n\r\n"
    assert read_mail(HEAD + kind + "镕 路灯坏了".encode("gb18030")).text == "镕 路灯坏了"


def test_html_that_names_its_own_charset_is_believed() -> None:
    html = '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-2"><p>Łódź</p>'
    assert (
        read_mail(HEAD + b"Content-Type: text/html\r\n\r\n" + html.encode("iso-8859-2")).text
        == "Łódź"
    )


def test_a_euro_of_the_wrong_charset_is_a_euro() -> None:
    kind = b"Content-Type: text/plain; charset=iso-8859-1\r\n\r\n"
    assert (
        read_mail(HEAD + kind + b"Dat kost \xa4 5,- per \xe9\xe9n").text == "Dat kost € 5,- per één"
    )


# HTML as text


def test_html_becomes_a_text_that_can_be_read() -> None:
    html = (
        b"<p>Beste gemeente,</p><ul><li>de paal</li><li>de put</li></ul>"
        b"<table><tr><th>Dag</th><th>Tijd</th></tr><tr><td>maandag</td><td>10.00</td></tr></table>"
        b'<p>Zie <a href="https://foto.example/1">deze foto</a> en '
        b'<a href="https://foto.example/2">https://foto.example/2</a>, of mail '
        b'<a href="mailto:jan@inwoner.example">jan@inwoner.example</a>.</p>'
    )
    lines = read_mail(HEAD + b"Content-Type: text/html\r\n\r\n" + html).text.split("\n")
    assert lines[0] == "Beste gemeente,"
    assert [line.strip() for line in lines if "*" in line] == ["* de paal", "* de put"]
    assert any(line.split() == ["Dag", "Tijd"] for line in lines)
    assert lines[-1] == (
        "Zie deze foto (https://foto.example/1) en https://foto.example/2, "
        "of mail jan@inwoner.example."
    )


@pytest.mark.parametrize("boundary", ["", "; boundary=a=b c", "; boundary=iets_anders"])
def test_parts_without_a_right_boundary_are_found(boundary: str) -> None:
    parts = mixed(TEXT, ("application/pdf; name=brief.pdf", b"%PDF")).split(b"boundary=q", 1)[1]
    raw = HEAD + b"Content-Type: multipart/mixed" + boundary.encode() + parts
    mail = read_mail(raw)
    assert (mail.text, names(mail)) == ("Zie de bijlage.", ["brief.pdf"])
    assert "niet goed van elkaar gescheiden" in mail.problems[0]
