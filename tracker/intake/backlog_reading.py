"""What stands in the cells of one line, and what is wrong with them?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar

from flask_babel import lazy_gettext as _l

from tracker.base.errors import InvalidInput, Sentence
from tracker.intake.backlog_cells import EXCEL_ERRORS, as_text, shown
from tracker.intake.backlog_columns import Columns
from tracker.intake.backlog_files import Row
from tracker.register.rules import receipt_problem

LONGEST: Final[Mapping[str, int]] = {
    "number": 100,
    "title": 300,
    "text": 100_000,
    "name": 200,
    "email": 254,
    "street": 200,
    "postcode": 20,
    "place": 100,
    "phone": 40,
    "closed_why": 500,
}
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is wrong with one cell of a line, and what to do about it."""

    line: int
    column: str
    sentence: Sentence


class Line:
    """The cells of one line, and what was found wrong with them so far."""

    def __init__(self, row: Row, columns: Columns) -> None:
        self.row, self.columns = row, columns
        self.refusals: list[Refusal] = []

    def cell(self, name: str) -> object:
        """Return a cell; None when the file has no such column or the line ends before it."""
        place = self.columns.places.get(name)
        if place is None or place >= len(self.row.cells):
            return None
        return self.row.cells[place]

    def needs(self, name: str, sentence: Sentence) -> None:
        """Refuse the line for a cell, unless that cell was refused already."""
        column = self.columns.heading(name)
        if all(each.column != column for each in self.refusals):
            self.refusals.append(Refusal(self.row.number, column, sentence))

    def read(self, name: str, reader: Callable[[object], _T], *, empty: bool = False) -> _T | None:
        """Read a cell; None when it is empty (unless *empty* may be read too) or wrong."""
        cell = self.cell(name)
        text = as_text(cell)
        if text in EXCEL_ERRORS:
            self.needs(
                name, _l("%(value)s is een fout van Excel. Vul de cel zelf in.", value=shown(cell))
            )
            return None
        if not text and not empty:
            return None
        try:
            return reader(cell)
        except InvalidInput as error:
            self.needs(name, error.message)
            return None

    def text(self, name: str) -> str:
        """Read a text that fits."""
        return self.read(name, lambda cell: fitting(cell, LONGEST.get(name, 200))) or ""

    def look_at_shape(self) -> None:
        """Refuse a line with more cells than there are headings: a separator too many."""
        more = [each for each in self.row.cells[len(self.columns.headings) :] if as_text(each)]
        if more:
            sentence = _l(
                "Deze regel heeft meer cellen dan er kolommen zijn, vanaf %(value)s. Zet een tekst "
                "met een scheidingsteken erin tussen aanhalingstekens.",
                value=shown(more[0]),
            )
            self.refusals.append(Refusal(self.row.number, "-", sentence))

    def look_at_receipt(self, day: date, today: date, *, allow_old: bool) -> None:
        """Refuse a day of receipt that can hardly be right."""
        problem = receipt_problem(day, today)
        if problem == "future":
            self.needs(
                "received_on",
                _l("Deze dag is nog niet geweest. Vul de dag in waarop de brief binnenkwam."),
            )
        if problem == "old" and not allow_old:
            self.needs(
                "received_on",
                _l(
                    "Deze dag ligt meer dan twee jaar terug. Verbeter hem, of lees in met "
                    "--allow-old als hij klopt."
                ),
            )


def fitting(cell: object, longest: int) -> str:
    """Return the text of a cell.

    Raises:
        InvalidInput: it has more characters than *longest*.
    """
    text = as_text(cell)
    if len(text) > longest:
        raise InvalidInput(
            _l(
                "Dit is te lang: %(length)s tekens. Gebruik hooguit %(longest)s tekens.",
                length=len(text),
                longest=longest,
            )
        )
    return text


def plain(text: str) -> str:
    """Return a word as it is compared: no capitals, single spaces."""
    return " ".join(text.casefold().split())


def chosen(cell: object, words: Mapping[str, _T], more: Mapping[str, _T]) -> _T:
    """Choose by one of our words; *more* are taken too, without being offered.

    Raises:
        InvalidInput: the cell holds none of them.
    """
    word = plain(as_text(cell))
    found = words.get(word) or more.get(word)
    if found is None:
        raise InvalidInput(
            _l(
                "%(value)s kennen we niet. Kies uit: %(known)s.",
                value=shown(cell),
                known=", ".join(words),
            )
        )
    return found
