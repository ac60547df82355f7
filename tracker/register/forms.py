"""What may a user fill in about a case, and what do we say when it is not right?"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from tracker.base.errors import InvalidInput
from tracker.base.forms import OUTDATED, AtMost, Filled, TidyForm
from tracker.deadlines.regime import Regime
from tracker.people.models import User
from tracker.register.models import CLOSED_WITHOUT_ANSWER, EventType, Subject
from tracker.register.wording import GROUNDS, STATES

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
        name = {"length": "weeks"}.get(error.field, error.field)
        field: Field | None = self._fields.get(name)
        target = field if field is not None else self._first_visible()
        target.errors = [*target.errors, error.message]

    def _first_visible(self) -> Field:
        return next(field for field in self if not isinstance(field.widget, HiddenInput))


class FactsMixin:
    """The facts that some regimes ask for; the others leave them empty."""

    decision_sent_on = DayField(_l("Besluit verstuurd op"), [Optional()])
    posted_on = DayField(_l("Datum van het poststempel"), [Optional()])
    committee = BooleanField(_l("Een bezwaarcommissie adviseert"))
    committee_notice_sent = BooleanField(_l("De indiener heeft bericht over de commissie"))
    advisory_committee = BooleanField(_l("Een klachtencommissie of adviseur behandelt de klacht"))

    FIELDS: Mapping[str, Sequence[str]] = {
        "awb-bezwaar": ("decision_sent_on", "posted_on", "committee", "committee_notice_sent"),
        "awb-klacht": ("advisory_committee",),
    }

    def facts(self, regime: str) -> dict[str, Any]:
        """Return what was filled in of the facts that *regime* asks for."""
        found: dict[str, Any] = {}
        for name in self.FIELDS.get(regime, ()):
            value = getattr(self, name).data
            if isinstance(value, date):
                found[name] = value.isoformat()
            elif isinstance(value, bool):
                found[name] = value
        return found


class SubjectForm(FactsMixin, SeenForm):
    """Another subject for a case, and what its regime asks."""

    subject_id = SelectField(_l("Onderwerp"), [filled(_l("Kies een onderwerp."))], coerce=int)

    def offer(self, subjects: Sequence[Subject]) -> None:
        """Fill the list of subjects."""
        self.subject_id.choices = choices((subject.id, subject.name) for subject in subjects)


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


class DatedForm(SeenForm):
    """A dated event; each kind below adds what the law asks for."""

    on = DayField(_l("Op welke dag?"), [filled(DAY_NEEDED)])
    reason = TextAreaField(
        _l("Toch vastleggen? Schrijf dan waarom. Uw reden blijft zichtbaar."), [at_most(500)]
    )
    type = EventType.NOTE

    def data_of_event(self) -> dict[str, Any]:
        """Return what the event keeps besides its day."""
        return {}

    def suit(self, regime: Regime) -> None:
        """Leave only the choices that fit the regime of the case."""


class SuspendForm(DatedForm):
    """The term stands still while we wait for somebody else."""

    type = EventType.SUSPENSION_STARTED
    on = DayField(_l("Op welke dag vroeg u om aanvulling?"), [filled(DAY_NEEDED)])
    ground = RadioField(_l("Waarom staat de termijn stil?"), [filled(_l("Kies een reden."))])
    respond_by = DayField(_l("Reageren kan tot en met"), [filled(DAY_NEEDED)])

    def suit(self, regime: Regime) -> None:
        """Offer the grounds that the regime knows; all of them where it knows none."""
        grounds = tuple(regime.grounds) or tuple(GROUNDS)
        self.ground.choices = choices((ground, GROUNDS[ground]) for ground in grounds)

    def validate_respond_by(self, field: Field) -> None:
        """Refuse a last day that lies before the request."""
        if field.data and self.on.data and field.data < self.on.data:
            raise ValidationError(_l("Deze dag ligt voor de dag waarop u erom vroeg."))

    def data_of_event(self) -> dict[str, Any]:
        """Return the ground and the last day to respond."""
        return {"ground": self.ground.data, "respond_by": str(self.respond_by.data)}


class ResumeForm(DatedForm):
    """What we waited for is there."""

    type = EventType.SUSPENSION_ENDED
    on = DayField(_l("Op welke dag was de aanvulling compleet?"), [filled(DAY_NEEDED)])


class ExtendForm(DatedForm):
    """A longer term, within what the law allows and before the term ends."""

    type = EventType.EXTENDED
    on = DayField(_l("Op welke dag kreeg de inwoner bericht?"), [filled(DAY_NEEDED)])
    weeks = IntegerField(_l("Met hoeveel weken?"), [filled(_l("Vul een heel getal in."))])

    def validate_weeks(self, field: Field) -> None:
        """Refuse a number of weeks that can only be a typing error."""
        if field.data is not None and not 1 <= field.data <= 52:
            raise ValidationError(_l("Vul een getal van 1 tot en met 52 in."))

    def data_of_event(self) -> dict[str, Any]:
        """Return the length of the extension."""
        return {"length": f"{self.weeks.data} weeks"}


class PostponeForm(DatedForm):
    """A later day to which the correspondent agreed in writing."""

    type = EventType.POSTPONED_BY_CONSENT
    on = DayField(_l("Op welke dag stemde de inwoner schriftelijk in?"), [filled(DAY_NEEDED)])
    until = DayField(_l("Uitstel tot en met"), [filled(DAY_NEEDED)])

    def validate_until(self, field: Field) -> None:
        """Refuse a day that lies before the consent: nothing is put off to the past."""
        if field.data and self.on.data and field.data < self.on.data:
            raise ValidationError(_l("Deze dag ligt voor de dag waarop de inwoner instemde."))

    def data_of_event(self) -> dict[str, Any]:
        """Return the day until which is postponed."""
        return {"until": str(self.until.data)}


class NoticeForm(DatedForm):
    """A notice of default: from here lateness may cost money."""

    type = EventType.NOTICE_OF_DEFAULT
    on = DayField(_l("Op welke dag kwam de ingebrekestelling binnen?"), [filled(DAY_NEEDED)])


class AcknowledgedForm(DatedForm):
    """An acknowledgement that went out outside Tijdig, for instance by post."""

    type = EventType.ACKNOWLEDGED
    on = DayField(
        _l("Op welke dag ging de ontvangstbevestiging de deur uit?"), [filled(DAY_NEEDED)]
    )


DATED_FORMS: Mapping[str, type[DatedForm]] = {
    "opschorten": SuspendForm,
    "hervatten": ResumeForm,
    "verlengen": ExtendForm,
    "uitstel": PostponeForm,
    "ingebrekestelling": NoticeForm,
    "bevestigd": AcknowledgedForm,
}
