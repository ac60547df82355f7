"""Is a report the same on the wire and on the screen, and is an error always a clear one?"""

import json

import pytest

from tracker.readability.report import check_reply
from tracker.readability.wire import LONGEST_TEXT, answer_line, print_for_people

KEYS = {
    "language",
    "difficulty",
    "reliable",
    "band",
    "contributions",
    "figures",
    "longest_sentences",
    "findings",
    "kind",
    "kind_reasons",
    "remarks",
}


def test_a_line_gets_a_line_with_all_keys() -> None:
    line, fine = answer_line(
        json.dumps({"text": "Wij hebben uw brief ontvangen.", "questions": []})
    )

    assert fine
    assert "\n" not in line
    answer = json.loads(line)
    assert set(answer) == KEYS
    assert answer["kind"] == "acknowledgement"
    assert set(answer["figures"]) >= {
        "words",
        "sentences",
        "words_per_sentence",
        "flesch_douma",
        "lix",
    }


def test_half_a_character_does_no_harm_and_moves_nothing() -> None:
    line, fine = answer_line('{"text": "\\ud83d Derhalve niet.", "language": "nl-NL"}')

    assert fine
    line.encode("utf-8")
    assert json.loads(line)["findings"][0]["start"] == 2


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("", "line"),
        ("nonsense", "line"),
        ("[1]", "line"),
        ("[" * 100_000, "line"),
        ("{}", "text"),
        ('{"text": null}', "text"),
        (json.dumps({"text": "a" * (LONGEST_TEXT + 1)}), "text"),
        ('{"text": "Dag", "language": 3}', "language"),
        ('{"text": "Dag", "language": "fr"}', "language"),
    ],
    ids=lambda value: value[:30],
)
def test_a_line_that_cannot_be_read_names_the_field(line: str, field: str) -> None:
    answer, fine = answer_line(line)

    assert not fine
    assert json.loads(answer)["error"]["field"] == field
    assert json.loads(answer)["error"]["message"]


def test_people_get_the_same_in_dutch() -> None:
    text = "Derhalve delen wij u mede dat het bedrag wordt betaald. " * 6

    shown = print_for_people(check_reply(text))

    assert "schatting" in shown
    assert "B1" not in shown
    assert "Wat u kunt verbeteren:" in shown
    assert "Flesch-Douma" in shown


def test_people_get_the_same_in_english() -> None:
    shown = print_for_people(check_reply("Nee, dat kan niet."), "en")

    assert "an answer" in shown
    assert "estimate" in shown
    assert "Because: Nee, dat kan niet." in shown
    assert "improve" not in shown


def test_an_english_text_shows_its_own_figure() -> None:
    assert "Flesch Reading Ease: 100" in print_for_people(
        check_reply("We will help you.", "en"), "en"
    )
    assert "Flesch Reading Ease: 100" in print_for_people(check_reply("We will help you.", "en"))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_empty_text_is_shown_as_such(language: str) -> None:
    shown = print_for_people(check_reply(""), language)

    assert "LIX: -" in shown
    assert "100" not in shown
