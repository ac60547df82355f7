"""How do the slots of a letter get filled, and how does our answer begin and end?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from tracker.deadlines.calendar import DUTCH_CALENDAR
from tracker.demo import names
from tracker.demo.letters import Letter, Span, Writer
from tracker.demo.people import MUNICIPALITY, DemoCorrespondent, DemoUser, team_named

Slots = Mapping[str, object]

_MONTHS: Final = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "January February March April May June July August September October November December",
}
_WEEKDAYS: Final = {
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
}
_SATURDAY: Final = 5
LEGAL_ENDINGS: Final = {
    "objection_info": (
        "Bent u het niet eens met dit besluit? Schrijf ons dan binnen zes weken na de datum van "
        "deze brief. Zet boven uw brief 'bezwaar'."
    ),
    "appeal_info": (
        "Bent u het niet eens met deze beslissing? Dan kunt u binnen zes weken in beroep gaan bij "
        "de rechtbank. Daarvoor betaalt u griffierecht."
    ),
    "ombudsman_info": (
        "Bent u niet tevreden over hoe wij uw klacht hebben behandeld? Dan kunt u naar de "
        "Nationale ombudsman. Dat is gratis."
    ),
}


@dataclass(frozen=True, slots=True)
class Day:
    """A day in a text: ``{when}`` 12 maart, ``{when:dag}`` dinsdag 12 maart, ``{when:jaar}``.

    ``{when:Dag}`` begins a sentence.
    """

    day: date
    language: str = "nl"

    def __str__(self) -> str:
        """Return day and month."""
        return f"{self.day.day} {_MONTHS[self.language].split()[self.day.month - 1]}"

    def __format__(self, form: str) -> str:
        """Return the day with its weekday (``dag``, ``Dag``) or its year (``jaar``)."""
        if form in ("dag", "Dag"):
            weekday = _WEEKDAYS[self.language].split()[self.day.weekday()]
            return f"{weekday.capitalize() if form == 'Dag' else weekday} {self}"
        return f"{self} {self.day.year}" if form == "jaar" else str(self)


def fill(text: str, slots: Slots) -> str:
    """Fill the slots of *text*.

    Raises:
        KeyError: the text has a slot that nobody filled.
    """
    return text.format_map(slots)


def draw(rng: Random, span: Span) -> int:
    """Choose a number from a pair, both ends included; a single number is its own choice."""
    return span if isinstance(span, int) else rng.randint(*span)


def working_day_near(day: date, offset: int) -> date:
    """Return the working day *offset* days from *day*: a past one earlier, a coming one later."""
    near = day + timedelta(days=offset)
    if offset > 0 or DUTCH_CALENDAR.is_working_day(near):
        return DUTCH_CALENDAR.next_working_day(near)
    return DUTCH_CALENDAR.add_working_days(near, -1)


def letter_slots(
    rng: Random,
    letter: Letter,
    who: DemoCorrespondent,
    received_on: date,
    offsets: Mapping[str, int],
) -> dict[str, object]:
    """Fill everything that stays the same on a case: who wrote, when, and about what."""
    slots = {**LEGAL_ENDINGS, **_person_slots(rng, who), "forward_to": letter.forward_to}
    slots["received"] = Day(received_on, letter.language)
    slots["written"] = Day(received_on - timedelta(days=rng.randint(1, 2)), letter.language)
    slots["supplied"] = letter.supplied
    slots |= {f"missing_{n}": item for n, item in enumerate(letter.missing, start=1)}
    for name, offset in offsets.items():
        day = received_on + timedelta(days=offset)
        if name in letter.workdays:
            day = working_day_near(received_on, offset)
        slots[name] = Day(day, letter.language)
    for name, span in letter.saturdays.items():
        day = received_on + timedelta(days=draw(rng, span))
        slots[name] = Day(day + timedelta(days=(_SATURDAY - day.weekday()) % 7), letter.language)
    chosen = {name: rng.choice(options) for name, options in letter.choices.items()}
    chosen |= rng.choice(letter.sets) if letter.sets else {}
    return slots | {name: fill(text, slots) for name, text in chosen.items()}


def _person_slots(rng: Random, who: DemoCorrespondent) -> dict[str, object]:
    other_streets = [s for s in names.VILLAGES[who.place][1] if s != who.street]
    return {
        "partner": who.partner,
        "beach": who.place if who.place in names.BEACHES else rng.choice(names.BEACHES),
        "harbour": who.place if who.place in names.HARBOURS else rng.choice(names.HARBOURS),
        "name": who.signs_as,
        "first_name": who.first_name,
        "initials_name": who.initials_name,
        "salutation": who.salutation,
        "salutation_start": who.salutation[0].upper() + who.salutation[1:],
        "organisation": who.name,
        "street": who.street,
        "number": who.number,
        "street2": rng.choice(other_streets),
        "address": who.address,
        "postcode": who.postcode,
        "village": who.place,
        "phone": who.phone,
    }


def reply_slots(
    rng: Random, letter: Letter, received_on: date, day: date, spans: Mapping[str, Span]
) -> dict[str, object]:
    """Fill the days that lie around the day on which we write; each is a working day."""
    slots: dict[str, object] = {}
    for name, span in spans.items():
        near = working_day_near(day, draw(rng, span))
        slots[name] = Day(max(near, min(received_on, day)), letter.language)
    return slots


def framed(body: str, letter: Letter, who: DemoCorrespondent, author: DemoUser) -> str:
    """Put our greeting above and the author's name below a text."""
    if letter.writer is Writer.CHILD:
        greeting, close = f"Beste {who.first_name},", "Groetjes,"
    elif letter.language == "en":
        greeting, close = f"Dear {who.salutation},", "Kind regards,"
    else:
        greeting, close = f"Beste {who.salutation},", "Met vriendelijke groet,"
    below = f"{author.name}\n{team_named(author.team).name}\n{MUNICIPALITY}"
    return f"{greeting}\n\n{body}\n\n{close}\n\n{below}"


def stiffly_framed(body: str, author: DemoUser) -> str:
    """Frame a text the way it used to be done; only for drafts that show what is wrong with it."""
    return (
        f"Geachte heer, mevrouw,\n\n{body}\n\nHoogachtend,\n\n"
        f"namens het college van burgemeester en wethouders,\n{author.name}"
    )


EXTENSIONS: Final = {
    "awb-bezwaar": (
        "6 weeks",
        "Wij kunnen niet op tijd beslissen op uw bezwaar. De bezwaarschriftencommissie wil eerst "
        "nog met een deskundige praten. Daarom stellen wij onze beslissing zes weken uit.\n\n"
        "U krijgt haar uiterlijk {new_due:jaar}.",
    ),
    "awb-klacht": (
        "4 weeks",
        "Uw klacht vraagt meer tijd dan wij dachten. Wij willen nog iemand horen die erbij was. "
        "Daarom krijgt u ons oordeel hooguit vier weken later.\n\n"
        "U hebt het uiterlijk {new_due:jaar}.",
    ),
    "woo": (
        "2 weeks",
        "Wij vonden meer documenten dan wij hadden verwacht. Wij willen ze allemaal goed lezen. "
        "Daarom hebben wij twee weken meer nodig.\n\n"
        "U krijgt ons besluit uiterlijk {new_due:jaar}.",
    ),
    "avg": (
        "1 month",
        "Uw gegevens staan in meer systemen dan wij dachten. Het zoeken kost daardoor meer tijd. "
        "Daarom verlengen wij de termijn met een maand.\n\n"
        "U krijgt ons antwoord uiterlijk {new_due:jaar}.",
    ),
}
