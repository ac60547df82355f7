"""Do the stories make a register that looks like a real one today, and that the law allows?"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest

from tracker.base.clock import OFFICE_TIME
from tracker.deadlines.calendar import DUTCH_CALENDAR
from tracker.deadlines.clocks import Norms, Reckoning, reckon
from tracker.demo.letters import all_letters, letter_named
from tracker.demo.people import USERS, users_with
from tracker.demo.plot import FROM_CORRESPONDENT, ActKind, Story
from tracker.demo.story import stories
from tracker.people.models import Role
from tracker.register.models import OPEN_STATES, CaseState, Channel

TODAY = date(2026, 11, 24)
WRITTEN_ACTS = {
    ActKind.INTERIM_SENT,
    ActKind.SUSPENDED,
    ActKind.EXTENDED,
    ActKind.ANSWERED,
    ActKind.FORWARDED,
    ActKind.DRAFTED,
    *FROM_CORRESPONDENT,
}
# A Monday after Christmas, a Saturday, King's Day, the first of January, a summer Thursday.
OTHER_DAYS = [
    date(2026, 12, 28),
    date(2027, 3, 6),
    date(2026, 4, 27),
    date(2027, 1, 1),
    date(2026, 7, 16),
]


@pytest.fixture(scope="module")
def told() -> list[Story]:
    return stories(2026, TODAY)


def _clocks(story: Story, today: date = TODAY) -> Reckoning:
    subject = story.subject
    norms = Norms(subject.acknowledge_within, subject.answer_within)
    return reckon(
        subject.regime, story.all_facts(), story.legal_events(), norms, DUTCH_CALENDAR, today
    )


def _lateness(story: Story, today: date = TODAY) -> set[str]:
    """Name the clocks of an open case that have run out."""
    clocks = _clocks(story, today)
    if story.state not in OPEN_STATES:
        return set()
    late = set()
    if clocks.acknowledged_on is None and clocks.acknowledge_by and clocks.acknowledge_by < today:
        late.add("acknowledge")
    if clocks.suspended_since is None:
        late |= {"target"} if clocks.target_on and clocks.target_on < today else set()
        late |= {"due"} if clocks.due_on and clocks.due_on < today else set()
    return late


def _texts(told: list[Story]) -> Iterator[str]:
    for story in told:
        yield from (story.title, story.text)
        for act in story.acts:
            yield from (act.title, act.text, act.reason)


def test_a_seed_tells_the_same_story_twice_and_another_seed_another() -> None:
    assert stories(3, TODAY, 60) == stories(3, TODAY, 60)
    assert stories(3, TODAY, 60) != stories(4, TODAY, 60)


def test_there_are_four_hundred_numbered_in_order_of_receipt(told: list[Story]) -> None:
    assert [story.number for story in told] == list(range(1, 401))
    assert [s.received_at for s in told] == sorted(s.received_at for s in told)


def test_every_state_is_there_in_believable_numbers(told: list[Story]) -> None:
    counted = Counter(story.state for story in told)

    assert set(counted) == set(CaseState)
    assert 70 <= sum(counted[state] for state in OPEN_STATES) <= 80
    assert 6 <= counted[CaseState.WAITING] <= 8
    assert counted[CaseState.NEW] >= 9


@pytest.mark.parametrize("today", [TODAY, *OTHER_DAYS], ids=str)
def test_today_has_its_share_of_late_and_pressing_cases(today: date) -> None:
    # given the register as it stands on an ordinary day, a weekend or a holiday
    told = stories(2026, today)
    late = [lateness for story in told if (lateness := _lateness(story, today))]

    # then some are late on each clock, and there is work for today and this week
    assert 15 <= len(late) <= 20
    assert sum("acknowledge" in clocks for clocks in late) >= 3
    assert sum("due" in clocks for clocks in late) >= 5
    assert sum(clocks == {"target"} for clocks in late) >= 5
    office_today = DUTCH_CALENDAR.next_working_day(today)
    targets = [
        _clocks(story, today).target_on
        for story in told
        if story.is_open and story.state is not CaseState.WAITING
    ]
    assert targets.count(office_today) >= 2
    this_week = DUTCH_CALENDAR.add_working_days(office_today, 5)
    assert sum(bool(day) and office_today < day <= this_week for day in targets) >= 6


def test_two_late_cases_cost_money(told: list[Story]) -> None:
    # given the stories with a notice of default
    noticed = [s for s in told if any(a.kind is ActKind.NOTICE_OF_DEFAULT for a in s.acts)]

    # then the penalty of both runs today
    assert len(noticed) == 2
    assert all(story.is_open for story in noticed)
    assert all((_clocks(story).penalty.amount_eur or 0) > 0 for story in noticed)


def test_suspended_cases_wait_for_somebody_until_a_day_to_come(told: list[Story]) -> None:
    for story in told:
        if story.state is CaseState.WAITING:
            clocks = _clocks(story)
            assert clocks.suspended_since is not None
            assert clocks.respond_by is not None
            assert clocks.respond_by >= TODAY


def test_nothing_happens_today_or_out_of_order(told: list[Story]) -> None:
    for story in told:
        moments = [story.received_at, *(act.at for act in story.acts)]
        assert moments == sorted(moments), story.letter_id
        assert all(moment.tzinfo is UTC for moment in moments)
        assert max(moments) < datetime.combine(TODAY, time(), OFFICE_TIME)
        assert story.received_at <= story.registered_at
        assert TODAY - timedelta(days=366) <= story.received_on < TODAY


def test_our_own_people_work_on_working_days_and_in_the_day_time(told: list[Story]) -> None:
    acts = [act for story in told for act in story.acts if act.by]

    odd = [
        act
        for act in acts
        if not DUTCH_CALENDAR.is_working_day(act.on)
        or not 8 <= act.at.astimezone(OFFICE_TIME).hour < 18
    ]

    assert len(odd) <= len(acts) * 0.005


def test_mail_comes_on_any_day_but_most_on_monday_and_paper_on_working_days(
    told: list[Story],
) -> None:
    days = Counter(story.received_on.weekday() for story in told)

    assert days[0] == max(days.values())
    assert max(days[5], days[6]) < min(days[day] for day in range(5))
    for story in told:
        if story.channel not in (Channel.EMAIL, Channel.FORM):
            assert DUTCH_CALENDAR.is_working_day(story.received_on)
            assert story.registered_by is not None


def test_recent_cases_are_mostly_open_and_old_ones_done(told: list[Story]) -> None:
    recent = [s.is_open for s in told if s.received_on >= TODAY - timedelta(days=14)]
    old = [s.is_open for s in told if s.received_on < TODAY - timedelta(days=120)]

    assert sum(recent) / len(recent) > 0.6
    assert sum(old) / len(old) < 0.05


def test_no_text_shows_a_slot_or_a_name_of_ours_in_code(told: list[Story]) -> None:
    for text in _texts(told):
        assert not re.search(r"[{}]|\bNone\b|datetime|  [a-z]|\bmissing_", text), text


def test_addresses_lie_in_example_domains_and_phones_are_fictional(told: list[Story]) -> None:
    everything = "\n".join(_texts(told))
    addresses = re.findall(r"[\w.+-]+@([\w.-]+\w)", everything)
    addresses += [s.correspondent.email.partition("@")[2] for s in told if s.correspondent.email]
    phones = re.findall(r"\b0\d[\d-]{8,}", everything) + [s.correspondent.phone for s in told]

    assert addresses
    assert all(address.endswith(".example") for address in addresses)
    assert all(re.fullmatch(r"06-5550\d{4}|0187-555\d{3}", phone) for phone in phones)
    assert all(s.correspondent.postcode.startswith("9990 ") for s in told)


def test_who_writes_by_mail_has_an_address(told: list[Story]) -> None:
    for story in told:
        if story.channel in (Channel.EMAIL, Channel.FORM):
            assert story.correspondent.email, story.letter_id


def test_four_hundred_cases_do_not_read_as_copies(told: list[Story]) -> None:
    originals = [story for story in told if story.state is not CaseState.DUPLICATE]
    answers = [a.text for s in told for a in s.acts if a.kind is ActKind.ANSWERED]

    assert len({story.text for story in originals}) == len(originals)
    assert len(set(answers)) >= len(answers) - 2  # two of one surname may get the same
    assert max(Counter(story.letter_id for story in originals).values()) <= 12
    assert len({story.letter_id for story in told}) >= len(all_letters()) * 0.9


def test_some_people_write_more_than_once(told: list[Story]) -> None:
    wrote = Counter(s.correspondent for s in told if s.state is not CaseState.DUPLICATE)

    assert sum(times > 1 for times in wrote.values()) >= 30
    assert max(wrote.values()) <= 8


def test_everybody_who_handles_cases_has_some_and_of_their_own_team(told: list[Story]) -> None:
    teams = {user.key: user.team for user in USERS}
    handlers = Counter(story.handler for story in told if story.is_open and story.handler)

    assert set(handlers) == {user.key for user in users_with(Role.HANDLER)}
    assert all(teams[s.handler] == s.subject.team for s in told if s.handler)
    assert {act.by for s in told for act in s.acts if act.by} <= set(teams)


def test_an_act_that_is_a_message_has_its_words(told: list[Story]) -> None:
    for story in told:
        for act in story.acts:
            if act.kind in WRITTEN_ACTS:
                assert act.title, act.kind
                assert len(act.text) > 20, act.kind
            assert (act.kind is ActKind.ASSIGNED) == bool(act.handler)
            assert (act.kind is ActKind.NO_REPLY_NEEDED) == bool(act.reason)
            assert (act.kind is ActKind.FORWARDED) == bool(act.forward_to)


def test_the_law_allows_every_act(told: list[Story]) -> None:
    # given all stories; reckoning one that the law does not allow is an error
    grounds = {
        (story.subject.regime, act.ground) for story in told for act in story.acts if act.ground
    }
    extended = [
        (story.subject.regime, act.length)
        for story in told
        for act in story.acts
        if act.kind is ActKind.EXTENDED
    ]
    for story in told:
        _clocks(story)

    # then only the grounds of the law are used, and no term is extended twice
    assert grounds == {
        ("awb-aanvraag", "incomplete"),
        ("awb-bezwaar", "defect"),
        ("woo", "third_party_views"),
    }
    assert set(extended) <= {
        ("awb-bezwaar", "6 weeks"),
        ("awb-klacht", "4 weeks"),
        ("woo", "2 weeks"),
        ("avg", "1 month"),
    }
    assert extended


def test_most_answers_were_in_time_and_some_were_not(told: list[Story]) -> None:
    # given the first answers of the past year
    outcome = Counter[str]()
    for story in told:
        clocks = _clocks(story)
        if story.state is CaseState.ANSWERED and clocks.answered_on and clocks.target_on:
            late_by_law = clocks.due_on is not None and clocks.answered_on > clocks.due_on
            on_target = clocks.answered_on <= clocks.target_on
            outcome["by law" if late_by_law else "target" if on_target else "late"] += 1

    # then the picture is that of a town that does well, not perfectly
    total = sum(outcome.values())
    assert 0.75 <= outcome["target"] / total <= 0.95
    assert outcome["late"] >= 10
    assert outcome["by law"] >= 1


def test_an_objection_is_filed_in_time_against_a_decision(told: list[Story]) -> None:
    objections = [story for story in told if story.subject.regime == "awb-bezwaar"]

    assert objections
    assert all(_clocks(story).filed_in_time for story in objections)


def test_a_duplicate_points_at_an_older_letter_of_the_same_writer(told: list[Story]) -> None:
    by_number = {story.number: story for story in told}
    doubles = [story for story in told if story.state is CaseState.DUPLICATE]

    for story in doubles:
        first = by_number[story.duplicate_of or 0]
        assert first.received_at < story.received_at
        assert first.correspondent == story.correspondent
        assert first.text in story.text
    assert len(doubles) == 9


def test_a_few_open_cases_hold_a_stiff_draft(told: list[Story]) -> None:
    stiff = [
        act
        for story in told
        if story.is_open
        for act in story.acts
        if act.kind is ActKind.DRAFTED and act.text.startswith("Geachte heer, mevrouw")
    ]

    assert len(stiff) >= 8
    assert len({act.text for act in stiff}) == len(stiff)


def test_what_comes_back_is_there_too(told: list[Story]) -> None:
    kinds = Counter(act.kind for story in told for act in story.acts)

    assert set(kinds) == set(ActKind)
    assert kinds[ActKind.MESSAGE_RECEIVED] >= 30
    assert kinds[ActKind.REOPENED] >= 4


@pytest.mark.parametrize("count", [1, 25, 80, 800])
def test_a_smaller_or_larger_demo_keeps_its_shape(count: int) -> None:
    told = stories(11, TODAY, count)

    assert len(told) == count
    if count >= 80:
        assert {story.state for story in told} == set(CaseState)


def test_an_answer_that_names_a_coming_day_goes_out_before_that_day(told: list[Story]) -> None:
    for story in told:
        letter = letter_named(story.letter_id)
        if letter.urgent and story.state is CaseState.ANSWERED:
            spans = [*letter.days.values(), *letter.workdays.values(), *letter.saturdays.values()]
            soonest = min(span if isinstance(span, int) else span[0] for span in spans)
            answered_on = max(act.on for act in story.acts if act.kind is ActKind.ANSWERED)
            assert (answered_on - story.received_on).days < soonest, story.letter_id
