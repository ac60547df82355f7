"""What may differ between a laptop, acceptance and production?

Every setting is an environment variable ``TRACKER_<NAME>``; ``docs/settings.md`` is made from
the descriptions below.
"""

from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, computed_field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Everything that an administrator may set; read once, at start."""

    model_config = SettingsConfigDict(env_prefix="TRACKER_", frozen=True, extra="ignore")

    instance: Path = Field(
        default=Path("instance"), description="Folder with the database, files, secrets and outbox."
    )
    database_url: str = Field(
        default="",
        description="SQLAlchemy address of the database; empty means SQLite in the instance "
        "folder. PostgreSQL: postgresql+psycopg://user:password@host/name.",
    )
    busy_timeout_ms: int = Field(
        default=5_000,
        ge=0,
        le=60_000,
        description="Milliseconds to wait while another process writes to the SQLite database.",
    )
    municipality: str = Field(
        default="Gemeente Waterrijk", description="Name of the municipality on screens and in mail."
    )
    address: str = Field(
        default="",
        description="Address at which people reach Tijdig; links in mail start with it. Empty: "
        "the host and port below.",
    )
    host: str = Field(
        default="127.0.0.1", description="Network address on which the web server listens."
    )
    port: int = Field(
        default=8080, ge=1, le=65535, description="Port on which the web server listens."
    )
    threads: int = Field(default=8, ge=1, le=64, description="Requests served at the same time.")
    secure_cookies: bool = Field(
        default=False, description="Send cookies over https only. Set to true behind https."
    )
    upload_limit_mb: int = Field(
        default=25, ge=1, le=200, description="Largest upload, in megabytes."
    )
    language: Literal["nl", "en"] = Field(
        default="nl", description="Language of screens and mail for people who have not chosen one."
    )
    demo: bool = Field(
        default=True,
        description="Fill an empty database with the invented municipality at `tracker run`.",
    )

    mail_from: str = Field(
        default="post@gemeentewaterrijk.example",
        description="Sender of mail when a team has no address.",
    )
    smtp_host: str = Field(
        default="",
        description="Mail server for outgoing mail; empty: mail becomes .eml files in outbox/.",
    )
    smtp_port: int = Field(
        default=25, ge=1, le=65535, description="Port of the outgoing mail server."
    )
    smtp_security: Literal["none", "starttls", "tls"] = Field(
        default="none", description="How the connection to the outgoing mail server is protected."
    )
    smtp_user: str = Field(
        default="", description="User name at the outgoing mail server, if it asks."
    )
    smtp_password: str = Field(default="", repr=False, description="Password that goes with it.")
    smtp_timeout_seconds: int = Field(
        default=30, ge=1, le=300, description="Seconds to wait for the outgoing mail server."
    )

    imap_host: str = Field(
        default="",
        description="Mail server that holds the mailbox; empty: only those of Beheer, Postbussen.",
    )
    imap_port: int = Field(default=993, ge=1, le=65535, description="Port of the mailbox server.")
    imap_security: Literal["none", "starttls", "tls"] = Field(
        default="tls", description="How the connection to the mailbox server is protected."
    )
    imap_user: str = Field(default="", description="User name of the mailbox.")
    imap_password: str = Field(default="", repr=False, description="Password of the mailbox.")
    imap_folder: str = Field(default="INBOX", description="Folder in which new mail arrives.")
    imap_done_folder: str = Field(
        default="Verwerkt",
        description="Folder to which stored mail is moved; empty: it stays and is flagged.",
    )
    imap_poll_seconds: int = Field(
        default=60,
        ge=5,
        le=3600,
        description="Seconds between two looks into each mailbox. A server that can tell of new "
        "mail (IDLE) is looked at sooner.",
    )
    secrets_folder: str = Field(
        default="",
        description="Folder with the passwords of the mailboxes, one file each; empty: secrets/ in "
        "the instance folder.",
    )
    least_free_mb: int = Field(
        default=200,
        ge=0,
        description="Megabytes that must be free on the disk before mail is taken in; with less "
        "it waits in the mailbox.",
    )

    mail_read_seconds: int = Field(
        default=20,
        ge=1,
        le=300,
        description="Seconds that reading one mail may take; after that it becomes a case "
        '"onleesbaar bericht".',
    )
    mail_read_memory_mb: int = Field(
        default=1_024,
        ge=256,
        le=16_384,
        description="Megabytes of memory that the process that reads mail may use.",
    )
    mail_max_mb: int = Field(
        default=100,
        ge=1,
        le=1_000,
        description="Largest mail that is read, in megabytes; of a larger one only the headers.",
    )
    mail_max_parts: int = Field(
        default=1_000, ge=20, le=10_000, description="Most parts of one mail that are read."
    )
    mail_max_headers: int = Field(
        default=1_000, ge=50, le=10_000, description="Most headers of one mail that are read."
    )
    mail_max_addresses: int = Field(
        default=200,
        ge=10,
        le=5_000,
        description="Most addressees of one mail that are shown.",
    )

    import_max_mb: int = Field(
        default=50,
        ge=1,
        le=1_000,
        description="Largest file that `tracker import` reads, in megabytes; a spreadsheet may "
        "unpack to ten times that.",
    )
    import_max_lines: int = Field(
        default=100_000,
        ge=1,
        le=1_000_000,
        description="Most lines of one file that `tracker import` reads.",
    )

    default_subject: str = Field(
        default="",
        description="Subject of a case that opens by mail; empty: the first ordinary one.",
    )

    digest_hour: int = Field(
        default=8,
        ge=4,
        le=22,
        description="Hour of the daily digest on working days, Amsterdam time.",
    )
    acknowledgements_a_sender_a_day: int = Field(
        default=5,
        ge=1,
        le=100,
        description="Most acknowledgements to one address a day; stops mail loops.",
    )
    sign_in_attempts: int = Field(
        default=10,
        ge=3,
        le=100,
        description="Failed sign-ins that an account may make in 15 minutes.",
    )
    log_format: Literal["json", "console"] = Field(
        default="json", description="Form of the log lines on standard error."
    )

    @model_validator(mode="before")
    @classmethod
    def _address_follows_port(cls, given: dict[str, Any]) -> dict[str, Any]:
        if given.get("address"):
            return given
        host, port = given.get("host", "127.0.0.1"), given.get("port", 8080)
        return {**given, "address": f"http://{host}:{port}"}

    @computed_field  # type: ignore[prop-decorator]
    @property
    def database(self) -> str:
        """The database address that is really used."""
        path = self.instance.absolute() / "tracker.db"
        return self.database_url or f"sqlite:///{path}"

    @property
    def files_path(self) -> Path:
        """Folder in which letters and attachments are kept, by their SHA-256."""
        return self.instance.absolute() / "files"

    @property
    def secrets_path(self) -> Path:
        """Folder with the secrets of the mailboxes."""
        return Path(self.secrets_folder or self.instance.absolute() / "secrets")

    @property
    def outbox_path(self) -> Path:
        """Folder in which mail is left while no mail server is set."""
        return self.instance.absolute() / "outbox"


def read_settings() -> Settings:
    """Read ``TRACKER_*`` from the environment.

    Raises:
        SystemExit: a setting has a value that cannot be used; the message names each one.
    """
    try:
        return Settings()
    except ValidationError as error:
        wrong = [
            f"  TRACKER_{str(e['loc'][0]).upper()}: {e['msg']} (now: {e['input']!r})"
            if "password" not in str(e["loc"][0])
            else f"  TRACKER_{str(e['loc'][0]).upper()}: {e['msg']}"
            for e in error.errors()
        ]
        lines = "\n".join(wrong)
        raise SystemExit(
            f"Tijdig cannot start. Change these settings (see docs/settings.md):\n{lines}"
        ) from None
