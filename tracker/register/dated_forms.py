"""What does a user fill in to write down something that happened and may move a date?"""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    TextAreaField,
    ValidationError,
)
from wtforms.widgets import HiddenInput

from tracker.deadlines.terms import Unit
from tracker.register.forms import DAY_NEEDED, DayField, SeenForm, at_most, choices, filled
from tracker.register.models import EventType
from tracker.register.standing import Standing
from tracker.register.wording import GROUNDS, WAYS_OUT

UNITS: Mapping[Unit, Any] = {
    "day": _l("dagen"),
    "working day": _l("werkdagen"),
    "week": _l("weken"),
    "month": _l("maanden"),
}
ENDS_UNUSED = ("incomplete", "defect", "third_party_views", "natura2000_data")
"""Grounds with a set term to respond: when it runs out unused the term runs on."""
OF_ONE_LAW = ("stay", "international_obligation", "natura2000_data")
"""Grounds of the Omgevingswet, which mean nothing elsewhere."""


class HintedRadioField(RadioField):
    """Choices that each may have a line beneath them."""

    hints: Mapping[str, Any] = {}  # replaced, never changed

    def __init__(self, *args: Any, **options: Any) -> None:
        """Be drawn as any other choice."""
        super().__init__(*args, **options)
        self.type = "RadioField"


class DatedForm(SeenForm):
    """A dated event; each kind below adds what the law asks for."""

    on = DayField(_l("Op welke dag?"), [filled(DAY_NEEDED)])
    reason = TextAreaField(
        _l("Toch vastleggen? Schrijf dan waarom. Uw reden blijft zichtbaar."), [at_most(500)]
    )
    type = EventType.NOTE
    refused = ""
    """Why the law does not allow it; it can be written down with a reason then."""

    def data_of_event(self) -> dict[str, Any]:
        """Return what the event keeps besides its day."""
        return {}

    def suit(self, standing: Standing) -> None:
        """Leave only the choices that fit the case."""

    def shown(self) -> Sequence[Field]:
        """Return the fields to fill in, in order; the reason is asked only when it is needed."""
        return [
            field
            for field in self
            if field.name not in ("reason", "csrf_token")
            and not isinstance(field.widget, HiddenInput)
        ]


class SuspendForm(DatedForm):
    """The term stands still while we wait for somebody else."""

    type = EventType.SUSPENSION_STARTED
    on = DayField(
        _l("Op welke dag vroeg u om aanvulling?"),
        [filled(DAY_NEEDED)],
        description=_l("Of: op welke dag kreeg de inwoner bericht dat de termijn stilstaat?"),
    )
    ground = HintedRadioField(_l("Waarom staat de termijn stil?"), [filled(_l("Kies een reden."))])
    respond_by = DayField(
        _l("Reageren kan tot en met"),
        description=_l(
            "Tot en met deze dag kan de inwoner reageren. Daarna loopt de termijn weer."
        ),
    )

    def suit(self, standing: Standing) -> None:
        """Offer the grounds that the regime knows first; the others need a reason."""
        known = standing.regime.grounds
        rest = [ground for ground in GROUNDS if ground not in known and ground not in OF_ONE_LAW]
        self.ground.choices = choices((ground, GROUNDS[ground]) for ground in (*known, *rest))
        unknown = _l(
            "Volgens de wet kan deze reden hier niet. Leg die alleen vast als u uitlegt waarom."
        )
        articles: dict[str, Any] = {ground: article.name for ground, article in known.items()}
        if any(each.name == "ask_to_specify_by" for each in standing.regime.milestones):
            articles["incomplete"] = _l("Ook als u om precisering vraagt.")
        self.ground.hints = dict.fromkeys(rest, unknown) | articles

    def validate_respond_by(self, field: Field) -> None:
        """Ask for the last day where the law sets one, and refuse one before the request."""
        if field.data is None and not field.errors and self.ground.data in ENDS_UNUSED:
            raise ValidationError(DAY_NEEDED)
        if field.data and self.on.data and field.data < self.on.data:
            raise ValidationError(_l("Deze dag ligt voor de dag waarop u erom vroeg."))

    def data_of_event(self) -> dict[str, Any]:
        """Return the ground and, if there is one, the last day to respond."""
        data = {"ground": self.ground.data}
        return data | ({"respond_by": str(self.respond_by.data)} if self.respond_by.data else {})


class ResumeForm(DatedForm):
    """What we waited for is there."""

    type = EventType.SUSPENSION_ENDED
    on = DayField(_l("Op welke dag was de aanvulling compleet?"), [filled(DAY_NEEDED)])
    ground = RadioField(_l("Welke opschorting is voorbij?"), [filled(_l("Kies een opschorting."))])

    def suit(self, standing: Standing) -> None:
        """Ask which suspension ended only where more than one runs."""
        grounds = tuple(dict.fromkeys(standing.open_grounds()))
        if len(grounds) < 2:
            del self.ground
        else:
            self.ground.choices = choices((each, GROUNDS.get(each, each)) for each in grounds)

    def data_of_event(self) -> dict[str, Any]:
        """Return which suspension ended, where that is not plain."""
        return {"ground": self.ground.data} if self.ground else {}


class ExtendForm(DatedForm):
    """A longer term, within what the law allows and before the term ends."""

    type = EventType.EXTENDED
    on = DayField(_l("Op welke dag kreeg de inwoner bericht?"), [filled(DAY_NEEDED)])
    amount = IntegerField(
        _l("Met hoeveel?"),
        [filled(_l("Vul een heel getal in."))],
        render_kw={"inputmode": "numeric"},
    )
    unit = SelectField(_l("Dagen, weken of maanden?"))
    why = TextAreaField(
        _l("Waarom zo lang?"),
        [at_most(500)],
        description=_l("De wet noemt geen maximum. Uw uitleg blijft op de tijdlijn staan."),
    )
    without_cap = False

    def suit(self, standing: Standing) -> None:
        """Offer the unit in which the law sets its cap; ask why where it sets none."""
        cap, term = standing.cap, standing.regime.term
        usual: Unit = cap.unit if cap and cap.unit in UNITS else "week"
        offered = [
            unit for unit in UNITS if unit != "working day" or unit in (usual, term and term.unit)
        ]
        self.unit.choices = choices((unit, UNITS[unit]) for unit in offered)
        if self.unit.data is None:
            self.unit.data = usual
        self.without_cap = cap is None and standing.may_extend and term is not None
        if not self.without_cap:
            del self.why

    def validate_amount(self, field: Field) -> None:
        """Refuse a number that can only be a typing error."""
        if field.data is not None and not 1 <= field.data <= 365:
            raise ValidationError(_l("Vul een getal van 1 tot en met 365 in."))

    def validate_why(self, field: Field) -> None:
        """Ask for a word where the law trusts us to be reasonable (Awb 4:14 lid 3)."""
        if not (field.data or "").strip():
            raise ValidationError(_l("Schrijf in één zin waarom het zo lang duurt."))

    def data_of_event(self) -> dict[str, Any]:
        """Return the length of the extension, and why it is so long."""
        data = {"length": f"{self.amount.data} {self.unit.data}s"}
        return data | ({"why": (self.why.data or "").strip()} if self.why else {})


class DelayForm(DatedForm):
    """A word that it gets later, which the law wants and which moves nothing (Awb 4:14 lid 1)."""

    type = EventType.EXTENDED
    on = DayField(_l("Op welke dag kreeg de inwoner bericht?"), [filled(DAY_NEEDED)])
    until = DayField(
        _l("Wanneer beslist u dan wel?"),
        [filled(DAY_NEEDED)],
        description=_l("Kies een dag die zo vroeg mogelijk is."),
    )

    def validate_until(self, field: Field) -> None:
        """Refuse a day that lies before the letter that names it."""
        if field.data and self.on.data and field.data < self.on.data:
            raise ValidationError(_l("Deze dag ligt voor de dag van het bericht."))

    def data_of_event(self) -> dict[str, Any]:
        """Return the day that was named."""
        return {"until": str(self.until.data)}


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


class ForwardForm(DatedForm):
    """A message that came in at the wrong desk and went on to the right one (Awb 2:24)."""

    type = EventType.FORWARDED_INTERNALLY
    on = DayField(_l("Op welke dag is het bericht doorgestuurd?"), [filled(DAY_NEEDED)])
    told = RadioField(
        _l("Weet de afzender dat?"),
        [filled(_l("Kies ja of nee."))],
        choices=choices([("yes", _l("ja, meteen bericht")), ("no", _l("nee, nog niet"))]),
        description=_l(
            "Alleen als de afzender het meteen hoort, begint de termijn bij het doorsturen."
        ),
    )

    def data_of_event(self) -> dict[str, Any]:
        """Return whether the sender knows."""
        return {"sender_told": self.told.data == "yes"}


class DecidedForm(DatedForm):
    """A decision or answer that went out outside Tijdig."""

    type = EventType.DECIDED
    on = DayField(_l("Op welke dag ging het de deur uit?"), [filled(DAY_NEEDED)])
    how = RadioField(
        _l("Hoe kreeg de inwoner het?"),
        [filled(_l("Kies hoe de inwoner het kreeg."))],
        choices=choices(WAYS_OUT.items()),
    )
    sure = BooleanField(
        _l("Dit is een echt besluit of een inhoudelijk antwoord"),
        [
            filled(
                _l("Alleen een echt besluit of antwoord stopt de klokken. Klopt dat? Vink het aan.")
            )
        ],
        description=_l(
            "De inwoner weet nu waar hij aan toe is. Een tussenbericht hoort hier niet."
        ),
    )

    def suit(self, standing: Standing) -> None:
        """Call it an answer where the law asks for none, or for no decision."""
        if standing.regime.term is None:
            self.type = EventType.ANSWERED

    def data_of_event(self) -> dict[str, Any]:
        """Return how it went."""
        return {"how": self.how.data}


DATED_FORMS: Mapping[str, type[DatedForm]] = {
    "bevestigd": AcknowledgedForm,
    "hervatten": ResumeForm,
    "opschorten": SuspendForm,
    "verlengen": ExtendForm,
    "vertraging": DelayForm,
    "uitstel": PostponeForm,
    "ingebrekestelling": NoticeForm,
    "doorgestuurd": ForwardForm,
    "besluit": DecidedForm,
}


def form_of(type: EventType, data: Mapping[str, Any]) -> str:
    """Return which of ``DATED_FORMS`` such an event was written down with."""
    if type is EventType.ANSWERED:
        return "besluit"
    if type is EventType.EXTENDED:
        return "verlengen" if data.get("length") else "vertraging"
    return next(what for what, form in DATED_FORMS.items() if form.type is type)
