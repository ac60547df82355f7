"""Is a mail lost or doubled when the worker is killed 200 times while 1,000 mails come in?

A real Dovecot, a real database, and SIGKILL at random moments. Ends with 1 when one is.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

import click

sys.path.insert(0, str(Path(__file__).parents[1]))  # so that it runs without being installed

from tests.intake.killing import Outcome, mails, prepare, take_in_while_killed
from tests.servers.dovecot import running_dovecot
from tests.servers.postgres import new_database, running_postgres
from tracker.base.config import Settings
from tracker.base.migrate import upgrade

DATABASES: Final = ("sqlite", "postgres")


@click.command()
@click.option("--mails", "mail_count", default=1_000, show_default=True)
@click.option("--moments", default=200, show_default=True, help="How often a worker is killed.")
@click.option("--seed", default=1, show_default=True, help="Other moments with another number.")
@click.option("--database", type=click.Choice(DATABASES), multiple=True, default=DATABASES)
def main(mail_count: int, moments: int, seed: int, database: tuple[str, ...]) -> None:
    """Kill workers that take in mail, and count what was lost and doubled."""
    outcomes = [_measure(name, mail_count, moments, seed) for name in database]
    raise SystemExit(0 if all(outcome.is_good for outcome in outcomes) else 1)


def _measure(database: str, mail_count: int, moments: int, seed: int) -> Outcome:
    with ExitStack() as stack:
        url = stack.enter_context(_database_url(database))
        server = stack.enter_context(running_dovecot())
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="tijdig-kill-"))
        settings = Settings(
            instance=Path(folder),
            database_url=url,
            imap_host=server.host,
            imap_port=server.port,
            imap_security="none",
            imap_user=server.user,
            imap_password=server.password,
        )
        upgrade(settings.database)
        prepare(settings)
        click.echo(f"{database}: {mail_count} mails, {moments} moments, seed {seed}", err=True)
        outcome = take_in_while_killed(
            settings,
            server,
            mails(mail_count),
            moments,
            seed,
            lambda said: click.echo(said, err=True),
        )
    click.echo(f"{database}: {outcome}")
    return outcome


@contextmanager
def _database_url(database: str) -> Iterator[str]:
    if database == "sqlite":
        yield ""
        return
    with running_postgres() as postgres, new_database(postgres) as url:
        yield url


if __name__ == "__main__":
    main()
