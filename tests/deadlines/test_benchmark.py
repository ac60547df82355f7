"""Does the benchmark measure what it says? Not how fast it is: tests do not look at the clock."""

from benchmarks.deadlines import Speed, json_all, mix, reckon_all, report, speed_of, start_of
from tracker.deadlines.events import EVENT_TYPES
from tracker.deadlines.regimes import REGIMES
from tracker.deadlines.wire import question_as_json


def test_the_mix_has_every_regime_and_every_event_in_cases_that_can_be_reckoned() -> None:
    cases = mix()

    assert {case.regime for case in cases} == set(REGIMES)
    assert {event.type for case in cases for event in case.events} == set(EVENT_TYPES)
    reckon_all(cases)
    json_all([question_as_json(case) for case in cases])


def test_a_speed_stands_beside_its_yardstick() -> None:
    assert Speed(100.0).beside(Speed(250.0)) == 2.5
    assert speed_of(lambda: sum(range(20_000)), 1, rounds=1).per_second > 0


def test_the_command_that_is_measured_works() -> None:
    assert start_of("-m", "tracker", "deadline", starts=1).clock > 0


def test_the_report_gives_both_figures_with_what_is_wanted() -> None:
    lines = "\n".join(report(rounds=1, starts=1))

    assert "20,000" in lines
    assert "0.4 s" in lines
