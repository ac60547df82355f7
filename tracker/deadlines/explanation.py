"""Why this is the date: each step is a day, a sentence in two languages and an article."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, Final, Literal, NamedTuple

from tracker.deadlines.calendar import Words, weekday_words
from tracker.deadlines.sources import Article
from tracker.deadlines.terms import Length

ClockName = Literal["acknowledge", "target", "due"]

_MONTHS_NL: Final = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
_MONTHS_EN: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def date_in_words(day: date, language: str) -> str:
    """Write *day* out, with its weekday: dinsdag 27 oktober 2026."""
    english = language == "en"
    month = (_MONTHS_EN if english else _MONTHS_NL)[day.month - 1]
    weekday = weekday_words(day)
    return f"{weekday.en if english else weekday.nl} {day.day} {month} {day.year}"


def time_in_words(at: time, language: str) -> str:
    """Write a time of day: 16.45 uur."""
    return f"{at:%H:%M}" if language == "en" else f"{at.hour}.{at:%M} uur"


def moment_in_words(moment: datetime, language: str) -> str:
    """Write *moment* out: dinsdag 27 oktober 2026 om 16.45 uur."""
    at = "at" if language == "en" else "om"
    return f"{date_in_words(moment, language)} {at} {time_in_words(moment.time(), language)}"


def in_words(value: object, language: str) -> str:
    """Write a value of a sentence out: a moment, a day, a length, or some words."""
    if isinstance(value, datetime):
        return moment_in_words(value, language)
    if isinstance(value, time):
        return time_in_words(value, language)
    if isinstance(value, date):
        return date_in_words(value, language)
    if isinstance(value, Words | Length):
        return value.en if language == "en" else value.nl
    return str(value)


class Step(NamedTuple):
    """One step of the reasoning; ``day`` is where the date stands after it.

    The sentences are put together when somebody reads them, which keeps reckoning fast.
    """

    day: date
    clock: ClockName
    wording: Words
    values: Mapping[str, Any]
    source: Article

    def text(self, language: str) -> str:
        """Return the sentence in *language* (``nl`` unless ``en`` is asked)."""
        template = self.wording.en if language == "en" else self.wording.nl
        words = {name: in_words(value, language) for name, value in self.values.items()}
        return template.format(day=date_in_words(self.day, language), **words)

    @property
    def text_nl(self) -> str:
        """The sentence in Dutch."""
        return self.text("nl")

    @property
    def text_en(self) -> str:
        """The sentence in English."""
        return self.text("en")

    @property
    def article(self) -> str:
        """The article as people cite it."""
        return self.source.name

    @property
    def link(self) -> str:
        """Where the article can be read; empty for the municipality's own norms."""
        return self.source.link


RECEIVED: Final = Words(
    "Ontvangen. De termijn begint de dag erna.", "Received. The term starts the day after."
)
REOPENED: Final = Words(
    "Heropend. De servicetermijn begint opnieuw, de dag erna.",
    "Reopened. The service term starts anew, the day after.",
)
IN_HOURS: Final[Mapping[Words, Words]] = {
    RECEIVED: Words(
        "Ontvangen. De kantooruren tellen vanaf {first}.",
        "Received. The hours of office time count from {first}.",
    ),
    REOPENED: Words(
        "Heropend. De kantooruren tellen opnieuw, vanaf {first}.",
        "Reopened. The hours of office time count anew, from {first}.",
    ),
}
HOURS: Final = Words(
    "De termijn is {length}. Die tellen op werkdagen van {opens} tot {closes}. De termijn loopt tot"
    " {moment}.",
    "The term is {length} of office time, which is from {opens} to {closes} on working days. It"
    " runs until {moment}.",
)
MOMENT_MOVED: Final = Words(
    "De datum schuift met hele dagen op. Het moment wordt {moment}.",
    "The date moves by whole days. The moment becomes {moment}.",
)
STILL_DUE: Final = Words(
    "Heropend. De wet geeft geen nieuwe termijn: de uiterste datum blijft staan.",
    "Reopened. The law gives no new term: the due date stays.",
)
DECISION_SENT: Final = Words(
    "Besluit verzonden. De bezwaartermijn begint de dag erna.",
    "Decision sent. The objection period starts the day after.",
)
PERIOD_ENDED: Final = Words(
    "Laatste dag om bezwaar of beroep in te dienen: {day}. De beslistermijn begint de dag erna.",
    "Last day to object or appeal: {day}. The term to decide starts the day after.",
)
PERIOD_MOVED: Final = Words(
    "De bezwaartermijn zou eindigen op een vrije dag ({why}) en loopt door tot en met {day}.",
    "The objection period would end on a free day ({why}) and runs on until {day}.",
)
FILED_LATE: Final = Words(
    "Het bezwaar kwam te laat. De beslistermijn loopt toch vanaf het eind van de bezwaartermijn.",
    "The objection came too late. The term to decide still runs from the end of the period.",
)
FORWARDED: Final = Words(
    "Doorgestuurd naar de goede afdeling, en dat aan de afzender gemeld. De termijn begint de dag"
    " erna.",
    "Passed on to the right department, and the sender was told. The term starts the day after.",
)
FORWARDED_UNTOLD: Final = Words(
    "Doorgestuurd zonder bericht aan de afzender. De termijn blijft lopen vanaf de ontvangst.",
    "Passed on without telling the sender. The term still runs from the receipt.",
)
FORWARDED_IN_VAIN: Final = Words(
    "Doorgestuurd. Deze termijn verandert daar niet door.",
    "Passed on. This does not change this term.",
)
STAYED: Final = Words(
    "Aangehouden van {since} tot {until}. De termijn begint daarna helemaal opnieuw.",
    "Stayed from {since} to {until}. After that the term starts all over.",
)
STAYED_IN_VAIN: Final = Words(
    "Aangehouden van {since} tot {until}. Dat telt niet: de termijn was al voorbij.",
    "Stayed from {since} to {until}. It does not count: the term was over already.",
)
FILING_EXTENDED: Final = Words(
    "De gemeente was digitaal minder goed bereikbaar. Daarom kan indienen tot en met {day}.",
    "The municipality was hard to reach electronically. So filing is possible until {day}.",
)
FILING_EXTENDED_IN_VAIN: Final = Words(
    "De gemeente verlengde de termijn om in te dienen tot en met {until}. Die liep al tot en met"
    " {day}.",
    "The municipality extended the term to file until {until}. It already ran until {day}.",
)
WRONG_CHANNEL: Final = Words(
    "Eerst langs een andere weg ingediend, op {received}. Op {shown} is de juiste weg gewezen. Die"
    " tijd telt niet mee, en ten minste een werkdag: indienen kan tot en met {day}.",
    "First filed by another way, on {received}. The right way was shown on {shown}. That time does"
    " not count, and at least one working day: filing is possible until {day}.",
)
WRONG_CHANNEL_IN_VAIN: Final = Words(
    "Langs een andere weg ingediend op {received}. De termijn was toen al voorbij.",
    "Filed by another way on {received}. The term was over by then.",
)
DECIDE_AFTER_THE_FIRST_END: Final = Words(
    "Bij bezwaar en beroep is niet zeker of ook de beslistermijn daardoor later begint. De veilige"
    " lezing: die begint na {day}.",
    "For objections and appeals it is not certain that the term to decide starts later too. The"
    " safe reading: it starts after {day}.",
)
MILESTONES: Final[Mapping[str, Words]] = {
    "ask_to_specify_by": Words(
        "Is het verzoek te algemeen? Vraag uiterlijk op {day} om het preciezer te maken.",
        "Is the request too general? Ask to specify it on {day} at the latest.",
    ),
    "refuse_by": Words(
        "Behandelt u dit niet? Laat dat weten uiterlijk op {day}.",
        "Will you not deal with it? Say so on {day} at the latest.",
    ),
    "dismiss_by": Words(
        "Is het niet compleet, en behandelt u het daarom niet? Maak dat besluit bekend uiterlijk op"
        " {day}.",
        "Is it incomplete, and will you therefore not deal with it? Make that decision known on"
        " {day} at the latest.",
    ),
}
TERM: Final = Words(
    "De termijn is {length} en loopt tot en met {day}.",
    "The term is {length} and runs until {day}.",
)
CALENDAR_YEAR: Final = Words(
    "Niet in de laatste zes weken van het jaar ingediend. Beslis voor het jaar om is: {day}.",
    "Not filed in the last six weeks of the year. Decide before the year ends: {day}.",
)
EXTENDED: Final = Words(
    "Verlengd met {length}, bij brief van {on}. De termijn loopt tot en met {day}.",
    "Extended by {length}, by letter of {on}. The term runs until {day}.",
)
DELAY_NOTICE: Final = Words(
    "Bericht dat het later wordt. Dat verandert de wettelijke termijn niet.",
    "Notice of delay. It does not change the legal term.",
)
SUSPENDED: Final = Words(
    "Opgeschort van {first} tot en met {last} ({ground}). Dagen erbij: {days}. De termijn loopt"
    " tot en met {day}.",
    "Suspended from {first} to {last} ({ground}). Days added: {days}. The term runs until {day}.",
)
SUSPENDED_FOR_NOW: Final = Words(
    "Voorlopig: opgeschort van {first} tot en met {last} ({ground}), als er geen reactie komt."
    " Dagen erbij: {days}. De termijn loopt tot en met {day}.",
    "For now: suspended from {first} to {last} ({ground}), if no reply comes."
    " Days added: {days}. The term runs until {day}.",
)
SUSPENDED_OPEN: Final = Words(
    "Voorlopig: opgeschort vanaf {first} ({ground}), zonder einddatum. De datum schuift op als de"
    " opschorting eindigt.",
    "For now: suspended from {first} ({ground}), without an end. The date moves when the"
    " suspension ends.",
)
SUSPENDED_IN_VAIN: Final = Words(
    "Opgeschort van {first} tot en met {last} ({ground}). Dat telt niet: de termijn liep toen"
    " niet.",
    "Suspended from {first} to {last} ({ground}). It does not count: the term did not run then.",
)
SUSPENDED_AS_AGREED: Final = Words(
    "Opgeschort van {first} tot en met {last} ({ground}). Dat valt samen met het afgesproken"
    " uitstel en geeft geen dag erbij.",
    "Suspended from {first} to {last} ({ground}). It coincides with the delay that was agreed on"
    " and adds no day.",
)
SUSPENDED_TOO_SHORT: Final = Words(
    "Opgeschort ({ground}) en meteen weer hervat. Dat geeft geen dag erbij.",
    "Suspended ({ground}) and resumed at once. That adds no day.",
)
AGREED: Final = Words("Uitstel afgesproken tot en met {day}.", "Agreed to wait until {day}.")
AGREED_IN_VAIN: Final = Words(
    "Uitstel afgesproken tot en met {until}. De termijn liep al tot en met {day}.",
    "Agreed to wait until {until}. The term already ran until {day}.",
)
AGREED_TOO_LATE: Final = Words(
    "Uitstel afgesproken tot en met {until}, maar de termijn was al voorbij op {day}. Wat voorbij"
    " is, kan niet meer worden opgeschort.",
    "Agreed to wait until {until}, but the term was over already on {day}. What is over cannot be"
    " suspended any more.",
)
MOVED: Final = Words(
    "Die dag is vrij ({why}). De termijn loopt door tot en met {day}.",
    "That day is free ({why}). The term runs on until {day}.",
)
TWO_WORKING_DAYS: Final = Words(
    "In een korte termijn zitten ten minste twee werkdagen. De termijn loopt tot en met {day}.",
    "A short term has at least two working days. The term runs until {day}.",
)
NOT_MOVED: Final = Words(
    "Die dag is vrij ({why}), maar deze termijn schuift daar niet voor op.",
    "That day is free ({why}), but this term does not move for it.",
)
LENIENT: Final = Words(
    "De tekst van de wet kan ook ruimer worden gelezen: dan is het {lenient}. De vroegste dag is"
    " de veilige.",
    "The law can also be read more widely: then it is {lenient}. The earlier day is the safe one.",
)
NOT_DECREED: Final = Words(
    "Let op: de vrije dagen bij koninklijk besluit zijn voor {year} nog niet vastgesteld.",
    "Note: the days off by royal decree for {year} are not yet decreed.",
)
BEFORE_TABLE: Final = Words(
    "Let op: de vrije dagen bij koninklijk besluit van {year} staan niet in onze tabel.",
    "Note: the days off by royal decree of {year} are not in our table.",
)
NOT_YET_LAW: Final = Words(
    "Let op: deze regel geldt pas vanaf {since}. Reken deze datum met de hand na.",
    "Note: this rule is in force only since {since}. Check this date by hand.",
)
AGAINST_THE_RULE: Final = Words(
    "Let op: de wet staat dit niet toe. Toch vastgelegd, met als reden: {reason}",
    "Note: the law does not allow this. Recorded all the same, with the reason: {reason}",
)
NOT_AFTER_DUE: Final = Words(
    "De streefdatum kan niet na de uiterste datum liggen: {day}.",
    "The target cannot lie after the due date: {day}.",
)
CLOSED: Final[Mapping[str, Words]] = {
    "answered": Words("Beantwoord op {day}. De termijn stopt.", "Answered on {day}. It stops."),
    "decided": Words("Besloten op {day}. De termijn stopt.", "Decided on {day}. It stops."),
    "withdrawn": Words("Ingetrokken op {day}. De termijn stopt.", "Withdrawn on {day}. It stops."),
    "acknowledged": Words(
        "Ontvangst bevestigd op {day}. Alleen deze termijn stopt.",
        "Receipt acknowledged on {day}. Only this term stops.",
    ),
}
LAST_DAY: Final[Mapping[ClockName, Words]] = {
    "acknowledge": Words(
        "Bevestig de ontvangst uiterlijk op {day}.", "Acknowledge receipt on {day} at the latest."
    ),
    "target": Words("Streefdatum: {day}.", "Target: {day}."),
    "due": Words("Uiterste datum: {day}.", "Due date: {day}."),
}
LAST_MOMENT: Final[Mapping[ClockName, Words]] = {
    "acknowledge": Words(
        "Bevestig de ontvangst uiterlijk op {moment}.",
        "Acknowledge receipt on {moment} at the latest.",
    ),
    "target": Words("Streefdatum: {moment}.", "Target: {moment}."),
}
