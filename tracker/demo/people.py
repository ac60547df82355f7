"""Who works in the municipality that does not exist, and who writes to it?"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from tracker.demo import names
from tracker.demo.letters import Letter, Writer
from tracker.people.models import Role
from tracker.register.models import ELECTRONIC, Channel, CorrespondentKind

MUNICIPALITY: Final = "Gemeente Waterrijk"
DOMAIN: Final = "gemeentewaterrijk.example"
_MAILBOXES: Final = (
    "eilandmail.example",
    "postvak.example",
    "thuismail.example",
    "mailbus.example",
)
_MANY: Final = 20
_HAS_MAIL: Final = {"elderly": 0.4, "child": 0.0}
_ASSOCIATIONS: Final = (
    "dorpsraad",
    "winkeliers",
    "sportvereniging",
    "oranjevereniging",
    "muziekvereniging",
)


@dataclass(frozen=True, slots=True)
class DemoTeam:
    """A team; ``key`` is what subjects and users refer to."""

    key: str
    name: str

    @property
    def email(self) -> str:
        """Return the address from which the team answers."""
        return f"{self.key}@{DOMAIN}"


@dataclass(frozen=True, slots=True)
class DemoUser:
    """Somebody who works here; ``key`` is the first part of the address."""

    key: str
    name: str
    role: Role
    team: str
    language: str = "nl"

    @property
    def email(self) -> str:
        """Return the address with which the user signs in."""
        return f"{self.key}@{DOMAIN}"


TEAMS: Final = (
    DemoTeam("klant", "Klant & Burgerzaken"),
    DemoTeam("openbareruimte", "Openbare ruimte"),
    DemoTeam("vergunningen", "Vergunningen & Toezicht"),
    DemoTeam("sociaal", "Sociaal domein"),
    DemoTeam("juridisch", "Juridische zaken & Financiën"),
)

# Every team has a lead: without one nobody hears that its work is late.
USERS: Final = (
    DemoUser("w.terschelp", "Willeke ter Schelp", Role.REGISTRAR, "klant"),
    DemoUser("o.bakkali", "Omar Bakkali", Role.REGISTRAR, "klant"),
    DemoUser("j.vanwulven", "Jolanda van Wulven", Role.HANDLER, "klant"),
    DemoUser("d.kreukniet", "Dirk Kreukniet", Role.HANDLER, "openbareruimte"),
    DemoUser("s.ramautar", "Soraya Ramautar", Role.HANDLER, "openbareruimte"),
    DemoUser("b.duinkerk", "Bram Duinkerk", Role.HANDLER, "vergunningen"),
    DemoUser("l.oosterzee", "Lieselot Oosterzee", Role.HANDLER, "vergunningen", "en"),
    DemoUser("f.celikel", "Farida Çelikel", Role.HANDLER, "sociaal"),
    DemoUser("m.noordgors", "Maarten Noordgors", Role.HANDLER, "sociaal"),
    DemoUser("e.vandervroon", "Elske van der Vroon", Role.HANDLER, "juridisch"),
    DemoUser("k.adjei", "Kwame Adjei", Role.HANDLER, "juridisch"),
    DemoUser("i.meerdink", "Ingrid Meerdink", Role.TEAM_LEAD, "klant"),
    DemoUser("h.slikkerveer", "Hans Slikkerveer", Role.TEAM_LEAD, "openbareruimte"),
    DemoUser("n.elkhatib", "Nadia El Khatib", Role.TEAM_LEAD, "vergunningen"),
    DemoUser("t.boezemvriend", "Tamara Boezemvriend", Role.TEAM_LEAD, "sociaal"),
    DemoUser("g.wielinga", "Gerben Wielinga", Role.TEAM_LEAD, "juridisch"),
    DemoUser("r.pronkert", "Roos Pronkert", Role.ADMINISTRATOR, "klant"),
)


def team_named(key: str) -> DemoTeam:
    """Return the team with this key."""
    return next(team for team in TEAMS if team.key == key)


def user_named(key: str) -> DemoUser:
    """Return the user with this key."""
    return next(user for user in USERS if user.key == key)


def users_with(role: Role, team: str | None = None) -> tuple[DemoUser, ...]:
    """Return the users with this role, of one team or of all."""
    return tuple(u for u in USERS if u.role is role and team in (None, u.team))


@dataclass(frozen=True, slots=True)
class DemoCorrespondent:
    """Somebody who writes; ``name`` is how the register knows them, ``signs_as`` who holds the pen.

    Attributes:
        salutation: "mevrouw Van der Wulk", or "Ms Thornbury" for who writes in English.
        partner: what they call who they live with.
        email: empty for those who only use paper, the phone or the counter.
    """

    name: str
    kind: CorrespondentKind
    signs_as: str
    first_name: str
    initials_name: str
    salutation: str
    partner: str
    email: str
    street: str
    number: str
    postcode: str
    place: str
    phone: str

    @property
    def address(self) -> str:
        """Return street and number."""
        return f"{self.street} {self.number}"


class Correspondents:
    """Chooses who wrote a letter: somebody new, or somebody who wrote before about other things."""

    def __init__(self, rng: Random) -> None:
        """Begin with nobody."""
        self._rng = rng
        self._known: dict[str, list[DemoCorrespondent]] = {}
        self._wrote: set[tuple[str, str]] = set()

    def writer_of(self, letter: Letter, channel: Channel) -> DemoCorrespondent | None:
        """Return who wrote; None when everybody who could has already sent this letter."""
        if letter.trade:
            chosen = self._organisation(letter)
        else:
            chosen = self._known_person(letter, channel) or self._new_person(letter, channel)
        if chosen is not None:
            self._wrote.add((letter.id, chosen.name))
        return chosen

    def _organisation(self, letter: Letter) -> DemoCorrespondent | None:
        known = self._known.setdefault(letter.trade, [])
        if not known:
            known += [self._made_up(name, letter) for name in names.ORGANISATIONS[letter.trade]]
        return self._fresh(known, letter)

    def _known_person(self, letter: Letter, channel: Channel) -> DemoCorrespondent | None:
        known = self._known.get(_circle(letter), [])
        if letter.writer is not Writer.RESIDENT or len(known) < _MANY or self._rng.random() > 0.3:
            return None
        reachable = [each for each in known if each.email or channel not in ELECTRONIC]
        return self._fresh(reachable, letter)

    def _fresh(
        self, people: Sequence[DemoCorrespondent], letter: Letter
    ) -> DemoCorrespondent | None:
        left = [each for each in people if (letter.id, each.name) not in self._wrote]
        return self._rng.choice(left) if left else None

    def _new_person(self, letter: Letter, channel: Channel) -> DemoCorrespondent | None:
        circle = _circle(letter)
        known = self._known.setdefault(circle, [])
        taken = {each.signs_as for each in known}
        for _attempt in range(200):
            name, is_woman = self._name(circle)
            if name not in taken:
                chance = _HAS_MAIL.get(circle, 0.8)
                wants_mail = channel in ELECTRONIC or self._rng.random() < chance
                person = self._person(name, is_woman, letter, wants_mail=wants_mail)
                known.append(person)
                return person
        return None

    def _name(self, circle: str) -> tuple[str, bool]:
        lists = {"newcomer": names.NEWCOMERS, "english": names.ENGLISH_WRITERS}
        if circle in lists:
            name, gender = self._rng.choice(lists[circle])
            return name, gender == "v"
        if circle == "child":
            first, gender = self._rng.choice(names.CHILDREN)
            return f"{first} {self._rng.choice(names.SURNAMES)}", gender == "v"
        is_woman = self._rng.random() < 0.52
        women, men = names.WOMEN, names.MEN
        if circle == "elderly":
            women, men = names.OLDER_WOMEN, names.OLDER_MEN
        first = self._rng.choice(women if is_woman else men)
        return f"{first} {self._rng.choice(names.SURNAMES)}", is_woman

    def _made_up(self, organisation: str, letter: Letter) -> DemoCorrespondent:
        name, is_woman = self._name("adult")
        business = letter.trade not in _ASSOCIATIONS
        kind = CorrespondentKind.BUSINESS if business else CorrespondentKind.ORGANISATION
        place = next((v for v in names.VILLAGES if v.split("-")[-1] in organisation), "")
        return self._person(
            name, is_woman, letter, wants_mail=True, of=organisation, kind=kind, place=place
        )

    def _person(
        self,
        name: str,
        is_woman: bool,
        letter: Letter,
        *,
        wants_mail: bool,
        of: str = "",
        kind: CorrespondentKind = CorrespondentKind.RESIDENT,
        place: str = "",
    ) -> DemoCorrespondent:
        rng = self._rng
        same = rng.random() < 0.06
        beach = letter.trade == "strandpaviljoen"
        place = place or rng.choice(names.BEACHES if beach else tuple(names.VILLAGES))
        postcode, streets = names.VILLAGES[place]
        first, _, last = name.partition(" ")
        titles = ("Ms", "Mr") if letter.language == "en" else ("mevrouw", "meneer")
        local = f"{rng.choice((first, first[0]))}.{last}" if not of else "info"
        domain = f"{_plain(of)}.example" if of else rng.choice(_MAILBOXES)
        return DemoCorrespondent(
            name=of or name,
            kind=kind,
            signs_as=name,
            first_name=first,
            initials_name=f"{self._initials(first)} {last}",
            salutation=f"{titles[0 if is_woman else 1]} {last[0].upper()}{last[1:]}",
            partner=("vrouw" if is_woman else "man") if same else ("man" if is_woman else "vrouw"),
            email=f"{_plain(local)}@{domain}" if wants_mail else "",
            street=rng.choice(streets),
            number=str(rng.randint(1, 94)),
            postcode=postcode,
            place=place,
            phone=self._phone(),
        )

    def _initials(self, first: str) -> str:
        extra = self._rng.choice(("", "", "A.", "J.", "M.C.", "P."))
        return f"{first[0]}.{extra}"

    def _phone(self) -> str:
        if self._rng.random() < 0.7:
            return f"06-5550{self._rng.randint(1000, 9999)}"
        return f"0187-555{self._rng.randint(200, 999)}"


def _circle(letter: Letter) -> str:
    """Say among whom the writer is to be found: the elderly bear other names."""
    if letter.writer is Writer.RESIDENT:
        return "elderly" if letter.tone == "elderly" else "adult"
    return letter.writer.value


def _plain(text: str) -> str:
    """Turn a name into what may stand in an address: ``Eetcafé 't Hof`` gives ``eetcafethof``."""
    folded = unicodedata.normalize("NFKD", text.lower())
    return "".join(sign for sign in folded if sign.isascii() and (sign.isalnum() or sign == "."))
