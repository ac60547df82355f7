"""Which mails are in these files, folders and mailboxes on disk?"""

import mailbox
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from flask_babel import lazy_gettext as _l

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Source:
    """One mail, or why there is none; a large one is read from disk when it is needed."""

    name: str
    kept: bytes = field(default=b"", repr=False)
    path: Path | None = None
    problem: str = ""

    @property
    def raw(self) -> bytes:
        """The mail as it came."""
        return self.path.read_bytes() if self.path else self.kept

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """Give the mail as an open file."""
        if self.path:
            with self.path.open("rb") as file:
                yield file
            return
        with TemporaryFile() as file:
            file.write(self.kept)
            file.flush()
            yield file


def read_sources(paths: Iterable[str], standard_input: BinaryIO) -> Iterator[Source]:
    """Read .eml files, mboxes, Maildirs and folders of .eml files; ``-`` is standard input."""
    for path in paths:
        if path == STANDARD_INPUT:
            yield _source(path, standard_input.read())
            continue
        try:
            yield from _read_path(Path(path))
        except OSError as error:
            sentence = _l(
                "%(path)s kan niet worden gelezen: %(why)s.", path=path, why=error.strerror
            )
            yield Source(path, problem=str(sentence))


def _read_path(path: Path) -> Iterator[Source]:
    if path.is_dir():
        folders = [path / "new", path / "cur"]
        is_maildir = all(folder.is_dir() for folder in folders)
        files = (
            [each for folder in folders for each in folder.iterdir()]
            if is_maildir
            else path.glob("*.eml")
        )
        for file in sorted(each for each in files if each.is_file()):
            yield _file(file)
    elif not path.is_file():  # a pipe: what was read of it is gone
        yield _source(str(path), path.read_bytes())
    elif path.suffix != ".eml" and _starts(path).startswith(b"From "):
        yield from _read_mbox(path)
    else:
        yield _file(path)


def _starts(path: Path) -> bytes:
    """Return the first bytes that are no white space, none of a file that is empty."""
    with path.open("rb") as file:
        while piece := file.read(2**16):
            if piece.strip():
                return piece
    return b""


def _read_mbox(path: Path) -> Iterator[Source]:
    box = mailbox.mbox(path, create=False)
    try:
        for key in box.keys():  # noqa: SIM118 - the keys, not the parsed messages
            yield _source(f"{path}#{key}", box.get_bytes(key))
    finally:
        box.close()


def _file(path: Path) -> Source:
    return Source(str(path), path=path) if _starts(path) else _empty(str(path))


def _source(name: str, raw: bytes) -> Source:
    return Source(name, raw) if raw.strip() else _empty(name)


def _empty(name: str) -> Source:
    return Source(name, problem=str(_l("%(path)s is leeg.", path=name)))
