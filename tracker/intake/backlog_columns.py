"""Which column of a backlog tells what?"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask_babel import lazy_gettext as _l

from tracker.base.errors import InvalidInput, Sentence
from tracker.deadlines.facts import FACTS, RECEIPT

IGNORE = "-"
REPORT_PREFIX = "Tijdig: "
"""Columns that a report of refused lines adds; they are passed over when it is offered again."""

HEADINGS: Final[Mapping[str, Sequence[str]]] = {
    "number": (
        "nummer",
        "zaaknummer",
        "registratienummer",
        "kenmerk",
        "postnummer",
        "documentnummer",
        "id",
        "number",
        "case number",
        "reference",
    ),
    "received_on": (
        "ontvangen",
        "ontvangen op",
        "ontvangstdatum",
        "datum ontvangst",
        "datum ontvangen",
        "datum binnen",
        "binnengekomen op",
        "received",
        "received on",
        "date received",
    ),
    "subject": (
        "onderwerp",
        "soort",
        "soort zaak",
        "soort post",
        "zaaktype",
        "categorie",
        "subject",
        "category",
        "case type",
    ),
    "title": (
        "titel",
        "betreft",
        "omschrijving",
        "korte omschrijving",
        "waar gaat het over",
        "title",
        "regarding",
        "description",
    ),
    "text": ("tekst", "inhoud", "bericht", "brief tekst", "toelichting", "text", "body", "message"),
    "name": ("afzender", "naam", "naam afzender", "indiener", "sender", "name", "from"),
    "initials": ("voornaam", "voorletters", "initialen", "first name", "initials"),
    "prefix": ("tussenvoegsel", "voorvoegsel", "prefix"),
    "surname": ("achternaam", "geslachtsnaam", "last name", "surname"),
    "kind": ("soort afzender", "type afzender", "sender type", "kind of sender"),
    "email": ("e mail", "email", "e mailadres", "emailadres", "mailadres", "e mail address"),
    "street": ("straat", "adres", "straat en huisnummer", "street", "address"),
    "house_number": ("huisnummer", "huisnr", "house number"),
    "addition": ("toevoeging", "huisnummertoevoeging", "addition"),
    "postcode": ("postcode", "postal code", "zip"),
    "place": ("woonplaats", "plaats", "place", "city", "town"),
    "phone": ("telefoon", "telefoonnummer", "tel", "phone", "telephone"),
    "channel": ("kanaal", "hoe binnengekomen", "wijze van ontvangst", "channel"),
    "handler": ("behandelaar", "behandelaar e mail", "e mail behandelaar", "handler", "assignee"),
    "acknowledged_on": (
        "ontvangst bevestigd op",
        "bevestigd op",
        "ontvangstbevestiging",
        "datum ontvangstbevestiging",
        "acknowledged",
        "acknowledged on",
    ),
    "extended_on": ("verlengd op", "verdaagd op", "extended on"),
    "extended_with": ("verlengd met", "verdaagd met", "extended with"),
    "answered_on": (
        "beantwoord op",
        "afgehandeld op",
        "afhandeldatum",
        "datum antwoord",
        "answered",
        "answered on",
    ),
    "closed_on": ("gesloten op", "afgesloten op", "closed on"),
    "closed_as": ("gesloten als", "reden van sluiten", "closed as"),
    "closed_why": ("uitleg bij sluiten", "toelichting bij sluiten", "closed why"),
    **{
        name: (name.replace("_", " "), fact.name.nl.lower())
        for name, fact in FACTS.items()
        if name not in RECEIPT and name != "subject"
    },
    "fact_subject": ("gaat over", "is about"),
}
"""What each field may be called, as ``tidy`` writes it."""

NEEDED: Final[Sequence[tuple[Sequence[str], Sentence]]] = (
    (("received_on",), _l("de dag van ontvangst (received_on)")),
    (("subject",), _l("het onderwerp (subject); of geef met --subject één onderwerp voor alles")),
    (("title", "text"), _l("waar het over gaat (title of text)")),
    (("name", "surname", "email"), _l("de afzender (name, surname of email)")),
)
"""Of each of these one column must be there."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where in a line each field stands; ``ignored`` are the headings that say nothing to us."""

    places: Mapping[str, int]
    headings: Sequence[str]
    ignored: Sequence[str]

    def heading(self, field: str) -> str:
        """Return how the file calls *field*, or what we call it when the file does not have it."""
        place = self.places.get(field)
        return field if place is None else self.headings[place]


def tidy(heading: str) -> str:
    """Return a heading without capitals and marks, so that "E-mail:" is "e mail"."""
    return " ".join(re.sub(r"[^\w]|_", " ", heading.casefold()).split())


_FIELDS: Final = {tidy(word): field for field, words in HEADINGS.items() for word in words}


def find_columns(
    headings: Sequence[str], given: Mapping[str, str], *, has_subject: bool = False
) -> Columns:
    """Recognise the columns by their headings; what is *given* goes before what we know.

    Args:
        given: field (or ``-`` to pass a column over) by heading.
        has_subject: whether one subject is given for all lines.

    Raises:
        InvalidInput: a column that is needed is not there, or two columns say the same.
    """
    told = _given_places(headings, given)
    places = {field: place for place, field in told.items() if field != IGNORE}
    twice: dict[str, list[str]] = {}
    ignored: list[str] = [headings[place] for place, field in told.items() if field == IGNORE]
    for place, heading in enumerate(headings):
        if place in told or not heading or heading.startswith(REPORT_PREFIX):
            continue
        field = _FIELDS.get(tidy(heading), "")
        if not field or field in told.values():
            ignored.append(heading)
        elif field in places:
            twice.setdefault(field, [headings[places[field]]]).append(heading)
        else:
            places[field] = place
    _refuse_twice(twice)
    _refuse_missing(places, headings, has_subject=has_subject)
    return Columns(places, headings, ignored)


def _given_places(headings: Sequence[str], given: Mapping[str, str]) -> dict[int, str]:
    found: dict[int, str] = {}
    for heading, field in given.items():
        if field != IGNORE and field not in HEADINGS:
            raise InvalidInput(
                _l(
                    "%(field)s is geen gegeven dat wij kennen. Kies uit: %(known)s.",
                    field=field,
                    known=", ".join(HEADINGS),
                )
            )
        where = [place for place, each in enumerate(headings) if tidy(each) == tidy(heading)]
        if not where:
            raise InvalidInput(
                _l(
                    "Er is geen kolom %(heading)s. Gevonden: %(found)s.",
                    heading=repr(heading),
                    found=_listed(headings),
                )
            )
        if field != IGNORE and field in found.values():
            raise InvalidInput(_l("Twee kolommen zijn gekoppeld aan %(field)s.", field=field))
        found |= dict.fromkeys(where[:1] if field != IGNORE else where, field)
    return found


def _refuse_twice(twice: Mapping[str, Sequence[str]]) -> None:
    for field, headings in twice.items():
        raise InvalidInput(
            _l(
                'Deze kolommen betekenen hetzelfde: %(headings)s. Kies er een met --map "%(first)s='
                '%(field)s".',
                headings=_listed(headings),
                first=headings[0],
                field=field,
            )
        )


def _refuse_missing(
    places: Mapping[str, int], headings: Sequence[str], *, has_subject: bool
) -> None:
    missing = [
        str(words)
        for fields, words in NEEDED
        if not any(field in places for field in fields)
        and not (has_subject and "subject" in fields)
    ]
    if missing:
        raise InvalidInput(
            _l(
                "Er ontbreekt een kolom voor %(missing)s. Gevonden: %(found)s. Koppel een kolom "
                'met --map "Kolom=gegeven".',
                missing="; ".join(missing),
                found=_listed(headings),
            )
        )


def _listed(headings: Sequence[str]) -> str:
    return ", ".join(repr(each) for each in headings if each) or "-"
