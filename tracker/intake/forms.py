"""What does a registrar fill in about a letter, a call or a visit?"""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import Email, Optional

from tracker.base.forms import TidyForm
from tracker.register.fact_forms import FactsMixin
from tracker.register.forms import DAY_NEEDED, DayField, at_most, choices, filled
from tracker.register.models import Channel, Subject
from tracker.register.wording import CHANNELS

BY_HAND = (Channel.LETTER, Channel.COUNTER, Channel.PHONE)
LONGEST_NOTE = 100_000
NOT_CHOSEN = 0


class LetterForm(FactsMixin, TidyForm):
    """A letter on paper, a call or a visit; only what is needed to start is asked."""

    once = HiddenField(validators=[at_most(64)])
    kept = HiddenField()
    channel = RadioField(
        _l("Hoe kwam het binnen?"),
        choices=choices((channel.value, CHANNELS[channel]) for channel in BY_HAND),
        default=Channel.LETTER.value,
    )
    scan = FileField(_l("Scan van de brief"))
    received_on = DayField(_l("Ontvangen op"), [filled(DAY_NEEDED)])
    sure_of_day = BooleanField(_l("Deze oude datum klopt"))
    title = StringField(_l("Waar gaat het over?"), [filled(), at_most(300)])
    subject_id = SelectField(_l("Onderwerp"), [filled(_l("Kies een onderwerp."))], coerce=int)
    name = StringField(_l("Naam van de afzender"), [filled(), at_most(200)])
    email = StringField(
        _l("E-mailadres"),
        [
            Optional(),
            at_most(254),
            Email(_l("Vul een e-mailadres in zoals naam@voorbeeld.nl, of laat het leeg.")),
        ],
    )
    street = StringField(_l("Straat en huisnummer"), [at_most(200)])
    postcode = StringField(_l("Postcode"), [at_most(20)])
    place = StringField(_l("Woonplaats"), [at_most(100)])
    phone = StringField(_l("Telefoon"), [at_most(40)])
    text = TextAreaField(_l("Wat staat erin, of wat is er gezegd?"), [at_most(LONGEST_NOTE)])

    def offer(self, subjects: Sequence[Subject]) -> None:
        """Fill the list of subjects."""
        known = ((subject.id, subject.name) for subject in subjects)
        # None is chosen beforehand: a subject that was forgotten would bring the wrong law.
        self.subject_id.choices = choices([(NOT_CHOSEN, _l("Kies een onderwerp")), *known])

    def validate_subject_id(self, field: Field) -> None:
        """Ask for a subject as long as none was chosen."""
        if field.data == NOT_CHOSEN:
            raise ValidationError(_l("Kies een onderwerp."))
