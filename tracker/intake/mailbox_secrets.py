"""Where are the passwords and tokens with which we open a mailbox?

In a folder, one file a secret, and never in the database: a copy of the database opens nothing,
and who looks after the machine can change a secret without us.
"""

from contextlib import suppress
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from flask_babel import lazy_gettext as _l

from tracker.base.errors import Unavailable
from tracker.base.files import write_durably


class Secret(StrEnum):
    """What we may have to show; also how its file ends."""

    PASSWORD = "password"  # noqa: S105 - the word, not a password
    CLIENT_SECRET = "client-secret"  # noqa: S105
    REFRESH_TOKEN = "refresh-token"  # noqa: S105


class SecretFiles:
    """The folder with the secrets, such as ``klantcontact.password``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, code: str, which: Secret) -> Path:
        """Return where a secret of the mailbox *code* lies or will lie."""
        return self.folder / f"{code}.{which.value}"

    def read(self, code: str, which: Secret) -> str:
        """Return a secret; empty when there is none.

        Raises:
            Unavailable: the file is there, but we may not read it.
        """
        try:
            return self.path(code, which).read_text(encoding="utf-8").strip("\r\n")
        except FileNotFoundError:
            return ""
        except (OSError, UnicodeDecodeError) as error:
            raise Unavailable(
                _l(
                    "Het bestand met het wachtwoord van deze postbus is niet te lezen. Vraag wie "
                    "de server beheert om ernaar te kijken."
                ),
                cause=type(error).__name__,
            ) from error

    def since(self, code: str, which: Secret) -> datetime | None:
        """Return when a secret was last written; None when there is none."""
        with suppress(OSError):
            written = self.path(code, which).stat().st_mtime
            return datetime.fromtimestamp(written, UTC)
        return None

    def write(self, code: str, which: Secret, text: str) -> None:
        """Keep a secret, readable by its owner only: the old one or the new one, never a half.

        Raises:
            Unavailable: we may not write there, or the disk is full.
        """
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_durably(self.path(code, which), text.encode())  # mode 0600
        except OSError as error:
            raise Unavailable(
                _l(
                    "Het wachtwoord kon niet worden bewaard. Vraag wie de server beheert om het "
                    "in het bestand te zetten dat op deze pagina staat."
                ),
                cause=error.strerror,
            ) from error
