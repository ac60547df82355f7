"""Where in a sentence can it be made plainer, why, and what could be written instead?"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from tracker.readability import whole_text
from tracker.readability.features import is_nominalisation
from tracker.readability.languages import Language
from tracker.readability.marks import (
    Finding,
    Weighed,
    about_part,
    about_sentence,
    most_important_first,
)
from tracker.readability.officialese import hits
from tracker.readability.sentences import Sentence, Word

LONG_SENTENCE: Final = 20
SHOWN_LONGEST: Final = 3
_STACKED: Final = 3
_NOMINAL: Final = 3
_RARE: Final = 2.0  # Zipf: about once in ten million words, and not to be read from its parts
_RARE_LENGTH: Final = 8

_DOUBLE_NEGATION = re.compile(
    r"\b(?:niet|nooit|geen)\b(?:(?!\bof\b)[^,.;]){0,30}"
    r"\b(?:niet|geen|zonder|onmogelijk|onwaarschijnlijk|onredelijk|uitgesloten|uit te sluiten)\b"
    r"|\bnot un\w+\b|\bnot without\b",
    re.IGNORECASE,
)
_TANGLED = re.compile(
    r"\b(?:de|het|een) (?:door|op|bij|in|voor|aan|met|namens|ter|ten|krachtens) "
    r"(?:[\w'’.-]+ ){1,7}?\w*(?:ge\w{2,}|be\w{3,}|ver\w{3,}|ont\w{3,})(?:de|te|en) [\w-]+",
    re.IGNORECASE,
)
_LAW = re.compile(
    r"\b(?:artikel(?:en)?|artt?\.|article|section) \d+[\d:.a-z]*"
    r"(?:,? (?:eerste|tweede|derde|vierde|vijfde) lid|,? lid \d+)?",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(r"(?<![\w(])(?:[A-Z]{2,6}|[A-Z][a-z]{0,2}[A-Z][A-Za-z]{0,4})(?![\w)])")
_DOTTED = re.compile(r"\b[a-z](?:\.[a-z]){1,3}\.", re.IGNORECASE)
_KNOWN_SHORT: Final = frozenset(
    {"NL", "EU", "TV", "PDF", "OK", "ID", "BV", "NV", "BSN", "DigiD", "WC"}
)
_DOTTED_PLAIN: Final = {
    "a.d.h.v.": "met",
    "a.s.": "komende",
    "d.d.": "van",
    "d.m.v.": "met",
    "d.w.z.": "dat betekent",
    "e.d.": "en zo",
    "i.c.m.": "samen met",
    "i.p.v.": "in plaats van",
    "i.v.m.": "door",
    "m.b.t.": "over",
    "m.b.v.": "met",
    "m.i.v.": "vanaf",
    "m.n.": "vooral",
    "m.u.v.": "behalve",
    "n.a.v.": "door",
    "n.v.t.": "geldt niet",
    "o.a.": "bijvoorbeeld",
    "o.g.v.": "volgens",
    "t.a.v.": "over",
    "t.b.v.": "voor",
    "t.g.v.": "door",
    "t.o.v.": "vergeleken met",
}

_Rule = Callable[[Sentence, Language], Iterator[Weighed]]


def find(sentences: Sequence[Sentence], kind: str, language: Language) -> tuple[Finding, ...]:
    """Look for everything in running text; what matters most comes first."""
    weighed = [
        found for sentence in sentences for rule in _RULES for found in rule(sentence, language)
    ]
    weighed += whole_text.look(sentences, kind, language)
    return most_important_first(weighed)


def longest(sentences: Sequence[Sentence]) -> tuple[Finding, ...]:
    """Give the longest sentences, the longest first, whether or not they are too long."""
    by_length = sorted(sentences, key=lambda one: (-len(one.words), one.start))
    return tuple(
        about_sentence(
            one,
            "long_sentence",
            f"Deze zin heeft {len(one.words)} woorden.",
            f"This sentence has {len(one.words)} words.",
        )
        for one in by_length[:SHOWN_LONGEST]
    )


def _long(sentence: Sentence, language: Language) -> Iterator[Weighed]:
    count = len(sentence.words)
    if count > LONG_SENTENCE:
        yield Weighed(
            2.0 + (count - LONG_SENTENCE) / 5,
            about_sentence(
                sentence,
                "long_sentence",
                f"Deze zin heeft {count} woorden. Maak er twee of meer zinnen van.",
                f"This sentence has {count} words. Make it two or more sentences.",
            ),
        )


def _official(sentence: Sentence, language: Language) -> Iterator[Weighed]:
    for hit in hits(sentence.words, language.word_list):
        found = sentence.text[hit.first.start - sentence.start : hit.last.end - sentence.start]
        plain = hit.entry.plain
        yield Weighed(
            3.0,
            Finding(
                hit.first.start,
                hit.last.end,
                "official_word",
                found,
                f"“{found}” is een officieel woord. Gewoner is “{plain}”.",
                f"“{found}” is an official word. Plainer is “{plain}”.",
                plain[0].upper() + plain[1:] if found[0].isupper() else plain,
            ),
        )


def _passive(sentence: Sentence, language: Language) -> Iterator[Weighed]:
    for match in language.passive.finditer(sentence.text):
        yield Weighed(
            1.0,
            about_part(
                sentence,
                *match.span(),
                "passive",
                "Misschien een lijdende zin. Schrijf wie het doet: “wij sturen”, en niet"
                " “er wordt gestuurd”.",
                "Possibly passive. Write who does it: “we send”, not “it is sent”.",
            ),
        )


def _rare(sentence: Sentence, language: Language) -> Iterator[Weighed]:
    if language.familiarity is None:
        return
    for word in sentence.words[1:]:
        if _may_be_rare(word) and language.familiarity(word.lower) < _RARE:
            yield Weighed(
                1.2,
                about_part(
                    sentence,
                    word.start - sentence.start,
                    word.end - sentence.start,
                    "rare_word",
                    f"“{word.text}” is een woord dat weinig mensen kennen. Kan het gewoner?",
                    f"Few people know the word “{word.text}”. Is there a plainer one?",
                ),
            )


def _may_be_rare(word: Word) -> bool:
    """Leave out names and numbers."""
    return word.is_plain and len(word.text) >= _RARE_LENGTH and word.text.islower()


def _nominal(sentence: Sentence, language: Language) -> Iterator[Weighed]:
    nouns = [word.text for word in sentence.words if is_nominalisation(word.lower, language)]
    if len(nouns) >= _NOMINAL:
        listed = ", ".join(f"“{noun}”" for noun in nouns[:_NOMINAL])
        yield Weighed(
            1.5,
            about_sentence(
                sentence,
                "nominalisation",
                f"Veel zelfstandige naamwoorden: {listed}. Schrijf wie wat doet.",
                f"Many nouns made of verbs: {listed}. Write who does what.",
            ),
        )


def _stacked(sentence: Sentence, language: Language) -> Iterator[Weighed]:
    clauses = sum(word.lower in language.subordinators for word in sentence.words)
    if clauses >= _STACKED:
        yield Weighed(
            1.8,
            about_sentence(
                sentence,
                "stacked_clauses",
                "In deze zin zitten meerdere bijzinnen. Geef elk punt een eigen zin.",
                "This sentence has several clauses. Give each point its own sentence.",
            ),
        )


def _double_negation(sentence: Sentence, language: Language) -> Iterator[Weighed]:
    for match in _DOUBLE_NEGATION.finditer(sentence.text):
        yield Weighed(
            2.0,
            about_part(
                sentence,
                *match.span(),
                "double_negation",
                "Twee keer “niet”. Schrijf wat er wél kan of geldt.",
                "Two negatives. Write what does hold.",
            ),
        )


def _tangled(sentence: Sentence, language: Language) -> Iterator[Weighed]:
    for match in _TANGLED.finditer(sentence.text):
        yield Weighed(
            2.2,
            about_part(
                sentence,
                *match.span(),
                "tangled",
                "Hier staat veel tussen “de” of “het” en het woord dat erbij hoort. Maak er een"
                " aparte zin van.",
                "Much stands between the article and its noun. Make it a sentence of its own.",
            ),
        )


def _law(sentence: Sentence, language: Language) -> Iterator[Weighed]:
    for match in _LAW.finditer(sentence.text):
        yield Weighed(
            1.1,
            about_part(
                sentence,
                *match.span(),
                "law_reference",
                "Zeg in gewone woorden wat dit artikel betekent. Zet het nummer achteraan of in"
                " een noot.",
                "Say in plain words what this article means. Put the number at the end.",
            ),
        )


def _abbreviations(sentence: Sentence, language: Language) -> Iterator[Weighed]:
    for match in _DOTTED.finditer(sentence.text):
        if plain := _DOTTED_PLAIN.get(match.group().lower()):
            reason = (f"Schrijf de afkorting uit: “{plain}”.", f"Write it out: “{plain}”.")
            found = about_part(sentence, *match.span(), "abbreviation", *reason)
            yield Weighed(
                2.0,
                Finding(found.start, found.end, found.kind, found.text, *reason, rewrite=plain),
            )
    for match in _ABBREVIATION.finditer(sentence.text):
        if match.group() not in _KNOWN_SHORT:
            yield Weighed(
                1.3,
                about_part(
                    sentence,
                    *match.span(),
                    "abbreviation",
                    f"Niet iedereen kent “{match.group()}”. Schrijf erbij wat het betekent.",
                    f"Not everybody knows “{match.group()}”. Say what it means.",
                ),
            )


_RULES: Final[Sequence[_Rule]] = (
    _long,
    _official,
    _passive,
    _rare,
    _nominal,
    _stacked,
    _double_negation,
    _tangled,
    _law,
    _abbreviations,
)
