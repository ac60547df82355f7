"""What must a reply carry, and when does it need a word of explanation?"""

from datetime import date

from tracker.register.models import ReplyKind

# Below this many words a text cannot answer much; above it we look at what it says.
SHORTEST_REPLY = 2


def reply_subject(subject: str, number: str) -> str:
    """Return the subject line of a reply: "Re:" once, and the case number once."""
    bare = subject.strip()
    while bare[:3].lower() == "re:":
        bare = bare[3:].strip()
    tag = f"[{number}]"
    return f"Re: {bare}" if tag in bare else f"Re: {bare} {tag}".replace("  ", " ")


def references_of(references: str, header_id: str) -> str:
    """Return the References of a reply to the message *header_id* (RFC 5322, 3.6.4)."""
    known = references.split()
    if header_id and header_id not in known:
        known.append(header_id)
    return " ".join(known)


def needs_reason(chosen: ReplyKind, reads_as: str) -> bool:
    """Tell whether to ask why this text is an answer: it reads as a bare acknowledgement.

    No score and no guess stops a reply; this one costs a sentence that is kept.
    """
    return chosen is ReplyKind.ANSWER and reads_as == ReplyKind.ACKNOWLEDGEMENT.value


def promised_day(target_on: date | None, due_on: date | None) -> date | None:
    """Return the day to name to a resident: the first of what we promise and what the law says."""
    known = [day for day in (target_on, due_on) if day is not None]
    return min(known) if known else None
