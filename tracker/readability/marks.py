"""What is a finding in a text, and which findings come first?"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tracker.readability.sentences import Sentence

_FADING: Final = 0.8


@dataclass(frozen=True, slots=True)
class Finding:
    """A place in the text (code points), why it is marked, and a plain form where one is known.

    A finding about the text as a whole has ``start`` and ``end`` 0 and no text.
    """

    start: int
    end: int
    kind: str
    text: str
    reason_nl: str
    reason_en: str
    rewrite: str | None = None


@dataclass(frozen=True, slots=True)
class Weighed:
    """A finding with how much it matters."""

    weight: float
    finding: Finding


def about_sentence(sentence: Sentence, kind: str, reason_nl: str, reason_en: str) -> Finding:
    """Mark a whole sentence."""
    return Finding(sentence.start, sentence.end, kind, sentence.text, reason_nl, reason_en)


def about_part(
    sentence: Sentence, start: int, end: int, kind: str, reason_nl: str, reason_en: str
) -> Finding:
    """Mark a part of a sentence; ``start`` and ``end`` are places in that sentence."""
    place = sentence.start
    return Finding(place + start, place + end, kind, sentence.text[start:end], reason_nl, reason_en)


def about_whole(kind: str, reason_nl: str, reason_en: str) -> Finding:
    """Say something of the text as a whole."""
    return Finding(0, 0, kind, "", reason_nl, reason_en)


def most_important_first(weighed: Iterable[Weighed]) -> tuple[Finding, ...]:
    """Let each further finding of a kind weigh less, so that the first five differ."""
    seen: Counter[str] = Counter()
    ranked: list[tuple[float, int, Finding]] = []
    for one in sorted(weighed, key=lambda one: (-one.weight, one.finding.start)):
        faded = one.weight * _FADING ** seen[one.finding.kind]
        ranked.append((-faded, one.finding.start, one.finding))
        seen[one.finding.kind] += 1
    return tuple(finding for _, _, finding in sorted(ranked, key=lambda entry: entry[:2]))
