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

    ``lenient`` takes the later date wherever the text of the law is contested: the month of the
    AVG counted from the day after receipt, and the Algemene termijnenwet applied to a term that
    grew beyond twelve weeks, to 31 December, or to a rule of the municipality's own.
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
        """Return the track under the other reading of the law; itself when there is but one."""
        if not self.may_be_read_twice():
            return self
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
        if self.lenient and self.counting == "eu" and self.base.unit in ("month", "year"):
            start += _ONE_DAY
        if not self.extra:
            return last_day(start, self.base, self.calendar)
        return last_day_of_all(start, (self.base, *self.extra), self.calendar)

    def moves_off_free_days(self) -> bool:
        """Say whether this term, so long, runs on when it ends on a free day."""
        if self.counting == "eu" or self.base.unit == "working day":
            return True
        if self.counting == "own" or (
            self.counting == "atw" and self.end_in_law and self.fixed_end
        ):
            return self.lenient
        if self.counting == "none" or not within_atw(self.base):
            return False
        if self.lenient or not self.extra:
            return True
        return still_within_atw(self.start, self.base, self.nominal_end(), self.calendar)


class Change(NamedTuple):
    """What one suspension or agreement did: so many days, up to this end (0: nothing)."""

    move: Pause | Agreement
    days: int
    end: date


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

    Days before the term began or after it ended stop nothing. *nominal* is the end of the track
    as it is, where the caller knows it already.
    """
    end = nominal or track.nominal_end()
    if not moves:
        return Outcome(end, _closed(track, end), ())
    changes: list[Change] = []
    agreed = False
    for move in moves:
        closed = end if agreed else _closed(track, end)
        if isinstance(move, Agreement):
            days = (move.until - closed).days
            if days > 0:
                end, agreed = move.until, True
        else:
            end, days = _paused(track.start, end, closed, move)
        changes.append(Change(move, max(days, 0), end))
    return Outcome(end, end if agreed else _closed(track, end), tuple(changes), agreed)


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
