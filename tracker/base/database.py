"""How do we read and change the database, on SQLite and on PostgreSQL alike?"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel, create_engine

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
# Set before any model is imported: a constraint without a name cannot be migrated on SQLite.
SQLModel.metadata.naming_convention = NAMING

BUSY_TIMEOUT_MS = 5_000
INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class Database:
    """Opens sessions; knows the few ways in which the two databases differ."""

    def __init__(self, url: str, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> None:
        # Without hide_parameters the text of an error quotes names and letters, in the log too.
        self.engine = create_engine(url, pool_pre_ping=True, hide_parameters=True)
        if self.engine.dialect.name == "sqlite":
            _tune_sqlite(self.engine, busy_timeout_ms)
        self._writer = self.engine.execution_options(sqlite_begin="IMMEDIATE")

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Yield a session to read with; nothing is committed."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def changing(self) -> Iterator[Session]:
        """Yield a session; commit when the block ends well, else undo everything.

        SQLite takes its write lock at once (BEGIN IMMEDIATE): a transaction that reads first
        and writes later fails under load however long it may wait.
        """
        with Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def insert_once(
    session: Session,
    table: type[SQLModel],
    rows: Sequence[Mapping[str, Any]],
    unique: Sequence[str],
) -> int:
    """Insert the rows whose ``unique`` columns are not there yet.

    Returns:
        How many rows were new.
    """
    if not rows:
        return 0
    insert = INSERT[session.get_bind().dialect.name]
    statement = insert(table).on_conflict_do_nothing(index_elements=list(unique))
    key = table.__table__.primary_key.columns[0]  # type: ignore[attr-defined]
    added = session.execute(statement.returning(key), [dict(row) for row in rows])
    return len(added.all())


def _tune_sqlite(engine: Engine, busy_timeout_ms: int) -> None:
    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, below
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",  # a committed letter survives a power cut
            "foreign_keys=ON",
            f"busy_timeout={busy_timeout_ms}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {mode}")
