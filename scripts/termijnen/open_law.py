"""What does a late decision cost, and where is the law open?"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count, groupby

from termijnen.wording import NONE, cite, euros, plain, short, table
from tracker.deadlines.clocks import LegalEvent, Norms, Reckoning, reckon
from tracker.deadlines.explanation import in_words
from tracker.deadlines.open_questions import OPEN_QUESTIONS, TO_CHECK, Example
from tracker.deadlines.penalty import TARIFFS, amount
from tracker.deadlines.terms import parse_length

ONE_DAY = timedelta(days=1)
LATE_CASE = {"received_on": date(2026, 8, 3)}
NOTICE = LegalEvent("notice_of_default", date(2026, 10, 5))


def late(*events: LegalEvent, as_of: date | None = None) -> Reckoning:
    """Reckon the application of the example, with a notice of default."""
    return reckon("awb-aanvraag", LATE_CASE, (NOTICE, *events), as_of=as_of)


def longest_penalty() -> int:
    """Return the number of days after which the penalty stops growing."""
    rates = TARIFFS[-1][1]
    return next(days for days in count(1) if amount(days + 1, rates) == amount(days, rates))


def tariffs() -> str:
    """Write what a day costs, as the reckoning itself counts it."""
    last = longest_penalty()
    stages = [f"dag {first} tot en met {end}" for first, end in _stages(TARIFFS[-1][1], last)]
    rows = (
        (
            f"vanaf {plain(since)}",
            *(
                f"{euros(amount(first, rates) - amount(first - 1, rates))} per dag"
                for first, _end in _stages(rates, last)
            ),
            euros(amount(last, rates)),
        )
        for since, rates in TARIFFS
    )
    return table(("ingebrekestelling ontvangen", *stages, "hoogstens"), rows)


def _stages(rates: tuple[int, int, int], last: int) -> Iterator[tuple[int, int]]:
    """Return the first and last day of each rate."""
    days = range(1, last + 1)
    for _rate, same in groupby(days, lambda day: amount(day, rates) - amount(day - 1, rates)):
        found = list(same)
        yield found[0], found[-1]


def penalty_days() -> str:
    """Write what is due on some days of the example."""
    penalty = late().penalty
    first, last = penalty.first_day, penalty.last_day
    assert first is not None  # noqa: S101  # the notice of the example is valid
    assert last is not None  # noqa: S101
    days = (
        first - ONE_DAY,
        first,
        first + 13 * ONE_DAY,
        first + 14 * ONE_DAY,
        last,
        last + ONE_DAY,
    )
    found = ((day, late(as_of=day).penalty) for day in days)
    rows = ((short(day), each.days, euros(each.amount_eur)) for day, each in found)
    return table(("nog geen besluit op", "dagen dwangsom", "bedrag"), rows)


def questions() -> str:
    """Write where the law can be read in two ways, with both readings reckoned."""
    heads = ("vraag", "", "wij houden aan", "ruimer gelezen", "artikel", "voorbeeld")
    rows = (
        (f"**{q.id}**", q.question, q.safe, q.lenient, cite(*q.articles), _both(q.example))
        for q in OPEN_QUESTIONS
    )
    return table(heads, rows)


def _both(example: Example | None) -> str:
    """Reckon the example of a question in both readings."""
    if example is None:
        return NONE
    found = reckon(example.regime, example.facts, example.events, as_of=example.as_of)
    if example.as_of:
        penalty = found.penalty
        return f"{euros(penalty.amount_eur)}, ruimer {euros(penalty.amount_eur_lenient)}"
    return f"{short(found.due_on)}, ruimer {short(found.due_on_lenient)}"


def to_check() -> str:
    """Write what a lawyer must still look up."""
    return table(("kijk na", "waarom"), ((each.what, each.why) for each in TO_CHECK))


def in_hours() -> tuple[str, str]:
    """Return when a norm of eight hours ends for a mail late on a Friday, and the office hours."""
    own = Norms(acknowledge_within="8 hours")
    facts = {"received_at": "2026-10-30T16:00+01:00", "electronic": True}
    found = reckon("servicenorm", facts, norms=own)
    hours = (in_words(own.office_opens, "nl"), in_words(own.office_closes, "nl"))
    return in_words(found.acknowledge_at, "nl"), " tot ".join(hours)


def norms() -> str:
    """Write the norms that Tijdig begins with, and where they lead."""
    own = Norms()
    found = reckon("servicenorm", {"received_on": date(2026, 11, 2)})
    rows = (
        ("ontvangst bevestigen", own.acknowledge_within, found.acknowledge_by),
        ("antwoorden", own.answer_within, found.target_on),
    )
    return table(
        ("norm", "binnen", "ontvangen op maandag 2 november 2026"),
        ((name, parse_length(text, "norm").nl, short(day)) for name, text, day in rows),
    )
