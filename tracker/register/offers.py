"""What may a handler write down about a case now, and if not, why not?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker.base.errors import Sentence
from tracker.base.web import date_in_words
from tracker.deadlines.sources import Article
from tracker.people.models import User
from tracker.people.rules import Act, may
from tracker.register.models import OPEN_STATES
from tracker.register.standing import Standing
from tracker.register.wording import length_in_words

TITLES: Mapping[str, Sentence] = {
    "bevestigd": _l("Ontvangst is al bevestigd"),
    "hervatten": _l("Aanvulling is binnen"),
    "opschorten": _l("Termijn opschorten"),
    "verlengen": _l("Termijn verlengen"),
    "vertraging": _l("Bericht dat het later wordt"),
    "uitstel": _l("Uitstel met instemming"),
    "ingebrekestelling": _l("Ingebrekestelling ontvangen"),
    "doorgestuurd": _l("Intern doorgestuurd"),
    "besluit": _l("Besluit of antwoord buiten Tijdig om"),
}
INTROS: Mapping[str, Sentence] = {
    "bevestigd": _l("Ging er een bevestiging de deur uit buiten Tijdig om? Leg het hier vast."),
    "hervatten": _l("De termijn loopt weer vanaf de dag waarop alles compleet was."),
    "opschorten": _l("De termijn staat stil vanaf de dag na uw brief."),
    "verlengen": _l("Dat mag alleen binnen de termijn, en de inwoner krijgt bericht."),
    "vertraging": _l(
        "Lukt het niet op tijd? Dan wil de wet dat u dat schrijft en een nieuwe dag noemt. "
        "De wettelijke termijn verandert daar niet door."
    ),
    "uitstel": _l("De inwoner stemde schriftelijk in met een latere dag."),
    "ingebrekestelling": _l("Twee weken later kan elke dag te laat geld kosten."),
    "doorgestuurd": _l(
        "Kwam het bericht bij de verkeerde afdeling binnen? Leg vast wanneer het doorging."
    ),
    "besluit": _l(
        "Ging het antwoord op een andere manier de deur uit? Dan stoppen hier de klokken."
    ),
}


@dataclass(frozen=True, slots=True)
class ActView:
    """Something that this user may do to this case now; ``why_not``: the law is against it."""

    what: str
    label: Sentence
    why_not: str = ""


def acts_for(standing: Standing, user: User) -> Sequence[ActView]:
    """Return the dated events that make sense for this case now.

    What the law does not allow now is named with the reason. It can still be opened: the letter
    may have gone out in time and be written down late.
    """
    if not may(user, Act.WORK_ON_CASE) or standing.case.state not in OPEN_STATES:
        return []
    case, legal = standing.case, standing.regime.term is not None
    later = "vertraging" if standing.gives_notice_of_delay else "verlengen"
    offered = [
        ("bevestigd", case.acknowledged_on is None, ""),
        ("hervatten", bool(standing.open_grounds()), ""),
        ("opschorten", True, _why_no_suspension(standing)),
        (later, True, "" if later == "vertraging" else why_no_extension(standing)),
        ("uitstel", legal, _why_no_consent(standing)),
        ("ingebrekestelling", legal, ""),
        ("doorgestuurd", True, ""),
        ("besluit", True, ""),
    ]
    return [ActView(what, TITLES[what], why) for what, makes_sense, why in offered if makes_sense]


def _why_no_suspension(standing: Standing) -> str:
    return "" if standing.regime.grounds else _("Deze regeling kent geen opschorting.")


def _why_no_consent(standing: Standing) -> str:
    return "" if standing.regime.consent else _("Deze regeling kent geen uitstel met instemming.")


def why_no_extension(standing: Standing) -> str:
    """Say in one line why the term cannot be extended (any more); empty when it can."""
    extension = standing.regime.extension
    if extension is None or not standing.may_extend:
        return _("De wet kent hier geen verlenging.")
    if extension.times is not None and standing.extensions >= extension.times:
        return _cited(_("De termijn is al verlengd. Vaker mag niet."), extension.article)
    last = standing.reckoning.milestones.extend_by
    if last is not None and last < standing.today and not standing.endless:
        day = date_in_words(last)
        return _cited(_("Dat kon tot en met %(day)s.", day=day), extension.article)
    return ""


def extension_limit(standing: Standing) -> str:
    """Say how far, and until when, the term can still be extended; empty when it cannot."""
    extension, last = standing.regime.extension, standing.reckoning.milestones.extend_by
    if extension is None or last is None or why_no_extension(standing):
        return ""
    day, cap = date_in_words(last), standing.cap
    if cap is None:
        return _("Verlengen kan tot en met %(day)s. Een vast maximum is er niet.", day=day)
    most = length_in_words(cap.en)
    return _("Verlengen kan tot en met %(day)s, met hooguit %(most)s.", day=day, most=most)


def _cited(sentence: str, article: Article) -> str:
    return f"{sentence} ({article.name})"
