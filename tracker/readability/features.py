"""What can be counted in a text that says how hard it is to read?"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tracker.readability.languages import Language
from tracker.readability.officialese import hits
from tracker.readability.sentences import Sentence, Word

_ORDINARY: Final = 5.0  # Zipf value of ordinary words, for a text that has none to look at
_COMMON_ENOUGH: Final = 5.5  # above this, more common does not mean easier
_LONG_NOUN: Final = 7


@dataclass(frozen=True, slots=True)
class Measured:
    """The counts that every feature is made of; at least one sentence and one word."""

    sentences: int
    words: int
    content_words: int
    small_words: int
    official: int
    passive: int
    address: int
    reader_first: int
    nominalisations: int
    commonness: float
    """Mean Zipf value of the content words; `_ORDINARY` where no list is loaded."""


def measure(sentences: Sequence[Sentence], language: Language) -> Measured:
    """Count once; ``sentences`` is running text with at least one word."""
    words: list[Word] = [word for one in sentences for word in one.words]
    plain = [word.lower for word in words if word.is_plain]
    content = [word for word in plain if word not in language.function_words]
    return Measured(
        sentences=len(sentences),
        words=len(words),
        content_words=len(content),
        small_words=len(plain) - len(content),
        official=sum(1 for one in sentences for _ in hits(one.words, language.word_list)),
        passive=sum(len(language.passive.findall(one.text)) for one in sentences),
        address=sum(word in language.address for word in plain),
        reader_first=sum(one.words[0].lower in language.address for one in sentences),
        nominalisations=sum(is_nominalisation(word, language) for word in content),
        commonness=_commonness(content, language),
    )


def is_nominalisation(word: str, language: Language) -> bool:
    """Whether a lower-case word looks like a verb or adjective made into a noun."""
    return len(word) >= _LONG_NOUN and bool(language.nominalisation.search(word))


def _commonness(content: Sequence[str], language: Language) -> float:
    if language.familiarity is None or not content:
        return _ORDINARY
    known = language.familiarity
    return sum(min(known(word), _COMMON_ENOUGH) for word in content) / len(content)


FEATURES: Final[Mapping[str, Callable[[Measured], float]]] = {
    "content_words": lambda m: math.log1p(m.content_words / m.sentences),
    "small_words": lambda m: math.log1p(m.small_words / m.sentences),
    "official_words": lambda m: m.official / m.sentences,
    "passive": lambda m: m.passive / m.words,
    "nominalisations": lambda m: m.nominalisations / m.sentences,
    "uncommon_words": lambda m: -m.commonness,
    "address": lambda m: m.address / m.words,
    "reader_first": lambda m: m.reader_first / m.sentences,
}
"""Each feature by name; more is harder, except the last two."""
