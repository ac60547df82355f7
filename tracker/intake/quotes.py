"""What of a mail is new, and what is quoted from an earlier one or a signature?

Rules for what Dutch and English mail programs write. When in doubt a line counts as new: a
letter that is shown too long costs a second, one that is cut short costs an answer.
"""

import re

_WHO_WROTE = re.compile(
    r"""^\W{0,3}(
        op\ .{3,120}?\b(schreef|heeft)\b.{0,100}?(geschreven)?\s*:
      | .{3,120}?\bschreef\ op\ .{3,100}:
      | on\ .{3,120}?\bwrote\s*:
      | am\ .{3,120}?\bschrieb\b.{0,100}:
      | le\ .{3,120}?\ba\ écrit\s*:
      | \d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b.{0,100}<[^<>\s]+@[^<>\s]+>\s*:?
      | .{0,60}\d{1,2}[-/.]\d{1,2}[-/.]\d{4}\b.{0,80}\b(schreef|wrote)\b.{0,100}:
      | .{2,100}<[^<>\s]+@[^<>\s]+>\ (schreef|wrote)\s*:
    )\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
# The first line of an attribution that a mail program broke into two or three lines.
_MAY_GO_ON = re.compile(r"^\W{0,3}(op|on|am|le)\ .*(\d|<)", re.IGNORECASE)
_DIVIDER = re.compile(
    r"""^\W{0,3}(
        [-_=\s]*\b(oorspronkelijk\ bericht|original\ message|doorgestuurd\ bericht
          |forwarded\ message|begin\ doorgestuurd\ bericht|begin\ forwarded\ message
          |ursprüngliche\ nachricht)\b[-_=:\s]*
      | _{20,}
    )\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
_FROM = re.compile(r"^[*\s]*(van|from|von)\s*:[*\s]*\S", re.IGNORECASE)
_OTHER_FIELDS = re.compile(
    r"^[*\s]*(verzonden|datum|sent|date|aan|to|cc|onderwerp|subject|gesendet|an|betreff)\s*:",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"""^(
        --\s*
      | (verzonden|verstuurd|sent|gesendet|envoyé)\s+(vanaf|vanuit|via|met|from|von|de|using)\s
        .{0,60}
      | (get|download|ontvang)\ outlook\ (for|voor)\ .{0,60}
      | outlook\ (voor|for)\ (ios|android).{0,60}
    )$""",
    re.IGNORECASE | re.VERBOSE,
)
_GOODBYE = re.compile(
    r"""^\W{0,2}((met\ )?(vriendelijke|hartelijke|beste)\ groet(en|jes)?|groet(en|jes)?
      |mvg|m\.v\.g\.|hoogachtend|(kind|best|warm)?\ ?regards|sincerely
      |yours\ (sincerely|faithfully|truly)
      |cheers)\b[^.?!]{0,40}$""",
    re.IGNORECASE | re.VERBOSE,
)
_POSTSCRIPT = re.compile(r"^\W{0,2}p\.?\s?s\b", re.IGNORECASE)
_LINES_OF_ONE_SIGNATURE = 12
_LONGEST_ATTRIBUTION = 250


def new_text(text: str) -> str:
    """Return the part of *text* that its writer wrote just now.

    Answers between quoted lines stay: only the quoted lines go. A mail that has nothing of its
    own, such as one that was only forwarded, is returned whole.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    kept = [line for line in lines[: _start_of_quote(lines)] if not _is_quoted(line)]
    kept = kept[: _start_of_signature(kept)]
    if not any(map(_has_words, kept)):
        return text.strip()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _start_of_quote(lines: list[str]) -> int | None:
    """Return the line at which only earlier mail follows; None when there is none."""
    for number, line in enumerate(lines):
        if _DIVIDER.match(line) and (line.strip("_ ") or _header_block(lines, number + 1)):
            return number
        if _FROM.match(line) and _header_block(lines, number):
            return number
        length = _attribution(lines, number)
        if length and not _answers_between(lines[number + length :]):
            return number
        if length:  # answered line by line: the attribution goes, what follows stays
            lines[number : number + length] = [">"] * length
            return None
    return None


def _attribution(lines: list[str], number: int) -> int:
    """Return over how many lines "Op … schreef …:" runs from here; 0 when it does not."""
    line = lines[number].strip()
    if not line or len(line) > _LONGEST_ATTRIBUTION:
        return 0
    if _may_attribute(line) and _WHO_WROTE.match(line):
        return 1
    if not _MAY_GO_ON.match(line):
        return 0
    for more in (2, 3):
        joined = " ".join(part.strip() for part in lines[number : number + more])
        short = len(joined) <= _LONGEST_ATTRIBUTION
        if short and _may_attribute(joined) and _WHO_WROTE.match(joined):
            return more
    return 0


def _may_attribute(line: str) -> bool:
    """Look whether the slow pattern has a chance."""
    return line.endswith((":", ">"))


def _header_block(lines: list[str], number: int) -> bool:
    """Tell whether the headers of an earlier mail stand here (Van, Verzonden, Aan, Onderwerp)."""
    block = [line for line in lines[number : number + 12] if line.strip()][:8]
    if not block or not _FROM.match(block[0].lstrip("> ")):
        return False
    fields = sum(bool(_OTHER_FIELDS.match(line.lstrip("> "))) for line in block[1:])
    return fields >= 2


def _answers_between(rest: list[str]) -> bool:
    """Tell whether somebody wrote between or under the quoted lines."""
    if not any(map(_is_quoted, rest)):
        return False
    own = [line for line in rest if not _is_quoted(line)]
    return any(map(_has_words, own[: _start_of_signature(own, at=0)]))


def _start_of_signature(lines: list[str], at: int | None = None) -> int | None:
    """Return the line at which the signature starts; None when there is none.

    Args:
        at: the first line that may be one; by default the line after the first words.
    """
    if at is None:
        words = (number for number, line in enumerate(lines) if _has_words(line))
        at = next(words, len(lines)) + 1
    for number in range(at, len(lines)):
        if _SIGNATURE.match(lines[number].strip()):
            return number
    for number in range(max(len(lines) - _LINES_OF_ONE_SIGNATURE, at), len(lines)):
        says_more = any(map(_POSTSCRIPT.match, lines[number:]))
        if _GOODBYE.match(lines[number].strip()) and not says_more:
            return number
    return None


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith(">")


def _has_words(line: str) -> bool:
    return re.search(r"\w", line) is not None
