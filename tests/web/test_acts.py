"""May each role do what is its own, and nothing else, also with a form made by hand?"""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.two_databases import House
from tests.web.test_security import app, clock, path_of, settings, signed_in, token_on

__all__ = ["app", "clock", "settings"]

EVERYBODY = {"registrar", "handler", "stranger", "lead", "administrator"}
WORKERS = {"registrar", "handler", "lead"}
# Who may send which form about a case of the team; the stranger works in another team.
ACTS = {
    "people.sign_out": EVERYBODY,
    "people.choose_language": EVERYBODY,
    "intake.new": {"registrar", "lead"},
    "register.take": {"handler", "lead"},
    "register.hand_to": {"lead"},
    "register.change_subject": WORKERS,
    "register.write_down": WORKERS,
    "register.correct_facts": WORKERS,
    "register.letter_not_needed": WORKERS,
    "register.take_back": WORKERS,
    "register.close": WORKERS,
    "register.reopen": WORKERS,
    "register.mark_read": WORKERS,
    "correspondents.correct": WORKERS,
    "correspondents.merge": WORKERS,
    "correspondents.undo_merge": WORKERS,
    "replies.save": WORKERS,
    "replies.read_along": WORKERS,
    "replies.letter": WORKERS,
    "replies.law_letter": WORKERS,
    "replies.ask_consent": WORKERS,
    "admin.retry": {"administrator"},
    "admin.new_user": {"administrator"},
    "admin.user": {"administrator"},
    "admin.password": {"administrator"},
    "admin.deactivate": {"administrator"},
    "admin.reactivate": {"administrator"},
    "admin.new_team": {"administrator"},
    "admin.team": {"administrator"},
    "admin.new_subject": {"administrator"},
    "admin.subject": {"administrator"},
    "admin.new_regime": {"administrator"},
    "admin.new_version": {"administrator"},
    "admin.own_regime_row": {"administrator"},
    "admin.new_closing_day": {"administrator"},
    "admin.open_again": {"administrator"},
    "admin.new_decree": {"administrator"},
    "admin.withdraw_decree": {"administrator"},
    "admin.new_mailbox": {"administrator"},
    "admin.edit_mailbox": {"administrator"},
    "admin.try_mailbox": {"administrator"},
}
AT_THE_DOOR = "people.sign_in"
OLD = {"version": "999", "text": "Beste Jo", "language": "nl"}
"""A form that is too old to change anything: what counts is whether it is let in at all."""


def acts_of(app: Flask) -> set[str]:
    safe = {"GET", "HEAD", "OPTIONS"}
    return {rule.endpoint for rule in app.url_map.iter_rules() if (rule.methods or set()) - safe}


def test_no_act_is_missing_from_the_table(app: Flask) -> None:
    assert acts_of(app) - {AT_THE_DOOR} == set(ACTS)


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_each_role_does_its_own_acts_only(app: Flask, house: House, who: str) -> None:
    client = signed_in(app, house, who)
    token = token_on(client, "/zaken/zoeken")
    for endpoint in sorted(ACTS, key=lambda name: name == "people.sign_out"):
        answer = send(client, app, endpoint, token)
        if who in ACTS[endpoint]:
            assert answer not in (400, 401, 403, 500), (endpoint, answer)
        else:
            assert answer == 403, (endpoint, answer)


def test_nobody_acts_from_outside(app: Flask, house: House) -> None:
    client = app.test_client()
    token = token_on(client, "/inloggen")
    for endpoint in set(ACTS) - {"people.choose_language"}:
        assert send(client, app, endpoint, token) == 401, endpoint


def send(client: FlaskClient, app: Flask, endpoint: str, token: str) -> int:
    form = OLD | {"csrf_token": token}
    return client.post(path_of(app, endpoint), data=form).status_code
