"""What does the panel of a case show: its clocks, what still matters in its term, the penalty?"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask_babel import format_decimal
from flask_babel import gettext as _

from tracker.base.errors import Sentence
from tracker.base.web import date_in_words
from tracker.base.words import current_language
from tracker.deadlines.clocks import Penalty, Reckoning
from tracker.deadlines.sources import Article, awb
from tracker.register.clocks import days_left
from tracker.register.models import EventType
from tracker.register.offers import extension_limit
from tracker.register.standing import Standing
from tracker.register.wording import CLOCKS

_MOVING: Final = frozenset(
    {
        EventType.SUSPENSION_STARTED,
        EventType.SUSPENSION_ENDED,
        EventType.EXTENDED,
        EventType.POSTPONED_BY_CONSENT,
        EventType.FORWARDED_INTERNALLY,
        EventType.REOPENED,
        EventType.RECKONED_ANEW,
    }
)

_FIXED_BY: Final = awb("4:18")


@dataclass(frozen=True, slots=True)
class ClockView:
    """One of the three clocks as the panel shows it; ``at`` when a moment was promised."""

    name: str
    label: Sentence
    date: dt.date | None
    days_left: int | None
    stopped_on: dt.date | None
    state: str
    at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of the reckoning in the reader's language."""

    day: date
    clock: str
    text: str
    article: str
    link: str


@dataclass(frozen=True, slots=True)
class LineView:
    """A sentence beneath the clocks, with the article that it leans on."""

    icon: str
    text: str
    article: str
    link: str


@dataclass(frozen=True, slots=True)
class PenaltyView:
    """What lateness costs, in a sentence and in pairs of word and value; none: it is free."""

    runs: bool
    rows: Sequence[tuple[str, str]]
    why: str
    article: str
    link: str


@dataclass(frozen=True, slots=True)
class Panel:
    """All that the panel shows; ``moved``: the reasons are unfolded."""

    clocks: Sequence[ClockView]
    lines: Sequence[LineView]
    penalty: PenaltyView
    steps: Sequence[StepView]
    moved: bool


def panel_of(standing: Standing) -> Panel:
    """Return the panel of a case, in the reader's language."""
    reckoning = standing.reckoning
    return Panel(
        clocks=_clocks(reckoning, standing.today),
        lines=_lines(standing),
        penalty=_penalty(reckoning.penalty, standing.today, reckoning.closed_by is not None),
        steps=_steps(reckoning),
        moved=_was_moved(standing),
    )


def _clocks(reckoning: Reckoning, today: date) -> Sequence[ClockView]:
    """Return the three clocks in the order in which they run out."""
    suspended = reckoning.suspended_since is not None
    acknowledge = (reckoning.acknowledge_by, reckoning.acknowledge_stopped_on, today)
    target = (reckoning.target_on, reckoning.target_stopped_on, today)
    due = (reckoning.due_on, reckoning.due_stopped_on, today)
    return [
        _clock("acknowledge", *acknowledge, at=reckoning.acknowledge_at),
        _clock("target", *target, at=reckoning.target_at, suspended=suspended),
        _clock("due", *due, suspended=suspended),
    ]


def _clock(
    name: str,
    day: date | None,
    stopped_on: dt.date | None,
    today: date,
    *,
    at: dt.datetime | None = None,
    suspended: bool = False,
) -> ClockView:
    if stopped_on is not None:
        state = "stopped"
    elif day is None:
        state = "none"
    else:
        state = "suspended" if suspended else "running"
    left = None if day is None else days_left(day, today)
    return ClockView(name, CLOCKS[name], day, left, stopped_on, state, at)


def _steps(reckoning: Reckoning) -> Sequence[StepView]:
    """Return how the dates came about."""
    language = current_language()
    return [
        StepView(step.day, step.clock, step.text(language), step.article, step.link)
        for step in reckoning.steps
    ]


def _was_moved(standing: Standing) -> bool:
    """Tell whether the date is not simply where the term put it: then the steps are open."""
    rolled = standing.reckoning.due_on != standing.reckoning.unrolled_due_on
    moved = any(event.type in _MOVING for event in standing.events)
    return rolled or moved or any(event.data.get("corrected") for event in standing.events)


def _lines(standing: Standing) -> Sequence[LineView]:
    """Return what a handler must know of the term beside its dates."""
    found = [*_filing(standing)]
    if standing.regime.term is None or standing.reckoning.due_stopped_on is not None:
        return found
    return [*found, *_lenient(standing), *_extend(standing), *_milestones(standing)]


def _filing(standing: Standing) -> Sequence[LineView]:
    """Say whether an objection or appeal came in time (Awb 6:7 to 6:9)."""
    ends_on, in_time = (
        standing.reckoning.objection_period_ends_on,
        standing.reckoning.filed_in_time,
    )
    if ends_on is None:
        return []
    article, day = awb("6:9"), date_in_words(ends_on)
    if in_time:
        said = _("Op tijd ingediend. Dat kon tot en met %(day)s.", day=day)
        return [_line("check", said, article)]
    said = _("Te laat ingediend: dat kon tot en met %(day)s. Is er een goede reden?", day=day)
    return [_line("alert", said, awb("6:11"))]


def _lenient(standing: Standing) -> Sequence[LineView]:
    safe, wide = standing.reckoning.due_on, standing.reckoning.due_on_lenient
    if wide is None or safe is None or wide <= safe:
        return []
    sentence = _(
        "Volgens een ruimere uitleg van de wet is het %(day)s. Wij houden de veilige datum aan.",
        day=date_in_words(wide),
    )
    return [_line("info", sentence, standing.regime.source)]


def _extend(standing: Standing) -> Sequence[LineView]:
    extension, sentence = standing.regime.extension, extension_limit(standing)
    return [_line("hourglass", sentence, extension.article)] if extension and sentence else []


_SENTENCES: Final[Mapping[str, Callable[[str], str]]] = {
    "ask_to_specify_by": lambda day: _("Om precisering vragen kan tot en met %(day)s.", day=day),
    "refuse_by": lambda day: _(
        "Neemt u het niet in behandeling? Schrijf dat uiterlijk %(day)s.", day=day
    ),
    "dismiss_by": lambda day: _(
        "Komt de aanvulling niet en behandelt u het niet verder? Schrijf dat uiterlijk %(day)s.",
        day=day,
    ),
}


def _milestones(standing: Standing) -> Sequence[LineView]:
    """Return the days that still lie ahead."""
    found = standing.reckoning.milestones
    asked = any(event.type is EventType.SUSPENSION_STARTED for event in standing.events)
    lines: list[LineView] = []
    for each in standing.regime.milestones:
        day: date | None = getattr(found, each.name)
        done = asked and each.name == "ask_to_specify_by"
        if day is not None and day >= standing.today and not done:
            lines.append(_line("flag", _SENTENCES[each.name](date_in_words(day)), each.article))
    return lines


def _penalty(penalty: Penalty, today: date, closed: bool) -> PenaltyView:
    """Say what lateness costs by now and at most, or why it costs nothing (Awb 4:17)."""
    if not (penalty.applies and penalty.notice_valid and penalty.first_day and penalty.most_eur):
        why = penalty.why(current_language())
        return PenaltyView(False, [], why, penalty.article, penalty.link)
    first, so_far = (_("Eerste dag"), date_in_words(penalty.first_day)), _so_far(penalty, today)
    if penalty.last_day and (closed or penalty.last_day < today):  # decided, or 42 days are over
        why = _("De dwangsom is gestopt. Stel het bedrag vast binnen twee weken na de laatste dag.")
        rows = [first, (_("Laatste dag"), date_in_words(penalty.last_day)), (_("Bedrag"), so_far)]
        return PenaltyView(False, rows, why, _FIXED_BY.name, _FIXED_BY.link)
    why = _("Er is een geldige ingebrekestelling. Elke dag te laat kost geld.")
    most = _("€ %(amount)s", amount=format_decimal(penalty.most_eur))
    rows = [first, (_("Tot nu toe"), so_far), (_("Hooguit"), most)]
    return PenaltyView(True, rows, why, penalty.article, penalty.link)


def _so_far(penalty: Penalty, today: date) -> str:
    if penalty.first_day and penalty.first_day > today:
        return _("nog niets")
    said = _(
        "€ %(amount)s (%(days)s dagen)",
        amount=format_decimal(penalty.amount_eur or 0),
        days=penalty.days,
    )
    if penalty.amount_eur_lenient == penalty.amount_eur:
        return said
    less = _(
        "€ %(amount)s als de dag van het besluit niet meetelt",
        amount=format_decimal(penalty.amount_eur_lenient or 0),
    )
    return f"{said}; {less}"


def _line(icon: str, text: str, article: Article) -> LineView:
    return LineView(icon, text, article.name, article.link)
