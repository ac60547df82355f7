"""How soon is a letter found among very many, and what does the index cost when one comes in?

``python benchmarks/search.py 1000000`` makes a register with so many messages (100,000 when
nothing is said) and looks for things in it. Beside each time stands a yardstick from the same run:
reading one case by its number. Nothing fails here: whoever runs it reads it.
"""

import os
import random
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any, Final, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))  # so that it runs without being installed

from sqlalchemy import insert, text
from sqlmodel import Session

from tracker.base.database import Database
from tracker.base.migrate import upgrade
from tracker.people.models import Role, Team, User
from tracker.register.models import (
    Attachment,
    Case,
    CaseState,
    Channel,
    Correspondent,
    Direction,
    Message,
    Subject,
)
from tracker.register.queries import find_case
from tracker.register.search import After, Filters, find, find_correspondents

WANTED_SECONDS: Final = 0.1
MESSAGES_A_CASE: Final = 3
CASES_A_SENDER: Final = 4
BATCH: Final = 2_000
ROUNDS: Final = 7
START: Final = datetime(2020, 1, 6, 9, tzinfo=UTC)

# How often a word stands in a letter: some in every other one, some in one of thousands.
_COMMON: Final = "de het een van ik in is dat op te en niet voor mijn met u aan er maar om"
_USUAL: Final = (
    "gemeente straat brief vergunning parkeren vraag antwoord belasting aanvraag bezwaar afval "
    "water boom bomen stoep weg licht lantaarnpaal buurman overlast geluid kinderen school fiets "
    "auto huis tuin hond bus snel verkeer veilig kapot betalen rekening formulier datum besluit"
)
_BEGINNINGS: Final = "ver be ont her op aan uit door over onder mis na voor bij af in"
_MIDDLES: Final = "grond bouw loop zet leg werk schrijf meet plan deel sluit vaar bind kaart"
_ENDINGS: Final = "ing en er heid lijk baar steen plaats dam wijk plan stuk"
_NAMES: Final = "Jansen Bakker Visser Smit Meijer Mulder Bos Vos Dekker Kok Maas Prins Kuiper"
_FIRST: Final = "Jo Sanne Ali Renée Piet Çiğdem Ko Bo Wim Anouk Tess Daan Noor Bram Fenna"
COMMON, USUAL, NAMES, FIRST = (text.split() for text in (_COMMON, _USUAL, _NAMES, _FIRST))
BEGINNINGS, MIDDLES, ENDINGS = (text.split() for text in (_BEGINNINGS, _MIDDLES, _ENDINGS))
BY_PHONE: Final = Filters(state="closed", channel=Channel.PHONE)
LONG_AGO: Final = Filters(since=date(2020, 1, 6), until=date(2020, 1, 12))


class Register(NamedTuple):
    """A register to look in: its database and two who look."""

    db: Database
    registrar: User
    handler: User


class Question(NamedTuple):
    """Something to look for."""

    name: str
    typed: str
    filters: Filters = Filters()
    by_handler: bool = False
    after: After | None = None


def questions(cases: int) -> Sequence[Question]:
    """Return what people look for, from the rare to what stands in every letter."""
    return (
        Question("a case number", "2026-000123"),
        Question("a rare word", "ontkaartdam"),
        Question("a sender", "fenna kuiper"),
        Question("an e-mail address", "jo.bakker.7@inwoner.example"),
        Question("a usual word", "lantaarnpaal"),
        Question("three usual words", "vergunning boom school"),
        Question("the beginning of many words", "ver"),
        Question("a longer beginning", "verg"),
        Question("a word of every letter", "het"),
        Question("a usual word, far on", "lantaarnpaal", after=After(2, cases // 10)),
        Question("a usual word, one of 20 teams", "lantaarnpaal", by_handler=True),
        Question("a word of every letter, one team", "het", by_handler=True),
        Question("a usual word, closed, by phone", "boom", BY_PHONE),
        Question("a usual word, in one week long ago", "boom", LONG_AGO),
        Question("nothing but open cases", "", Filters(state="open")),
        Question("words that are not there together", "ontkaartdam ververgheid"),
    )


def made(folder: Path, messages: int, url: str = "") -> Register:
    """Make a register with so many messages; the same number gives the same one."""
    url = url or f"sqlite:///{folder / 'tracker.db'}"
    upgrade(url)
    db = Database(url)
    with db.changing() as session:
        teams = [Team(name=f"Team {n}", email=f"t{n}@gemeente.example") for n in range(20)]
        session.add_all(teams)
        session.flush()
        subjects = [
            Subject(name=f"Onderwerp {n}", regime="servicenorm", team_id=teams[n % 20].id or 0)
            for n in range(40)
        ]
        users = [
            User(name=role, email=f"{role}@gemeente.example", password_hash="-", role=Role(role),  # noqa: S106
                 team_id=teams[3].id)
            for role in ("registrar", "handler")
        ]  # fmt: skip
        session.add_all([*subjects, *users])
    chance = random.Random(messages)  # noqa: S311 - the same letters each time
    for batch in _batches(range(messages // MESSAGES_A_CASE)):
        with db.changing() as session:
            _add(session, batch, subjects, chance)
    return Register(db, *users)


def _batches(numbers: range) -> Iterator[list[int]]:
    rest = iter(numbers)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _add(
    session: Session, batch: Sequence[int], subjects: Sequence[Subject], chance: random.Random
) -> None:
    people = [n for n in batch if n % CASES_A_SENDER == 0]
    session.execute(insert(Correspondent), [_person(n // CASES_A_SENDER, chance) for n in people])
    session.execute(insert(Case), [_case(n, subjects[n % len(subjects)], chance) for n in batch])
    letters = [_letter(n, part, chance) for n in batch for part in range(MESSAGES_A_CASE)]
    session.execute(insert(Message), letters)
    files = [
        {"message_id": n * MESSAGES_A_CASE + 1, "filename": f"foto van {_word(chance)}.jpg",
         "content_type": "image/jpeg", "size": 9, "sha256": "0" * 64}
        for n in batch if n % 5 == 0
    ]  # fmt: skip
    session.execute(insert(Attachment), files)


def _person(number: int, chance: random.Random) -> dict[str, Any]:
    first, last = chance.choice(FIRST), chance.choice(NAMES)
    return {
        "id": number + 1,
        "name": f"{first} {last}",
        "email": f"{first}.{last}.{number}@inwoner.example".lower(),
        "street": f"{_word(chance).title()}straat {number % 200}",
        "postcode": f"{1000 + number % 9000} AB",
        "place": f"{_word(chance).title()}",
        "created_at": START,
    }


def _case(number: int, subject: Subject, chance: random.Random) -> dict[str, Any]:
    year, in_year = divmod(number, 200_000)
    return {
        "id": number + 1,
        "number": f"{2026 + year}-{in_year:06}",
        "title": f"{chance.choice(USUAL).title()} bij {_word(chance)}",
        "subject_id": subject.id,
        "correspondent_id": number // CASES_A_SENDER + 1,
        "team_id": subject.team_id,
        "state": CaseState.ANSWERED if number % 20 else CaseState.IN_PROGRESS,
        "channel": list(Channel)[number % 5],
        "regime": "servicenorm",
        "received_on": (START + timedelta(minutes=5 * number)).date(),
        "created_at": START + timedelta(minutes=5 * number),
    }


def _letter(number: int, part: int, chance: random.Random) -> dict[str, Any]:
    return {
        "id": number * MESSAGES_A_CASE + part + 1,
        "case_id": number + 1,
        "direction": Direction.OUT if part % 2 else Direction.IN,
        "channel": Channel.EMAIL,
        "subject": f"{chance.choice(USUAL)} {_word(chance)}",
        "text": " ".join(_words(chance, 110)),
        "at": START + timedelta(minutes=5 * number + part),
    }


def _words(chance: random.Random, many: int) -> list[str]:
    return [
        *chance.choices(COMMON, k=many // 2),
        *chance.choices(USUAL, weights=[1 / (n + 2) for n in range(len(USUAL))], k=many // 11),
        *(_word(chance) for _ in range(many // 3)),
    ]


def _word(chance: random.Random) -> str:
    return chance.choice(BEGINNINGS) + chance.choice(MIDDLES) + chance.choice(ENDINGS)


def seconds_of(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the middle of some times that *work* takes on the clock; the first does not count."""
    work()
    times = []
    for _ in range(rounds):
        begun = perf_counter()
        work()
        times.append(perf_counter() - begun)
    return sorted(times)[len(times) // 2]


def ask(register: Register, question: Question) -> int:
    """Look as the page does, in a session of its own; return how many were shown."""
    user = register.handler if question.by_handler else register.registrar
    with register.db.reading() as session:
        found = find(session, user, question.typed, question.filters, question.after)
        senders = () if question.after else find_correspondents(session, user, question.typed)
    return len(found.hits) + len(senders)


def _read_one(register: Register) -> None:
    with register.db.reading() as session:
        find_case(session, "2026-000123")


def _size(register: Register) -> str:
    if register.db.engine.dialect.name != "sqlite":
        return ""
    with register.db.reading() as session:
        pages = session.connection().execute(text("PRAGMA page_count")).scalar_one()
    return f", {pages * 4096 / 1e9:.2f} GB"


def report(register: Register, messages: int, making: float, rounds: int = ROUNDS) -> list[str]:
    """Ask everything and return the lines to show."""
    yardstick = seconds_of(lambda: _read_one(register), rounds)
    lines = [
        f"{messages:,} messages in {messages // MESSAGES_A_CASE:,} cases, on "
        f"{register.db.engine.dialect.name}{_size(register)}; "
        f"made in {making:.0f} s with the index",
        f"reading a case by its number: {yardstick * 1000:.2f} ms, the yardstick",
    ]
    slowest = 0.0
    for question in questions(messages // MESSAGES_A_CASE):
        shown = ask(register, question)
        took = seconds_of(lambda asked=question: ask(register, asked), rounds)  # type: ignore[misc]
        slowest = max(slowest, took)
        lines.append(
            f"{question.name:36} {took * 1000:8.1f} ms  {took / yardstick:8.0f} times the yardstick"
            f"  {shown:3} shown"
        )
    reached = "yes" if slowest <= WANTED_SECONDS else "NO"
    lines.append(f"wanted at most {WANTED_SECONDS * 1000:.0f} ms each: {reached}")
    if hasattr(os, "getloadavg") and (busy := os.getloadavg()[0] / (os.cpu_count() or 1)) > 0.5:
        lines.append(
            f"The machine is busy (load {busy:.1f} a core): so slower than when it is idle."
        )
    return lines


def main(messages: int = 100_000, url: str = "") -> None:
    """Make the register in a folder that goes away afterwards, and show what was measured."""
    with tempfile.TemporaryDirectory() as folder:
        begun = perf_counter()
        register = made(Path(folder), messages, url)
        lines = report(register, messages, perf_counter() - begun)
        register.db.close()
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, *sys.argv[2:])
