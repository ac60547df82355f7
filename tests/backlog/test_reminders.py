"""Does a backlog that comes in at once flood nobody with mail, and is it forgotten by nobody?"""

from datetime import timedelta

from sqlmodel import func, select

from tests.backlog.conftest import Backlog
from tests.two_databases import House
from tracker.alerts.digests import queue_digests
from tracker.alerts.models import Alert
from tracker.alerts.service import decide_alerts
from tracker.base.config import Settings
from tracker.outbox.models import OutboxMessage

CASES = 500
DAYS = ("02-11-2026", "26-10-2026", "23-10-2026", "26-10-2026", "01-06-2026")
"""Answered by 16 November, or late since today (9 November), last week or months."""


def mails(house: House) -> list[str]:
    with house.db.reading() as session:
        return list(session.exec(select(OutboxMessage.key).order_by(OutboxMessage.key)))


def old_letters() -> list[dict[str, str]]:
    hannas = {"Behandelaar": "hanna@gemeente.example"}
    return [
        {"Nummer": str(number), "Ontvangen": DAYS[number % len(DAYS)]}
        | (hannas if number % 2 else {"Behandelaar": ""})
        for number in range(CASES)
    ]


def test_hundreds_of_late_cases_at_once_are_in_the_digest_and_no_mail_each(
    backlog: Backlog, house: House, settings: Settings
) -> None:
    # Given hundreds of old letters, late or nearly so, half of them on Hanna's desk
    assert backlog.take_in(*old_letters()).cases == CASES

    # When the rounds of that day come
    decided = decide_alerts(house.db, house.clock, settings)
    assert decide_alerts(house.db, house.clock, settings).told == 0
    queue_digests(house.db, house.clock, settings)

    # Then everybody who must hear of them gets one mail: the digest, which names and counts them
    assert (decided.mails, decided.told > CASES) == (0, True)
    assert mails(house) == [
        f"digest:{each}:2026-11-09"
        for each in sorted((house.handler.id, house.lead.id))  # type: ignore[type-var]
    ]
    with house.db.reading() as session:
        digest = session.exec(
            select(OutboxMessage).where(OutboxMessage.recipient.startswith("Hanna"))  # type: ignore[attr-defined]
        ).one()
        untold = session.exec(
            select(func.count()).select_from(Alert).where(Alert.outbox_id.is_(None))  # type: ignore[union-attr]
        ).one()
    assert "TE LAAT (250)" in digest.text
    assert untold == 0


def test_what_comes_near_later_is_a_mail_as_for_any_case(
    backlog: Backlog, house: House, settings: Settings
) -> None:
    # Given an imported case that must be answered by 16 November
    backlog.take_in({"Behandelaar": "hanna@gemeente.example", "Bevestigd op": "03-11-2026"})
    assert decide_alerts(house.db, house.clock, settings).mails == 0

    # When that is two working days away
    house.clock.move_to(house.clock() + timedelta(days=3))

    # Then Hanna gets her reminder
    assert decide_alerts(house.db, house.clock, settings).mails == 1


def test_an_ordinary_case_that_is_given_to_somebody_is_still_told(
    backlog: Backlog, house: House, settings: Settings
) -> None:
    from tracker.register.service import assign

    case = house.open()
    with house.db.changing() as session:
        case = session.merge(case)
        assign(session, house.clock(), case, house.handler.id, house.lead.id)
    assert decide_alerts(house.db, house.clock, settings).mails == 1
