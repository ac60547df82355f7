"""What does the page of a case show, in the reader's language?"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import format_decimal
from flask_babel import gettext as _

from tracker.base.errors import Sentence
from tracker.base.web import date_in_words
from tracker.base.words import current_language
from tracker.deadlines.regime import Regime
from tracker.people.models import User
from tracker.people.rules import has_desk
from tracker.register.clocks import taken_back
from tracker.register.models import (
    LEGAL_EVENTS,
    OPEN_STATES,
    Case,
    CaseState,
    Channel,
    Direction,
    Event,
    EventType,
    Message,
)
from tracker.register.owed import OwedLetter
from tracker.register.queries import Letter
from tracker.register.taking_back import event_to_take_back, why_not
from tracker.register.wording import CHANNELS, EVENTS, KINDS, LETTERS, details


@dataclass(frozen=True, slots=True)
class TimelineView:
    """One thing that happened; ``gone`` says when it was taken back, by whom and why."""

    on: date
    text: Sentence
    more: str
    who: str
    kind: str
    gone: str = ""
    take_back: str = ""


@dataclass(frozen=True, slots=True)
class NextAct:
    """The one thing to do with a case now."""

    code: str
    title: str
    text: str
    event_id: int = 0


def next_act(
    case: Case, user: User, handler: User | None, owed: Sequence[OwedLetter] = ()
) -> NextAct:
    """Return the one thing that this user can best do now.

    Args:
        owed: the letters that the law wants and that were not sent yet; they come first.
    """
    if owed:
        title = _("Stuur nu: %(letter)s", letter=LETTERS[owed[0].letter])
        text = _("De inwoner hoort dit te weten. De tekst staat klaar, met de datum erin.")
        return NextAct("letter", title, text, owed[0].event_id)
    if case.state not in OPEN_STATES:
        text = _("Schrijft de inwoner weer? Open de zaak dan.")
        return NextAct("reopen", _("Deze zaak is klaar"), text)
    if handler is None or not has_desk(handler):
        if not has_desk(user):
            return NextAct("", _("Nog van niemand"), _("Het team ziet deze zaak op zijn lijst."))
        return NextAct("take", _("Neem deze zaak"), _("Dan weet iedereen dat u eraan werkt."))
    if case.state is CaseState.WAITING:
        text = _("De termijn staat stil. Is de aanvulling compleet? Leg dat dan vast.")
        return NextAct("resume", _("Wacht op de aanvulling"), text)
    if handler.id == user.id:
        text = _("Pas als het antwoord weg is, stoppen de klokken.")
        return NextAct("answer", _("Schrijf het antwoord"), text)
    text = _("%(name)s werkt aan deze zaak. U kunt meelezen en helpen.", name=handler.name)
    return NextAct("answer", _("Help met het antwoord"), text)


def timeline(
    happened: Sequence[tuple[Event, str]], case: Case, *, may_work: bool
) -> Sequence[TimelineView]:
    """Return what happened to *case*, newest first.

    Args:
        may_work: whether the reader may take back what was written down wrongly.
    """
    history = [event for event, _who in happened]
    gone, names = taken_back(history), {event.id: who for event, who in happened}
    return [
        TimelineView(
            on=event.on,
            text=EVENTS[event.type],
            more=more_about(event, history),
            who=who or _("Tijdig"),
            kind=_kind(event.type),
            gone=gone_in_words(by, names[by.id]) if (by := gone.get(event.id or 0)) else "",
            take_back=_way_back(event, case, gone) if may_work else "",
        )
        for event, who in happened
    ]


def _way_back(event: Event, case: Case, gone: Container[int]) -> str:
    """Return where *event* can be taken back; empty when it cannot."""
    if why_not(event, case, gone):
        return ""
    return url_for("register.take_back", number=case.number, event_id=event.id)


def gone_in_words(by: Event, who: str) -> str:
    """Say when an event was taken back, by whom and why."""
    words = {"day": date_in_words(by.on), "who": who, "reason": by.reason}
    return _("teruggenomen op %(day)s door %(who)s: %(reason)s", **words)


def more_about(event: Event, history: Sequence[Event]) -> str:
    """Return what the timeline adds to the name of *event*, with the reasons that people gave."""
    if event.type is EventType.TAKEN_BACK:
        wrong = event_to_take_back(history, event.data["event_id"])
        words = {"event": EVENTS[wrong.type], "day": date_in_words(wrong.on)}
        return f"{_('%(event)s, %(day)s.', **words)} {event.reason}"
    more = details(event.type, event.data)
    if not event.reason:
        return more
    kept = _("Toch vastgelegd: %(reason)s", reason=event.reason)
    return f"{more} {kept}".strip()


def _kind(type: EventType) -> str:
    kinds = {
        EventType.REGISTERED: "in",
        EventType.MESSAGE_RECEIVED: "in",
        EventType.ACKNOWLEDGED: "out",
        EventType.INTERIM_SENT: "out",
        EventType.ANSWERED: "out",
        EventType.ASSIGNED: "people",
        EventType.NOTICE_OF_DEFAULT: "warn",
        EventType.RECKONED_ANEW: "clock",
    }
    return kinds.get(type, "clock" if type in LEGAL_EVENTS else "note")


def regime_name(regime: Regime) -> str:
    """Return what the regime is called in the reader's language, with its law."""
    name = regime.name_en if current_language() == "en" else regime.name_nl
    return name if regime.term is None else f"{name}, {regime.source.name}"


def state_kind(case: Case) -> str:
    """Return the kind of badge for the state of a case."""
    if case.state is CaseState.WAITING:
        return "waiting"
    return "done" if case.state not in OPEN_STATES else "neutral"


def to_post(letters: Sequence[Letter]) -> Sequence[Message]:
    """Return our letters that must still be printed and posted."""
    ours = [each.message for each in letters if each.message.direction is Direction.OUT]
    return [each for each in ours if each.channel is Channel.LETTER and each.sent_at is None]


def sent_as(message: Message) -> str:
    """Say what a message of ours is and how far it got."""
    kind = KINDS[message.kind] if message.kind else CHANNELS[message.channel]
    if message.sent_at is not None:
        return str(kind)
    return f"{kind}, {_not_sent_yet(message)}"


def _not_sent_yet(message: Message) -> str:
    if message.data.get("called_back"):
        return _("niet meer verstuurd")
    if message.data.get("undelivered"):
        return _("niet verstuurd")
    return _("wacht op de post") if message.channel is Channel.LETTER else _("wordt verstuurd")


def new_text(message: Message) -> str:
    """Return what is new in a message, without what it quotes; the whole is one click away."""
    return str(message.data.get("reply_text") or message.text)


def letter_files(number: str, letter: Letter) -> Sequence[Mapping[str, str]]:
    """Return the files of a message as links: its own, and the mail as it came in."""
    files = [
        {
            "name": file.filename,
            "size": size_in_words(file.size),
            "href": url_for("register.attachment", number=number, attachment_id=file.id),
        }
        for file in letter.attachments
    ]
    if letter.message.raw_sha256:
        href = url_for("register.original", number=number, message_id=letter.message.id)
        files.append({"name": _("de mail zoals hij binnenkwam (.eml)"), "size": "", "href": href})
    return files


def size_in_words(size: int) -> str:
    """Return "340 kB" or "1,2 MB" for a number of bytes."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    return f"{format_decimal(round(size / 1_000_000, 1))} MB"
