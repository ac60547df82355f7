"""How common is a Dutch word, and can a long word be understood from its parts?"""

import math
from collections.abc import Mapping
from functools import cache
from typing import Final

UNKNOWN: Final = 1.0
"""Zipf value for a word that the list does not have."""

_PER_BILLION = 9
_FAMILIAR_PART = 3.3
_SHORTEST_PART = 3
_LONGEST_COMPOUND = 40
_COMPOUND_COSTS = 0.5  # a compound takes a moment more than its parts
_JOINTS = ("", "s", "en", "e")


@cache
def _dutch() -> Mapping[str, float]:
    """Load wordfreq's Dutch list once, on first use; only this list and no other."""
    from wordfreq import get_frequency_dict

    frequencies: Mapping[str, float] = get_frequency_dict("nl", "large")
    return frequencies


def zipf(word: str) -> float:
    """Tell how common a lower-case word is: 3 is once in a million words, 6 once in a thousand."""
    share = _dutch().get(word.replace("’", "'"))
    return UNKNOWN if share is None else math.log10(share) + _PER_BILLION


def familiarity(word: str) -> float:
    """Tell how common a word is, or, for a rare compound, the rarest of its parts."""
    own = zipf(word)
    if own >= _FAMILIAR_PART or len(word) > _LONGEST_COMPOUND:
        return own
    found = parts(word)
    return max(own, min(map(zipf, found)) - _COMPOUND_COSTS) if found else own


def parts(word: str) -> tuple[str, ...]:
    """Cut a compound into familiar words ("afval", "container"); empty where it cannot be."""
    if "-" in word:
        halves = tuple(half for half in word.split("-") if half)
        return halves if all(zipf(half) >= _FAMILIAR_PART for half in halves) else ()
    return _cut(word)


def _cut(word: str) -> tuple[str, ...]:
    for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART):
        tail = word[cut:]
        if zipf(tail) >= _FAMILIAR_PART and (heads := _heads(word[:cut])):
            return (*heads, tail)
    return ()


def _heads(start: str) -> tuple[str, ...]:
    """Read the first half as one word, with or without its joint, or as a compound itself."""
    for joint in _JOINTS:
        head = start.removesuffix(joint)
        if len(head) + len(joint) == len(start) and _is_familiar(head):
            return (head,)
    return _cut(start)


def _is_familiar(head: str) -> bool:
    return len(head) >= _SHORTEST_PART and zipf(head) >= _FAMILIAR_PART
