"""Which wordings mark a sentence as receipt, promise, decision and so on?"""

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Final


class Sign(StrEnum):
    """What one sentence does in a message."""

    AUTOMATIC = "automatic"
    FINAL = "final"  # the municipality decides
    HOLD = "hold"  # not yet: waiting, extending, asking for more, handing over
    DONE = "done"  # a fact that settles the matter: yes, no, repaired
    LATER = "later"  # the answer itself is still to come
    RECEIPT = "receipt"
    THANKS = "thanks"
    RESTATED = "restated"  # the question in our words
    ROUTED = "routed"
    PROMISE = "promise"  # somebody will look at it
    CONTACT = "contact"
    PROCEDURE = "procedure"
    SYMPATHY = "sympathy"
    INFORMS = "informs"  # a reason, an amount, what the reader may or must do
    SUBSTANCE = "substance"  # none of these: it says something


class SignListError(ValueError):
    """A line of a list of wordings cannot be read."""


_IF_THEN = re.compile(
    r"^(?:als|indien|mocht|is|zijn|heeft|hebt|hebben|missen|mist|duurt|lukt|kunnen|kan|komt|wilt|moet)"
    r"\b.*\b(?:dan|mag|mogen|weten|bericht)\b",
    re.IGNORECASE,
)
_MAY = re.compile(
    r"\b(?:mag|mogen|kan (?:één|een|eenmaal)|kan dat|eventueel|zo nodig)\b", re.IGNORECASE
)
_ANYBODY = re.compile(r"\bkan\b|\biedereen\b|\banyone\b|\bcan\b", re.IGNORECASE)
_NAME = re.compile(r"\[(\w+)\]")
_ABBREVIATION = re.compile(r"(\w+) = (.+)")
_USE = re.compile(r"<(\w+)>")
_LONGEST_LOOKED_AT: Final = 400  # characters; enough for any sentence, and quick for a wall of text

Signs = Sequence[tuple[Sign, re.Pattern[str]]]


def sign_of(sentence: str, language: str) -> Sign:
    """Say what a sentence does; the first sign that fits, in the order of how much it decides.

    What may happen to any request ("wij mogen de termijn verlengen") says nothing about this one,
    so such a sentence is neither a message of delay nor a promise.
    """
    looked_at = " ".join(sentence[:_LONGEST_LOOKED_AT].split())
    passed_over = set()
    if _IF_THEN.search(looked_at):
        passed_over |= {Sign.HOLD, Sign.FINAL, Sign.DONE}
    if _MAY.search(looked_at):
        passed_over.add(Sign.HOLD)
    if _ANYBODY.search(looked_at):
        passed_over.add(Sign.LATER)
    for sign, pattern in _signs(language):
        if sign not in passed_over and pattern.search(looked_at):
            return sign
    return Sign.SUBSTANCE


@cache
def _signs(language: str) -> Signs:
    listing = files("tracker.readability").joinpath(f"signs_{language}.txt").read_text("utf-8")
    return read_signs(listing)


def read_signs(listing: str) -> Signs:
    """Read a list of wordings; the first lines of the Dutch one say in which form.

    Raises:
        SignListError: an unknown name, a wording before the first name, or no regular expression.
    """
    abbreviations: dict[str, str] = {}
    wordings: dict[Sign, list[str]] = {}
    sign: Sign | None = None
    for number, line in enumerate(map(str.strip, listing.splitlines()), start=1):
        if not line or line.startswith("#"):
            continue
        if name := _NAME.fullmatch(line):
            sign = _sign_called(name.group(1), number)
        elif sign is None and (short := _ABBREVIATION.fullmatch(line)):
            abbreviations[short.group(1)] = short.group(2)
        elif sign is None:
            raise SignListError(f"line {number}: a wording before the first name")
        else:
            wordings.setdefault(sign, []).append(_spelled_out(line, abbreviations, number))
    return tuple(
        (one, re.compile("|".join(patterns), re.IGNORECASE)) for one, patterns in wordings.items()
    )


def _sign_called(name: str, number: int) -> Sign:
    try:
        return Sign(name)
    except ValueError:
        raise SignListError(f"line {number}: there is no sign called {name!r}") from None


def _spelled_out(wording: str, abbreviations: dict[str, str], number: int) -> str:
    try:
        full = _USE.sub(lambda use: abbreviations[use.group(1)], wording)
        re.compile(full)
    except (KeyError, re.error) as error:
        raise SignListError(f"line {number}: {error}") from None
    return f"(?:{full})"
