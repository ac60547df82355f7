"""Does the panel of a case say all that a handler must know of its dates?"""

from datetime import timedelta

import pytest

from tests.browsing import Colleague, Office, Page
from tests.register.at_law import case_of, kept
from tracker.register.models import Case

OBJECTION = {"decision_sent_on": "2026-10-20"}


def seen(office: Office, case: Case) -> Page:
    return office.sign_in(office.house.handler).get(f"/zaken/{case.number}")


def lines(page: Page) -> list[str]:
    return [
        " ".join(line.text_content().split())
        for line in page.tree.xpath("//ul[@class='clock-panel__lines']/li")
    ]


def lights(page: Page) -> list[str]:
    return [
        " ".join(clock.text_content().split())
        for clock in page.tree.xpath("//*[contains(@class, 'clock-panel__clocks')]//li")
    ]


def unfolded(page: Page) -> bool:
    (steps,) = page.tree.find_class("steps")
    return steps.get("open") is not None


def test_each_clock_has_a_light_in_a_word_and_the_working_days_left(office: Office) -> None:
    case = office.house.open(office.house.application)
    acknowledge, target, due = lights(seen(office, case))
    assert acknowledge.endswith("op tijd over 2 werkdagen")
    assert target.endswith("op tijd over 10 werkdagen")
    assert due.endswith("op tijd over 38 werkdagen")
    office.clock.forward(timedelta(days=10))
    acknowledge, target, _due = lights(seen(office, case))
    assert acknowledge.endswith("6 werkdagen te laat")
    assert target.endswith("bijna over 2 werkdagen")


def test_a_stopped_and_a_standing_clock_say_so(office: Office, handler: Colleague) -> None:
    case = office.house.open(office.house.application)
    kept(handler, case, "bevestigd")
    page = kept(handler, case, "opschorten", ground="incomplete", respond_by="2026-11-23")
    acknowledge, _target, due = lights(page)
    assert "gestopt op maandag 9 november 2026" in acknowledge
    assert "staat stil" in due


def test_the_reasons_are_open_only_when_the_date_was_moved(
    office: Office, handler: Colleague
) -> None:
    woo = case_of(office, "woo")
    assert not unfolded(seen(office, woo))
    # One that ends on a free day is moved by the Atw
    assert unfolded(seen(office, office.house.open(office.house.application))) is False
    rolled = office.house.open(office.house.application, facts={"statutory_term": "5 days"})
    assert unfolded(seen(office, rolled))
    assert unfolded(kept(handler, woo, "verlengen", amount=2))


def test_the_milestones_of_a_regime_are_named_while_they_lie_ahead(office: Office) -> None:
    case = case_of(office, "woo")
    said = lines(seen(office, case))
    assert any(
        line.startswith("Verlengen kan tot en met maandag 7 december 2026, met hooguit 2 weken.")
        and line.endswith("Woo 4.4 lid 2")
        for line in said
    )
    assert any(
        line.startswith("Om precisering vragen kan tot en met maandag 23 november 2026.")
        for line in said
    )
    office.clock.forward(timedelta(days=15))
    assert not any("precisering" in line for line in lines(seen(office, case)))


def test_a_complaint_names_the_last_day_to_refuse_it(office: Office) -> None:
    said = lines(seen(office, case_of(office, "awb-klacht")))
    last_day = "Schrijf dat uiterlijk maandag 7 december 2026. Awb 9:8 lid 3"
    assert any(line.endswith(last_day) for line in said)


def test_after_a_request_for_completion_the_last_day_to_dismiss_is_named(
    office: Office, handler: Colleague
) -> None:
    case = office.house.open(office.house.application)
    page = kept(handler, case, "opschorten", ground="incomplete", respond_by="2026-11-23")
    assert any("Schrijf dat uiterlijk maandag 21 december 2026." in line for line in lines(page))


def test_where_the_law_is_open_both_dates_are_named(office: Office, handler: Colleague) -> None:
    case = office.house.open(office.house.application)
    page = kept(handler, case, "opschorten", ground="incomplete", respond_by="2026-11-24")
    assert any(
        "Wij houden de veilige datum aan." in line
        and line.startswith("Volgens een ruimere uitleg van de wet is het")
        for line in lines(page)
    )


@pytest.mark.parametrize(
    ("sent_on", "sentence"),
    [
        ("2026-10-20", "Op tijd ingediend. Dat kon tot en met dinsdag 1 december 2026."),
        ("2026-09-01", "Te laat ingediend: dat kon tot en met dinsdag 13 oktober 2026."),
    ],
)
def test_an_objection_says_whether_it_came_in_time(
    office: Office, sent_on: str, sentence: str
) -> None:
    case = office.house.open(office.house.objection, facts={"decision_sent_on": sent_on})
    assert any(line.startswith(sentence) for line in lines(seen(office, case)))


@pytest.mark.parametrize(
    ("regime", "why"),
    [
        ("awb-aanvraag", "Nog geen dwangsom. Er is geen ingebrekestelling. Awb 4:17"),
        ("woo", "Geen dwangsom. De Woo sluit die uit."),
        ("awb-klacht", "Geen dwangsom. De behandeling van een klacht is geen besluit."),
        ("servicenorm", "Geen dwangsom. Een gewone brief vraagt geen besluit."),
    ],
)
def test_why_lateness_costs_nothing_is_said(office: Office, regime: str, why: str) -> None:
    assert why in seen(office, case_of(office, regime)).one("clock-panel__penalty")


def test_a_penalty_that_has_not_begun_costs_nothing_yet(office: Office) -> None:
    case = office.house.open(office.house.application)
    office.clock.move_to(office.clock().replace(year=2027, month=1, day=5))
    page = kept(office.sign_in(office.house.handler), case, "ingebrekestelling")
    said = page.one("clock-panel__penalty")
    assert "Eerste dag woensdag 20 januari 2027" in said
    assert "Tot nu toe nog niets" in said
    assert "Hooguit € 1.442" in said


def test_a_penalty_that_ended_is_to_be_fixed_and_runs_no_more(office: Office) -> None:
    # Given a decision of the 36th day of a penalty
    case = office.house.open(office.house.application)
    office.clock.move_to(office.clock().replace(year=2027, month=2, day=24))
    late = office.sign_in(office.house.handler)
    kept(late, case, "ingebrekestelling", on="2027-01-05")
    said = kept(late, case, "besluit", how="post", sure="y").one("clock-panel__penalty")
    # Then it speaks of a penalty that is over, and of what the law wants now
    assert "clock-panel__penalty--runs" not in late.get(f"/zaken/{case.number}").markup
    assert "Elke dag te laat kost geld" not in said
    assert "Stel het bedrag vast binnen twee weken na de laatste dag. Awb 4:18" in said
    assert "Laatste dag woensdag 24 februari 2027" in said
    assert "Bedrag € 1.172 (36 dagen); € 1.127 als de dag van het besluit niet meetelt" in said


def test_a_penalty_of_which_the_days_are_over_is_to_be_fixed_without_a_decision_too(
    office: Office,
) -> None:
    case = office.house.open(office.house.application)
    office.clock.move_to(office.clock().replace(year=2027, month=4, day=1))
    page = kept(office.sign_in(office.house.handler), case, "ingebrekestelling", on="2027-01-05")
    said = page.one("clock-panel__penalty")
    assert "De dwangsom is gestopt." in said
    assert "Laatste dag dinsdag 2 maart 2027 Bedrag € 1.442 (42 dagen)" in said


def test_a_closed_case_names_no_days_that_no_longer_matter(
    office: Office, handler: Colleague
) -> None:
    case = case_of(office, "woo")
    page = kept(handler, case, "besluit", how="post", sure="y")
    assert lines(page) == []
