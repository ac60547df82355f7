"""The period to object, when the electronic way failed: Awb 2:21 and 2:23."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.deadlines.calendar import DUTCH_CALENDAR
from tracker.deadlines.clocks import Reckoning, reckon
from tracker.deadlines.errors import DeadlineError

SENT = date(2026, 9, 1)  # a Tuesday; the period ends on Tuesday 13 October
END = date(2026, 10, 13)


def objection(**facts: Any) -> Reckoning:
    return reckon("awb-bezwaar", {"decision_sent_on": SENT, **facts})


def wrong_way(received: date, shown: date, **facts: Any) -> Reckoning:
    return objection(wrong_channel_on=received, right_way_shown_on=shown, **facts)


def texts(reckoning: Reckoning) -> str:
    return "\n".join(step.text_nl for step in reckoning.steps)


def articles(reckoning: Reckoning) -> set[str]:
    return {step.article for step in reckoning.steps}


def test_an_outage_lengthens_the_period_and_the_term_to_decide_follows() -> None:
    until = date(2026, 10, 15)
    reckoning = objection(filing_extended_until=until, received_on=until)

    assert reckoning.objection_period_ends_on == until
    assert reckoning.filed_in_time is True
    assert reckoning.due_on == reckoning.due_on_lenient == date(2026, 11, 26)
    assert "digitaal minder goed bereikbaar" in texts(reckoning)
    assert "Awb 2:21 lid 1" in articles(reckoning)


def test_an_outage_that_ended_before_the_period_changes_nothing() -> None:
    reckoning = objection(filing_extended_until=date(2026, 10, 1), received_on=END)

    assert reckoning.objection_period_ends_on == END
    assert "Die liep al tot en met dinsdag 13 oktober 2026" in texts(reckoning)


def test_who_was_sent_away_gets_the_time_that_it_took() -> None:
    reckoning = wrong_way(date(2026, 10, 9), date(2026, 10, 14), received_on=date(2026, 10, 19))

    assert reckoning.objection_period_ends_on == date(2026, 10, 19)  # 5 days more are a Sunday
    assert reckoning.filed_in_time is True
    assert "Op woensdag 14 oktober 2026 is de juiste weg gewezen" in texts(reckoning)
    assert "Awb 2:23" in articles(reckoning)


def test_the_term_to_decide_starts_later_in_the_wider_reading_only() -> None:
    reckoning = wrong_way(date(2026, 10, 9), date(2026, 10, 14))

    assert reckoning.due_on == date(2026, 11, 24)  # six weeks after 13 October
    assert reckoning.due_on_lenient == date(2026, 11, 30)  # six weeks after 19 October
    assert "De veilige lezing: die begint na dinsdag 13 oktober 2026." in texts(reckoning)
    assert "ruimer worden gelezen" in texts(reckoning)
    assert "Awb 2:16 lid 1" in articles(reckoning)


@pytest.mark.parametrize(
    ("sent", "wrong", "shown", "end"),
    [
        # the same day: one working day at least
        (SENT, date(2026, 10, 9), date(2026, 10, 9), date(2026, 10, 14)),
        (date(2026, 9, 4), date(2026, 10, 9), date(2026, 10, 9), date(2026, 10, 19)),  # a Friday
        # the period ended on a Saturday, so on Monday 12 October; two days more add none to that
        (date(2026, 8, 29), date(2026, 10, 9), date(2026, 10, 11), date(2026, 10, 13)),
        (date(2026, 8, 29), date(2026, 10, 9), date(2026, 10, 13), date(2026, 10, 14)),
        (SENT, END, date(2026, 10, 20), date(2026, 10, 20)),  # on the last day itself
    ],
)
def test_it_is_at_least_one_working_day(sent: date, wrong: date, shown: date, end: date) -> None:
    facts = {"decision_sent_on": sent, "wrong_channel_on": wrong, "right_way_shown_on": shown}

    assert reckon("awb-bezwaar", facts).objection_period_ends_on == end


def test_the_wrong_way_after_the_period_gives_no_time() -> None:
    reckoning = wrong_way(date(2026, 10, 14), date(2026, 10, 20), received_on=date(2026, 10, 20))

    assert reckoning.objection_period_ends_on == END
    assert reckoning.filed_in_time is False
    assert "De termijn was toen al voorbij" in texts(reckoning)


def test_an_outage_and_the_wrong_way_add_up() -> None:
    reckoning = wrong_way(
        date(2026, 10, 14), date(2026, 10, 16), filing_extended_until=date(2026, 10, 15)
    )

    assert reckoning.objection_period_ends_on == date(2026, 10, 19)  # the 17th is a Saturday
    assert reckoning.due_on == date(2026, 11, 26)


def test_an_appeal_and_a_tax_have_the_same_rules() -> None:
    facts = {"wrong_channel_on": date(2026, 10, 9), "right_way_shown_on": date(2026, 10, 14)}
    appeal = reckon("awb-administratief-beroep", {"appeal_period_ends_on": END, **facts})
    given_end = reckon("woz-bezwaar", {"objection_period_ends_on": END, **facts})

    assert appeal.objection_period_ends_on == date(2026, 10, 19)
    assert given_end.objection_period_ends_on == date(2026, 10, 19)


def test_before_2026_these_rules_are_marked_as_newer() -> None:
    outage = reckon(
        "awb-bezwaar",
        {"decision_sent_on": "2025-09-01", "filing_extended_until": "2025-10-15"},
    )
    way = reckon(
        "awb-bezwaar",
        {
            "decision_sent_on": "2025-09-01",
            "wrong_channel_on": "2025-10-08",
            "right_way_shown_on": "2025-10-09",
        },
    )

    for reckoning in (outage, way):
        assert "geldt pas vanaf donderdag 1 januari 2026" in texts(reckoning)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"wrong_channel_on": "2026-10-09"}, "right_way_shown_on"),
        (
            {"wrong_channel_on": "2026-10-09", "right_way_shown_on": "2026-10-08"},
            "right_way_shown_on",
        ),
        ({"wrong_channel_on": "2026-02-30"}, "wrong_channel_on"),
        ({"filing_extended_until": True}, "filing_extended_until"),
    ],
)
def test_what_cannot_be_is_named(facts: dict[str, Any], field: str) -> None:
    with pytest.raises(DeadlineError) as error:
        objection(**facts)

    assert error.value.field == field


@given(st.dates(date(2011, 1, 1), date(2028, 6, 30)), st.integers(0, 60), st.integers(0, 60))
def test_who_was_sent_away_always_gets_a_working_day_and_never_less_than_it_took(
    sent: date, before_end: int, took: int
) -> None:
    ordinary = reckon("awb-bezwaar", {"decision_sent_on": sent})
    end = ordinary.objection_period_ends_on
    assert end
    wrong = end - timedelta(days=before_end)
    shown = wrong + timedelta(days=took)
    facts = {"decision_sent_on": sent, "wrong_channel_on": wrong, "right_way_shown_on": shown}
    found = reckon("awb-bezwaar", facts)

    longer = found.objection_period_ends_on
    assert longer
    assert DUTCH_CALENDAR.working_days_between(end, longer) >= 1
    assert longer >= sent + timedelta(weeks=6, days=took)
    assert found.due_on == ordinary.due_on
    assert found.due_on_lenient
    assert ordinary.due_on_lenient
    assert found.due_on_lenient >= ordinary.due_on_lenient
