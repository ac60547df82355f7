"""Whether the municipality owes a penalty for deciding late, and how much by now (Awb 4:17)."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from tracker.deadlines.calendar import Words
from tracker.deadlines.events import Placed
from tracker.deadlines.explanation import Step, date_in_words
from tracker.deadlines.regime import Regime

_TWO_WEEKS_AND_A_DAY: Final = timedelta(days=15)
_ONE_DAY: Final = timedelta(days=1)
_MOST_DAYS: Final = 42
_STAGE: Final = 14  # days at each of the first two rates

TARIFFS: Final = (
    (date(2009, 10, 1), (20, 30, 40)),
    (date(2019, 1, 1), (23, 35, 45)),
)
"""Euros a day, by the day on which the notice of default was received (Stcrt. 2018, 65542)."""

_NO_NOTICE: Final = Words(
    "Nog geen dwangsom. Er is geen ingebrekestelling.",
    "No penalty yet. There is no notice of default.",
)
_PREMATURE: Final = Words(
    "Geen dwangsom. De ingebrekestelling kwam voordat de termijn voorbij was.",
    "No penalty. The notice of default came before the term was over.",
)
_TOO_LATE: Final = Words(
    "Geen dwangsom. De zaak was al afgerond toen de ingebrekestelling kwam.",
    "No penalty. The case was closed already when the notice of default came.",
)
_NO_TARIFF: Final = Words(
    "Geen dwangsom. Die bestaat pas sinds 1 oktober 2009.",
    "No penalty. It exists only since 1 October 2009.",
)
_IN_TWO_WEEKS: Final = Words(
    "Geen dwangsom. Binnen twee weken na de ingebrekestelling afgerond.",
    "No penalty. Closed within two weeks after the notice of default.",
)
_RUNS: Final = Words(
    "De ingebrekestelling is geldig. De dwangsom begint op {first} en loopt hooguit 42 dagen, tot"
    " en met {last}.",
    "The notice of default is valid. The penalty starts on {first} and runs for 42 days at most,"
    " until {last}.",
)
_NOTICE: Final = Words(
    "Ingebrekestelling ontvangen op {on}. {why}", "Notice of default received on {on}. {why}"
)


class Penalty(NamedTuple):
    """The penalty of Awb 4:17.

    Attributes:
        applies: whether the law knows a penalty for this regime at all.
        notice_valid: whether a notice of default counts; None without a notice.
        notice_on: the day on which the notice that counts was received.
        last_day: the day of the decision, or the 42nd day if that comes first (Awb 4:18 counts
            from it); with first_day None when it was closed before any day was due.
        days: days due so far, the day looked at included; None when no day was given.
        amount_eur: whole euros due so far; the day of the decision counts as a day.
        amount_eur_lenient: the same without the day of the decision (the law leaves it open).
        most_eur: whole euros at the most, as long as nothing is decided: 42 days.
    """

    applies: bool
    notice_valid: bool | None
    notice_on: date | None
    first_day: date | None
    last_day: date | None
    days: int | None
    amount_eur: int | None
    amount_eur_lenient: int | None
    most_eur: int
    why_nl: str
    why_en: str
    article: str
    link: str

    def why(self, language: str) -> str:
        """Return the reason in *language* (``nl`` unless ``en`` is asked)."""
        return self.why_en if language == "en" else self.why_nl


class Closing(NamedTuple):
    """What the penalty depends on besides the notices."""

    due_on: date | None
    closed_on: date | None
    suspended_since: date | None  # without a known end, while the term ran: it has not run out
    as_of: date | None


def amount(days: int, rates: tuple[int, int, int]) -> int:
    """Return whole euros for so many *days*, 42 at the most (Awb 4:17 lid 2)."""
    first = min(days, _STAGE)
    second = min(max(days - _STAGE, 0), _STAGE)
    third = min(max(days - 2 * _STAGE, 0), _MOST_DAYS - 2 * _STAGE)
    return first * rates[0] + second * rates[1] + third * rates[2]


def penalty_for(regime: Regime, events: Sequence[Placed], closing: Closing) -> Penalty:
    """Reckon the penalty on the day ``closing.as_of``."""
    notices = [each.event.on for each in events if each.event.type == "notice_of_default"]
    if not regime.penalty:
        valid = _first_valid(notices, closing) is not None if notices else None
        return _none(regime, valid, regime.no_penalty)
    if not notices:
        return _none(regime, None, _NO_NOTICE)
    notice = _first_valid(notices, closing)
    if notice is None:
        closed = closing.closed_on is not None and closing.closed_on < notices[-1]
        return _none(regime, False, _TOO_LATE if closed else _PREMATURE)
    rates = _rates(notice)
    if rates is None:
        return _none(regime, True, _NO_TARIFF)
    return _running(regime, notice, rates, closing)


def _first_valid(notices: Sequence[date], closing: Closing) -> date | None:
    """Return the first notice after the term ran out and before the case was closed."""
    for on in notices:
        if closing.due_on is None or on <= closing.due_on:
            continue
        if closing.closed_on is not None and closing.closed_on < on:
            continue
        if closing.suspended_since is not None and closing.suspended_since <= on:
            continue
        return on
    return None


def _rates(notice: date) -> tuple[int, int, int] | None:
    return next((rates for since, rates in reversed(TARIFFS) if notice >= since), None)


def _running(
    regime: Regime, notice: date, rates: tuple[int, int, int], closing: Closing
) -> Penalty:
    first = notice + _TWO_WEEKS_AND_A_DAY
    last = min(first + (_MOST_DAYS - 1) * _ONE_DAY, closing.closed_on or date.max)
    looked_at = min(filter(None, (closing.as_of, closing.closed_on)), default=None)
    in_time = closing.closed_on is not None and closing.closed_on < first
    why = _IN_TWO_WEEKS if in_time else _runs(first, last)
    days = euros = lenient = None
    if looked_at is not None:
        days = max(0, (min(looked_at, last) - first).days + 1)
        euros = lenient = amount(days, rates)
        if looked_at == closing.closed_on and looked_at <= last:
            lenient = amount(max(days - 1, 0), rates)
    return Penalty(
        applies=True,
        notice_valid=True,
        notice_on=notice,
        first_day=None if in_time else first,
        last_day=None if in_time else last,
        days=days,
        amount_eur=euros,
        amount_eur_lenient=lenient,
        most_eur=0 if in_time else amount((last - first).days + 1, rates),
        why_nl=why.nl,
        why_en=why.en,
        article=regime.penalty_article.name,
        link=regime.penalty_article.link,
    )


def notice_steps(regime: Regime, events: Sequence[Placed], penalty: Penalty) -> list[Step]:
    """Tell of each notice of default what came of it, with the first day of a penalty."""
    if penalty.notice_valid is None:
        return []
    notices = [each.event.on for each in events if each.event.type == "notice_of_default"]
    steps: list[Step] = []
    for on in notices:
        counts = penalty.notice_on in (None, on)
        why = Words(penalty.why_nl, penalty.why_en) if counts else _PREMATURE
        if penalty.notice_on is not None and on > penalty.notice_on:
            continue  # the clock of the penalty runs already
        day = penalty.first_day if counts and penalty.first_day else on
        values = {"on": on, "why": why}
        steps.append(Step(day, "due", _NOTICE, values, regime.penalty_article))
    return steps


def _runs(first: date, last: date) -> Words:
    words = {
        language: template.format(
            first=date_in_words(first, language), last=date_in_words(last, language)
        )
        for language, template in (("nl", _RUNS.nl), ("en", _RUNS.en))
    }
    return Words(words["nl"], words["en"])


def _none(regime: Regime, notice_valid: bool | None, why: Words) -> Penalty:
    return Penalty(
        applies=regime.penalty,
        notice_valid=notice_valid,
        notice_on=None,
        first_day=None,
        last_day=None,
        days=0,
        amount_eur=0,
        amount_eur_lenient=0,
        most_eur=0,
        why_nl=why.nl,
        why_en=why.en,
        article=regime.penalty_article.name,
        link=regime.penalty_article.link,
    )
