"""What does this mail say, whatever shape it is in?

``read_mail`` returns for every sequence of bytes: what cannot be read is told in ``problems``,
and what came is kept whole elsewhere.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.message import Message
from typing import Any

from flask_babel import lazy_gettext as _l

from tracker.intake.fileparts import FilePart
from tracker.intake.headers import (
    Address,
    addresses_of,
    date_of,
    message_ids,
    tame_headers,
    text_of,
    values_of,
)
from tracker.intake.lifting import Raw, lift
from tracker.intake.limits import MAX_HEADERS_ONLY_BYTES, MAX_PARSED_BYTES, Limits
from tracker.intake.quotes import Circumstances, new_text
from tracker.intake.rules import Automatic, Signs, automatic, is_autoreply_header, is_no_reply
from tracker.intake.structure import (
    Content,
    is_too_deep,
    parse_structure,
    read_content,
)

_ANSWERING = re.compile(r"^\s*(re|antw|betr|aw|sv|odp|ynt|res|r)\s*(\[\d+\])?\s*:", re.IGNORECASE)
TOO_LARGE = _l("Dit bericht is te groot om te lezen. Het is wel bewaard.")
TOO_MUCH = _l("Het lezen van dit bericht duurde te lang of kostte te veel geheugen.")


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadMail:
    """One mail, read. Message-IDs have their angle brackets; moments are in UTC."""

    sender: Address | None = None
    reply_to: Address | None = None
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    subject: str = ""
    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    date: datetime | None = None
    text: str = ""
    html: str = ""
    reply_text: str = ""
    attachments: tuple[FilePart, ...] = ()
    automatic: Automatic | None = None
    problems: tuple[str, ...] = ()
    signs: Signs = field(default_factory=Signs)
    bounced_ids: tuple[str, ...] = ()
    is_readable: bool = True

    @property
    def writer(self) -> Address | None:
        """Who to answer: the sender, or for a web form that cannot be answered its Reply-To."""
        if self.reply_to and (not self.sender or is_no_reply(self.sender.address)):
            return self.reply_to
        return self.sender

    def as_json(self) -> dict[str, Any]:
        """Return what ``tracker read-mail --json`` prints."""
        return {
            "from": str(self.sender) if self.sender else None,
            "to": [str(each) for each in self.to],
            "cc": [str(each) for each in self.cc],
            "subject": self.subject,
            "message_id": self.message_id or None,
            "in_reply_to": self.in_reply_to[0] if self.in_reply_to else None,
            "references": list(self.references),
            "date": self.date.isoformat() if self.date else None,
            "text": self.text,
            "html": self.html,
            "reply_text": self.reply_text,
            "attachments": [
                {
                    "filename": file.filename,
                    "content_type": file.content_type,
                    "size": file.size,
                    "sha256": file.sha256,
                }
                for file in self.attachments
            ],
            "automatic": self.automatic.value if self.automatic else None,
            "problems": list(self.problems),
        }


def read_mail(
    raw: Raw, own_addresses: Collection[str] = (), limits: Limits | None = None
) -> ReadMail:
    """Read a mail; never raises.

    Args:
        own_addresses: from which we send ourselves, to know our own mail when it comes back.
        limits: what may be in it; by default what a settings file without them says.
    """
    limits = limits or Limits()
    try:
        return _read(raw, own_addresses, limits)
    except (MemoryError, RecursionError):
        return read_headers_only(raw, own_addresses, limits, str(TOO_MUCH))
    except Exception:  # one crooked mail must not stop the rest
        sentence = _l("Dit bericht is zo beschadigd dat de inhoud niet kon worden gelezen.")
        return read_headers_only(raw, own_addresses, limits, str(sentence))


def read_headers_only(
    raw: Raw, own_addresses: Collection[str], limits: Limits, why: str
) -> ReadMail:
    """Return who wrote and about what, of a mail that cannot be read any further.

    Args:
        why: the sentence that says what was wrong.
    """
    content = Content(problems=[why], limits=limits)
    mail = ReadMail(problems=(why,), is_readable=False)
    try:
        head = tame_headers(_lines(raw[:MAX_HEADERS_ONLY_BYTES]), limits)[0]
        head = head.partition(b"\r\n\r\n")[0].partition(b"\n\n")[0]
        message = parse_structure(head + b"\r\n\r\n", headers_only=True)
        mail = _read_envelope(message, own_addresses, content)
    except Exception:  # then not even that
        content.problem(_l("Ook de kop van dit bericht kon niet worden gelezen."))
    return replace(mail, problems=tuple(content.problems), is_readable=False)


def _read(raw: Raw, own_addresses: Collection[str], limits: Limits) -> ReadMail:
    if len(raw) > limits.mail_bytes:
        return read_headers_only(raw, own_addresses, limits, str(TOO_LARGE))
    lifted = lift(raw)
    if len(lifted.rest) > MAX_PARSED_BYTES:
        return read_headers_only(raw, own_addresses, limits, str(TOO_LARGE))
    tamed, cut = tame_headers(_lines(lifted.rest), limits)
    if is_too_deep(tamed, limits):
        sentence = _l("Dit bericht heeft te veel delen om te lezen. Het is wel bewaard.")
        return read_headers_only(tamed, own_addresses, limits, str(sentence))
    message = parse_structure(tamed)
    content = read_content(message, lifted, limits)
    if cut:
        content.problem(_l("De kop van dit bericht is te lang. Het einde is niet gelezen."))
    mail = _read_envelope(message, own_addresses, content)
    return replace(
        mail,
        text=content.body.text,
        html=content.body.html,
        reply_text=new_text(content.body.text, _circumstances(mail)),
        attachments=tuple(content.files),
        problems=tuple(content.problems),
    )


def _circumstances(mail: ReadMail) -> Circumstances:
    says_nothing = mail.sender is None and not mail.subject  # only a text, so anything is possible
    is_reply = mail.signs.is_reply or _ANSWERING.match(mail.subject) is not None
    return Circumstances(
        subject=mail.subject,
        sender_name=mail.sender.name if mail.sender else "",
        is_reply=is_reply or says_nothing,
    )


def _lines(raw: bytes) -> bytes:
    """Return a mail whose lines end in a carriage return alone, as some old ones do, with ends."""
    if b"\n" in raw[: 2**16] or b"\r" not in raw[: 2**16]:
        return raw
    return raw.replace(b"\r", b"\n")


def _read_envelope(message: Message, own_addresses: Collection[str], content: Content) -> ReadMail:
    most = content.limits.addresses
    senders, _ = addresses_of(message, most, "From", "Sender")
    replies, _ = addresses_of(message, most, "Reply-To")
    to, more_to = addresses_of(message, most, "To")
    cc, more_cc = addresses_of(message, most, "Cc")
    ids = message_ids(values_of(message, "Message-ID")[:1])
    date = date_of(values_of(message, "Date")[:3])
    if not senders:
        content.problem(_l("Dit bericht heeft geen afzender."))
    if date is None:
        content.problem(_l("Dit bericht heeft geen datum die kan kloppen."))
    if more_to or more_cc:
        content.problem(_l("Dit bericht heeft te veel geadresseerden om ze alle te tonen."))
    signs = _signs(message, senders[0].address if senders else "", "".join(ids))
    if content.has_delivery_status:
        signs = replace(signs, report_type="delivery-status")
    mail = ReadMail(
        sender=senders[0] if senders else None,
        reply_to=replies[0] if len(replies) == 1 and replies[0].address else None,
        to=tuple(to),
        cc=tuple(cc),
        subject=text_of(message, "Subject"),
        message_id="".join(ids),
        in_reply_to=tuple(message_ids(values_of(message, "In-Reply-To"))),
        references=tuple(message_ids(values_of(message, "References"))),
        date=date,
        signs=signs,
        automatic=automatic(signs, own_addresses),
    )
    # "delayed" is a warning, "delivered" and "relayed" are receipts: then nothing was lost.
    was_lost = not content.actions or "failed" in content.actions
    is_bounce = mail.automatic is Automatic.BOUNCE and was_lost
    return replace(mail, bounced_ids=_bounced_ids(mail, content) if is_bounce else ())


def _signs(message: Message, from_address: str, message_id: str) -> Signs:
    names = frozenset(name.lower() for name in message.keys())  # noqa: SIM118 - no mapping
    return_path = [value.strip() for value in values_of(message, "Return-Path")]
    report = message.get_content_type().lower() == "multipart/report"
    answering = sorted(name for name in names if is_autoreply_header(name))
    return Signs(
        names=names,
        auto_submitted=text_of(message, "Auto-Submitted").lower(),
        autoreply_values=tuple(text_of(message, name).lower() for name in answering),
        precedence=text_of(message, "Precedence").lower(),
        suppress=text_of(message, "X-Auto-Response-Suppress").lower(),
        null_return_path=bool(return_path) and return_path[0] == "<>",
        report_type=str(message.get_param("report-type") or "").lower() if report else "",
        list_id=text_of(message, "List-Id").lower(),
        from_address=from_address.lower(),
        message_id=message_id,
        subject=text_of(message, "Subject"),
        is_reply="in-reply-to" in names or "references" in names,
    )


def _bounced_ids(mail: ReadMail, content: Content) -> tuple[str, ...]:
    """Return the Message-IDs that the undelivered mail may have had."""
    returned = [value for each in content.reports for value in values_of(each, "Message-ID")]
    found = [*message_ids(returned), *mail.in_reply_to, *mail.references]
    return tuple(dict.fromkeys(found))
