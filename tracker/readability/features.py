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
_RARE: Final = 3.5  # below this a word is met less than three times in a million
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
    we: int
    reader_first: int
    nominalisations: int
    commonness: float
    """Mean Zipf value of the content words; `_ORDINARY` where no list is loaded."""
    rareness: float
    """How far the rare words lie below `_RARE` together, in Zipf."""


def measure(sentences: Sequence[Sentence], language: Language) -> Measured:
    """Count once; ``sentences`` is running text with at least one word."""
    words: list[Word] = [word for one in sentences for word in one.words]
    plain = [word.lower for word in words if word.is_plain]
    content = [word for word in plain if word not in language.function_words]
    known = [language.familiarity(word) for word in content] if language.familiarity else []
    return Measured(
        sentences=len(sentences),
        words=len(words),
        content_words=len(content),
        small_words=len(plain) - len(content),
        official=sum(1 for one in sentences for _ in hits(one.words, language.word_list)),
        passive=sum(len(language.passive.findall(one.text)) for one in sentences),
        we=sum(word in language.we for word in plain),
        reader_first=sum(one.words[0].lower in language.address for one in sentences),
        nominalisations=sum(is_nominalisation(word, language) for word in content),
        commonness=_commonness(known),
        rareness=_rareness(known),
    )


def is_nominalisation(word: str, language: Language) -> bool:
    """Whether a lower-case word looks like a verb or adjective made into a noun."""
    return len(word) >= _LONG_NOUN and bool(language.nominalisation.search(word))


def _commonness(known: Sequence[float]) -> float:
    if not known:
        return _ORDINARY
    return sum(min(value, _COMMON_ENOUGH) for value in known) / len(known)


def _rareness(known: Sequence[float]) -> float:
    return sum(max(0.0, _RARE - value) for value in known)


FEATURES: Final[Mapping[str, Callable[[Measured], float]]] = {
    "content_words": lambda m: math.log1p(m.content_words / m.sentences),
    "small_words": lambda m: math.log1p(m.small_words / m.sentences),
    "official_words": lambda m: m.official / m.sentences,
    "passive": lambda m: m.passive / m.words,
    "nominalisations": lambda m: m.nominalisations / m.sentences,
    "uncommon_words": lambda m: -m.commonness,
    "rare_words": lambda m: math.log1p(m.rareness / m.sentences),
    "we": lambda m: m.we / m.words,
    "reader_first": lambda m: m.reader_first / m.sentences,
}
"""Each feature by name; more of it is harder, save for the last two."""
