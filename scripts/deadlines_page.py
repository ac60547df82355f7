"""Write docs/termijnen.md from the tables of the law: ``python scripts/deadlines_page.py``."""

import sys
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from termijnen import counting, events, open_law, regimes, wording

from tracker.deadlines import sources
from tracker.deadlines.clocks import RULES_VERSION, LegalEvent, Reckoning, reckon
from tracker.deadlines.decree_days import DECREED_YEARS

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "termijnen.md"


def page() -> str:
    """Return the whole page."""
    env = Environment(
        loader=FileSystemLoader(HERE / "termijnen"),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701  # Markdown from our own tables
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.globals.update(cite=wording.cite)
    env.filters.update(day=wording.long, plain=wording.plain)
    return env.get_template("termijnen.md.j2").render(
        counting=counting,
        events=events,
        law=open_law,
        regimes=regimes,
        sources=sources,
        wording=wording,
        version=RULES_VERSION,
        decreed=DECREED_YEARS,
        example=by_hand(),
    )


def by_hand() -> Reckoning:
    """Reckon the example that the reader can check with a calendar."""
    return reckon(
        "awb-aanvraag",
        {"received_on": date(2026, 10, 16)},
        (
            LegalEvent("suspension_started", date(2026, 11, 3), "incomplete", date(2026, 11, 24)),
            LegalEvent("suspension_ended", date(2026, 11, 18)),
        ),
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stderr.write(f"{PAGE.name} written\n")
