"""Which legal terms a letter gets: the law as rows, with article and date of entry.

A change of law is a new row with its own ``valid_from``; a case keeps the row that was in force
on its day of receipt.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from tracker.deadlines import sources
from tracker.deadlines.calendar import Words
from tracker.deadlines.errors import DeadlineError, shown
from tracker.deadlines.regime import Extension, Milestone, Regime, Variant
from tracker.deadlines.sources import awb
from tracker.deadlines.terms import Length

RULES_VERSION: Final = "2026-11-24.3"

GROUNDS: Final[Mapping[str, Words]] = {
    "incomplete": Words("aanvulling gevraagd", "completion asked for"),
    "defect": Words("herstel van een verzuim gevraagd", "repair of a defect asked for"),
    "third_party_views": Words("zienswijze van derden gevraagd", "views of third parties asked"),
    "foreign_information": Words("informatie uit het buitenland", "information from abroad"),
    "attributable_to_applicant": Words(
        "vertraging door de aanvrager", "delay attributable to the applicant"
    ),
    "force_majeure": Words("overmacht", "force majeure"),
    "stay": Words("beslissing aangehouden", "decision stayed"),
    "international_obligation": Words(
        "eerst een internationale verplichting nakomen", "an international obligation comes first"
    ),
    "natura2000_data": Words(
        "aanvulling voor Natura 2000 gevraagd", "completion for Natura 2000 asked for"
    ),
}

_OF_ANY_DECISION: Final = {
    "foreign_information": awb("4:15", "1"),
    "attributable_to_applicant": awb("4:15", "2"),
    "force_majeure": awb("4:15", "2"),
}
_OF_AN_APPLICATION: Final = {"incomplete": awb("4:15", "1"), **_OF_ANY_DECISION}
_OF_AN_OBJECTION: Final = {"defect": awb("7:10", "2"), **_OF_ANY_DECISION}
_OF_A_PERMIT: Final = {
    **_OF_AN_APPLICATION,
    "stay": sources.omgevingswet("16.61"),
    "international_obligation": sources.omgevingswet("16.77"),
    "natura2000_data": sources.omgevingswet("16.77a"),
}
_OF_A_LETTER: Final = dict.fromkeys(
    (*_OF_AN_APPLICATION, "defect", "third_party_views"), sources.SERVICE_NORM
)
_DISMISS: Final = Milestone("dismiss_by", Length(4, "week"), awb("4:5", "4"), "completion")
_IN_SIX_WEEKS: Final = Extension(awb("7:10", "3"), Length(6, "week"))
_COMMITTEE: Final = Variant(
    ("committee", "committee_notice_sent"), Length(12, "week"), awb("7:10", "1")
)
_ON_FILING: Final = ("filing_extended_until", "wrong_channel_on", "right_way_shown_on")
_ASKED_OF_AN_OBJECTION: Final = (
    "decision_sent_on",
    "objection_period_ends_on",
    "posted_on",
    "committee",
    "committee_notice_sent",
    *_ON_FILING,
)
_NO_DECISION: Final = Words(
    "Geen dwangsom. Dit is geen besluit op een aanvraag of bezwaar.",
    "No penalty. This is no decision on an application or objection.",
)

_ROWS: Final = (
    Regime(
        "servicenorm",
        "Gewone brief (servicenorm)",
        "Ordinary letter (service norm)",
        sources.SERVICE_NORM,
        None,
        counting="none",
        acknowledge=sources.SERVICE_NORM,
        extension=Extension(sources.SERVICE_NORM, times=None),
        grounds=_OF_A_LETTER,
        consent=sources.SERVICE_NORM,
        moved_by_forwarding=False,
        forwarding=sources.SERVICE_NORM,
        penalty_article=awb("4:17", "1"),
        no_penalty=Words(
            "Geen dwangsom. Een gewone brief vraagt geen besluit.",
            "No penalty. An ordinary letter asks for no decision.",
        ),
    ),
    Regime(
        "awb-aanvraag",
        "Aanvraag",
        "Application",
        awb("4:13"),
        Length(8, "week"),
        own_term=True,
        extension=Extension(awb("4:14", "3")),
        notice_of_delay=awb("4:14", "1"),
        grounds=_OF_AN_APPLICATION,
        consent=awb("4:15", "2"),
        milestones=(_DISMISS,),
        penalty=True,
        asks=("statutory_term",),
    ),
    Regime(
        "awb-uov",
        "Uitgebreide voorbereiding",
        "Extensive public procedure",
        awb("3:18", "1"),
        Length(6, "month"),
        extension=Extension(awb("3:18", "2"), announce_within=Length(8, "week")),
        grounds=_OF_AN_APPLICATION,
        consent=awb("4:15", "2"),
        milestones=(_DISMISS,),
        penalty=True,
    ),
    Regime(
        "awb-bezwaar",
        "Bezwaar",
        "Objection",
        awb("7:10", "1"),
        Length(6, "week"),
        start="objection_period",
        valid_from=date(2009, 10, 1),
        acknowledge=awb("6:14", "1"),
        variants=(_COMMITTEE,),
        extension=_IN_SIX_WEEKS,
        grounds=_OF_AN_OBJECTION,
        consent=awb("7:10", "4"),
        moved_by_forwarding=False,
        forwarding=awb("7:14"),
        penalty=True,
        asks=_ASKED_OF_AN_OBJECTION,
        needs=("decision_sent_on", "objection_period_ends_on"),
    ),
    Regime(
        "awb-administratief-beroep",
        "Administratief beroep",
        "Administrative appeal",
        awb("7:24", "1"),
        Length(16, "week"),
        start="appeal_period",
        valid_from=date(2009, 10, 1),
        acknowledge=awb("6:14", "1"),
        variants=(
            Variant(
                ("same_legal_person", "committee"),
                Length(12, "week"),
                awb("7:24", "2"),
                Length(6, "week"),
            ),
            Variant(("same_legal_person",), Length(6, "week"), awb("7:24", "2"), Length(6, "week")),
        ),
        extension=Extension(awb("7:24", "4"), Length(10, "week")),
        grounds={"defect": awb("7:24", "3"), **_OF_ANY_DECISION},
        consent=awb("7:24", "6"),
        moved_by_forwarding=False,
        forwarding=awb("7:27"),
        penalty=True,
        asks=("appeal_period_ends_on", "posted_on", "same_legal_person", "committee", *_ON_FILING),
        needs=("appeal_period_ends_on",),
    ),
    Regime(
        "awb-klacht",
        "Klacht",
        "Complaint",
        awb("9:11", "1"),
        Length(6, "week"),
        acknowledge=awb("9:6"),
        variants=(Variant(("advisory_committee",), Length(10, "week"), awb("9:11", "1")),),
        extension=Extension(awb("9:11", "2"), Length(4, "week")),
        consent=awb("9:11", "3"),
        milestones=(Milestone("refuse_by", Length(4, "week"), awb("9:8", "3")),),
        penalty_article=awb("9:3"),
        no_penalty=Words(
            "Geen dwangsom. De behandeling van een klacht is geen besluit.",
            "No penalty. Dealing with a complaint is no decision.",
        ),
        asks=("advisory_committee",),
    ),
    Regime(
        "woo",
        "Woo-verzoek",
        "Woo request",
        sources.woo("4.4", "1"),
        Length(4, "week"),
        valid_from=date(2022, 5, 1),
        extension=Extension(sources.woo("4.4", "2"), Length(2, "week")),
        grounds={"third_party_views": sources.woo("4.4", "3"), **_OF_AN_APPLICATION},
        consent=awb("4:15", "2"),
        milestones=(
            Milestone("ask_to_specify_by", Length(2, "week"), sources.woo("4.1", "5")),
            Milestone("dismiss_by", Length(2, "week"), sources.woo("4.1", "6"), "completion"),
        ),
        penalty_article=sources.woo("8.2"),
        no_penalty=Words(
            "Geen dwangsom. De Woo sluit die uit. De verzoeker kan wel naar de rechter.",
            "No penalty. The Woo excludes it. The requester may go to court.",
        ),
    ),
    Regime(
        "avg",
        "AVG-verzoek",
        "GDPR (AVG) request",
        sources.avg("12", "3"),
        Length(1, "month"),
        counting="eu",
        valid_from=date(2018, 5, 25),
        extension=Extension(sources.avg("12", "3"), Length(2, "month")),
        grounds={"incomplete": sources.avg("12", "6")},
        moved_by_forwarding=False,
        forwarding=sources.avg("12", "3"),
        milestones=(Milestone("refuse_by", Length(1, "month"), sources.avg("12", "4")),),
        penalty=True,
        penalty_article=sources.uavg("34"),
    ),
    Regime(
        "omgevingsvergunning",
        "Omgevingsvergunning",
        "Environment and planning permit",
        sources.omgevingswet("16.64", "1"),
        Length(8, "week"),
        valid_from=date(2024, 1, 1),
        acknowledge=sources.omgevingswet("16.57"),
        variants=(
            Variant(("consent_needed",), Length(12, "week"), sources.omgevingswet("16.64", "1")),
        ),
        extension=Extension(sources.omgevingswet("16.64", "2"), Length(6, "week")),
        grounds=_OF_A_PERMIT,
        restarts=frozenset({"stay"}),
        consent=awb("4:15", "2"),
        milestones=(_DISMISS,),
        penalty=True,
        asks=("consent_needed",),
    ),
    Regime(
        "wmo-melding",
        "Wmo-melding",
        "Wmo report (asking for support)",
        sources.wmo("2.3.2", "1"),
        Length(6, "week"),
        valid_from=date(2015, 1, 1),
        acknowledge=sources.wmo("2.3.2", "1"),
        penalty_article=awb("4:17", "1"),
        no_penalty=_NO_DECISION,
    ),
    Regime(
        "wmo-aanvraag",
        "Wmo-aanvraag",
        "Wmo application",
        sources.wmo("2.3.5", "2"),
        Length(2, "week"),
        valid_from=date(2015, 1, 1),
        notice_of_delay=awb("4:14", "1"),
        grounds=_OF_AN_APPLICATION,
        consent=awb("4:15", "2"),
        milestones=(_DISMISS,),
        penalty=True,
    ),
    Regime(
        "brp-correctie",
        "Correctie in de basisregistratie",
        "Correction of the population register (BRP)",
        sources.brp("2.58"),
        Length(4, "week"),
        valid_from=date(2014, 1, 6),
        extension=Extension(
            sources.brp("2.58"),
            Length(8, "week"),
            times=None,
            only_for=("subject", frozenset({"nationality", "civil_status"})),
        ),
        grounds=_OF_AN_APPLICATION,
        consent=awb("4:15", "2"),
        milestones=(_DISMISS,),
        penalty=True,
        asks=("subject",),
    ),
    Regime(
        "hergebruik",
        "Verzoek om hergebruik",
        "Request to re-use information",
        sources.hergebruik("4", "4"),
        Length(4, "week"),
        valid_from=date(2015, 7, 18),
        extension=Extension(sources.hergebruik("4", "5"), Length(4, "week")),
        grounds={"third_party_views": sources.hergebruik("4", "6"), **_OF_AN_APPLICATION},
        consent=awb("4:15", "2"),
        milestones=(_DISMISS,),
        penalty=True,
    ),
    Regime(
        "woz-bezwaar",
        "Bezwaar WOZ of gemeentelijke belasting",
        "Objection to a WOZ value or municipal tax",
        sources.woz("30", "9"),
        Length(6, "week"),
        start="objection_period",
        valid_from=date(2009, 10, 1),
        acknowledge=awb("6:14", "1"),
        variants=(_COMMITTEE,),
        ordinary=awb("7:10", "1"),
        within_calendar_year=True,
        extension=_IN_SIX_WEEKS,
        grounds=_OF_AN_OBJECTION,
        consent=awb("7:10", "4"),
        moved_by_forwarding=False,
        forwarding=awb("7:14"),
        penalty=True,
        asks=_ASKED_OF_AN_OBJECTION,  # needed in the last six weeks of a year only
    ),
    Regime(
        "raadsvragen",
        "Raadsvragen",
        "Council questions",
        sources.gemeentewet("155", "1"),
        Length(30, "day"),
        counting="own",
        acknowledge=sources.SERVICE_NORM,
        days_set_by_council=True,
        extension=Extension(sources.gemeentewet("155", "1"), times=None),
        consent=sources.gemeentewet("155", "1"),
        moved_by_forwarding=False,
        forwarding=sources.gemeentewet("155", "1"),
        penalty_article=awb("4:17", "1"),
        no_penalty=_NO_DECISION,
        asks=("days",),
    ),
)


def _by_code(rows: Iterable[Regime]) -> dict[str, tuple[Regime, ...]]:
    found: dict[str, tuple[Regime, ...]] = {}
    for row in rows:
        mine = (*found.get(row.code, ()), row)
        found[row.code] = tuple(sorted(mine, key=lambda each: each.valid_from))
    return found


_BY_CODE: Final = _by_code(_ROWS)

REGIMES: Final[Mapping[str, Regime]] = {code: rows[-1] for code, rows in _BY_CODE.items()}
"""The newest row of each regime, by code."""


def regime_on(code: str, day: date) -> Regime:
    """Return the row of *code* that was in force on *day*; before the first one, the first.

    Raises:
        DeadlineError: no regime of that code.
    """
    rows = _BY_CODE.get(code)
    if rows is None:
        raise DeadlineError(
            "regime",
            f"Deze regeling kennen we niet: {shown(code)}.",
            f"Unknown regime: {shown(code)}.",
        )
    return row_in_force(rows, day)


def row_in_force(rows: tuple[Regime, ...], day: date) -> Regime:
    """Return the newest of *rows* (oldest first) that was in force on *day*, else the first."""
    return next((row for row in reversed(rows) if row.valid_from <= day), rows[0])
