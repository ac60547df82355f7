"""What can be done from the command line?

Each command imports what it needs itself, so that ``tracker --help`` and the two commands that
need no database answer at once.
"""

import sys
from datetime import datetime
from pathlib import Path

import click

import tracker

EXIT_CODES = """
Exit codes: 0 done; 1 some of the work was refused or failed, the reasons are on standard error;
2 the command was not understood, or a setting is wrong; 3 the database, the disk or a mail server
cannot be reached.
"""


@click.group(
    epilog=EXIT_CODES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(tracker.__version__, prog_name="tracker")
def main() -> None:
    """Tijdig: a fast, real and readable answer to every letter a municipality gets.

    Settings are environment variables, TRACKER_<NAME>; see docs/settings.md.
    """


@main.command()
def run() -> None:
    """Start everything: web and worker, with a demo when the database is empty.

    Migrates first and prints the address and the accounts. Ctrl-C ends both.
    """
    from tracker.running import run_all

    run_all()


@main.command()
def web() -> None:
    """Serve the web pages only; there may be several."""
    from tracker.running import run_web

    run_web()


@main.command()
@click.option("--until-stdin-closes", is_flag=True, hidden=True)
def worker(until_stdin_closes: bool) -> None:
    """Do the scheduled work only: fetch mail, send mail, remind; there may be several."""
    from tracker.running import run_worker

    run_worker(until_stdin_closes)


@main.command()
@click.option("--to", "revision", default="head", show_default=True, help="Migration to go to.")
@click.option("--new", "message", help="Write a new migration for what the models have.")
@click.option("--check", is_flag=True, help="Only tell whether tables and models agree.")
def migrate(revision: str, message: str | None, check: bool) -> None:
    """Bring the tables of the database up to date."""
    from tracker.running import migrate_database

    click.echo(migrate_database(revision, message, only_check=check))


@main.command()
def demo() -> None:
    """Fill an empty database with an invented municipality; print the accounts."""
    from tracker.running import fill_demo

    if not fill_demo():
        click.echo("The database is not empty; the demo was not added.", err=True)
        raise SystemExit(1)


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
def user_add(email: str, name: str, role: str, team: str, password: str) -> None:
    """Give somebody an account."""
    from tracker import commands

    commands.add_user(email, name, role, team, password)


@user.command("password")
@click.argument("email")
@click.password_option(help="Asked for when left out.")
def user_password(email: str, password: str) -> None:
    """Set a new password; sessions opened with the old one end."""
    from tracker import commands

    commands.set_password(email, password)


@user.command("list")
def user_list() -> None:
    """List everybody: address, name, role, team."""
    from tracker import commands

    for line in commands.list_users():
        click.echo(line)


@main.command("receive-mail")
@click.argument("source", type=click.File("rb"), default="-")
def receive_mail(source: click.utils.LazyFile) -> None:
    """Take in one raw mail from a file or standard input, as a mail server delivers it."""
    from tracker import commands

    click.echo(commands.receive_mail(source.read()))


@main.command("read-mail")
def read_mail() -> None:
    """Fetch new mail from the mailbox once."""
    from tracker import commands

    click.echo(commands.run_job("mailbox", None))


@main.command()
@click.option("--explain", is_flag=True, help="Tell the steps in words, for people.")
@click.option("--language", type=click.Choice(["nl", "en"]), default="nl", show_default=True)
def deadline(explain: bool, language: str) -> None:
    """Reckon deadlines: one case in JSON a line on standard input, one answer a line out."""
    from tracker.deadlines import wire

    answer = (lambda line: wire.explain_line(line, language)) if explain else wire.answer_line
    _line_by_line(answer)


@main.command("check-reply")
@click.argument(
    "source",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    default=None,
    required=False,
)
@click.option("--json", "as_json", is_flag=True, help="JSON lines in and out, for programs.")
@click.option("--language", type=click.Choice(["nl", "en"]), default="nl", show_default=True)
def check_reply(source: Path | None, as_json: bool, language: str) -> None:
    """Tell how readable a text is, and why; from FILE or standard input."""
    from tracker.readability import wire
    from tracker.readability.report import check_reply as check

    if as_json:
        _line_by_line(wire.answer_line)
        return
    text = source.read_text(encoding="utf-8") if source else sys.stdin.read()
    click.echo(wire.print_for_people(check(text, language), language))


@main.command()
@click.argument("name")
@click.option(
    "--at", type=click.DateTime(), help="Do it as if it were this moment, Amsterdam time."
)
def job(name: str, at: datetime | None) -> None:
    """Do one scheduled job now; safe to do twice."""
    from tracker import commands

    click.echo(commands.run_job(name, at))
