"""Do the components say to everybody, also to a screen reader, what they show?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.datastructures import MultiDict
from wtforms import Form, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Optional

TEMPLATES = Path(__file__).parents[2] / "templates"


def in_working_days(days: int) -> str:
    return "vandaag" if days == 0 else f"over {days}" if days > 0 else f"{-days} te laat"


@pytest.fixture(scope="module")
def screens() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
    )
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    environment.filters["date_in_words"] = lambda day: f"{day.day}-{day.month}-{day.year}"
    environment.filters["in_working_days"] = in_working_days
    return environment


def drawn(screens: Environment, source: str, **values: object) -> str:
    html = screens.from_string(source).render(**values)
    return " ".join(html.split())


CHANNELS = [SelectChoice("a", "Brief"), SelectChoice("b", "Balie")]


class LetterForm(Form):
    subject = StringField("Onderwerp", [InputRequired("Vul het onderwerp in.")])
    note = StringField("Notitie", [Optional()])
    channel = RadioField("Kanaal?", [InputRequired("Kies.")], choices=CHANNELS)


FIELD = '{% from "components/field.html" import text_field %}'


def test_a_field_with_an_error_ties_hint_and_error_to_the_input(screens: Environment) -> None:
    form = LetterForm(MultiDict())
    form.validate()
    html = drawn(screens, FIELD + '{{ text_field(form.subject, hint="Kort.") }}', form=form)
    assert '<label class="field__label" for="subject">Onderwerp</label>' in html
    assert 'aria-describedby="subject-hint subject-error"' in html
    assert 'aria-invalid="true"' in html
    assert '<span class="visually-hidden">Fout:</span> Vul het onderwerp in.' in html


def test_a_field_that_may_stay_empty_says_so(screens: Environment) -> None:
    html = drawn(screens, FIELD + "{{ text_field(form.note) }}", form=LetterForm())
    assert "(niet verplicht)" in html
    assert "aria-invalid" not in html


def test_what_was_typed_comes_back_escaped(screens: Environment) -> None:
    form = LetterForm(MultiDict({"note": '"><script>x</script>'}))
    html = drawn(screens, FIELD + "{{ text_field(form.note) }}", form=form)
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_the_list_of_errors_leads_to_each_field(screens: Environment) -> None:
    form = LetterForm(MultiDict())
    form.validate()
    source = '{% from "components/field.html" import error_summary %}{{ error_summary(form) }}'
    html = drawn(screens, source, form=form)
    assert '<a href="#subject">Onderwerp: Vul het onderwerp in.</a>' in html
    assert '<a href="#channel-0">Kanaal: Kies.</a>' in html


def test_a_form_without_errors_has_no_list_of_errors(screens: Environment) -> None:
    source = '{% from "components/field.html" import error_summary %}{{ error_summary(form) }}'
    assert drawn(screens, source, form=LetterForm()) == ""


Day = date  # the field of a clock is called date as well


@dataclass(frozen=True)
class Clock:
    name: str
    label: str
    date: Day | None = None
    days_left: int | None = None
    stopped_on: Day | None = None
    state: str = "running"


def panel(screens: Environment, clocks: Sequence[Clock], steps: Sequence[object] = ()) -> str:
    source = (
        '{% from "components/clock_panel.html" import clock_panel %}'
        "{{ clock_panel(clocks, steps) }}"
    )
    return drawn(screens, source, clocks=clocks, steps=steps)


@pytest.mark.parametrize(
    ("days_left", "words", "kind"),
    [
        (-2, "2 te laat", "late"),
        (0, "vandaag", "today"),
        (3, "over 3", "soon"),
        (9, "over 9", "ok"),
    ],
)
def test_a_running_clock_says_in_words_how_long(
    screens: Environment, days_left: int, words: str, kind: str
) -> None:
    html = panel(screens, [Clock("due", "Uiterste datum", date(2026, 11, 6), days_left)])
    assert f"<span>{words}</span>" in html
    assert f"badge--{kind}" in html


def test_a_stopped_clock_says_when_and_whether_that_was_in_time(screens: Environment) -> None:
    due, early, late = date(2026, 11, 6), date(2026, 11, 5), date(2026, 11, 9)
    in_time = panel(screens, [Clock("due", "Uiterste datum", due, None, early, "stopped")])
    too_late = panel(screens, [Clock("due", "Uiterste datum", due, None, late, "stopped")])
    assert "gestopt op 5-11-2026" in in_time
    assert "Op tijd: het moest uiterlijk 6-11-2026." in in_time
    assert "Dat was te laat: het moest uiterlijk 6-11-2026." in too_late


def test_a_clock_that_stands_still_and_one_that_is_not_there_say_so(screens: Environment) -> None:
    html = panel(
        screens,
        [
            Clock("target", "Streefdatum", date(2026, 11, 6), 3, None, "suspended"),
            Clock("due", "Uiterste datum", state="none"),
        ],
    )
    assert "staat stil" in html
    assert "geen wettelijke termijn" in html


def test_each_step_shows_its_day_its_sentence_and_its_article(screens: Environment) -> None:
    step = SimpleNamespace(
        day=date(2026, 11, 4),
        clock="due",
        text="Ontvangen.",
        article="Awb 4:13",
        link="https://wet.example/",
    )
    html = panel(screens, [Clock("due", "Uiterste datum", date(2026, 12, 30), 20)], [step])
    assert "4-11-2026" in html
    assert "Ontvangen." in html
    assert '<a href="https://wet.example/" rel="noreferrer">Awb 4:13</a>' in html


def test_a_letter_keeps_its_paragraphs_and_its_markup_is_only_text(screens: Environment) -> None:
    source = (
        '{% from "components/message.html" import message %}'
        '{{ message("Bomen", "J. van der Velde", "gemeente", "vandaag", text=text) }}'
    )
    html = drawn(screens, source, text="Beste <b>lezer</b>,\r\n\r\nEen regel\nen nog een")
    assert "<p>Beste &lt;b&gt;lezer&lt;/b&gt;,</p>" in html
    assert "<p>Een regel<br>en nog een</p>" in html


def test_the_difficulty_is_there_in_words_and_not_only_as_a_bar(screens: Environment) -> None:
    source = (
        '{% from "components/meter.html" import difficulty_meter %}'
        "{{ difficulty_meter(difficulty, band, reliable=reliable) }}"
    )
    html = drawn(screens, source, difficulty=85.6, band="very_hard", reliable=False)
    assert "Heel moeilijk te lezen" in html
    assert "Moeilijkheid 86 van 100" in html
    assert "De tekst is kort." in html
    nothing = drawn(screens, source, difficulty=None, band="unknown", reliable=True)
    assert "Nog niets te meten" in nothing
    assert '<svg class="difficulty__scale"' not in nothing


def test_a_row_in_a_work_list_tells_whose_desk_it_is_on(screens: Environment) -> None:
    source = (
        '{% from "components/work_row.html" import work_row %}'
        '{{ work_row("Bomen", "/zaken/1", "2026-000001", "R. Post", days_left=-1, handler="") }}'
    )
    html = drawn(screens, source)
    assert '<a href="/zaken/1">Bomen</a>' in html
    assert "nog niemand" in html
    assert "1 te laat" in html


def test_an_error_page_can_be_shown_when_nothing_else_is_known(screens: Environment) -> None:
    error = SimpleNamespace(title="Niet gevonden", message="Deze zaak is er niet.", status=404)
    html = screens.get_template("errors/error.html").render(
        error=error,
        url_for=lambda endpoint, **values: f"/{endpoint}",
        get_flashed_messages=lambda **options: [],
    )
    assert "<title>Fout: Niet gevonden – Tijdig</title>" in html
    assert '<html lang="nl">' in html
    assert "Deze zaak is er niet." in html


def test_an_error_page_gives_back_what_was_typed(screens: Environment) -> None:
    error = SimpleNamespace(title="Een collega was u net voor", message="Kijk eerst.", status=409)
    html = screens.get_template("errors/error.html").render(
        error=error,
        typed=[("Uw antwoord", "Beste <lezer>,\nhet mag."), ("Leeg", "")],
        retry={"action": "/zaken/1", "fields": [("text", 'Beste "lezer"')]},
        url_for=lambda endpoint, **values: f"/{endpoint}",
        get_flashed_messages=lambda **options: [],
        csrf_token=lambda: "token",
    )
    assert "readonly>Beste &lt;lezer&gt;,\nhet mag.</textarea>" in html
    assert 'name="text" value="Beste &#34;lezer&#34;"' in html
    assert 'name="csrf_token" value="token"' in html
    assert "Leeg" not in html
