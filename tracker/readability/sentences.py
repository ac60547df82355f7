"""Which sentences and words of a Dutch letter count, and where do they stand in the text?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tracker.readability.abbreviations import ENDS_ONLY_BEFORE_CAPITAL, NEVER_ENDS


class Role(StrEnum):
    """What a piece of the letter is; only sentences and items are read as running text."""

    SENTENCE = "sentence"
    ITEM = "item"
    HEADING = "heading"
    LABEL = "label"  # "Kenmerk: 123", "Naam: P. Jansen"
    GREETING = "greeting"
    CLOSING = "closing"


COUNTED = frozenset({Role.SENTENCE, Role.ITEM})


@dataclass(frozen=True, slots=True)
class Word:
    """One word; ``start`` and ``end`` are places in the whole text, in code points."""

    start: int
    end: int
    text: str
    lower: str
    is_plain: bool  # made of letters: not a number, amount, date, web or mail address


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, list item or line; ``start`` and ``end`` are places in the whole text."""

    start: int
    end: int
    text: str
    role: Role
    paragraph: int
    words: tuple[Word, ...]

    @property
    def counts(self) -> bool:
        """Whether it is running text and not a greeting, heading or signature."""
        return self.role in COUNTED


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines that make one paragraph, item or heading together."""

    start: int
    end: int
    role: Role


_LINK = r"(?:https?://|www\.)[^\s<>]*[^\s<>.,;:!?)\]]|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_NUMBER = r"€\s?\d[\d.]*(?:,(?:\d+|-))?|\d[\d.,:/°–-]*\d[°%]?|\d[°%]?"
_LETTERS = r"[^\W\d_]+(?:[-'’./&][^\W_]+)*(?:-(?=\s))?"
_MIXED = r"[^\W_]+(?:[-'’][^\W_]+)*"
_WORD = re.compile(f"(?P<link>{_LINK})|(?P<number>(?:{_NUMBER})(?![^\\W\\d_]))|{_LETTERS}|{_MIXED}")
_ITEM = re.compile(r"\s*(?:[-*•–—·▪◦‣o✓]|\(?\d{1,2}[.)]|\(?[a-z]\))\s+(?=\S)")
_MARKER = re.compile(rf"{_ITEM.pattern}|\s*#{{1,6}}\s+(?=\S)")
_MARKDOWN_HEADING = re.compile(r"\s*#{1,6}\s+(?=\S)")
_LABEL = re.compile(r"\s*[^\W\d_][\w ./-]{0,28}:\s*\S[^.!?]*$")
_GREETING = re.compile(
    r"\s*(?:geachte|beste|dag|hallo|hoi|goede(?:morgen|middag|navond|ndag)|goedendag|l\.s\."
    r"|dear|hello|hi|good (?:morning|afternoon))\b[^,!?:;\n]{0,60}(?:[,:!]|$)",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"\s*(?:(?:met )?(?:vriendelijke|hartelijke|beleefde) groet(?:en)?|hoogachtend|groet(?:en|jes)?"
    r"|m\.?v\.?g\.?|(?:kind|best|warm) regards|yours (?:sincerely|faithfully|truly)|sincerely)\b"
    r"[^.!?\n]{0,40}[.,!]?\s*$",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"(?:(?<![.!?…])[.!?…]+[\"'”’»)\]]*)(?=\s|$)|(?<=[a-zà-ÿ]{3})[.!?](?=[A-ZÀ-Þ][a-zà-ÿ])",
)
_INITIAL = re.compile(r"(?:[^\W\d_]\.)+$")
_OPENING = "\"'“‘(«[*_"
_ENDS_LINE = (".", "!", "?", "…", ":", ";")
_WIDEST_WRAP = 100
_NARROWEST_WRAP = 35
_HEADING_WORDS = 10
_SIGNED_SENTENCE_WORDS = 4
_LOOK_AROUND = 60  # characters; enough for one token, and keeps long texts quick


def split(text: str) -> tuple[Sentence, ...]:
    """Cut a letter into sentences, items, headings, greeting and closing, in reading order."""
    found: list[Sentence] = []
    for number, block in enumerate(_Reader(text).blocks()):
        for start, end in _sentence_spans(text, block):
            words = words_of(text[start:end], start)
            found.append(Sentence(start, end, text[start:end], block.role, number, words))
    return tuple(found)


def running_text(sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """Keep what counts; where nothing does (a lone heading), everything with words counts."""
    counted = tuple(one for one in sentences if one.counts and one.words)
    return counted or tuple(one for one in sentences if one.words)


def words_of(text: str, start: int = 0) -> tuple[Word, ...]:
    """Cut a piece of text into words; ``start`` is its place in the whole text."""
    return tuple(
        Word(
            start + match.start(),
            start + match.end(),
            match.group(),
            match.group().lower(),
            match.lastgroup is None and not any(map(str.isdigit, match.group())),
        )
        for match in _WORD.finditer(text)
    )


class _Reader:
    """Goes through the lines once, joining what an e-mail program has wrapped."""

    def __init__(self, text: str) -> None:
        self.lines = _lines(text)
        self.widest = max((len(line.text) for line in self.lines), default=0)
        self.last = max((n for n, line in enumerate(self.lines) if line.text), default=0)
        self.in_body = False
        self.signed = False

    def blocks(self) -> Iterator[_Block]:
        index = 0
        while index < len(self.lines):
            line = self.lines[index]
            last = index
            if line.text and not self.in_body and (greeting := _GREETING.match(line.text)):
                cut = line.start + greeting.end()
                yield _Block(line.start, cut, Role.GREETING)
                line = _Line(cut, line.end, line.text[greeting.end() :])
            if line.text.strip():
                role = self._role(index, line)
                last = self._last_line(index) if role in COUNTED else index
                if role is Role.SENTENCE and last == index and self._is_heading(index):
                    role = Role.HEADING
                yield self._block(line, self.lines[last].end, role)
            index = last + 1

    def _block(self, line: _Line, end: int, role: Role) -> _Block:
        self.in_body = self.in_body or role in COUNTED
        marker = _MARKER.match(line.text)
        return _Block(line.start + (marker.end() if marker else 0), end, role)

    def _role(self, index: int, line: _Line) -> Role:
        if _CLOSING.match(line.text):
            self.signed = True
        if self.signed and not _is_full_sentence(line.text):
            return Role.CLOSING
        if _MARKDOWN_HEADING.match(line.text):
            return Role.HEADING
        if _ITEM.match(line.text):
            return Role.ITEM
        if _LABEL.match(line.text) and self._last_line(index) == index:
            return Role.LABEL
        return Role.SENTENCE

    def _last_line(self, index: int) -> int:
        while index + 1 < len(self.lines) and self._runs_on(
            self.lines[index].text, self.lines[index + 1].text
        ):
            index += 1
        return index

    def _runs_on(self, line: str, following: str) -> bool:
        """Whether the next line is the same paragraph, broken only by the width of the page."""
        if not following or _MARKER.match(following) or _CLOSING.match(following):
            return False
        first_word = following.split(maxsplit=1)[0]
        if self.widest <= _WIDEST_WRAP and len(line) + 1 + len(first_word) > self.widest:
            return len(line) >= _NARROWEST_WRAP
        return (
            first_word[0].islower()
            and not line.endswith(_ENDS_LINE)
            and len(line) >= _NARROWEST_WRAP
        )

    def _is_heading(self, index: int) -> bool:
        line = self.lines[index].text.strip()
        return (
            index < self.last
            and not line.endswith((*_ENDS_LINE, ","))
            and not line[0].islower()
            and len(line.split()) <= _HEADING_WORDS
        )


def _lines(text: str) -> list[_Line]:
    lines, start = [], 0
    for raw in text.splitlines(keepends=True):
        bare = raw.rstrip()
        lines.append(_Line(start, start + len(bare), bare))
        start += len(raw)
    return lines


def _is_full_sentence(line: str) -> bool:
    return line.endswith((".", "!", "?")) and len(line.split()) >= _SIGNED_SENTENCE_WORDS


def _sentence_spans(text: str, block: _Block) -> Iterator[tuple[int, int]]:
    start = block.start
    for stop in _STOP.finditer(text, block.start, block.end):
        if _ends_sentence(text, start, stop, block.end):
            yield _first_letter(text, start), stop.end()
            start = stop.end()
    yield _first_letter(text, start), block.end  # the last sentence always reaches the end


def _first_letter(text: str, start: int) -> int:
    while text[start].isspace():
        start += 1
    return start


def _ends_sentence(text: str, start: int, stop: re.Match[str], block_end: int) -> bool:
    rest = text[stop.end() : min(block_end, stop.end() + _LOOK_AROUND)].lstrip()
    if not rest:
        return False
    following = rest.lstrip(_OPENING)[:1]
    if following.islower():
        return False
    if stop.group()[0] != ".":
        return True
    return not _is_abbreviation(
        text[max(start, stop.start() - _LOOK_AROUND) : stop.start() + 1], following
    )


def _is_abbreviation(before: str, following: str) -> bool:
    token = before.split()[-1].lstrip(_OPENING).lower()
    if token in ENDS_ONLY_BEFORE_CAPITAL:
        return not following.isupper()
    return token in NEVER_ENDS or bool(_INITIAL.fullmatch(token))
