"""Which mailboxes do we read, and what does it take to open one?"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlmodel import Session, col, select

from tracker.base.config import Settings
from tracker.base.errors import NotFound
from tracker.intake.mailbox_secrets import Secret, SecretFiles
from tracker.intake.models import Mailbox, Security, SignIn

FROM_THE_SETTINGS = 0
"""The id of the mailbox that the settings name: it has no row."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """A mailbox as one look works with it; two that are equal are looked at alike."""

    id: int
    code: str
    name: str
    address: str
    host: str
    port: int
    security: Security
    user: str
    sign_in: SignIn
    folder: str
    done_folder: str
    token_url: str = ""
    client_id: str = ""
    scope: str = ""


def address_of(user: str, host: str, folder: str) -> str:
    """Return how the ledger calls a folder on a server.

    What gives a mail its number is the folder itself, so its name and not ours is in the ledger:
    a mailbox that is set up a second time finds what it took in before.
    """
    return f"{user}@{host}/{folder}"


def accounts(session: Session, settings: Settings) -> Sequence[Account]:
    """Return every mailbox that is in use: the one of the settings first, then by name."""
    rows = session.exec(select(Mailbox).order_by(col(Mailbox.name))).all()
    ours = settings_account(settings)
    known = {row.address.casefold() for row in rows}
    first = [ours] if ours and ours.address.casefold() not in known else []
    return [*first, *(account_of(row) for row in rows if row.active)]


def account_of(row: Mailbox) -> Account:
    """Return what it takes to open the mailbox of a row."""
    return Account(
        id=row.id or 0,
        code=row.code,
        name=row.name,
        address=row.address,
        host=row.host,
        port=row.port,
        security=row.security,
        user=row.user_name,
        sign_in=row.sign_in,
        folder=row.folder,
        done_folder=row.done_folder,
        token_url=row.token_url,
        client_id=row.client_id,
        scope=row.scope,
    )


def settings_account(settings: Settings) -> Account | None:
    """Return the mailbox that the settings name, if they name one."""
    if not settings.imap_host:
        return None
    return Account(
        id=FROM_THE_SETTINGS,
        code="",
        name=settings.imap_user,
        address=address_of(settings.imap_user, settings.imap_host, settings.imap_folder),
        host=settings.imap_host,
        port=settings.imap_port,
        security=Security(settings.imap_security),
        user=settings.imap_user,
        sign_in=SignIn.PASSWORD,
        folder=settings.imap_folder,
        done_folder=settings.imap_done_folder,
    )


def find_account(session: Session, settings: Settings, mailbox_id: int) -> Account:
    """Return a mailbox by its id, in use or not.

    Raises:
        NotFound: there is no such mailbox.
    """
    if mailbox_id == FROM_THE_SETTINGS:
        found = settings_account(settings)
    else:
        row = session.get(Mailbox, mailbox_id)
        found = account_of(row) if row else None
    if found is None:
        raise NotFound(_l("Deze postbus bestaat niet (meer)."), mailbox_id=mailbox_id)
    return found


def secret_files(settings: Settings) -> SecretFiles:
    """Return the folder with the secrets of the mailboxes."""
    return SecretFiles(settings.secrets_path)


def secret_of(settings: Settings, account: Account, which: Secret) -> str:
    """Return a secret of a mailbox; empty when there is none.

    Raises:
        Unavailable: its file cannot be read.
    """
    if account.id == FROM_THE_SETTINGS:
        return settings.imap_password if which is Secret.PASSWORD else ""
    return secret_files(settings).read(account.code, which)
