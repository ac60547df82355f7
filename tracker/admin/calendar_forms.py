"""What does an administrator fill in about days on which nobody works?"""

from flask_babel import lazy_gettext as _l
from wtforms import Field, IntegerField, StringField, TextAreaField, ValidationError
from wtforms.validators import NumberRange

from tracker.admin.calendar_rules import YEARS
from tracker.admin.forms import AdminForm, WholeNumberField, strip
from tracker.base.errors import Sentence
from tracker.register.forms import DAY_NEEDED, DayField, at_most, filled

WRONG_YEAR = _l(
    "Vul een jaar in, van %(first)s tot en met %(last)s.", first=YEARS[0], last=YEARS[-1]
)


def _year(label: Sentence) -> IntegerField:
    return WholeNumberField(label, [NumberRange(YEARS[0], YEARS[-1], WRONG_YEAR)])


class ClosingDayForm(AdminForm):
    """A day on which the office is shut."""

    day = DayField(_l("Dag"), [filled(DAY_NEEDED)])
    name = StringField(_l("Waarom zijn wij dicht?"), [filled(), at_most(120)], filters=[strip])

    def validate_day(self, field: Field) -> None:
        """Refuse a year of which the calendar has no page: nobody could take the day away."""
        if field.data and not field.errors and field.data.year not in YEARS:
            raise ValidationError(WRONG_YEAR)


class DecreeForm(AdminForm):
    """A royal decree that equates days with a holiday."""

    source = StringField(_l("Bron"), [filled(), at_most(200)], filters=[strip])
    first_year = _year(_l("Eerste jaar"))
    last_year = _year(_l("Laatste jaar"))
    days = TextAreaField(_l("Dagen"), [filled(), at_most(2000)])
