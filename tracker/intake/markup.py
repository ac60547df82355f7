"""What does the HTML of a mail say, and what of it may a browser show?

Nothing that is shown loads from outside, runs, sends or moves: no remote pictures, scripts,
styles, forms or frames. Pictures that came with the mail stay, as data.
"""

import re
from collections.abc import Mapping
from html import escape, unescape
from textwrap import dedent

import nh3
from inscriptis import get_text
from inscriptis.css_profiles import CSS_PROFILES
from inscriptis.model.config import ParserConfig

from tracker.intake.charsets import clean
from tracker.intake.limits import MAX_HTML, MAX_HTML_AS_TEXT, MAX_HTML_DEPTH

_TAGS = (nh3.ALLOWED_TAGS | {"tfoot", "font"}) - {"area", "map", "details", "summary", "nav"}
_TABLE = {"align", "valign", "colspan", "rowspan", "width", "height"}
_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"dir", "lang", "title"},
    "a": {"href"},
    "blockquote": {"class", "type"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "type"},
    "table": {"align", "border", "cellpadding", "cellspacing", "width"},
    "td": _TABLE,
    "th": _TABLE | {"scope"},
    "tr": {"align", "valign"},
}
_WITH_CONTENT = {"script", "style", "title", "template", "noscript", "iframe", "object", "svg"}
_SCHEMES = {"http", "https", "mailto", "tel", "data", "cid"}
_PICTURE = re.compile(r"data:image/(png|jpe?g|gif|webp);base64,[A-Za-z0-9+/=\s]+", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
# Elements that need no end tag, so that counting them would see depth where there is none.
_SHALLOW = {
    *("br", "col", "dd", "dt", "hr", "img", "li", "p", "wbr"),
    *("base", "embed", "input", "link", "meta", "option", "param", "source", "track"),
    *("tbody", "td", "tfoot", "th", "thead", "tr"),
}
_HIDDEN = re.compile(r"<(script|style|head|title)\b.*?(</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
_IMAGE = re.compile(r"<img\b[^>]*>")
_QUOTES = {"type": "cite", "class": "quote"}
_BLOCKQUOTE = re.compile(r"<(/?)blockquote\b([^>]*)>")
_RULE = re.compile(r"<hr\b[^>]*>")
_STARTS, _ENDS = "\ue0b0", "\ue0b1"  # letters of nobody
_LINK = re.compile(r'<a\b[^>]*?\bhref="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_LONGEST_ADDRESS = 200  # longer ones are for programs, not for people
_LAYOUT = ParserConfig(css=CSS_PROFILES["strict"].copy(), display_links=False, display_images=False)


def clean_html(html: str, pictures: Mapping[str, str] | None = None) -> tuple[str, bool]:
    """Return HTML that does no harm, and whether all of it is there.

    Args:
        pictures: data addresses of the pictures that came with the mail, by their Content-ID.
    """
    whole = len(html) <= MAX_HTML
    html = html[:MAX_HTML]
    if _too_deep(html):
        return text_as_html(_strip_tags(html)), False
    inline = pictures or {}

    def judge(tag: str, attribute: str, value: str) -> str | None:
        if (tag, attribute) == ("img", "src"):
            return _picture(value, inline)
        if (tag, attribute) == ("a", "href") and value.lower().startswith(("data:", "cid:")):
            return None
        if (
            tag == "blockquote" and attribute in _QUOTES
        ):  # kept only where a mail program quotes with it
            return _QUOTES.get(attribute) if _QUOTES[attribute] in value.lower() else None
        return value

    cleaned = nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags=_WITH_CONTENT,
        attributes=_ATTRIBUTES,
        attribute_filter=judge,
        url_schemes=_SCHEMES,
        url_relative="deny",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )
    return clean(cleaned).strip(), whole


def html_as_text(cleaned: str) -> str:
    """Return readable text of HTML that ``clean_html`` returned."""
    if not cleaned:
        return ""
    try:
        shown = _LINK.sub(_with_address, _IMAGE.sub("", cleaned)[:MAX_HTML_AS_TEXT])
        shown = _RULE.sub(f"<p>{'_' * 32}</p>", shown)
        text = _with_quote_marks(str(get_text(_mark_quotes(shown), _LAYOUT)))
    except (ValueError, RecursionError, AssertionError):
        text = ""
    return tidy(dedent(text)) or tidy(_strip_tags(cleaned))


def _mark_quotes(html: str) -> str:
    """Put a sign where each quotation starts and ends, for text shows no indentation."""
    html = html.replace(_STARTS, "").replace(_ENDS, "")
    opened: list[bool] = []

    def mark(tag: re.Match[str]) -> str:
        if not tag[1]:
            opened.append(bool(tag[2]))
            return f"<p>{_STARTS}</p>{tag[0]}" if tag[2] else tag[0]
        return f"{tag[0]}<p>{_ENDS}</p>" if opened and opened.pop() else tag[0]

    return _BLOCKQUOTE.sub(mark, html)


def _with_quote_marks(text: str) -> str:
    """Return the text with "> " before each line between two signs, as mail programs write it."""
    lines: list[str] = []
    depth = 0
    for line in text.split("\n"):
        if line.strip() == _STARTS:
            depth += 1
        elif line.strip() == _ENDS:
            depth = max(depth - 1, 0)
        else:
            line = line.replace(_STARTS, "").replace(_ENDS, "")
            lines.append(f"{'>' * depth} {line.strip()}".rstrip() if depth else line)
    return "\n".join(lines)


def _with_address(link: re.Match[str]) -> str:
    """Return a link with its address behind it, unless the words are the address."""
    address, words = link[1], _strip_tags(link[2])
    plain = unescape(address).removeprefix("tel:").rstrip("/")
    if plain.startswith("mailto:") and "@" in words:
        return link[2]
    if (
        not re.search(r"\w", words)
        or plain in words
        or words in plain
        or len(address) > _LONGEST_ADDRESS
    ):
        return link[2]
    return f"{link[2]} ({address})"


def text_as_html(text: str) -> str:
    """Return plain text as HTML with its lines kept."""
    paragraphs = (escape(part).replace("\n", "<br>") for part in text.strip().split("\n\n"))
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs if paragraph)


def tidy(text: str) -> str:
    """Drop white space at the ends of lines and more than one empty line in a row."""
    lines = "\n".join(line.rstrip() for line in text.replace("\xa0", " ").split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n")


def _picture(source: str, inline: Mapping[str, str]) -> str | None:
    if source.lower().startswith("cid:"):
        return inline.get(source[4:].strip("<> "))
    return source if _PICTURE.fullmatch(source) else None


def _too_deep(html: str) -> bool:
    depth = 0
    for closes, name in _TAG.findall(html):
        if name.lower() in _SHALLOW:
            continue
        depth = max(depth - 1, 0) if closes else depth + 1
        if depth > MAX_HTML_DEPTH:
            return True
    return False


def _strip_tags(html: str) -> str:
    text = unescape(re.sub(r"<[^>]*>", " ", _HIDDEN.sub(" ", html)))
    return re.sub(r"[ \t]*\n\s*", "\n", re.sub(r"[ \t\xa0]+", " ", text)).strip()
