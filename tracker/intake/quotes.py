"""What of a mail is new, and what is quoted from an earlier one or a signature?

Rules for what Dutch and English mail programs write, and the verbs of other languages that our
residents' programs speak. When in doubt a line counts as new: a letter that is shown too long
costs a second, one that is cut short costs an answer.
"""

import re
from dataclasses import dataclass

from tracker.intake.signatures import has_words, is_mobile_signature, start_of_signature

_LONGEST_ATTRIBUTION = 250
_VERBS = (
    r"schreef|schreven|wrote|writes|schrieb|écrit|escribió|escreveu|scritto|skrev|napisał\(?a?\)?"
    r"|yazdı|написал\(?а?\)?|пишет"
)
# Attributions that a program wrote: no person ends a sentence of a letter like this.
_SURE = re.compile(
    rf"""^\W{{0,3}}(
        .{{0,120}}<?[^\s<>]+@[^\s<>]+>?[",]*\s.{{0,60}}\b({_VERBS})\s*:        # Jan <a@b> schreef:
      | .{{3,120}}\b({_VERBS})\b.{{0,80}}<[^<>\s]+@[^<>\s]+>\s*:            # … schreef Jan <a@b>:
      | .{{3,120}}\b(heeft|hebben)\b.{{0,100}}<[^<>\s]+@[^<>\s]+>.{{0,40}}\bgeschreven\s*:
      | .{{0,40}}\b(19|20)\d\d\b.{{0,100}}<[^<>\s]+@[^<>\s]+>\s*:           # 3-6-2026 Jan <a@b>:
      | \d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}\b.{{0,100}}<[^<>\s]+@[^<>\s]+>\s*
    )\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
_LIKELY = re.compile(
    rf"""^\W{{0,3}}(
        op\ .{{3,120}}?\b(schreef|heeft)\b.{{1,100}}?(geschreven)?\s*:
      | .{{3,120}}?\bschreef\ op\ .{{0,40}}\d.{{0,60}}:
      | on\ .{{3,120}}?\b(wrote|writes)\s*:
      | am\ .{{3,120}}?\bschrieb\b.{{0,100}}:
      | le\ .{{3,120}}?\ba\ écrit\s*:
      | .{{0,60}}\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{4}}\b.{{0,80}}\b({_VERBS})\b.{{0,100}}:
    )\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
_DAY = re.compile(r"\d")
# Words of a person: no program writes them, but "Op 3 juni heeft u mij geschreven:" has them.
_PERSONAL = re.compile(
    r"\b([Ii]k|mij|me|mijn|ons|onze|[Ww]ij|[Ww]e|u|uw|je|jij|jullie|I|my|us|our|you|your)\b"
)
# The first line of an attribution that a mail program broke into two or three lines.
_MAY_GO_ON = re.compile(
    r"^\W{0,3}((op|on|am|le|el|il|em|dnia)\ .*(\d|<)|\d{1,4}[-./]\d)", re.IGNORECASE
)
_REPLIED = re.compile(
    r"^\W{0,3}[-_=\s]*\b(oorspronkelijke? (bericht|e-?mail)|original message|original email"
    r"|ursprüngliche nachricht|message d'origine|mensaje original)\b[-_=:\s]*$",
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    r"^\W{0,3}[-_=\s]*\b(begin )?((van )?doorgestuurde? (bericht|e-?mail)|forwarded (message|mail)"
    r"|weitergeleitete nachricht|message transféré)\b[^.?!\n]{0,60}[-_=:\s]*$",
    re.IGNORECASE,
)
_LINE = re.compile(r"^\s*[-_=*]{5,}\s*$")
_FROM = r"van|from|von|de|od|kimden|от|afzender"
_SENT = r"verzonden|sent|gesendet|envoyé|wysłano|gönderildi|отправлено"
_OTHERS = (
    r"datum|date|aan|to|cc|bcc|onderwerp|subject|an|betreff|objet|à|do|temat|kime|konu|кому|тема"
    r"|prioriteit|importance|belang|reply-to|beantwoorden"
)
_FIELD = re.compile(
    rf"^[>*\s]*((?P<from>{_FROM})|(?P<sent>{_SENT})|{_OTHERS})\s?[*\s]*:", re.IGNORECASE
)
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d")
# Somebody who answers between the lines of a program that does not mark them says so.
_SEE_BELOW = re.compile(
    r"\b(antwoord\w*|reacties?|opmerking\w*|answers?|comments?|repl(y|ies))\b.{0,60}"
    r"\b(hieronder|onderstaand\w*|beneden|below|inline|rood|blauw|groen|red|blue|green"
    r"|tussen de (regels|tekst)|in (de|uw|jullie|the|your) (tekst|mail|e-mail|text))\b"
    r"|\b(rood|blauw|groen|red|blue|green)\b.{0,60}\b(antwoord\w*|reacties?|answers?|comments?)\b",
    re.IGNORECASE,
)
_SEE_MAIL = re.compile(
    r"\b(zie|bekijk|lees|see|read)\b.{0,40}\b(hieronder|onder|onderstaand\w*|below|bijgaand\w*)\b"
    r"|\bonderstaande? (bericht|e-?mail|mail|mailwisseling|correspondentie)\b"
    r"|\bstuur\b.{0,40}\bdoor\b|\bdoorgestuurd\b|\bforward(ed|ing)?\b",
    re.IGNORECASE,
)
_ARMOUR = re.compile(r"^-----(BEGIN PGP SIGNED MESSAGE|BEGIN PGP SIGNATURE)-----$")
_FORWARDING = re.compile(r"^\s*(fwd?|doorst|tr|wg|i|vs)\s*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What else in the mail tells how to read its text."""

    subject: str = ""
    sender_name: str = ""
    is_reply: bool = True  # to another mail, as far as the mail says


def new_text(text: str, known: Circumstances | None = None) -> str:
    """Return the part of *text* that its writer wrote just now.

    Answers between quoted lines stay: only the quoted lines go. What was forwarded stays, and a
    mail that has nothing of its own is returned whole.
    """
    known = known or Circumstances()
    lines = _without_armour(text.replace("\r\n", "\n").split("\n"))
    forwarded = _start_of_forward(lines)
    own, forward = lines[:forwarded], lines[forwarded:] if forwarded is not None else []
    quoted = _start_of_quote(own, known)
    if quoted is not None and _asks_to_read_on("\n".join(own[:quoted]), known):
        return text.strip()
    if quoted is not None:
        own, forward = own[:quoted], []  # what was forwarded is part of the quote
    if known.is_reply or ">" in own:  # else it is a sign: "> 50 decibel"
        own = [line for line in own if not _is_quoted(line)]
    kept = [line for line in own if not is_mobile_signature(line)]
    kept = _without_last_lines(kept[: start_of_signature(kept, known.sender_name)])
    if not any(map(has_words, kept)) and not forward:
        kept = _without_last_lines(own)
    if not any(map(has_words, kept)):
        return text.strip()
    return re.sub(r"\n{3,}", "\n\n", "\n".join([*kept, "", *forward])).strip()


def _start_of_forward(lines: list[str]) -> int | None:
    return next((number for number, line in enumerate(lines) if _FORWARDED.match(line)), None)


def _start_of_quote(lines: list[str], known: Circumstances) -> int | None:
    """Return the line at which only earlier mail follows; None when there is none."""
    for number, line in enumerate(lines):
        if _REPLIED.match(line):
            return number
        if (_FIELD.match(line) or _LINE.match(line)) and _header_block(lines, number):
            return None if _FORWARDING.match(known.subject) else number
        length = _attribution(lines, number, known)
        if length and not _answers_between(lines[number + length :]):
            return number
        if length:  # answered line by line: the attribution goes, what follows stays
            lines[number : number + length] = [">"] * length
            return None
    return None


def _asks_to_read_on(own: str, known: Circumstances) -> bool:
    """Tell whether the writer points at what follows: answers in it, or a mail to read."""
    if _SEE_BELOW.search(own):
        return True
    return not known.is_reply and _SEE_MAIL.search(own) is not None


def _attribution(lines: list[str], number: int, known: Circumstances) -> int:
    """Return over how many lines "Op … schreef …:" runs from here; 0 when it does not."""
    line = lines[number].strip()
    if not line or len(line) > _LONGEST_ATTRIBUTION:
        return 0
    if _attributes(line, lines[number + 1 :], known):
        return 1
    if not _MAY_GO_ON.match(line):
        return 0
    for more in (2, 3):
        joined = " ".join(part.strip(" >") for part in lines[number : number + more])
        short = len(joined) <= _LONGEST_ATTRIBUTION
        if short and _attributes(joined, lines[number + more :], known):
            return more
    return 0


def _attributes(line: str, rest: list[str], known: Circumstances) -> bool:
    """Tell whether a line says who wrote what follows; *rest* are the lines after it."""
    if not line.endswith((":", ">")) or "mailto:" in line.rsplit("<", 1)[-1]:
        return False
    if _SURE.match(line):
        return True
    if not _LIKELY.match(line) or not _DAY.search(line):
        return False
    follows = next((each for each in rest if each.strip()), "")
    if _is_quoted(follows):
        return True
    return known.is_reply and not _PERSONAL.search(line)


def _header_block(lines: list[str], number: int) -> bool:
    """Tell whether the headers of an earlier mail stand here (Van, Verzonden, Aan, Onderwerp).

    A letter may have a head of its own: to whom, from whom, about what. That of a mail has an
    address, or the moment at which it was sent.
    """
    block = [line for line in lines[number : number + 14] if line.strip() and not _LINE.match(line)]
    fields = []
    for line in block[:10]:
        found = _FIELD.match(line)
        if found:
            fields.append(found)
        elif len(fields) < 2 or not line.startswith((" ", "\t")):  # a long header goes on
            break
    text = "\n".join(block[: len(fields)])
    is_sent = any(found["sent"] for found in fields) or "@" in text or _CLOCK.search(text)
    return len(fields) >= 3 and any(found["from"] for found in fields) and bool(is_sent)


def _answers_between(rest: list[str]) -> bool:
    """Tell whether somebody wrote between or under the quoted lines."""
    if not any(map(_is_quoted, rest)):
        return False
    own = [line for line in rest if not _is_quoted(line) and not is_mobile_signature(line)]
    own = own[: start_of_signature(own, first=0)]
    return any(map(has_words, own))


def _without_armour(lines: list[str]) -> list[str]:
    """Drop what PGP puts around a text that was signed in the clear."""
    marks = [number for number, line in enumerate(lines) if _ARMOUR.match(line.strip())]
    if len(marks) != 2 or "SIGNATURE" not in lines[marks[1]]:
        return lines
    inside = lines[marks[0] + 1 : marks[1]]
    while inside and inside[0].strip():  # "Hash: SHA256"
        inside = inside[1:]
    return [*lines[: marks[0]], *inside]


def _without_last_lines(lines: list[str]) -> list[str]:
    """Drop the empty and the drawn lines at the end."""
    while lines and (not lines[-1].strip() or _LINE.match(lines[-1])):
        lines = lines[:-1]
    return lines


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith(">")
