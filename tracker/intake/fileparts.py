"""What is a file that came with a mail, before and after it is kept?"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import sha256


@dataclass(frozen=True, kw_only=True, slots=True)
class FilePart:
    """A file that came with a mail; ``pieces`` is there only where the mail itself was read."""

    filename: str
    content_type: str
    size: int
    sha256: str
    content_id: str = ""
    pieces: Callable[[], Iterable[bytes]] = field(default=tuple, repr=False, compare=False)

    @property
    def data(self) -> bytes:
        """The whole file in memory."""
        return b"".join(self.pieces())


def file_part(
    filename: str, content_type: str, pieces: Callable[[], Iterable[bytes]], content_id: str = ""
) -> FilePart:
    """Return a file with its size and SHA-256, of which no more than a piece is in memory."""
    size, digest = 0, sha256()
    for piece in pieces():
        size += len(piece)
        digest.update(piece)
    return FilePart(
        filename=filename,
        content_type=content_type,
        size=size,
        sha256=digest.hexdigest(),
        content_id=content_id,
        pieces=pieces,
    )
