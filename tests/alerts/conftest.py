"""What do the tests of alerts stand on: a small town hall, its cases, a clock, both databases."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from tests.clock import MovableClock
from tests.servers.tables import GiveTables
from tracker.alerts.models import Alert
from tracker.alerts.service import Decided, decide_alerts
from tracker.base.clock import OFFICE_TIME
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.outbox.models import OutboxMessage
from tracker.people.models import Role, Team, User
from tracker.register.models import (
    Case,
    CaseState,
    Channel,
    Correspondent,
    Event,
    EventType,
    Subject,
)


class TownHall:
    """A team with a lead and two handlers, whose cases have the dates that a test gives them."""

    def __init__(self, db: Database, clock: MovableClock, settings: Settings) -> None:
        self.db, self.clock, self.settings = db, clock, settings
        with db.changing() as session:
            team = Team(name="Vergunningen", email="vergunningen@waterrijk.example")
            session.add(team)
            session.flush()
            self.team_id = team.id or 0
            self.lead = self._person(session, "Lena Leider", Role.TEAM_LEAD)
            self.anna = self._person(session, "Anna Aker", Role.HANDLER)
            self.bram = self._person(session, "Bram Bos", Role.HANDLER, language="en")
            self.admin = self._person(session, "Ad Min", Role.ADMINISTRATOR, team=False)
            writer = Correspondent(name="W. de Wit", created_at=clock())
            subject = Subject(name="Kapvergunning", regime="servicenorm", team_id=self.team_id)
            session.add_all([writer, subject])
            session.flush()
            self.writer_id, self.subject_id = writer.id or 0, subject.id or 0
        self.count = 0

    def _person(
        self, session: Any, name: str, role: Role, *, team: bool = True, language: str = "nl"
    ) -> int:
        address = f"{name.split()[0].lower()}@waterrijk.example"
        user = User(name=name, email=address, password_hash="x", role=role, language=language)
        user.team_id = self.team_id if team else None
        session.add(user)
        session.flush()
        return user.id or 0

    def case(self, **given: Any) -> int:
        """Add a case; its dates are as given, the first of them is its next one."""
        self.count += 1
        values: dict[str, Any] = {
            "number": f"2026-{self.count:06d}",
            "title": "Mag de eik weg?",
            "subject_id": self.subject_id,
            "correspondent_id": self.writer_id,
            "team_id": self.team_id,
            "state": CaseState.IN_PROGRESS,
            "channel": Channel.LETTER,
            "regime": "servicenorm",
            "received_on": date(2026, 11, 2),
            "created_at": datetime(2026, 11, 2, 9, 0, tzinfo=UTC),
            "acknowledged_on": date(2026, 11, 3),
            "handler_id": self.anna,
        } | given
        with self.db.changing() as session:
            case = Case(**values)
            case.next_by = self._first_date(case)
            session.add(case)
            session.flush()
            return case.id or 0

    def change(self, case_id: int, **given: Any) -> None:
        """Let something happen to a case."""
        with self.db.changing() as session:
            case = session.get_one(Case, case_id)
            for name, value in given.items():
                setattr(case, name, value)
            case.next_by = self._first_date(case)

    @staticmethod
    def _first_date(case: Case) -> date | None:
        days = [] if case.acknowledged_on else [case.acknowledge_by]
        waits = case.suspended_since is not None
        days += [case.respond_by] if waits else [case.target_on, case.due_on]
        return min((day for day in days if day), default=None)

    def happens(self, case_id: int, type: EventType, by_id: int | None = None, **data: Any) -> int:
        """Write an event on the timeline of a case."""
        with self.db.changing() as session:
            event = Event(
                case_id=case_id,
                type=type,
                on=self.clock().date(),
                recorded_at=self.clock(),
                by_id=by_id,
                data=data,
            )
            session.add(event)
            session.flush()
            return event.id or 0

    def change_person(self, user_id: int, **given: Any) -> None:
        """Let somebody leave, or change role."""
        with self.db.changing() as session:
            user = session.get_one(User, user_id)
            for name, value in given.items():
                setattr(user, name, value)

    def at(self, *moment: int) -> None:
        """Move the clock to a moment in Amsterdam."""
        self.clock.move_to(datetime(*moment, tzinfo=OFFICE_TIME))  # type: ignore[misc, arg-type]

    def decide(self) -> Decided:
        """Run the job that decides."""
        return decide_alerts(self.db, self.clock, self.settings)

    def mails(self) -> list[OutboxMessage]:
        """Return the mails that wait or have left, oldest first."""
        with self.db.reading() as session:
            rows = session.exec(select(OutboxMessage).order_by(OutboxMessage.id)).all()
        return [row for row in rows if row.withdrawn_at is None]

    def told(self) -> list[tuple[int, str, int]]:
        """Return who was mailed what, as (reader, subject without the number, case)."""
        return [(row.recipient.split()[0], row.subject) for row in self.mails()]  # type: ignore[misc]

    def alerts(self, **where: Any) -> list[Alert]:
        """Return the alerts that hold, oldest first."""
        with self.db.reading() as session:
            rows = session.exec(select(Alert).order_by(Alert.id)).all()
        return [
            row
            for row in rows
            if row.withdrawn_at is None
            and all(getattr(row, name) == value for name, value in where.items())
        ]

    def send(self) -> None:
        """Mark as sent what may leave now, as the outbox does."""
        with self.db.changing() as session:
            for row in session.exec(select(OutboxMessage)):
                if row.sent_at is None and row.not_before <= self.clock():
                    row.sent_at = None if row.withdrawn_at else self.clock()


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(datetime(2026, 11, 24, 10, 0, tzinfo=OFFICE_TIME))


@pytest.fixture(params=["sqlite", "postgres"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    url = request.getfixturevalue("postgres_tables_url") if request.param == "postgres" else ""
    return Settings(instance=tmp_path, database_url=url, address="https://tijdig.example/")


@pytest.fixture
def db(settings: Settings, give_tables: GiveTables) -> Iterator[Database]:
    give_tables(settings.database)
    database = Database(settings.database)
    yield database
    database.close()


@pytest.fixture
def hall(db: Database, clock: MovableClock, settings: Settings) -> TownHall:
    return TownHall(db, clock, settings)
