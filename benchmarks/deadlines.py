"""How many cases are reckoned in a second, and how soon does the command answer?

Figures of a clock say little on a busy machine. So each one stands beside a yardstick that was
measured in the same run. Nothing fails here: whoever runs it reads it.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Final, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))  # so that it runs without being installed

from tracker.deadlines.clocks import LegalEvent, reckon
from tracker.deadlines.regimes import REGIMES
from tracker.deadlines.wire import Question, question_as_json

WANTED_PER_SECOND: Final = 20_000
WANTED_SECONDS: Final = 0.4
ROUNDS, STARTS = 7, 7
_RECEIVED: Final = (date(2026, 2, 2), date(2026, 4, 24), date(2026, 9, 5), date(2026, 11, 30))
_AS_OF: Final = date(2027, 6, 1)
_A_LINE: Final = '{"regime": "woo", "facts": {"received_on": "2026-09-01"}}\n'


def day(received: date, days: int) -> date:
    """Return the day so many *days* after the receipt."""
    return received + timedelta(days=days)


def mix() -> list[Question]:
    """Return cases of every regime, with every kind of event that its law allows."""
    return [
        Question(code, _facts(received), events, _AS_OF)
        for code in REGIMES
        for received in _RECEIVED
        for events in _lives(code, received)
    ]


def _facts(received: date) -> dict[str, object]:
    return {
        "received_on": received,
        "decision_sent_on": day(received, -12),
        "appeal_period_ends_on": day(received, 30),
    }


def _lives(code: str, received: date) -> list[tuple[LegalEvent, ...]]:
    row = REGIMES[code]
    acknowledged = LegalEvent("acknowledged", day(received, 1))
    decided = LegalEvent("decided", day(received, 20))
    lives: list[tuple[LegalEvent, ...]] = [
        (),
        (acknowledged,),
        (acknowledged, LegalEvent("answered", day(received, 9))),
        (acknowledged, LegalEvent("forwarded_internally", day(received, 1), sender_told=True)),
        (acknowledged, LegalEvent("notice_of_default", day(received, 300))),
        (decided, LegalEvent("reopened", day(received, 25)), LegalEvent("withdrawn", _AS_OF)),
    ]
    if row.grounds:
        asked = LegalEvent(
            "suspension_started",
            day(received, 5),
            ground=row.suspension_grounds[0],
            respond_by=day(received, 19),
        )
        lives += [
            (acknowledged, asked),
            (acknowledged, asked, LegalEvent("suspension_ended", day(received, 12))),
        ]
    if row.may_extend(_facts(received)):
        lives.append((acknowledged, LegalEvent("extended", day(received, 8), length="1 week")))
    if row.consent:
        until = day(received, 120)
        lives.append((LegalEvent("postponed_by_consent", day(received, 8), until=until),))
    return lives


class Speed(NamedTuple):
    """Pieces of work in a second of one core; the best of some rounds."""

    per_second: float

    def beside(self, yardstick: "Speed") -> float:
        """Return how many pieces of the yardstick take as long as one of these."""
        return yardstick.per_second / self.per_second


def speed_of(work: Callable[[], None], pieces: int, rounds: int = ROUNDS) -> Speed:
    """Measure *work*, which does so many *pieces*, in time of the processor."""
    work()  # once to warm up
    seconds = []
    for _ in range(rounds):
        start = process_time()
        work()
        seconds.append(process_time() - start)
    return Speed(pieces / min(seconds))


def reckon_all(cases: Sequence[Question]) -> None:
    """Reckon each case once."""
    for case in cases:
        reckon(case.regime, case.facts, case.events, as_of=case.as_of)


def json_all(cases: Sequence[dict[str, object]]) -> None:
    """Take each case through JSON once: the yardstick."""
    for case in cases:
        json.loads(json.dumps(case))


class Start(NamedTuple):
    """The shortest of some runs of a program, in seconds: on the clock, and of the processor."""

    clock: float
    processor: float


def start_of(*arguments: str, starts: int = STARTS) -> Start:
    """Run Python some times with these *arguments*."""
    clock, processor = [], []
    for _ in range(starts):
        before, begun = os.times(), perf_counter()
        subprocess.run(  # noqa: S603  # our own command
            [sys.executable, *arguments],
            input=_A_LINE.encode(),
            stdout=subprocess.DEVNULL,
            cwd=Path(__file__).parents[1],
            check=True,
        )
        clock.append(perf_counter() - begun)
        after = os.times()
        processor.append(
            after.children_user
            + after.children_system
            - before.children_user
            - before.children_system
        )
    return Start(min(clock), min(processor))


def _verdict(reached: bool, wanted: str) -> str:
    return f"wanted {wanted}: {'yes' if reached else 'NO'}"


def report(rounds: int = ROUNDS, starts: int = STARTS) -> list[str]:
    """Measure everything and return the lines to show; the best of so many rounds and starts."""
    cases = mix()
    plain = [question_as_json(case) for case in cases]
    ours = speed_of(lambda: reckon_all(cases), len(cases), rounds)
    yardstick = speed_of(lambda: json_all(plain), len(plain), rounds)
    answer = start_of("-m", "tracker", "deadline", starts=starts)
    python = start_of("-c", "import json, datetime", starts=starts)
    busy = os.getloadavg()[0] / (os.cpu_count() or 1) if hasattr(os, "getloadavg") else 0.0
    lines = [
        f"{len(cases)} cases of {len(REGIMES)} regimes",
        f"reckonings a second, one core   {ours.per_second:10,.0f}   "
        + _verdict(ours.per_second >= WANTED_PER_SECOND, f"{WANTED_PER_SECOND:,}"),
        f"  JSON round trips of the same  {yardstick.per_second:10,.0f}   "
        f"one reckoning takes as long as {ours.beside(yardstick):.1f}",
        f"tracker deadline, one line      {answer.clock:10.3f} s "
        + _verdict(answer.clock <= WANTED_SECONDS, f"{WANTED_SECONDS} s")
        + f"; {answer.processor:.2f} s of the processor",
        f"  python with json, datetime    {python.clock:10.3f} s "
        f"one start takes as long as {answer.clock / python.clock:.1f}",
    ]
    if busy > 0.5:
        lines.append(
            f"The machine is busy (load {busy:.1f} a core): so less than it can do when it is idle."
        )
    return lines


if __name__ == "__main__":
    sys.stdout.write("\n".join(report()) + "\n")
