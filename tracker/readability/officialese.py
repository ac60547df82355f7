"""Which official words and phrases does a text use, and what is the plain word for each?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tracker.readability.sentences import Word


@dataclass(frozen=True, slots=True)
class Entry:
    """One official word or phrase in one of its forms, and the plain form that fits there."""

    official: str
    plain: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """An official word or phrase found in a text, at the words ``first`` to ``last``."""

    first: Word
    last: Word
    entry: Entry


class WordListError(ValueError):
    """A line of the word list cannot be read."""


def hits(words: Sequence[Word], word_list: str = "officialese.txt") -> Iterator[Hit]:
    """Find official words in one sentence, the longest phrase first; none overlaps another."""
    by_first = _entries(word_list)
    position = 0
    while position < len(words):
        found = _longest(by_first.get(words[position].lower, ()), words, position)
        if found:
            yield Hit(words[position], words[position + len(found.words) - 1], found)
        position += len(found.words) if found else 1


def read_entries(listing: str) -> list[Entry]:
    """Read the word list; see its own first lines for the form.

    Raises:
        WordListError: a line has no ``=``, or the two sides do not have the same number of forms.
    """
    entries: list[Entry] = []
    for number, line in enumerate(listing.splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            entries.extend(_read_line(line, number))
    return entries


def _read_line(line: str, number: int) -> Iterator[Entry]:
    official_side, separator, plain_side = line.partition("=")
    official = [form.strip() for form in official_side.split(",")]
    plain = [form.strip() for form in plain_side.split(",")]
    if not separator or not all(official) or not all(plain):
        raise WordListError(f"line {number}: expected 'official = plain', got {line!r}")
    if len(plain) not in (1, len(official)):
        raise WordListError(f"line {number}: {len(official)} official forms, {len(plain)} plain")
    plain = plain * len(official) if len(plain) == 1 else plain
    for form, replacement in zip(official, plain, strict=True):
        yield Entry(form, replacement, tuple(form.lower().split()))


@cache
def _entries(word_list: str) -> dict[str, tuple[Entry, ...]]:
    """Give a list by first word, the longest phrase first; each is read once."""
    listing = files("tracker.readability").joinpath(word_list).read_text("utf-8")
    by_first: dict[str, list[Entry]] = {}
    for entry in read_entries(listing):
        by_first.setdefault(entry.words[0], []).append(entry)
    return {
        first: tuple(sorted(entries, key=lambda entry: -len(entry.words)))
        for first, entries in by_first.items()
    }


def _longest(candidates: Sequence[Entry], words: Sequence[Word], position: int) -> Entry | None:
    for entry in candidates:
        window = words[position : position + len(entry.words)]
        if tuple(word.lower for word in window) == entry.words:
            return entry
    return None
