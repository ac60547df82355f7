"""Do the documents lead to what is there, and name only what exists?"""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
import yaml

import tracker
from jobs.worker import JOBS
from tracker.base.config import Settings
from tracker.cli import main
from tracker.deadlines.regimes import REGIMES
from tracker.people.models import Role
from tracker.register.models import CaseState, EventType

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
ADR = sorted(DOCS.glob("adr/[0-9]*.md"))

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`]+`", re.DOTALL)
SETTING = re.compile(r"\bTRACKER_[A-Z_]*[A-Z]\b")
EUPL_ARTICLES = 15


def named(paths: Iterable[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def code_in(name: str) -> str:
    return "\n".join(CODE.findall(text_of(name)))


def anchors_of(path: Path) -> set[str]:
    """Return what a link may point at within a document, as forges make it of a heading."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


def is_there(name: str, link: str) -> bool:
    """Tell whether a relative link in the document *name* leads to a file, and to its heading."""
    target, _hash, anchor = unquote(link).partition("#")
    path = (ROOT / name).parent / target if target else ROOT / name
    return path.exists() and (not anchor or anchor in anchors_of(path))


@pytest.mark.parametrize("name", named(DOCUMENTS))
def test_every_relative_link_leads_to_a_file(name: str) -> None:
    links = [link for link in LINK.findall(text_of(name)) if "://" not in link]
    assert [link for link in links if not is_there(name, link)] == []


@pytest.mark.parametrize("name", named(DOCUMENTS))
def test_every_setting_that_a_document_names_exists(name: str) -> None:
    known = {f"TRACKER_{field.upper()}" for field in Settings.model_fields}
    assert set(SETTING.findall(text_of(name))) - known == set()


def test_the_page_of_settings_names_every_setting() -> None:
    known = {f"TRACKER_{field.upper()}" for field in Settings.model_fields}
    assert known - set(SETTING.findall(text_of("docs/settings.md"))) == set()


@pytest.mark.parametrize("name", named(DOCUMENTS))
def test_every_make_target_that_a_document_names_exists(name: str) -> None:
    known = set(re.findall(r"^([a-z-]+):", text_of("Makefile"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z-]+)", code_in(name))) - known == set()


@pytest.mark.parametrize("name", named(DOCUMENTS))
def test_every_command_that_a_document_names_exists(name: str) -> None:
    spoken = set(re.findall(r"\btracker ([a-z][a-z-]*)", code_in(name)))
    assert spoken - set(main.commands) == set()


def test_the_readme_names_every_command() -> None:
    spoken = set(re.findall(r"\btracker ([a-z][a-z-]*)", code_in("README.md")))
    assert set(main.commands) - spoken == set()


@pytest.mark.parametrize(
    "code", [*CaseState, *EventType, *Role, *REGIMES], ids=lambda code: f"{code}"
)
def test_the_glossary_explains_every_code(code: str) -> None:
    rows = [row for row in text_of("docs/glossary.md").splitlines() if row.startswith("|")]
    cells = [row.split("|") for row in rows]
    explained = [row for row in cells if f"`{code}`" in row[1] and len(row[3].strip()) > 3]
    assert explained, f"docs/glossary.md has no row for {code}"


@pytest.mark.parametrize("picture", ["mijn-werk", "zaak", "antwoord"])
def test_the_readme_shows_the_screen(picture: str) -> None:
    shown = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text_of("README.md"))
    assert f"docs/schermen/{picture}.png" in shown


def test_the_picture_of_the_house_shows_every_folder() -> None:
    drawn = ElementTree.parse(DOCS / "architecture.svg").getroot()  # noqa: S314 - our own file
    words = {(part.text or "").strip() for part in drawn.iter() if part.tag.endswith("text")}
    folders = {path.parent.name for path in (ROOT / "tracker").glob("*/__init__.py")}
    assert folders - {"migrations"} - words == set()


def test_the_architecture_names_every_job() -> None:
    listed = set(re.findall(r"^\| `([a-z-]+)` \|", text_of("docs/architecture.md"), re.MULTILINE))
    assert listed == set(JOBS)


def test_every_choice_is_listed_and_tells_what_it_costs() -> None:
    listed = LINK.findall(text_of("docs/adr/README.md"))
    assert sorted(listed) == [path.name for path in ADR]
    for path in ADR:
        said = path.read_text(encoding="utf-8")
        for part in ("**Context.**", "**Choice.**", "**Cost.**", "**Look again**"):
            assert part in said, f"{path.name} has no {part}"


def test_every_library_has_its_reason() -> None:
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    optional = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *(each for group in optional for each in group)]
    names = {re.split(r"[\[<>=; ]", each)[0] for each in wanted}
    page = text_of("docs/adr/0009-which-libraries-and-why.md")
    tables = " ".join(row for row in page.splitlines() if row.startswith("|"))
    assert names - set(re.findall(r"[\w-]+", tables)) == set()


def test_publiccode_has_what_a_catalogue_asks() -> None:
    # Given the file as a catalogue of public software reads it
    said = yaml.safe_load(text_of("publiccode.yml"))

    # Then the keys that the standard demands are there
    for key in ("publiccodeYmlVersion", "name", "url", "platforms", "softwareType"):
        assert said[key], key
    assert said["developmentStatus"] in {"concept", "development", "beta", "stable", "obsolete"}
    assert said["legal"]["license"] == "EUPL-1.2"
    assert said["maintenance"]["type"] == "internal"
    assert all(contact["name"] for contact in said["maintenance"]["contacts"])
    assert said["localisation"]["localisationReady"] is True
    assert said["localisation"]["availableLanguages"] == ["nl", "en"]
    assert said["softwareVersion"] == tracker.__version__

    # And both languages describe it, at the lengths that the standard allows
    assert set(said["description"]) == {"nl", "en"}
    for words in said["description"].values():
        assert 0 < len(words["shortDescription"]) <= 150
        assert 150 <= len(words["longDescription"]) <= 10_000
        assert words["features"]


def test_the_pictures_that_publiccode_names_are_in_the_repository() -> None:
    said = yaml.safe_load(text_of("publiccode.yml"))
    pictures = [said["logo"], *said["description"]["nl"]["screenshots"]]
    assert [name for name in pictures if not (ROOT / name).exists()] == []


def test_the_licence_is_whole() -> None:
    licence = text_of("LICENSE")
    assert licence.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    articles = [int(n) for n in re.findall(r"^(\d+)\.\s*[A-Z]", licence, re.MULTILINE)]
    assert articles == list(range(1, EUPL_ARTICLES + 1))
    assert "Appendix" in licence
    assert licence.rstrip().endswith("production of a new EUPL version.")


def test_the_changelog_knows_this_version() -> None:
    assert f"## {tracker.__version__}" in text_of("CHANGELOG.md")
