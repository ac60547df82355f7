"""A small municipality with everything real around it: mailbox, mail server, database, clock."""

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

from sqlmodel import select

from jobs.worker import JOBS
from tests.clock import MovableClock
from tests.servers.dovecot import ImapServer
from tests.servers.smtp import SmtpServer, TakenMail
from tracker.base.clock import OFFICE_TIME
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.people.models import Role, Team
from tracker.people.service import NewUser, create_user
from tracker.register.models import Case, Subject

PASSWORD = "een-goed-wachtwoord-2026"
RESIDENT = "jo.dijkgraaf@inwoner.example"


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """Return a moment in 2026 as the clock of the town hall shows it."""
    return datetime(2026, month, day, hour, minute, tzinfo=OFFICE_TIME)


@dataclass
class Town:
    """Who works here, and the hands that move its post."""

    settings: Settings
    clock: MovableClock
    db: Database
    imap: ImapServer
    smtp: SmtpServer
    read: int = field(default=0)

    def settle_in(self) -> None:
        """Give the town a team, its people and its subjects."""
        with self.db.changing() as session:
            team = Team(name="Vergunningen", email="vergunningen@gemeente.example")
            session.add(team)
            session.flush()
            for name, regime in (("Algemene vraag", "servicenorm"), ("Vergunning", "awb-aanvraag")):
                subject = Subject(
                    name=name, regime=regime, team_id=team.id or 0, answer_within="10 working days"
                )
                session.add(subject)
            team_id = team.id
        people = {
            "Rie Registrar": Role.REGISTRAR,
            "Hanna Handelaar": Role.HANDLER,
            "Bas Bijstand": Role.HANDLER,
            "Tine Teamleider": Role.TEAM_LEAD,
        }
        for name, role in people.items():
            address = f"{name.split()[0].lower()}@gemeente.example"
            new = NewUser(name=name, email=address, password=PASSWORD, role=role, team_id=team_id)
            create_user(self.db, new)

    def run(self, *jobs: str) -> None:
        """Run these jobs now, in this process."""
        for job in jobs:
            JOBS[job].run(self.db, self.clock, self.settings)

    def run_apart(self, job: str, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
        """Start a job in a process of its own, at the time of our clock."""
        command = [sys.executable, "-m", "tracker", "job", job, "--at", self.clock().isoformat()]
        return subprocess.Popen(command, env=dict(environment), cwd=Path(__file__).parents[2])

    def new_mail(self) -> list[TakenMail]:
        """Return what was sent since the last look."""
        inbox = self.smtp.inbox
        fresh, self.read = inbox[self.read :], len(inbox)
        return fresh

    def case(self, number: str) -> Case:
        """Return a case as it stands."""
        with self.db.reading() as session:
            return session.exec(select(Case).where(Case.number == number)).one()


def letter_from_resident(**headers: str) -> EmailMessage:
    """Return a mail as a resident's program sends it."""
    mail = EmailMessage()
    usual = {
        "From": f"Jo Dijkgraaf <{RESIDENT}>",
        "To": "post@gemeente.example",
        "Subject": "Lantaarnpaal in de Kreekstraat is kapot",
        "Date": "Mon, 09 Nov 2026 09:12:00 +0100",
        "Message-ID": "<eerste.1@inwoner.example>",
    }
    for name, value in (usual | {name.replace("_", "-"): v for name, v in headers.items()}).items():
        mail[name] = value
    mail.set_content(
        "Beste gemeente,\n\n"
        "De lantaarnpaal voor Kreekstraat 14 is al drie weken kapot. 's Avonds is het er donker.\n"
        "Wanneer wordt hij gemaakt?\n\n"
        "Groet,\nJo Dijkgraaf\n"
    )
    return mail
