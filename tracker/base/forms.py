"""What do all forms do with what people type: clean it, and say plainly what is wrong?"""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.validators import InputRequired, Length, StopValidation

from tracker.base.errors import Sentence

OUTDATED = _l("Deze pagina is verouderd. Open haar opnieuw; kopieer eerst wat u typte.")
_PLAINLY: Mapping[str, Sentence] = {
    "Not a valid choice.": _l("Kies een van de mogelijkheden."),
    "Invalid Choice: could not coerce.": _l("Kies een van de mogelijkheden."),
    "Not a valid integer value.": _l("Vul een heel getal in."),
}


class Filled(InputRequired):
    """Refuses a field that is left empty; spaces alone are empty too."""

    def __call__(self, form: Any, field: Field) -> None:
        """Stop at the first problem: what is missing cannot be wrong as well."""
        raw = field.raw_data[0] if field.raw_data else None
        if isinstance(raw, str) and not raw.strip():
            field.errors = []
            raise StopValidation(self.message or "")
        super().__call__(form, field)


class AtMost(Length):
    """Refuses a text that is too long, and says how long it may be.

    The browser is not told: it would cut off what somebody pastes without a word.
    """

    def __init__(self, length: int) -> None:
        """Take the most characters that fit."""
        too_long = _l("Dit is te lang. Gebruik hooguit %(length)s tekens.", length=length)
        super().__init__(max=length, message=too_long)
        self.field_flags = {}


class _OurWords:
    """Says in our own words what WTForms would say in its own."""

    def __init__(self, others: Any) -> None:
        self.others = others

    def gettext(self, sentence: str) -> str:
        known = _PLAINLY.get(sentence)
        return self.others.gettext(sentence) if known is None else str(known)

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self.others.ngettext(one, many, number)


class TidyForm(FlaskForm):  # type: ignore[misc]
    """The form that ours are made of."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """How the fields are made."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """Let every text lose the NUL character, which PostgreSQL cannot store."""
            own = unbound_field.kwargs.get("filters", ())  # what we give takes their place
            options["filters"] = [*own, *options.get("filters", ()), _without_nul]
            return super().bind_field(form, unbound_field, options)

        def get_translations(self, form: Any) -> Any:
            """Return what turns the sentences of WTForms into ours."""
            return _OurWords(super().get_translations(form))


def _without_nul(value: Any) -> Any:
    return value.replace("\x00", "") if isinstance(value, str) else value
