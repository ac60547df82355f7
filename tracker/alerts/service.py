"""What must be told now that nobody has been told, and what must not be told any more?

Both questions are asked anew each time, of all cases: what was missed while we were down, or
decided before a date moved, is found by the next round.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlmodel import Session

from tracker.alerts.mails import Reader, alert_mail
from tracker.alerts.models import Alert, AlertKind
from tracker.alerts.queries import (
    MAIL_KEY,
    Memory,
    People,
    Untold,
    cases_near_a_date,
    cases_of_nobody,
    cases_with,
    decided_about,
    people_here,
    situation_of,
    untold_alerts,
    untold_news,
    want_of,
)
from tracker.alerts.rules import (
    BEFORE,
    Reason,
    Want,
    had_come,
    missed_before,
    most_serious,
    next_office_moment,
    reason_to_withdraw,
    responsible,
    telling_day,
    wanted,
)
from tracker.base.clock import Clock, office_date
from tracker.base.config import Settings
from tracker.base.database import Database, insert_once
from tracker.base.log import get_logger
from tracker.deadlines.calendar import Calendar
from tracker.outbox.rules import lease_for
from tracker.outbox.service import Mail, queue_mail, withdraw
from tracker.register.basis import house_calendar
from tracker.register.clocks import events_of_many
from tracker.register.models import Case, Event, EventType
from tracker.register.service import IMPORTED_FROM, SILENT
from tracker.register.standing import standing_of

log = get_logger(__name__)

CASES_AT_ONCE = 200

NEWS_IS_TOLD_FOR = timedelta(days=14)
"""What happened before then is not told one by one any more; the digest shows how things stand."""

UNIQUE = ("case_id", "clock", "due_value", "step", "recipient_id")


@dataclass(frozen=True)
class Decided:
    """What one round did: alerts decided, mails queued for them, alerts called back."""

    told: int = 0
    mails: int = 0
    withdrawn: int = 0


@dataclass(frozen=True)
class _Round:
    """What stays the same within one round; ``leaves_at`` is when its mail may leave."""

    now: datetime
    leaves_at: datetime
    settings: Settings
    calendar: Calendar
    people: People
    news: Mapping[int, Sequence[Want]]

    @property
    def today(self) -> date:
        """The day on which what we decide now will be read."""
        return office_date(self.leaves_at)


def decide_alerts(db: Database, clock: Clock, settings: Settings) -> Decided:
    """Decide and queue what is due and not yet told; running again adds nothing.

    Only the latest step of a ladder is told; steps that were missed are recorded with it.
    """
    withdrawn, calendar = withdraw_stale(db, clock, settings), house_calendar(db)
    now = clock()
    with db.reading() as session:
        people = people_here(session)
        leaves_at = next_office_moment(now, calendar)
        news = _news(session, now, people)
        current = _Round(now, leaves_at, settings, calendar, people, news)
        case_ids = _cases_to_tell(session, current)
    told = mails = 0
    for batch in _batches(case_ids):
        with db.changing() as session:
            more_told, more_mails = _tell(session, current, batch)
            told, mails = told + more_told, mails + more_mails
    return Decided(told, mails, withdrawn)


def withdraw_stale(db: Database, clock: Clock, settings: Settings) -> int:
    """Call back what was decided and has not left, where it is no longer true.

    Also run before every round of sending, so that no mail about an answered case leaves after
    a night or an outage.
    """
    now, calendar = clock(), house_calendar(db)
    with db.reading() as session:
        if not _stale(session, now, settings, calendar):
            return 0
    with db.changing() as session:
        stale = _stale(session, now, settings, calendar)
        keys: dict[Reason, list[str]] = defaultdict(list)
        for untold, reason in stale:
            if untold.mail_key:
                keys[reason].append(untold.mail_key)
            untold.alert.withdrawn_at, untold.alert.withdrawn_reason = now, reason.value
        for reason, those in keys.items():
            withdraw(session, now, sorted(set(those)), reason.value)
        log.info("alerts_withdrawn", count=len(stale))
        return len(stale)


def _stale(
    session: Session, now: datetime, settings: Settings, calendar: Calendar
) -> Sequence[tuple[Untold, Reason]]:
    """Return the alerts to call back; those that share a mail go together.

    What is still true of them is decided again by the same round.
    """
    lease = lease_for(settings.smtp_timeout_seconds)
    groups: dict[str, list[Untold]] = defaultdict(list)
    for untold in untold_alerts(session, now - lease):
        groups[untold.mail_key or f"digest {untold.alert.id}"].append(untold)
    if not groups:
        return []
    people, today = people_here(session), telling_day(now, calendar)
    found: list[tuple[Untold, Reason]] = []
    for group in groups.values():
        reasons = [_reason(untold, people, today, calendar) for untold in _latest(group)]
        reason = next((each for each in reasons if each), None)
        if reason:
            found += [(untold, reason) for untold in group]
    return found


def _latest(group: Sequence[Untold]) -> Sequence[Untold]:
    """Return of each ladder in one mail the step that it tells; the others were missed ones."""
    latest: dict[tuple[str, str], Untold] = {}
    for untold in sorted(group, key=lambda each: -each.alert.step):
        latest[untold.alert.clock, untold.alert.due_value] = untold
    return list(latest.values())


def _reason(untold: Untold, people: People, today: date, calendar: Calendar) -> Reason | None:
    case = situation_of(untold.case, people)
    reason = reason_to_withdraw(want_of(untold.alert), case, today, calendar)
    # A digest tells how things stand when it is made: an older step does no harm there.
    return None if reason is Reason.SUPERSEDED and not untold.mail_key else reason


def _news(session: Session, now: datetime, people: People) -> Mapping[int, Sequence[Want]]:
    """Return by case what happened to it that somebody must hear."""
    found: dict[int, list[Want]] = defaultdict(list)
    for event, case in untold_news(session, now - NEWS_IS_TOLD_FOR):
        found[event.case_id] += _wants_of_news(event, case, people)
    return found


def _wants_of_news(event: Event, case: Case, people: People) -> Sequence[Want]:
    situation = situation_of(case, people)
    source, number = event.type.value, str(event.id)
    if event.type is EventType.ASSIGNED:
        to = event.data.get("handler_id")
        if not situation.is_open or to is None or to != situation.handler_id or to == event.by_id:
            return []
        if event.data.get(SILENT):
            return []
        return [Want(source, number, 0, to, AlertKind.ASSIGNED)]
    if not case.unread_message:
        return []
    return [Want(source, number, 0, who, AlertKind.REPLY) for who in responsible(situation)]


def _cases_to_tell(session: Session, current: _Round) -> Sequence[int]:
    """Return the cases about which somebody has not heard something yet."""
    found: set[int] = set()
    for cases in _candidates(session, current):
        decided = decided_about(session, [case.id or 0 for case in cases])
        found |= {case.id or 0 for case in cases if _untold(current, case, decided)}
    return sorted(found)


def _candidates(session: Session, current: _Round) -> Iterator[Sequence[Case]]:
    horizon = current.calendar.add_working_days(current.today, max(BEFORE))
    after_id = 0
    while cases := cases_near_a_date(session, horizon, after_id, CASES_AT_ONCE):
        yield cases
        after_id = cases[-1].id or 0
    nobodys = cases_of_nobody(session)
    others = [case.id or 0 for case in nobodys] + list(current.news)
    for batch in _batches(others):
        yield cases_with(session, batch)


def _untold(current: _Round, case: Case, decided: Memory) -> Sequence[Want]:
    wants = wanted(situation_of(case, current.people), current.today, current.calendar)
    everything = [*wants, *current.news.get(case.id or 0, ())]
    return [want for want in everything if _is_new(case, want, decided)]


def _is_new(case: Case, want: Want, decided: Memory) -> bool:
    row = decided.get((case.id or 0, want))
    return row is None or row.withdrawn_at is not None


def _tell(session: Session, current: _Round, case_ids: Sequence[int]) -> tuple[int, int]:
    """Record what is told of these cases and queue the mails; return how many of each."""
    cases = cases_with(session, case_ids, locked=True)
    decided = decided_about(session, case_ids)
    events = events_of_many(session, case_ids)
    rows: list[dict[str, Any]] = []
    mails = 0
    for case in cases:
        by_reader: dict[int, list[Want]] = defaultdict(list)
        for want in _untold(current, case, decided):
            by_reader[want.recipient_id].append(want)
        for reader_id, wants in by_reader.items():
            own = [want for want in wants if _has_own_mail(current, case, events[case.id], want)]
            about = _About(case, events[case.id], own)
            outbox_id = _mail_about(session, current, about, reader_id, decided)
            mails += outbox_id is not None
            for want in wants:
                carried_by = outbox_id if want in own else None
                rows += _rows_for(current, case, want, carried_by, decided)
    return _store(session, rows, decided), mails


class _About(NamedTuple):
    """What a reader must hear of a case at once, with what the case was reckoned from."""

    case: Case
    events: Sequence[Event]
    own: Sequence[Want]


def _has_own_mail(current: _Round, case: Case, events: Sequence[Event], want: Want) -> bool:
    """Say whether *want* is a mail at once.

    A backlog of old letters may bring hundreds of cases that are late: what had come already when
    they were imported waits for the digest, which names them together.
    """
    if want.kind is not AlertKind.DEADLINE or not any(
        IMPORTED_FROM in each.data for each in events
    ):
        return want.has_own_mail
    came_on = telling_day(case.created_at, current.calendar)
    return want.has_own_mail and not had_come(want, came_on, current.calendar)


def _mail_about(
    session: Session, current: _Round, what: _About, reader_id: int, decided: Memory
) -> int | None:
    """Queue one mail about all that this reader must hear of the case at once, if anything."""
    if not what.own:
        return None
    case, about = what.case, most_serious(what.own)
    earlier = decided.get((case.id or 0, about))
    key = f"{MAIL_KEY}{case.id}:{about.clock}:{about.due_value}:{about.step}:{reader_id}"
    if earlier is not None and earlier.withdrawn_at is not None:
        key += f":{earlier.withdrawn_at:%Y%m%dT%H%M%S.%f}"
    situation, by_id = situation_of(case, current.people), current.people.by_id
    reader = Reader(by_id[reader_id], by_id.get(situation.handler_id or 0))
    reckoning = standing_of(session, case, current.today, what.events).reckoning
    text = alert_mail(about, case, reader, situation, reckoning, current.today, current.settings)
    mail = Mail(
        key=key,
        recipient=reader.address,
        subject=text.subject,
        text=text.text,
        html=text.html,
        automatic=True,
        not_before=current.leaves_at,
    )
    return queue_mail(session, current.now, current.settings, mail).id


def _rows_for(
    current: _Round, case: Case, want: Want, outbox_id: int | None, decided: Memory
) -> Sequence[dict[str, Any]]:
    """Return the row of *want*, and those of the earlier steps that are told with it."""
    together = [want]
    if want.kind is AlertKind.DEADLINE:
        since = office_date(case.created_at)
        together += missed_before(want, since, current.calendar)
    return [
        {
            "case_id": case.id,
            "clock": each.clock,
            "due_value": each.due_value,
            "step": each.step,
            "recipient_id": each.recipient_id,
            "kind": each.kind,
            "decided_at": current.now,
            "outbox_id": outbox_id,
            "withdrawn_at": None,
            "withdrawn_reason": "",
        }
        for each in together
        if _is_new(case, each, decided)
    ]


def _store(session: Session, rows: Sequence[Mapping[str, Any]], decided: Memory) -> int:
    """Write the rows; one that was called back earlier is decided anew."""
    fresh = []
    for row in rows:
        want = Want(row["clock"], row["due_value"], row["step"], row["recipient_id"], row["kind"])
        known = decided.get((row["case_id"], want))
        if known is None:
            fresh.append(row)
        else:
            known.decided_at, known.outbox_id = row["decided_at"], row["outbox_id"]
            known.withdrawn_at, known.withdrawn_reason = None, ""
    return insert_once(session, Alert, fresh, UNIQUE) + len(rows) - len(fresh)


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), CASES_AT_ONCE):
        yield ids[start : start + CASES_AT_ONCE]
