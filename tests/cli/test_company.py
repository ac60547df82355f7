"""Do web and worker end together, however the end comes?"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.cli.conftest import ROOT, Tracker
from tests.servers.parts import HOST, free_port, wait_until, wait_until_up


class Running:
    """A ``tracker run`` that serves."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
        self.process, self.port, self.log = process, port, log

    def page(self, path: str) -> bytes:
        with urlopen(f"http://{HOST}:{self.port}{path}", timeout=10) as answer:
            page: bytes = answer.read()
            return page

    def answers(self) -> bool:
        try:
            self.page("/inloggen")
        except (URLError, OSError):
            return False
        return True

    def workers(self) -> list[int]:
        """Return the processes that this one started."""
        threads = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return [int(child) for thread in threads for child in thread.read_text().split()]

    def jobs_that_ran(self) -> set[str]:
        jobs = json.loads(self.page("/health"))["jobs"]
        return {name for name, job in jobs.items() if job["started_at"]}


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@contextmanager
def running(environment: dict[str, str], tmp_path: Path) -> Iterator[Running]:
    port, log = free_port(), tmp_path / "log"
    settings = environment | {"TRACKER_PORT": str(port), "TRACKER_HOST": HOST}
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "tracker", "run"],
            env=settings,
            cwd=ROOT,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    found = Running(process, port, log)
    try:
        wait_until_up(process, found.answers, log, "tracker run")
        yield found
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(40)


needs_proc = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="looks up processes in /proc, as Linux has it"
)


@needs_proc
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_run_serves_and_works_and_ends_both(
    environment: dict[str, str], tmp_path: Path, how: signal.Signals
) -> None:
    with running(environment, tmp_path) as tijdig:
        wait_until(lambda: "outbox" in tijdig.jobs_that_ran(), "the worker's first round")
        [worker] = tijdig.workers()
        assert "Ctrl-C stops it" in tijdig.log.read_text()

        tijdig.process.send_signal(how)
        assert tijdig.process.wait(40) == 0
        assert not is_alive(worker)


@needs_proc
def test_the_worker_ends_also_when_the_rest_is_killed(
    environment: dict[str, str], tmp_path: Path
) -> None:
    with running(environment, tmp_path) as tijdig:
        wait_until(lambda: "outbox" in tijdig.jobs_that_ran(), "the worker's first round")
        [worker] = tijdig.workers()
        tijdig.process.kill()
        tijdig.process.wait(10)
        wait_until(lambda: not is_alive(worker), "the worker to end")


@needs_proc
def test_a_worker_that_dies_is_started_again(environment: dict[str, str], tmp_path: Path) -> None:
    with running(environment, tmp_path) as tijdig:
        [worker] = tijdig.workers()
        os.kill(worker, signal.SIGKILL)
        wait_until(lambda: any(pid != worker for pid in tijdig.workers()), "another worker")
        assert tijdig.answers()


def test_two_do_not_fit_on_one_port_and_the_second_says_so(
    environment: dict[str, str], tmp_path: Path, tracker: Tracker
) -> None:
    with running(environment, tmp_path) as tijdig:
        second = tracker("run", TRACKER_PORT=str(tijdig.port), TRACKER_HOST=HOST)
        assert second.returncode == 2
        assert "TRACKER_PORT" in second.stderr
        assert tijdig.answers()
