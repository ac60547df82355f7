"""Is no mail lost or doubled, at whatever moment a worker dies?"""

from pathlib import Path

import pytest

from tests.intake.killing import mails, prepare, take_in_while_killed
from tests.servers.dovecot import ImapServer
from tracker.base.config import Settings
from tracker.base.migrate import upgrade

MAILS, MOMENTS, SEED = 60, 10, 20261124


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_workers_that_are_killed_at_random_moments_lose_and_double_nothing(
    request: pytest.FixtureRequest, tmp_path: Path, imap_server: ImapServer, database: str
) -> None:
    # Given sixty mails of every kind in the mailbox
    url = request.getfixturevalue("postgres_tables_url") if database == "postgres" else ""
    settings = Settings(
        instance=tmp_path,
        database_url=url,
        imap_host=imap_server.host,
        imap_port=imap_server.port,
        imap_security="none",
        imap_user=imap_server.user,
        imap_password=imap_server.password,
    )
    upgrade(settings.database)
    prepare(settings)

    # When ten workers in a row are killed, each at a random moment, and one may finish
    outcome = take_in_while_killed(settings, imap_server, mails(MAILS), MOMENTS, SEED)

    # Then every mail is there once, whole, where it belongs, and gone from the mailbox
    assert outcome.is_good, str(outcome)
    assert outcome.killed == MOMENTS
