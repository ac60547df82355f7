"""What may somebody correct about a correspondent?"""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, StringField
from wtforms.validators import Email, Optional
from wtforms.widgets import HiddenInput

from tracker.base.forms import OUTDATED
from tracker.register.forms import SeenForm, at_most, choices, filled
from tracker.register.models import Correspondent, CorrespondentKind
from tracker.register.wording import CORRESPONDENT_KINDS


class CorrespondentForm(SeenForm):
    """Who somebody is and where they live."""

    name = StringField(_l("Naam"), [filled(), at_most(200)])
    kind = RadioField(
        _l("Soort afzender"),
        choices=choices((kind.value, CORRESPONDENT_KINDS[kind]) for kind in CorrespondentKind),
    )
    street = StringField(_l("Straat en huisnummer"), [at_most(200)])
    postcode = StringField(_l("Postcode"), [at_most(20)])
    place = StringField(_l("Woonplaats"), [at_most(100)])
    email = StringField(
        _l("E-mailadres"),
        [
            Optional(),
            at_most(254),
            Email(_l("Vul een e-mailadres in zoals naam@voorbeeld.nl, of laat het leeg.")),
        ],
    )
    phone = StringField(_l("Telefoon"), [at_most(40)])

    @classmethod
    def of(cls, person: Correspondent) -> "CorrespondentForm":
        """Return the form as it is first shown."""
        return cls(obj=person, data={"kind": person.kind.value})

    def changes(self) -> dict[str, object]:
        """Return what was filled in, each text on one line."""
        texts = ("name", "street", "postcode", "place", "email", "phone")
        filled_in = {name: " ".join((self[name].data or "").split()) for name in texts}
        return {**filled_in, "kind": CorrespondentKind(self.kind.data)}


class MergeForm(SeenForm):
    """Two correspondents as the user saw them."""

    other_version = IntegerField(widget=HiddenInput(), validators=[filled(OUTDATED)])
