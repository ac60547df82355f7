"""Is this mail automatic, to which case can it belong, and may we send an acknowledgement?

Pure decisions over what the headers say; RFC 3834 is the source for automatic mail.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

CASE_NUMBER = re.compile(r"(?<!\d)20\d\d-\d{6}(?!\d)")

_AUTOREPLY_HEADERS = frozenset(
    {"x-autoreply", "x-auto-reply", "x-autorespond", "x-autoresponse", "x-mail-autoreply"}
)
_NOT_SO = frozenset({"", "no", "false", "0"})
_LIST_HEADERS = frozenset({"list-id", "list-post", "mailing-list", "x-mailing-list"})
_LIST_PRECEDENCES = frozenset({"bulk", "list", "junk"})
_DAEMON = re.compile(r"^(mailer-?daemon|mail-?daemon|mdaemon)$", re.IGNORECASE)
_POSTMASTER = re.compile(r"^postmaster$", re.IGNORECASE)
_NO_REPLY = re.compile(
    r"^(no[-_.]?reply|do[-_.]?not[-_.]?reply|niet[-_.]?antwoorden|geen[-_.]?antwoord)",
    re.IGNORECASE,
)
# A weak sign: people write such subjects too.
_AWAY = re.compile(
    r"""^((re|antw|aw)\s*:\s*)?(
        automatisch(e)?\ (antwoord|reactie|bericht)\b
      | auto(matic)?[- ]?(reply|response)\b
      | out\ of\ (the\ )?office\b
      | afwezigheids(bericht|melding|assistent)\b
      | (ik\ ben\ )?(afwezig|niet\ aanwezig|met\ vakantie|op\ vakantie)\s*([:(].*)?$
      | abwesenheits(notiz|nachricht|meldung)\b
      | automatische\ antwort\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_UNDELIVERED = re.compile(
    r"^(undeliver(able|ed)|mail delivery (failed|failure|system)|delivery status notification"
    r"|returned mail|failure notice|onbestelbaar|bericht niet afgeleverd|niet bezorgd)",
    re.IGNORECASE,
)


class Automatic(StrEnum):
    """Why a mail was not written to us by a person."""

    AUTO_REPLY = "auto-reply"
    BOUNCE = "bounce"
    LIST = "list"
    OWN = "own"


@dataclass(frozen=True, kw_only=True, slots=True)
class Signs:
    """What in a mail can show that a machine sent it; header values are in lower case."""

    names: frozenset[str] = frozenset()  # of all headers, in lower case
    auto_submitted: str = ""
    autoreply_values: tuple[str, ...] = ()  # of X-Autoreply and its kin
    precedence: str = ""
    suppress: str = ""  # X-Auto-Response-Suppress: do not answer this by itself
    null_return_path: bool = False
    report_type: str = ""  # of multipart/report: delivery-status, disposition-notification
    list_id: str = ""
    from_address: str = ""
    message_id: str = ""
    subject: str = ""
    is_reply: bool = False


def automatic(signs: Signs, own_addresses: Collection[str] = ()) -> Automatic | None:
    """Return why this mail is automatic, None when a person seems to have written it.

    Args:
        own_addresses: from which we send; mail with our Message-ID from one of them is our own.
    """
    if is_own(signs, own_addresses):
        return Automatic.OWN
    return sent_by_machine(signs, own_addresses)


def sent_by_machine(signs: Signs, own_addresses: Collection[str] = ()) -> Automatic | None:
    """Return which machine sent this, whoever's address it bears; None when a person seems to."""
    if is_bounce(signs):
        return Automatic.BOUNCE
    if is_auto_reply(signs):
        return Automatic.AUTO_REPLY
    return Automatic.LIST if is_list(signs, own_addresses) else None


def is_own(signs: Signs, own_addresses: Collection[str]) -> bool:
    """Tell whether we sent this ourselves: our Message-ID, from one of our addresses."""
    ours = {address.lower() for address in own_addresses}
    domains = {domain(address) for address in ours}
    return signs.from_address in ours and domain(signs.message_id.strip("<>")) in domains


def is_bounce(signs: Signs) -> bool:
    """Tell whether this says that a mail could not be delivered (RFC 3464, and older ways)."""
    if signs.report_type == "delivery-status" or "x-failed-recipients" in signs.names:
        return True
    sender = signs.from_address.partition("@")[0]
    if _DAEMON.match(sender):
        return True
    return bool(_UNDELIVERED.match(signs.subject)) and (
        signs.null_return_path or bool(_POSTMASTER.match(sender))
    )


def is_auto_reply(signs: Signs) -> bool:
    """Tell whether a machine answered or sent this (RFC 3834), or it is a receipt of reading."""
    submitted = signs.auto_submitted.partition(";")[0].strip()
    if submitted not in ("", "no") or signs.precedence == "auto_reply":
        return True
    if any(value not in _NOT_SO for value in signs.autoreply_values):
        return True
    if signs.null_return_path or signs.report_type == "disposition-notification":
        return True
    return bool(_AWAY.match(signs.subject)) and _has_second_sign(signs)


def is_list(signs: Signs, own_addresses: Collection[str]) -> bool:
    """Tell whether this went to a mailing list, other than one that is our own door."""
    ours = {domain(address) for address in own_addresses} - {""}
    if any(signs.list_id.rstrip("> ").endswith(each) for each in ours):
        return False
    return bool(_LIST_HEADERS & signs.names) or signs.precedence in _LIST_PRECEDENCES


def thread_candidates(in_reply_to: Sequence[str], references: Sequence[str]) -> tuple[str, ...]:
    """Return the Message-IDs that this mail may answer, the likeliest first.

    All references count, not just the last: gateways rewrite and drop some of them.
    """
    return tuple(dict.fromkeys([*in_reply_to, *reversed(references)]))


def case_numbers(subject: str) -> tuple[str, ...]:
    """Return the case numbers that the subject names, in order."""
    return tuple(dict.fromkeys(CASE_NUMBER.findall(subject)))


def may_acknowledge(signs: Signs, own_addresses: Collection[str] = ()) -> bool:
    """Tell whether an automatic acknowledgement may be sent to the sender of this mail.

    Never to a machine, to ourselves, to nobody, or to one that asks not to be answered
    (RFC 3834, section 2). How many a sender may get a day is for whoever sends them.
    """
    if automatic(signs, own_addresses) or "@" not in signs.from_address:
        return False
    if signs.from_address in {address.lower() for address in own_addresses}:
        return False
    asked_not_to = bool(re.search(r"\b(all|oof|autoreply)\b", signs.suppress))
    return not asked_not_to and not is_no_reply(signs.from_address)


def is_no_reply(address: str) -> bool:
    """Tell whether nobody reads what is sent to this address, by its own name."""
    return bool(_NO_REPLY.match(address))


def is_autoreply_header(name: str) -> bool:
    """Tell whether programs that answer by themselves set this header."""
    return name.lower() in _AUTOREPLY_HEADERS


def domain(address: str) -> str:
    """Return the part after the last @ in lower case, "" when there is none."""
    return address.rpartition("@")[2].lower() if "@" in address else ""


def _has_second_sign(signs: Signs) -> bool:
    return bool(signs.suppress) or signs.is_reply or is_no_reply(signs.from_address)
