"""What do we call roles on the screen?"""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from tracker.base.errors import Sentence
from tracker.people.models import Role

ROLES: Mapping[Role, Sentence] = {
    Role.REGISTRAR: _l("postregistratie"),
    Role.HANDLER: _l("behandelaar"),
    Role.TEAM_LEAD: _l("teamleider"),
    Role.ADMINISTRATOR: _l("functioneel beheerder"),
}
