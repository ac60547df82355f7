"""What does an administrator fill in about a mailbox?"""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.validators import NumberRange

from tracker.admin.forms import AdminForm, WholeNumberField, strip, version_field
from tracker.admin.mailbox_service import INBOX, MailboxInput
from tracker.base.errors import Sentence
from tracker.intake.models import Mailbox, Security, SignIn
from tracker.people.models import Team
from tracker.register.forms import at_most, choices, filled
from tracker.register.models import Subject

NONE = 0
LONGEST_SECRET = 8000
NO_PORT = _l("Vul een poort in van 1 tot en met 65535.")
SECURITIES = (
    (Security.TLS.value, _l("TLS, meestal poort 993")),
    (Security.STARTTLS.value, _l("STARTTLS, meestal poort 143")),
)
SIGN_INS = (
    (SignIn.PASSWORD.value, _l("Met een wachtwoord")),
    (SignIn.CLIENT.value, _l("Met OAuth 2, als toepassing (client credentials)")),
    (SignIn.REFRESH.value, _l("Met OAuth 2, met toestemming van een gebruiker (refresh token)")),
)


class OneLine:
    """Refuses signs that end a line: in an order to a mail server they would begin another."""

    def __call__(self, _form: object, field: Field) -> None:
        """Look for signs that nobody can see."""
        if any(ord(sign) < 32 or ord(sign) == 127 for sign in field.data or ""):
            raise ValidationError(_l("Hier staat een teken in dat niet mag, zoals een regeleinde."))


class HostName:
    """Refuses an address where the name of a server is asked."""

    def __call__(self, _form: object, field: Field) -> None:
        """Look for what no name of a server has."""
        if any(sign in (field.data or "") for sign in " /@\\") or "://" in (field.data or ""):
            raise ValidationError(_l("Vul alleen de naam in, zoals imap.gemeente.nl."))


def _text(label: Sentence, length: int, *more: object) -> StringField:
    return StringField(label, [*more, at_most(length), OneLine()], filters=[strip])


def _secret(label: Sentence) -> PasswordField:
    return PasswordField(label, [at_most(LONGEST_SECRET), OneLine()])


class MailboxForm(AdminForm):
    """A mailbox, and how we sign in to it."""

    version = version_field()
    name = _text(_l("Naam"), 120, filled())
    active = BooleanField(_l("In gebruik"), default=True)
    host = _text(_l("Mailserver"), 180, filled(), HostName())
    port = WholeNumberField(_l("Poort"), [NumberRange(1, 65535, NO_PORT)], default=993)
    security = RadioField(
        _l("Beveiliging"), choices=choices(SECURITIES), default=Security.TLS.value
    )
    user_name = _text(_l("Gebruikersnaam"), 120, filled())
    sign_in = RadioField(
        _l("Hoe melden wij ons aan?"), choices=choices(SIGN_INS), default=SignIn.PASSWORD.value
    )
    password = _secret(_l("Wachtwoord"))
    token_url = _text(_l("Adres voor tokens"), 500)
    client_id = _text(_l("Client-ID"), 200)
    client_secret = _secret(_l("Geheim van de client"))
    refresh_token = _secret(_l("Refresh token"))
    scope = _text(_l("Scope"), 500)
    folder = _text(_l("Map met nieuwe post"), 90, filled())
    done_folder = _text(_l("Map voor verwerkte post"), 90)
    team_id = SelectField(_l("Team"), coerce=int)
    default_subject_id = SelectField(_l("Onderwerp"), coerce=int)

    def offer(self, teams: Sequence[Team], subjects: Sequence[Subject]) -> None:
        """Fill the lists of teams and subjects."""
        self.team_id.choices = choices(
            [(NONE, _l("het team van het onderwerp")), *((team.id, team.name) for team in teams)]
        )
        self.default_subject_id.choices = choices(
            [
                (NONE, _l("zoals andere mail")),
                *((subject.id, subject.name) for subject in subjects),
            ]
        )

    def begin(self) -> None:
        """Fill in what most mailboxes have."""
        self.folder.data, self.done_folder.data = INBOX, "Verwerkt"

    def show(self, row: Mailbox) -> None:
        """Fill in what is known of *row*; never a secret."""
        for name in (
            *("version", "name", "active", "host", "port", "user_name", "token_url"),
            *("client_id", "scope", "folder", "done_folder"),
        ):
            self[name].data = getattr(row, name)
        self.security.data, self.sign_in.data = row.security.value, row.sign_in.value
        self.team_id.data = row.team_id or NONE
        self.default_subject_id.data = row.default_subject_id or NONE

    def input(self) -> MailboxInput:
        """Return what was filled in."""
        texts = {
            name: self[name].data or ""
            for name in (
                *("name", "host", "user_name", "token_url", "client_id", "scope", "folder"),
                *("done_folder", "password", "client_secret", "refresh_token"),
            )
        }
        return MailboxInput(
            **texts,
            port=self.port.data or 0,
            security=Security(self.security.data),
            sign_in=SignIn(self.sign_in.data),
            active=bool(self.active.data),
            team_id=self.team_id.data or None,
            default_subject_id=self.default_subject_id.data or None,
        )
