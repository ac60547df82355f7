"""Does every input, however odd, get a sane report?"""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tracker.readability.report import Report, check_reply

ROOT = Path(__file__).parents[2]
LETTER = """Geachte heer Van Dalen,

Op 4 september vroeg u ons om een vergunning voor een dakkapel. Wij verlenen u die vergunning. U mag
bouwen vanaf 1 oktober. Zet de steiger niet op de stoep, want daar lopen kinderen naar school.

Bent u het niet eens met dit besluit? Dan kunt u binnen zes weken bezwaar maken. Hoe dat gaat, leest
u op onze website. U kunt ook bellen met 14 0199.

Met vriendelijke groet,
Gemeente Veldermeer
"""

A_HANG = 60  # seconds of CPU: no measure of speed, only the difference with never


def remarks(report: Report) -> list[str]:
    return [one.code for one in report.remarks]


def test_an_ordinary_letter_gets_everything() -> None:
    report = check_reply(LETTER)

    assert report.kind == "answer"
    assert report.band == "plain"
    assert report.reliable
    assert report.remarks == ()
    assert report.figures.sentences == 8
    assert report.figures.words > 60


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  \n ",
        "👍🎉",
        "https://www.veldermeer.example/x",
        "12 345 € 6,00",
        "-" * 5000,
        "1." * 3000,
    ],
)
def test_without_words_there_is_no_score(text: str) -> None:
    report = check_reply(text)

    assert report.difficulty is None
    assert report.band == "unknown"
    assert not report.reliable
    assert report.figures.flesch_douma is None
    assert remarks(report) == ["no_text"]
    assert report.findings == ()


def test_a_short_text_has_a_score_that_is_not_reliable() -> None:
    report = check_reply("Nee, dat kan niet.")

    assert report.difficulty is not None
    assert not report.reliable
    assert remarks(report) == ["short"]


def test_another_language_is_noticed() -> None:
    english = "The committee has looked at your letter and will tell you what it thinks of it. " * 4
    turkish = "Belediye mektubunuzu aldı ve size en kısa zamanda cevap verecek. " * 6

    assert "other_language" in remarks(check_reply(english))
    assert "other_language" in remarks(check_reply(turkish))
    assert "other_language" in remarks(check_reply(LETTER, "en"))
    assert remarks(check_reply(english, "en")) == []


def test_a_salad_of_citations_is_noticed() -> None:
    salad = "Art. 4:5 jo. 2.12, HR 12-5-2020, 2020/123, r.o. 3.4, 2020/12, 6:22 en 8:72. " * 4

    assert "mostly_numbers" in remarks(check_reply(salad))
    assert not check_reply(salad).reliable


@pytest.mark.parametrize(
    "text",
    [
        "woord " * 10_000,
        "Dit is een zin. " * 3_000,
        "a@" * 20_000,
        "." * 50_000 + "a",
        "é" * 100_000,
        "regel\n" * 20_000,
        "(" * 20_000,
        "de door " * 5_000,
        "niet " * 10_000,
        "uw brief is " * 5_000,
    ],
    ids=lambda text: text[:8],
)
def test_long_and_crooked_texts_do_not_hang(text: str) -> None:
    started = time.process_time()

    report = check_reply(text)

    assert time.process_time() - started < A_HANG
    assert report.difficulty is None or 0 <= report.difficulty <= 100


def test_importing_loads_no_word_data() -> None:
    script = (
        "import sys, tracker.readability.report, tracker.readability.wire;"
        "assert not {'textstat', 'wordfreq', 'nltk'} & set(sys.modules)"
    )

    subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT)
