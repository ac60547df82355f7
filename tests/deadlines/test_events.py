"""Events move, stop and restart the clocks, as far as the law lets them."""

from datetime import date, timedelta
from typing import Any

import pytest

from tracker.deadlines.clocks import LegalEvent, Norms, Reckoning, reckon
from tracker.deadlines.errors import DeadlineError

RECEIVED = date(2026, 9, 1)  # a Tuesday; eight weeks later is Tuesday 27 October


def on(day: int, month: int = 9) -> date:
    return date(2026, month, day)


def asked(day: date, ground: str = "incomplete", **more: Any) -> LegalEvent:
    return LegalEvent("suspension_started", day, ground=ground, **more)


def ended(day: date, **more: Any) -> LegalEvent:
    return LegalEvent("suspension_ended", day, **more)


def extended(day: date, length: str | None, **more: Any) -> LegalEvent:
    return LegalEvent("extended", day, length=length, **more)


def application(*events: LegalEvent, **facts: Any) -> Reckoning:
    return reckon("awb-aanvraag", {"received_on": RECEIVED, **facts}, events)


def texts(reckoning: Reckoning, clock: str = "due") -> str:
    return "\n".join(step.text_nl for step in reckoning.steps if step.clock == clock)


def refused(regime: str, *events: LegalEvent, **facts: Any) -> DeadlineError:
    with pytest.raises(DeadlineError) as error:
        reckon(regime, {"received_on": RECEIVED, **facts}, events)
    return error.value


# Suspension


def test_a_suspension_moves_the_due_date_and_the_target() -> None:
    reckoning = application(asked(on(7)), ended(on(17)))

    assert reckoning.due_on == on(5, 11)  # 8 to 16 September stand still: nine days
    assert reckoning.due_on_lenient == on(6, 11)  # the ministry counts the 17th too
    assert reckoning.target_on == on(1, 10)  # 22 September and nine days
    assert reckoning.acknowledge_by == on(3)
    assert "Opgeschort van dinsdag 8 september 2026" in texts(reckoning)
    assert "ruimer worden gelezen" in texts(reckoning)
    assert "ruimer" not in texts(reckoning, "target")


def test_a_target_moved_to_a_free_day_goes_on_to_a_working_day() -> None:
    reckoning = application(asked(on(7)), ended(on(13)))

    assert reckoning.target_on == on(28)  # 22 September and five days is a Sunday
    assert "zondag" in texts(reckoning, "target")


def test_an_application_that_is_never_completed_runs_again_after_the_set_term() -> None:
    facts = {"received_on": RECEIVED}
    events = [asked(on(7), respond_by=on(21))]
    still_open = reckon("awb-aanvraag", facts, events, as_of=on(10))
    run_out = reckon("awb-aanvraag", facts, events, as_of=on(22))

    assert still_open.due_on == run_out.due_on == on(9, 11)
    assert still_open.suspended_since == on(8)
    assert still_open.respond_by == on(21)
    assert run_out.suspended_since is None
    assert "Voorlopig: opgeschort" in texts(still_open)
    assert "Voorlopig" not in texts(run_out)


def test_a_completion_after_the_set_term_does_not_lengthen_the_suspension() -> None:
    late = application(asked(on(7), respond_by=on(21)), ended(on(30)))
    early = application(asked(on(7), respond_by=on(21)), ended(on(14)))

    assert late.due_on == on(9, 11)
    assert early.due_on == on(2, 11)


def test_a_delay_by_the_applicant_lasts_until_it_ends() -> None:
    reckoning = application(
        asked(on(7), "attributable_to_applicant", respond_by=on(10)), ended(on(30))
    )

    assert reckoning.due_on == on(18, 11)


def test_an_open_suspension_without_a_set_term_leaves_the_safe_date() -> None:
    reckoning = application(asked(on(7), "force_majeure"))

    assert reckoning.due_on == on(27, 10)
    assert reckoning.suspended_since == on(8)
    assert reckoning.respond_by is None
    assert "zonder einddatum" in texts(reckoning)


def test_overlapping_suspensions_count_each_day_once() -> None:
    reckoning = application(
        asked(on(7), "incomplete"),
        asked(on(10), "foreign_information"),
        ended(on(14), ground="incomplete"),
        ended(on(21), ground="foreign_information"),
    )

    assert reckoning.due_on == on(27, 10) + timedelta(days=13)  # 8 to 20 September
    assert "aanvulling gevraagd; informatie uit het buitenland" in texts(reckoning)


def test_two_suspensions_of_one_ground_name_it_once() -> None:
    reckoning = application(asked(on(7)), asked(on(8)), ended(on(14)), ended(on(15)))

    assert reckoning.due_on == on(27, 10) + timedelta(days=7)  # 8 to 14 September
    assert "aanvulling gevraagd;" not in texts(reckoning)


def test_an_end_belongs_to_the_suspension_that_still_runs() -> None:
    reckoning = application(
        asked(on(2), respond_by=on(5)), asked(on(10), respond_by=on(30)), ended(on(20))
    )

    # 3, 4 and 11 to 19 September stand still
    assert reckoning.unrolled_due_on == on(27, 10) + timedelta(days=2 + 9)


def test_an_end_after_the_set_term_ran_out_belongs_to_the_last_one() -> None:
    reckoning = application(asked(on(2), respond_by=on(5)), ended(on(20)))

    assert reckoning.due_on == on(27, 10) + timedelta(days=2)
    assert reckoning.suspended_since is None


def test_events_are_taken_in_the_order_of_their_days() -> None:
    assert application(ended(on(17)), asked(on(7))).due_on == on(5, 11)


def test_a_suspension_that_ends_at_once_adds_no_day_and_says_so() -> None:
    reckoning = application(asked(on(7)), ended(on(8)))

    assert reckoning.due_on == on(27, 10)
    assert reckoning.due_on_lenient == on(28, 10)
    assert "meteen weer hervat" in texts(reckoning)


def test_a_suspension_after_the_term_ran_out_changes_nothing() -> None:
    reckoning = application(asked(on(27, 10)), ended(on(10, 11)))

    assert reckoning.due_on == reckoning.due_on_lenient == on(27, 10)
    assert "Dat telt niet" in texts(reckoning)


def test_a_suspension_before_the_objection_term_began_changes_nothing() -> None:
    facts = {"objection_period_ends_on": on(13, 10), "received_on": on(8)}
    before = reckon("awb-bezwaar", facts, [asked(on(10), "defect"), ended(on(22))])
    across = reckon("awb-bezwaar", facts, [asked(on(10), "defect"), ended(on(18, 10))])

    assert before.due_on == before.due_on_lenient == on(24, 11)
    assert across.due_on == on(28, 11) + timedelta(days=2)  # 14 to 17 October; then a weekend


def test_a_suspension_while_the_term_runs_on_over_a_weekend_still_counts() -> None:
    saturday = {"received_on": date(2026, 8, 29)}  # eight weeks later: Saturday 24 October
    reckoning = reckon("awb-aanvraag", saturday, [asked(on(24, 10)), ended(on(28, 10))])

    assert reckoning.due_on == on(29, 10)  # Monday 26 and the three days from the 25th on


def test_views_of_third_parties_are_counted_up_to_and_including_the_day() -> None:
    events = [asked(on(10), "third_party_views"), ended(on(24))]
    reckoning = reckon("woo", {"received_on": RECEIVED}, events)

    assert reckoning.due_on == reckoning.due_on_lenient == on(29) + timedelta(days=14)


@pytest.mark.parametrize(
    ("regime", "ground", "article"),
    [
        ("awb-aanvraag", "defect", "Awb 4:15"),
        ("awb-aanvraag", "holiday", "Awb 4:15"),
        ("awb-klacht", "incomplete", "Awb 9:11"),
        ("woo", "defect", "Woo 4.4"),
    ],
)
def test_a_ground_that_the_law_does_not_know_is_refused(
    regime: str, ground: str, article: str
) -> None:
    error = refused(regime, asked(on(7), ground))

    assert error.field == "events[0].ground"
    assert article in error.message_nl
    assert article in error.message_en
    assert error.article.startswith(article)


def test_a_ground_with_a_reason_is_taken_and_the_reason_stays() -> None:
    reckoning = application(
        asked(on(7), "ziekte", reason="Zo afgesproken met {de aanvrager}."), ended(on(17))
    )

    assert reckoning.due_on == on(5, 11)
    assert "Zo afgesproken met {de aanvrager}." in texts(reckoning)
    assert "(ziekte)" in texts(reckoning)


def test_a_suspension_without_a_ground_is_refused() -> None:
    assert refused("woo", LegalEvent("suspension_started", on(7))).field == "events[0].ground"


def test_a_term_to_respond_cannot_end_before_it_began() -> None:
    assert refused("woo", asked(on(7), respond_by=on(6))).field == "events[0].respond_by"


def test_an_end_without_a_suspension_is_refused() -> None:
    assert refused("woo", ended(on(7))).field == "events[0].type"
    wrong_ground = refused("woo", asked(on(7)), ended(on(9), ground="force_majeure"))
    assert wrong_ground.field == "events[1].type"


# Extension


@pytest.mark.parametrize(
    ("regime", "facts", "length", "due"),
    [
        ("woo", {}, "2 weeks", on(13, 10)),
        ("avg", {}, "2 months", on(1, 12)),
        ("awb-klacht", {}, "4 weeks", on(10, 11)),
        ("hergebruik", {}, "4 weeks", on(27, 10)),
        ("omgevingsvergunning", {}, "6 weeks", on(8, 12)),
        ("awb-aanvraag", {}, "10 days", on(6, 11)),
        ("awb-uov", {}, "2 months", date(2027, 5, 1)),
        ("brp-correctie", {"subject": "nationality"}, "8 weeks", on(24, 11)),
        ("raadsvragen", {}, "2 weeks", on(15, 10)),
    ],
)
def test_an_extension_adds_its_length(
    regime: str, facts: dict[str, Any], length: str, due: date
) -> None:
    facts = {"received_on": RECEIVED, **facts}

    assert reckon(regime, facts, [extended(on(10), length)]).due_on == due


def test_the_day_to_extend_by_stays_the_end_of_the_first_term() -> None:
    reckoning = reckon("woo", {"received_on": RECEIVED}, [extended(on(10), "2 weeks")])

    assert reckoning.milestones.extend_by == on(29)
    assert "Verlengd met 2 weken, bij brief van donderdag 10 september 2026" in texts(reckoning)


def test_beyond_twelve_weeks_the_safe_date_is_not_moved_off_a_free_day() -> None:
    facts = {"received_on": date(2026, 8, 29), "consent_needed": True}  # Saturdays throughout
    reckoning = reckon("omgevingsvergunning", facts, [extended(on(10), "6 weeks")])

    assert reckoning.due_on == date(2027, 1, 2)
    assert reckoning.due_on_lenient == date(2027, 1, 4)
    assert "schuift daar niet voor op" in texts(reckoning)


def test_a_persons_nationality_may_be_looked_into_again_and_again() -> None:
    facts = {"received_on": RECEIVED, "subject": "civil_status"}
    events = [extended(on(10), "8 weeks"), extended(on(10, 11), "8 weeks")]

    assert reckon("brp-correctie", facts, events).due_on == date(2027, 1, 19)


@pytest.mark.parametrize(
    ("regime", "events", "field", "article"),
    [
        ("woo", [extended(on(9), "2 weeks"), extended(on(10), "1 week")], "events[1].type", "4.4"),
        ("woo", [extended(on(9), "3 weeks")], "events[0].length", "Woo 4.4 lid 2"),
        ("woo", [extended(on(30), "2 weeks")], "events[0].on", "Woo 4.4 lid 2"),
        ("avg", [extended(on(2, 10), "1 month")], "events[0].on", "AVG 12"),
        ("avg", [extended(on(9), "3 months")], "events[0].length", "AVG 12"),
        ("awb-uov", [extended(on(28, 10), "1 month")], "events[0].on", "Awb 3:18"),
        ("brp-correctie", [extended(on(9), "8 weeks")], "events[0].type", "Wet BRP 2.58"),
        ("wmo-melding", [extended(on(9), "1 week")], "events[0].type", "Wmo 2015 2.3.2"),
        ("awb-klacht", [extended(on(9), None)], "events[0].length", ""),
    ],
)
def test_an_extension_that_the_law_does_not_allow_is_refused(
    regime: str, events: list[LegalEvent], field: str, article: str
) -> None:
    error = refused(regime, *events)

    assert error.field == field
    assert article in error.message_nl


def test_an_extension_on_the_last_day_is_in_time() -> None:
    facts = {"received_on": RECEIVED}

    assert reckon("avg", facts, [extended(on(1, 10), "1 month")]).due_on == on(2, 11)
    assert reckon("woo", facts, [extended(on(29), "1 week")]).due_on == on(6, 10)


def test_a_shorter_cap_holds_where_the_appeal_body_is_the_same_legal_person() -> None:
    facts = {"appeal_period_ends_on": "2026-09-05", "same_legal_person": True}
    with pytest.raises(DeadlineError) as error:
        reckon("awb-administratief-beroep", facts, [extended(on(9), "10 weeks")])

    assert "6 weken" in error.value.message_nl


def test_a_refused_extension_with_a_reason_is_taken_and_stays_visible() -> None:
    events = [extended(on(9), "2 weeks"), extended(on(10), "1 week", reason="Op verzoek.")]
    reckoning = reckon("woo", {"received_on": RECEIVED}, events)

    assert reckoning.due_on == on(20, 10)
    assert "Toch vastgelegd, met als reden: Op verzoek." in texts(reckoning)


def test_a_reason_that_was_not_needed_raises_no_alarm() -> None:
    reckoning = reckon(
        "woo", {"received_on": RECEIVED}, [extended(on(9), "2 weeks", reason="Groot verzoek.")]
    )

    assert "staat dit niet toe" not in texts(reckoning)


def test_a_notice_of_delay_moves_no_statutory_term() -> None:
    own = application(extended(on(9), "2 weeks"), statutory_term="6 weeks")
    support = reckon("wmo-aanvraag", {"received_on": RECEIVED}, [extended(on(9), None)])

    assert own.due_on == on(13, 10)
    assert own.milestones.extend_by is None
    assert support.due_on == on(15)
    assert "verandert de wettelijke termijn niet" in texts(own)


def test_a_suspended_term_can_still_be_extended() -> None:
    suspended = [asked(on(10), "third_party_views"), ended(on(24)), extended(on(9, 10), "1 week")]
    open_end = [asked(on(10), "force_majeure"), extended(on(9, 10), "1 week")]

    assert reckon("woo", {"received_on": RECEIVED}, suspended).due_on == on(20, 10)
    assert reckon("woo", {"received_on": RECEIVED}, open_end).due_on == on(6, 10)


def test_extensions_cannot_run_off_the_calendar() -> None:
    events = [extended(on(9), "10 years")] * 40
    error = refused("servicenorm", *events)

    assert error.field.endswith(".length")


# Postponement by consent


def test_a_delay_that_was_agreed_in_writing_is_the_new_date() -> None:
    reckoning = application(LegalEvent("postponed_by_consent", on(20, 10), until=on(14, 11)))

    assert (
        reckoning.due_on == reckoning.due_on_lenient == on(14, 11)
    )  # a Saturday: agreed is agreed
    assert "Uitstel afgesproken tot en met zaterdag 14 november 2026." in texts(reckoning)


def test_a_suspension_within_an_agreed_delay_counts_once_with_it() -> None:
    agreed = LegalEvent("postponed_by_consent", on(1, 10), until=on(10, 11))
    within = application(agreed, asked(on(1, 11)), ended(on(6, 11)))
    beyond = application(agreed, asked(on(1, 11)), ended(on(21, 11)))

    assert within.due_on == on(10, 11)
    assert within.due_on_lenient == on(15, 11)  # the five days of it after the agreed day
    assert "valt samen met het afgesproken uitstel" in texts(within)
    assert beyond.due_on == on(20, 11)  # it stood still until then
    assert beyond.due_on_lenient == on(30, 11)
    assert "Dagen erbij: 10" in texts(beyond)


def test_a_suspension_from_before_the_agreement_reaches_no_further_than_its_own_days() -> None:
    reckoning = application(
        asked(on(7)),
        ended(on(17)),
        LegalEvent("postponed_by_consent", on(1, 10), until=on(10, 11)),
    )

    assert reckoning.due_on == reckoning.due_on_lenient == on(10, 11)


def test_an_agreement_after_the_term_ran_out_moves_the_lenient_date_only() -> None:
    late = application(LegalEvent("postponed_by_consent", on(28, 10), until=on(10, 11)))
    just_in_time = application(LegalEvent("postponed_by_consent", on(27, 10), until=on(10, 11)))

    assert late.due_on == on(27, 10)
    assert late.due_on_lenient == on(10, 11)
    assert "maar de termijn was al voorbij" in texts(late)
    assert just_in_time.due_on == on(10, 11)


def test_an_agreement_on_an_earlier_day_brings_nothing_forward() -> None:
    reckoning = application(LegalEvent("postponed_by_consent", on(20), until=on(1, 10)))

    assert reckoning.due_on == on(27, 10)
    assert "De termijn liep al" in texts(reckoning)


def test_an_agreement_needs_its_day() -> None:
    error = refused("awb-aanvraag", LegalEvent("postponed_by_consent", on(20)))

    assert error.field == "events[0].until"


def test_an_agreement_that_the_law_does_not_know_needs_a_reason() -> None:
    until = on(30, 10)
    error = refused("avg", LegalEvent("postponed_by_consent", on(20), until=until))
    with_reason = reckon(
        "avg",
        {"received_on": RECEIVED},
        [LegalEvent("postponed_by_consent", on(20), until=until, reason="Zelf gevraagd.")],
    )

    assert error.article == "AVG 12 lid 3"
    assert with_reason.due_on == until
    assert "Zelf gevraagd." in texts(with_reason)


# Forwarding


def test_handing_on_restarts_the_term_when_the_sender_was_told() -> None:
    told = application(LegalEvent("forwarded_internally", on(4), sender_told=True))
    untold = application(LegalEvent("forwarded_internally", on(4), sender_told=False))
    both = application(
        LegalEvent("acknowledged", on(2)),
        LegalEvent("forwarded_internally", on(4)),
        LegalEvent("forwarded_internally", on(7), sender_told=True),
    )

    assert told.due_on == on(30, 10)
    assert told.acknowledge_by == on(3)
    assert untold.due_on == on(27, 10)
    assert both.due_on == on(2, 11)
    assert "zonder bericht" in texts(both)


def test_handing_on_changes_no_objection_and_no_request_under_the_gdpr() -> None:
    handed_on = [
        LegalEvent("acknowledged", on(9)),
        LegalEvent("forwarded_internally", on(9), sender_told=True),
    ]
    facts = {"received_on": on(8), "objection_period_ends_on": on(13, 10)}
    objection = reckon("awb-bezwaar", facts, handed_on)

    assert objection.due_on == on(24, 11)
    assert any(step.article == "Awb 7:14" for step in objection.steps)
    assert reckon("avg", {"received_on": on(8)}, handed_on).due_on == on(8, 10)


# Stopping and restarting


def test_an_acknowledgement_stops_only_its_own_clock() -> None:
    reckoning = application(LegalEvent("acknowledged", on(2)), LegalEvent("acknowledged", on(3)))

    assert reckoning.acknowledged_on == reckoning.acknowledge_stopped_on == on(2)
    assert reckoning.answered_on is None
    assert reckoning.target_stopped_on is None
    assert reckoning.due_stopped_on is None
    assert "Alleen deze termijn stopt" in texts(reckoning, "acknowledge")


@pytest.mark.parametrize(
    ("event", "answered"), [("answered", on(15)), ("decided", on(15)), ("withdrawn", None)]
)
def test_an_answer_a_decision_or_a_withdrawal_stops_the_clocks(
    event: str, answered: date | None
) -> None:
    reckoning = application(LegalEvent(event, on(15)), LegalEvent("answered", on(16)))

    assert reckoning.target_stopped_on == on(15)
    assert reckoning.due_stopped_on == on(15)
    assert reckoning.acknowledge_stopped_on == on(15)
    assert reckoning.answered_on == answered
    assert reckoning.closed_by == event
    assert reckoning.due_on == on(27, 10)
    assert reckoning.steps[-1].day == reckoning.due_on


def test_an_ordinary_letter_has_no_legal_clock_to_stop() -> None:
    reckoning = reckon("servicenorm", {"received_on": RECEIVED}, [LegalEvent("answered", on(15))])

    assert reckoning.target_stopped_on == on(15)
    assert reckoning.due_stopped_on is None


def test_a_closed_case_waits_for_nobody() -> None:
    reckoning = application(asked(on(7), respond_by=on(21)), LegalEvent("withdrawn", on(10)))

    assert reckoning.suspended_since is None
    assert reckoning.respond_by is None


def test_a_reopened_case_gets_a_new_target_and_keeps_its_due_date() -> None:
    reckoning = application(LegalEvent("answered", on(15)), LegalEvent("reopened", on(1, 11)))

    assert reckoning.answered_on is None
    assert reckoning.reopened_on == on(1, 11)
    assert reckoning.target_stopped_on is None
    assert reckoning.target_on == on(20, 11)
    assert reckoning.due_on == on(27, 10)
    assert "geeft geen nieuwe termijn" in texts(reckoning)


def test_an_extension_before_the_reopening_does_not_move_the_new_target() -> None:
    events = [
        extended(on(9), "1 week"),
        LegalEvent("answered", on(15)),
        LegalEvent("reopened", on(1, 10)),
    ]
    reckoning = reckon("servicenorm", {"received_on": RECEIVED}, events)

    assert reckoning.target_on == on(22, 10)


def test_reopening_a_case_that_is_open_changes_nothing() -> None:
    assert application(LegalEvent("reopened", on(15))).reopened_on is None


def test_an_ordinary_letter_may_wait_be_extended_and_put_off_by_agreement() -> None:
    facts = {"received_on": RECEIVED}
    waiting = reckon("servicenorm", facts, [asked(on(7)), ended(on(17))])
    later = reckon("servicenorm", facts, [extended(on(9), "2 weeks")])
    agreed = reckon(
        "servicenorm", facts, [LegalEvent("postponed_by_consent", on(9), until=on(20, 10))]
    )

    assert waiting.target_on == on(1, 10)
    assert later.target_on == on(6, 10)
    assert later.milestones.extend_by == on(6, 10)  # it may be put off again until then
    assert agreed.target_on == on(20, 10)


def test_a_promise_in_weeks_may_end_on_a_free_day() -> None:
    norms = Norms(answer_within="5 days")
    reckoning = reckon("servicenorm", {"received_on": RECEIVED}, norms=norms)

    assert reckoning.target_on == on(6)  # a Sunday
    assert "schuift daar niet voor op" in texts(reckoning, "target")


# Events that cannot be


def test_an_event_before_the_receipt_is_refused() -> None:
    error = refused("woo", LegalEvent("acknowledged", on(31, 8)))

    assert error.field == "events[0].on"


def test_an_unknown_event_is_refused() -> None:
    assert refused("woo", LegalEvent("burned", on(7))).field == "events[0].type"
