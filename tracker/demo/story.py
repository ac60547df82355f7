"""Which letters came in over the past year, and what became of each?"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Final

from tracker.demo.arrival import Arrival, facts_of
from tracker.demo.desk import GROUNDS, Desk
from tracker.demo.letters import Letter, Mood, Outcome, all_letters, all_replies
from tracker.demo.people import Correspondents, users_with
from tracker.demo.picture import OPEN_COURSES, Course, Part, picture
from tracker.demo.plot import Act, ActKind, Story
from tracker.demo.subjects import SUBJECTS, subject_named
from tracker.demo.telling import tell
from tracker.demo.voice import Received
from tracker.demo.wording import draw, fill, letter_slots
from tracker.people.models import Role
from tracker.register.models import ELECTRONIC, CaseState, Channel

__all__ = ["Act", "ActKind", "Story", "stories"]

_OUTCOMES: Final = {
    Course.FORWARDED: Outcome.FORWARDED,
    Course.NO_REPLY_NEEDED: Outcome.NO_REPLY_NEEDED,
}
_WITH_DRAFT: Final = (
    Course.RUNNING,
    Course.DUE_TODAY,
    Course.DUE_THIS_WEEK,
    Course.LATE_ON_TARGET,
    Course.LATE_BY_LAW,
)
_STIFF_DRAFTS: Final = 12
_TOO_LATE: Final = (Course.LATE_ON_TARGET, Course.LATE_BY_LAW, Course.IN_DEFAULT)
_LIVELY: Final = {subject.key: subject.weight for subject in SUBJECTS}


def stories(seed: int, today: date, count: int = 400) -> list[Story]:
    """Tell the past year of the municipality that does not exist.

    The same seed and day give the same stories. All of it lies before *today*; how the register
    stands today (so many late, suspended, new) is laid down in ``picture``.

    Returns:
        Stories in order of receipt, numbered from 1.
    """
    author = _Author(Random(seed), today)  # noqa: S311  # a story, no secret
    parts = picture(count)
    told = [author.tell(part) for part in parts if part.course is not Course.DUPLICATE]
    copies = sum(part.course is Course.DUPLICATE for part in parts)
    told += author.duplicates_of(told, copies)
    return _numbered(told)


def _numbered(told: Sequence[Story]) -> list[Story]:
    """Give the stories numbers in order of receipt; a duplicate points at the new number."""
    ordered = sorted(told, key=lambda story: (story.received_at, story.number))
    numbers = {story.number: place for place, story in enumerate(ordered, start=1)}
    return [
        replace(
            story,
            number=numbers[story.number],
            duplicate_of=numbers.get(story.duplicate_of or 0),
        )
        for story in ordered
    ]


class _Author:
    """Chooses letters, writers and days, and keeps count so that nothing is told too often."""

    def __init__(self, rng: Random, today: date) -> None:
        self._rng = rng
        self._arrival = Arrival(rng, today)
        self._people = Correspondents(rng)
        self._used: Counter[str] = Counter()
        self._stiff: set[str] = set()
        self._told = 0

    def tell(self, part: Part) -> Story:
        """Tell one story that plays this part in the picture."""
        for _attempt in range(100):
            it = self._letter_for(part)
            if it is not None:
                break
        else:
            raise LookupError(f"no letter is left that could play {part}")
        stiff = part.course in _WITH_DRAFT and self._stiff_draft_for(it.letter)
        desk = Desk(self._rng, it, self._arrival.last_office_day, stiff=stiff)
        state = tell(desk, part.course)
        return self._story(it, desk, state)

    def duplicates_of(self, told: Sequence[Story], count: int) -> list[Story]:
        """Let some writers send the same once more, by another way."""
        youngest = self._arrival.today - timedelta(days=12)
        fit = [
            story
            for story in told
            if story.state is CaseState.ANSWERED
            and story.channel in (Channel.EMAIL, Channel.LETTER)
            and story.received_on < youngest
        ]
        return [self._duplicate(story) for story in self._rng.sample(fit, min(count, len(fit)))]

    def _letter_for(self, part: Part) -> Received | None:
        letter = self._choose_letter(part)
        subject = subject_named(letter.subject)
        channel = self._choose_channel(letter, part.course)
        spans = {**letter.days, **letter.workdays}
        offsets = {name: draw(self._rng, span) for name, span in spans.items()}
        day: date | None
        if part.course in OPEN_COURSES:
            day = self._arrival.of_open(part.course, letter, channel, subject, offsets)
        else:
            day = self._arrival.of_closed(letter, channel, subject)
        who = self._people.writer_of(letter, channel) if day else None
        if day is None or who is None:
            return None
        self._used[letter.id] += 1
        slots = letter_slots(self._rng, letter, who, day, offsets)
        return Received(
            letter=letter,
            channel=channel,
            who=who,
            received_at=self._arrival.moment(day, channel),
            title=fill(self._rng.choice(letter.titles), slots),
            text=fill(letter.words(channel), slots),
            facts=facts_of(letter, day, offsets),
            slots=slots,
        )

    def _choose_letter(self, part: Part) -> Letter:
        """Choose among the letters told least of a subject that people write about most."""
        fit = [letter for letter in all_letters() if _can_play(letter, part)]
        keys = sorted({letter.subject for letter in fit})
        subject = self._rng.choices(keys, [_LIVELY[key] for key in keys])[0]
        rows = [letter for letter in fit if letter.subject == subject]
        return min(rows, key=lambda letter: self._tiredness(letter, part.course))

    def _tiredness(self, letter: Letter, course: Course) -> float:
        """Return how little it is this letter's turn; a stiff draft is of use on open cases."""
        wanted = 2 if course in _WITH_DRAFT and self._may_be_stiff(letter) else 0
        return self._used[letter.id] - wanted + 2.5 * self._rng.random()

    def _may_be_stiff(self, letter: Letter) -> bool:
        few = len(self._stiff) < _STIFF_DRAFTS
        return few and bool(letter.officialese) and letter.id not in self._stiff

    def _stiff_draft_for(self, letter: Letter) -> bool:
        """Say whether this case gets a stiff draft; each is shown once."""
        if not self._may_be_stiff(letter):
            return False
        self._stiff.add(letter.id)
        return True

    def _choose_channel(self, letter: Letter, course: Course) -> Channel:
        paper = [channel for channel in letter.channels if channel not in ELECTRONIC]
        if course is Course.UNACKNOWLEDGED:
            return self._rng.choice(paper)
        return self._rng.choice(letter.channels)

    def _duplicate(self, first: Story) -> Story:
        """Tell the same once more: by mail what came on paper, on paper what came by mail."""
        mailed = first.channel is Channel.LETTER and bool(first.correspondent.email)
        channel = Channel.EMAIL if mailed else Channel.LETTER
        day = first.received_on + timedelta(days=self._rng.randint(3, 6))
        if channel is Channel.LETTER:
            day = self._arrival.office_day(day)
        wrapper = next(each for each in all_replies() if each.mood is Mood.DUPLICATE)
        registrar = self._rng.choice(users_with(Role.REGISTRAR)).key
        moment = self._arrival.moment(day, channel)
        noticed = self._arrival.office_moment(self._arrival.office_day(day + timedelta(days=1)))
        self._told += 1
        return replace(
            first,
            number=self._told,
            channel=channel,
            received_at=moment,
            registered_at=moment if mailed else moment + timedelta(minutes=30),
            registered_by=None if mailed else registrar,
            text=fill(wrapper.text, {"original": first.text}),
            acts=(Act(kind=ActKind.MARKED_DUPLICATE, at=noticed, by=registrar),),
            state=CaseState.DUPLICATE,
            duplicate_of=first.number,
        )

    def _story(self, it: Received, desk: Desk, state: CaseState) -> Story:
        self._told += 1
        return Story(
            number=self._told,
            letter_id=it.letter.id,
            subject_key=it.letter.subject,
            channel=it.channel,
            correspondent=it.who,
            received_at=it.received_at,
            registered_at=desk.registered_at,
            registered_by=desk.registered_by,
            title=it.title,
            text=it.text,
            state=state,
            facts=it.facts,
            acts=tuple(desk.diary.acts),
        )


def _can_play(letter: Letter, part: Part) -> bool:
    if letter.outcome is not _OUTCOMES.get(part.course, Outcome.ANSWERED):
        return False
    regime = subject_named(letter.subject).regime
    if part.regime not in (None, regime):
        return False
    if letter.urgent and part.course in _TOO_LATE:
        return False
    if part.course is Course.UNACKNOWLEDGED:
        return any(channel not in ELECTRONIC for channel in letter.channels)
    if part.course is Course.SUSPENDED:
        return bool(letter.request) and regime in GROUNDS
    return letter.disputable or part.course is not Course.REOPENED
