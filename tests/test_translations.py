"""Does everyone who reads English get every sentence in English?"""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]
ADVICE = "make messages, then fill in tracker/locale"


def own_keywords() -> list[str]:
    """Return the names for gettext that ``make messages`` looks for."""
    found = re.search(r"^KEYWORDS := (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert found
    return found[1].split()


@pytest.fixture(scope="module")
def sentences() -> Catalog:
    """Collect every sentence that code and templates offer for translation."""
    with (ROOT / "babel.cfg").open() as config:
        methods, options = parse_mapping_cfg(config)
    keywords = DEFAULT_KEYWORDS | parse_keywords(own_keywords())
    found = Catalog()
    for place, line, message, _comments, context in extract_from_dir(
        ROOT, methods, options, keywords
    ):
        found.add(message, locations=[(place, line)], context=context)
    return found


@pytest.fixture(scope="module", params=["en"])
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    """Read the translations into one language."""
    language: str = request.param
    path = ROOT / "tracker" / "locale" / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        return read_po(file, locale=language)


def test_every_sentence_is_translated(sentences: Catalog, catalogue: Catalog) -> None:
    missing = []
    for sentence in sentences:
        if not sentence.id:
            continue
        own = catalogue.get(sentence.id, sentence.context)
        texts = [own.string] if own and isinstance(own.string, str) else own.string if own else []
        if own is None or own.fuzzy or not texts or not all(texts):
            missing.append(f"{sentence.id!r} ({sentence.locations[0][0]})")
    assert missing == [], ADVICE


def test_every_translation_fills_in_the_same_words(catalogue: Catalog) -> None:
    wrong = {str(message.id): errors for message, errors in catalogue.check() if errors}
    assert wrong == {}


def test_no_translation_outlived_its_sentence(sentences: Catalog, catalogue: Catalog) -> None:
    left = [m.id for m in catalogue if m.id and sentences.get(m.id, m.context) is None]
    assert left == [], ADVICE
    assert list(catalogue.obsolete) == [], ADVICE


def test_every_name_for_gettext_is_known_to_the_collector() -> None:
    known = set(DEFAULT_KEYWORDS) | {keyword.split(":")[0] for keyword in own_keywords()}
    used = set()
    for path in [*(ROOT / "tracker").rglob("*.py"), *(ROOT / "jobs").rglob("*.py")]:
        used |= set(re.findall(r"\b\w*gettext as (\w+)", path.read_text(encoding="utf-8")))
    assert used
    assert used - known == set(), "name it under KEYWORDS in the Makefile"
