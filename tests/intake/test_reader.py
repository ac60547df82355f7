"""Does a crooked mail harm nothing but its own reading?"""

import io
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlmodel import select

from tests.clock import MovableClock
from tests.intake.letters import letter, letter_with_files, nested, with_file
from tests.intake.test_parsing import SHARED, crooked_files
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.base.errors import Unavailable
from tracker.base.files import FileStore
from tracker.intake.limits import Limits
from tracker.intake.parsing import ReadMail, read_mail
from tracker.intake.reader import MailReader, limits_of, read_kept_mail, read_open
from tracker.intake.wire import DONE, receive_mail
from tracker.register.models import Attachment, Case

# Within every limit but that on time: each line is compared with each of 240 boundaries.
SLOW = nested(240) + b"\r\nDe paal is stuk." * 400_000


@pytest.fixture
def reader() -> Iterator[MailReader]:
    reading = MailReader(Limits(seconds=2, memory_mb=512))
    yield reading
    reading.close()


def ask(reader: MailReader, raw: bytes, folder: Path | None = None, name: str = "mail") -> ReadMail:
    with os.fdopen(os.memfd_create(name), "w+b") as file:
        file.write(raw)
        file.flush()
        return reader.read(file, ("post@waterrijk.example",), folder)


def children() -> set[int]:
    found = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return {int(pid) for each in found for pid in each.read_text().split()}


def is_there(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def gone_within(seconds: float, pid: int) -> bool:
    pause, until = Event(), time.monotonic() + seconds
    while is_there(pid) and time.monotonic() < until:
        pause.wait(0.02)
    return not is_there(pid)


def test_a_mail_read_apart_says_the_same(reader: MailReader) -> None:
    raw = letter_with_files()
    assert ask(reader, raw) == read_mail(raw, ("post@waterrijk.example",))


@pytest.mark.skipif(SHARED is None, reason="the collection of crooked mail is not here")
def test_every_crooked_mail_read_apart_says_the_same() -> None:
    reader = MailReader(Limits())
    for path in crooked_files():
        with path.open("rb") as file:
            assert reader.read(file) == read_mail(path.read_bytes()), path
    reader.close()


def test_files_are_kept_before_the_answer_comes(reader: MailReader, files: FileStore) -> None:
    mail = ask(reader, letter_with_files(), files.folder)
    assert [files.read(file.sha256)[:4] for file in mail.attachments] == [b"\x89PNG", b"%PDF"]


def test_a_mail_that_takes_too_long_is_known_by_its_headers_and_the_next_is_read(
    reader: MailReader,
) -> None:
    slow = ask(reader, SLOW)
    assert not slow.is_readable
    assert (slow.subject, str(slow.sender)) == ("Bom", "bom@afzender.example")
    assert slow.problems[0].startswith("Het lezen van dit bericht duurde te lang")
    assert ask(reader, letter()).is_readable


def test_a_mail_that_takes_too_much_memory_is_known_by_its_headers() -> None:
    reader = MailReader(Limits(memory_mb=256))
    head = b"From: a@b.example\r\nSubject: Groot\r\n\r\n"
    mail = ask(reader, head + b"De paal is stuk.\r\n" * 3_000_000)
    reader.close()
    assert not mail.is_readable
    assert mail.subject == "Groot"
    assert mail.problems[0].startswith("Het lezen van dit bericht duurde te lang")


def test_a_mail_is_read_again_when_the_process_was_killed_by_another(reader: MailReader) -> None:
    before = children()
    ask(reader, letter())
    (pid,) = children() - before
    os.kill(pid, signal.SIGKILL)
    assert ask(reader, letter()).is_readable


def test_a_mail_that_kills_the_process_each_time_is_told_without_it(reader: MailReader) -> None:
    before, done = children(), Event()

    def kill_who_reads_it() -> None:
        while not done.wait(0.02):
            for pid in children() - before:
                with suppress(OSError):
                    if b"memfd:slow" in Path(f"/proc/{pid}/maps").read_bytes():
                        os.kill(pid, signal.SIGKILL)

    killer = Thread(target=kill_who_reads_it)
    killer.start()
    try:
        mail = ask(reader, SLOW, name="slow")
    finally:
        done.set()
        killer.join()
    assert not mail.is_readable
    assert mail.problems[0].startswith("Het lezen van dit bericht duurde te lang")
    assert ask(reader, letter()).is_readable


def test_nothing_stays_behind(reader: MailReader) -> None:
    before = children()
    ask(reader, letter())
    ask(reader, SLOW)
    ask(reader, letter())
    (pid,) = children() - before
    reader.close()
    assert not is_there(pid)
    assert children() == before


READ_ONE_AND = """
import sys, os, signal, time
from pathlib import Path
from tracker.intake.limits import Limits
from tracker.intake.reader import shared_reader
with open(sys.argv[1], "rb") as file:
    shared_reader(Limits()).read(file)
print(Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text(), flush=True)
"""


@pytest.mark.parametrize(
    ("ending", "code"),
    [
        ("", 0),
        ("os.kill(os.getpid(), signal.SIGTERM); time.sleep(60)", -signal.SIGTERM),
        ("os.kill(os.getpid(), signal.SIGKILL); time.sleep(60)", -signal.SIGKILL),
    ],
)
def test_the_other_process_goes_when_we_go(tmp_path: Path, ending: str, code: int) -> None:
    (tmp_path / "brief.eml").write_bytes(letter())
    program = [sys.executable, "-W", "error", "-c", READ_ONE_AND + ending]
    ran = subprocess.run(
        [*program, str(tmp_path / "brief.eml")], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (code, "")
    assert gone_within(10, int(ran.stdout))


def test_the_other_process_does_not_know_our_passwords(
    reader: MailReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_IMAP_PASSWORD", "geheim")
    before = children()
    ask(reader, letter())
    (pid,) = children() - before
    assert b"geheim" not in Path(f"/proc/{pid}/environ").read_bytes()


def test_threads_wait_for_each_other(reader: MailReader) -> None:
    def read(number: int) -> str:
        return ask(reader, letter(subject=f"Paal {number}")).subject

    with ThreadPoolExecutor(4) as threads:
        subjects = list(threads.map(read, range(40)))
    assert subjects == [f"Paal {number}" for number in range(40)]


def test_a_full_disk_is_no_fault_of_the_mail(reader: MailReader, tmp_path: Path) -> None:
    (tmp_path / "vol").write_text("here no folder can be made")
    with pytest.raises(Unavailable) as refused:
        ask(reader, letter_with_files(), tmp_path / "vol")
    assert "schijf is vol" in str(refused.value.message)


def test_a_process_that_does_not_start_is_no_fault_of_the_mail(
    reader: MailReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONHOME", "/nowhere")
    before = children()
    with pytest.raises(Unavailable):
        ask(reader, letter())
    assert children() == before


def test_a_kept_mail_and_an_open_one_are_read_with_the_limits_of_the_settings(
    settings: Settings, files: FileStore, tmp_path: Path
) -> None:
    name = files.keep(letter_with_files())
    assert len(read_kept_mail(settings, files, name, ()).attachments) == 2
    few = settings.model_copy(update={"mail_max_addresses": 10, "mail_read_seconds": 3})
    assert limits_of(few) == Limits(seconds=3, addresses=10)
    many = ", ".join(f"n{number}@x.example" for number in range(50))
    (tmp_path / "veel.eml").write_bytes(letter(Cc=many))
    with (tmp_path / "veel.eml").open("rb") as file:
        assert len(read_open(few, file).cc) == 10


def test_a_line_of_a_gigabyte_is_not_read(reader: MailReader, tmp_path: Path) -> None:
    path = tmp_path / "lang.eml"
    path.write_bytes(b"From: a@b.example\r\nSubject: Lang\r\n\r\n")
    os.truncate(path, 2**30)
    with path.open("rb") as file:
        mail = reader.read(file)
    assert (mail.subject, mail.is_readable) == ("Lang", False)
    assert "te groot" in mail.problems[0]


def test_a_million_headers_are_cut_off(reader: MailReader) -> None:
    headers = b"".join(b"X-%d: a\r\n" % number for number in range(1_000_000))
    mail = ask(reader, b"From: a@b.example\r\nSubject: Veel\r\n" + headers + b"\r\nDe paal")
    assert (mail.subject, mail.text) == ("Veel", "De paal")
    assert "kop van dit bericht is te lang" in mail.problems[0]


def test_a_zip_of_zeros_stays_packed(reader: MailReader, files: FileStore) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("nullen", bytes(200 * 2**20))
    mail = ask(reader, with_file(packed.getvalue(), "nullen.zip"), files.folder)
    (file,) = mail.attachments
    assert file.size == len(packed.getvalue()) < 2**20
    assert files.read(file.sha256) == packed.getvalue()


def test_a_file_of_fifty_megabytes_needs_little_memory(files: FileStore) -> None:
    reader, before = MailReader(Limits()), children()
    large = os.urandom(2**20) * 50
    mail = ask(reader, with_file(large, "scan.pdf"), files.folder)
    assert files.read(mail.attachments[0].sha256) == large
    (pid,) = children() - before
    status = Path(f"/proc/{pid}/status").read_text()
    reader.close()
    most_kb = int(status.split("VmHWM:")[1].split()[0])
    assert most_kb < 200 * 1024  # 68 MB of it is the mail itself, which the system may drop


def test_a_mail_that_takes_too_long_becomes_a_case_and_the_rest_goes_on(
    db: Database, clock: MovableClock, settings: Settings, files: FileStore, tmp_path: Path
) -> None:
    (tmp_path / "bom.eml").write_bytes(SLOW)
    (tmp_path / "brief.eml").write_bytes(letter())
    impatient = settings.model_copy(update={"mail_read_seconds": 2})
    paths = [str(tmp_path / name) for name in ("bom.eml", "brief.eml")]

    lines, code = receive_mail(db, clock, impatient, files, paths, io.BytesIO())

    assert code == DONE
    assert lines[0].endswith("onleesbaar bericht, zaak 2026-000001.")
    assert lines[1].endswith("zaak 2026-000002.")
    with db.reading() as session:
        (attachment,) = session.exec(select(Attachment)).all()
        unreadable = session.exec(select(Case).where(Case.number == "2026-000001")).one()
    assert files.read(attachment.sha256) == SLOW
    assert unreadable.title == "Onleesbaar bericht"
