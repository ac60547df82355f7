"""Write docs/settings.md from the settings themselves: ``python scripts/settings_page.py``."""

import sys
from pathlib import Path

from pydantic_core import PydanticUndefined

from tracker.base.config import Settings

PAGE = Path(__file__).parents[1] / "docs" / "settings.md"
HEAD = """# Settings

Every setting is an environment variable, read once at start. This page is made from
`tracker/base/config.py` by `python scripts/settings_page.py`; a test fails when it is old.

| variable | default | what it does |
|---|---|---|
"""


def page() -> str:
    """Return the whole page."""
    rows = []
    for name, field in Settings.model_fields.items():
        default = "" if field.default in (PydanticUndefined, "") else f"`{field.default}`"
        rows.append(f"| `TRACKER_{name.upper()}` | {default} | {field.description} |")
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stderr.write(f"{PAGE.name} written\n")
