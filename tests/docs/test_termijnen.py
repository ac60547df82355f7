"""Is the page of the law what the tables say, and is nothing left out?"""

from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest

from tracker.deadlines.clocks import LegalEvent, reckon
from tracker.deadlines.decree_days import DECREE_DAYS
from tracker.deadlines.event_effects import EFFECTS
from tracker.deadlines.events import EVENT_TYPES
from tracker.deadlines.explanation import date_in_words
from tracker.deadlines.open_questions import OPEN_QUESTIONS, OpenQuestion
from tracker.deadlines.regimes import GROUNDS, REGIMES

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "termijnen.md"
RENEW = "docs/termijnen.md is old; run: python scripts/deadlines_page.py"


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.syspath_prepend(ROOT / "scripts")
    make: Callable[[], str] = import_module("deadlines_page").page
    return make()


def test_the_page_of_terms_is_current(page: str) -> None:
    same = PAGE.read_text(encoding="utf-8") == page
    assert same, RENEW


@pytest.mark.parametrize("code", REGIMES)
def test_the_page_tells_of_every_regime_with_its_articles(code: str) -> None:
    # Given a regime
    row = REGIMES[code]

    # When a lawyer looks it up by name
    told = PAGE.read_text(encoding="utf-8").partition(f"\n### {row.name_nl}\n")[2]
    section = told.partition("\n### ")[0]

    # Then its own articles are there with their links, and why no penalty is due
    articles = [row.source, *row.grounds.values(), *(each.article for each in row.milestones)]
    assert [each for each in articles if each.link and each.link not in section] == []
    assert row.no_penalty.nl in section


def test_the_page_tells_of_a_term_that_moves_where_another_of_its_regime_does_not() -> None:
    # Given administrative appeal: sixteen weeks are too long for Atw 1, six and twelve are not
    facts = {"appeal_period_ends_on": date(2026, 11, 13), "received_on": date(2026, 11, 9)}
    own = reckon("awb-administratief-beroep", facts | {"same_legal_person": True})
    assert own.due_on == date(2026, 12, 28)  # not Friday 25 December

    # Then the page does not say that nothing moves
    told = PAGE.read_text(encoding="utf-8").partition("\n### Administratief beroep\n")[2]
    (line,) = [each for each in told.splitlines() if each.startswith("| Vrije dag")][:1]
    assert "een van 6 weken en 12 weken wel" in line


def test_the_page_tells_of_every_ground_and_day_by_decree() -> None:
    told = PAGE.read_text(encoding="utf-8")
    assert [words.nl for words in GROUNDS.values() if words.nl not in told] == []
    days = [date_in_words(day, "nl").partition(" ")[2] for day in DECREE_DAYS]
    assert [day for day in days if day not in told] == []


def test_every_event_is_explained_once() -> None:
    assert sorted(each.type for each in EFFECTS) == sorted(EVENT_TYPES)


def test_open_questions_have_names_of_their_own() -> None:
    names = [each.id for each in OPEN_QUESTIONS]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    "question", [each for each in OPEN_QUESTIONS if each.example], ids=lambda question: question.id
)
def test_the_example_of_an_open_question_shows_two_readings(question: OpenQuestion) -> None:
    # Given a question of which we reckon both readings
    example = question.example

    assert example is not None

    # When its example is reckoned
    found = reckon(example.regime, example.facts, example.events, as_of=example.as_of)

    # Then the readings differ, in the day or in euros, and the safe one is the harder for us
    assert found.due_on is not None
    assert found.due_on_lenient is not None
    if example.as_of is None:
        assert found.due_on < found.due_on_lenient
    else:
        assert (found.penalty.amount_eur or 0) > (found.penalty.amount_eur_lenient or 0)


def test_a_notice_of_delay_moves_no_term_of_a_law() -> None:
    # Given an application whose term is set by another act
    facts = {"received_on": date(2026, 11, 2), "statutory_term": "6 weeks"}

    # When the municipality writes that it will be later (question A7)
    late = LegalEvent("extended", date(2026, 11, 30), length="2 weeks")

    # Then the due date stays
    assert reckon("awb-aanvraag", facts, (late,)).due_on == reckon("awb-aanvraag", facts).due_on
