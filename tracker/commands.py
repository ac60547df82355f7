"""What do the commands do that need the database but no web server?"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from jobs.worker import run_once
from tracker.admin.recalculation_queries import Move, moves
from tracker.base import migrate
from tracker.base.clock import OFFICE_TIME, Clock, system_clock
from tracker.base.config import Settings, read_settings
from tracker.base.database import Database
from tracker.base.files import FileStore
from tracker.base.log import set_up_logging
from tracker.intake.wire import read_mail_lines, receive_mail
from tracker.people import queries, service
from tracker.people.models import Role
from tracker.register.recalculation import recalculate

FIRST_LINES = 20
"""So many of the dates that moved are shown; Beheer lists all of them."""


def add_user(email: str, name: str, role: str, team: str, password: str) -> None:
    """Give somebody an account."""
    with _opened() as (_settings, db):
        with db.reading() as session:
            found = next((each for each in queries.teams(session) if each.name == team), None)
        if team and found is None:
            raise click.UsageError(f"There is no team called {team!r}.")
        new = service.NewUser(
            name=name,
            email=email,
            password=password,
            role=Role(role),
            team_id=found.id if found else None,
        )
        service.create_user(db, new)


def set_password(email: str, password: str) -> None:
    """Set somebody's password."""
    with _opened() as (_settings, db):
        with db.reading() as session:
            user = queries.user_by_email(session, email)
        if user is None:
            raise click.UsageError(f"Nobody signs in with {email!r}.")
        service.change_password(db, user.id or 0, password)


def list_users() -> list[str]:
    """Return everybody, a line each, parted by tabs."""
    with _opened() as (_settings, db), db.reading() as session:
        return [
            "\t".join(
                (user.email, user.name, user.role.value, team, "" if user.active else "inactive")
            ).rstrip()
            for user, team in queries.users_and_teams(session)
        ]


def run_job(name: str, at: datetime | None) -> str:
    """Do one job now, or as if it were another moment; return its counts."""
    with _opened() as (settings, db):
        return run_once(name, db, _clock_at(at), settings)


def reckon_anew() -> list[str]:
    """Reckon open cases anew; return the counts, and the first dates that moved."""
    with _opened() as (_settings, db):
        done = recalculate(db, system_clock, told=_with_bar)
        found = done.recalculation
        if found is None and not done.over:
            return ["Nothing to reckon anew, or another process does so at this moment."]
        lines = []
        if found is not None:
            with db.reading() as session:
                lines = [_line(each) for each in moves(session, found.id or 0, 0, FIRST_LINES)]
            counts = f"{found.cases} cases reckoned anew, {found.moved} with other dates"
            lines.insert(0, f"{counts}, {found.failed} could not be reckoned.")
        if done.over:
            lines.insert(0, f"{done.over} suspensions over: nobody responded in time.")
    return lines


def _with_bar(batches: Sequence[Sequence[int]]) -> Iterator[Sequence[int]]:
    hidden = not sys.stderr.isatty()
    label = "Reckoning anew"
    with click.progressbar(batches, label=label, file=sys.stderr, hidden=hidden) as bar:
        yield from bar


def _line(move: Move) -> str:
    before, after = move.before or "no date", move.after or "no date"
    return f"{move.number}  {move.clock:<11}  {before} -> {after}"


def take_in_mail(paths: Sequence[str]) -> int:
    """Take in mails from files or standard input; return the exit code."""
    with _opened() as (settings, db):
        files = FileStore(settings.files_path)
        lines, code = receive_mail(db, system_clock, settings, files, paths, sys.stdin.buffer)
    for line in lines:
        click.echo(line, err=code != 0)
    return code


def show_mail(paths: Sequence[str], *, as_json: bool) -> int:
    """Read mails and print what is in them; store nothing. Return the exit code."""
    lines, code = read_mail_lines(read_settings(), paths, sys.stdin.buffer, as_json=as_json)
    for line in lines:
        click.echo(line)
    return code


def migrate_database(revision: str, message: str | None, *, only_check: bool) -> str:
    """Bring the tables to *revision*, write a new migration, or check; return what was done."""
    settings = read_settings()
    url = settings.database
    if message:
        migrate.upgrade(url)
        return str(migrate.write_new(url, message).relative_to(Path.cwd()))
    if only_check:
        migrate.check(url)
        return "Tables and models agree."
    if revision in (migrate.HEAD, migrate.newest()):
        return "Migrated." if migrate.upgrade(url) else "Nothing to do."
    migrate.downgrade(url, revision)
    return f"Went to {revision}."


@contextmanager
def _opened() -> Iterator[tuple[Settings, Database]]:
    settings = read_settings()
    set_up_logging(settings.log_format)
    db = Database(settings.database)
    try:
        yield settings, db
    finally:
        db.close()


def _clock_at(at: datetime | None) -> Clock:
    if at is None:
        return system_clock
    moment = at if at.tzinfo else at.replace(tzinfo=OFFICE_TIME)
    return lambda: moment
