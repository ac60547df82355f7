"""Is there something odd about a text as a whole, so that a score says little?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tracker.readability import function_words as small
from tracker.readability.languages import Language
from tracker.readability.sentences import Sentence

_RELIABLE_FROM: Final = 40
_FEWEST_TO_JUDGE: Final = 8
_SMALL_WORDS: Final = 0.22  # real Dutch has about half small words, another language a tenth
_NUMBERS: Final = 0.35


@dataclass(frozen=True, slots=True)
class Remark:
    """A code and a sentence about the text as a whole."""

    code: str
    text_nl: str
    text_en: str


NO_TEXT: Final = Remark(
    "no_text",
    "Er staat geen lopende tekst.",
    "There is no running text.",
)
SHORT: Final = Remark(
    "short",
    "De tekst is kort (minder dan 40 woorden). De schatting zegt weinig.",
    "The text is short (fewer than 40 words). The estimate says little.",
)
OTHER_LANGUAGE: Final = Remark(
    "other_language",
    "De tekst lijkt in een andere taal te zijn. De schatting geldt niet.",
    "The text seems to be in another language. The estimate does not apply.",
)
MOSTLY_NUMBERS: Final = Remark(
    "mostly_numbers",
    "De tekst bestaat vooral uit getallen en verwijzingen. De schatting zegt weinig.",
    "The text is mostly numbers and references. The estimate says little.",
)


def remarks_on(sentences: Sequence[Sentence], language: Language) -> tuple[Remark, ...]:
    """Say what is odd; nothing at all for an ordinary letter."""
    words = [word for one in sentences for word in one.words]
    plain = [word.lower for word in words if word.is_plain]
    if not plain:
        return (NO_TEXT,)
    remarks = []
    if len(words) < _RELIABLE_FROM:
        remarks.append(SHORT)
    if len(words) - len(plain) > _NUMBERS * len(words):
        remarks.append(MOSTLY_NUMBERS)
    if len(plain) >= _FEWEST_TO_JUDGE and _is_other_language(plain, language):
        remarks.append(OTHER_LANGUAGE)
    return tuple(remarks)


def _is_other_language(plain: Sequence[str], language: Language) -> bool:
    own = sum(word in language.function_words for word in plain)
    other_words = small.ENGLISH if language.code == "nl" else small.DUTCH
    other = sum(word in other_words for word in plain)
    return own < _SMALL_WORDS * len(plain) or other > own
