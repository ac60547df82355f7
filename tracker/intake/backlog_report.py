"""How do we give back the lines that we refused, so that they can be mended and offered again?"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from pathlib import Path

from flask_babel import lazy_gettext as _l

from tracker.base.errors import InvalidInput
from tracker.intake.backlog_cells import as_text
from tracker.intake.backlog_columns import REPORT_PREFIX
from tracker.intake.backlog_files import FORMULA_SIGNS, Table
from tracker.intake.backlog_reading import Refusal

REPORT = ".geweigerd"
_LINE, _COLUMN, _WRONG = (
    f"{REPORT_PREFIX}{word}" for word in ("regel", "kolom", "wat is er mis en wat kunt u doen")
)
_OWN_NAME = re.compile(re.escape(REPORT) + r"(-\d+)?$")


def source_name(path: Path) -> str:
    """Return what a file is called; a report of its refused lines belongs to it."""
    return _OWN_NAME.sub("", path.stem)[:120]


def write_report(
    table: Table, refused: Sequence[Refusal], offered: Path, chosen: Path | None
) -> Path:
    """Write every refused line with what is wrong with it; return where it was written.

    An earlier report is never written over: somebody may be mending it.

    Args:
        offered: the file that the lines come from; the report comes beside it.
        chosen: where the report must go instead.

    Raises:
        InvalidInput: the chosen file is there already, with something else in it.
    """
    data = report_of(table, refused)
    names: Iterable[Path] = [chosen] if chosen else _names(offered)
    for path in names:
        try:
            with path.open("xb") as file:
                file.write(data)
        except FileExistsError:
            if path.is_file() and path.read_bytes() == data:
                return path
        else:
            return path
    raise InvalidInput(
        _l("%(path)s bestaat al. Kies een andere naam voor het verslag.", path=str(chosen))
    )


def _names(offered: Path) -> Iterator[Path]:
    base = _OWN_NAME.sub("", offered.stem)
    yield offered.with_name(f"{base}{REPORT}.csv")
    for number in count(2):
        yield offered.with_name(f"{base}{REPORT}-{number}.csv")


def report_of(table: Table, refused: Sequence[Refusal]) -> bytes:
    """Return the refused lines as CSV, as a Dutch Excel opens it."""
    about: dict[int, list[Refusal]] = defaultdict(list)
    for each in refused:
        about[each.line].append(each)
    kept = [
        place
        for place, heading in enumerate(table.headings)
        if not heading.startswith(REPORT_PREFIX)
    ]
    file = io.StringIO()
    lines = csv.writer(file, delimiter=";")
    lines.writerow([*(defused(table.headings[place]) for place in kept), _LINE, _COLUMN, _WRONG])
    for row in table.rows:
        if wrong := about.get(row.number):
            cells = [row.cells[place] if place < len(row.cells) else None for place in kept]
            more = row.cells[len(table.headings) :]
            said = "\n".join(f"{each.column}: {each.sentence}" for each in wrong)
            columns = ", ".join(dict.fromkeys(each.column for each in wrong))
            told = (str(row.number), columns, said)
            lines.writerow([defused(as_text(cell)) for cell in (*cells, *told, *more)])
    return file.getvalue().encode("utf-8-sig", "replace")


def defused(text: str) -> str:
    """Return a cell that a spreadsheet shows as it is, instead of reckoning it as a formula."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
