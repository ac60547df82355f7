"""How are web and worker started, together or apart, and how do they end?"""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, NoReturn

import click
from waitress.server import create_server

from jobs.worker import run_until_told_to_stop
from tracker.app import MEGABYTE, create_app
from tracker.base.clock import system_clock
from tracker.base.config import Settings, read_settings
from tracker.base.database import Database
from tracker.base.log import get_logger, set_up_logging
from tracker.base.migrate import upgrade
from tracker.base.typed import READ_ANYWAY
from tracker.demo.fill import demo_password, fill, is_empty
from tracker.demo.people import USERS

log = get_logger(__name__)

WORKER = (sys.executable, "-m", "tracker", "worker", "--until-stdin-closes")
SECONDS_TO_END = 30
SECONDS_BEFORE_ANOTHER = 5


def run_all() -> None:
    """Migrate, fill the demo, then serve until told to stop, with a worker beside it."""
    settings = start_up()
    upgrade(settings.database)
    if settings.demo:
        fill_demo(settings)
    server = _server(settings)
    with _worker_beside():
        _greet(settings)
        _serve(server)


def run_web() -> None:
    """Serve pages until told to stop."""
    settings = start_up()
    server = _server(settings)
    _say(f"Tijdig: {settings.address}")
    _serve(server)


def run_worker(*, until_stdin_closes: bool) -> None:
    """Do the scheduled work until told to stop, or until whoever started it is gone."""
    settings = start_up()
    if until_stdin_closes:
        threading.Thread(target=_end_with_parent, daemon=True).start()
    run_until_told_to_stop(settings)


def start_up() -> Settings:
    """Read the settings, begin the log, and make room for what is kept."""
    settings = read_settings()
    set_up_logging(settings.log_format)
    settings.instance.absolute().mkdir(parents=True, exist_ok=True)
    return settings


def fill_demo(settings: Settings) -> bool:
    """Fill an empty database with the invented municipality; False when it is not empty."""
    db = Database(settings.database)
    try:
        if not is_empty(db):
            return False

        def with_bar(stories: Any) -> Iterator[Any]:
            with click.progressbar(stories, label="Filling the demo", file=sys.stderr) as bar:
                yield from bar

        fill(db, system_clock, settings.instance.absolute(), told=with_bar)
    finally:
        db.close()
    return True


def demo_accounts(settings: Settings) -> list[str]:
    """Return who can sign in to the demo, one of each role; nothing when it is not the demo."""
    db = Database(settings.database)
    try:
        ours = _demo_addresses(db)
    finally:
        db.close()
    first = {user.role: user for user in reversed(USERS) if user.email in ours}
    if not first:
        return []
    lines = [f"  {role.value:<14} {user.email}" for role, user in reversed(first.items())]
    return [*lines, f"  password       {demo_password(settings.instance.absolute())}"]


def _demo_addresses(db: Database) -> set[str]:
    from tracker.people.queries import users_and_teams

    with db.reading() as session:
        return {user.email for user, _team in users_and_teams(session) if user.active}


def _greet(settings: Settings) -> None:
    _say(f"Tijdig: {settings.address}   (Ctrl-C stops it)")
    accounts = demo_accounts(settings)
    if accounts:
        _say("Accounts of the demo:\n" + "\n".join(accounts))


def _say(text: str) -> None:
    click.echo(text)
    sys.stdout.flush()


def _server(settings: Settings) -> Any:
    try:
        return create_server(
            create_app(settings),
            host=settings.host,
            port=settings.port,
            threads=settings.threads,
            max_request_body_size=READ_ANYWAY * settings.upload_limit_mb * MEGABYTE,
            ident="",
        )
    except OSError as error:
        where = f"{settings.host}:{settings.port}"
        raise click.UsageError(
            f"Tijdig cannot listen on {where}: {error.strerror}. "
            "Stop the other program, or set TRACKER_PORT and TRACKER_ADDRESS."
        ) from error


def _serve(server: Any) -> None:
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, _leave)
    server.run()  # ends at SystemExit or KeyboardInterrupt; what is being answered is finished


def _leave(_number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)


@contextmanager
def _worker_beside(
    start: Callable[[], "subprocess.Popen[bytes]"] | None = None,
) -> Iterator[None]:
    """Keep a worker running; it ends with us, because its standard input closes with us.

    That holds for a kill -9 too. A worker that died is started again.
    """
    stopping = threading.Event()
    worker = _Worker(start or _start_worker)
    watch = threading.Thread(target=worker.watch, args=(stopping,), daemon=True)
    watch.start()
    try:
        yield
    finally:
        stopping.set()
        worker.stop()
        watch.join(SECONDS_BEFORE_ANOTHER)


def _start_worker() -> "subprocess.Popen[bytes]":
    # A session of its own: Ctrl-C reaches us, and we tell the worker.
    return subprocess.Popen(WORKER, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603


class _Worker:
    """The worker beside this process."""

    def __init__(self, start: Callable[[], "subprocess.Popen[bytes]"]) -> None:
        self._start = start
        self._child = start()

    def watch(self, stopping: threading.Event) -> None:
        """Start another worker when this one ends before we do."""
        while True:
            code = self._child.wait()
            if stopping.wait(SECONDS_BEFORE_ANOTHER):
                return
            log.error("worker_ended", exit_code=code)
            self._child = self._start()

    def stop(self) -> None:
        """Let the worker finish what it does, and wait for it."""
        child = self._child
        if child.stdin is not None:
            child.stdin.close()
        try:
            child.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _end_with_parent() -> None:
    """Wait until whoever started us closes our standard input, then end as if told to."""
    # Not through sys.stdin: Python aborts when it ends while a thread holds the lock of that.
    while os.read(sys.stdin.fileno(), 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
