"""How is a mailbox added and changed?"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from flask_babel import lazy_gettext as _l
from sqlmodel import Session, col, select

from tracker.admin.turns import alone_in
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.base.errors import ChangedByColleague, InvalidInput, NotFound
from tracker.base.log import get_logger
from tracker.intake.accounts import account_of, address_of, secret_files
from tracker.intake.looks import forget_rest
from tracker.intake.mailbox_secrets import Secret
from tracker.intake.models import Mailbox, Security, SignIn
from tracker.people.models import Team
from tracker.register.basis import basis_of
from tracker.register.models import Subject

log = get_logger(__name__)

LONGEST_CODE = 40
INBOX = "INBOX"
USED_BY: Mapping[SignIn, tuple[Secret, ...]] = {
    SignIn.PASSWORD: (Secret.PASSWORD,),
    SignIn.CLIENT: (Secret.CLIENT_SECRET,),
    SignIn.REFRESH: (Secret.REFRESH_TOKEN, Secret.CLIENT_SECRET),
}
"""The secrets that a way of signing in needs; the first one cannot be missed."""

FIELDS: Mapping[Secret, str] = {
    Secret.PASSWORD: "password",
    Secret.CLIENT_SECRET: "client_secret",
    Secret.REFRESH_TOKEN: "refresh_token",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class MailboxInput:
    """What an administrator says about a mailbox; an empty secret leaves the one that is kept."""

    name: str
    host: str
    port: int
    security: Security
    user_name: str
    sign_in: SignIn
    folder: str = INBOX
    done_folder: str = ""
    token_url: str = ""
    client_id: str = ""
    scope: str = ""
    team_id: int | None = None
    default_subject_id: int | None = None
    active: bool = True
    password: str = ""
    client_secret: str = ""
    refresh_token: str = ""

    def secrets(self) -> Mapping[Secret, str]:
        """Return the secrets that were typed and that this way of signing in uses."""
        typed = {which: getattr(self, FIELDS[which]) for which in USED_BY[self.sign_in]}
        return {which: text for which, text in typed.items() if text}


def add_mailbox(db: Database, settings: Settings, new: MailboxInput) -> Mailbox:
    """Add a mailbox; its secrets go into files.

    Raises:
        InvalidInput: the name or the folder is taken, or something does not fit together.
        Unavailable: the secrets cannot be kept. Then there is no mailbox either.
    """
    with db.changing() as session:
        _check(session, new, None)
        row = Mailbox(code=_free_code(session, new.name), **_values(new))
        session.add(row)
        session.flush()
        _keep_secrets(settings, row, new)
    log.info("mailbox_added", mailbox_id=row.id)
    return row


def change_mailbox(
    db: Database, settings: Settings, mailbox_id: int, seen_version: int, changed: MailboxInput
) -> Mailbox:
    """Change a mailbox; the next look into it is at once.

    Raises:
        NotFound: there is no such mailbox.
        ChangedByColleague: somebody else changed it meanwhile.
        InvalidInput: the name or the folder is taken, or something does not fit together.
        Unavailable: the secrets cannot be kept.
    """
    with db.changing() as session:
        row = session.get(Mailbox, mailbox_id)
        if row is None:
            raise NotFound(_l("Deze postbus bestaat niet (meer)."), mailbox_id=mailbox_id)
        if row.version != seen_version:
            raise ChangedByColleague(
                _l("Een collega heeft deze postbus veranderd. Open de pagina opnieuw.")
            )
        _check(session, changed, mailbox_id)
        _ask_secrets_anew(settings, row, changed)
        for name, value in _values(changed).items():
            setattr(row, name, value)
        session.flush()
        _keep_secrets(settings, row, changed)
    forget_rest(db, account_of(row))
    log.info("mailbox_changed", mailbox_id=mailbox_id)
    return row


def _values(said: MailboxInput) -> dict[str, Any]:
    oauth = said.sign_in is not SignIn.PASSWORD
    folder = INBOX if said.folder.upper() == INBOX else said.folder
    host = said.host.lower()
    return {
        "name": said.name,
        "host": host,
        "port": said.port,
        "security": said.security,
        "user_name": said.user_name,
        "sign_in": said.sign_in,
        "token_url": said.token_url if oauth else "",
        "client_id": said.client_id if oauth else "",
        "scope": said.scope if oauth else "",
        "folder": folder,
        "done_folder": said.done_folder,
        "address": address_of(said.user_name, host, folder),
        "team_id": said.team_id,
        "default_subject_id": said.default_subject_id,
        "active": said.active,
    }


def _keep_secrets(settings: Settings, row: Mailbox, said: MailboxInput) -> None:
    for which, text in said.secrets().items():
        secret_files(settings).write(row.code, which, text)


def _ask_secrets_anew(settings: Settings, row: Mailbox, changed: MailboxInput) -> None:
    """Let nobody send a secret that they do not know to a server of their own choice."""
    before = (row.host, row.port, row.token_url)
    values = _values(changed)
    if before == (values["host"], values["port"], values["token_url"]):
        return
    files, typed = secret_files(settings), changed.secrets()
    for which in USED_BY[changed.sign_in]:
        if which not in typed and files.since(row.code, which):
            raise InvalidInput(
                _l("Vul dit opnieuw in: het gaat nu naar een andere server."), FIELDS[which]
            )


def _check(session: Session, said: MailboxInput, mailbox_id: int | None) -> None:
    values = _values(said)
    alone_in(session, Mailbox)
    _check_alone(session, values, mailbox_id)
    if said.security is Security.STARTTLS and said.port == 993:
        raise InvalidInput(
            _l("Poort 993 is voor TLS. STARTTLS gebruikt meestal poort 143."), "port"
        )
    if values["done_folder"].casefold() == values["folder"].casefold():
        raise InvalidInput(_l("Kies een andere map dan die voor nieuwe post."), "done_folder")
    if said.sign_in is not SignIn.PASSWORD:
        _check_oauth(said)
    _check_destination(session, said)


def _check_alone(session: Session, values: Mapping[str, Any], mailbox_id: int | None) -> None:
    others = [each for each in session.exec(select(Mailbox)) if each.id != mailbox_id]
    if values["name"].casefold() in {each.name.casefold() for each in others}:
        raise InvalidInput(_l("Er is al een postbus met deze naam."), "name")
    if values["address"].casefold() in {each.address.casefold() for each in others}:
        raise InvalidInput(_l("Deze map van deze postbus lezen wij al."), "folder")


def _check_oauth(said: MailboxInput) -> None:
    address = urlsplit(said.token_url)
    if address.scheme != "https" or not address.netloc:
        raise InvalidInput(_l("Vul een adres in dat begint met https://."), "token_url")
    if not said.client_id:
        raise InvalidInput(_l("Vul de client-ID van de toepassing in."), "client_id")


def _check_destination(session: Session, said: MailboxInput) -> None:
    if said.team_id is not None and session.get(Team, said.team_id) is None:
        raise InvalidInput(_l("Kies een team uit de lijst."), "team_id")
    if said.default_subject_id is None:
        return
    subject = session.get(Subject, said.default_subject_id)
    if subject is None or not subject.active:
        raise InvalidInput(_l("Kies een onderwerp uit de lijst."), "default_subject_id")
    if basis_of(session).newest()[subject.regime].needs:
        raise InvalidInput(
            _l("Dit onderwerp vraagt om gegevens die een e-mail niet heeft. Kies een ander."),
            "default_subject_id",
        )


def _free_code(session: Session, name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_CODE] or "postbus"
    taken = set(session.exec(select(Mailbox.code).where(col(Mailbox.code).startswith(stem))))
    return next(
        code
        for number in count(1)
        if (code := stem if number == 1 else f"{stem}-{number}") not in taken
    )
