"""Is everything that the program needs inside the wheel, and are the locks fit for any machine?"""

import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from email.parser import Parser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCKED = re.compile(r"[a-z0-9.-]+==[^ ;]+(?: ; .+)? \\|    --hash=sha256:[0-9a-f]{64}(?: \\)?")
LOCKS = ["requirements.lock", "requirements-dev.lock"]


def files_in(folder: str, pattern: str = "*") -> set[str]:
    """Return the files under *folder*, as paths from the root, without what Python makes."""
    files = (path for path in (ROOT / folder).rglob(pattern) if path.is_file())
    return {str(path.relative_to(ROOT)) for path in files if "__pycache__" not in path.parts}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    """Build the wheel as ``make wheel`` does, without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT]
    built = subprocess.run(build, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    [path] = folder.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        yield archive


def test_code_jobs_migrations_and_static_files_are_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    inside = set(wheel.namelist())
    for folder in ("tracker", "jobs"):
        wanted = files_in(folder)
        assert wanted
        assert wanted - inside == set()
    for needed in ("tracker/migrations/versions/*.py", "tracker/static/css/*.css", "jobs/*.py"):
        assert any(Path(name).match(needed) for name in inside), f"no {needed} in the wheel"


def test_each_template_is_in_the_wheel_inside_the_package(wheel: zipfile.ZipFile) -> None:
    templates = {f"tracker/{name}" for name in files_in("templates")}
    assert templates
    assert templates - set(wheel.namelist()) == set()


def test_each_catalogue_is_in_the_wheel_compiled(wheel: zipfile.ZipFile) -> None:
    catalogues = files_in("tracker/locale", "*.po")
    assert catalogues
    compiled = {str(Path(name).with_suffix(".mo")) for name in catalogues}
    assert compiled - set(wheel.namelist()) == set(), "make translations, then build"


def test_the_wheel_holds_nothing_else(wheel: zipfile.ZipFile) -> None:
    tops = {name.split("/")[0] for name in wheel.namelist()}
    info = {top for top in tops if top.endswith(".dist-info")}
    assert tops - info == {"tracker", "jobs"}
    assert not any("__pycache__" in name or name.endswith(".po~") for name in wheel.namelist())


def test_the_wheel_says_what_it_is(wheel: zipfile.ZipFile) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    [info] = [name for name in wheel.namelist() if name.endswith(".dist-info/METADATA")]
    said = Parser().parsestr(wheel.read(info).decode())
    assert (said["Name"], said["License-Expression"]) == (project["name"], "EUPL-1.2")
    entry = wheel.read(info.replace("METADATA", "entry_points.txt")).decode()
    assert "tracker = tracker.cli:main" in entry


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_names_versions_and_hashes_and_no_address(lock: str) -> None:
    odd = [line for line in (ROOT / lock).read_text().splitlines() if not LOCKED.fullmatch(line)]
    assert odd == []


def test_the_tests_run_on_the_versions_that_are_shipped() -> None:
    shipped, tested = (
        {line for line in (ROOT / lock).read_text().splitlines() if "==" in line} for lock in LOCKS
    )
    # A marker may be wider in the larger lock; the version may not differ.
    assert {line.split()[0] for line in shipped} - {line.split()[0] for line in tested} == set()


def test_each_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = {
        LOCKS[0]: [*project["dependencies"], "hatchling", "editables"],
        LOCKS[1]: [part for extra in project["optional-dependencies"].values() for part in extra],
    }
    for lock, dependencies in wanted.items():
        text = (ROOT / lock).read_text()
        names = {re.split(r"[\[<>=;, ]", part)[0].lower() for part in dependencies}
        missing = {name for name in names if f"\n{name}==" not in f"\n{text}"}
        assert missing == set(), f"make lock: {lock}"
