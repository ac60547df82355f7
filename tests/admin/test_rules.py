"""Does Beheer call red what is red, and nothing else?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from jobs.worker import JOBS
from tests.two_databases import MONDAY
from tracker.admin.rules import (
    MAY_BE_SILENT,
    MAY_WAIT,
    JobHealth,
    JobState,
    Waiting,
    health_of,
    health_of_all,
    is_well,
    waits_too_long,
)
from tracker.admin.wording import JOBS as NAMES
from tracker.base.heartbeat import Heartbeat

MINUTE = timedelta(minutes=1)
NOTHING = Waiting(mail_out=0, mail_out_since=None, mail_failed=0, mail_in=0, mail_in_since=None)


def beat(minutes_ago: float, *, ended: bool = True, failed: bool = False) -> Heartbeat:
    started = MONDAY - minutes_ago * MINUTE
    ended_at = started + timedelta(seconds=2) if ended else None
    return Heartbeat(
        job="outbox", started_at=started, ended_at=ended_at, result="3 sent", failed=failed
    )


def test_every_job_has_a_limit_and_a_name() -> None:
    assert set(MAY_BE_SILENT) == set(JOBS) == set(NAMES)


@pytest.mark.parametrize(
    ("last", "state"),
    [
        (beat(1), JobState.WELL),
        (beat(10), JobState.WELL),
        (beat(10.1), JobState.LATE),
        (beat(1, failed=True), JobState.FAILED),
        (beat(11, failed=True), JobState.LATE),
        (beat(11, ended=False), JobState.LATE),
        (None, JobState.NEVER),
    ],
)
def test_a_job_is_judged_by_its_last_start(last: Heartbeat | None, state: JobState) -> None:
    assert health_of("outbox", last, MONDAY).state is state


def test_a_job_that_runs_now_has_no_duration_yet() -> None:
    assert health_of("outbox", beat(1, ended=False), MONDAY).seconds is None
    assert health_of("outbox", beat(1), MONDAY).seconds == 2


def test_digests_are_made_in_some_hours_only_so_their_silence_is_no_alarm() -> None:
    assert health_of("digests", None, MONDAY).state is JobState.WELL
    assert health_of("digests", beat(60 * 24 * 3), MONDAY).state is JobState.WELL


def test_a_job_of_before_is_shown_and_judged_by_its_result_only() -> None:
    every = health_of_all({"outbox": beat(1), "older": beat(600)}, MONDAY)
    assert [job.name for job in every] == [*MAY_BE_SILENT, "older"]
    assert every[-1].state is JobState.WELL


def test_what_waits_half_an_hour_is_too_long() -> None:
    assert not waits_too_long(None, MONDAY)
    assert not waits_too_long(MONDAY - MAY_WAIT, MONDAY)
    assert waits_too_long(MONDAY - MAY_WAIT - MINUTE, MONDAY)


@pytest.mark.parametrize(
    ("states", "waiting", "well"),
    [
        ([JobState.WELL], NOTHING, True),
        ([JobState.WELL, JobState.FAILED], NOTHING, False),
        ([JobState.WELL, JobState.LATE], NOTHING, False),
        ([JobState.NEVER], NOTHING, False),
        ([JobState.WELL], replace(NOTHING, mail_out_since=MONDAY - 2 * MAY_WAIT), False),
        ([JobState.WELL], replace(NOTHING, mail_in_since=MONDAY - 2 * MAY_WAIT), False),
        ([JobState.WELL], replace(NOTHING, mail_out_since=MONDAY, mail_in_since=MONDAY), True),
        ([JobState.WELL], replace(NOTHING, mail_failed=3), True),
    ],
)
def test_all_is_well_or_it_is_not(states: list[JobState], waiting: Waiting, well: bool) -> None:
    jobs = [JobHealth(str(number), state) for number, state in enumerate(states)]
    assert is_well(jobs, waiting, MONDAY) is well
