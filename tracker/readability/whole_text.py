"""What does a reader miss in the text as a whole: air, a date, somebody to turn to?"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from tracker.readability.kind import Kind
from tracker.readability.languages import Language
from tracker.readability.marks import Finding, Weighed, about_whole
from tracker.readability.sentences import Sentence

_WALL: Final = 110
_LETTER: Final = (
    50  # words from which one may expect an address to the reader and a way to reach us
)
_DATE = re.compile(
    r"\b\d{1,2}(?:e|ste|th|st|nd|rd)? "
    r"(?:jan|feb|mrt|maart|march|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec)"
    r"|\b\d{1,2}[-/]\d{1,2}[-/]\d{2,4}\b"
    r"|\bbinnen \w+ (?:\w+ )?(?:uur|dagen|werkdagen|weken|maanden?)\b"
    r"|\bwithin \w+ (?:working )?(?:hours|days|weeks|months?)\b"
    r"|\b(?:vandaag|morgen|today|tomorrow)\b"
    r"|\b(?:maan|dins|woens|donder|vrij)dag\b|\b(?:mon|tues|wednes|thurs|fri)day\b",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"@|https?://|www\.|\b14 ?0\d|\b0\d{1,3}[- ]?\d{3}|\+31"
    r"|\b(?:bel|mail|bellen|mailen|website|balie|call)\b",
    re.IGNORECASE,
)


def look(sentences: Sequence[Sentence], kind: str, language: Language) -> Iterator[Weighed]:
    """Say what is missing; ``sentences`` is running text of a message of this kind."""
    text = " ".join(one.text for one in sentences)
    words = [word.lower for one in sentences for word in one.words]
    yield from _walls(sentences)
    if kind != Kind.ANSWER and not _DATE.search(text):
        yield Weighed(
            2.5,
            about_whole(
                "no_date",
                "Er staat niet wanneer de lezer weer iets hoort. Noem een datum.",
                "It does not say when the reader will hear more. Give a date.",
            ),
        )
    if len(words) < _LETTER:
        return
    if not language.address.intersection(words):
        yield Weighed(
            1.6,
            about_whole(
                "no_address",
                "De lezer wordt niet aangesproken. Schrijf “u” en “wij”.",
                "The reader is not spoken to. Write “you” and “we”.",
            ),
        )
    if not _CONTACT.search(text):
        yield Weighed(
            0.9,
            about_whole(
                "no_contact",
                "Er staat niet hoe de lezer u kan bereiken. Noem een nummer of adres.",
                "It does not say how the reader can reach you. Give a number or address.",
            ),
        )


def _walls(sentences: Sequence[Sentence]) -> Iterator[Weighed]:
    paragraphs: dict[int, list[Sentence]] = defaultdict(list)
    for one in sentences:
        paragraphs[one.paragraph].append(one)
    for members in paragraphs.values():
        words = sum(len(one.words) for one in members)
        if words > _WALL and len(members) > 1:
            first, last = members[0], members[-1]
            yield Weighed(
                1.7,
                Finding(
                    first.start,
                    last.end,
                    "wall_of_text",
                    first.text,
                    f"Deze alinea heeft {words} woorden. Verdeel haar en zet er een kopje boven.",
                    f"This paragraph has {words} words. Split it and give it a heading.",
                ),
            )
