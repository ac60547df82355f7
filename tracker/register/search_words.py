"""Which words does somebody look for, and is this word of a text one of them?

Pure. What a user types can be anything; only letters and digits of it get through, so it can never
be an error in the language of the index.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

MOST_WORDS: Final = 10
LONGEST_WORD: Final = 60
SHORTEST_BEGINNING: Final = 3
"""Shorter words ("de", "nr") are only found whole: as beginnings they would find everything."""
SHORTEST_INFLECTED: Final = 4
_NUMBER_DIGITS: Final = 6

WORD: Final = re.compile(r"[^\W_]+")
_MARKS: Final = re.compile("[\u0300-\u036f]")
_VOWELS: Final = "aeiouy"
_LONG: Final = re.compile(r"^(.*)(aa|ee|oo|uu)([^aeiou])$")
_OPEN: Final = re.compile(r"^(|.*[^aeiou])([aeou])([^aeiouwxy])$")
_SHORT: Final = re.compile(r"^(.*[^aeiouy])?[aeiou]([bdfgklmnprst])$")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A word to look for: by its beginning when it is long enough, and by its Dutch forms."""

    word: str
    by_beginning: bool
    forms: tuple[str, ...] = field(default=())

    def is_met_by(self, word: str) -> bool:
        """Tell whether a folded *word* of a text is what is looked for."""
        if self.by_beginning and word.startswith(self.word):
            return True
        return word == self.word or word in self.forms


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """Return *text* in small letters without accents, as both indexes keep it."""
    return _MARKS.sub("", unicodedata.normalize("NFD", text.lower()))


def wanted_words(typed: str) -> Sequence[Wanted]:
    """Return the words to look for in what somebody typed; each of them must be there.

    The parts of an e-mail address are looked for as they are: every address ends like others.
    """
    found: dict[str, Wanted] = {}
    for part in typed.split():
        for word in _words(part):
            cut = word[:LONGEST_WORD]
            found.setdefault(cut, Wanted(cut, False) if "@" in part else _wanted(cut))
            if len(found) == MOST_WORDS:
                return list(found.values())
    return list(found.values())


def _words(typed: str) -> Iterator[str]:
    # Letters that a newer Unicode added mean nothing to the index, so to us neither.
    known = (c if unicodedata.ucd_3_2_0.category(c)[0] in "LN" else " " for c in folded(typed))
    return iter("".join(known).split())


def _wanted(word: str) -> Wanted:
    by_beginning = len(word) >= SHORTEST_BEGINNING or word[0] == "0"  # of 2026-000123
    forms = _forms(word)
    if word.isdecimal() and word.isascii() and len(word) < _NUMBER_DIGITS:
        forms = {word.zfill(_NUMBER_DIGITS)}  # "123" is said, 2026-000123 is written
    others = sorted(form for form in forms if not (by_beginning and form.startswith(word)))
    return Wanted(word, by_beginning, tuple(form for form in others if form != word))


def _forms(word: str) -> set[str]:
    """Return how a Dutch word may also be written: one and more of it, and its common verb forms.

    A form that does not exist finds nothing, so this may guess.
    """
    if len(word) < SHORTEST_INFLECTED or not word.isalpha():
        return {word}
    return {form for base in _bases(word) for form in _inflected(base)}


def _bases(word: str) -> set[str]:
    bases = {word}
    if word.endswith("en") and len(word) > SHORTEST_INFLECTED:
        bases |= _bases_before_en(word[:-2])
    if word.endswith("s") and word[-2] not in "s" and len(word) > SHORTEST_INFLECTED:
        bases.add(word[:-1])
    if word.endswith("t") and len(word) > SHORTEST_INFLECTED + 1:
        bases.add(word[:-1])
    return bases


def _bases_before_en(rest: str) -> set[str]:
    """Return what "-en" may have been added to: bom(en) is boom, briev(en) brief, katt(en) kat."""
    if len(rest) > 2 and rest[-1] == rest[-2] and rest[-1] not in _VOWELS:
        return {rest[:-1]}
    bases = {_hardened(rest)}
    if long := _OPEN.match(rest):
        bases.add(_hardened(f"{long[1]}{long[2]}{long[2]}{long[3]}"))
    return bases


def _inflected(base: str) -> set[str]:
    plurals = {base + "en", _softened(base) + "en"}
    if long := _LONG.match(base):
        plurals.add(_softened(f"{long[1]}{long[2][0]}{long[3]}") + "en")
    elif short := _SHORT.match(base):
        plurals.add(base + short[2] + "en")
    return {base, base + "s", base + "t", *plurals}


def _hardened(word: str) -> str:
    return word[:-1] + {"v": "f", "z": "s"}.get(word[-1:], word[-1:])


def _softened(word: str) -> str:
    return word[:-1] + {"f": "v", "s": "z"}.get(word[-1:], word[-1:])
