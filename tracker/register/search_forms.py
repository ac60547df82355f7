"""What may somebody type and choose to find a case?"""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField

from tracker.base.forms import TidyForm
from tracker.people.models import Team
from tracker.register.forms import DayField, choices
from tracker.register.models import CaseState, Channel, Subject
from tracker.register.search import Filters
from tracker.register.wording import CHANNELS, STATES

LONGEST = 300
"""Characters of what was typed that are looked for."""
_ANY = ("", _l("alle"))


class SearchForm(TidyForm):
    """Words and filters; they stand in the address, so that a search can be kept and sent on."""

    class Meta(TidyForm.Meta):
        """Looking changes nothing, so it needs no token."""

        csrf = False

    q = StringField(_l("Woorden, naam, adres of zaaknummer"))
    stand = SelectField(
        _l("Stand"),
        choices=choices(
            [
                _ANY,
                ("open", _l("open (alles wat nog loopt)")),
                ("closed", _l("gesloten")),
                *((state.value, STATES[state]) for state in CaseState),
            ]
        ),
    )
    langs = SelectField(
        _l("Langs"),
        choices=choices([_ANY, *((channel.value, CHANNELS[channel]) for channel in Channel)]),
    )
    onderwerp = SelectField(_l("Onderwerp"))
    team = SelectField(_l("Team"))
    van = DayField(_l("Ontvangen vanaf"))
    tot = DayField(_l("Ontvangen tot en met"))

    def offer(self, subjects: Sequence[Subject], teams: Sequence[Team]) -> None:
        """Fill the lists; without teams there is nothing to choose."""
        self.onderwerp.choices = choices([_ANY, *((str(s.id), s.name) for s in subjects)])
        self.team.choices = choices([_ANY, *((str(team.id), team.name) for team in teams)])

    @property
    def words(self) -> str:
        """Return what was typed."""
        return (self.q.data or "").strip()[:LONGEST]

    def filters(self) -> Filters:
        """Return what was chosen."""
        return Filters(
            state=self.stand.data or "",
            team_id=int(self.team.data) if self.team.data else None,
            subject_id=int(self.onderwerp.data) if self.onderwerp.data else None,
            channel=Channel(self.langs.data) if self.langs.data else None,
            since=self.van.data or None,
            until=self.tot.data or None,
        )
