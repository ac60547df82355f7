"""What does the part know of each language: its small words, its passive, its official words?"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tracker.readability import frequency
from tracker.readability import function_words as small


class UnknownLanguage(ValueError):
    """Only Dutch and English are known here."""


@dataclass(frozen=True, slots=True)
class Language:
    """The word knowledge that measuring and finding lean on."""

    code: str
    function_words: frozenset[str]
    address: frozenset[str]
    we: frozenset[str]
    subordinators: frozenset[str]
    passive: re.Pattern[str]
    nominalisation: re.Pattern[str]
    word_list: str
    familiarity: Callable[[str], float] | None  # None: no frequency list is loaded


_DUTCH: Final = Language(
    code="nl",
    function_words=small.DUTCH,
    address=small.ADDRESS,
    we=small.WE,
    subordinators=small.SUBORDINATORS,
    passive=re.compile(r"\b(?:word|wordt|worden|werd|werden|geworden)\b", re.IGNORECASE),
    nominalisation=re.compile(r"(?:ing|ingen|aties?|heden|heid|teit|ment)$"),
    word_list="officialese.txt",
    familiarity=frequency.familiarity,
)
_ENGLISH: Final = Language(
    code="en",
    function_words=small.ENGLISH,
    address=small.ENGLISH_ADDRESS,
    we=small.ENGLISH_WE,
    subordinators=small.ENGLISH_SUBORDINATORS,
    passive=re.compile(
        r"\b(?:is|are|was|were|be|been|being)\s+(?:not\s+)?"
        r"(?:\w{2,}ed|made|given|sent|taken|done|held|kept|paid|shown|written|found|told)\b",
        re.IGNORECASE,
    ),
    nominalisation=re.compile(r"(?:tions?|ments?|ities|ity|ances?|ences?)$"),
    word_list="officialese_en.txt",
    familiarity=None,
)
_KNOWN: Final = {"nl": _DUTCH, "en": _ENGLISH}


def language_for(code: str) -> Language:
    """Find a language by code; "nl-NL", "nl_NL" and "NL" are all Dutch.

    Raises:
        UnknownLanguage: neither Dutch nor English.
    """
    root = re.split(r"[-_]", code.strip().lower(), maxsplit=1)[0]
    if root not in _KNOWN:
        raise UnknownLanguage(code)
    return _KNOWN[root]
