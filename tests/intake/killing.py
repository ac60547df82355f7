"""Is a mail lost or doubled when the worker is killed over and over while mail comes in?"""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sqlmodel import Session, func, select

from tests.intake.letters import letter, letter_with_files, nested, out_of_office
from tests.servers.dovecot import ImapServer
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.base.files import FileStore
from tracker.intake.mailbox import LEASE_SECONDS
from tracker.intake.models import MailState, ReceivedMail
from tracker.outbox.models import OutboxMessage
from tracker.people.models import Team
from tracker.register.models import Attachment, Case, Message, Subject

ROOT = Path(__file__).parents[2]
SHORTEST, LONGEST = 0.02, 4.0
FASTER = 1.2


@dataclass(frozen=True, slots=True)
class Sent:
    """A mail as it was sent, and what must become of it."""

    raw: bytes
    state: MailState
    files: int = 0

    @property
    def sha256(self) -> str:
        """Return under which name its bytes must be kept."""
        return sha256(self.raw).hexdigest()


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What was found after all was taken in."""

    mails: int
    killed: int
    killed_in_time: int
    lost: int
    doubled: int
    wrong: int
    left: int
    extra_copies: int
    cases: int
    cases_expected: int
    acknowledgements: int
    seconds: float

    def __str__(self) -> str:
        """Return it as a sentence."""
        return (
            f"{self.mails} mails, killed {self.killed} times ({self.killed_in_time} while mail was "
            f"waiting), {self.seconds:.0f} s: {self.lost} lost, {self.doubled} doubled, "
            f"{self.wrong} not as they must be, {self.left} left in the mailbox, "
            f"{self.extra_copies} extra copies in the done folder, {self.cases} cases of "
            f"{self.cases_expected}, {self.acknowledgements} acknowledgements"
        )

    @property
    def is_good(self) -> bool:
        """Tell whether every mail came in once."""
        wrong = self.lost + self.doubled + self.wrong + self.left + self.extra_copies
        return wrong == 0 and self.cases == self.cases_expected


def mails(count: int) -> Sequence[Sent]:
    """Return many mails: letters, replies, with files, automatic ones and some that are crooked.

    A fifth of the letters shares one Message-ID.
    """
    return [_mail(number) for number in range(count)]


def _mail(number: int) -> Sent:
    own, kind = f"<{number}@inwoner.example>", number % 10
    sender = f"Inwoner {number} <inwoner{number}@inwoner.example>"
    text = f"Dit is brief {number}. De lantaarn op de hoek is stuk."
    if number % 30 == 5:
        return _sent(number, nested(3_000), MailState.UNREADABLE, files=1)
    if kind == 4:
        return _sent(number, letter_with_files(), files=2)
    if kind == 9:
        raw = out_of_office(message_id=own, sender=sender)
        return _sent(number, raw, MailState.SET_ASIDE)
    if kind == 8:
        first = f"<{number - 8}@inwoner.example>"
        raw = letter(text, message_id=own, sender=sender, In_Reply_To=first)
        return _sent(number, raw)
    if kind in (6, 7):
        own = "<altijd-dezelfde@inwoner.example>"
    return _sent(number, letter(text, message_id=own, sender=sender))


def _sent(number: int, raw: bytes, state: MailState = MailState.FILED, files: int = 0) -> Sent:
    """Return a mail that no other is like, byte for byte as a mail server keeps it."""
    whole = b"X-Number: %d\n" % number + raw
    return Sent(whole.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"), state, files)


def prepare(settings: Settings) -> None:
    """Give the office a subject for its mail."""
    db = Database(settings.database)
    with db.changing() as session:
        team = Team(name="Klantcontact", email="klantcontact@waterrijk.example")
        session.add(team)
        session.flush()
        session.add(Subject(name="Algemene vraag", regime="servicenorm", team_id=team.id or 0))
    db.close()


def take_in_while_killed(
    settings: Settings,
    server: ImapServer,
    sent: Sequence[Sent],
    moments: int,
    seed: int,
    tell: Callable[[str], None] = lambda _said: None,
) -> Outcome:
    """Take in *sent* with workers that are each killed at a random moment; look what came of it.

    The moments are drawn so that mail keeps waiting until about the last of them.
    """
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    server.deliver_all([mail.raw for mail in sent])
    started, longest, in_time, killed = time.monotonic(), 0.4, 0, 0
    db = Database(settings.database)
    with _workers(settings) as workers:
        for round_ in range(moments):
            waiting = len(sent) - _known(db)
            is_behind = waiting * moments > len(sent) * (moments - round_)
            longest *= FASTER if is_behind else 1 / FASTER
            longest = min(max(longest, SHORTEST), LONGEST)
            ahead = round_ * (LEASE_SECONDS + 1)
            killed += _ask(workers, ahead, chance.uniform(0.001, longest)) == "killed"
            in_time += bool(waiting)
            if round_ % 20 == 19:
                tell(f"killed {round_ + 1} times, {len(sent) - _known(db)} mails to go")
        if _ask(workers, moments * (LEASE_SECONDS + 1), 0) != "done":
            raise RuntimeError("the last worker did not get all mail in; see workers.log")
    seconds = time.monotonic() - started
    with db.reading() as session:
        outcome = _look(session, settings, server, sent, (killed, in_time, seconds))
    db.close()
    return outcome


def _workers(settings: Settings) -> "subprocess.Popen[str]":
    told = {
        f"TRACKER_{name.upper()}": str(value)
        for name, value in settings.model_dump(exclude={"database"}).items()
    }
    with (settings.instance / "workers.log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.intake.killed_worker"],
            cwd=ROOT,
            env={**os.environ, **told},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )


def _ask(workers: "subprocess.Popen[str]", ahead: float, seconds: float) -> str:
    assert workers.stdin is not None
    assert workers.stdout is not None
    workers.stdin.write(f"{ahead} {seconds}\n")
    workers.stdin.flush()
    return workers.stdout.readline().strip()


def _known(db: Database) -> int:
    with db.reading() as session:
        return session.exec(select(func.count()).select_from(ReceivedMail)).one()


def _look(
    session: Session,
    settings: Settings,
    server: ImapServer,
    sent: Sequence[Sent],
    told: tuple[int, int, float],
) -> Outcome:
    killed, in_time, seconds = told
    rows = session.exec(select(ReceivedMail)).all()
    states = {row.raw_sha256: row.state for row in rows}
    in_ledger = Counter(row.raw_sha256 for row in rows)
    messages = Counter(session.exec(select(Message.raw_sha256).where(Message.raw_sha256 != "")))
    files = Counter(
        session.exec(select(Message.raw_sha256).join(Attachment).where(Message.raw_sha256 != ""))
    )
    kept = FileStore(settings.files_path)

    def is_kept(mail: Sent) -> bool:
        return kept.path(mail.sha256).is_file() and kept.read(mail.sha256) == mail.raw

    def wanted(mail: Sent) -> int:
        return 0 if mail.state is MailState.SET_ASIDE else 1

    def is_lost(mail: Sent) -> bool:
        return (
            not in_ledger[mail.sha256]
            or not is_kept(mail)
            or messages[mail.sha256] < wanted(mail)
            or files[mail.sha256] < mail.files
        )

    def is_doubled(mail: Sent) -> bool:
        return (
            in_ledger[mail.sha256] > 1
            or messages[mail.sha256] > wanted(mail)
            or files[mail.sha256] > mail.files
        )

    opened = [mail for mail in sent if mail.state is not MailState.SET_ASIDE]
    replies = [mail for mail in opened if b"In-Reply-To" in mail.raw]
    return Outcome(
        mails=len(sent),
        killed=killed,
        killed_in_time=in_time,
        lost=sum(map(is_lost, sent)),
        doubled=sum(map(is_doubled, sent)) + len(set(in_ledger) - {m.sha256 for m in sent}),
        wrong=sum(states.get(mail.sha256) is not mail.state for mail in sent),
        left=len(server.raw_messages()),
        extra_copies=len(server.raw_messages("Verwerkt")) - len(sent),
        cases=session.exec(select(func.count()).select_from(Case)).one(),
        cases_expected=len(opened) - len(replies),
        acknowledgements=session.exec(select(func.count()).select_from(OutboxMessage)).one(),
        seconds=seconds,
    )
