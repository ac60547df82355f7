"""How does somebody look for a case or a sender in the browser?"""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlmodel import Session
from werkzeug.datastructures import MultiDict

from tracker.base.web import services
from tracker.people.queries import teams
from tracker.people.rules import Act, may
from tracker.register.blueprint import bp, to_case
from tracker.register.queries import all_subjects
from tracker.register.search import After, Found, find, find_correspondents
from tracker.register.search_forms import SearchForm

NOTHING = Found([], None)


@bp.get("/zoeken")
def search() -> ResponseReturnValue:
    """Find cases by any word of their letters, and senders by name or address."""
    after = After.read(request.args.get("na", ""))
    with services().db.reading() as session:
        form = _form(session)
        if not form.validate():
            return render_template("register/search.html", form=form, found=NOTHING), 422
        found = find(session, current_user, form.words, form.filters(), after)
        senders = [] if after else find_correspondents(session, current_user, form.words)
        if _is_the_number_of_the_one(form.words, found):
            return to_case(found.hits[0].case.number)
        return render_template(
            "register/search.html",
            form=form,
            found=found,
            senders=senders,
            is_first=after is None,
            asked=bool(form.words or form.filters().narrows),
            next_page=_next_page(form, found),
        )


def _form(session: Session) -> SearchForm:
    form = SearchForm(formdata=_given())
    all_teams = may(current_user, Act.SEE_ALL_TEAMS)
    form.offer(all_subjects(session), teams(session) if all_teams else [])
    return form


def _given() -> MultiDict[str, str]:
    """Return the address with every choice that was not made filled in as "all"."""
    given = MultiDict(request.args)
    for name in ("stand", "langs", "onderwerp", "team"):
        given.setdefault(name, "")
    return given


def _is_the_number_of_the_one(words: str, found: Found) -> bool:
    return len(found.hits) == 1 and "".join(words.split()) == found.hits[0].case.number


def _next_page(form: SearchForm, found: Found) -> str:
    if found.next is None:
        return ""
    given = {field.name: request.args.get(field.name, "") for field in form}
    chosen: dict[str, Any] = {name: value for name, value in given.items() if value}
    return url_for("register.search", **chosen, na=str(found.next))
