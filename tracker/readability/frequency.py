"""How common is a Dutch word, and can a long word be understood from its parts?"""

import math
from collections.abc import Mapping
from functools import cache
from typing import Final

UNKNOWN: Final = 1.0
"""Zipf value for a word that the list does not have."""

_PER_BILLION = 9
_FAMILIAR_PART = 3.6
_SHORTEST_PART = 4
_LONGEST_COMPOUND = 40
_JOINTS = ("", "s", "en", "e", "-")


@cache
def _dutch() -> Mapping[str, float]:
    """Load wordfreq's Dutch list once, on first use; only this list and no other."""
    from wordfreq import get_frequency_dict

    frequencies: Mapping[str, float] = get_frequency_dict("nl", "large")
    return frequencies


def zipf(word: str) -> float:
    """Tell how common a lower-case word is: 3 is once in a million words, 6 once in a thousand."""
    share = _dutch().get(word)
    return UNKNOWN if share is None else math.log10(share) + _PER_BILLION


def parts(word: str) -> tuple[str, str] | None:
    """Cut a compound into two familiar words ("afval", "container"), or None."""
    if len(word) > _LONGEST_COMPOUND:
        return None
    for cut in range(len(word) - _SHORTEST_PART, _SHORTEST_PART - 1, -1):
        tail = word[cut:]
        if zipf(tail) < _FAMILIAR_PART:
            continue
        if head := _head(word[:cut]):
            return head, tail
    return None


def _head(start: str) -> str | None:
    for joint in _JOINTS:
        head = start.removesuffix(joint) if start.endswith(joint) else ""
        if len(head) >= _SHORTEST_PART and zipf(head) >= _FAMILIAR_PART:
            return head
    return None


def familiarity(word: str) -> float:
    """Tell how common a word is, or, for a rare compound, the rarer of its two parts."""
    own = zipf(word)
    if own >= _FAMILIAR_PART:
        return own
    found = parts(word)
    return max(own, min(map(zipf, found)) - 0.5) if found else own
