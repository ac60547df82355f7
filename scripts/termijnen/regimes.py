"""What holds in each regime?"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from termijnen.wording import cite, listed, plain, short, table
from tracker.deadlines import sources
from tracker.deadlines.clocks import reckon
from tracker.deadlines.facts import FACTS as FACTS_ASKED
from tracker.deadlines.regime import Regime
from tracker.deadlines.regimes import GROUNDS, REGIMES, regime_on
from tracker.deadlines.sources import ELECTRONIC_RECEIPT, Article, atw, awb
from tracker.deadlines.terms import Length, within_atw

ONE_DAY = timedelta(days=1)
UNDATED = Regime.__dataclass_fields__["valid_from"].default
"""A row without a date of entry of its own."""
END_OF_YEAR = date(2026, 12, 31)
FACTS: Mapping[str, object] = {
    "received_on": date(2026, 11, 2),
    "decision_sent_on": date(2026, 10, 5),
    "appeal_period_ends_on": date(2026, 11, 16),
}
LATE_FACTS: Mapping[str, object] = {
    "received_on": date(2026, 12, 1),
    "decision_sent_on": date(2026, 11, 3),
}
"""An objection to a tax that came in during the last six weeks of the year."""

FACT_NAMES = {
    "committee": "een commissie adviseert",
    "committee_notice_sent": "de indiener kreeg daar bericht over (Awb 7:13 lid 2)",
    "advisory_committee": "een adviseur of commissie behandelt de klacht (Awb 9:14)",
    "same_legal_person": "het besluit komt van dezelfde rechtspersoon",
    "consent_needed": "een ander bestuursorgaan moet instemmen",
}
MILESTONES = {
    "ask_to_specify_by": "Vraag om een preciezer verzoek",
    "refuse_by": "Schrijf dat u het niet behandelt",
    "dismiss_by": "Besluit dat u het niet behandelt",
}
MOMENTS = {
    "receipt": "ontvangst",
    "completion": "de aanvulling, of na de dag waarop die er uiterlijk moest zijn",
}
STARTS: Mapping[str, tuple[str, Article | None]] = {
    "receipt": ("de dag na ontvangst", None),
    "objection_period": ("de dag na het eind van de bezwaartermijn", awb("7:10", "1")),
    "appeal_period": ("de dag na het eind van de beroepstermijn", awb("7:24", "1")),
}


def rows_of(code: str) -> list[Regime]:
    """Return all rows of a regime, the newest first."""
    rows = [REGIMES[code]]
    while (before := regime_on(code, rows[-1].valid_from - ONE_DAY)) is not rows[-1]:
        rows.append(before)
    return rows


def overview() -> str:
    """Write one line for each regime."""
    heads = ("regeling", "termijn", "artikel", "begint", "ontvangst bevestigen", "verlengen")
    rows = (
        (
            f"[{row.name_nl}](#{anchor(row.name_nl)})",
            "<br>".join(dict.fromkeys(term for _when, term, _article, _facts in situations(row))),
            cite(row.source),
            start_of(row)[0],
            acknowledgement(row),
            extension(row) + (f" ({cite(row.extension.article)})" if row.extension else ""),
            "ja" if row.grounds else "nee",
            "ja" if row.penalty else "nee",
        )
        for row in REGIMES.values()
    )
    return table((*heads, "opschorten", "dwangsom"), rows)


def anchor(heading: str) -> str:
    """Return what a link to a heading points at."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def start_of(row: Regime) -> tuple[str, str]:
    """Say when the term begins, and by which article."""
    words, article = STARTS[row.start]
    if row.start == "receipt":
        return words, cite(row.source)
    if row.within_calendar_year:
        return f"geldt voor het jaar van ontvangst, anders {words}", cite(row.source, article)
    return words, cite(article)


def acknowledgement(row: Regime) -> str:
    """Say which article asks for an acknowledgement."""
    only = " (alleen digitaal)" if row.acknowledge == ELECTRONIC_RECEIPT else ""
    return cite(row.acknowledge) + only


def situations(row: Regime) -> Iterator[tuple[str, str, Article, Mapping[str, object]]]:
    """Return when which term holds, its article, and facts for an example."""
    if row.term is None:
        yield "altijd", "geen", row.source, FACTS
        return
    facts, article, late = FACTS, row.ordinary or row.source, ""
    if row.within_calendar_year:
        limit = plain(last_six_weeks(row))
        yield f"ontvangen vóór {limit.rpartition(' ')[0]}", "tot 31 december", row.source, FACTS
        facts, late = LATE_FACTS, "later ontvangen, en "
    yield _usual(row), row.term.nl, article, facts
    for variant in reversed(row.variants):
        told = {**facts, **dict.fromkeys(variant.when, True)}
        yield late + _when(variant.when), variant.term.nl, variant.article, told


def _when(names: Iterable[str]) -> str:
    return listed(FACT_NAMES.get(name, name) for name in names)


def _usual(row: Regime) -> str:
    if row.own_term:
        return "geen andere wet stelt een termijn"
    if row.days_set_by_council:
        return "de raad koos geen ander aantal dagen"
    return "later ontvangen" if row.within_calendar_year else "gewoonlijk"


def last_six_weeks(row: Regime) -> date:
    """Return the first day of receipt in the year of the example that has the ordinary term."""
    days = (date(2026, 11, 1) + n * ONE_DAY for n in range(60))
    return next(
        day for day in days if reckon(row, {**FACTS, "received_on": day}).due_on != END_OF_YEAR
    )


def extension(row: Regime) -> str:
    """Say how far the municipality alone may put the answer off."""
    rule = row.extension
    if rule is None:
        return "kan niet"
    often = "één keer" if rule.times == 1 else "zo vaak als nodig"
    if rule.cap is None and rule.times is None:
        return f"zonder grens, {often}"
    words = f"{rule.cap.nl if rule.cap else 'een redelijke tijd'}, {often}"
    # The shortest condition is the widest one.
    for each in sorted(row.variants, key=lambda each: len(each.when), reverse=True)[-1:]:
        if each.cap:
            words += f"; {each.cap.nl} als {_when(each.when)}"
    if rule.only_for:
        name, values = rule.only_for
        names = (FACTS_ASKED[name].choices[value].nl for value in sorted(values))
        words += f"; alleen bij {listed(names)}"
    return words


def rules(row: Regime) -> str:
    """Write all that holds within one regime."""
    return table(("onderwerp", "regel", "artikel"), _rules(row))


def _rules(row: Regime) -> Iterator[tuple[str, str, str]]:
    if row.asks:
        yield "Gegevens", "; ".join(_asked(row)), ""
    yield "Begin", start_of(row)[0], start_of(row)[1]
    if row.term is not None:
        yield "Vrije dag aan het eind", *_free_days(row, row.term)
    if row.within_calendar_year:
        yield "31 december is vrij", "schuift niet op; zie vraag A6", cite(row.source)
    yield "Ontvangst bevestigen", acknowledge_rule(row), cite(row.acknowledge)
    yield "Verlengen", extension(row), cite(row.extension.article if row.extension else None)
    if row.extension and row.term:
        yield "De verlenging meldt u", _announce(row), cite(row.extension.article)
    if row.notice_of_delay:
        words = "mag, maar verandert niets als een wet de termijn stelt"
        yield "Bericht dat het later wordt", words, cite(row.notice_of_delay)
    agreed = "tot de dag die is afgesproken" if row.consent else "kan niet"
    yield "Uitstel met instemming", agreed, cite(row.consent)
    yield from _suspension(row)
    yield "Intern doorsturen", _forwarding(row), cite(row.forwarding)
    for each in row.milestones:
        words = f"uiterlijk {each.term.nl} na {MOMENTS.get(each.after, each.after)}"
        yield MILESTONES.get(each.name, each.name), words, cite(each.article)
    why = "ja, na een geldige ingebrekestelling" if row.penalty else row.no_penalty.nl
    yield "Dwangsom", why, cite(row.penalty_article)


def _suspension(row: Regime) -> Iterator[tuple[str, str, str]]:
    """Name the grounds, those of one article together."""
    if not row.grounds:
        yield "Opschorten", "kan niet", ""
    by_article: dict[Article, list[str]] = {}
    for ground, article in row.grounds.items():
        after = "; daarna begint de termijn helemaal opnieuw" if ground in row.restarts else ""
        by_article.setdefault(article, []).append(ground_name(ground) + after)
    for article, names in by_article.items():
        yield "Opschorten", "; ".join(names), cite(article)


def ground_name(ground: str) -> str:
    """Name a ground of suspension."""
    return GROUNDS[ground].nl if ground in GROUNDS else ground


def _asked(row: Regime) -> Iterator[str]:
    """Name the facts of a regime; of those that are needed one is enough."""
    for name in row.asks:
        fact = FACTS_ASKED[name]
        choices = f" ({listed(each.nl for each in fact.choices.values())})" if fact.choices else ""
        words = fact.name.nl + choices
        yield f"**{words}**" if name in row.needs else words


def _free_days(row: Regime, term: Length) -> tuple[str, str]:
    if row.counting == "eu":
        return "schuift op naar de eerste werkdag", cite(sources.eu_terms("3(4)"))
    if row.counting == "own":
        return "schuift niet op; zie vraag A8", cite(row.source)
    if within_atw(term):
        return "schuift op naar de eerste werkdag", cite(atw("1", "1"))
    words = f"een termijn van {term.nl} schuift niet op, want die is te lang"
    if shorter := [each.term.nl for each in row.variants if within_atw(each.term)]:
        words += f"; een van {listed(reversed(shorter))} wel"
    return words, cite(atw("4"), *([atw("1", "1")] if shorter else []))


def acknowledge_rule(row: Regime) -> str:
    """Say whether the law asks for an acknowledgement."""
    if row.acknowledge == ELECTRONIC_RECEIPT:
        return "verplicht bij een digitaal officieel bericht, anders onze eigen norm"
    return "verplicht, ook op papier" if row.acknowledge.link else "onze eigen norm"


def _announce(row: Regime) -> str:
    limit = row.extension.announce_within if row.extension else None
    if limit:
        return f"binnen {limit.nl} na ontvangst"
    return "voordat de termijn voorbij is, opschorting meegeteld"


def _forwarding(row: Regime) -> str:
    if row.moved_by_forwarding:
        return "de termijn begint opnieuw, als u het de afzender meteen meldt"
    return "verandert de termijn niet"


def regimes() -> list[dict[str, Any]]:
    """Return what the page says about each row of each regime."""
    return [
        {
            "row": row,
            "since": plain(row.valid_from) if row.valid_from != UNDATED else None,
            "heading": row.name_nl + (f" tot {plain(newer.valid_from)}" if newer else ""),
            "situations": situations_table(row),
            "rules": rules(row),
        }
        for code in REGIMES
        for newer, row in zip([None, *rows_of(code)], rows_of(code), strict=False)
    ]


def situations_table(row: Regime) -> str:
    """Write the terms of a regime, each with an example."""
    cells = (
        (when, term, cite(article), short(reckon(row, facts).due_on))
        for when, term, article, facts in situations(row)
    )
    return table(("wanneer", "termijn", "artikel", "voorbeeld: uiterste datum"), cells)
