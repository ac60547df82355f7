"""Where are letters and attachments kept, so that none is ever half there?"""

import os
import tempfile
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from flask_babel import lazy_gettext as _l

from tracker.base.errors import NotFound, Unavailable


class FileStore:
    """Keeps bytes under their SHA-256; the same bytes are kept once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, data: bytes) -> str:
        """Store *data* safely on disk and return its SHA-256.

        The row that names a file is written only after this returns, so a row never points at
        nothing.

        Raises:
            Unavailable: the disk is full or cannot be written.
        """
        return self.keep_pieces((data,), sha256(data).hexdigest())

    def keep_pieces(self, pieces: Iterable[bytes], name: str) -> str:
        """Store the bytes whose SHA-256 is *name*, of which no more than a piece is in memory.

        Raises:
            Unavailable: the disk is full or cannot be written.
        """
        target = self.path(name)
        if target.exists():
            return name
        try:
            _write_durably(target, pieces)
        except OSError as error:
            raise Unavailable(
                _l(
                    "Het bestand kon niet worden bewaard, want de schijf is vol of niet te "
                    "beschrijven. Probeer het later opnieuw en waarschuw de beheerder."
                ),
                cause=error.strerror,
                errno=error.errno,
            ) from error
        return name

    def read(self, name: str) -> bytes:
        """Return the bytes stored under SHA-256 *name*.

        Raises:
            NotFound: there is no such file.
        """
        return self.kept(name).read_bytes()

    def kept(self, name: str) -> Path:
        """Return where the file with SHA-256 *name* lies.

        Raises:
            NotFound: there is no such file.
        """
        path = self.path(name)
        if not path.is_file():
            raise NotFound(_l("Dit bestand is er niet meer."), sha256=name)
        return path

    def path(self, name: str) -> Path:
        """Return where the file with SHA-256 *name* lies or will lie."""
        if len(name) != 64 or not name.isalnum():
            raise NotFound(_l("Dit bestand bestaat niet."))
        return self.folder / name[:2] / name


def write_durably(target: Path, data: bytes) -> None:
    """Write all of it or nothing of it, and only return when it is on the disk."""
    _write_durably(target, (data,))


def _write_durably(target: Path, pieces: Iterable[bytes]) -> None:
    """Write to a temporary name, sync, rename, sync the folder: all of it or nothing of it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Make a rename in *folder* survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
