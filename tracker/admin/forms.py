"""What does an administrator fill in, and what do we say when it is not right?"""

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    IntegerField,
    PasswordField,
    SelectField,
    StringField,
)
from wtforms.validators import DataRequired, Email, Length, NumberRange
from wtforms.widgets import HiddenInput

from tracker.base.errors import InvalidInput, Sentence
from tracker.base.forms import TidyForm
from tracker.base.words import both
from tracker.deadlines.regime import Regime
from tracker.people.models import Role, Team, User
from tracker.people.rules import LONGEST_PASSWORD, SHORTEST_PASSWORD
from tracker.people.wording import ROLES
from tracker.register.forms import at_most, choices
from tracker.register.models import Subject

UNITS = (
    ("hour", _l("kantooruren")),
    ("working day", _l("werkdagen")),
    ("day", _l("dagen")),
    ("week", _l("weken")),
    ("month", _l("maanden")),
)
NEEDED = _l("Vul dit in.")
NO_TEAM = 0
LENGTHS = {
    "acknowledge_within": "acknowledge_number",
    "answer_within": "answer_number",
    "term": "term_number",
    "extension": "extension_number",
}
"""Where a length is mended, which takes two fields."""
NOT_A_NUMBER = _l("Vul een heel getal in, van 1 tot en met 365.")


class WholeNumberField(IntegerField):
    """A number; letters are refused with a sentence of our own."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; what is none is left empty, for the validator to refuse."""
        text = valuelist[0].strip() if valuelist else ""
        self.data = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def strip(value: str | None) -> str:
    """Return what was typed without the spaces around it."""
    return (value or "").strip()


def _needed() -> DataRequired:
    return DataRequired(NEEDED)


def _address() -> EmailField:
    wrong = _l("Vul een e-mailadres in zoals naam@gemeente.nl.")
    return EmailField(_l("E-mailadres"), [_needed(), at_most(254), Email(wrong)], filters=[strip])


def version_field() -> IntegerField:
    """Return the hidden field with the version that the administrator saw."""
    return IntegerField(widget=HiddenInput(), default=0)


def _password() -> PasswordField:
    wrong = _l("Kies een wachtwoord van minstens %(least)s tekens.", least=SHORTEST_PASSWORD)
    return PasswordField(
        _l("Wachtwoord"),
        [_needed(), Length(min=SHORTEST_PASSWORD, max=LONGEST_PASSWORD, message=wrong)],
    )


class AdminForm(TidyForm):
    """A form of Beheer: what a service refuses is shown at the field that it is about."""

    def blame(self, error: InvalidInput) -> None:
        """Show *error* at its field, or above the form when it has none."""
        field: Field | None = self._fields.get(LENGTHS.get(error.field, error.field))
        if field is None:
            self.form_errors.append(error.message)
        else:
            field.errors = [*field.errors, error.message]


class UserForm(AdminForm):
    """Somebody who works here."""

    version = version_field()
    name = StringField(_l("Naam"), [_needed(), at_most(120)], filters=[strip])
    email = _address()
    role = SelectField(_l("Rol"), choices=choices((role.value, ROLES[role]) for role in Role))
    team_id = SelectField(_l("Team"), coerce=int)

    def offer(self, teams: Sequence[Team]) -> None:
        """Fill the list of teams."""
        self.team_id.choices = choices(
            [(NO_TEAM, _l("geen team")), *((team.id, team.name) for team in teams)]
        )

    def show(self, user: User) -> None:
        """Fill in what is known of *user*."""
        self.version.data, self.name.data, self.email.data = user.version, user.name, user.email
        self.role.data, self.team_id.data = user.role.value, user.team_id or NO_TEAM

    @property
    def team(self) -> int | None:
        """The id of the chosen team."""
        return self.team_id.data or None


class NewUserForm(UserForm):
    """Somebody who gets an account."""

    password = _password()


class PasswordForm(AdminForm):
    """A new password for somebody."""

    password = _password()


class TeamForm(AdminForm):
    """A team and the address from which it answers."""

    name = StringField(_l("Naam"), [_needed(), at_most(120)], filters=[strip])
    email = _address()


ACKNOWLEDGE, ANSWER = _l("Bevestigen binnen"), _l("Antwoorden binnen")
UNIT = _l("Eenheid")


def number_field(label: Sentence) -> IntegerField:
    """Return the field for the number of a length, such as the 6 of six weeks."""
    return WholeNumberField(label, [NumberRange(1, 365, NOT_A_NUMBER)])


def unit_field(length: Sentence, units: Iterable[tuple[str, Sentence]] = UNITS) -> SelectField:
    """Return the field for the unit of *length*; its label names that, so no two are alike."""
    label = LazyString(lambda: f"{UNIT} ({str(length).lower()})")
    return SelectField(label, choices=choices(units))


class SubjectForm(AdminForm):
    """A kind of matter, with the regime and norms that it brings."""

    version = version_field()
    name = StringField(_l("Naam"), [_needed(), at_most(120)], filters=[strip])
    regime = SelectField(_l("Termijnregeling"))
    team_id = SelectField(_l("Team"), coerce=int)
    acknowledge_number = number_field(ACKNOWLEDGE)
    acknowledge_unit = unit_field(ACKNOWLEDGE)
    answer_number = number_field(ANSWER)
    answer_unit = unit_field(ANSWER)
    active = BooleanField(_l("In gebruik"), default=True)

    def offer(self, teams: Sequence[Team], regimes: Mapping[str, Regime]) -> None:
        """Fill the lists of regimes and teams."""
        self.regime.choices = choices(
            (code, both(regime.name_nl, regime.name_en)) for code, regime in regimes.items()
        )
        self.team_id.choices = choices((team.id, team.name) for team in teams)

    def show(self, subject: Subject) -> None:
        """Fill in what is known of *subject*."""
        self.version.data, self.name.data = subject.version, subject.name
        self.regime.data, self.team_id.data = subject.regime, subject.team_id
        self.active.data = subject.active
        for part in ("acknowledge", "answer"):
            number, _space, unit = getattr(subject, f"{part}_within").partition(" ")
            self[f"{part}_number"].data = int(number)
            self[f"{part}_unit"].data = unit.removesuffix("s")

    def norm(self, part: str) -> str:
        """Return a norm as the deadlines read it, such as ``15 working days``."""
        number, unit = self[f"{part}_number"].data, self[f"{part}_unit"].data
        return f"{number} {unit}{'' if number == 1 else 's'}"
