"""What does a patient clerk with a wall calendar and the law text make of a case?

A second reckoning of the deadlines, made from the statutes alone to check ours against: it shares no
line with ``tracker.deadlines``, walks the calendar one day at a time and asks of every day "is this a
working day?" and "does this day count?". Slow and plain on purpose. Where the law can be read in
two ways it goes through the case twice, once with each reading. It knows lawful cases only; a case
that the law does not allow ends in ``Unlawful``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)
Length = tuple[int, str]  # (6, "weeks")
Case = Mapping[str, Any]


class Unlawful(Exception):
    """The law does not allow this event in this case."""


# --- The wall calendar (Algemene termijnenwet 3) ---------------------------------------------

# Day of the paschal full moon by golden number, 1900-2199: (month, day). Easter is the Sunday after.
FULL_MOONS = [
    *[(4, 14), (4, 3), (3, 23), (4, 11), (3, 31), (4, 18), (4, 8), (3, 28), (4, 16), (4, 5)],
    *[(3, 25), (4, 13), (4, 2), (3, 22), (4, 10), (3, 30), (4, 17), (4, 7), (3, 27)],
]
DECREED = {  # Atw 3 lid 3, one row a royal decree
    *["2011-05-06", "2011-06-03", "2012-05-18", "2012-12-24", "2012-12-31"],
    *["2013-04-29", "2013-05-10", "2013-12-27"],
    *["2014-05-30", "2015-01-02", "2015-05-04", "2015-05-15", "2016-05-06"],
    *["2017-04-28", "2017-05-26", "2018-05-11", "2018-12-24", "2018-12-31"],
    *["2019-05-31", "2019-12-27"],
    *["2020-05-22", "2021-05-14", "2022-05-27"],
    *["2023-04-28", "2023-05-19", "2024-05-10", "2024-12-27", "2025-05-30"],
    *["2026-01-02", "2026-05-15", "2027-05-07", "2028-04-28", "2028-05-26"],
}


def easter(year: int) -> date:
    day = date(year, *FULL_MOONS[year % 19]) + ONE_DAY
    while day.isoweekday() != 7:
        day += ONE_DAY
    return day


def kings_day(year: int) -> date:
    """27 April (30 April until 2013); the day before where that is a Sunday."""
    day = date(year, 4, 27) if year >= 2014 else date(year, 4, 30)
    return day - ONE_DAY if day.isoweekday() == 7 else day


def holidays(year: int) -> set[date]:
    sunday = easter(year)
    fixed = {date(year, 1, 1), date(year, 5, 5), date(year, 12, 25), date(year, 12, 26)}
    moving = {sunday + days * ONE_DAY for days in (-2, 1, 39, 50)}
    decreed = {date.fromisoformat(text) for text in DECREED if text.startswith(str(year))}
    return fixed | moving | decreed | {kings_day(year)}


_HOLIDAYS: dict[int, set[date]] = {}


def is_working_day(day: date) -> bool:
    if day.year not in _HOLIDAYS:
        _HOLIDAYS[day.year] = holidays(day.year)
    return day.isoweekday() <= 5 and day not in _HOLIDAYS[day.year]


def on_or_after(day: date) -> date:
    """Atw 1 lid 1: the next day that is no Saturday, Sunday or holiday."""
    while not is_working_day(day):
        day += ONE_DAY
    return day


# --- Counting a term --------------------------------------------------------------------------


def length(text: str) -> Length:
    number, _, unit = text.partition(" ")
    return int(number), unit if unit.endswith("s") else unit + "s"


def months_later(day: date, months: int) -> date:
    """The same-numbered day (HR 1-9-2017); where the month has none, its last day."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    for number in range(day.day, 0, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError(day)


def count(after: date, parts: Sequence[Length]) -> date:
    """The last day of a term of all *parts* together; the day of the event is not counted."""
    months = {"months": 1, "years": 12}
    day = months_later(after, sum(n * months[unit] for n, unit in parts if unit in months))
    for n, unit in parts:
        days_to_go = {"days": n, "weeks": 7 * n, "working days": n}.get(unit, 0)
        while days_to_go > 0:
            day += ONE_DAY
            if unit != "working days" or is_working_day(day):
                days_to_go -= 1
    return day


def is_long(parts: Sequence[Length]) -> bool:
    """Atw 4 under a: more than 90 days, twelve weeks or three months, or in years."""
    units = {unit for _, unit in parts}
    if "years" in units:
        return True
    total = {unit: sum(n for n, each in parts if each == unit) for unit in units}
    if "months" in units:
        return total["months"] > 3 or (total["months"] == 3 and len(units) > 1)
    if units == {"days"}:
        return total["days"] > 90
    return total.get("weeks", 0) * 7 + total.get("days", 0) > 12 * 7


def is_short(parts: Sequence[Length], least: int) -> bool:
    """Too short for the rule of two working days (Atw 2: three days; Reg. 1182/71 3(5): two)."""
    return all(unit in ("days", "working days") for _, unit in parts) and (
        sum(n for n, _ in parts) < least
    )


def with_two_working_days(after: date, last: date) -> date:
    working, day = 0, after
    while day < last or working < 2 or not is_working_day(day):
        day += ONE_DAY
        working += is_working_day(day)
    return day


def moved(after: date, last: date, parts: Sequence[Length], law: str) -> date:
    """What Atw 1, 2 and 4, or Reg. 1182/71 art. 3(4) and (5), make of a last day."""
    if law == "none" or (law == "atw" and is_long(parts)):
        return last
    if is_short(parts, 3 if law == "atw" else 2):
        return on_or_after(last)
    return with_two_working_days(after, last)


# --- The regimes ------------------------------------------------------------------------------

APPLICATION = frozenset(
    {"incomplete", "foreign_information", "attributable_to_applicant", "force_majeure"}
)  # Awb 4:15
OBJECTION = APPLICATION - {"incomplete"} | {"defect"}  # Awb 7:10 lid 2 and 7:14; 7:24 and 7:27


@dataclass(frozen=True)
class Regime:
    """One row of law: the terms, what may move them and whether a penalty can run."""

    base: str = ""
    law: str = "atw"
    grounds: frozenset[str] = frozenset()
    longest: str = ""  # the longest extension; "" none, "any" without a cap
    repeatable: bool = False
    extend_within: str = ""  # where the notice has a term of its own (Awb 3:18 lid 2)
    ignored: bool = False  # a notice of delay is given but changes nothing (Awb 4:14 lid 1)
    consent: bool = True
    forwarded: bool = False  # Awb 2:24
    penalty: bool = False
    milestone: tuple[str, str] = ("", "")


REGIMES: dict[str, Regime] = {
    "awb-aanvraag": Regime("8 weeks", "atw", APPLICATION, "any", forwarded=True, penalty=True),
    "awb-uov": Regime(
        "6 months", "atw", APPLICATION, "any", extend_within="8 weeks", forwarded=True, penalty=True
    ),
    "awb-bezwaar": Regime("6 weeks", "atw", OBJECTION, "6 weeks", penalty=True),
    "awb-administratief-beroep": Regime("16 weeks", "atw", OBJECTION, "10 weeks", penalty=True),
    "awb-klacht": Regime(
        "6 weeks", longest="4 weeks", forwarded=True, milestone=("refuse_by", "4 weeks")
    ),
    "woo": Regime(
        "4 weeks",
        grounds=APPLICATION | {"third_party_views"},
        longest="2 weeks",
        forwarded=True,
        milestone=("ask_to_specify_by", "2 weeks"),
    ),
    "avg": Regime(
        "1 month",
        "eu",
        frozenset({"incomplete"}),
        "2 months",
        consent=False,
        penalty=True,
        milestone=("refuse_by", "1 month"),
    ),
    "omgevingsvergunning": Regime(
        "8 weeks", "atw", APPLICATION, "6 weeks", forwarded=True, penalty=True
    ),
    "wmo-melding": Regime("6 weeks", consent=False, forwarded=True),
    "wmo-aanvraag": Regime(
        "2 weeks", "atw", APPLICATION, ignored=True, forwarded=True, penalty=True
    ),
    "brp-correctie": Regime("4 weeks", "atw", APPLICATION, forwarded=True, penalty=True),
    "hergebruik": Regime(
        "4 weeks",
        "atw",
        APPLICATION | {"third_party_views"},
        "4 weeks",
        forwarded=True,
        penalty=True,
    ),
    "woz-bezwaar": Regime("6 weeks", "atw", OBJECTION, "6 weeks", penalty=True),
    "raadsvragen": Regime("30 days", "none", longest="any", repeatable=True),
    "servicenorm": Regime("", "none"),
}


def regime_of(name: str, facts: Case) -> Regime:
    """The row as the facts of this case make it."""
    row = REGIMES[name]
    if facts.get("statutory_term") and name == "awb-aanvraag":
        return replace(row, base=facts["statutory_term"], longest="", ignored=True)
    told = facts.get("committee_notice_sent", True)
    if name in ("awb-bezwaar", "woz-bezwaar") and facts.get("committee") and told:
        return replace(row, base="12 weeks")
    if name == "awb-administratief-beroep" and facts.get("same_legal_person"):
        return replace(
            row, base="12 weeks" if facts.get("committee") else "6 weeks", longest="6 weeks"
        )
    if name == "awb-klacht" and facts.get("advisory_committee"):
        return replace(row, base="10 weeks")
    if name == "omgevingsvergunning" and facts.get("consent_needed"):
        return replace(row, base="12 weeks")
    if name == "brp-correctie" and facts.get("subject") in ("nationality", "civil_status"):
        return replace(row, longest="8 weeks", repeatable=True)
    if name == "raadsvragen":
        return replace(row, base=f"{facts.get('days', 30)} days")
    return row


# --- One case ---------------------------------------------------------------------------------


@dataclass
class Sheet:
    """The clerk's notes on one case, under one of the two readings."""

    name: str
    row: Regime
    facts: Case
    events: list[Case]
    lenient: bool
    received: date | None
    start: date | None = None  # the term runs from the day after
    fixed_end: date | None = None  # 31 December (Wet WOZ 30 lid 9)
    parts: list[Length] = field(default_factory=list)
    agreed: list[tuple[date, date]] = field(default_factory=list)  # on this day: until that day
    known_on: date | None = None  # look at the suspensions from before this day only

    def extended(self) -> bool:
        return len(self.parts) > 1


def day_of(text: Any) -> date:
    return date.fromisoformat(text)


def received_on(facts: Case) -> date | None:
    """Awb 2:20: an electronic message is received when it reaches the system, by our own clock."""
    if facts.get("received_on"):
        return day_of(facts["received_on"])
    if facts.get("received_at"):
        moment = datetime.fromisoformat(facts["received_at"])
        return moment.astimezone(ZoneInfo("Europe/Amsterdam")).date()
    return None


def objection_period_end(facts: Case) -> date | None:
    """Awb 6:7 and 6:8: six weeks from the day after the decision was sent, with the Atw."""
    for fact in ("objection_period_ends_on", "appeal_period_ends_on"):
        if facts.get(fact):
            return day_of(facts[fact])
    if not facts.get("decision_sent_on"):
        return None
    sent = day_of(facts["decision_sent_on"])
    return moved(sent, count(sent, [(6, "weeks")]), [(6, "weeks")], "atw")


def filed_in_time(facts: Case, received: date | None, period_ends: date | None) -> bool | None:
    """Awb 6:9: received before the end, or posted before it and received within a week after."""
    if received is None or period_ends is None:
        return None
    if received <= period_ends:
        return True
    if not facts.get("posted_on") or facts.get("electronic"):
        return False
    a_week_after = moved(period_ends, count(period_ends, [(1, "weeks")]), [(1, "weeks")], "atw")
    return day_of(facts["posted_on"]) <= period_ends and received <= a_week_after


def in_last_six_weeks(day: date) -> bool:
    """Wet WOZ 30 lid 9: the 42 days that end with 31 December."""
    days = {date(day.year, 12, 31) - number * ONE_DAY for number in range(42)}
    return day in days


def forwarded_on(sheet: Sheet) -> date | None:
    """Awb 2:24, in force since 2026: only where the sender was told at once."""
    if not sheet.row.forwarded or sheet.received is None or sheet.received.year < 2026:
        return None
    told = [
        day_of(e["on"])
        for e in sheet.events
        if e["type"] == "forwarded_internally" and e.get("sender_told")
    ]
    return told[0] if told else None


def open_sheet(case: Case, lenient: bool) -> Sheet:
    facts, name = case["facts"], case["regime"]
    events = sorted(case.get("events") or [], key=lambda event: event["on"])
    row = regime_of(name, facts)
    sheet = Sheet(name, row, facts, events, lenient, received_on(facts))
    sheet.start = forwarded_on(sheet) or sheet.received
    if name in ("awb-bezwaar", "awb-administratief-beroep", "woz-bezwaar"):
        sheet.start = objection_period_end(facts)
    if name == "woz-bezwaar" and sheet.received and not in_last_six_weeks(sheet.received):
        sheet.start, sheet.fixed_end = sheet.received, date(sheet.received.year, 12, 31)
    if name == "avg" and lenient and sheet.start:
        sheet.start += ONE_DAY  # Reg. 1182/71 3(1): the month starts the day after
    sheet.parts = [length(row.base)] if row.base else []
    return sheet


# --- Suspensions ------------------------------------------------------------------------------

SET_TERM = {"incomplete", "defect", "third_party_views"}
"""Grounds that end by law when the term that was set runs out unused."""


@dataclass
class Suspension:
    """A letter that stops the term from the day after, until ``end``."""

    start: date
    ground: str
    respond_by: date | None
    end: date | None = None

    def last(self) -> date | None:
        """The day on which it ended; None: nobody can tell yet."""
        if self.end is None or self.respond_by is None:
            return self.end or self.respond_by
        return min(self.end, self.respond_by) if self.ground in SET_TERM else self.end


def suspensions(sheet: Sheet) -> list[Suspension]:
    """Each start with its end: the oldest that still runs on the day, by its ground if named."""
    found: list[Suspension] = []
    for event in sheet.events:
        day = day_of(event["on"])
        if event["type"] == "suspension_started":
            if event["ground"] not in sheet.row.grounds:
                raise Unlawful(event)
            answer_by = event.get("respond_by")
            found.append(Suspension(day, event["ground"], answer_by and day_of(answer_by)))
        elif event["type"] == "suspension_ended":
            open_ones = [each for each in found if each.end is None]
            if event.get("ground"):
                open_ones = [each for each in open_ones if each.ground == event["ground"]]
            if not open_ones:
                raise Unlawful(event)
            running = [e for e in open_ones if e.respond_by is None or day <= e.respond_by]
            (running or open_ones[-1:])[0].end = day
    return found


def suspended_days(sheet: Sheet) -> set[date]:
    """Every day on which the term stands still, by whatever ground (Awb 4:15, 7:10, Woo 4.4).

    Awb 4:15 and 7:10 and Who 4 lid 6 say "tot", Woo 4.4 lid 3 "tot en met". Read to the letter
    "tot" leaves the last day out; the ministry's circular takes it in.
    """
    days: set[date] = set()
    for each in suspensions(sheet):
        last = each.last()
        through = sheet.lenient or (each.ground == "third_party_views" and sheet.name == "woo")
        day = each.start + ONE_DAY
        while last and (day < last or (through and day == last)):
            if sheet.known_on is None or each.start < sheet.known_on:
                days.add(day)
            day += ONE_DAY
    return days


def endless_since(sheet: Sheet) -> date | None:
    """The first day of a suspension of which nobody knows the end."""
    return next((e.start + ONE_DAY for e in suspensions(sheet) if e.last() is None), None)


# --- The last day -----------------------------------------------------------------------------


def last_days(sheet: Sheet) -> tuple[date, date] | None:
    """(before the Atw, after it) for the term as it now stands on the sheet."""
    if sheet.start is None or not (sheet.parts or sheet.fixed_end):
        return None
    end = count(sheet.fixed_end or sheet.start, sheet.parts[1:] if sheet.fixed_end else sheet.parts)
    best = pushed(sheet, sheet.start, end, lambda day: rolled_end(sheet, day))
    for agreed_on, until in sheet.agreed:
        if until > best[1]:  # a day that people agreed on is no term: the Atw leaves it alone
            best = until, until
        if sheet.lenient:  # whether a suspension also moves a day agreed on is open
            later = pushed(sheet, agreed_on, until, lambda day: day)
            best = max(best, later, key=lambda pair: pair[1])
    return best


def pushed(sheet: Sheet, start: date, end: date, roll: Callable[[date], date]) -> tuple[date, date]:
    """Walk to the end; each day that stands still puts it off by one."""
    still, day = suspended_days(sheet), start
    while True:
        while day < end:
            day += ONE_DAY
            end += ONE_DAY if day in still else timedelta()
        rolled = roll(end)
        if not any(end < each <= rolled for each in still):
            return end, rolled
        end = rolled  # Atw 1: the term itself runs on to that day, and it stands still


def rolled_end(sheet: Sheet, end: date) -> date:
    assert sheet.start
    if sheet.fixed_end:  # a date is no term: whether the Atw moves it is open (31 December)
        return on_or_after(end) if sheet.lenient else end
    law = sheet.row.law
    if law == "none":  # no term set by statute; by Gemeentewet 145 it might be one
        law = "atw" if sheet.lenient else "none"
    rolled = moved(sheet.start, end, sheet.parts, law)
    if sheet.lenient and len(sheet.parts) > 1:  # each extension a term of its own
        return max(rolled, moved(sheet.start, end, sheet.parts[-1:], law))
    return rolled


def work_through(sheet: Sheet) -> Sheet:
    """Go through the events in order; refuse what the law does not allow on that day."""
    suspensions(sheet)
    for event in sheet.events:
        day = day_of(event["on"])
        if sheet.received and day < sheet.received:
            raise Unlawful(event)
        if event["type"] == "extended" and not sheet.row.ignored:
            extend(sheet, event, day)  # Awb 4:14 lid 1: a notice of delay makes nothing timely
        elif event["type"] == "postponed_by_consent":
            if not sheet.row.consent:
                raise Unlawful(event)
            sheet.agreed = [*sheet.agreed, (day, day_of(event["until"]))]
    return sheet


def extend(sheet: Sheet, event: Case, day: date) -> None:
    row, extra = sheet.row, length(event["length"])
    if not row.longest or (sheet.extended() and not row.repeatable):
        raise Unlawful(event)
    if row.longest != "any" and count(day, [extra]) > count(day, [length(row.longest)]):
        raise Unlawful(event)
    latest = extend_by(replace(sheet, known_on=day))
    endless = endless_since(sheet)
    if latest and day > latest and not (endless and endless <= day):
        raise Unlawful(event)
    sheet.parts = [*sheet.parts, extra]


def extend_by(sheet: Sheet) -> date | None:
    """The last day on which an extension can still be told."""
    if sheet.row.extend_within and sheet.received:  # "binnen acht weken na ontvangst"
        own = [length(sheet.row.extend_within)]
        return moved(sheet.received, count(sheet.received, own), own, sheet.row.law)
    if not sheet.row.repeatable:
        sheet = replace(sheet, parts=sheet.parts[:1])
    ends = last_days(sheet)
    return ends[1] if ends else None


# --- Penalty (Awb 4:17) -----------------------------------------------------------------------


def tariff(noticed: date) -> tuple[int, int, int]:
    return (23, 35, 45) if noticed.year >= 2019 else (20, 30, 40)


def decided_on(events: Sequence[Case]) -> date | None:
    """The day that ended the default, if the case stayed closed."""
    closed: date | None = None
    for event in events:
        if event["type"] in ("decided", "answered", "withdrawn"):
            closed = closed or day_of(event["on"])
        elif event["type"] == "reopened":
            closed = None
    return closed


def penalty(sheet: Sheet, due: date | None, as_of: date) -> dict[str, Any]:
    answer: dict[str, Any] = {"applies": sheet.row.penalty, "notice_valid": None}
    answer |= {"first_day": None, "last_day": None, "days": 0, "amount_eur": 0}
    notices = [day_of(e["on"]) for e in sheet.events if e["type"] == "notice_of_default"]
    if not sheet.row.penalty or not notices or due is None:
        return answer
    decided = decided_on(sheet.events)
    endless = endless_since(sheet)
    stands_still = endless is not None and endless <= due  # a term that had not run out
    valid = [day for day in notices if day > due and (decided is None or day <= decided)]
    valid = [day for day in valid if not stands_still]
    answer["notice_valid"] = bool(valid)
    if not valid:
        return answer
    return answer | owed(valid[0], decided, as_of)


def owed(noticed: date, decided: date | None, as_of: date) -> dict[str, Any]:
    """4:17 lid 3: the day on which two weeks have passed is the fifteenth; 42 days at the most."""
    first = noticed + 15 * ONE_DAY
    days, amount, day = 0, 0, first
    while days < 42 and day <= as_of and (decided is None or day <= decided):
        days += 1
        amount += tariff(noticed)[min((days - 1) // 14, 2)]
        day += ONE_DAY
    last = first + 41 * ONE_DAY
    if decided is not None and decided < last:
        last = decided
    shown = (first, last) if decided is None or decided >= first else (None, None)
    return {"first_day": shown[0], "last_day": shown[1], "days": days, "amount_eur": amount}


# --- The municipality's own promises ----------------------------------------------------------


def target(sheet: Sheet, due: date | None) -> date | None:
    """Fifteen working days, later by every day on which the case stood still; within the law's term."""
    if sheet.received is None:
        return None
    reopened = reopened_on(sheet.events)
    since = reopened or sheet.received
    _, day = pushed(sheet, since, count(since, [(15, "working days")]), on_or_after)
    capped = due is not None and due >= sheet.received and reopened is None
    return min(day, due) if due and capped else day


def reopened_on(events: Sequence[Case]) -> date | None:
    closed, reopened = False, None
    for event in events:
        if event["type"] in ("decided", "answered", "withdrawn"):
            closed = True
        elif event["type"] == "reopened" and closed:
            closed, reopened = False, day_of(event["on"])
    return reopened


# --- Answers ----------------------------------------------------------------------------------

DATES = ("due_on", "unrolled_due_on", "due_on_lenient")


def plain_term(facts: Case) -> dict[str, Any]:
    """A term without a regime: ``after`` and ``length``, or ``ends_on``."""
    law = facts.get("law", "atw")
    if facts.get("ends_on"):
        end = day_of(facts["ends_on"])
        due = end if law == "none" else on_or_after(end)
        return dict(zip(DATES, (due, end, due), strict=True))
    after, parts = day_of(facts["after"]), [length(facts["length"])]
    end = count(after, parts)
    due = later = moved(after, end, parts, law)
    if law == "eu" and parts[0][1] in ("weeks", "months", "years"):
        later = moved(after, count(after + ONE_DAY, parts), parts, law)
    return dict(zip(DATES, (due, end, later), strict=True))


def free_weekdays(year: int) -> list[date]:
    day, found = date(year, 1, 1), []
    while day.year == year:
        if day.isoweekday() <= 5 and not is_working_day(day):
            found.append(day)
        day += ONE_DAY
    return found


def milestones(sheet: Sheet) -> dict[str, date | None]:
    answer: dict[str, date | None] = {
        "extend_by": None,
        "ask_to_specify_by": None,
        "refuse_by": None,
    }
    if sheet.received and sheet.row.milestone[0]:
        name, text = sheet.row.milestone
        parts = [length(text)]
        end = count(sheet.received, parts)
        answer[name] = moved(sheet.received, end, parts, sheet.row.law)
    if sheet.row.longest and sheet.start:
        answer["extend_by"] = extend_by(sheet)
    return answer


def answer_by_hand(case: Case, today: date) -> dict[str, Any]:
    """Every date of the command ``tracker deadline`` for one lawful case."""
    facts = case["facts"]
    if case["regime"] == "term":
        return plain_term(facts)
    if case["regime"] == "calendar":
        return {"free_weekdays": free_weekdays(facts["year"])}
    safe = work_through(open_sheet(case, lenient=False))
    later = open_sheet(case, lenient=True)
    later.parts, later.agreed = safe.parts, safe.agreed
    ends, ends_later = last_days(safe), last_days(later)
    due = ends[1] if ends else None
    as_of = day_of(case["as_of"]) if case.get("as_of") else today
    period = objection_period_end(facts) if safe.row.grounds == OBJECTION else None
    return {
        "acknowledge_by": safe.received and count(safe.received, [(2, "working days")]),
        "target_on": target(safe, due),
        "due_on": due,
        "unrolled_due_on": ends[0] if ends else None,
        "due_on_lenient": ends_later[1] if ends_later else None,
        "objection_period_ends_on": period,
        "filed_in_time": filed_in_time(facts, safe.received, period),
        "milestones": milestones(safe),
        "penalty": penalty(safe, due, as_of),
    }
