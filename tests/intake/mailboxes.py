"""How does a test set up a mailbox of ours on the real mail server?"""

from tests.servers.dovecot import ImapServer
from tests.servers.tokens import CLIENT, CLIENT_SECRET, REFRESH_TOKEN, SCOPE
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.intake.accounts import Account, account_of, secret_files
from tracker.intake.looks import looks
from tracker.intake.mailbox_secrets import Secret
from tracker.intake.models import Mailbox, MailboxLook, Security, SignIn


def set_up(
    db: Database, settings: Settings, server: ImapServer, name: str = "Post", **changed: object
) -> Account:
    """Add a mailbox for the user of *server*, with every secret that it may need."""
    values: dict[str, object] = {
        "code": name.lower(),
        "name": name,
        "host": server.host,
        "port": server.port,
        "security": Security.NONE,
        "user_name": server.user,
        "folder": "INBOX",
    }
    if changed.get("sign_in") in (SignIn.CLIENT, SignIn.REFRESH):
        values |= {"token_url": server.tokens.token_url, "client_id": CLIENT, "scope": SCOPE}
    values |= changed
    row = Mailbox(**values, address=f"{values['user_name']}@{values['host']}/{values['folder']}")
    with db.changing() as session:
        session.add(row)
    files = secret_files(settings)
    files.write(row.code, Secret.PASSWORD, server.password)
    files.write(row.code, Secret.CLIENT_SECRET, CLIENT_SECRET)
    files.write(row.code, Secret.REFRESH_TOKEN, REFRESH_TOKEN)
    return account_of(row)


def last_look(db: Database, account: Account) -> MailboxLook:
    """Return how the last look into a mailbox went."""
    with db.reading() as session:
        return looks(session)[account.address]
