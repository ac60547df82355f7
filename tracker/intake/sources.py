"""Which mails are in these files, folders and mailboxes on disk?"""

import mailbox
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from flask_babel import lazy_gettext as _l

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Source:
    """One mail, or why there is none."""

    name: str
    raw: bytes = b""
    problem: str = ""


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
            yield _source(str(file), file.read_bytes())
        return
    raw = path.read_bytes()
    if path.suffix != ".eml" and raw.startswith(b"From "):
        yield from _read_mbox(path)
    else:
        yield _source(str(path), raw)


def _read_mbox(path: Path) -> Iterator[Source]:
    box = mailbox.mbox(path, create=False)
    try:
        for key in box.keys():  # noqa: SIM118 - the keys, not the parsed messages
            yield _source(f"{path}#{key}", box.get_bytes(key))
    finally:
        box.close()


def _source(name: str, raw: bytes) -> Source:
    problem = "" if raw.strip() else str(_l("%(path)s is leeg.", path=name))
    return Source(name, raw, problem)
