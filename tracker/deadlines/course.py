"""Which extensions and agreements the law allows on a case."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from tracker.deadlines.case import Case
from tracker.deadlines.errors import DeadlineError
from tracker.deadlines.events import Placed
from tracker.deadlines.facts import read_date
from tracker.deadlines.regime import Extension
from tracker.deadlines.sources import Article
from tracker.deadlines.suspensions import Agreement, Pause, pauses
from tracker.deadlines.terms import Length, last_day, parse_legal_length
from tracker.deadlines.track import Track, outcome

_LAST_YEAR = 2200


class Taken(NamedTuple):
    """An event that was taken; ``against_rule`` is the reason when the law did not allow it."""

    on: date
    length: Length | None  # None: it adds nothing to the term
    article: Article
    against_rule: str | None = None


@dataclass(slots=True)
class Granted:
    """All that moves a clock, in order, in both readings of the law."""

    taken: list[Taken]
    safe_moves: list[Pause | Agreement]
    lenient_moves: list[Pause | Agreement]

    def lengths(self) -> tuple[Length, ...]:
        """Return the extensions that count."""
        return tuple(each.length for each in self.taken if each.length is not None)

    def may_be_read_twice(self) -> bool:
        """Say whether the law is contested for what moved the term."""
        if self.safe_moves != self.lenient_moves:
            return True
        return any(isinstance(move, Agreement) for move in self.safe_moves)

    def agree(self, agreement: Agreement) -> None:
        """Put an agreement in its place between the suspensions."""
        for moves in (self.safe_moves, self.lenient_moves):
            moves.append(agreement)
            moves.sort(key=lambda move: move.first)


def granted_events(case: Case, track: Track) -> Granted:
    """Go through the events in order and take those that move the term.

    Raises:
        DeadlineError: one that the law does not allow, unless it carries a reason.
    """
    granted = _suspensions(case) if case.suspensions else Granted([], [], [])
    for placed in case.events:
        if placed.event.type == "extended":
            _take_extension(granted, case, placed, track)
        elif placed.event.type == "postponed_by_consent":
            _take_agreement(granted, case, placed)
    return granted


def _suspensions(case: Case) -> Granted:
    return Granted(
        [
            Taken(each.asked_on, None, each.article, each.reason)
            for each in case.suspensions
            if each.reason is not None
        ],
        [*pauses(case.pausing, case.as_of, lenient=False)],
        [*pauses(case.pausing, case.as_of, lenient=True)],
    )


def announce_by(extension: Extension, case: Case, track: Track) -> date | None:
    """Return the day by which an extension must be announced; None: while the term runs.

    It counts from the receipt itself (Awb 3:18 lid 2), also where the term began later.
    """
    if extension.announce_within is None:
        return None
    received = case.facts.get("received_on", track.start)
    end = last_day(received, extension.announce_within, track.calendar)
    return track.calendar.next_working_day(end)


def _take_agreement(granted: Granted, case: Case, placed: Placed) -> None:
    event, article = placed.event, case.regime.consent
    until = read_date(event.until, placed.field("until"))
    if article is None:
        if not event.reason:
            raise DeadlineError(
                placed.field("type"),
                "De wet kent hier geen uitstel met instemming.",
                "The law knows no delay by consent here.",
                case.regime.source,
            )
        granted.taken.append(Taken(event.on, None, case.regime.source, event.reason))
    granted.agree(Agreement(event.on, until, article or case.regime.source))


def _take_extension(granted: Granted, case: Case, placed: Placed, track: Track) -> None:
    event, regime = placed.event, case.regime
    if regime.notice_of_delay is not None and not regime.may_extend(case.facts):
        granted.taken.append(Taken(event.on, None, regime.notice_of_delay))
        return
    length = parse_legal_length(event.length, placed.field("length"))
    if _too_far(track.extended((*granted.lengths(), length))):
        raise DeadlineError(
            placed.field("length"),
            "Zo ver vooruit rekenen we niet.",
            "We do not reckon that far ahead.",
        )
    refusal = _refusal(granted, case, placed, length, track)
    if refusal is not None and not event.reason:
        raise refusal
    article = regime.extension.article if regime.extension else regime.source
    granted.taken.append(Taken(event.on, length, article, event.reason if refusal else None))


def _too_far(track: Track) -> bool:
    return track.nominal_end().year > _LAST_YEAR


def _refusal(
    granted: Granted, case: Case, placed: Placed, length: Length, track: Track
) -> DeadlineError | None:
    """Say why the law does not allow this extension; None when it does."""
    regime = case.regime
    extension = regime.extension
    if extension is None or not regime.may_extend(case.facts):
        article = extension.article if extension else regime.source
        return DeadlineError(
            placed.field("type"),
            "De wet kent hier geen verlenging.",
            "The law knows no extension here.",
            article,
        )
    if extension.times is not None and len(granted.lengths()) >= extension.times:
        return DeadlineError(
            placed.field("type"),
            "De termijn is al een keer verlengd. Vaker mag niet.",
            "The term was extended once already. It cannot be done again.",
            extension.article,
        )
    return _too_long(case, placed, length, extension, track) or _too_late(
        granted, case, placed, extension, track
    )


def _too_long(
    case: Case, placed: Placed, length: Length, extension: Extension, track: Track
) -> DeadlineError | None:
    cap = case.regime.cap_for(case.facts)
    if cap is None:
        return None
    end = track.nominal_end()
    if last_day(end, length, track.calendar) <= last_day(end, cap, track.calendar):
        return None
    return DeadlineError(
        placed.field("length"),
        f"De termijn mag met hooguit {cap.nl} worden verlengd.",
        f"The term may be extended by {cap.en} at the most.",
        extension.article,
    )


def _too_late(
    granted: Granted, case: Case, placed: Placed, extension: Extension, track: Track
) -> DeadlineError | None:
    on = placed.event.on
    if case.suspended_without_end(on):
        return None
    before = [move for move in granted.safe_moves if move.first <= on]
    running = track.extended(granted.lengths())
    limit = announce_by(extension, case, track) or outcome(running, before).end
    if on <= limit:
        return None
    return DeadlineError(
        placed.field("on"),
        "De termijn was al voorbij. Verlengen kan alleen zolang hij loopt.",
        "The term was over already. It can only be extended while it runs.",
        extension.article,
    )
