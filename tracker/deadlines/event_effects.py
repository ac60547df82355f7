"""What does each event do to each of the three clocks?

Told in Dutch for docs/termijnen.md; the code that does it is in ``due``, ``promises`` and
``course``.
"""

from dataclasses import dataclass
from typing import Final

from tracker.deadlines.sources import SERVICE_NORM, Article, awb, woo

_STAYS: Final = "blijft staan"
_STOPS: Final = "stopt"


@dataclass(frozen=True)
class Effect:
    """What one type of event does; ``to_write`` is what the law wants the sender to be told."""

    type: str
    name: str
    acknowledge: str
    target: str
    due: str
    articles: tuple[Article, ...]
    to_write: str = ""


EFFECTS: Final = (
    Effect(
        "acknowledged",
        "Ontvangst bevestigd",
        _STOPS,
        _STAYS,
        _STAYS,
        (awb("2:17", "1"), awb("6:14", "1"), awb("9:6")),
    ),
    Effect(
        "suspension_started",
        "Opschorting begint",
        _STAYS,
        "schuift op",
        "De termijn staat stil vanaf de dag na de brief. Tot wij antwoord hebben, is de datum"
        " voorlopig.",
        (awb("4:15", "1"), awb("7:10", "2"), woo("4.4", "3")),
        "Vraag wat u mist en noem de dag waarop u het antwoord wilt hebben.",
    ),
    Effect(
        "suspension_ended",
        "Opschorting eindigt",
        _STAYS,
        "krijgt zijn nieuwe datum",
        "krijgt zijn nieuwe datum",
        (awb("4:15", "4"), awb("7:10", "5"), woo("4.4", "4")),
        "Schrijf meteen wat de nieuwe uiterste datum is. Na een aanvulling of een herstel van een"
        " verzuim hoeft dat niet.",
    ),
    Effect(
        "extended",
        "Termijn verlengd",
        _STAYS,
        "schuift alleen op bij een gewone brief",
        "schuift op met de tijd die u kiest, tot de grens van de wet",
        (awb("4:14", "3"), awb("7:10", "3"), awb("9:11", "2"), woo("4.4", "2")),
        "Schrijf het voordat de termijn voorbij is. Noem de reden.",
    ),
    Effect(
        "postponed_by_consent",
        "Uitstel met instemming",
        _STAYS,
        "schuift alleen op bij een gewone brief",
        "wordt de dag die is afgesproken, ook als die dag vrij is",
        (awb("4:15", "2"), awb("7:10", "4"), awb("9:11", "3")),
        "Bewaar de schriftelijke instemming. Bij bezwaar mogen anderen er geen nadeel van hebben.",
    ),
    Effect(
        "forwarded_internally",
        "Intern doorgestuurd",
        _STAYS,
        _STAYS,
        "begint opnieuw op de dag na het doorsturen, als de afzender dat meteen hoort; anders"
        " blijft hij staan",
        (awb("2:24"), awb("7:14"), awb("7:27")),
        "Schrijf de afzender op dezelfde dag dat u het bericht doorstuurt.",
    ),
    Effect(
        "notice_of_default",
        "Ingebrekestelling ontvangen",
        _STAYS,
        _STAYS,
        "blijft staan; twee weken later kan de dwangsom beginnen",
        (awb("4:17", "3"),),
        "Bevestig de ontvangst. Noem de dag waarop de dwangsom kan beginnen.",
    ),
    Effect(
        "decided",
        "Besloten",
        _STOPS,
        _STOPS,
        _STOPS,
        (awb("4:17", "1"),),
    ),
    Effect(
        "answered",
        "Beantwoord",
        _STOPS,
        _STOPS,
        _STOPS,
        (SERVICE_NORM,),
    ),
    Effect(
        "withdrawn",
        "Ingetrokken",
        _STOPS,
        _STOPS,
        _STOPS,
        (awb("6:21"), SERVICE_NORM),
    ),
    Effect(
        "reopened",
        "Heropend",
        "loopt alleen weer als de afzender nog niets van ons had gehoord",
        "begint opnieuw op de dag na het heropenen",
        "blijft staan; de wet geeft geen nieuwe termijn",
        (SERVICE_NORM,),
    ),
)
