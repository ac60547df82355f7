"""Promises in hours of office time: they count while the town hall is open."""

import json
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.deadlines.calendar import DUTCH_CALENDAR, Calendar
from tracker.deadlines.clocks import LegalEvent, Norms, Reckoning, reckon
from tracker.deadlines.errors import DeadlineError
from tracker.deadlines.office import Office
from tracker.deadlines.regimes import REGIMES
from tracker.deadlines.terms import parse_legal_length, parse_length
from tracker.deadlines.wire import answer_line, explain

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
TUESDAY = date(2026, 9, 1)
NORMS = Norms(acknowledge_within="4 hours", answer_within="48 hours")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


def letter(*events: LegalEvent, regime: str = "servicenorm", **facts: Any) -> Reckoning:
    return reckon(regime, facts or {"received_on": TUESDAY}, events, NORMS)


def texts(reckoning: Reckoning, clock: str = "target", language: str = "nl") -> str:
    return "\n".join(step.text(language) for step in reckoning.steps if step.clock == clock)


@pytest.mark.parametrize(
    ("received", "by"),
    [
        ("2026-09-01T10:00", "2026-09-01T14:00"),
        ("2026-09-01T08:30", "2026-09-01T12:30"),
        ("2026-09-01T03:00", "2026-09-01T12:30"),  # before the office opens
        ("2026-09-01T13:00", "2026-09-01T17:00"),  # just full: the end of the day, not the next
        ("2026-09-01T15:00", "2026-09-02T10:30"),
        ("2026-09-01T16:59:30", "2026-09-02T12:29:30"),
        ("2026-09-01T17:00", "2026-09-02T12:30"),
        ("2026-09-01T23:50", "2026-09-02T12:30"),
        ("2026-09-04T16:00", "2026-09-07T11:30"),  # over a weekend
        ("2026-09-05T11:00", "2026-09-07T12:30"),  # on a Saturday
        ("2026-12-24T16:00", "2026-12-28T11:30"),  # over Christmas and a weekend
        ("2026-03-27T16:00", "2026-03-30T11:30"),  # summer time began meanwhile
        ("2026-03-29T02:30", "2026-03-30T12:30"),  # in the hour that was skipped
        ("2026-10-23T16:00", "2026-10-26T11:30"),  # summer time ended meanwhile
        ("2026-10-25T02:30", "2026-10-26T12:30"),  # in the hour that came twice
    ],
)
def test_hours_count_while_the_office_is_open(received: str, by: str) -> None:
    reckoning = letter(received_at=at(received))

    assert reckoning.acknowledge_at == at(by)
    assert reckoning.acknowledge_by == at(by).date()


def test_the_moment_of_receipt_is_read_on_the_clock_of_the_town_hall() -> None:
    winter = letter(received_at=datetime(2026, 11, 24, 9, 0, tzinfo=UTC))
    summer = letter(received_at=datetime(2026, 9, 1, 9, 0, tzinfo=UTC))

    assert winter.acknowledge_at == at("2026-11-24T14:00")
    assert summer.acknowledge_at == at("2026-09-01T15:00")


def test_where_only_the_day_is_known_hours_count_from_the_next_working_day() -> None:
    assert letter().acknowledge_at == at("2026-09-02T12:30")
    assert letter(received_on=date(2026, 9, 4)).acknowledge_at == at("2026-09-07T12:30")


def test_forty_eight_hours_are_more_than_five_days_at_the_office() -> None:
    reckoning = letter(received_at=at("2026-09-01T10:00"))

    assert reckoning.target_at == at("2026-09-08T15:30")  # 5 days of 8½ hours and 5½ hours
    assert reckoning.target_on == date(2026, 9, 8)
    assert reckoning.due_on is None


def test_a_norm_in_days_has_no_moment() -> None:
    reckoning = reckon("servicenorm", {"received_at": at("2026-09-01T10:00")})

    assert reckoning.acknowledge_at is None
    assert reckoning.target_at is None


def test_a_closing_day_is_no_office_time() -> None:
    closed = Calendar(closing_days=[date(2026, 9, 2)])
    reckoning = reckon("servicenorm", {"received_on": TUESDAY}, norms=NORMS, calendar=closed)

    assert reckoning.acknowledge_at == at("2026-09-03T12:30")


def test_the_office_has_hours_of_its_own() -> None:
    norms = Norms("4 hours", office_opens=time(9), office_closes=time(12))
    reckoning = reckon("servicenorm", {"received_at": at("2026-09-01T11:00")}, norms=norms)

    assert reckoning.acknowledge_at == at("2026-09-02T12:00")


def test_an_office_that_closes_before_it_opens_is_refused() -> None:
    norms = Norms("4 hours", office_opens=time(17), office_closes=time(9))
    with pytest.raises(DeadlineError) as error:
        reckon("servicenorm", {"received_on": TUESDAY}, norms=norms)

    assert error.value.field == "office_closes"


def test_the_steps_say_from_when_the_hours_count_and_until_when() -> None:
    reckoning = letter(received_at=at("2026-09-01T17:30"))

    assert "tellen vanaf woensdag 2 september 2026 om 8.30 uur" in texts(reckoning, "acknowledge")
    assert "4 kantooruren" in texts(reckoning, "acknowledge")
    assert "van 8.30 uur tot 17.00 uur" in texts(reckoning, "acknowledge")
    assert texts(reckoning, "acknowledge").endswith(
        "Bevestig de ontvangst uiterlijk op woensdag 2 september 2026 om 12.30 uur."
    )
    assert "from 08:30 to 17:00 on working days" in texts(reckoning, "target", "en")
    assert texts(reckoning, "target", "en").endswith("2026 at 14:00.")


def test_a_suspension_moves_the_moment_by_whole_days() -> None:
    asked = LegalEvent("suspension_started", date(2026, 9, 2), ground="incomplete")
    back = LegalEvent("suspension_ended", date(2026, 9, 5))
    for regime in ("servicenorm", "awb-aanvraag"):
        moved = letter(asked, back, regime=regime, received_at=at("2026-09-01T10:00"))

        assert moved.target_at == at("2026-09-10T15:30")  # 3 and 4 September stand still
        assert "schuift met hele dagen op" in texts(moved)
        assert moved.acknowledge_at == at("2026-09-01T14:00")


def test_a_moment_moved_to_a_free_day_becomes_the_next_opening() -> None:
    asked = LegalEvent("suspension_started", date(2026, 9, 2), ground="incomplete")
    back = LegalEvent("suspension_ended", date(2026, 9, 7))
    for regime in ("servicenorm", "awb-aanvraag"):
        moved = letter(asked, back, regime=regime, received_at=at("2026-09-01T10:00"))

        assert moved.target_at == at("2026-09-14T08:30")  # four days later is a Saturday


def test_an_extension_keeps_the_time_of_day() -> None:
    extended = LegalEvent("extended", date(2026, 9, 2), length="1 week")

    assert letter(extended).target_at == at("2026-09-16T14:00")


def test_a_day_that_was_agreed_has_no_moment() -> None:
    agreed = LegalEvent("postponed_by_consent", date(2026, 9, 2), until=date(2026, 9, 19))
    reckoning = letter(agreed)

    assert reckoning.target_on == date(2026, 9, 19)
    assert reckoning.target_at is None


def test_a_target_cut_off_at_the_due_date_has_no_moment() -> None:
    norms = Norms(answer_within="365 hours")
    reckoning = reckon("wmo-aanvraag", {"received_on": TUESDAY}, norms=norms)

    assert reckoning.target_on == reckoning.due_on
    assert reckoning.target_at is None


def test_a_reopened_case_counts_its_hours_anew() -> None:
    events = [LegalEvent("answered", TUESDAY), LegalEvent("reopened", date(2026, 10, 1))]
    reckoning = letter(*events, received_at=at("2026-09-01T10:00"))

    assert reckoning.target_at == at("2026-10-09T14:00")
    assert "opnieuw, vanaf vrijdag 2 oktober 2026 om 8.30 uur" in texts(reckoning)


def test_hours_that_lean_on_an_undecided_year_say_so() -> None:
    reckoning = letter(received_at=at("2029-03-01T10:00"))

    for clock in ("acknowledge", "target"):
        assert texts(reckoning, clock).count("2029 nog niet vastgesteld") == 1


def test_the_moments_come_out_as_json_and_for_people() -> None:
    facts = {"received_at": "2026-09-01T10:00+02:00"}
    line, ok = answer_line(json.dumps({"regime": "woo", "facts": facts}), norms=NORMS)
    plain, _ok = answer_line(json.dumps({"regime": "woo", "facts": facts}))
    got = json.loads(line)

    assert ok
    assert got["acknowledge_at"] == "2026-09-01T14:00:00+02:00"
    assert got["target_at"] == "2026-09-08T15:30:00+02:00"
    assert json.loads(plain)["target_at"] is None
    people = explain(letter(received_at=at("2026-09-01T10:00")))
    assert "Ontvangstbevestiging: dinsdag 1 september 2026 om 14.00 uur" in people


@pytest.mark.parametrize(
    ("regime", "facts", "events", "field"),
    [
        ("awb-aanvraag", {"statutory_term": "48 hours"}, [], "statutory_term"),
        ("woo", {}, [LegalEvent("extended", TUESDAY, length="48 hours")], "events[0].length"),
        (
            "servicenorm",
            {},
            [LegalEvent("extended", TUESDAY, length="2 hours")],
            "events[0].length",
        ),
    ],
)
def test_a_legal_term_in_hours_is_refused(
    regime: str, facts: dict[str, Any], events: list[LegalEvent], field: str
) -> None:
    with pytest.raises(DeadlineError) as error:
        reckon(regime, {"received_on": TUESDAY, **facts}, events)

    assert error.value.field == field
    assert "uren" in error.value.message_nl
    assert "(Atw 4)" in error.value.message_en


def test_a_length_in_hours_reads_well_and_has_a_limit() -> None:
    assert parse_length("1 hour", "norm").nl == "1 kantooruur"
    assert parse_length("48 hours", "norm").nl == "48 kantooruren"
    assert parse_length("48 hours", "norm").en == "48 hours"
    assert parse_legal_length("6 weeks", "length").number == 6
    with pytest.raises(DeadlineError):
        parse_length("1001 hours", "norm")


DAYS = st.dates(date(2011, 1, 1), date(2028, 3, 31))
MOMENTS = st.builds(datetime.combine, DAYS, st.times(), st.just(UTC))
OPENINGS = st.tuples(st.integers(0, 23 * 60), st.integers(1, 12 * 60)).map(
    lambda minutes: (minutes[0], min(minutes[0] + minutes[1], 24 * 60 - 1))
)


def clock_time(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def in_office_time(moment: datetime, office: Office) -> bool:
    open_now = office.opens <= moment.time() <= office.closes
    return open_now and office.calendar.is_working_day(moment.date())


@given(st.sampled_from(sorted(REGIMES)), MOMENTS, OPENINGS, st.integers(1, 365))
def test_a_promised_moment_lies_in_office_time_and_not_before_receipt(
    code: str, received: datetime, hours_open: tuple[int, int], hours: int
) -> None:
    norms = Norms(
        f"{hours} hours", f"{hours} hours", clock_time(hours_open[0]), clock_time(hours_open[1])
    )
    day = received.astimezone(AMSTERDAM).date()
    facts = {
        "received_at": received,
        "decision_sent_on": day - timedelta(days=12),
        "appeal_period_ends_on": day + timedelta(days=30),
    }
    reckoning = reckon(code, facts, norms=norms)

    for moment, on in (
        (reckoning.acknowledge_at, reckoning.acknowledge_by),
        (reckoning.target_at, reckoning.target_on),
    ):
        if moment is not None:
            assert in_office_time(moment, norms.office(DUTCH_CALENDAR))
            assert moment > received
            assert moment.date() == on


def minute_by_minute(start: datetime, minutes: int, office: Office) -> datetime:
    """Walk on from *start*, and count the minutes that begin while the office is open."""
    wall = start.astimezone(AMSTERDAM).replace(tzinfo=None)
    while minutes:
        works = office.calendar.is_working_day(wall.date())
        minutes -= works and office.opens <= wall.time() < office.closes
        wall += timedelta(minutes=1)
    return wall.replace(tzinfo=AMSTERDAM)


@given(MOMENTS, st.integers(1, 40))
def test_walking_the_minutes_gives_the_same_moment(received: datetime, hours: int) -> None:
    received = received.replace(second=0, microsecond=0)
    office = Norms().office(DUTCH_CALENDAR)
    norms = Norms(f"{hours} hours")
    reckoning = reckon("servicenorm", {"received_at": received}, norms=norms)

    assert reckoning.acknowledge_at == minute_by_minute(received, hours * 60, office)


@given(MOMENTS, st.integers(0, 10_000), st.integers(1, 365))
def test_a_later_receipt_never_gives_an_earlier_moment(
    received: datetime, minutes: int, hours: int
) -> None:
    norms = Norms(answer_within=f"{hours} hours")
    later = received + timedelta(minutes=minutes)
    first = reckon("servicenorm", {"received_at": received}, norms=norms).target_at
    second = reckon("servicenorm", {"received_at": later}, norms=norms).target_at

    assert first
    assert second
    assert first <= second
