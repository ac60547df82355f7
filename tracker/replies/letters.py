"""How does the text of a reply look as a mail with markup?"""

import re
from html import escape

_ADDRESS = re.compile(r"(https?://[^\s<>\"]*[^\s<>\"'.,;:!?)])")


def as_html(text: str) -> str:
    """Return the reply as simple, accessible HTML: paragraphs, lists and links, no more."""
    blocks = [block for block in re.split(r"\n\s*\n", text.strip()) if block.strip()]
    body = "".join(_block(block.strip("\n")) for block in blocks)
    return (
        '<!DOCTYPE html><html lang="nl"><head><meta charset="utf-8"><title>Antwoord</title></head>'
        '<body style="font-family: Verdana, Arial, sans-serif; font-size: 16px; '
        'line-height: 1.5; color: #1b1b1b; max-width: 40em">'
        f"{body}</body></html>"
    )


def _block(block: str) -> str:
    lines = [line.rstrip() for line in block.split("\n")]
    if all(line.lstrip().startswith(("- ", "* ")) for line in lines):
        items = "".join(f"<li>{_inline(line.lstrip()[2:])}</li>" for line in lines)
        return f"<ul>{items}</ul>"
    return f"<p>{'<br>'.join(_inline(line) for line in lines)}</p>"


def _inline(line: str) -> str:
    # Escaped last: in escaped text a sign that ends an address looks like a part of it.
    words = [escape(each) for each in _ADDRESS.split(line)]  # every second one is an address
    words[1::2] = [f'<a href="{address}">{address}</a>' for address in words[1::2]]
    return "".join(words)
