"""Does somebody hear of a case again that was answered and then opened again?"""

from datetime import date

from tests.alerts.conftest import TownHall
from tracker.register.models import CaseState

DUE = date(2026, 11, 24)


def answered(hall: TownHall, case: int) -> None:
    hall.change(case, state=CaseState.ANSWERED, answered_on=date(2026, 11, 25))


def opened_again(hall: TownHall, case: int) -> None:
    hall.change(case, state=CaseState.IN_PROGRESS, answered_on=None)


def test_a_late_case_that_is_opened_again_is_told_at_its_next_step_with_the_same_date(
    hall: TownHall,
) -> None:
    # Given a case of which handler and lead were told that it is late, and that was answered
    case = hall.case(due_on=DUE)
    hall.at(2026, 11, 25, 10, 0)
    hall.decide()
    hall.send()
    before = len(hall.mails())
    answered(hall, case)
    # When it is opened again days later, with the same date
    hall.at(2026, 11, 30, 10, 0)
    opened_again(hall, case)
    hall.decide()
    # Then the step that has come since is told to whoever has a mail of that step or a digest
    assert len(hall.mails()) == before  # later than the first day it is in the digest
    assert {(row.recipient_id, row.step) for row in hall.alerts() if row.step < -1} == {
        (hall.anna, -3),
        (hall.lead, -3),
    }


def test_what_was_called_back_by_the_answer_is_told_again(hall: TownHall) -> None:
    # Given a reminder that waits for the morning, and an answer in the evening
    case = hall.case(due_on=date(2026, 11, 26))
    hall.at(2026, 11, 23, 20, 0)
    hall.decide()
    answered(hall, case)
    hall.decide()
    assert hall.mails() == []
    # When the case is opened again that evening
    opened_again(hall, case)
    hall.decide()
    # Then it is told in the morning all the same
    assert len(hall.mails()) == 1
