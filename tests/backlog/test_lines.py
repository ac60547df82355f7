"""Is a line that is wrong refused with what is wrong and what to do, and one that is right not?"""

import pytest

from tests.backlog.conftest import GOOD, Backlog
from tests.two_databases import House
from tracker.base.errors import InvalidInput
from tracker.intake.backlog_columns import HEADINGS, find_columns, tidy


@pytest.mark.parametrize(
    ("wrong", "column", "said"),
    [
        ({"Ontvangen": "30-02-2026"}, "Ontvangen", "bestaat niet"),
        ({"Ontvangen": "10-11-2026"}, "Ontvangen", "nog niet geweest"),
        ({"Ontvangen": "10-11-2022"}, "Ontvangen", "--allow-old"),
        ({"Ontvangen": ""}, "Ontvangen", "Vul in op welke dag"),
        ({"Ontvangen": "#N/A"}, "Ontvangen", "fout van Excel"),
        ({"Onderwerp": "Vragen"}, "Onderwerp", "Bedoelt u “Vraag”?"),
        ({"Onderwerp": "zzz"}, "Onderwerp", "Kies er een uit Beheer"),
        ({"Onderwerp": ""}, "Onderwerp", "Vul een onderwerp in"),
        ({"Betreft": ""}, "Betreft", "Vul in waar de brief over gaat"),
        ({"Betreft": "x" * 301}, "Betreft", "te lang: 301 tekens"),
        ({"E-mail": "jo@"}, "E-mail", "is geen e-mailadres"),
        ({"Kanaal": "duif"}, "Kanaal", "Kies uit: e-mail, brief, webformulier, telefoon, balie."),
        ({"Behandelaar": "x@gemeente.example"}, "Behandelaar", "werkt hier geen behandelaar"),
        ({"Behandelaar": "piet@gemeente.example"}, "Behandelaar", "zit niet in team Buiten"),
        ({"Bevestigd op": "01-11-2026"}, "Bevestigd op", "voor de ontvangst"),
        ({"Beantwoord op": "11-11-2026"}, "Beantwoord op", "nog niet geweest"),
        ({"Gesloten op": "03-11-2026"}, "closed_as", "Vul ook in waarom"),
        ({"Verlengd met": "6 weken"}, "extended_on", "op welke dag is verlengd"),
        ({"Verlengd op": "03-11-2026", "Verlengd met": "lang"}, "Verlengd met", "13 weken"),
        ({"Onderwerp": "Bezwaar"}, "decision_sent_on", "Vul"),
    ],
)
def test_a_line_that_is_wrong_is_refused_where_it_is_wrong(
    backlog: Backlog, wrong: dict[str, str], column: str, said: str
) -> None:
    ((line, where, sentence),) = backlog.refusals({}, wrong)
    assert (line, where) == (3, column)
    assert said in sentence


def test_all_that_is_wrong_with_a_line_is_said_at_once(backlog: Backlog) -> None:
    told = backlog.refusals({"Ontvangen": "gisteren", "Onderwerp": "zzz", "E-mail": "geen"})
    assert [column for _line, column, _said in told] == ["Onderwerp", "Ontvangen", "E-mail"]


def test_a_separator_too_many_is_seen(backlog: Backlog) -> None:
    backlog.write({"Afzender": "Jo; Dijkgraaf"})
    ((line, _column, sentence),) = backlog.refusals()
    assert line == 2
    assert "meer cellen dan er kolommen zijn" in sentence


def test_what_is_old_or_has_one_subject_can_be_said_for_all_lines(backlog: Backlog) -> None:
    assert not backlog.refusals({"Ontvangen": "10-11-2022"}, allow_old=True)
    assert not backlog.refusals({"Onderwerp": ""}, subject="vraag")
    with pytest.raises(InvalidInput):
        backlog.check({}, subject="bestaat niet")


def test_what_the_law_asks_is_read_from_its_own_column(backlog: Backlog, house: House) -> None:
    # Given an objection, with the day of the decision
    backlog.take_in({"Onderwerp": "Bezwaar", "Besluit verzonden op": "1 oktober 2026"})
    (case,) = backlog.cases()
    # Six weeks to object end on 12 November; six weeks more to decide
    assert str(case.due_on) == "2026-12-24"


def test_every_heading_belongs_to_one_field() -> None:
    seen: dict[str, str] = {}
    for field, words in HEADINGS.items():
        for word in words:
            assert seen.setdefault(tidy(word), field) == field, word


def test_a_column_that_is_missing_is_said_with_what_was_found() -> None:
    with pytest.raises(InvalidInput) as refused:
        find_columns(["Datum", "Van wie"], {})
    told = str(refused.value.message)
    assert "received_on" in told
    assert "Gevonden: 'Datum', 'Van wie'" in told


def test_columns_are_known_in_both_languages_and_by_what_is_said() -> None:
    columns = find_columns(
        ["Date received", "SUBJECT:", "Titel", "E-mail", "Locatie", "Tijdig: regel"], {}
    )
    assert columns.places == {"received_on": 0, "subject": 1, "title": 2, "email": 3}
    assert columns.ignored == ["Locatie"]
    told = {"Datum binnen": "received_on", "Onderwerp": "title", "Naam": "-", "Van": "name"}
    columns = find_columns(
        ["Datum binnen", "Ontvangen", "Onderwerp", "Naam", "Van"], told, has_subject=True
    )
    assert columns.places == {"received_on": 0, "title": 2, "name": 4}
    assert columns.ignored == ["Naam", "Ontvangen"]


@pytest.mark.parametrize(
    ("headings", "given", "said"),
    [
        ([*GOOD, "Naam"], {}, "betekenen hetzelfde: 'Afzender', 'Naam'"),
        ([*GOOD], {"Datum": "received_on"}, "Er is geen kolom 'Datum'"),
        ([*GOOD], {"Betreft": "titel"}, "titel is geen gegeven"),
        ([*GOOD], {"Betreft": "title", "Afzender": "title"}, "Twee kolommen"),
    ],
)
def test_columns_that_cannot_be_are_refused(
    headings: list[str], given: dict[str, str], said: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        find_columns(headings, given)
    assert said in str(refused.value.message)
