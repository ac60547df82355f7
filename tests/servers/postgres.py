"""How does a test get a fresh PostgreSQL database?"""

import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.servers.parts import (
    HOST,
    START_SECONDS,
    ServerUser,
    free_port,
    missing_part,
    running,
    server_folder,
    wait_until_up,
)

NUMBERS = count(1)
# The data live as long as the tests: nothing needs to survive a power cut.
SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "max_connections": "60",
    "shared_buffers": "32MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "timezone": "UTC",
}


def _find_programs() -> Path:
    # Looked up, not imported: on import the package makes folders of its own.
    spec = find_spec("pgserver")
    if spec is None or spec.origin is None:
        missing_part("PostgreSQL is not here: pip install pgserver (made for Python up to 3.12)")
    return Path(spec.origin).parent / "pginstall"


def _within_reach(programs: Path, user: ServerUser, folder: Path) -> Path:
    """Return the programs where *user* can run them: root's own folders are closed to others."""
    if not user.is_other:
        return programs
    # Side by side as in the package: the programs look for their libraries next to it.
    package = programs.parent
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name)
    for part in ("bin", "lib", "share"):
        shutil.copytree(programs / part, folder / package.name / programs.name / part)
    return folder / package.name / programs.name


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Run one PostgreSQL for the whole session; gives the address of the server."""
    with running_postgres() as address:
        yield address


@contextmanager
def running_postgres() -> Iterator[str]:
    """Run a PostgreSQL; gives its address."""
    user, port = ServerUser(), free_port()
    programs = _find_programs()
    with server_folder("pg") as folder:
        programs, data, log = _within_reach(programs, user, folder), folder / "data", folder / "log"
        user.own(folder)
        initdb: list[str | Path] = [
            programs / "bin" / "initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "--auth=trust",
        ]
        made = user.start([*initdb, "--encoding=UTF8", "--locale=C", "--no-sync"], log, folder)
        if made.wait(START_SECONDS * 2):
            raise RuntimeError(log.read_text())
        settings = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        command: list[str | Path] = [
            programs / "bin" / "postgres",
            "-D",
            data,
            "-p",
            str(port),
            *settings,
        ]
        process = user.start(command, log, folder)
        address = f"postgresql://postgres@{HOST}:{port}"
        with running(
            process, ask=signal.SIGINT
        ):  # at once, also when a test left a connection open
            wait_until_up(process, lambda: _answers(address), log, "PostgreSQL")
            yield address


def _answers(address: str) -> bool:
    try:
        psycopg.connect(f"{address}/postgres").close()
    except psycopg.OperationalError:
        return False
    return True


@pytest.fixture
def postgres_url(postgres: str) -> Iterator[str]:
    """Give the test a database of its own, thrown away afterwards, as SQLAlchemy writes it."""
    with new_database(postgres) as url:
        yield url


@contextmanager
def new_database(postgres: str) -> Iterator[str]:
    """Make a database on the server at *postgres*, thrown away afterwards."""
    name = f"test_{next(NUMBERS)}"
    with psycopg.connect(f"{postgres}/postgres", autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield f"{postgres.replace('postgresql://', 'postgresql+psycopg://')}/{name}"
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
