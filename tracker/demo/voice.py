"""What do we write on a case, and what do they write back?"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from tracker.base.clock import office_date
from tracker.deadlines.calendar import DUTCH_CALENDAR
from tracker.demo.letters import IncomingReply, Letter, Mood, all_replies
from tracker.demo.people import DemoCorrespondent, DemoUser
from tracker.demo.wording import Day, fill, framed, reply_slots, stiffly_framed
from tracker.register.models import Channel

_READY, _CHECKED = (5, 9), (-1, -1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Received:
    """A letter with its slots filled, before anything was done with it."""

    letter: Letter
    channel: Channel
    who: DemoCorrespondent
    received_at: datetime
    title: str
    text: str
    facts: dict[str, object]
    slots: dict[str, object]

    @property
    def received_on(self) -> date:
        """Return the day of receipt."""
        return office_date(self.received_at)


class Voice:
    """Writes the texts of one case, in both directions."""

    def __init__(self, rng: Random, it: Received, handler: DemoUser, lead: DemoUser) -> None:
        """Know the letter and who works on it."""
        self._rng = rng
        self._it = it
        self._handler = handler
        self._names = {"handler_name": handler.name, "lead_name": lead.name, "title": it.title}

    @property
    def subject_line(self) -> str:
        """Return the subject line of a message that follows."""
        return f"Re: {self._it.title}"

    def ours(
        self, body: str, day: date, author: DemoUser | None = None, **days: date | None
    ) -> str:
        """Return our letter of *day*; *days* are slots that hold a date."""
        letter = self._it.letter
        spans = {**letter.reply_days, "ready": _READY, "checked": _CHECKED}
        slots = self._slots() | reply_slots(self._rng, letter, self._it.received_on, day, spans)
        soon = DUTCH_CALENDAR.add_working_days(day, self._rng.randint(5, 9))
        given = {**days, "promised": days.get("promised") or soon}
        slots |= {name: Day(when, letter.language) for name, when in given.items() if when}
        return framed(fill(body, slots), letter, self._it.who, author or self._handler)

    def stiff(self) -> str:
        """Return the answer as nobody should write it."""
        return stiffly_framed(fill(self._it.letter.officialese, self._slots()), self._handler)

    def can_say(self, mood: Mood) -> bool:
        """Say whether there is a text in which this correspondent would say it."""
        return bool(self._fitting(mood))

    def theirs(self, mood: Mood) -> IncomingReply:
        """Choose what comes back; somebody whose own voice has no such text is plain about it."""
        fitting = self._fitting(mood) or [each for each in all_replies() if each.mood is mood]
        return self._rng.choice(fitting)

    def said(self, reply: IncomingReply, day: date) -> str:
        """Return the text of what came back on *day*."""
        back = DUTCH_CALENDAR.next_working_day(day + timedelta(days=self._rng.randint(4, 12)))
        return fill(reply.text, {**self._slots(), "back": Day(back, self._it.letter.language)})

    def _fitting(self, mood: Mood) -> list[IncomingReply]:
        letter = self._it.letter
        return [each for each in all_replies() if each.mood is mood and each.fits(letter)]

    def _slots(self) -> dict[str, object]:
        return {**self._it.slots, **self._names}
