"""What does the page on which a reply is written show beside the text?"""

from collections.abc import Sequence
from dataclasses import dataclass

from babel.dates import format_date

from tracker.base.clock import office_date
from tracker.base.words import current_language
from tracker.readability.report import Finding, Report, check_reply
from tracker.register.models import Message, ReplyKind
from tracker.register.queries import CaseFile
from tracker.register.wording import KINDS
from tracker.replies.rules import needs_reason

MOST_FINDINGS = 5
LEAST_WORDS = 16  # a greeting and a closing are no text yet
MOST_SENTENCES = 3
LONG_WORDS = 15  # shorter ones need no mention, even if they are the longest of the text
SHOWN_CHARACTERS = 140
LONGEST_READ = 100_000  # characters; a reply may not be longer, and reading takes its time


@dataclass(frozen=True, slots=True)
class FindingView:
    """One thing that makes the text hard to read, and what to write instead."""

    text: str
    reason: str
    rewrite: str


@dataclass(frozen=True, slots=True)
class Reading:
    """How a draft reads, in the reader's language."""

    report: Report
    words: Sequence[FindingView]
    others: Sequence[FindingView]
    sentences: Sequence[FindingView]
    reads_as: str
    says_something: bool
    asks_reason: bool


def reading(text: str, chosen: str | None) -> Reading:
    """Read a draft as a resident would: how hard is it, and what kind of message is it?"""
    report = check_reply(text[:LONGEST_READ])
    kind = ReplyKind(chosen) if chosen in set(ReplyKind) else ReplyKind.ANSWER
    with_plain_word = [finding for finding in report.findings if finding.rewrite]
    long = [finding for finding in report.longest_sentences if _is_long(finding)]
    others = [
        finding
        for finding in report.findings
        if not finding.rewrite and finding.kind != "long_sentence"
    ]
    return Reading(
        report=report,
        words=[_finding(finding) for finding in with_plain_word[:MOST_FINDINGS]],
        others=[_finding(finding) for finding in others[:MOST_FINDINGS]],
        sentences=[_finding(finding) for finding in long[:MOST_SENTENCES]],
        reads_as=str(KINDS[ReplyKind(report.kind)]),
        says_something=report.figures.words >= LEAST_WORDS,
        asks_reason=needs_reason(kind, report.kind) and report.figures.words > 0,
    )


def _finding(finding: Finding) -> FindingView:
    reason = finding.reason_en if current_language() == "en" else finding.reason_nl
    return FindingView(_start_of(finding.text), reason, finding.rewrite or "")


def _is_long(finding: Finding) -> bool:
    return len(finding.text.split()) > LONG_WORDS


def _start_of(text: str) -> str:
    """Return enough of a passage to find it again; the whole of it stands in the draft."""
    whole = " ".join(text.split())
    if len(whole) <= SHOWN_CHARACTERS:
        return whole
    return whole[:SHOWN_CHARACTERS].rsplit(" ", 1)[0] + " …"


def letter_date(message: Message) -> str:
    """Return the date that a printed letter carries, in Dutch."""
    return format_date(office_date(message.at), "d MMMM y", "nl")


def opening(page: CaseFile | None, writer: str, municipality: str) -> str:
    """Return the first and last lines of a new reply, so that nobody starts with nothing.

    In Dutch whatever the handler reads: it is the resident's letter.
    """
    if page is None:
        return ""
    return "\n".join(
        (
            f"Beste {page.correspondent.name},",
            "",
            "",
            "",
            "Met vriendelijke groet,",
            "",
            writer,
            page.team.name,
            municipality,
        )
    )
