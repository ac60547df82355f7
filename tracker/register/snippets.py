"""Which part of a text shows why it was found, and which words of it are to be marked?"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from tracker.register.search_words import WORD, Wanted, folded

AROUND: Final = 90
"""Characters shown before and after the first word that was found."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; ``marked`` is what was looked for."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Met:
    """A word of a text that was looked for: where it stands, and for which wanted word."""

    start: int
    end: int
    by: int


def met_in(text: str, wanted: Sequence[Wanted]) -> Sequence[Met]:
    """Return the words of *text* that are looked for."""
    known: dict[str, int | None] = {}  # most words of a letter stand in it more than once
    met = []
    for found in WORD.finditer(text):
        word = found[0]
        if word not in known:
            known[word] = _met_by(folded(word), wanted)
        if (by := known[word]) is not None:
            met.append(Met(found.start(), found.end(), by))
    return met


def _met_by(word: str, wanted: Sequence[Wanted]) -> int | None:
    return next((at for at, want in enumerate(wanted) if want.is_met_by(word)), None)


def tidied(text: str) -> str:
    """Return *text* on one line, each accent in one with its letter."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def marked(text: str, wanted: Sequence[Wanted]) -> Sequence[Piece]:
    """Return the whole *text*, with what is looked for marked."""
    return _cut(text, met_in(text, wanted), 0, len(text))


def snippet(text: str, wanted: Sequence[Wanted]) -> Sequence[Piece]:
    """Return the part of *text* around the words that are looked for, else its beginning."""
    text = tidied(text)
    met = met_in(text, wanted)
    first, last = _window(text, met)
    pieces = list(_cut(text, met, first, last))
    if first:
        pieces.insert(0, Piece("… "))
    if last < len(text):
        pieces.append(Piece(" …"))
    return pieces


def different(met: Iterable[Met]) -> int:
    """Return how many of the wanted words were met."""
    return len({each.by for each in met})


def _window(text: str, met: Sequence[Met]) -> tuple[int, int]:
    """Choose the stretch with most of the wanted words in it, and cut it between words."""
    if not met:
        return 0, _space_before(text, 2 * AROUND)
    best = max(met, key=lambda at: different(m for m in met if _is_near(at, m)))
    first = 0 if best.start <= AROUND else _space_after(text, best.start - AROUND, best.start)
    last = min(_space_before(text, best.end + AROUND), first + 4 * AROUND)
    return first, max(last, min(best.end, first + 4 * AROUND))


def _is_near(at: Met, other: Met) -> bool:
    return at.start <= other.start <= at.end + AROUND


def _space_before(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    space = text.rfind(" ", 0, at)
    return at if space <= at - AROUND else space


def _space_after(text: str, at: int, latest: int) -> int:
    space = text.find(" ", at, latest)
    return at if space < 0 else space + 1


def _cut(text: str, met: Sequence[Met], first: int, last: int) -> Sequence[Piece]:
    pieces, at = [], first
    for each in met:
        if each.start < first or each.start >= last:
            continue
        if each.start > at:
            pieces.append(Piece(text[at : each.start]))
        at = min(each.end, last)  # an endless word is cut
        pieces.append(Piece(text[each.start : at], marked=True))
    if at < last:
        pieces.append(Piece(text[at:last]))
    return pieces
