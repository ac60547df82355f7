"""What does somebody see who imports a backlog at the keyboard?"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click
from flask_babel import lazy_gettext as _l

from tracker.base.clock import system_clock
from tracker.base.config import read_settings
from tracker.base.database import Database
from tracker.base.errors import Sentence
from tracker.base.log import set_up_logging
from tracker.intake.backlog import Checked, Imported, check_backlog, import_letters
from tracker.intake.backlog_cells import YES
from tracker.intake.backlog_columns import HEADINGS
from tracker.intake.backlog_lines import Choices, OldLetter
from tracker.intake.backlog_reading import Refusal
from tracker.intake.backlog_report import source_name, write_report

DONE, REFUSED = 0, 1
FIRST_REFUSALS = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Wishes:
    """What was asked for on the command line."""

    subject: str
    source: str
    sheet: str
    report: Path | None
    allow_old: bool
    dry_run: bool
    yes: bool


def fields() -> Sequence[str]:
    """Return every field, with the headings by which it is recognised."""
    return [f"{field}: {', '.join(words)}" for field, words in HEADINGS.items()]


def import_file(path: Path, given: Sequence[str], wishes: Wishes) -> int:
    """Check a file, tell what was found, and import what is right; return the exit code."""
    _refuse_unsaid(wishes)
    settings = read_settings()
    set_up_logging(settings.log_format)
    choices = Choices(
        source=wishes.source.strip()[:120] or source_name(path),
        subject=wishes.subject,
        allow_old=wishes.allow_old,
    )
    db = Database(settings.database)
    try:
        columns = dict(map(_pair, given))
        checked = check_backlog(db, system_clock, settings, path, choices, columns, wishes.sheet)
        _tell_checked(checked)
        _report(checked, checked.refused, path, wishes)
        if not checked.letters or not _wanted(len(checked.letters), wishes):
            return REFUSED if checked.refused else DONE
        done = import_letters(db, system_clock, checked.letters, _with_bar)
    finally:
        db.close()
    _tell_imported(done)
    if done.refused:
        _report(checked, [*checked.refused, *done.refused], path, replace(wishes, report=None))
    return REFUSED if checked.refused or done.refused else DONE


def _refuse_unsaid(wishes: Wishes) -> None:
    if wishes.dry_run and wishes.yes:
        raise click.UsageError("Choose --dry-run or --yes, not both.")
    if not (wishes.dry_run or wishes.yes or sys.stdin.isatty()):
        raise click.UsageError("Nobody can be asked here: choose --dry-run or --yes.")


def _pair(given: str) -> tuple[str, str]:
    heading, _equals, field = given.rpartition("=")
    if not heading.strip() or not field.strip():
        raise click.UsageError(f'Write --map as "Datum binnen=received_on", not {given!r}.')
    return heading.strip(), field.strip()


def _wanted(letters: int, wishes: Wishes) -> bool:
    if wishes.yes or wishes.dry_run:
        return wishes.yes
    question = _l("%(letters)s brieven inlezen?", letters=letters)
    answer = click.prompt(f"{question} [j/N]", default="n", show_default=False)
    return answer.strip().lower() in YES


def _tell_checked(checked: Checked) -> None:
    columns, table = checked.columns, checked.table
    read = ", ".join(f"{table.headings[place]} = {name}" for name, place in columns.places.items())
    _say(_l("Gelezen: %(lines)s regels. Kolommen: %(read)s.", lines=len(table.rows), read=read))
    if columns.ignored:
        ignored = ", ".join(repr(each) for each in columns.ignored)
        _say(_l("Deze kolommen slaan we over: %(ignored)s.", ignored=ignored))
    if table.other_sheets:
        others = ", ".join(table.other_sheets)
        _say(_l("Deze bladen slaan we over: %(others)s. Kies er een met --sheet.", others=others))
    refused = len(checked.refused_lines)
    _say(
        _l(
            "Goed: %(right)s. Al ingelezen: %(known)s. Geweigerd: %(refused)s.",
            right=len(checked.letters),
            known=checked.known,
            refused=refused,
        )
    )
    if checked.changed:
        lines = ", ".join(map(str, checked.changed[:FIRST_REFUSALS]))
        _say(
            _l(
                "%(count)s regels zijn al ingelezen maar zeggen nu iets anders (regel %(lines)s). "
                "Verander die zaken zelf.",
                count=len(checked.changed),
                lines=lines,
            )
        )


def _tell_imported(done: Imported) -> None:
    _say(_l("Ingelezen: %(cases)s zaken.", cases=done.cases))
    if done.known:
        _say(_l("Intussen al ingelezen: %(known)s.", known=done.known))


def _report(checked: Checked, refused: Sequence[Refusal], path: Path, wishes: Wishes) -> None:
    """Tell the first refused lines, and write all of them to a file."""
    if not refused:
        return
    first = list(dict.fromkeys(each.line for each in refused))[:FIRST_REFUSALS]
    for each in refused:
        if each.line in first:
            _say(
                _l(
                    "Regel %(line)s, kolom %(column)s: %(sentence)s",
                    line=each.line,
                    column=each.column,
                    sentence=each.sentence,
                ),
                wrong=True,
            )
    written = write_report(checked.table, refused, path, wishes.report)
    _say(
        _l(
            "Alle geweigerde regels staan in %(path)s. Verbeter ze daar en bied dat bestand aan.",
            path=str(written),
        ),
        wrong=True,
    )


def _say(sentence: Sentence, *, wrong: bool = False) -> None:
    click.echo(str(sentence), err=wrong)


def _with_bar(batches: Sequence[Sequence[OldLetter]]) -> Iterator[Sequence[OldLetter]]:
    total = sum(map(len, batches))
    hidden = not sys.stderr.isatty()
    label = str(_l("Inlezen"))
    with click.progressbar(length=total, label=label, file=sys.stderr, hidden=hidden) as bar:
        for batch in batches:
            yield batch
            bar.update(len(batch))
