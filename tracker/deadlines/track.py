"""Where one clock ends, once extensions, suspensions and agreements have moved it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from tracker.deadlines.calendar import Calendar
from tracker.deadlines.suspensions import Agreement, Pause
from tracker.deadlines.terms import (
    Counting,
    Length,
    last_day,
    last_day_of_all,
    off_free_days,
    still_within_atw,
    within_atw,
)

_ONE_DAY = timedelta(days=1)


class Track(NamedTuple):
    """One term from its start, under one reading of the law.

    ``lenient`` takes the later date wherever the text of the law is contested: weeks and months
    of an EU regulation counted from the day after receipt, and the Algemene termijnenwet applied
    to an extension of a term that grew too long, to 31 December, or to a rule of the
    municipality's own.
    """

    start: date
    base: Length
    counting: Counting
    calendar: Calendar
    lenient: bool = False
    fixed_end: date | None = None
    extra: tuple[Length, ...] = ()
    end_in_law: bool = True  # False: a fixed end is simply the last day of a term in a statute
    lenient_start: date | None = None  # where it is contested after which day the term starts

    def extended(self, extra: tuple[Length, ...]) -> "Track":
        """Return the track with these extensions."""
        return self._replace(extra=extra) if extra else self

    def read(self, *, lenient: bool) -> "Track":
        """Return the track under one reading of the law."""
        start = self.lenient_start if lenient and self.lenient_start else self.start
        return self._replace(lenient=lenient, start=start)

    def ending_on(self, day: date) -> "Track":
        """Return the track with a fixed last day instead of a length."""
        return self._replace(fixed_end=day)

    def may_be_read_twice(self) -> bool:
        """Say whether the law is contested for this term even when nothing moved it."""
        if self.extra or self.counting in ("eu", "own"):
            return True
        return self.fixed_end is not None or self.lenient_start is not None

    def nominal_end(self) -> date:
        """Return the last day of the term with its extensions, before anything else."""
        if self.fixed_end is not None:
            return last_day_of_all(self.fixed_end, self.extra, self.calendar)
        start = self.start
        if self.lenient and self.counting == "eu" and self.base.unit in ("week", "month", "year"):
            start += _ONE_DAY
        if not self.extra:
            return last_day(start, self.base, self.calendar)
        return last_day_of_all(start, (self.base, *self.extra), self.calendar)

    def moves_off_free_days(self) -> bool:
        """Say whether this term, so long, runs on when it ends on a free day.

        Whether a term with an extension is one term or two is contested. As two, the extension
        is the one that ends, and its own length decides (Atw 4).
        """
        if self.counting == "eu" or self.base.unit == "working day":
            return True
        if self.counting == "none":
            return False
        if self.fixed_end is not None and self.end_in_law:
            return self.lenient
        if self.counting == "own" and not self.lenient:
            return False
        if self._is_one_term_within_atw():
            return True
        return self.lenient and bool(self.extra) and within_atw(self.extra[-1])

    def _is_one_term_within_atw(self) -> bool:
        if not self.extra or not within_atw(self.base):
            return within_atw(self.base)
        return still_within_atw(self.start, self.base, self.nominal_end(), self.calendar)


class Change(NamedTuple):
    """What one suspension or agreement did: so many days, up to this end (0: nothing)."""

    move: Pause | Agreement
    days: int
    end: date
    as_agreed: bool = False  # it stood still until a later day that was agreed on


class Outcome(NamedTuple):
    """The end before and after it was moved off free days, and all that changed it."""

    unrolled: date
    end: date
    changes: tuple[Change, ...]
    agreed: bool = False  # the last day was agreed in writing, so nothing moves it


def outcome(
    track: Track, moves: Sequence[Pause | Agreement], nominal: date | None = None
) -> Outcome:
    """Follow *moves*, in order of their first day, to the end of the term.

    Days before the term began or after it ended stop nothing. An agreement reaches to its day;
    what else stood still until then counts once with it. In the lenient reading a suspension
    moves the day that was agreed on, and one may still agree when the term is over. *nominal*
    is the end of the track as it is, where the caller knows it already.
    """
    end, agreed = nominal or track.nominal_end(), None
    closed = _closed(track, end)
    changes: list[Change] = []
    for move in moves:
        before = _later(closed, agreed)
        if isinstance(move, Agreement):
            if move.until > before and (track.lenient or move.first <= before):
                agreed = move.until
            days = (_later(closed, agreed) - before).days
        else:
            end, days = _paused(track.start, end, closed, move)
            closed = _closed(track, end)
            if agreed is not None:
                agreed = _as_agreed(track, agreed, move)
                days = (_later(closed, agreed) - before).days
        as_agreed = agreed is not None and move.first <= agreed
        changes.append(Change(move, days, _later(end, agreed), as_agreed))
    if agreed is not None and agreed > closed:
        return Outcome(agreed, agreed, tuple(changes), agreed=True)
    return Outcome(end, closed, tuple(changes))


def _later(day: date, agreed: date | None) -> date:
    return day if agreed is None else max(day, agreed)


def _as_agreed(track: Track, agreed: date, pause: Pause) -> date:
    """Say until when people wait, who agreed to wait until *agreed*, after *pause*."""
    if track.lenient:
        return _paused(track.start, agreed, agreed, pause)[0]
    return max(agreed, pause.last) if pause.first <= agreed else agreed


def leaning_years(track: Track, found: Outcome) -> range:
    """Return the years whose free days decided where this term ends; an agreed day has none."""
    if found.agreed or not track.moves_off_free_days():
        return range(0)
    first = track.start if track.base.unit == "working day" else found.unrolled
    return range(first.year, found.end.year + 1)


def _closed(track: Track, end: date) -> date:
    """Move *end* off free days, if the law does so for this track."""
    if not track.moves_off_free_days():
        return end
    if track.fixed_end is not None:
        return track.calendar.next_working_day(end)
    return off_free_days(track.start, end, track.base, track.counting == "eu", track.calendar)


def _paused(start: date, end: date, closed: date, pause: Pause) -> tuple[date, int]:
    """Add the days of *pause* that fall within the running term."""
    days = (pause.last - max(pause.first, start + _ONE_DAY)).days + 1
    if days <= 0 or pause.first > closed:
        return end, 0
    if pause.first > end:
        end = closed  # the term was running on over a weekend
    return end + timedelta(days=days), days
