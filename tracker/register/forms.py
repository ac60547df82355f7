"""What may a user fill in about a case, and what do we say when it is not right?"""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.widgets import HiddenInput

from tracker.base.errors import InvalidInput
from tracker.base.forms import OUTDATED, AtMost, Filled, TidyForm
from tracker.people.models import User
from tracker.register.models import CLOSED_WITHOUT_ANSWER
from tracker.register.wording import STATES

NEEDED = _l("Vul dit in.")
DAY_NEEDED = _l("Vul een dag in die bestaat, zoals 6-11-2026.")

YEARS = range(1970, 2101)  # those with which ``deadlines`` reckons


def filled(message: Any = NEEDED) -> Filled:
    """Return the check that a field is not left empty, with our own sentence."""
    return Filled(message)


def at_most(length: int) -> AtMost:
    """Return the check that a text fits, with a sentence that says how long it may be."""
    return AtMost(length)


def choices(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """Return what may be chosen, from pairs of value and word."""
    return [SelectChoice(value, word) for value, word in pairs]


class DayField(DateField):
    """A day; an impossible one such as 30 February is refused with our own sentence.

    Browsers send the first form; the others are what people type where the field is plain text.
    """

    def __init__(self, label: Any = None, validators: Any = None, **options: Any) -> None:
        """Take the ways in which people write a day."""
        super().__init__(label, validators, format=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"], **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day that was typed; an empty field is no day."""
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(DAY_NEEDED) from error

    def pre_validate(self, form: Any) -> None:
        """Refuse a year for which no term can be reckoned."""
        if self.data and self.data.year not in YEARS:
            raise ValidationError(_l("Vul een jaar in van 1970 tot en met 2100."))


class SeenForm(TidyForm):
    """A form about a case, which carries the version that the user saw."""

    version = IntegerField(widget=HiddenInput(), validators=[filled(OUTDATED)])

    def blame(self, error: InvalidInput) -> None:
        """Show what the law or the register refuses at the field that it is about."""
        name = {"length": "amount"}.get(error.field, error.field)
        field: Field | None = self._fields.get(name)
        target = field if field is not None else self._first_visible()
        target.errors = [*target.errors, error.message]

    def _first_visible(self) -> Field:
        return next(field for field in self if not isinstance(field.widget, HiddenInput))


class AssignForm(SeenForm):
    """Whose desk a case goes to."""

    handler_id = SelectField(_l("Behandelaar"), coerce=int)

    def offer(self, handlers: Sequence[User]) -> None:
        """Fill the list of colleagues; 0 is nobody."""
        nobody = (0, _l("niemand (terug op de stapel)"))
        self.handler_id.choices = choices(
            [nobody, *((handler.id, handler.name) for handler in handlers)]
        )


class CloseForm(SeenForm):
    """Why no answer comes."""

    state = RadioField(
        _l("Waarom komt er geen antwoord?"),
        [filled(_l("Kies waarom er geen antwoord komt."))],
        choices=choices((state.value, STATES[state]) for state in CLOSED_WITHOUT_ANSWER),
    )
    reason = TextAreaField(_l("Leg dit uit in één zin"), [filled(), at_most(500)])


class ReopenForm(SeenForm):
    """Why a closed case opens again."""

    reason = TextAreaField(_l("Waarom gaat de zaak weer open?"), [filled(), at_most(500)])


class TakeBackForm(SeenForm):
    """Why something that was written down is not right."""

    reason = TextAreaField(
        _l("Waarom klopt dit niet?"),
        [filled(_l("Schrijf in één zin waarom dit niet klopt.")), at_most(500)],
        description=_l("Uw uitleg blijft op de tijdlijn staan."),
    )
