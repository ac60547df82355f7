"""Where in the text can it be made plainer, why, and what could be written instead?"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tracker.readability.features import is_nominalisation
from tracker.readability.languages import Language
from tracker.readability.officialese import hits
from tracker.readability.sentences import Sentence

LONG_SENTENCE: Final = 20
VERY_LONG_SENTENCE: Final = 30
SHOWN_LONGEST: Final = 3
_FADING: Final = 0.8


@dataclass(frozen=True, slots=True)
class Finding:
    """A place in the text (code points), why it is marked, and a plain form where one is known."""

    start: int
    end: int
    kind: str
    text: str
    reason_nl: str
    reason_en: str
    rewrite: str | None = None


@dataclass(frozen=True, slots=True)
class _Weighed:
    weight: float
    finding: Finding


def find(sentences: Sequence[Sentence], language: Language) -> tuple[Finding, ...]:
    """Look for everything; what matters most comes first."""
    weighed: list[_Weighed] = []
    for sentence in sentences:
        weighed += _long(sentence)
        weighed += _official(sentence, language)
        weighed += _passive(sentence, language)
    return _most_important_first(weighed)


def _most_important_first(weighed: list[_Weighed]) -> tuple[Finding, ...]:
    """Let each further finding of a kind weigh less, so that the first five differ."""
    weighed.sort(key=lambda one: (-one.weight, one.finding.start))
    seen: Counter[str] = Counter()
    ranked = []
    for one in weighed:
        ranked.append(
            (-one.weight * _FADING ** seen[one.finding.kind], one.finding.start, one.finding)
        )
        seen[one.finding.kind] += 1
    return tuple(finding for _, _, finding in sorted(ranked, key=lambda entry: entry[:2]))


def longest(sentences: Sequence[Sentence]) -> tuple[Finding, ...]:
    """Give the longest sentences, the longest first, whether or not they are too long."""
    by_length = sorted(sentences, key=lambda one: (-len(one.words), one.start))
    return tuple(_sentence_length(one) for one in by_length[:SHOWN_LONGEST])


def _sentence_length(sentence: Sentence) -> Finding:
    count = len(sentence.words)
    return Finding(
        sentence.start,
        sentence.end,
        "long_sentence",
        sentence.text,
        f"Deze zin heeft {count} woorden.",
        f"This sentence has {count} words.",
    )


def _long(sentence: Sentence) -> Iterator[_Weighed]:
    count = len(sentence.words)
    if count > LONG_SENTENCE:
        yield _Weighed(
            2.0 + (count - LONG_SENTENCE) / 5,
            Finding(
                sentence.start,
                sentence.end,
                "long_sentence",
                sentence.text,
                f"Deze zin heeft {count} woorden. Maak er twee of meer zinnen van.",
                f"This sentence has {count} words. Make it two or more sentences.",
            ),
        )


def _official(sentence: Sentence, language: Language) -> Iterator[_Weighed]:
    for hit in hits(sentence.words, language.word_list):
        found = sentence.text[hit.first.start - sentence.start : hit.last.end - sentence.start]
        plain = hit.entry.plain
        yield _Weighed(
            3.0,
            Finding(
                hit.first.start,
                hit.last.end,
                "official_word",
                found,
                f"“{found}” is een officieel woord. Gewoner is “{plain}”.",
                f"“{found}” is an official word. Plainer is “{plain}”.",
                plain[0].upper() + plain[1:] if found[0].isupper() else plain,
            ),
        )


def _passive(sentence: Sentence, language: Language) -> Iterator[_Weighed]:
    for match in language.passive.finditer(sentence.text):
        yield _Weighed(
            1.0,
            Finding(
                sentence.start + match.start(),
                sentence.start + match.end(),
                "passive",
                match.group(),
                "Misschien een lijdende zin. Schrijf wie het doet: “wij sturen”, niet “er wordt gestuurd”.",
                "Possibly passive. Write who does it: “we send”, not “it is sent”.",
            ),
        )
