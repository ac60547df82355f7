"""What do the well-known readability formulas say of a text, once it is cut up rightly?"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from tracker.readability.languages import Language
from tracker.readability.sentences import Sentence

_NOT_A_LETTER = re.compile(r"[^\w]|_")
_SYLLABLE = re.compile(r"[aeiouy]+")
_DOUMA_SENTENCE: Final = 0.93
_LOWEST, _HIGHEST = 0.0, 100.0


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts and formulas; a formula is None where there are no words to reckon with.

    ``flesch_douma`` is for Dutch; an English text has ``flesch_reading_ease`` instead. Both run
    from 0 (hard) to 100 (easy). ``lix`` runs from about 20 (easy) to 60 and over (hard).
    """

    words: int
    sentences: int
    words_per_sentence: float
    flesch_douma: float | None
    lix: float | None
    flesch_reading_ease: float | None = None


NO_FIGURES: Final = Figures(0, 0, 0.0, None, None)


def figures_for(sentences: Sequence[Sentence], language: Language) -> Figures:
    """Reckon the figures over running text (greeting, headings and closing already left out)."""
    counted = [cleaned for one in sentences if (cleaned := _cleaned(one))]
    if not counted:
        return NO_FIGURES
    words = sum(map(len, counted))
    per_sentence = words / len(counted)
    is_dutch = language.code == "nl"
    lix, flesch = _formulas(counted, per_sentence, is_dutch)
    return Figures(
        words=words,
        sentences=len(counted),
        words_per_sentence=per_sentence,
        flesch_douma=flesch if is_dutch else None,
        lix=lix,
        flesch_reading_ease=None if is_dutch else flesch,
    )


def _cleaned(sentence: Sentence) -> list[str]:
    """Take dots and slashes out of the words: textstat would see the end of a sentence."""
    bare = (_NOT_A_LETTER.sub("", word.text) for word in sentence.words)
    return [word for word in bare if word]


def _formulas(
    counted: Sequence[Sequence[str]], per_sentence: float, is_dutch: bool
) -> tuple[float, float]:
    """Ask textstat, and put right that it leaves sentences of one or two words uncounted."""
    statistics = _textstat()
    text = " ".join(" ".join(words) + "." for words in counted)
    try:
        off = per_sentence - statistics.words_per_sentence(text)
        lix = statistics.lix(text) + off
        if is_dutch:
            flesch = statistics.flesch_reading_ease(text) - _DOUMA_SENTENCE * off
        else:
            flesch = _english_flesch(counted, per_sentence)
    finally:
        _forget_letters()
    return lix, min(_HIGHEST, max(_LOWEST, flesch))


def _english_flesch(counted: Sequence[Sequence[str]], per_sentence: float) -> float:
    """Flesch Reading Ease with our own syllables: textstat would download a dictionary."""
    words = [word.lower() for sentence in counted for word in sentence]
    syllables = sum(map(_english_syllables, words))
    return 206.835 - 1.015 * per_sentence - 84.6 * syllables / len(words)


def _english_syllables(word: str) -> int:
    silent = word.endswith("e") and not word.endswith(("le", "ee"))
    return max(1, len(_SYLLABLE.findall(word)) - silent)


@cache
def _textstat() -> Any:
    """Give one instance for Dutch, set once; the one of the module itself is shared by all."""
    from textstat.textstat import textstatistics

    statistics = textstatistics()
    statistics.set_lang("nl")
    return statistics


@cache
def _caches_of_texts() -> tuple[Callable[[], None], ...]:
    """Find textstat's caches that are keyed on a whole text."""
    from textstat import backend

    kinds = (backend.counts, backend.metrics, backend.selections, backend.transformations)
    return tuple(
        function.cache_clear
        for kind in kinds
        for function in vars(kind).values()
        if hasattr(function, "cache_clear")
    )


def _forget_letters() -> None:
    """Empty those caches: a resident's letter must not stay in memory."""
    for clear in _caches_of_texts():
        clear()
