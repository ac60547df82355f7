"""Which terms, extensions and grounds does each act give, typed over from the acts?

The table of the second reckoning (``by_hand``); it shares no line with ``tracker.deadlines``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

Case = Mapping[str, Any]

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
    "servicenorm": Regime("", "none", longest="any"),
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
