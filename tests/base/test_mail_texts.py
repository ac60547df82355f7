"""Does a mail speak its reader's language, with the same words for dates as the screens?"""

from datetime import UTC, date, datetime

import pytest

from tracker.base.mail_texts import _environment, render_mail

DAY = date(2026, 11, 6)


def said(template: str, language: str = "nl", **values: object) -> str:
    return _environment(language).from_string(template).render(values)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (None, ""),
        (0, "vandaag"),
        (1, "over 1 werkdag"),
        (3, "over 3 werkdagen"),
        (-1, "1 werkdag te laat"),
        (-12, "12 werkdagen te laat"),
    ],
)
def test_working_days_are_said_in_words(days: int | None, words: str) -> None:
    assert said("{{ days | in_working_days }}", days=days) == words


def test_dates_and_moments_are_said_in_words_and_in_office_time() -> None:
    # Half past eleven in the evening in Greenwich is past midnight here
    instant = datetime(2026, 11, 5, 23, 30, tzinfo=UTC)

    assert said("{{ day | date_in_words }}", day=DAY) == "vrijdag 6 november 2026"
    assert said("{{ day | short_date }}", day=DAY) == "6 nov 2026"
    assert said("{{ at | moment }}", at=instant) == "6 november 2026 om 00.30 uur"
    assert (
        said("{{ none | date_in_words }}{{ none | short_date }}{{ none | moment }}", none=None)
        == ""
    )


def test_an_unknown_language_is_dutch() -> None:
    values = {
        "name": "Eva",
        "number": "2026-000001",
        "title": "Lamp",
        "link": "https://tijdig.example/zaken/2026-000001",
        "dates": [("due", DAY, 2)],
        "municipality": "Waterrijk",
    }

    assert render_mail("assigned", "fy", **values) == render_mail("assigned", "nl", **values)


def test_a_word_that_was_forgotten_is_an_error_not_a_gap() -> None:
    with pytest.raises(Exception, match="is undefined"):
        render_mail("assigned", "nl", name="Eva")
