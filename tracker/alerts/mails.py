"""What does a reminder say to its reader?"""

from dataclasses import dataclass
from datetime import date

from tracker.alerts.models import AlertKind
from tracker.alerts.rules import Situation, Want, running_clocks
from tracker.base.config import Settings
from tracker.base.mail_texts import MailText, render_mail
from tracker.deadlines.clocks import Reckoning
from tracker.outbox.rules import named_address
from tracker.people.models import User
from tracker.register.clocks import days_left
from tracker.register.models import Case


@dataclass(frozen=True)
class Reader:
    """Who reads the mail, and on whose desk the case lies."""

    user: User
    handler: User | None

    @property
    def address(self) -> str:
        """The address line of the mail."""
        return address_of(self.user)


def address_of(user: User) -> str:
    """Return the address line of a mail to a colleague."""
    return named_address(user.name, user.email)


def case_link(settings: Settings, number: str) -> str:
    """Return where the case can be opened."""
    return f"{settings.address.rstrip('/')}/zaken/{number}"


def alert_mail(
    about: Want,
    case: Case,
    reader: Reader,
    situation: Situation,
    reckoning: Reckoning,
    today: date,
    settings: Settings,
) -> MailText:
    """Return the mail that tells *reader* of *about*, as it will be read on *today*.

    A mail about a date bears the same steps as the page of the case, so that it can be checked.
    """
    dates = [
        (clock, day, days_left(day, today))
        for clock, day in running_clocks(situation, today).items()
    ]
    day = date.fromisoformat(about.due_value) if about.kind is AlertKind.DEADLINE else None
    return render_mail(
        "assigned" if about.kind is AlertKind.ASSIGNED else "reminder",
        reader.user.language,
        name=reader.user.name,
        number=case.number,
        title=case.title,
        link=case_link(settings, case.number),
        clock=about.clock,
        day=day,
        days_left=None if day is None else days_left(day, today),
        dates=dates,
        steps=[step for step in reckoning.steps if day and step.clock == about.clock],
        handler=reader.handler.name if reader.handler else "",
        is_handler=reader.handler is not None and reader.handler.id == reader.user.id,
        municipality=settings.municipality,
    )
