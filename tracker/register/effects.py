"""What does something that a user wants to write down do to the dates, in plain sentences?"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from flask_babel import format_decimal
from flask_babel import gettext as _

from tracker.base.web import date_in_words
from tracker.base.words import current_language
from tracker.deadlines.clocks import Reckoning
from tracker.deadlines.regime import Regime
from tracker.register.models import EventType
from tracker.register.wording import is_long

_CLOSING = (EventType.DECIDED, EventType.ANSWERED)
_ONE_DAY = timedelta(days=1)


def effect(before: Reckoning, after: Reckoning) -> str:
    """Say in one sentence what an event does to the dates."""
    old, new = before.due_on or before.target_on, after.due_on or after.target_on
    if new is None or (after.target_stopped_on and not before.target_stopped_on):
        return _("Hiermee stoppen de klokken.")
    name = _("De uiterste datum") if after.due_on else _("De streefdatum")
    if old == new:
        return _("%(name)s blijft %(day)s.", name=name, day=date_in_words(new))
    return _("%(name)s wordt %(day)s.", name=name, day=date_in_words(new))


def effects(
    type: EventType,
    on: date,
    data: Mapping[str, Any],
    regime: Regime,
    before: Reckoning,
    after: Reckoning,
) -> Sequence[str]:
    """Return what an event does, the most important sentence first."""
    plainly = effect(before, after)
    if type is EventType.SUSPENSION_STARTED:
        return [plainly, *_suspension(on, data, before, after)]
    if type is EventType.NOTICE_OF_DEFAULT:
        return [_notice(after), plainly]
    if type is EventType.EXTENDED:
        return [plainly, *_extension(data, regime)]
    if type is EventType.FORWARDED_INTERNALLY:
        return [plainly, *_forwarding(data, regime)]
    if type in _CLOSING:
        return [plainly, *_closing(on, after)]
    return [plainly]


def effects_of_taking_back(
    type: EventType, before: Reckoning, after: Reckoning, *, told: bool
) -> Sequence[str]:
    """Return what taking an event back does, the most important sentence first.

    Args:
        told: whether a letter about it was written.
    """
    plainly = effect(before, after)
    if before.closed_by and not after.closed_by:
        said = [_("De zaak gaat weer open. De klokken voor het antwoord lopen weer."), plainly]
    elif type is EventType.ACKNOWLEDGED:
        said = [*_not_acknowledged(after), plainly]
    else:
        said = [plainly, *_stands_still(before, after), *_no_notice(before, after)]
    if told:
        said.append(_("Er is al een brief over geschreven. Schrijf de inwoner wat er wel klopt."))
    return said


def effects_of_subject(
    before: Reckoning, after: Reckoning, *, regime: str, team: str, leaves_desk: bool
) -> Sequence[str]:
    """Return what another subject does, the most important sentence first.

    Args:
        regime: what the other regime is called; empty when it stays the same.
        team: the name of the other team; empty when the case stays where it is.
        leaves_desk: whether it is taken off somebody's desk by that.
    """
    said = [effect(before, after)]
    if before.due_on and not after.due_on:
        said.append(_("Een uiterste datum volgens de wet is er dan niet meer."))
    if regime:
        said.append(_("De termijnregeling wordt: %(name)s.", name=regime))
    if team:
        said.append(_("De zaak gaat naar team %(name)s.", name=team))
    if leaves_desk:
        said.append(_("De zaak heeft dan geen behandelaar meer."))
    return said


def _not_acknowledged(after: Reckoning) -> Sequence[str]:
    if after.acknowledge_stopped_on is not None or after.acknowledge_by is None:
        return []
    day = date_in_words(after.acknowledge_by)
    return [_("De ontvangst is dan nog niet bevestigd. Dat moet uiterlijk %(day)s.", day=day)]


def _stands_still(before: Reckoning, after: Reckoning) -> Sequence[str]:
    if before.suspended_since and not after.suspended_since:
        return [_("De termijn staat dan niet meer stil.")]
    if after.suspended_since and not before.suspended_since:
        return [_("De termijn staat dan weer stil.")]
    return []


def _no_notice(before: Reckoning, after: Reckoning) -> Sequence[str]:
    if before.penalty.notice_valid and not after.penalty.notice_valid:
        return [_("Er is dan geen geldige ingebrekestelling meer, dus er loopt geen dwangsom.")]
    return []


def _suspension(
    on: date, data: Mapping[str, Any], before: Reckoning, after: Reckoning
) -> Sequence[str]:
    still = _("De termijn staat stil vanaf %(day)s.", day=date_in_words(on + _ONE_DAY))
    if "respond_by" not in data:
        return [still, _("De datum schuift op zolang dat duurt.")]
    if (before.due_on or before.target_on) == (after.due_on or after.target_on):
        return [
            _("De termijn liep op die dagen niet, dus er komen geen dagen bij."),
            *_target(before, after),
        ]
    if after.suspended_since is None:
        return [still]
    sooner = _("Komt er niets? Dan geldt deze datum. Komt de reactie eerder, dan wordt hij eerder.")
    return [still, sooner]


def _target(before: Reckoning, after: Reckoning) -> Sequence[str]:
    """Say that only our own promise moves."""
    if after.target_on is None or after.target_on == before.target_on:
        return []
    return [_("De streefdatum wordt %(day)s.", day=date_in_words(after.target_on))]


def _notice(after: Reckoning) -> str:
    penalty = after.penalty
    if penalty.first_day is None:
        return penalty.why(current_language())
    return _(
        "De ingebrekestelling is geldig. Vanaf %(day)s kost elke dag geld, hooguit € %(most)s.",
        day=date_in_words(penalty.first_day),
        most=format_decimal(penalty.most_eur),
    )


def _extension(data: Mapping[str, Any], regime: Regime) -> Sequence[str]:
    if "length" not in data and regime.notice_of_delay:
        article = regime.notice_of_delay.name
        return [
            _("Dit bericht verandert de wettelijke termijn niet (%(article)s).", article=article)
        ]
    if is_long(str(data.get("length", ""))):
        return [_("Let op: dit is langer dan twaalf weken. Dat blijft op de tijdlijn staan.")]
    return []


def _forwarding(data: Mapping[str, Any], regime: Regime) -> Sequence[str]:
    if not regime.moved_by_forwarding:
        article = regime.forwarding.name
        return [_("Doorsturen verandert deze termijn niet (%(article)s).", article=article)]
    if not data.get("sender_told"):
        article = regime.forwarding.name
        return [
            _(
                "Zolang de afzender het niet weet, telt het doorsturen niet (%(article)s).",
                article=article,
            )
        ]
    return []


def _closing(on: date, after: Reckoning) -> Sequence[str]:
    due = after.due_on
    said = []
    if due is not None and on > due:
        said.append(_("Dat is te laat: het moest uiterlijk %(day)s.", day=date_in_words(due)))
    if after.penalty.amount_eur:
        said.append(
            _(
                "De dwangsom komt uit op € %(amount)s.",
                amount=format_decimal(after.penalty.amount_eur),
            )
        )
    return said
