"""Where can the law be read in two ways, and which day do we take?

The code keeps the safe reading everywhere. Each row says so in Dutch for docs/termijnen.md, with a
case that shows the difference where we reckon both readings.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from tracker.deadlines.events import LegalEvent
from tracker.deadlines.sources import Article, atw, avg, awb, gemeentewet, woz


@dataclass(frozen=True)
class Example:
    """A case on which the two readings differ; ``as_of`` when they differ in euros."""

    regime: str
    facts: Mapping[str, object]
    events: tuple[LegalEvent, ...] = ()
    as_of: date | None = None


@dataclass(frozen=True)
class OpenQuestion:
    """One place where the law leaves room. Without an ``example`` we reckon the safe day only."""

    id: str
    question: str
    safe: str
    lenient: str
    articles: tuple[Article, ...]
    example: Example | None = field(default=None, compare=False)


class ToCheck(NamedTuple):
    """Something that we did not see ourselves and a lawyer must look up."""

    what: str
    why: str


_SUSPENDED: Final = Example(
    "awb-aanvraag",
    {"received_on": date(2026, 9, 16)},
    (
        LegalEvent("suspension_started", date(2026, 10, 4), "incomplete", date(2026, 10, 30)),
        LegalEvent("suspension_ended", date(2026, 10, 17)),
    ),
)
_EXTENDED: Final = Example(
    "omgevingsvergunning",
    {"received_on": date(2026, 6, 6)},
    (LegalEvent("extended", date(2026, 7, 20), length="6 weeks"),),
)
_WRONG_WAY: Final = Example(
    "awb-bezwaar",
    {
        "received_on": date(2026, 10, 14),
        "decision_sent_on": date(2026, 9, 1),
        "wrong_channel_on": date(2026, 10, 6),
        "right_way_shown_on": date(2026, 10, 9),
    },
)
_AGREED_AND_SUSPENDED: Final = Example(
    "awb-aanvraag",
    {"received_on": date(2026, 9, 1)},
    (
        LegalEvent("postponed_by_consent", date(2026, 10, 1), until=date(2026, 11, 10)),
        LegalEvent("suspension_started", date(2026, 11, 1), "incomplete", date(2026, 11, 20)),
        LegalEvent("suspension_ended", date(2026, 11, 6)),
    ),
)
_AGREED_TOO_LATE: Final = Example(
    "awb-bezwaar",
    {"received_on": date(2026, 9, 1), "decision_sent_on": date(2026, 8, 25)},
    (LegalEvent("postponed_by_consent", date(2026, 11, 20), until=date(2026, 12, 11)),),
)
_DECIDED_LATE: Final = Example(
    "awb-aanvraag",
    {"received_on": date(2026, 8, 3)},
    (
        LegalEvent("notice_of_default", date(2026, 10, 1)),
        LegalEvent("decided", date(2026, 10, 20)),
    ),
    as_of=date(2026, 10, 20),
)

OPEN_QUESTIONS: Final = (
    OpenQuestion(
        "A1",
        "Telt de dag waarop de aanvulling binnenkomt nog als opgeschort?",
        "Nee. De wet zegt: tot de dag waarop. Op die dag loopt de termijn weer.",
        "Ja. Zo rekent de circulaire van het ministerie. Dat geeft één dag meer.",
        (awb("4:15", "1"), awb("7:10", "2")),
        _SUSPENDED,
    ),
    OpenQuestion(
        "A2",
        "Schuiven de twee weken na de ingebrekestelling op als ze eindigen op een vrije dag?",
        "Nee. De dwangsom begint altijd op de vijftiende dag na de ingebrekestelling.",
        "Ja. De wet zet de Algemene termijnenwet alleen uit voor de 42 dagen zelf.",
        (awb("4:17", "3"), awb("4:17", "1"), atw("1", "1")),
    ),
    OpenQuestion(
        "A3",
        "Schuift een verlengde termijn op als hij samen langer is dan de grens van de Atw?",
        "Nee. We zien de verlengde termijn als één lange termijn.",
        "Ja. Het zijn twee korte termijnen na elkaar.",
        (atw("4"),),
        _EXTENDED,
    ),
    OpenQuestion(
        "A4",
        "Op welke dag eindigt een maand van de AVG?",
        "Op de dag met hetzelfde nummer als de dag van ontvangst.",
        "Een dag later. De maand begint dan te lopen op de dag na de ontvangst.",
        (avg("12", "3"),),
        Example("avg", {"received_on": date(2026, 3, 16)}),
    ),
    OpenQuestion(
        "A5",
        "Telt de dag van het besluit zelf mee voor de dwangsom?",
        "Ja. Die dag kost nog geld.",
        "Nee. De laatste dag is de dag ervoor.",
        (awb("4:17", "1"),),
        _DECIDED_LATE,
    ),
    OpenQuestion(
        "A6",
        "Schuift 31 december op als die dag vrij is?",
        "Nee. Het besluit moet in het kalenderjaar zelf worden genomen.",
        "Ja. Dan is het de eerste werkdag van het nieuwe jaar.",
        (woz("30", "9"), gemeentewet("236", "2"), atw("1", "1")),
        Example("woz-bezwaar", {"received_on": date(2028, 3, 1)}),
    ),
    OpenQuestion(
        "A7",
        "Geeft een bericht dat het later wordt een nieuwe wettelijke termijn?",
        "Nee, niet als een wet de termijn stelt. De uiterste datum blijft dan staan.",
        "Ja. De termijn uit het bericht komt ervoor in de plaats.",
        (awb("4:14", "1"),),
    ),
    OpenQuestion(
        "A8",
        "Schuift een termijn uit het reglement van orde van de raad op bij een vrije dag?",
        "Nee. Het reglement is misschien geen verordening.",
        "Ja. Voor verordeningen geldt de Algemene termijnenwet ook.",
        (gemeentewet("145"), atw("1", "1")),
        Example("raadsvragen", {"received_on": date(2026, 10, 1)}),
    ),
    OpenQuestion(
        "A9",
        "Begint de termijn om te beslissen later na een bezwaar langs de verkeerde weg?",
        "Nee. Alleen de indiener krijgt meer tijd.",
        "Ja. De termijn om te beslissen begint na de verlengde termijn om in te dienen.",
        (awb("2:23"), awb("2:16", "1"), awb("7:10", "1")),
        _WRONG_WAY,
    ),
    OpenQuestion(
        "A10",
        "Schuift een afgesproken dag nog op als de termijn daarna wordt opgeschort?",
        "Nee. Ook uitstel met instemming is opschorting. Dagen die samenvallen, tellen één keer.",
        "Ja. De dagen van de opschorting komen bij de afgesproken dag.",
        (awb("4:15", "2"), awb("7:10", "4")),
        _AGREED_AND_SUSPENDED,
    ),
    OpenQuestion(
        "A11",
        "Kan uitstel nog worden afgesproken als de termijn al voorbij is?",
        "Nee. Een termijn die voorbij is, kan niet meer worden opgeschort.",
        "Ja. Wie instemt, kan ook later nog wachten.",
        (awb("4:15", "2"), awb("7:10", "4")),
        _AGREED_TOO_LATE,
    ),
)

TO_CHECK: Final = (
    ToCheck(
        "De vrije dagen bij koninklijk besluit van 2020, 2021 en 2022",
        "Wij hebben dat besluit niet gezien. Alleen de vrijdag na Hemelvaart staat in de tabel.",
    ),
    ToCheck(
        "De Awb na 1 augustus 2026",
        "Onze regels volgen de tekst die op die dag gold.",
    ),
    ToCheck(
        "Zaken van voor 1 januari 2026",
        "Awb 2:17 en 2:20 gelden sinds die dag. Tijdig rekent er ook oudere zaken mee.",
    ),
    ToCheck(
        "De Omgevingswet en de Wmo 2015 na 1 juli 2026",
        "Onze regels volgen de tekst die op die dag gold.",
    ),
    ToCheck(
        "De Woo en de Wet BRP na 12 februari 2025",
        "Onze regels volgen de tekst die op die dag gold.",
    ),
    ToCheck(
        "De Wet hergebruik van overheidsinformatie, de Wet WOZ en de Gemeentewet na 10 mei 2017",
        "Onze regels volgen de tekst die op die dag gold. Vooral de Wet hergebruik is daarna"
        " veranderd.",
    ),
    ToCheck(
        "AVG 12 lid 3, 4 en 6 en UAVG 34",
        "Wij lazen deze artikelen niet helemaal zelf. Ook het rekenvoorbeeld van de Europese"
        " toezichthouders (richtsnoer 01/2022) zagen wij niet.",
    ),
    ToCheck(
        "Verordening 1182/71 art. 3(1) en 3(5)",
        "Wij lazen deze leden niet zelf: de dag zelf telt niet mee, en er zitten minstens twee"
        " werkdagen in.",
    ),
    ToCheck(
        "De feestdagen bij de AVG",
        "Wij nemen de dagen van de Algemene termijnenwet. Of Goede Vrijdag en de dagen bij"
        " koninklijk besluit ook feestdagen zijn voor Verordening 1182/71, zagen wij niet.",
    ),
    ToCheck(
        "De dwangsom bij een verzoek om hergebruik",
        "Wij rekenen hem. In oktober 2016 verviel hij voor de Wob; de tekst van 2017 zegt niet of"
        " dat ook voor hergebruik gold.",
    ),
    ToCheck(
        "Het begin van de bezwaartermijn bij de WOZ en gemeentelijke belastingen",
        "Die termijn begint de dag na de dagtekening van de aanslag (AWR 22j). Vul die dag in als"
        " de dag van het besluit. Wij lazen dit artikel niet zelf.",
    ),
    ToCheck(
        "Omgevingswet 16.57",
        "Wij vragen om een ontvangstbevestiging. Het artikel gaat over de kennisgeving van de"
        " aanvraag, met de dag van ontvangst.",
    ),
    ToCheck(
        "Omgevingswet 16.66 lid 3",
        "Volgt een omgevingsvergunning de uitgebreide voorbereiding? Dan mag u hooguit zes weken"
        " verlengen. Tijdig bewaakt die grens niet.",
    ),
    ToCheck(
        "Een bezwaar dat eerst bij een ander bestuursorgaan kwam (Awb 6:15)",
        "De dag van ontvangst daar telt voor de vraag of het op tijd is. Tijdig rekent met de dag"
        " waarop u het kreeg.",
    ),
    ToCheck(
        "Awb 7:10 lid 4, onder c",
        "Is uitstel nodig om een wettelijke procedure te volgen? Dat kent Tijdig niet. Leg het vast"
        " met een reden.",
    ),
    ToCheck(
        "De uitspraken van rechters",
        "De meeste lazen wij als samenvatting, niet als hele tekst.",
    ),
    ToCheck(
        "Uw klachtenregeling",
        "Werkt uw gemeente met een adviseur of commissie? Dan is de termijn langer.",
    ),
    ToCheck(
        "Uw reglement van orde",
        "Daarin staat binnen hoeveel dagen het college raadsvragen beantwoordt.",
    ),
    ToCheck(
        "Uw aanwijzingsbesluit voor digitale post",
        "Daarin staat langs welke weg een inwoner een officieel bericht mag sturen.",
    ),
    ToCheck(
        "Uw servicenormen",
        "Tijdig begint met een norm die vaak voorkomt. Neem uw eigen norm over.",
    ),
)
