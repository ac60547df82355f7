"""What can we do with one letter, and what can its writer do: each act with its text and day."""

from datetime import date, timedelta
from random import Random
from typing import Final

from tracker.deadlines.calendar import DUTCH_CALENDAR
from tracker.deadlines.clocks import LegalEvent, Norms, Reckoning, reckon
from tracker.demo.diary import Diary
from tracker.demo.letters import IncomingReply, Mood
from tracker.demo.people import users_with
from tracker.demo.plot import ActKind
from tracker.demo.subjects import subject_named
from tracker.demo.voice import Received, Voice
from tracker.demo.wording import EXTENSIONS
from tracker.people.models import Role
from tracker.register.models import ELECTRONIC, Channel

GROUNDS: Final = {
    "awb-aanvraag": "incomplete",
    "awb-bezwaar": "defect",
    "woo": "third_party_views",
}


class Desk:
    """The desk on which one letter lands; every method adds one act to its diary."""

    def __init__(self, rng: Random, it: Received, limit: date, *, stiff: bool = False) -> None:
        """Register the letter: by itself, or by a registrar who has the paper in hand."""
        self.rng = rng
        self.it = it
        self.letter = it.letter
        self.writes_stiffly = stiff
        self.subject = subject_named(it.letter.subject)
        self.diary = Diary(rng, it.received_at, limit)
        self.registered_at = it.received_at
        self.registered_by: str | None = None
        if it.channel not in ELECTRONIC:
            self.registered_by = rng.choice(users_with(Role.REGISTRAR)).key
            self.registered_at += timedelta(minutes=rng.randint(15, 60))
        self._colleagues = users_with(Role.HANDLER, self.subject.team)
        self.handler = rng.choice(self._colleagues)
        self.lead = users_with(Role.TEAM_LEAD, self.subject.team)[0]
        self.voice = Voice(rng, it, self.handler, self.lead)

    def clocks(self, *more: LegalEvent) -> Reckoning:
        """Return the clocks after what has happened so far, and *more*."""
        happened = [act.legal_event() for act in self.diary.acts]
        events = [event for event in happened if event is not None]
        norms = Norms(self.subject.acknowledge_within, self.subject.answer_within)
        facts = {"received_on": self.it.received_on, **self.it.facts}
        return reckon(self.subject.regime, facts, [*events, *more], norms)

    def acknowledge(self) -> None:
        """Confirm the receipt: by itself for mail, by hand for paper, and then not always soon."""
        if self.registered_by is None:
            self.diary.at_once(ActKind.ACKNOWLEDGED)
            out = self.it.channel is Channel.EMAIL and self.rng.random() < 0.04
            if out and self.voice.can_say(Mood.OUT_OF_OFFICE):
                self._automatic_reply()
            return
        self.diary.wait_until(self.registered_at)
        if self.rng.random() < 0.75:
            self.diary.at_once(ActKind.ACKNOWLEDGED, by=self.registered_by)
        else:
            day = self.diary.working_days_on(1, 2)
            self.diary.at_work(ActKind.ACKNOWLEDGED, day, by=self.registered_by)

    def _automatic_reply(self) -> None:
        reply = self.voice.theirs(Mood.OUT_OF_OFFICE)
        text = self.voice.said(reply, self.diary.today)
        self.diary.at_once(ActKind.AUTOMATIC_REPLY, title=reply.title, text=text)

    def assign(self, most: int = 2) -> None:
        """Give the case to its handler, within *most* working days; sometimes by a detour."""
        self.diary.wait_until(self.registered_at)
        others = [each for each in self._colleagues if each is not self.handler]
        if others and self.rng.random() < 0.06:
            day = self.diary.working_days_on(0, most)
            first = self.rng.choice(others).key
            self.diary.at_work(ActKind.ASSIGNED, day, by=self.lead.key, handler=first)
            most = 1
        taken = self.rng.random() < 0.4
        by = self.handler.key if taken else self.lead.key
        day = self.diary.working_days_on(0, most)
        self.diary.at_work(ActKind.ASSIGNED, day, by=by, handler=self.handler.key)

    def interim(self, day: date, promised: date | None = None) -> None:
        """Tell how far we are, and when the answer comes."""
        text = self.voice.ours(self.letter.interim, day, promised=promised)
        self._write(ActKind.INTERIM_SENT, day, text)

    def draft(self, *, stiff: bool) -> None:
        """Leave a draft: a good one, or one that shows what the readability panel is for."""
        left = DUTCH_CALENDAR.working_days_between(self.diary.today, self.diary.limit)
        day = self.diary.working_days_on(left // 2, left)
        text = self.voice.stiff() if stiff else self.voice.ours(self.letter.answer, day)
        self._write(ActKind.DRAFTED, day, text)

    def suspend(self, day: date, respond_by: date) -> None:
        """Ask for what is missing; the term stands still until *respond_by*."""
        text = self.voice.ours(self.letter.request, day, respond_by=respond_by)
        self.diary.at_work(
            ActKind.SUSPENDED,
            day,
            by=self.handler.key,
            title=self.voice.subject_line,
            text=text,
            ground=GROUNDS[self.subject.regime],
            respond_by=respond_by,
        )

    def resume(self, day: date) -> None:
        """Note that what was missing has come; third parties do not write to this case."""
        if self.subject.regime == "woo":
            self.diary.at_work(ActKind.RESUMED, day, by=self.handler.key)
        else:
            text = self.voice.said(self.voice.theirs(Mood.SUPPLEMENT), day)
            self._write(ActKind.RESUMED, day, text)

    def extend(self) -> None:
        """Extend the term once, at least three working days before it ends."""
        length, body = EXTENSIONS[self.subject.regime]
        extend_by = self.clocks().milestones.extend_by
        if extend_by is None:
            return
        day = DUTCH_CALENDAR.add_working_days(extend_by, -self.rng.randint(3, 6))
        if not self.diary.today < day < self.diary.limit - timedelta(days=20):
            return
        new_due = self.clocks(LegalEvent("extended", day, length=length)).due_on
        text = self.voice.ours(body, day, new_due=new_due)
        title = self.voice.subject_line
        self.diary.at_work(
            ActKind.EXTENDED, day, by=self.handler.key, title=title, text=text, length=length
        )

    def answer(self, day: date, body: str = "") -> None:
        """Send the answer, or a second one after the case was opened again."""
        self._write(ActKind.ANSWERED, day, self.voice.ours(body or self.letter.answer, day))

    def reopen(self) -> None:
        """Open the case again, the working day after somebody was not satisfied."""
        day = self.diary.working_days_on(1, 1)
        self.diary.at_work(ActKind.REOPENED, day, by=self.handler.key)

    def forward(self, day: date) -> None:
        """Send the letter to whose matter it is, and tell the sender (Awb 2:3)."""
        registrar = self.rng.choice(users_with(Role.REGISTRAR))
        self.diary.at_work(
            ActKind.FORWARDED,
            day,
            by=registrar.key,
            title=self.voice.subject_line,
            text=self.voice.ours(self.letter.answer, day, registrar),
            forward_to=self.letter.forward_to,
        )

    def close_without_answer(self, day: date) -> None:
        """Close what asks nothing."""
        reason = self.letter.reason
        self.diary.at_work(ActKind.NO_REPLY_NEEDED, day, by=self.handler.key, reason=reason)

    def hear(self, kind: ActKind, reply: IncomingReply, day: date) -> None:
        """Get a message of the correspondent."""
        text = self.voice.said(reply, day)
        title = self.voice.subject_line
        self.diary.from_outside(kind, day, title=title, text=text)

    def _write(self, kind: ActKind, day: date, text: str) -> None:
        title = self.voice.subject_line
        self.diary.at_work(kind, day, by=self.handler.key, title=title, text=text)
