"""Where does a letter end and the signature under it begin?

What is parted off is a name, an address, an advertisement or a disclaimer, never a sentence of
the writer: where one follows, all of it counts as letter.
"""

import re

_MARK = re.compile(r"^(--|—|__)\s*$")
_MOBILE = re.compile(
    r"""^\W{0,2}(
        (verzonden|verstuurd|gestuurd|sent|gesendet|envoyé|enviado|wysłane)\s
        (?P<by>vanaf|vanuit|van|via|met|from|with|using|by|von|mit|de|depuis|z)\s
        (?P<from>[^,;:?!]{2,60}?)(\s?[(<]?https?://\S+)?
      | (get|download|ontvang)\ outlook\ (for|voor)\ \w+.{0,60}
      | outlook\ (voor|for)\ (ios|android).{0,60}
    )\W{0,2}$""",
    re.IGNORECASE | re.VERBOSE,
)
_DEVICE = re.compile(
    r"\b(iphone|ipad|android|samsung|galaxy|mobiele?|mobile|telefoon"
    r"|phone|smartphone|tablet|blackberry|outlook|mail|e-mail|webmail|windows|huawei|xiaomi|nokia"
    r"|pixel|sony|xperia|yahoo|gmail|proton ?mail|thunderbird|hotmail|ziggo|kpn|app|toestel|device"
    r"|sparrow|mailbird)\b",
    re.IGNORECASE,
)
_MY_THING = re.compile(r"(vanaf|vanuit|from|von|depuis) (mijn|m'n|my|meinem?|mon)( \w+){1,3}", re.I)
_GOODBYE = re.compile(
    r"""^\W{0,2}((met\ )?(de\ )?(vriendelijke|hartelijke|beste|warme|lieve)\ groet(en|jes)?
      |groet(en|jes)?|mvg|m\.?v\.?g\.?|vr\.?\ ?gr\.?|gr\.?|hoogachtend|(kind|best|warm)?\ ?regards
      |sincerely|yours\ (sincerely|faithfully|truly)|cheers)\b[^.?!]{0,40}[.!]?$""",
    re.IGNORECASE | re.VERBOSE,
)
_POSTSCRIPT = re.compile(r"^\W{0,2}(p\.?\s?s\b|n\.?b\.?\b|ps[:.])", re.IGNORECASE)
# One of these is enough, or two of the next: residents too write "vertrouwelijk".
_DISCLAIMER = re.compile(
    r"\b(disclaimer|geadresseerden?|intended (recipients?|only)|denk aan het milieu"
    r"|(before|voordat) (you|u) .{0,30}print\w*|mailing list|unsubscribe)\b",
    re.IGNORECASE,
)
_LAWYERLY = re.compile(
    r"\b(vertrouwelijke?|confidential|aansprakelijk\w*|liab\w+|(uitsluitend|alleen) bestemd"
    r"|virus(sen|vrij|es|-free)?|rechten|(per|bij) (ongeluk|abuis|vergissing)|ten onrechte"
    r"|in error|verwijderen|vernietigen|delete|notify|afzender|sender)\b",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(r"\b([Ii]k|[Mm]ij|[Mm]ijn|me|I|[Mm]y)\b")
_DRAWN = re.compile(r"^\s*_{20,}\s*$")
_LINES_OF_ONE_SIGNATURE = 12
_LINES_UNDER_A_MARK = 40


def is_mobile_signature(line: str) -> bool:
    """Tell whether a telephone or a program wrote this line about itself."""
    found = _MOBILE.match(line.strip().rstrip(".")) if len(line) < 160 else None
    if found is None or found["from"] is None:
        return found is not None
    if _MY_THING.fullmatch(f"{found['by']} {found['from']}"):
        return True
    return len(found["from"].split()) <= 7 and _DEVICE.search(found["from"]) is not None


def start_of_signature(
    lines: list[str], sender_name: str = "", first: int | None = None
) -> int | None:
    """Return the line at which the signature starts; None when there is none.

    Args:
        sender_name: as the mail says it; that name on a line of its own may start a signature.
        first: the first line that may be one; by default the line after the first words.
    """
    if first is None:
        words = (number for number, line in enumerate(lines) if has_words(line))
        first = next(words, len(lines)) + 1
    for number in range(first, len(lines)):
        rest = lines[number + 1 :]
        if _MARK.match(lines[number].strip()) and _may_be_cut(rest, _LINES_UNDER_A_MARK):
            return number
        if _DRAWN.match(lines[number]) and any("mailing list" in line for line in rest[:3]):
            return number
    end = _start_of_disclaimers(lines)
    last = [number for number, line in enumerate(lines[:end]) if line.strip()]
    for number in [each for each in last[-_LINES_OF_ONE_SIGNATURE:] if each >= first]:
        line = lines[number].strip()
        is_end = _GOODBYE.match(line) or _is_name(line, lines[number - 1], sender_name)
        if is_end and _may_be_cut(lines[number + 1 :], _LINES_OF_ONE_SIGNATURE):
            return number
    return None


def _start_of_disclaimers(lines: list[str]) -> int:
    """Return after how many lines only paragraphs of lawyers follow."""
    end = number = len(lines)
    while number:
        start = number
        while start and lines[start - 1].strip():
            start -= 1
        if start < number and not _is_disclaimer("\n".join(lines[start:number])):
            break
        number = max(start - 1, 0)
        end = start
    return end


def has_words(line: str) -> bool:
    """Tell whether there is a letter or a figure in this line."""
    return re.search(r"\w", line) is not None


def _may_be_cut(rest: list[str], most: int) -> bool:
    """Tell whether nothing of the letter itself stands in these lines."""
    filled: list[str] = []
    for paragraph in re.split(r"\n\s*\n", "\n".join(rest).strip()):
        if _is_disclaimer(paragraph):  # lawyers write long ones
            break
        filled += paragraph.split("\n")
    if len(filled) > most or any(map(_POSTSCRIPT.match, rest)):
        return False
    return not any(map(_is_sentence, filled))


def _is_disclaimer(paragraph: str) -> bool:
    if _SOMEBODY.search(paragraph):
        return False
    found = {each[0].lower() for each in _LAWYERLY.finditer(paragraph)}
    return len(found) >= 2 or _DISCLAIMER.search(paragraph) is not None


def _is_sentence(line: str) -> bool:
    """Tell whether a person says something here, more than who and where they are."""
    words = line.split()
    return "?" in line or len(words) >= 10 or (len(words) >= 6 and line.rstrip()[-1] in ".!:")


def _is_name(line: str, before: str, sender_name: str) -> bool:
    if before.strip() or len(sender_name.split()) < 2:
        return False
    return line.strip(" ,.-*_").casefold() == sender_name.casefold()
