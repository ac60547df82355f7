"""Is the mail on the wire what we meant, whatever is in the row?"""

import email.policy
from datetime import UTC, datetime
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any

import pytest

from tracker.base.errors import NotFound
from tracker.base.files import FileStore
from tracker.outbox.mime import build_mail
from tracker.outbox.models import OutboxMessage
from tracker.outbox.rules import named_address

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def row(**changes: Any) -> OutboxMessage:
    values: dict[str, Any] = {
        "key": "answer:1",
        "message_id": "<abc@gemeentewaterrijk.example>",
        "sender": "Gemeente Waterrijk <post@gemeentewaterrijk.example>",
        "recipient": "Zoë Ĳsbrand <zoe@inwoner.example>",
        "subject": "Uw vraag over de coöperatie – zaak 2026-000001",
        "text": "Beste mevrouw,\n\nWij zijn geïnteresseerd. Vóór 1 mei € 25.\n",
        "created_at": NOW,
        "not_before": NOW,
    }
    return OutboxMessage(**values | changes)


def over_the_wire(mail: EmailMessage) -> Any:
    raw = bytes(mail)
    assert raw.isascii()
    assert max(len(line) for line in raw.splitlines()) <= 998
    return BytesParser(policy=email.policy.default).parsebytes(raw)


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path)


def test_dutch_characters_arrive_in_subject_name_text_and_html(files: FileStore) -> None:
    html = "<!doctype html><html lang='nl'><p>Vóór 1 mei € 25</p></html>"

    mail = over_the_wire(build_mail(row(html=html), files, NOW))

    assert mail["Subject"] == "Uw vraag over de coöperatie – zaak 2026-000001"
    assert mail["To"].addresses[0].display_name == "Zoë Ĳsbrand"
    assert mail["From"].addresses[0].addr_spec == "post@gemeentewaterrijk.example"
    assert mail["Message-ID"] == "<abc@gemeentewaterrijk.example>"
    assert mail["Date"].datetime == NOW
    assert mail.get_content_type() == "multipart/alternative"
    assert mail.get_body(("plain",)).get_content().startswith("Beste mevrouw")
    assert "€ 25" in mail.get_body(("plain",)).get_content()
    assert mail.get_body(("html",)).get_content().strip() == html


def test_a_long_thread_id_is_not_mangled(files: FileStore) -> None:
    long_id = f"<{'x' * 180}@mail.example>"

    raw = bytes(
        build_mail(row(in_reply_to=long_id, references=f"<first@a.example> {long_id}"), files, NOW)
    )

    assert f"In-Reply-To: {long_id}\r\n".encode() in raw
    assert f"References: <first@a.example>\r\n {long_id}\r\n".encode() in raw


def test_the_mail_answered_closes_the_thread_line_although_not_in_it(files: FileStore) -> None:
    mail = build_mail(row(in_reply_to="<b@x.example>", references="<a@x.example>"), files, NOW)

    assert mail["References"] == "<a@x.example> <b@x.example>"


@pytest.mark.parametrize(
    ("automatic", "in_reply_to", "expected"),
    [
        (True, "<a@b.example>", "auto-replied"),
        (True, "", "auto-generated"),
        (False, "<a@b.example>", None),
    ],
)
def test_robots_can_see_what_no_person_wrote(
    files: FileStore, automatic: bool, in_reply_to: str, expected: str | None
) -> None:
    mail = build_mail(row(automatic=automatic, in_reply_to=in_reply_to), files, NOW)

    assert mail["Auto-Submitted"] == expected
    assert mail["X-Auto-Response-Suppress"] == ("All" if automatic else None)


def test_line_breaks_from_outside_make_no_extra_headers(files: FileStore) -> None:
    evil = "x\r\nBcc: kwaad@x.example\r\n\r\nlichaam"

    mail = over_the_wire(
        build_mail(
            row(
                subject=evil,
                sender=named_address(evil, "post@gemeentewaterrijk.example"),
                recipient=f'"{evil}" <zoe@inwoner.example>',
                in_reply_to=f"<a@b.example>{evil}",
                references=evil,
            ),
            files,
            NOW,
        )
    )

    assert mail["Bcc"] is None
    assert mail["Subject"] == "x Bcc: kwaad@x.example lichaam"
    assert [a.addr_spec for a in mail["To"].addresses] == ["zoe@inwoner.example"]


def test_files_travel_with_their_names(files: FileStore) -> None:
    pdf, text = files.keep(b"%PDF-1.7 \x00\xff"), files.keep("Één regel".encode())
    attached = [
        {"sha256": pdf, "filename": "besluit coöperatie.pdf", "content_type": "application/pdf"},
        {"sha256": text, "filename": "a\r\nX-Evil: 1.txt", "content_type": "text/plain"},
        {"sha256": text, "filename": "", "content_type": "message/rfc822"},
        {"sha256": text, "filename": "b", "content_type": "on zin/\r\nX: y"},
    ]

    mail = over_the_wire(build_mail(row(html="<p>x</p>", attachments=attached), files, NOW))

    parts = list(mail.iter_attachments())
    assert [part.get_filename() for part in parts] == [
        "besluit coöperatie.pdf",
        "a X-Evil: 1.txt",
        "bijlage",
        "b",
    ]
    assert [part.get_content_type() for part in parts] == [
        "application/pdf",
        "text/plain",
        "application/octet-stream",
        "application/octet-stream",
    ]
    assert parts[0].get_payload(decode=True) == b"%PDF-1.7 \x00\xff"
    assert mail.get_body(("html",)) is not None


def test_a_missing_file_is_not_left_out_in_silence(files: FileStore) -> None:
    attached = [{"sha256": "0" * 64, "filename": "a.pdf", "content_type": "application/pdf"}]

    with pytest.raises(NotFound):
        build_mail(row(attachments=attached), files, NOW)


def test_a_recipient_that_is_no_address_cannot_be_mailed(files: FileStore) -> None:
    with pytest.raises(ValueError, match="address"):
        build_mail(row(recipient="onbekend"), files, NOW)
