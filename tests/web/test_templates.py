"""Every template parses, keeps to the content security policy and leaves nothing unescaped."""

import hashlib
import re
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, nodes

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "tracker" / "static"
PAGES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
# A mail program reads no style sheet of ours: what goes out by mail may carry its own styles.
SCREENS = [page for page in PAGES if not page.startswith("email/")]

INLINE = {
    "a style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style[\s>]", re.IGNORECASE),
    "a script of its own": re.compile(r"<script(?![^>]*\ssrc=)[^>]*>", re.IGNORECASE),
    "an event attribute": re.compile(r"\s(?:hx-)?on[a-z:-]+\s*=\s*[\"']", re.IGNORECASE),
    "a javascript: link": re.compile(r"javascript:", re.IGNORECASE),
    "an event attribute given to a macro": re.compile(r"[\"'](?:hx-)?on[a-z:-]+[\"']\s*:"),
    "an expression for htmx to evaluate": re.compile(r"hx-(?:vals|vars|headers)=[\"']js:"),
}


def parsed(page: str) -> nodes.Template:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), extensions=["jinja2.ext.i18n"], autoescape=True
    )
    return environment.parse((TEMPLATES / page).read_text(encoding="utf-8"))


def without_comments(page: str) -> str:
    text = (TEMPLATES / page).read_text(encoding="utf-8")
    return re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)


def unused_imports(tree: nodes.Template) -> set[str]:
    imported: set[str] = set()
    for statement in tree.find_all(nodes.FromImport):
        for name in statement.names:
            imported.add(name if isinstance(name, str) else name[1])
    imported |= {statement.target for statement in tree.find_all(nodes.Import)}
    used = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "load"}
    return imported - used


def missing_templates(tree: nodes.Template) -> set[str]:
    kinds = (nodes.Extends, nodes.Include, nodes.FromImport, nodes.Import)
    sources = [getattr(node, "template", None) for node in tree.find_all(kinds)]
    named = {source.value for source in sources if isinstance(source, nodes.Const)}
    return {name for name in named if not (TEMPLATES / name).is_file()}


def inline_code(text: str) -> list[str]:
    html = re.sub(r"\{%.*?%\}", "", text, flags=re.DOTALL)  # `{% set only = "x" %}` is no attribute
    return [what for what, pattern in INLINE.items() if pattern.search(html)]


@pytest.mark.parametrize("page", PAGES)
def test_a_template_parses_and_names_only_templates_that_exist(page: str) -> None:
    assert missing_templates(parsed(page)) == set()


@pytest.mark.parametrize("page", PAGES)
def test_a_template_imports_only_what_it_uses(page: str) -> None:
    assert unused_imports(parsed(page)) == set()


@pytest.mark.parametrize("page", PAGES)
def test_a_template_escapes_everything(page: str) -> None:
    tree = parsed(page)
    filters = {node.name for node in tree.find_all(nodes.Filter)}
    switches = list(tree.find_all(nodes.ScopedEvalContextModifier))
    assert "safe" not in filters
    assert switches == []


@pytest.mark.parametrize("page", SCREENS)
def test_a_screen_has_no_style_or_script_of_its_own(page: str) -> None:
    assert inline_code(without_comments(page)) == []


@pytest.mark.parametrize("page", SCREENS)
def test_a_frame_with_foreign_content_is_sandboxed(page: str) -> None:
    frames = re.findall(r"<iframe[^>]*>", without_comments(page))
    assert all('sandbox=""' in frame and "title=" in frame for frame in frames)


@pytest.mark.parametrize("page", SCREENS)
def test_a_form_that_changes_something_carries_its_token(page: str) -> None:
    text = without_comments(page)
    forms = re.findall(r"<form[^>]*method=\"post\".*?</form>", text, flags=re.DOTALL)
    assert [form[:80] for form in forms if "csrf_token" not in form] == []


def test_the_frame_of_every_page_tells_its_language_and_has_its_landmarks() -> None:
    text = without_comments("base.html")
    assert re.search(r"<html lang=\"\{\{ language", text)
    assert 'href="#inhoud"' in text
    assert re.search(r"<main [^>]*id=\"inhoud\"", text)
    assert 'aria-live="polite"' in text
    assert re.search(r"<title>\{% if in_error %\}", text)


def test_every_page_but_a_framed_mail_builds_on_the_frame() -> None:
    whole = {page for page in SCREENS if "<html" in without_comments(page)}
    # The other is what a sandboxed frame holds: the cleaned HTML of a mail and nothing of ours.
    assert whole == {"base.html", "register/framed.html"} & set(SCREENS)


@pytest.mark.parametrize("page", SCREENS)
def test_a_template_names_only_icons_that_exist(page: str) -> None:
    drawn = re.findall(r"\"([a-z-]+)\"(?=[,\]\s]|\s*%)", without_comments("components/icon.html"))
    named = re.findall(r"\bicon(?:\(|=|\": )\"([a-z-]+)\"", without_comments(page))
    assert set(named) - set(drawn) == set()


def test_every_static_file_that_the_frame_names_is_there() -> None:
    text = without_comments("base.html")
    named = set(re.findall(r"\"((?:css|js|vendor|fonts|img)/[^\"]+)\"", text))
    assert len(named) >= 10
    assert [name for name in sorted(named) if not (STATIC / name).is_file()] == []


def test_every_file_that_a_style_sheet_names_is_there() -> None:
    for sheet in (STATIC / "css").glob("*.css"):
        named = re.findall(r"url\(\"([^\"]+)\"\)", sheet.read_text(encoding="utf-8"))
        missing = [name for name in named if not (sheet.parent / name).is_file()]
        assert missing == [], sheet.name


def test_what_others_made_is_listed_with_its_checksum_and_is_unchanged() -> None:
    listed = dict(
        re.findall(
            r"^\| `([^`]+)` .*`([0-9a-f]{64})` \|$",
            (STATIC / "LICENSES.md").read_text(encoding="utf-8"),
            flags=re.MULTILINE,
        )
    )
    files = [*(STATIC / "vendor").glob("*.[cj]s*"), *(STATIC / "fonts").glob("*.woff2")]
    found = {
        path.relative_to(STATIC).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }
    assert found == listed


TOKEN = re.compile(r"(--[a-z0-9-]+):\s*([^;]+);")
PAIRS = [
    ("--late-ink", "--late-ground"),
    ("--today-ink", "--today-ground"),
    ("--soon-ink", "--soon-ground"),
    ("--ok-ink", "--ok-ground"),
    ("--waiting-ink", "--waiting-ground"),
    ("--neutral-ink", "--neutral-ground"),
    ("--ink", "--dune-50"),
    ("--ink-soft", "--dune-100"),
    ("--ink-soft", "--sea-50"),
    ("--sea-700", "--dune-50"),
    ("--sea-700", "--sea-100"),
    ("--buoy-700", "--sea-100"),
    ("--late-ground", "--late-soft"),
    ("--sea-300", "--sea-900"),
    ("--focus-line", "--focus-ground"),
]


def tokens() -> dict[str, str]:
    text = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
    return {name: value.strip() for name, value in TOKEN.findall(text)}


def luminance(colour: str) -> float:
    """Relative luminance of a #rgb or #rrggbb colour, by WCAG 2."""
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_of_the_house_style_stands_out_from_its_ground(ink: str, ground: str) -> None:
    values = tokens()
    light, dark = sorted((luminance(values[ink]), luminance(values[ground])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


@pytest.mark.parametrize(
    "line",
    [
        '<p style="color: red">',
        "<style>p {}</style>",
        "<script>alert(1)</script>",
        '<button onclick="go()">',
        '<div hx-on:click="go()">',
        '<a href="javascript:go()">',
        """<div hx-vals='js:{now: 1}'>""",
        """{{ button(_("Ga"), attributes={"onclick": "go()"}) }}""",
    ],
)
def test_the_lint_itself_finds_what_it_looks_for(line: str) -> None:
    assert inline_code(line) != []


def test_the_lint_itself_finds_an_import_that_nobody_uses() -> None:
    tree = Environment(autoescape=True).parse('{% from "a.html" import used, unused %}{{ used() }}')
    assert unused_imports(tree) == {"unused"}
