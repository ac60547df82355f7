"""How does a case go, act by act, so that it ends where the picture wants it?"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final

from tracker.deadlines.calendar import DUTCH_CALENDAR
from tracker.demo.desk import GROUNDS, Desk
from tracker.demo.letters import Mood
from tracker.demo.picture import Course
from tracker.demo.plot import ActKind
from tracker.demo.wording import EXTENSIONS
from tracker.register.models import CaseState

_IN_TIME, _AFTER_TARGET = 0.83, 0.92
_STATES: Final = {
    Course.FRESH: CaseState.NEW,
    Course.SUSPENDED: CaseState.WAITING,
    Course.ANSWERED: CaseState.ANSWERED,
    Course.WITHDRAWN: CaseState.WITHDRAWN,
    Course.FORWARDED: CaseState.FORWARDED,
    Course.NO_REPLY_NEEDED: CaseState.NO_REPLY_NEEDED,
}


def tell(desk: Desk, course: Course) -> CaseState:
    """Add the acts of *course* to the diary of *desk*; return how the case then stands."""
    if course is Course.UNACKNOWLEDGED:
        if desk.rng.random() < 0.5:
            return CaseState.NEW
        desk.assign()
        return CaseState.IN_PROGRESS
    desk.acknowledge()
    _TELLERS.get(course, _in_progress)(desk)
    return _STATES.get(course, CaseState.IN_PROGRESS)


def _fresh(desk: Desk) -> None:
    """Nothing yet: it lies in the tray."""


def _in_progress(desk: Desk) -> None:
    desk.assign()
    waited = DUTCH_CALENDAR.working_days_between(desk.diary.today, desk.diary.limit)
    if waited > 7 and desk.rng.random() < 0.5:
        desk.interim(desk.diary.working_days_on(3, waited - 3))
    if desk.writes_stiffly:
        desk.draft(stiff=True)
    elif desk.rng.random() < 0.25:
        desk.draft(stiff=False)


def _suspended(desk: Desk) -> None:
    desk.assign(most=1)
    day = desk.diary.working_days_on(1, 2)
    not_yet = desk.diary.limit + timedelta(days=desk.rng.randint(2, 8))
    respond_by = max(day + timedelta(days=desk.rng.randint(14, 20)), not_yet)
    desk.suspend(day, DUTCH_CALENDAR.next_working_day(respond_by))


def _reopened(desk: Desk) -> None:
    desk.assign(most=1)
    desk.answer(desk.diary.working_days_on(1, 2))
    day = min(desk.diary.today + timedelta(days=1), desk.diary.limit - timedelta(days=1))
    desk.hear(ActKind.MESSAGE_RECEIVED, desk.voice.theirs(Mood.UNHAPPY), day)
    desk.reopen()


def _in_default(desk: Desk) -> None:
    desk.assign()
    desk.interim(desk.diary.working_days_on(15, 25))
    due = desk.clocks().due_on or desk.diary.today
    day = due + timedelta(days=desk.rng.randint(3, 7))
    desk.hear(ActKind.NOTICE_OF_DEFAULT, desk.voice.theirs(Mood.NOTICE_OF_DEFAULT), day)


def _answered(desk: Desk) -> None:
    desk.assign()
    if desk.letter.request and desk.subject.regime in GROUNDS and desk.rng.random() < 0.35:
        _ask_and_get(desk)
    if desk.subject.regime in EXTENSIONS and desk.rng.random() < 0.3:
        desk.extend()
    earliest = desk.diary.working_days_on(1, 2)
    day = _day_of_answer(desk, earliest)
    between = DUTCH_CALENDAR.working_days_between(earliest, day)
    if between > 7 and desk.rng.random() < 0.45:
        ahead = desk.rng.choice((0, 1, 2, 3, -2))
        promised = DUTCH_CALENDAR.add_working_days(day, ahead)
        desk.interim(desk.diary.working_days_on(between // 3, between // 2), promised)
    desk.answer(day)
    _aftermath(desk)


def _ask_and_get(desk: Desk) -> None:
    day = desk.diary.working_days_on(1, 5)
    term = desk.rng.randint(14, 21)
    respond_by = DUTCH_CALENDAR.next_working_day(day + timedelta(days=term))
    if respond_by >= desk.diary.limit - timedelta(days=4):
        return
    desk.suspend(day, respond_by)
    came = DUTCH_CALENDAR.next_working_day(day + timedelta(days=desk.rng.randint(3, term)))
    desk.resume(min(came, respond_by))


def _day_of_answer(desk: Desk, earliest: date) -> date:
    """Choose the day: mostly in time, sometimes after our own target, seldom after the law's."""
    clocks, chance = desk.clocks(), desk.rng.random()
    extended = any(act.kind is ActKind.EXTENDED for act in desk.diary.acts)
    target = (clocks.due_on if extended else clocks.target_on) or earliest
    if chance < _IN_TIME or desk.letter.urgent:
        span = max(DUTCH_CALENDAR.working_days_between(earliest, target), 0)
        later = round(desk.rng.triangular(0, span, span * 0.8))
        day = DUTCH_CALENDAR.add_working_days(earliest, later)
    elif chance < _AFTER_TARGET:
        day = DUTCH_CALENDAR.add_working_days(target, desk.rng.randint(1, 6))
        day = min(day, clocks.due_on or day)
    else:
        late = clocks.due_on or DUTCH_CALENDAR.add_working_days(target, 6)
        day = DUTCH_CALENDAR.add_working_days(late, desk.rng.randint(1, 12))
    return max(desk.diary.within(day), earliest)


def _aftermath(desk: Desk) -> None:
    """Tell what came back after the answer: nothing, thanks, or a reason to open it again."""
    chance, answered_on = desk.rng.random(), desk.diary.today
    if answered_on >= desk.diary.limit - timedelta(days=16):
        return
    day = answered_on + timedelta(days=desk.rng.randint(1, 4))
    if desk.letter.disputable and chance < 0.25:
        complaint = desk.voice.theirs(Mood.UNHAPPY)
        desk.hear(ActKind.MESSAGE_RECEIVED, complaint, day)
        desk.reopen()
        desk.answer(desk.diary.working_days_on(2, 6), complaint.second_answer)
    elif not desk.letter.disappoints and chance > 0.74 and desk.voice.can_say(Mood.THANKS):
        desk.hear(ActKind.MESSAGE_RECEIVED, desk.voice.theirs(Mood.THANKS), day)


def _withdrawn(desk: Desk) -> None:
    desk.assign(most=1)
    day = desk.diary.today + timedelta(days=desk.rng.randint(1, 4))
    desk.hear(ActKind.WITHDRAWN, desk.voice.theirs(Mood.WITHDRAWAL), day)


def _forwarded(desk: Desk) -> None:
    desk.forward(desk.diary.working_days_on(1, 3))


def _no_reply_needed(desk: Desk) -> None:
    desk.assign(most=1)
    desk.close_without_answer(desk.diary.working_days_on(0, 2))


_TELLERS: Final[Mapping[Course, Callable[[Desk], None]]] = {
    Course.FRESH: _fresh,
    Course.SUSPENDED: _suspended,
    Course.REOPENED: _reopened,
    Course.IN_DEFAULT: _in_default,
    Course.ANSWERED: _answered,
    Course.WITHDRAWN: _withdrawn,
    Course.FORWARDED: _forwarded,
    Course.NO_REPLY_NEEDED: _no_reply_needed,
}
