"""What do we say about a mailbox and about what we found in it?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from tracker.admin.mailbox_forms import SECURITIES, SIGN_INS
from tracker.admin.mailbox_rules import MailboxState
from tracker.admin.mailbox_service import USED_BY
from tracker.base.config import Settings
from tracker.base.errors import Sentence
from tracker.intake.accounts import FROM_THE_SETTINGS, Account, secret_files
from tracker.intake.mailbox_check import Findings
from tracker.intake.mailbox_secrets import Secret
from tracker.intake.models import Security

STATES: Mapping[MailboxState, tuple[str, Sentence]] = {
    MailboxState.WELL: ("done", _l("loopt goed")),
    MailboxState.TROUBLE: ("late", _l("loopt niet")),
    MailboxState.SILENT: ("late", _l("wordt niet gelezen")),
    MailboxState.NEVER: ("waiting", _l("nog niet gelezen")),
    MailboxState.OFF: ("neutral", _l("uit")),
}
SECURITY_NAMES: Mapping[str, Sentence] = {
    **dict(SECURITIES),
    Security.NONE.value: _l("geen beveiliging"),
}
SIGN_IN_NAMES: Mapping[str, Sentence] = dict(SIGN_INS)
SECRET_NAMES: Mapping[Secret, Sentence] = {
    Secret.PASSWORD: _l("Wachtwoord"),
    Secret.CLIENT_SECRET: _l("Geheim van de client"),
    Secret.REFRESH_TOKEN: _l("Refresh token"),
}


@dataclass(frozen=True, slots=True)
class KeptSecret:
    """A secret that a mailbox needs: since when we have it, and in which file."""

    name: Sentence
    since: datetime | None
    path: Path


def kept_secrets(settings: Settings, account: Account) -> Sequence[KeptSecret]:
    """Return the secrets that a mailbox needs; never what they are."""
    if account.id == FROM_THE_SETTINGS:
        return ()
    files = secret_files(settings)
    return [
        KeptSecret(
            SECRET_NAMES[which], files.since(account.code, which), files.path(account.code, which)
        )
        for which in USED_BY[account.sign_in]
    ]


def findings_in_words(account: Account, found: Findings) -> Sequence[str]:
    """Return what we found in a mailbox, in sentences."""
    count = ngettext(
        "De map %(folder)s heeft 1 bericht.",
        "De map %(folder)s heeft %(num)s berichten.",
        found.messages,
        folder=account.folder,
    )
    return [count, _about_done(account, found), _about_move(account, found), _about_news(found)]


def _about_done(account: Account, found: Findings) -> str:
    if not account.done_folder:
        if found.keeps_our_flag:
            return str(_("Verwerkte post blijft staan en krijgt een markering van Tijdig."))
        return str(_("Verwerkte post blijft staan en krijgt een ster."))
    if found.has_done_folder:
        return str(_("Verwerkte post gaat naar de map %(folder)s.", folder=account.done_folder))
    return str(
        _(
            "De map %(folder)s voor verwerkte post is er nog niet. Tijdig maakt hem.",
            folder=account.done_folder,
        )
    )


def _about_move(account: Account, found: Findings) -> str:
    if not account.done_folder:
        return ""
    if found.can_move:
        return str(_("De server kan berichten verplaatsen (MOVE)."))
    return str(
        _("De server kan niet verplaatsen (MOVE). Tijdig kopieert en verwijdert de berichten.")
    )


def _about_news(found: Findings) -> str:
    if found.can_idle:
        return str(_("De server meldt nieuwe post meteen (IDLE)."))
    return str(
        _("De server meldt nieuwe post niet (IDLE). Tijdig kijkt zelf, meestal elke minuut.")
    )
