"""Which pages does the menu of this user offer?"""

from dataclasses import dataclass
from typing import Any

from flask import current_app, g, request
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import HTTPException

import tracker
from tracker.base.errors import Sentence
from tracker.base.web import services
from tracker.base.words import current_language
from tracker.people.models import User
from tracker.people.rules import Act, may
from tracker.people.views import known_user
from tracker.people.wording import ROLES


@dataclass(frozen=True, slots=True)
class Door:
    """A page in the menu, for those who may do ``act``."""

    path: str
    label: Sentence
    icon: str
    act: Act


DOORS = (
    Door("/post", _l("Nieuwe post"), "inbox", Act.REGISTER_LETTER),
    Door("/mijn-werk", _l("Mijn werk"), "list", Act.SEE_WORK),
    Door("/team", _l("Teamoverzicht"), "people", Act.SEE_TEAM),
    Door("/beheer", _l("Beheer"), "gear", Act.ADMINISTER),
    Door("/zaken/zoeken", _l("Zoeken"), "search", Act.SEE_CASE),
)


def words_of_every_page() -> dict[str, Any]:
    """Return what the frame of each page shows; needs no database, so errors have a frame too."""
    user = known_user()
    return {
        "municipality": services().settings.municipality,
        "version": tracker.__version__,
        "current_language": current_language(),
        "home_endpoint": "people.home",
        "navigation": _menu(user) if user else [],
        "account": _account(user) if user else None,
    }


def _account(user: User) -> dict[str, str]:
    return {"name": user.name, "team": g.get("team_name", ""), "role": str(ROLES[user.role])}


def _menu(user: User) -> list[dict[str, Any]]:
    return [
        {
            "endpoint": endpoint,
            "label": str(door.label),
            "icon": door.icon,
            "current": request.path == door.path or request.path.startswith(door.path + "/"),
        }
        for door in DOORS
        if may(user, door.act) and (endpoint := _endpoint(door.path))
    ]


def _endpoint(path: str) -> str | None:
    """Return what serves *path*; a page that is not there has no place in the menu."""
    try:
        endpoint, _values = current_app.url_map.bind("").match(path)
    except HTTPException:
        return None
    return str(endpoint)
