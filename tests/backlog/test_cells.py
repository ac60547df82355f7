"""Are the cells of a backlog read as people and spreadsheets write them?"""

from datetime import date, datetime

import pytest

from tracker.base.errors import InvalidInput
from tracker.intake.backlog_cells import as_text, read_day, read_moment, read_yes_no


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-24",
        "2026-11-24T09:30:00",
        "24-11-2026",
        "24/11/2026",
        "24.11.2026",
        "24-11-26",
        "24 november 2026",
        "dinsdag 24 november 2026",
        "24 nov. 2026",
        "24-nov-26",
        "24-11-2026 09:30",
        "24 November 2026 om 09.30 uur".replace(" om", ""),
        "46350",
        "46350,4",
        46350,
        46350.4,
        date(2026, 11, 24),
        datetime(2026, 11, 24, 9, 30),  # noqa: DTZ001 - as a spreadsheet gives it
    ],
)
def test_a_day_is_read_however_it_is_written(written: object) -> None:
    assert read_day(written) == date(2026, 11, 24)


def test_the_time_is_kept_when_it_is_told() -> None:
    assert read_moment("24-11-2026 09:30").strftime("%H:%M") == "09:30"
    assert read_moment("2026-11-24").strftime("%H:%M") == "00:00"
    assert read_moment(46350.5).strftime("%H:%M") == "12:00"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("30-02-2026", "“30-02-2026” bestaat niet"),
        ("31 april 2026", "bestaat niet"),
        ("11/24/2026", "maand 24 bestaat niet. Schrijf eerst de dag"),
        ("gisteren", "is geen datum. Schrijf hem als 24-11-2026"),
        ("24 smarch 2026", "is geen datum"),
        (17, "ook niet als getal van Excel"),
        ("24-11-1926", "dit jaar kan niet"),
        ("24-11-2026 25:00", "bestaat niet"),
        (True, "is geen datum"),
        ("9" * 100, "…” is geen datum"),
    ],
)
def test_a_day_that_cannot_be_is_refused_with_what_to_do(written: object, said: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_day(written)
    assert said in str(refused.value.message)


def test_a_cell_is_read_as_somebody_would_type_it() -> None:
    assert as_text(None) == ""
    assert as_text(17.0) == "17"
    assert as_text(1.5) == "1.5"
    assert as_text(True) == "ja"
    assert as_text(date(2026, 11, 24)) == "24-11-2026"
    assert as_text(datetime(2026, 11, 24, 9, 30)) == "24-11-2026 09:30:00"  # noqa: DTZ001
    assert as_text(" de\x00 Wit\xa0") == "de Wit"


def test_yes_and_no_are_read_and_nothing_else_is() -> None:
    assert [read_yes_no(word) for word in ("Ja", "x", True, "nee", 0)] == [True] * 3 + [False] * 2
    with pytest.raises(InvalidInput):
        read_yes_no("misschien")
