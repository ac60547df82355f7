"""What there is to know about one way in which the law counts: the shape of a row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from tracker.deadlines.calendar import Words
from tracker.deadlines.sources import ELECTRONIC_RECEIPT, Article, awb
from tracker.deadlines.terms import Counting, Length

_UNSAID = Words("", "")
Start = Literal["receipt", "objection_period", "appeal_period"]


@dataclass(frozen=True)
class Extension:
    """How far an answer may be put off by a letter of the municipality alone."""

    article: Article
    cap: Length | None = None  # None: any reasonable term
    times: int | None = 1  # None: as often as needed
    announce_within: Length | None = None  # None: before the term ends
    only_for: tuple[str, frozenset[str]] | None = None  # a fact, and the values that allow it


@dataclass(frozen=True)
class Variant:
    """Another term when all facts in ``when`` are true; the most specific one stands first."""

    when: tuple[str, ...]
    term: Length
    article: Article
    cap: Length | None = None  # another cap of the extension


@dataclass(frozen=True)
class Milestone:
    """A day by which something else must be done, reckoned from the receipt or a completion."""

    name: Literal["ask_to_specify_by", "refuse_by", "dismiss_by"]
    term: Length
    article: Article
    after: Literal["receipt", "completion"] = "receipt"


@dataclass(frozen=True)
class Regime:
    """One way in which the law counts; regimes.py has the rows.

    Attributes:
        asks: the facts that a form should offer besides those of the receipt, in that order.
        needs: facts of which one cannot be missed; the receipt alone will do when it is empty.
    """

    code: str
    name_nl: str
    name_en: str
    source: Article
    term: Length | None
    counting: Counting = "atw"
    start: Start = "receipt"
    valid_from: date = date(1994, 1, 1)
    acknowledge: Article = field(default=ELECTRONIC_RECEIPT)
    variants: tuple[Variant, ...] = ()
    ordinary: Article | None = None  # the article of ``term``, when ``source`` sets another one
    own_term: bool = False  # another act may set the term (fact ``statutory_term``)
    days_set_by_council: bool = False
    within_calendar_year: bool = False
    extension: Extension | None = None
    notice_of_delay: Article | None = None  # a letter that the law wants but that moves nothing
    grounds: Mapping[str, Article] = field(default_factory=dict)
    restarts: frozenset[str] = frozenset()  # grounds after which the term starts all over
    consent: Article | None = None
    moved_by_forwarding: bool = True
    forwarding: Article = field(default_factory=lambda: awb("2:24"))
    milestones: tuple[Milestone, ...] = ()
    penalty: bool = False
    penalty_article: Article = field(default_factory=lambda: awb("4:17"))
    no_penalty: Words = _UNSAID
    asks: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()

    def variant_for(self, facts: Mapping[str, Any]) -> Variant | None:
        """Return the variant whose facts are all true; the notice counts as sent if unsaid."""
        for variant in self.variants:
            if all(facts.get(name, name == "committee_notice_sent") for name in variant.when):
                return variant
        return None

    def may_extend(self, facts: Mapping[str, Any]) -> bool:
        """Say whether the municipality alone may put the answer off on a case like this."""
        if self.extension is None or (self.own_term and "statutory_term" in facts):
            return False
        if self.extension.only_for is None:
            return True
        name, values = self.extension.only_for
        return facts.get(name) in values

    def cap_for(self, facts: Mapping[str, Any]) -> Length | None:
        """Return the longest extension on a case like this; None: no limit in the law."""
        variant = self.variant_for(facts)
        if variant is not None and variant.cap is not None:
            return variant.cap
        return self.extension.cap if self.extension else None

    @property
    def law(self) -> str:
        """The act that sets the term."""
        return self.source.name.rsplit(" lid ", 1)[0].rsplit(" ", 1)[0]

    @property
    def article(self) -> str:
        """The article that sets the term, as people cite it."""
        return self.source.name

    @property
    def link(self) -> str:
        """Where that article can be read."""
        return self.source.link

    @property
    def suspension_grounds(self) -> tuple[str, ...]:
        """The grounds on which this term may be suspended."""
        return tuple(self.grounds)

    @property
    def extension_cap(self) -> str | None:
        """The longest extension, as a length; None when there is none or no limit."""
        return self.extension.cap.en if self.extension and self.extension.cap else None
