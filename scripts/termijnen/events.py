"""What does each event do to the dates?"""

from collections.abc import Iterable, Iterator
from datetime import date

from termijnen.regimes import FACTS, ground_name
from termijnen.wording import NONE, cite, short, table, without_year
from tracker.deadlines.clocks import LegalEvent, reckon
from tracker.deadlines.event_effects import EFFECTS
from tracker.deadlines.regimes import GROUNDS, REGIMES
from tracker.deadlines.suspensions import Suspension


def grounds() -> str:
    """Write each ground of suspension, with what it does to one and the same case."""
    asked, answered, unused = date(2026, 10, 4), date(2026, 10, 17), date(2026, 10, 10)
    rows = []
    for ground in dict.fromkeys([*GROUNDS, *(g for row in REGIMES.values() for g in row.grounds)]):
        where = [row for row in REGIMES.values() if ground in row.grounds and row.term]
        articles = cite(*(row.grounds[ground] for row in where))
        names = ", ".join(row.name_nl for row in where)
        case = Suspension(asked, ground, where[0].source, None, None, answered)
        days = [(last - first).days + 1 for first, last in _spans(case)]
        short_one = Suspension(asked, ground, where[0].source, unused, None, answered)
        ends = "ja" if short_one.last_day == unused else "nee"
        rows.append(
            (ground_name(ground), names, articles, ends, " of ".join(map(str, dict.fromkeys(days))))
        )
    heads = ("grond", "regelingen", "artikel", "stopt als de gestelde dag voorbijgaat")
    return table((*heads, "dagen, gevraagd 4 oktober, binnen 17 oktober"), rows)


def _spans(case: Suspension) -> Iterator[tuple[date, date]]:
    for lenient in (False, True):
        if span := case.span(lenient=lenient):
            yield span


def effects() -> str:
    """Write what each event does to each clock."""
    heads = (
        "gebeurtenis",
        "bevestigen voor",
        "streefdatum",
        "uiterste datum",
        "schrijf",
        "artikel",
    )
    rows = (
        (e.name, e.acknowledge, e.target, e.due, e.to_write or NONE, cite(*e.articles))
        for e in EFFECTS
    )
    return table(heads, rows)


EVENTS: Iterable[tuple[str, tuple[LegalEvent, ...]]] = (
    ("niets", ()),
    ("ontvangst bevestigd op 3 november", (LegalEvent("acknowledged", date(2026, 11, 3)),)),
    (
        "aanvulling gevraagd op 9 november, tot 23 november",
        (LegalEvent("suspension_started", date(2026, 11, 9), "incomplete", date(2026, 11, 23)),),
    ),
    (
        "hetzelfde, en alles is binnen op 19 november",
        (
            LegalEvent("suspension_started", date(2026, 11, 9), "incomplete", date(2026, 11, 23)),
            LegalEvent("suspension_ended", date(2026, 11, 19)),
        ),
    ),
    (
        "met 2 weken verlengd op 30 november",
        (LegalEvent("extended", date(2026, 11, 30), length="2 weeks"),),
    ),
    (
        "uitstel afgesproken tot en met 15 januari 2027",
        (LegalEvent("postponed_by_consent", date(2026, 11, 30), until=date(2027, 1, 15)),),
    ),
    (
        "doorgestuurd op 4 november, afzender wist het",
        (LegalEvent("forwarded_internally", date(2026, 11, 4), sender_told=True),),
    ),
    (
        "doorgestuurd op 4 november, afzender wist het niet",
        (LegalEvent("forwarded_internally", date(2026, 11, 4), sender_told=False),),
    ),
    ("besloten op 20 november", (LegalEvent("decided", date(2026, 11, 20)),)),
    (
        "besloten op 20 november, heropend op 27 november",
        (LegalEvent("decided", date(2026, 11, 20)), LegalEvent("reopened", date(2026, 11, 27))),
    ),
)


def moved_dates() -> str:
    """Reckon one application again and again, each time with other events."""
    rows = []
    for said, events in EVENTS:
        found = reckon("awb-aanvraag", {"received_on": FACTS["received_on"]}, events)
        clocks = (
            (found.acknowledge_by, found.acknowledge_stopped_on),
            (found.target_on, found.target_stopped_on),
            (found.due_on, found.due_stopped_on),
        )
        rows.append((said, *(_with_stop(day, stopped) for day, stopped in clocks)))
    return table(("wat er gebeurt", "bevestigen voor", "streefdatum", "uiterste datum"), rows)


def _with_stop(day: date | None, stopped: date | None) -> str:
    return f"{short(day)}, gestopt op {without_year(stopped)}" if stopped else short(day)
