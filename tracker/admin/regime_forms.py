"""What does an administrator fill in about a regime of the municipality's own?"""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.admin.forms import (
    NOT_A_NUMBER,
    AdminForm,
    WholeNumberField,
    number_field,
    strip,
    unit_field,
    version_field,
)
from tracker.base.words import both
from tracker.deadlines.own import ANY_REASONABLE, OwnTerm
from tracker.deadlines.regimes import GROUNDS, REGIMES
from tracker.deadlines.terms import Counting
from tracker.register.forms import DAY_NEEDED, DayField, at_most, choices, filled
from tracker.register.models import OwnRegime

UNITS = (
    ("week", _l("weken")),
    ("day", _l("dagen")),
    ("working day", _l("werkdagen")),
    ("month", _l("maanden")),
    ("year", _l("jaar")),
)
NO_EXTENSION, ANY_EXTENSION, CAPPED = "none", "any", "capped"
TERM, EXTENSION = _l("Termijn"), _l("Verlengen met hooguit")

OFFERED = {ground: GROUNDS[ground] for ground in REGIMES["servicenorm"].grounds}
"""The grounds that any rule can name; the others are of the Omgevingswet alone."""


class CheckboxesField(SelectMultipleField):
    """Some of a few things, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class OwnRegimeForm(AdminForm):
    """A legal term that the municipality wrote down itself."""

    version = version_field()
    seen = HiddenField()
    name_nl = StringField(_l("Naam"), [filled(), at_most(120)], filters=[strip])
    name_en = StringField(_l("Naam in het Engels"), [at_most(120)], filters=[strip])
    article = StringField(_l("Artikel"), [filled(), at_most(200)], filters=[strip])
    link = StringField(_l("Webadres van het artikel"), [at_most(500)], filters=[strip])
    term_number = number_field(TERM)
    term_unit = unit_field(TERM, UNITS)
    counting = RadioField(
        _l("Hoe telt de termijn?"),
        choices=choices(
            [
                ("atw", _l("Als een wettelijke termijn: wet of verordening")),
                ("none", _l("Zonder de Algemene termijnenwet: contract of beleidsregel")),
            ]
        ),
        default="atw",
    )
    extension_kind = RadioField(
        _l("Mogen wij verlengen?"),
        choices=choices(
            [
                (NO_EXTENSION, _l("Nee")),
                (CAPPED, _l("Ja, met hooguit een vaste termijn")),
                (ANY_EXTENSION, _l("Ja, met elke redelijke termijn")),
            ]
        ),
        default=NO_EXTENSION,
    )
    extension_number = WholeNumberField(EXTENSION)
    extension_unit = unit_field(EXTENSION, UNITS)
    grounds = CheckboxesField(
        _l("Wanneer mag de termijn stilstaan?"),
        choices=choices((code, both(words.nl, words.en)) for code, words in OFFERED.items()),
    )
    is_decision = BooleanField(_l("Het antwoord is een besluit op een aanvraag"))
    valid_from = DayField(_l("Geldt voor brieven vanaf"), [filled(DAY_NEEDED)])

    def validate_extension_number(self, field: Field) -> None:
        """Ask for a number only where there is a longest extension."""
        if self.extension_kind.data == CAPPED and not 1 <= (field.data or 0) <= 365:
            raise ValidationError(NOT_A_NUMBER)

    def show(self, row: OwnRegime) -> None:
        """Fill in what is known of *row*."""
        self.version.data = row.version
        for name in ("name_nl", "name_en", "article", "link", "counting", "grounds"):
            self[name].data = getattr(row, name)
        self.is_decision.data, self.valid_from.data = row.is_decision, row.valid_from
        self.term_number.data, self.term_unit.data = _parts(row.term)
        if row.extension == ANY_REASONABLE:
            self.extension_kind.data = ANY_EXTENSION
        elif row.extension:
            self.extension_kind.data = CAPPED
            self.extension_number.data, self.extension_unit.data = _parts(row.extension)

    def own_term(self, code: str) -> OwnTerm:
        """Return what was filled in, as ``deadlines`` reads it."""
        counting: Counting = "none" if self.counting.data == "none" else "atw"
        return OwnTerm(
            code=code,
            name_nl=self.name_nl.data or "",
            name_en=self.name_en.data or "",
            article=self.article.data or "",
            link=self.link.data or "",
            term=_length(self.term_number.data, self.term_unit.data),
            counting=counting,
            valid_from=self.valid_from.data or date.max,
            extension=self._extension(),
            grounds=tuple(self.grounds.data or ()),
            is_decision=bool(self.is_decision.data),
        )

    def _extension(self) -> str:
        if self.extension_kind.data == ANY_EXTENSION:
            return ANY_REASONABLE
        if self.extension_kind.data == CAPPED:
            return _length(self.extension_number.data, self.extension_unit.data)
        return ""


def _length(number: int | None, unit: Any) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"


def _parts(length: str) -> tuple[int, str]:
    number, _space, unit = length.partition(" ")
    return int(number), unit.removesuffix("s")
