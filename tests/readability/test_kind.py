"""Is an acknowledgement told from an interim message and from an answer?"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker.readability.kind_signs import Sign, SignListError, read_signs, sign_of
from tracker.readability.report import check_reply

HERE = Path(__file__).parent


def labelled(name: str) -> Iterator[tuple[str, str, str]]:
    for case in re.split(r"^== ", (HERE / name).read_text("utf-8"), flags=re.MULTILINE)[1:]:
        head, _, text = case.partition("\n")
        kind, language = head.split()
        yield kind, language, text.strip()


CASES = [*labelled("reply_kinds.txt"), *labelled("reply_kinds_hard.txt")]


def test_there_are_enough_cases_of_each_kind() -> None:
    found = [kind for kind, _, _ in CASES]

    assert len(CASES) >= 150
    assert min(map(found.count, ("acknowledgement", "interim", "answer"))) >= 25


def test_nine_in_ten_are_right() -> None:
    wrong = [text for kind, language, text in CASES if check_reply(text, language).kind != kind]

    assert len(wrong) <= len(CASES) // 10, wrong


@pytest.mark.parametrize(
    ("language", "text"),
    [(language, text) for kind, language, text in CASES if kind == "acknowledgement"],
)
def test_no_acknowledgement_passes_for_an_answer(language: str, text: str) -> None:
    assert check_reply(text, language).kind != "answer"


def test_the_reasons_are_sentences_of_the_text() -> None:
    text = (
        "Beste Kim,\n\nWij hebben uw brief ontvangen. Het regent vandaag."
        " U hoort voor 3 mei van ons."
    )

    assert check_reply(text).kind_reasons == (
        "Wij hebben uw brief ontvangen.",
        "U hoort voor 3 mei van ons.",
    )


def test_a_general_rule_is_no_promise_to_this_reader() -> None:
    text = (
        "Voor grote plannen geldt een langere procedure. Het plan ligt zes weken op het stadhuis."
        " Daarna neemt de raad een besluit."
    )

    assert check_reply(text).kind == "answer"


def test_what_may_happen_is_no_message_of_delay() -> None:
    assert sign_of("Wij mogen de termijn met zes weken verlengen.", "nl") is not Sign.HOLD
    assert sign_of("Daarom verlengen wij de termijn met zes weken.", "nl") is Sign.HOLD


@pytest.mark.parametrize("text", ["", "   ", "👍", "12 34", "https://www.veldermeer.example/x"])
def test_nothing_said_is_no_answer(text: str) -> None:
    report = check_reply(text)

    assert report.kind == "acknowledgement"
    assert report.kind_reasons == ()


@pytest.mark.parametrize(
    "listing",
    ["[nonsense]\nx", "\\bword\\b", "[done]\n(unclosed", "[done]\n<unknown>"],
)
def test_a_broken_list_of_wordings_is_refused(listing: str) -> None:
    with pytest.raises(SignListError, match="line"):
        read_signs(listing)


def test_a_list_of_wordings_may_use_short_names() -> None:
    ((sign, pattern),) = read_signs(
        "# comment\n\nfruit = (?:appel|peer)\n[done]\n\\been <fruit>\\b\n"
    )

    assert sign is Sign.DONE
    assert pattern.search("dat is een PEER")
