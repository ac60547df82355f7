"""How does a backlog of old letters become cases, once and only once?

First all lines are read and held against the house, which stores nothing. Then a batch of lines
at a time becomes cases, in one transaction with the rows that remember them: it may be killed at
any moment, and goes on with what is left.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask_babel import lazy_gettext as _l
from sqlmodel import Session, select

from tracker.base.clock import Clock
from tracker.base.config import Settings
from tracker.base.database import Database, insert_once
from tracker.base.errors import InvalidInput, NotFound
from tracker.base.log import get_logger
from tracker.intake.backlog_columns import Columns, find_columns
from tracker.intake.backlog_files import Table, read_table
from tracker.intake.backlog_lines import (
    Choices,
    House,
    OldLetter,
    find_subject,
    read_house,
    read_line,
)
from tracker.intake.backlog_reading import Refusal
from tracker.intake.models import ImportedLine
from tracker.register.service import assign, open_case, record_event

log = get_logger(__name__)

LINES_AT_ONCE = 25
"""How many lines become cases in one transaction; others wait meanwhile, a moment on SQLite."""

Told = Callable[[Sequence[Sequence[OldLetter]]], Iterable[Sequence[OldLetter]]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """What a file holds: ``known`` counts the lines that became a case before."""

    table: Table
    columns: Columns
    letters: Sequence[OldLetter]
    refused: Sequence[Refusal]
    known: int
    changed: Sequence[int] = ()
    """The lines among them that say something else now; their cases stay as they are."""

    @property
    def refused_lines(self) -> Sequence[int]:
        """Return the numbers of the lines that are refused, each once."""
        return list(dict.fromkeys(each.line for each in self.refused))


@dataclass(frozen=True, kw_only=True, slots=True)
class Imported:
    """What became of the lines that were right."""

    cases: int
    known: int
    refused: Sequence[Refusal]


def check_backlog(
    db: Database,
    clock: Clock,
    settings: Settings,
    path: Path,
    choices: Choices,
    given: dict[str, str],
    sheet: str = "",
) -> Checked:
    """Read a file and hold every line against the house; store nothing.

    Args:
        given: field by heading, where the heading does not say it.

    Raises:
        InvalidInput: the file or its columns cannot be used at all.
    """
    table = read_table(path, settings.import_max_mb, settings.import_max_lines, sheet)
    columns = find_columns(table.headings, given, has_subject=bool(choices.subject))
    with db.reading() as session:
        house = read_house(session, clock())
        earlier = _Earlier(session)
    _refuse_unknown_subject(choices, house)
    letters: list[OldLetter] = []
    refused: list[Refusal] = []
    changed: list[int] = []
    known = 0
    for row in table.rows:
        read = read_line(row, columns, house, choices)
        if not isinstance(read, OldLetter):
            refused += read
        elif earlier.has(read):
            known += 1
            changed += [row.number] if earlier.differs(read) else []
        elif twin := earlier.twin(read):
            refused.append(_doubled(read, twin, columns))
        else:
            letters.append(read)
    return Checked(
        table=table,
        columns=columns,
        letters=letters,
        refused=refused,
        known=known,
        changed=changed,
    )


class _Earlier:
    """The lines that became a case before, and those seen in this file."""

    def __init__(self, session: Session) -> None:
        rows = session.exec(select(ImportedLine.key, ImportedLine.fingerprint)).all()
        self.prints = dict(rows)
        self.known = set(self.prints.values())
        self.seen: dict[str, int] = {}

    def has(self, letter: OldLetter) -> bool:
        """Tell whether a line became a case: by its number, or the same letter from any file."""
        return letter.key in self.prints or letter.fingerprint in self.known

    def differs(self, letter: OldLetter) -> bool:
        """Tell whether a line with the same number said something else then."""
        return self.prints.get(letter.key, letter.fingerprint) != letter.fingerprint

    def twin(self, letter: OldLetter) -> int:
        """Return the line that is the same one, higher up in this file; 0 when there is none."""
        first = self.seen.setdefault(letter.key, letter.row.number)
        return first if first != letter.row.number else 0


def import_letters(
    db: Database, clock: Clock, letters: Sequence[OldLetter], told: Told = iter
) -> Imported:
    """Make cases of the letters; a line that became one meanwhile is passed over.

    Args:
        told: is handed the batches, to show how far it is.
    """
    batches = [
        letters[start : start + LINES_AT_ONCE] for start in range(0, len(letters), LINES_AT_ONCE)
    ]
    cases = known = 0
    refused: list[Refusal] = []
    for batch in told(batches):
        with db.changing() as session:
            now = clock()
            for letter in batch:
                try:
                    with session.begin_nested():
                        made = _import(session, now, letter)
                except (InvalidInput, NotFound) as error:
                    refused.append(Refusal(letter.row.number, "-", error.message))
                    continue
                cases, known = cases + made, known + (not made)
    log.info("backlog_imported", cases=cases, known=known, refused=len(refused))
    return Imported(cases=cases, known=known, refused=refused)


def _import(session: Session, now: datetime, letter: OldLetter) -> bool:
    source = letter.new.imported_from
    row = {
        "source": source,
        "key": letter.key,
        "fingerprint": letter.fingerprint,
        "case_id": None,
        "imported_at": now,
    }
    if not insert_once(session, ImportedLine, [row], ["key"]):
        return False
    case = open_case(session, now, letter.new)
    if letter.handler_id is not None:
        assign(session, now, case, letter.handler_id, None, silently=True)
    for what in letter.happened:
        record_event(session, now, case, what.type, what.on, data=what.data)
    line = session.exec(select(ImportedLine).where(ImportedLine.key == letter.key)).one()
    line.case_id = case.id
    return True


def _doubled(letter: OldLetter, first: int, columns: Columns) -> Refusal:
    if letter.key != letter.fingerprint:
        same_number = _l(
            "Dit nummer staat ook op regel %(line)s. Geef elke regel een eigen nummer.", line=first
        )
        return Refusal(letter.row.number, columns.heading("number"), same_number)
    same_letter = _l(
        "Deze brief staat ook op regel %(line)s: dezelfde dag, afzender en tekst. Haal er een weg, "
        "of geef elke regel een eigen nummer.",
        line=first,
    )
    return Refusal(letter.row.number, "-", same_letter)


def _refuse_unknown_subject(choices: Choices, house: House) -> None:
    """Refuse one subject for all lines that does not exist: once, and not at every line."""
    if choices.subject:
        find_subject(choices.subject, house, "")
