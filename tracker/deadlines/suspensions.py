"""During which days a term stood still, and on which ground."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NamedTuple

from tracker.deadlines.calendar import Words
from tracker.deadlines.errors import DeadlineError, shown
from tracker.deadlines.events import Placed
from tracker.deadlines.regime import Regime
from tracker.deadlines.regimes import GROUNDS
from tracker.deadlines.sources import Article, woo

_ONE_DAY = timedelta(days=1)
_ENDS_UNUSED: Final = frozenset({"incomplete", "defect", "third_party_views", "natura2000_data"})
"""Grounds of which the law says that they end when the set term runs out unused."""
_INCLUSIVE: Final = woo("4.4", "3")
"""It says "tot en met"; Awb 4:15 and 7:10 and Who 4 say "tot", which can be read two ways."""


@dataclass(slots=True)
class Suspension:
    """One suspension; it runs from the day after ``asked_on`` until ``ended_on``."""

    asked_on: date
    ground: str
    article: Article
    respond_by: date | None
    reason: str | None  # why it was taken though the law does not know this ground
    restarts: bool = False  # a stay: its end starts the term all over (Omgevingswet 16.61)
    ended_on: date | None = None

    @property
    def first_day(self) -> date:
        """The first day that stands still."""
        return self.asked_on + _ONE_DAY

    @property
    def last_day(self) -> date | None:
        """The day on which it ended, or ends when no reply comes; None: nobody can say yet."""
        if self.restarts:
            return self.ended_on  # no reply can end it
        if self.ended_on is None or self.respond_by is None:
            return self.ended_on or self.respond_by
        if self.ground in _ENDS_UNUSED:
            return min(self.ended_on, self.respond_by)
        return self.ended_on

    def open_on(self, day: date | None) -> bool:
        """Say whether it still runs on *day* (None: as far as the events tell)."""
        if self.ended_on is not None:
            return False
        return self.restarts or day is None or self.respond_by is None or day <= self.respond_by

    def span(self, *, lenient: bool) -> tuple[date, date] | None:
        """Return the first and the last day that stand still; the last before the first: none.

        Under Awb 4:15 and 7:10 the term is suspended *until* the day of completion. Read
        literally that day counts again; the ministry's circular counts it as suspended. The
        literal reading gives the earlier, safe date; *lenient* takes the other.
        """
        last = self.last_day
        if last is None:
            return None
        if not lenient and self.article != _INCLUSIVE:
            last -= _ONE_DAY
        return self.first_day, last

    def words(self) -> Words:
        """Name the ground; one that the law does not know is shown as it was typed."""
        return GROUNDS.get(self.ground) or Words(self.ground, self.ground)


class Pause(NamedTuple):
    """Days on end that do not count, both included."""

    first: date
    last: date
    ground: Words
    article: Article
    for_now: bool


class Agreement(NamedTuple):
    """Somebody agreed in writing to wait until a day."""

    first: date
    until: date
    article: Article


def suspensions_in(regime: Regime, events: Sequence[Placed]) -> list[Suspension]:
    """Join each start with its end.

    Raises:
        DeadlineError: a ground that the regime does not know (unless a reason is given), an end
            without a start, a term to respond that ended before it began.
    """
    found: list[Suspension] = []
    for each in events:
        if each.event.type == "suspension_started":
            found.append(_started(regime, each))
        elif each.event.type == "suspension_ended":
            _end_one(found, each)
    return found


def _started(regime: Regime, placed: Placed) -> Suspension:
    event = placed.event
    if not event.ground:
        raise DeadlineError(
            placed.field("ground"), "Kies een grond voor de opschorting.", "Choose a ground."
        )
    article = regime.grounds.get(event.ground)
    if article is None and not event.reason:
        unknown = Words(shown(event.ground), shown(event.ground))
        words = GROUNDS.get(event.ground, unknown)
        raise DeadlineError(
            placed.field("ground"),
            f"Deze grond voor opschorting kent de wet hier niet: {words.nl}.",
            f"The law does not know this ground of suspension here: {words.en}.",
            next(iter(regime.grounds.values()), regime.source),
        )
    if event.respond_by is not None and event.respond_by < event.on:
        raise DeadlineError(
            placed.field("respond_by"),
            "De reactietermijn eindigt voordat hij begint.",
            "The term to respond ends before it begins.",
        )
    reason = event.reason if article is None else None
    return Suspension(
        event.on,
        event.ground,
        article or regime.source,
        event.respond_by,
        reason,
        event.ground in regime.restarts,
    )


def _end_one(found: list[Suspension], placed: Placed) -> None:
    """End the oldest suspension still running; one that ran out unused only if it is the last."""
    event = placed.event
    mine = [each for each in found if each.ended_on is None]
    if event.ground:
        mine = [each for each in mine if each.ground == event.ground]
    if not mine:
        raise DeadlineError(
            placed.field("type"),
            "Er loopt op die dag geen opschorting die kan eindigen.",
            "On that day no suspension runs that could end.",
        )
    running = [each for each in mine if each.open_on(event.on)]
    (running or mine[-1:])[0].ended_on = event.on


def pauses(suspensions: Sequence[Suspension], as_of: date | None, *, lenient: bool) -> list[Pause]:
    """Return the days that stand still, overlaps counted once, in order.

    One that may still end sooner than its set term is marked, looked at on *as_of*.
    """
    if not suspensions:
        return []
    spans: list[Pause] = []
    for each in sorted(suspensions, key=lambda each: each.asked_on):
        span = each.span(lenient=lenient)
        if span is not None and span[0] <= span[1]:
            spans.append(Pause(*span, each.words(), each.article, each.open_on(as_of)))
    return _joined(spans)


def _joined(spans: list[Pause]) -> list[Pause]:
    joined: list[Pause] = []
    for span in spans:
        if not joined or span.first > joined[-1].last:
            joined.append(span)
            continue
        before = joined[-1]
        ground = before.ground
        if ground != span.ground:
            ground = Words(f"{ground.nl}; {span.ground.nl}", f"{ground.en}; {span.ground.en}")
        joined[-1] = Pause(
            before.first,
            max(before.last, span.last),
            ground,
            before.article,
            before.for_now or span.for_now,
        )
    return joined
