"""About what do people write, which law sets the term, and which team answers?"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class DemoSubject:
    """A subject; ``weight`` is how often people write about it, relative to the others."""

    key: str
    name: str
    regime: str
    team: str
    answer_within: str
    weight: int
    acknowledge_within: str = "2 working days"


_NORM, _APPLICATION = "servicenorm", "awb-aanvraag"

SUBJECTS: Final = (
    DemoSubject(
        "straatverlichting", "Straatverlichting", _NORM, "openbareruimte", "10 working days", 8
    ),
    DemoSubject("bomen-en-groen", "Bomen en groen", _NORM, "openbareruimte", "15 working days", 10),
    DemoSubject(
        "water-en-riolering", "Water en riolering", _NORM, "openbareruimte", "10 working days", 9
    ),
    DemoSubject(
        "verkeersveiligheid", "Verkeersveiligheid", _NORM, "openbareruimte", "20 working days", 10
    ),
    DemoSubject("speelplekken", "Speelplekken", _NORM, "openbareruimte", "15 working days", 7),
    DemoSubject("afval", "Afval en containers", _NORM, "openbareruimte", "10 working days", 11),
    DemoSubject("honden", "Honden", _NORM, "openbareruimte", "15 working days", 5),
    DemoSubject(
        "strand", "Strand en strandpaviljoens", _NORM, "vergunningen", "15 working days", 8
    ),
    DemoSubject(
        "geluid-en-overlast", "Geluid en overlast", _NORM, "vergunningen", "15 working days", 8
    ),
    DemoSubject(
        "handhaving", "Verzoek om handhaving", _APPLICATION, "vergunningen", "30 working days", 4
    ),
    DemoSubject(
        "evenementen", "Evenementenvergunning", _APPLICATION, "vergunningen", "30 working days", 5
    ),
    DemoSubject(
        "standplaatsen", "Standplaatsvergunning", _APPLICATION, "vergunningen", "30 working days", 5
    ),
    DemoSubject(
        "gehandicaptenparkeerkaart",
        "Gehandicaptenparkeerkaart",
        _APPLICATION,
        "klant",
        "25 working days",
        7,
    ),
    DemoSubject(
        "parkeren",
        "Parkeervergunning en parkeerplaats",
        _APPLICATION,
        "klant",
        "20 working days",
        5,
    ),
    DemoSubject("begraafplaatsen", "Begraafplaatsen", _NORM, "klant", "10 working days", 6),
    DemoSubject(
        "burgerzaken", "Paspoort, verhuizen en inschrijven", _NORM, "klant", "5 working days", 7
    ),
    DemoSubject("algemeen", "Vraag aan het college", _NORM, "klant", "15 working days", 6),
    DemoSubject(
        "subsidies", "Subsidies voor verenigingen", _APPLICATION, "sociaal", "30 working days", 7
    ),
    DemoSubject(
        "bijstand",
        "Uitkering en bijzondere bijstand",
        _APPLICATION,
        "sociaal",
        "20 working days",
        5,
    ),
    DemoSubject(
        "leerlingenvervoer", "Leerlingenvervoer", _APPLICATION, "sociaal", "30 working days", 5
    ),
    DemoSubject("zorg-en-mantelzorg", "Zorg en mantelzorg", _NORM, "sociaal", "10 working days", 8),
    DemoSubject(
        "belastingen",
        "Gemeentelijke belastingen en toeristenbelasting",
        _NORM,
        "juridisch",
        "15 working days",
        7,
    ),
    DemoSubject("bezwaar", "Bezwaarschrift", "awb-bezwaar", "juridisch", "50 working days", 8),
    DemoSubject("klachten", "Klacht over gedrag", "awb-klacht", "juridisch", "20 working days", 5),
    DemoSubject("woo", "Woo-verzoek", "woo", "juridisch", "18 working days", 5),
    DemoSubject("privacy", "Mijn gegevens (AVG)", "avg", "juridisch", "15 working days", 5),
)


def subject_named(key: str) -> DemoSubject:
    """Return the subject with this key."""
    return next(subject for subject in SUBJECTS if subject.key == key)
