"""A fixed set of Dutch letters for the tests of searching; invented people and places."""

from datetime import date
from typing import NamedTuple

from tests.two_databases import House
from tracker.register.models import Case
from tracker.register.service import NewFile, NewMessage, Sender


class Letter(NamedTuple):
    """What somebody wrote."""

    title: str
    text: str
    sender: Sender
    subject: str = "question"
    file: str = ""


def who(name: str, place: str = "Zilverkreek", street: str = "Kade 1") -> Sender:
    email = name.lower().replace(" ", ".").replace("é", "e") + "@inwoner.example"
    return Sender(name=name, email=email, street=street, postcode="1234 AB", place=place)


LETTERS = (
    Letter("Lantaarnpaal kapot", "De paal voor mijn huis brandt niet meer.", who("Jo de Wit")),
    Letter("Donkere straat", "Drie lantaarnpalen in onze straat zijn uit.", who("Sanne Bakker")),
    Letter("Boom omgewaaid", "Op de stoep ligt een boom. Wie ruimt hem op?", who("Piet Kok")),
    Letter("Bomen kappen", "Waarom worden de bomen gekapt?", who("Renée Dubois"), "application"),
    Letter("Parkeren bij het café", "Iedereen parkeert voor mijn deur.", who("Jo Bakker")),
    Letter("Bezwaar tegen de aanslag", "Ik maak bezwaar. Zie de brieven.", who("Ali Yılmaz")),
    Letter(
        "Vergunning dakkapel",
        "Ik wil een dakkapel. De tekening zit erbij.",
        who("Çiğdem Aksoy", "Oesterdam"),
        "application",
        "tekening-dakkapel.pdf",
    ),
    Letter("Vraag over belasting", "Mijn buurman Jo de Wit zei dat het mag.", who("Ko Maas")),
    Letter("Onleesbaar", "x < y & <script>alert('boom')</script> \"quoted\"", who("Bo Smit")),
    Letter("Aanslag", "De aanslag klopt niet.", who("Wim Vos"), "elsewhere"),
)


def send_all(house: House) -> list[Case]:
    """Let every letter come in, in this order."""
    return [send(house, letter) for letter in LETTERS]


def send(house: House, letter: Letter) -> Case:
    """Let one letter come in."""
    file = NewFile(filename=letter.file, content_type="application/pdf", size=9, sha256="0" * 64)
    message = NewMessage(
        channel="email",  # type: ignore[arg-type]
        at=house.clock(),
        subject=letter.title,
        text=letter.text,
        from_name=letter.sender.name,
        from_address=letter.sender.email,
        files=(file,) if letter.file else (),
    )
    return house.open(
        getattr(house, letter.subject),
        title=letter.title,
        sender=letter.sender,
        message=message,
        received_on=date(2026, 11, 2 + LETTERS.index(letter) if letter in LETTERS else 20),
    )
