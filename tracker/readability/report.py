"""What does a draft read like: how hard, where, and is it an answer at all?"""

from dataclasses import dataclass

from tracker.readability.difficulty import RELIABLE_FROM, Contribution, band_of, estimate
from tracker.readability.features import measure
from tracker.readability.figures import NO_FIGURES, Figures, figures_for
from tracker.readability.findings import find, longest
from tracker.readability.kind import kind_of
from tracker.readability.languages import Language, UnknownLanguage, language_for
from tracker.readability.marks import Finding
from tracker.readability.remarks import Remark, remarks_on
from tracker.readability.sentences import Sentence, running_text, split

__all__ = [
    "Contribution",
    "Figures",
    "Finding",
    "Remark",
    "Report",
    "UnknownLanguage",
    "check_reply",
]


@dataclass(frozen=True, slots=True)
class Report:
    """All there is to say of a draft.

    ``difficulty`` is an estimate from 0 to 100, None where there is no text to read; it is
    ``reliable`` from forty words on. ``band`` is one of plain, fair, hard, very_hard, unknown.
    ``kind`` is acknowledgement, interim or answer; ``kind_reasons`` are the sentences that made
    it think so. ``remarks`` say what is odd about the text as a whole.
    """

    language: str
    difficulty: float | None
    reliable: bool
    band: str
    contributions: tuple[Contribution, ...]
    figures: Figures
    longest_sentences: tuple[Finding, ...]
    findings: tuple[Finding, ...]
    kind: str
    kind_reasons: tuple[str, ...]
    remarks: tuple[Remark, ...]


def check_reply(text: str, language: str = "nl") -> Report:
    """Read a draft; nothing of it is kept afterwards.

    Raises:
        UnknownLanguage: ``language`` is neither Dutch nor English.
    """
    known = language_for(language)
    everything = split(text)
    running = running_text(everything)
    kind, reasons = kind_of(everything, known)
    if not any(word.is_plain for one in running for word in one.words):
        return _nothing_to_read(known, running, kind, reasons)
    difficulty, contributions = estimate(measure(running, known), known.code)
    remarks = remarks_on(running, known)
    figures = figures_for(running, known)
    return Report(
        language=known.code,
        difficulty=difficulty,
        reliable=figures.words >= RELIABLE_FROM and not remarks,
        band=band_of(difficulty),
        contributions=contributions,
        figures=figures,
        longest_sentences=longest(running),
        findings=find(running, kind, known),
        kind=kind,
        kind_reasons=reasons,
        remarks=remarks,
    )


def _nothing_to_read(
    language: Language, running: tuple[Sentence, ...], kind: str, reasons: tuple[str, ...]
) -> Report:
    return Report(
        language=language.code,
        difficulty=None,
        reliable=False,
        band=band_of(None),
        contributions=(),
        figures=NO_FIGURES,
        longest_sentences=(),
        findings=(),
        kind=kind,
        kind_reasons=reasons,
        remarks=remarks_on(running, language),
    )
