"""Which letters can come in, and what do we write back? Read from the texts beside this module."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from tracker.register.models import Channel

REPLIES_FILE = "reacties.toml"
Span = int | tuple[int, int]


class Writer(StrEnum):
    """In whose voice a letter is written."""

    RESIDENT = "resident"
    CHILD = "child"
    NEWCOMER = "newcomer"
    ENGLISH = "english"
    BUSINESS = "business"
    ASSOCIATION = "association"


class Outcome(StrEnum):
    """How a letter of this kind ends."""

    ANSWERED = "answered"
    FORWARDED = "forwarded"
    NO_REPLY_NEEDED = "no_reply_needed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """One hand-written letter with slots, and what we write back.

    Slots stand in braces. ``days``, ``workdays`` and ``saturdays`` lie so many days from the
    receipt, ``reply_days`` from the day on which we write; a pair is drawn from.

    Attributes:
        subject: key of the subject.
        note: the same in the words of who took the call or stood at the counter.
        months: months in which such a letter comes; empty: all year.
        sets: slots that belong together, one set is drawn; ``choices`` are drawn one by one.
        request: our letter that asks for what is ``missing``; ``supplied`` is how the
            correspondent names it when it comes.
        officialese: the same answer as nobody should write it.
        disputable: the answer promises work, so that somebody may say it was not done.
        disappoints: nobody writes back to say thank you.
        urgent: the letter names a day after which an answer has no sense.
    """

    id: str
    subject: str
    channels: tuple[Channel, ...]
    titles: tuple[str, ...]
    text: str
    note: str = ""
    answer: str = ""
    interim: str = ""
    request: str = ""
    missing: tuple[str, ...] = ()
    supplied: str = ""
    officialese: str = ""
    writer: Writer = Writer.RESIDENT
    trade: str = ""
    tone: str = "friendly"
    language: str = "nl"
    outcome: Outcome = Outcome.ANSWERED
    forward_to: str = ""
    reason: str = ""
    months: tuple[int, ...] = ()
    days: Mapping[str, Span] = field(default_factory=dict)
    workdays: Mapping[str, Span] = field(default_factory=dict)
    saturdays: Mapping[str, Span] = field(default_factory=dict)
    reply_days: Mapping[str, Span] = field(default_factory=dict)
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sets: tuple[Mapping[str, str], ...] = ()
    disputable: bool = False
    disappoints: bool = False
    urgent: bool = False

    def words(self, channel: Channel) -> str:
        """Return how it reads when it comes in by this way."""
        spoken = channel in (Channel.PHONE, Channel.COUNTER)
        return self.note if spoken and self.note else self.text


class Mood(StrEnum):
    """Why somebody writes back."""

    THANKS = "thanks"
    SUPPLEMENT = "supplement"
    UNHAPPY = "unhappy"
    WITHDRAWAL = "withdrawal"
    NOTICE_OF_DEFAULT = "notice_of_default"
    OUT_OF_OFFICE = "out_of_office"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, kw_only=True, slots=True)
class IncomingReply:
    """What comes back on a case; ``tones`` are the voices it fits, none means all."""

    id: str
    mood: Mood
    text: str
    tones: tuple[str, ...] = ()
    title: str = ""
    language: str = "nl"
    second_answer: str = ""

    def fits(self, letter: Letter) -> bool:
        """Say whether the writer of *letter* could have written this."""
        return letter.language == self.language and (not self.tones or letter.tone in self.tones)


@cache
def all_letters() -> tuple[Letter, ...]:
    """Return every letter in the texts, in a fixed order."""
    letters = []
    for name, table in _tables():
        if name != REPLIES_FILE:
            common = {key: value for key, value in table.items() if key != "letter"}
            letters += [_letter(common | row) for row in table["letter"]]
    return tuple(letters)


@cache
def all_replies() -> tuple[IncomingReply, ...]:
    """Return everything that may come back."""
    rows = next(table["reply"] for name, table in _tables() if name == REPLIES_FILE)
    return tuple(IncomingReply(**_tidy(row) | {"mood": Mood(row["mood"])}) for row in rows)


def letter_named(id: str) -> Letter:
    """Return the letter with this id."""
    return next(letter for letter in all_letters() if letter.id == id)


def _tables() -> Iterator[tuple[str, dict[str, Any]]]:
    folder = files("tracker.demo") / "texts"
    for path in sorted(folder.iterdir(), key=lambda each: each.name):
        if path.name.endswith(".toml"):
            yield path.name, tomllib.loads(path.read_text(encoding="utf-8"))


def _letter(row: Mapping[str, Any]) -> Letter:
    values = _tidy(row)
    values["channels"] = tuple(Channel(name) for name in row["channels"])
    values["writer"] = Writer(row.get("writer", Writer.RESIDENT))
    values["outcome"] = Outcome(row.get("outcome", Outcome.ANSWERED))
    return Letter(**values)


def _tidy(row: Mapping[str, Any]) -> dict[str, Any]:
    """Strip the blank lines around texts and make lists unchangeable."""
    return {key: _fixed(value) for key, value in row.items()}


def _fixed(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list):
        return tuple(_fixed(each) for each in value)
    if isinstance(value, dict):
        return {key: _fixed(each) for key, each in value.items()}
    return value
