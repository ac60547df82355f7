"""Is a message an acknowledgement, an interim message or a real answer?"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tracker.readability.kind_signs import Sign, sign_of
from tracker.readability.languages import Language
from tracker.readability.sentences import Role, Sentence


class Kind(StrEnum):
    """What a message is to the person who gets it."""

    ACKNOWLEDGEMENT = "acknowledgement"
    INTERIM = "interim"
    ANSWER = "answer"


_SHOWN_REASONS: Final = 4
_MOSTLY: Final = 0.6
_SAYS_IT_IS_IN: Final = frozenset(
    {Sign.AUTOMATIC, Sign.RECEIPT, Sign.ROUTED, Sign.PROMISE, Sign.LATER}
)
_TELLS: Final = frozenset({Sign.SUBSTANCE, Sign.DONE, Sign.FINAL})
_OWN_CASE: Final = frozenset(
    {Sign.AUTOMATIC, Sign.RECEIPT, Sign.ROUTED, Sign.THANKS, Sign.RESTATED}
)
_TO_YOU: Final = re.compile(r"\b(?:u|uw|je|jouw|jullie|you|your)\b", re.IGNORECASE)
_POLITE: Final = _SAYS_IT_IS_IN | {Sign.THANKS, Sign.SYMPATHY, Sign.RESTATED}


@dataclass(frozen=True, slots=True)
class _Read:
    """A sentence with its sign."""

    text: str
    words: int
    sign: Sign


def kind_of(sentences: Sequence[Sentence], language: Language) -> tuple[str, tuple[str, ...]]:
    """Say which of the three it is, with the sentences that made it think so.

    The costly error is an acknowledgement that passes for an answer. So a message that says the
    answer is still to come is no answer, and where nothing tells, it is an acknowledgement.
    """
    read = [
        _Read(one.text, len(one.words), sign_of(one.text, language.code))
        for one in sentences
        if any(word.is_plain for word in one.words) and one.role not in (Role.GREETING, Role.LABEL)
    ]
    kind, because = _judge(read)
    reasons = [one.text for one in read if one.sign in because]
    return kind.value, tuple(reasons[:_SHOWN_REASONS])


def _about_this_case(read: Sequence[_Read]) -> bool:
    """Whether what is promised is promised to this reader, and no rule that holds for all."""
    return any(
        one.sign in _OWN_CASE or (one.sign is Sign.LATER and _TO_YOU.search(one.text))
        for one in read
    )


def _judge(read: Sequence[_Read]) -> tuple[Kind, Collection[Sign]]:
    signs = {one.sign for one in read}
    if not _about_this_case(read):
        signs.discard(Sign.LATER)
    if Sign.FINAL in signs:
        return Kind.ANSWER, {Sign.FINAL, Sign.DONE}
    if Sign.HOLD in signs:
        return Kind.INTERIM, {Sign.HOLD}
    if Sign.AUTOMATIC in signs:
        return Kind.ACKNOWLEDGEMENT, _SAYS_IT_IS_IN
    if Sign.DONE in signs and Sign.LATER not in signs:
        return Kind.ANSWER, {Sign.DONE}
    told = sum(one.words for one in read if one.sign in _TELLS)
    if not told:
        return Kind.ACKNOWLEDGEMENT, _POLITE
    if Sign.LATER in signs:
        return Kind.ACKNOWLEDGEMENT, {Sign.LATER, Sign.RECEIPT}
    weighed = sum(one.words for one in read if one.sign in _TELLS | _SAYS_IT_IS_IN)
    if signs & _SAYS_IT_IS_IN and told < _MOSTLY * weighed:
        return Kind.ACKNOWLEDGEMENT, _SAYS_IT_IS_IN
    return Kind.ANSWER, _TELLS
