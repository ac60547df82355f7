"""What does a page tell about a regime, rule by rule with its article?"""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker.base.errors import Sentence
from tracker.base.web import date_in_words
from tracker.base.words import both
from tracker.deadlines.facts import FACTS
from tracker.deadlines.regime import Extension, Regime, Variant
from tracker.deadlines.regimes import GROUNDS
from tracker.deadlines.sources import ELECTRONIC_RECEIPT, Article, atw, eu_terms
from tracker.deadlines.terms import Length, within_atw

_NOWHERE: Final = Article("", "")
_MOVED: Final = (
    _l("Eindigt de termijn in het weekend of op een feestdag, dan schuift hij door."),
    atw("1", "1"),
)
_TOO_LONG: Final = (
    _l("De termijn is te lang voor de Algemene termijnenwet: hij schuift niet door."),
    atw("4"),
)
_NEVER_FREE: Final = (_l("Een termijn in werkdagen eindigt nooit op een vrije dag."), _NOWHERE)
_COUNTING: Final[Mapping[str, tuple[Sentence, Article]]] = {
    "eu": (_l("Volgens de Europese regels voor termijnen."), eu_terms("3")),
    "own": (_l("De gemeenteraad bepaalt hoe. Wij schuiven niet door: dat is veilig."), _NOWHERE),
    "none": (_l("De Algemene termijnenwet geldt niet: de termijn schuift niet door."), _NOWHERE),
}
_STARTS: Final[Mapping[str, Sentence]] = {
    "receipt": _l("De dag na de ontvangst."),
    "objection_period": _l("De dag na het eind van de bezwaartermijn."),
    "appeal_period": _l("De dag na het eind van de beroepstermijn."),
}
_FACTS: Final[Mapping[str, Sentence]] = {
    "committee": _l("een commissie adviseert"),
    "committee_notice_sent": _l("de indiener weet van de commissie"),
    "same_legal_person": _l("beroep binnen dezelfde organisatie"),
    "advisory_committee": _l("een klachtencommissie of adviseur behandelt de klacht"),
    "consent_needed": _l("instemming van een ander is nodig"),
    "nationality": _l("nationaliteit"),
    "civil_status": _l("burgerlijke staat"),
}
_MILESTONES: Final[Mapping[str, Sentence]] = {
    "ask_to_specify_by": _l("Vragen om een preciezer verzoek"),
    "refuse_by": _l("Schrijven dat u het niet behandelt"),
    "dismiss_by": _l("Besluiten dat u het niet behandelt"),
}


class Rule(NamedTuple):
    """One thing that a regime says, and where it is written."""

    label: Sentence
    text: Sentence
    article: Article = _NOWHERE


def name_of(regime: Regime) -> str:
    """Return what the regime is called, in the reader's language."""
    return str(both(regime.name_nl, regime.name_en))


def term_of(regime: Regime) -> str:
    """Return how long the term is, in the reader's language."""
    return _length(regime.term) if regime.term else _("geen wettelijke termijn")


def rules_of(regime: Regime) -> list[Rule]:
    """Return everything that the row of this regime says, in the order in which it comes up."""
    return [
        *_term_rules(regime),
        *_extension_rules(regime),
        *_suspension_rules(regime),
        *_rules_of_the_house(regime),
    ]


def _term_rules(regime: Regime) -> Iterator[Rule]:
    yield Rule(_("Termijn"), term_of(regime), regime.ordinary or regime.source)
    for variant in regime.variants:
        yield Rule(_("Andere termijn"), _variant(variant), variant.article)
    if regime.within_calendar_year:
        text = _("Voor het jaar om is, als het niet in de laatste zes weken binnenkwam.")
        yield Rule(_("Andere termijn"), text, regime.source)
    if regime.own_term:
        yield Rule(_("Andere termijn"), _("Een andere wet kan een andere termijn geven."))
    if regime.days_set_by_council:
        yield Rule(_("Andere termijn"), _("Het reglement van orde kan andere dagen noemen."))
    if regime.term:
        yield Rule(_("Begint"), _STARTS[regime.start])
        yield Rule(_("Einde op een vrije dag"), *_ending(regime, regime.term))
    for milestone in regime.milestones:
        label = _MILESTONES.get(milestone.name, milestone.name)
        length = _length(milestone.term)
        if milestone.after == "receipt":
            text = _("Binnen %(length)s na de ontvangst.", length=length)
        else:
            text = _(
                "Binnen %(length)s na de aanvulling, of nadat de tijd daarvoor voorbij is.",
                length=length,
            )
        yield Rule(label, text, milestone.article)


def _ending(regime: Regime, term: Length) -> tuple[Sentence, Article]:
    if regime.counting != "atw":
        return _COUNTING[regime.counting]
    if term.unit == "working day":
        return _NEVER_FREE
    return _MOVED if within_atw(term) else _TOO_LONG


def _extension_rules(regime: Regime) -> Iterator[Rule]:
    if regime.extension is None:
        yield Rule(_("Verlengen"), _("Dat mag niet zonder instemming."))
    else:
        yield Rule(_("Verlengen"), _extension(regime.extension), regime.extension.article)
    if regime.notice_of_delay:
        text = _("Wordt het later, dan krijgt de inwoner bericht. De termijn verandert niet.")
        yield Rule(_("Bericht van vertraging"), text, regime.notice_of_delay)
    if regime.consent:
        text = _("Stemt de inwoner schriftelijk in, dan mag het later.")
        yield Rule(_("Uitstel met instemming"), text, regime.consent)


def _suspension_rules(regime: Regime) -> Iterator[Rule]:
    for ground, article in regime.grounds.items():
        words = both(GROUNDS[ground].nl, GROUNDS[ground].en)
        if ground in regime.restarts:
            words = _("%(ground)s; daarna begint de termijn opnieuw", ground=words)
        yield Rule(_("Termijn staat stil"), words, article)
    if not regime.grounds:
        yield Rule(_("Termijn staat stil"), _("Daar is geen grond voor."))


def _rules_of_the_house(regime: Regime) -> Iterator[Rule]:
    if regime.moved_by_forwarding:
        text = _("De termijn begint opnieuw, als de afzender het weet.")
    else:
        text = _("De termijn blijft lopen.")
    yield Rule(_("Intern doorgestuurd"), text, regime.forwarding)
    text = _("Binnen onze servicenorm.")
    if regime.acknowledge == ELECTRONIC_RECEIPT:
        text += " " + _("De wet vraagt het bij een digitaal bericht.")
    yield Rule(_("Ontvangst bevestigen"), text, regime.acknowledge)
    if regime.penalty:
        text = _("Een geldige ingebrekestelling kan geld kosten.")
        yield Rule(_("Dwangsom"), text, regime.penalty_article)
    else:
        no_penalty = both(regime.no_penalty.nl, regime.no_penalty.en)
        yield Rule(_("Dwangsom"), no_penalty, regime.penalty_article)
    if regime.asks:
        asked = [FACTS[fact].name for fact in regime.asks]
        text = "; ".join(str(both(words.nl, words.en)) for words in asked)
        yield Rule(_("Gegevens die wij vragen"), f"{text}.")
    yield Rule(_("Geldt voor brieven vanaf"), date_in_words(regime.valid_from))


def _variant(variant: Variant) -> str:
    when = _(" en ").join(str(_FACTS.get(fact, fact)) for fact in variant.when)
    length = _length(variant.term)
    if variant.cap is None:
        return _("%(length)s, als %(when)s.", length=length, when=when)
    return _(
        "%(length)s, als %(when)s. Verlengen met hooguit %(cap)s.",
        length=length,
        when=when,
        cap=_length(variant.cap),
    )


def _extension(extension: Extension) -> str:
    if extension.cap:
        parts = [_("Met hooguit %(length)s.", length=_length(extension.cap))]
    else:
        parts = [_("Met een redelijke termijn.")]
    if extension.times is None:
        parts.append(_("Zo vaak als nodig."))
    if extension.announce_within:
        length = _length(extension.announce_within)
        parts.append(_("Alleen met bericht binnen %(length)s.", length=length))
    if extension.only_for:
        values = _(" of ").join(
            str(_FACTS.get(each, each)) for each in sorted(extension.only_for[1])
        )
        parts.append(_("Alleen bij %(values)s.", values=values))
    return " ".join(parts)


def _length(length: Length) -> str:
    return str(both(length.nl, length.en))
