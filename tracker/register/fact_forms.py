"""Which facts does the law want to know of a case, and how does a user fill them in?"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import AnyOf, NumberRange, Optional

from tracker.base.errors import Sentence
from tracker.deadlines.errors import DeadlineError
from tracker.deadlines.facts import FACTS, RECEIPT, Fact
from tracker.deadlines.regime import Regime
from tracker.deadlines.terms import parse_length
from tracker.register.forms import DAY_NEEDED, DayField, SeenForm, at_most, choices, filled
from tracker.register.models import ELECTRONIC, Channel, Subject
from tracker.register.wording import CHOICES, length_in_words
from tracker.register.wording import FACTS as NAMES

_TYPED_LENGTH: Final = re.compile(r"([0-9]{1,10})\s*([a-z]+(?: [a-z]+)?)\.?", re.IGNORECASE)
_UNITS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("dag", "dagen", "day", "days"), "day"),
    **dict.fromkeys(("werkdag", "werkdagen", "working day", "working days"), "working day"),
    **dict.fromkeys(("week", "weken", "weeks"), "week"),
    **dict.fromkeys(("maand", "maanden", "month", "months"), "month"),
    **dict.fromkeys(("jaar", "jaren", "year", "years"), "year"),
}
_MOST_DAYS: Final = 3660
_SENT_UNLESS_SAID: Final = "committee_notice_sent"
"""A committee without a word about its notice: ``deadlines`` takes it that it was sent."""


def read_length(typed: str) -> str:
    """Read a term as people write it; return it as we keep it, such as "13 weeks".

    Raises:
        ValueError: it is no term, or an impossible one; holds a sentence.
    """
    match = _TYPED_LENGTH.fullmatch(typed)
    unit = _UNITS.get(match[2].lower()) if match else None
    if match is None or unit is None:
        raise ValueError(_l("Schrijf een termijn als: 13 weken, 10 dagen of 2 maanden."))
    try:
        return parse_length(f"{int(match[1])} {unit}", "length").en
    except DeadlineError as error:
        raise ValueError(_l("Vul een termijn in van 1 dag tot en met 10 jaar.")) from error


class LengthField(StringField):
    """A term as people write it, such as "13 weken"; kept as "13 weeks"."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; an empty field is no term."""
        typed = " ".join(valuelist[0].split()) if valuelist else ""
        self.data = None
        if typed:
            self.data = read_length(typed)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return length_in_words(self.data) if self.data else ""


HINTS: Final[Mapping[str, Sentence]] = {
    "decision_sent_on": _l(
        "De dag waarop wij het besluit verstuurden. Daarna begint de bezwaartermijn."
    ),
    "objection_period_ends_on": _l("Alleen als u de dag van verzending niet weet."),
    "appeal_period_ends_on": _l("Zonder deze dag is de termijn niet te berekenen."),
    "posted_on": _l("Alleen bij een brief: op tijd gepost kan op tijd zijn (Awb 6:9 lid 2)."),
    "same_legal_person": _l("Dan is de termijn korter (Awb 7:24 lid 2)."),
    "committee": _l("Dan is de termijn langer."),
    "committee_notice_sent": _l("Zonder dit bericht blijft de gewone termijn (Awb 7:13 lid 2)."),
    "filing_extended_until": _l("Na een storing bij ons (Awb 2:21)."),
    "wrong_channel_on": _l("De dag waarop het langs de verkeerde weg kwam (Awb 2:23)."),
    "right_way_shown_on": _l("De dag waarop wij schreven hoe het wel moet (Awb 2:16)."),
    "advisory_committee": _l("Dan is de termijn tien weken in plaats van zes (Awb 9:11)."),
    "consent_needed": _l("Dan is de termijn twaalf weken (Omgevingswet 16.64)."),
    "statutory_term": _l("Bijvoorbeeld: 13 weken. Leeg betekent: acht weken (Awb 4:13)."),
    "days": _l("Volgens het reglement van orde van de raad. Leeg betekent: 30 dagen."),
    "subject": _l("Alleen bij deze twee mag de termijn langer worden."),
}
RARE: Final = frozenset({"filing_extended_until", "wrong_channel_on", "right_way_shown_on"})
"""Facts of which most letters have none; a form shows them folded."""


def _field(fact: Fact, label: Sentence, hint: Sentence) -> Any:
    """Return the form field that asks for a fact of this kind."""
    about: dict[str, Any] = {"label": label, "description": hint}
    match fact.kind:
        case "day":
            return DayField(validators=[Optional()], **about)
        case "yes_no":
            return BooleanField(**about)
        case "length":
            return LengthField(validators=[Optional(), at_most(40)], **about)
        case "days":
            most = NumberRange(1, _MOST_DAYS, _l("Vul een getal van 1 tot en met 3660 in."))
            return IntegerField(validators=[Optional(), most], **about)
        case _:
            words = [(value, CHOICES[value]) for value in fact.choices]
            wrong = _l("Kies een van de mogelijkheden.")
            return RadioField(
                validators=[Optional(), AnyOf(list(fact.choices), wrong)],
                choices=choices([*words, ("", _l("iets anders"))]),
                validate_choice=False,
                **about,
            )


class FactsMixin:
    """A field for every fact, by the name of the fact; a form shows those that its regime asks.

    What a regime does not ask is not looked at.
    """

    _fields: Mapping[str, Field]
    rare = RARE

    def asked(self, regime: Regime | None) -> Sequence[Field]:
        """Return the fields of the facts that *regime* asks for."""
        return [self._fields[name] for name in regime.asks] if regime else []

    def facts(self, regime: Regime | None) -> dict[str, Any]:
        """Return what was filled in of the facts that *regime* asks for."""
        filled_in = {field.name: _kept(field.data) for field in self.asked(regime)}
        return {name: value for name, value in filled_in.items() if value is not None}

    def show(self, known: Mapping[str, Any], regime: Regime) -> None:
        """Put the facts that are *known* in the fields."""
        for field in self.asked(regime):
            value = _before(known, field)
            is_day = isinstance(field, DayField) and value
            field.data = date.fromisoformat(str(value)) if is_day else value

    def changes(self, known: Mapping[str, Any], regime: Regime) -> dict[str, Any]:
        """Return the facts that are other ones than those *known*; None: emptied."""
        now = {field: _kept(field.data) for field in self.asked(regime)}
        return {field.name: value for field, value in now.items() if value != _before(known, field)}


for _name, _fact in FACTS.items():
    if _name not in RECEIPT:  # those stand on the form for a letter itself, or are never typed
        setattr(FactsMixin, _name, _field(_fact, NAMES[_name], HINTS.get(_name, "")))


def _kept(data: object) -> object:
    """Return a fact as an event keeps it."""
    if isinstance(data, date):
        return data.isoformat()
    return None if data == "" else data


def _before(known: Mapping[str, Any], field: Field) -> Any:
    unsaid = field.name == _SENT_UNLESS_SAID if isinstance(field, BooleanField) else None
    return known.get(field.name, unsaid)


class SubjectForm(FactsMixin, SeenForm):
    """Another subject for a case, and what its regime asks."""

    subject_id = SelectField(_l("Onderwerp"), [filled(_l("Kies een onderwerp."))], coerce=int)

    def offer(self, subjects: Sequence[Subject]) -> None:
        """Fill the list of subjects."""
        self.subject_id.choices = choices((subject.id, subject.name) for subject in subjects)


class FactsForm(FactsMixin, SeenForm):
    """Other facts than those with which the case was reckoned so far.

    The day of receipt is asked of what somebody registered; of electronic mail the system knows
    the moment (Awb 2:20), which is not for people to change.
    """

    received_on = DayField(_l("Ontvangen op"), [filled(DAY_NEEDED)])
    why = TextAreaField(_l("Waarom verandert dit?"), [at_most(500)])

    def fit(self, channel: Channel) -> None:
        """Leave out what is not for people to change."""
        if channel in ELECTRONIC:
            del self.received_on

    @property
    def day_of_receipt(self) -> DayField | None:
        """The field of the day of receipt, if there is one."""
        field = self._fields.get("received_on")
        return field if isinstance(field, DayField) else None

    def show(self, known: Mapping[str, Any], regime: Regime) -> None:
        """Put the facts that are *known* in the fields."""
        super().show(known, regime)
        if self.day_of_receipt:
            self.day_of_receipt.data = date.fromisoformat(str(known["received_on"]))

    def changes(self, known: Mapping[str, Any], regime: Regime) -> dict[str, Any]:
        """Return the facts that are other ones than those *known*; None: emptied."""
        found, field = super().changes(known, regime), self.day_of_receipt
        if field and field.data and _kept(field.data) != known["received_on"]:
            found["received_on"] = _kept(field.data)
        return found
