"""Does mail come in at the moment that it reaches a mailbox?

One waiting connection a mailbox, where the mail server can tell of new mail (IDLE). The job
``mailbox`` looks into every mailbox all the same, so nothing is lost when this fails.
"""

import os
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass

from tracker.base.clock import Clock
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.base.errors import TrackerError
from tracker.base.files import FileStore
from tracker.base.lease import lease
from tracker.base.log import get_logger
from tracker.intake.accounts import Account, accounts
from tracker.intake.idle import news
from tracker.intake.imap import can, open_folder, signed_in
from tracker.intake.looks import is_in_trouble
from tracker.intake.mailbox import lease_name, look_into
from tracker.replies.acknowledge import acknowledge_waiting

log = get_logger(__name__)

WAIT_SECONDS = 540
LEASE_SECONDS = WAIT_SECONDS + 120
FIND_MAILBOXES_EVERY_SECONDS = 15
WITHOUT_IDLE_SECONDS = 900
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 5, 300
BUSY_SECONDS, BUSY_TRIES = 2, 5
SECONDS_TO_END = 30


@dataclass(frozen=True, slots=True)
class _Post:
    """A mailbox that is watched, and how to end that."""

    account: Account
    stop: threading.Event
    thread: threading.Thread


class Watch:
    """Watches every mailbox that is in use, also one that is added meanwhile."""

    def __init__(self, db: Database, clock: Clock, settings: Settings) -> None:
        self._db, self._clock, self._settings = db, clock, settings
        self._files = FileStore(settings.files_path)
        self._stopping = threading.Event()
        self._posts: dict[str, _Post] = {}
        self._finder = threading.Thread(target=self._find_mailboxes, name="watch", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._finder.start()

    def tell_to_stop(self) -> None:
        """Let every waiting connection end; returns at once."""
        self._stopping.set()
        for post in list(self._posts.values()):
            post.stop.set()

    def wait_for_end(self) -> None:
        """Wait until they have ended: within a second, but for the mail that is being filed."""
        self._finder.join(SECONDS_TO_END)
        for post in list(self._posts.values()):
            post.thread.join(SECONDS_TO_END)

    def _find_mailboxes(self) -> None:
        while not self._stopping.is_set():
            try:
                with self._db.reading() as session:
                    wanted = {each.address: each for each in accounts(session, self._settings)}
                self._post_to(wanted)
            except Exception as error:  # the database, which may answer again later
                log.warning("watch_without_database", cause=type(error).__name__)
            self._stopping.wait(FIND_MAILBOXES_EVERY_SECONDS)

    def _post_to(self, wanted: dict[str, Account]) -> None:
        for address, post in list(self._posts.items()):
            if wanted.get(address) != post.account or not post.thread.is_alive():
                post.stop.set()
                del self._posts[address]
        for address, account in wanted.items():
            if address not in self._posts and not self._stopping.is_set():
                stop = threading.Event()
                name = f"watch-{account.id}"
                thread = threading.Thread(
                    target=self._watch, args=(account, stop), name=name, daemon=True
                )
                self._posts[address] = _Post(account, stop, thread)
                thread.start()
        if self._stopping.is_set():  # told to while we were at it
            self.tell_to_stop()

    def _watch(self, account: Account, stop: threading.Event) -> None:
        pause = FIRST_PAUSE_SECONDS
        while not stop.is_set():
            try:
                rest = self._wait_once(account, stop)
                pause = FIRST_PAUSE_SECONDS
            except Exception as error:  # whatever it is, the job looks into the mailbox
                cause = type(error).__name__
                log.info("watch_interrupted", mailbox_id=account.id, cause=cause)
                rest, pause = pause, min(pause * 2, LONGEST_PAUSE_SECONDS)
            stop.wait(rest)

    def _wait_once(self, account: Account, stop: threading.Event) -> float:
        """Wait on one connection; return after how many seconds to begin again."""
        holder = f"{socket.gethostname()}:{os.getpid()}:{threading.get_ident()}"[-120:]
        name = lease_name(f"watch:{account.address}")
        with lease(self._db, self._clock, name, holder, LEASE_SECONDS) as mine:
            # A mailbox in trouble is left to the job, which knows when it may be tried again.
            if not mine or is_in_trouble(self._db, account):
                return FIND_MAILBOXES_EVERY_SECONDS
            with signed_in(self._settings, self._clock, account) as box:
                if not can(box, "IDLE"):
                    return WITHOUT_IDLE_SECONDS
                open_folder(box, account.folder, readonly=True)
                for _told in news(box, stop.is_set, WAIT_SECONDS):
                    self._look(account, stop.is_set, stop.wait)
        return 0

    def _look(
        self, account: Account, told_to_stop: Callable[[], bool], pause: Callable[[float], object]
    ) -> None:
        db, clock, settings = self._db, self._clock, self._settings
        try:
            for _ in range(BUSY_TRIES):
                fetched = look_into(db, clock, settings, self._files, account, told_to_stop)
                if not fetched.busy or told_to_stop():
                    break
                pause(BUSY_SECONDS)  # the one who looks now may have missed what has just come
        except TrackerError:  # it is written down; the job tries again
            return
        if fetched.filed or fetched.unreadable:
            acknowledge_waiting(db, clock, settings)
            log.info("mail_came_in", mailbox_id=account.id, counts=str(fetched))
