"""Is a message an acknowledgement, an interim message or a real answer?"""

import math
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
_SAYS_IT_IS_IN: Final = {
    Sign.AUTOMATIC: 2.0,
    Sign.LATER: 2.0,
    Sign.RECEIPT: 1.0,
    Sign.ROUTED: 1.0,
    Sign.PROMISE: 1.0,
    Sign.THANKS: 0.5,
}
_CLEARLY_MORE: Final = 1.25
_TELLS: Final = {Sign.INFORMS: 1.0, Sign.DONE: 1.0, Sign.SUBSTANCE: 0.3}
_YOUR_MESSAGE: Final = re.compile(
    r"\b(?:uw|je|your) (?:\S+ )?(?:\w*brief|e-?mail|\w*bericht|\w*vraag|\w*verzoek|\w*aanvraag"
    r"|\w*melding|formulier|klacht|bezwaar\w*|zaak|letter|message|request|application|complaint|question)\b",
    re.IGNORECASE,
)
_OWN_CASE: Final = frozenset(
    {Sign.AUTOMATIC, Sign.RECEIPT, Sign.ROUTED, Sign.THANKS, Sign.RESTATED}
)
_TO_YOU: Final = re.compile(r"\b(?:u|uw|je|jouw|jullie|you|your)\b", re.IGNORECASE)
_POLITE: Final = frozenset(_SAYS_IT_IS_IN) | {Sign.SYMPATHY, Sign.RESTATED}


_DECISIVE: Final[Sequence[tuple[Sign, Kind, Collection[Sign]]]] = (
    (Sign.FINAL, Kind.ANSWER, {Sign.FINAL, Sign.DONE}),
    (Sign.HOLD, Kind.INTERIM, {Sign.HOLD}),
    (Sign.AUTOMATIC, Kind.ACKNOWLEDGEMENT, _POLITE),
    (Sign.DONE, Kind.ANSWER, {Sign.DONE}),
)


@dataclass(frozen=True, slots=True)
class _Read:
    """A sentence with its sign."""

    text: str
    sign: Sign


def kind_of(sentences: Sequence[Sentence], language: Language) -> tuple[str, tuple[str, ...]]:
    """Say which of the three it is, with the sentences that made it think so.

    The costly error is an acknowledgement that passes for an answer. So a message that says the
    answer is still to come is no answer, and where nothing tells, it is an acknowledgement.
    """
    read = [
        _Read(one.text, sign_of(one.text, language.code))
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


def _tells_clearly(read: Sequence[_Read], signs: Collection[Sign]) -> bool:
    """Weigh what is told against what is promised.

    Who also says that the message came in must tell something that only an answer would.
    """
    told = sum(_TELLS.get(one.sign, 0.0) for one in read)
    informing = sum(one.sign is Sign.INFORMS for one in read)
    needed = 2 if Sign.RECEIPT in signs or Sign.ROUTED in signs else Sign.THANKS in signs
    return informing >= needed and told > _CLEARLY_MORE * _still_to_come(read, signs)


def _still_to_come(read: Sequence[_Read], signs: Collection[Sign]) -> float:
    """Weigh what says that the message only came in or will be looked at."""
    weighed = sum(_SAYS_IT_IS_IN.get(one.sign, 0.0) for one in read if one.sign in signs)
    informs = any(one.sign is Sign.INFORMS for one in read)
    names_message = any(_YOUR_MESSAGE.search(one.text) for one in read)
    return weighed if weighed or informs or not names_message else math.inf


def _judge(read: Sequence[_Read]) -> tuple[Kind, Collection[Sign]]:
    """Let the strongest sign decide; without one, weigh what is told against what is promised."""
    signs = {one.sign for one in read}
    if not _about_this_case(read):
        signs.discard(Sign.LATER)
    for sign, kind, because in _DECISIVE:
        if sign in signs and not (sign is Sign.DONE and Sign.LATER in signs):
            return kind, because
    if _tells_clearly(read, signs):
        return Kind.ANSWER, _TELLS
    return Kind.ACKNOWLEDGEMENT, _POLITE
