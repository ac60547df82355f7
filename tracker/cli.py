"""What can be done from the command line?

Each command imports what it needs itself, so that ``tracker --help`` and the two commands that
need no database answer at once.
"""

import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

import tracker

EXIT_CODES = """
Exit codes: 0 done; 1 some of it was refused, the reasons are on standard error; 2 the command was
not understood or a setting is wrong; 3 the database, the disk or a mail server does not answer;
75 (receive-mail) not stored, offer it again.
"""
TEXT_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, path_type=Path)
LANGUAGE = click.Choice(["nl", "en"])


class Commands(click.Group):
    """Commands that end with a sentence and a code, not with a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; say what went wrong, if we know."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except SystemExit as stop:
            if isinstance(stop.code, str):  # a setting that cannot be
                raise click.UsageError(stop.code) from stop
            raise
        except Exception as error:
            from tracker.exits import sentence_and_code

            sentence, code = sentence_and_code(error)
            click.echo(sentence, err=True)
            ctx.exit(code)


@click.group(
    cls=Commands,
    epilog=EXIT_CODES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(tracker.__version__, prog_name="tracker")
def main() -> None:
    """Tijdig: a fast, real and readable answer to every letter a municipality gets.

    Settings are environment variables, TRACKER_<NAME>; docs/settings.md lists them.
    """


@main.command()
def run() -> None:
    """Start all of it: web and worker, with a demo if the database is empty.

    Migrates first, prints the address and the accounts of the demo. Ctrl-C ends both.
    """
    from tracker.running import run_all

    run_all()


@main.command()
def web() -> None:
    """Serve the web pages only; several may run."""
    from tracker.running import run_web

    run_web()


@main.command()
@click.option("--until-stdin-closes", is_flag=True, hidden=True)
def worker(*, until_stdin_closes: bool) -> None:
    """Do the scheduled work only: mail in and out, reminders; several may run."""
    from tracker.running import run_worker

    run_worker(until_stdin_closes=until_stdin_closes)


@main.command()
@click.option("--to", "revision", default="head", show_default=True, help="Migration to go to.")
@click.option("--new", "message", help="Write a migration for what the models have gained.")
@click.option("--check", is_flag=True, help="Only tell whether tables and models agree.")
def migrate(revision: str, message: str | None, *, check: bool) -> None:
    """Bring the tables of the database up to date."""
    from tracker.commands import migrate_database

    click.echo(migrate_database(revision, message, only_check=check))


@main.command()
def demo() -> None:
    """Fill an empty database with an invented municipality; print the accounts."""
    from tracker.running import demo_accounts, fill_demo, start_up

    settings = start_up()
    if not fill_demo(settings):
        raise click.ClickException("The database is not empty, so the demo was not added.")
    click.echo("\n".join(demo_accounts(settings)))


@main.group()
def user() -> None:
    """Add people, set their passwords, list them."""


@user.command("add")
@click.argument("email")
@click.option("--name", required=True)
@click.option(
    "--role",
    required=True,
    type=click.Choice(["registrar", "handler", "team_lead", "administrator"]),
)
@click.option("--team", default="", help="Name of the team; handlers and team leads need one.")
@click.password_option(help="Asked for when left out.")
def add_user(email: str, name: str, role: str, team: str, password: str) -> None:
    """Give somebody an account."""
    from tracker import commands

    commands.add_user(email, name, role, team, password)


@user.command("password")
@click.argument("email")
@click.password_option(help="Asked for when left out.")
def set_password(email: str, password: str) -> None:
    """Set a new password; sessions opened with the old one end."""
    from tracker import commands

    commands.set_password(email, password)


@user.command("list")
def list_users() -> None:
    """List everybody: address, name, role, team."""
    from tracker import commands

    for line in commands.list_users():
        click.echo(line)


@main.command("receive-mail")
@click.argument("paths", nargs=-1)
def receive_mail(paths: tuple[str, ...]) -> None:
    """Take in mail: files, folders, mbox, Maildir, or one mail on standard input."""
    from tracker import commands

    raise SystemExit(commands.take_in_mail(paths or ("-",)))


@main.command("read-mail")
@click.argument("paths", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a mail and a line.")
def read_mail(paths: tuple[str, ...], *, as_json: bool) -> None:
    """Show what is in a mail; stores nothing."""
    from tracker import commands

    raise SystemExit(commands.show_mail(paths or ("-",), as_json=as_json))


@main.command("import")
@click.argument("path", metavar="FILE", required=False, type=TEXT_FILE)
@click.option("--map", "given", multiple=True, metavar="COLUMN=FIELD", help="May be repeated.")
@click.option("--subject", default="", help="Subject of every line that names none.")
@click.option("--source", default="", help="Name of the backlog; else that of the file.")
@click.option("--sheet", default="", help="Sheet of an Excel file; else the first one.")
@click.option("--report", type=NEW_FILE, help="Where refused lines are written; else beside FILE.")
@click.option("--allow-old", is_flag=True, help="Letters of more than two years ago are right.")
@click.option("--dry-run", is_flag=True, help="Only tell what would happen.")
@click.option("--yes", is_flag=True, help="Import what is right, without asking.")
@click.option("--fields", is_flag=True, help="List the fields, and how columns may be called.")
def import_backlog(path: Path | None, given: tuple[str, ...], **chosen: Any) -> None:
    """Make cases of a backlog of letters: a CSV or Excel (.xlsx) file, a letter a line.

    Tells first what is right and what is not. A second time adds nothing that is there already.
    """
    from tracker import importing

    if chosen.pop("fields"):
        click.echo("\n".join(importing.fields()))
        return
    if path is None:
        raise click.UsageError("Which file? See tracker import --help.")
    raise SystemExit(importing.import_file(path, given, importing.Wishes(**chosen)))


@main.command()
@click.option("--explain", is_flag=True, help="Tell the steps in words, for people.")
@click.option("--language", type=LANGUAGE, default="nl", show_default=True)
def deadline(language: str, *, explain: bool) -> None:
    """Reckon dates: a case in JSON a line in, the dates and their reasons a line out."""
    from tracker.base.clock import office_date, system_clock
    from tracker.deadlines.wire import answer_line

    today = office_date(system_clock())
    _line_by_line(
        (lambda line: _explained(line, language, today))
        if explain
        else (lambda line: answer_line(line, today))
    )


def _explained(line: str, language: str, today: date) -> tuple[str, bool]:
    """Reckon one case and write it out for people."""
    from tracker.deadlines.clocks import reckon
    from tracker.deadlines.errors import DeadlineError
    from tracker.deadlines.wire import answer_line, explain, question_from_line

    try:
        case = question_from_line(line)
        if case.regime in ("calendar", "term"):  # dates without a case: nothing to tell
            return answer_line(line, today)
        reckoning = reckon(case.regime, case.facts, case.events, as_of=case.as_of or today)
    except DeadlineError as error:
        sentence = error.message_en if language == "en" else error.message_nl
        return f"{_printable(f'{error.field}: {sentence}')}\n", False
    return f"{_printable(explain(reckoning, language))}\n", True


def _printable(text: str) -> str:
    """Leave out what would steer a terminal, or cannot be written to it at all."""
    return "".join(each if each.isprintable() or each == "\n" else "\ufffd" for each in text)


@main.command("check-reply")
@click.argument("path", required=False, type=TEXT_FILE)
@click.option("--language", type=LANGUAGE, default="nl", show_default=True, help="With FILE.")
def check_reply(path: Path | None, language: str) -> None:
    """Tell how readable a text is, and why.

    With PATH: for people. Without: a JSON object a line in, one a line out.
    """
    from tracker.readability import wire
    from tracker.readability.report import check_reply as check

    if path is None:
        _line_by_line(wire.answer_line)
    else:
        text = path.read_text(encoding="utf-8", errors="replace")
        click.echo(wire.print_for_people(check(text, language), language))


@main.command()
def reckon() -> None:
    """Reckon open cases anew whose rules, calendar, regime or norms changed.

    The worker does so by itself every minute; here you see how far it is, and what moved.
    """
    from tracker import commands

    for line in commands.reckon_anew():
        click.echo(line)


@main.command()
@click.argument("name")
@click.option("--at", metavar="MOMENT", help="As if it were then, such as 2026-11-09T08:00.")
def job(name: str, at: str | None) -> None:
    """Do one scheduled job now; doing it twice does no harm."""
    from tracker import commands

    try:
        moment = datetime.fromisoformat(at) if at else None
    except ValueError as error:
        raise click.BadParameter("write it like 2026-11-09T08:00", param_hint="--at") from error
    click.echo(commands.run_job(name, moment))


def _line_by_line(answer: Callable[[str], tuple[str, bool]]) -> None:
    """Answer each line of standard input; end with 1 when one could not be read."""
    all_right = True
    # A file from Windows may begin with a mark of its byte order: no part of the first line.
    sys.stdin.reconfigure(encoding="utf-8-sig", errors="surrogateescape")  # type: ignore[union-attr]
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    for line in sys.stdin:
        if line.strip():
            text, right = answer(line)
            click.echo(text)
            all_right = all_right and right
    raise SystemExit(0 if all_right else 1)
