"""Does each job run as often as it should, and does nothing wait too long?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tracker.admin.mailbox_rules import MailboxState, needs_a_look
from tracker.base.heartbeat import Heartbeat

MAY_BE_SILENT: Mapping[str, timedelta | None] = {
    "mailbox": timedelta(hours=1, minutes=15),  # an hour is the slowest that may be set
    "outbox": timedelta(minutes=10),
    "reckoning": timedelta(minutes=15),
    "alerts": timedelta(minutes=15),
    "digests": None,  # some hours of working days only: its silence tells nothing
}
"""How long after its last start a job counts as late; longer than its schedule by far."""

MAY_WAIT = timedelta(minutes=30)
"""How long mail may wait, in or out, before somebody must look."""


class JobState(StrEnum):
    """How a job does."""

    WELL = "ok"
    LATE = "late"
    FAILED = "failed"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class JobHealth:
    """How one job did the last time."""

    name: str
    state: JobState
    started_at: datetime | None = None
    seconds: float | None = None
    result: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """What waits, and since when."""

    mail_out: int
    mail_out_since: datetime | None
    mail_failed: int
    mail_in: int
    mail_in_since: datetime | None


def health_of(name: str, beat: Heartbeat | None, now: datetime) -> JobHealth:
    """Tell how a job does by its last heartbeat."""
    silent = MAY_BE_SILENT.get(name)
    if beat is None:
        return JobHealth(name, JobState.NEVER if silent else JobState.WELL)
    seconds = (beat.ended_at - beat.started_at).total_seconds() if beat.ended_at else None
    late = silent is not None and now - beat.started_at > silent
    state = JobState.LATE if late else JobState.FAILED if beat.failed else JobState.WELL
    return JobHealth(name, state, beat.started_at, seconds, beat.result)


def health_of_all(beats: Mapping[str, Heartbeat], now: datetime) -> list[JobHealth]:
    """Tell how every job does that we know of or that ever ran."""
    names = [*MAY_BE_SILENT, *sorted(set(beats) - set(MAY_BE_SILENT))]
    return [health_of(name, beats.get(name), now) for name in names]


def waits_too_long(since: datetime | None, now: datetime) -> bool:
    """Tell whether what has waited since then must be looked at."""
    return since is not None and now - since > MAY_WAIT


def is_well(
    jobs: Sequence[JobHealth],
    waiting: Waiting,
    now: datetime,
    mailboxes: Iterable[MailboxState] = (),
    *,
    has_room: bool = True,
) -> bool:
    """Tell whether everything runs: the last run of each job went well, and nothing waits too long.

    One failure counts too: letters that a dead mailbox keeps wait where we cannot see them.
    """
    return has_room and not (
        any(needs_a_look(state) for state in mailboxes)
        or any(job.state is not JobState.WELL for job in jobs)
        or waits_too_long(waiting.mail_out_since, now)
        or waits_too_long(waiting.mail_in_since, now)
    )
