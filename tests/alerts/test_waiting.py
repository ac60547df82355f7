"""Does a handler hear that nobody responded, however far away the dates of the case are?"""

from datetime import UTC, date, datetime

from jobs import alerts as job
from jobs import reckoning
from tests.alerts.conftest import TownHall
from tracker.alerts.digests import digest_of
from tracker.alerts.models import AlertKind
from tracker.people.models import User
from tracker.register.models import Case, CaseState, Channel, EventType, Subject
from tracker.register.service import NewCase, NewMessage, Sender, assign, open_case, record_event

RECEIVED = date(2026, 11, 2)


def waiting_case(hall: TownHall) -> Case:
    """Open an application with a term of eight weeks; a response was asked for by 23 November."""
    at = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
    with hall.db.changing() as session:
        subject = Subject(
            name="Vergunning",
            regime="awb-aanvraag",
            team_id=hall.team_id,
            answer_within="12 weeks",
        )
        session.add(subject)
        session.flush()
        message = NewMessage(channel=Channel.LETTER, at=at, text="Mag de eik weg?")
        new = NewCase(
            title="Mag de eik weg?",
            subject_id=subject.id or 0,
            received_on=RECEIVED,
            sender=Sender(name="W. de Wit"),
            message=message,
        )
        case = open_case(session, at, new)
        assign(session, at, case, hall.anna, hall.anna)
        record_event(session, at, case, EventType.ACKNOWLEDGED, RECEIVED)
        asked = {"ground": "incomplete", "respond_by": "2026-11-23"}
        record_event(session, at, case, EventType.SUSPENSION_STARTED, RECEIVED, data=asked)
        return case


def test_the_job_wakes_the_case_and_its_handler_hears_of_it_that_morning(hall: TownHall) -> None:
    case = waiting_case(hall)
    hall.at(2026, 11, 24, 7, 0)
    for _round in range(2):
        reckoning.run(hall.db, hall.clock, hall.settings)
        job.run(hall.db, hall.clock, hall.settings)
    with hall.db.reading() as session:
        awake = session.get_one(Case, case.id)
        anna = session.get_one(User, hall.anna)
        digest = digest_of(session, anna, date(2026, 11, 24), hall.settings)
    assert awake.state is CaseState.IN_PROGRESS
    assert awake.next_by is not None
    assert awake.next_by > date(2026, 12, 24)
    assert [alert.recipient_id for alert in hall.alerts(kind=AlertKind.NO_RESPONSE)] == [hall.anna]
    assert digest is not None
    assert case.number in digest.text
