"""What do tests of services stand on: a team with its people, on SQLite and on PostgreSQL?

A folder that wants these fixtures names them in its conftest.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from tests.clock import MovableClock
from tests.servers.tables import GiveTables
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.base.files import FileStore
from tracker.people.models import Role, Team, User
from tracker.register.models import Case, Channel, Event, EventType, Subject
from tracker.register.service import NewCase, NewMessage, Sender, open_case

MONDAY = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class House:
    """Two teams, their people and their subjects."""

    db: Database
    clock: MovableClock
    registrar: User
    handler: User
    colleague: User
    lead: User
    stranger: User
    question: Subject
    application: Subject
    objection: Subject
    elsewhere: Subject

    def open(self, subject: Subject | None = None, **changed: object) -> Case:
        """Open a case as a mail from Jo would."""
        now = self.clock()
        message = NewMessage(
            channel=changed.pop("channel", Channel.EMAIL),  # type: ignore[arg-type]
            at=now,
            subject="Lantaarnpaal kapot",
            text="Wanneer wordt de lantaarnpaal gemaakt?",
            from_address="jo@inwoner.example",
            header_id="<een@inwoner.example>",
            references="<nul@inwoner.example>",
        )
        values: dict[str, object] = {
            "title": "Lantaarnpaal kapot",
            "subject_id": (subject or self.question).id,
            "received_on": now.date(),
            "sender": Sender(name="Jo Dijkgraaf", email="jo@inwoner.example"),
            "message": message,
        }
        with self.db.changing() as session:
            return open_case(session, now, NewCase(**(values | changed)))  # type: ignore[arg-type]

    def case(self, number: str) -> Case:
        """Return the case as it stands in the database."""
        with self.db.reading() as session:
            return session.exec(select(Case).where(Case.number == number)).one()

    def events(self, case: Case) -> list[EventType]:
        """Return what is on the timeline of a case, in order."""
        with self.db.reading() as session:
            found = session.exec(select(Event).where(Event.case_id == case.id).order_by("id"))
            return [event.type for event in found]


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(MONDAY)


@pytest.fixture(params=["sqlite", "postgres"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    url = request.getfixturevalue("postgres_tables_url") if request.param == "postgres" else ""
    return Settings(instance=tmp_path, database_url=url, mail_from="post@gemeente.example")


@pytest.fixture
def files(settings: Settings) -> FileStore:
    return FileStore(settings.files_path)


@pytest.fixture
def db(settings: Settings, give_tables: GiveTables) -> Iterator[Database]:
    give_tables(settings.database)
    database = Database(settings.database)
    yield database
    database.close()


@pytest.fixture
def house(db: Database, clock: MovableClock) -> House:
    with db.changing() as session:
        ours = Team(name="Buiten", email="buiten@gemeente.example")
        theirs = Team(name="Belasting", email="belasting@gemeente.example")
        session.add_all([ours, theirs])
        session.flush()

        def user(name: str, role: Role, team: Team) -> User:
            address = f"{name.lower()}@gemeente.example"
            someone = User(name=name, email=address, password_hash="-", role=role, team_id=team.id)
            session.add(someone)
            return someone

        def subject(name: str, regime: str, team: Team) -> Subject:
            matter = Subject(
                name=name, regime=regime, team_id=team.id or 0, answer_within="10 working days"
            )
            session.add(matter)
            return matter

        house = House(
            db=db,
            clock=clock,
            registrar=user("Rie", Role.REGISTRAR, ours),
            handler=user("Hanna", Role.HANDLER, ours),
            colleague=user("Bas", Role.HANDLER, ours),
            lead=user("Tine", Role.TEAM_LEAD, ours),
            stranger=user("Piet", Role.HANDLER, theirs),
            question=subject("Vraag", "servicenorm", ours),
            application=subject("Vergunning", "awb-aanvraag", ours),
            objection=subject("Bezwaar", "awb-bezwaar", ours),
            elsewhere=subject("Aanslag", "servicenorm", theirs),
        )
        session.flush()
    return house
