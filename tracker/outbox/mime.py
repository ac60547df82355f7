"""What does a queued mail look like on the wire?"""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from typing import Any

from tracker.base.clock import OFFICE_TIME
from tracker.base.files import FileStore
from tracker.outbox.models import OutboxMessage
from tracker.outbox.rules import message_ids, one_line, split_address

ID_HEADERS = frozenset({"in-reply-to", "references"})
UNKNOWN_TYPE = ("application", "octet-stream")


class _ThreadPolicy(EmailPolicy):
    """Folds thread headers between ids; Python would encode a long id and break the thread."""

    def fold(self, name: str, value: Any) -> str:
        if name.lower() in ID_HEADERS:
            return f"{name}: " + "\r\n ".join(str(value).split()) + "\r\n"
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name.lower() in ID_HEADERS:
            return self.fold(name, value).encode("ascii")
        return super().fold_binary(name, value)


POLICY = _ThreadPolicy(linesep=SMTP.linesep, max_line_length=78)


def build_mail(row: OutboxMessage, files: FileStore, now: datetime) -> EmailMessage:
    """Return the mail for *row*, ready to be sent.

    Raises:
        ValueError: sender or recipient is no mail address; trying again will not help.
        NotFound: an attachment is not in the file store.
    """
    mail = EmailMessage(policy=POLICY)
    mail["Message-ID"] = row.message_id
    mail["Date"] = now.astimezone(OFFICE_TIME)
    mail["From"] = _address(row.sender)
    mail["To"] = _address(row.recipient)
    mail["Subject"] = one_line(row.subject)
    _join_thread(mail, row)
    if row.automatic:
        mail["Auto-Submitted"] = "auto-replied" if row.in_reply_to else "auto-generated"
        mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(row.text, charset="utf-8", cte="quoted-printable")
    if row.html:
        mail.add_alternative(row.html, subtype="html", charset="utf-8", cte="quoted-printable")
    for attached in row.attachments:
        main, sub = _content_type(str(attached["content_type"]))
        mail.add_attachment(
            files.read(str(attached["sha256"])),
            maintype=main,
            subtype=sub,
            filename=one_line(str(attached["filename"]), 255) or "bijlage",
        )
    return mail


def _address(value: str) -> Address:
    name, address = split_address(value)
    return Address(display_name=name, addr_spec=address)


def _join_thread(mail: EmailMessage, row: OutboxMessage) -> None:
    answered = message_ids(row.in_reply_to)[-1:]
    thread = message_ids(" ".join((row.references, *answered)))
    if answered:
        mail["In-Reply-To"] = answered[0]
    if thread:
        mail["References"] = " ".join(thread)


def _content_type(value: str) -> tuple[str, str]:
    """Split a content type; a container or nonsense travels as plain bytes."""
    main, _, sub = one_line(value).partition(";")[0].strip().lower().partition("/")
    plain = main.isascii() and main.isalnum() and sub.isascii() and " " not in sub
    if not main or not sub or not plain or main in {"message", "multipart"}:
        return UNKNOWN_TYPE
    return main, sub
