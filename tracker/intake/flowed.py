"""Which lines of a text are one line, when a mail program broke them to fit (RFC 3676)?"""


def unflow(text: str, *, delete_space: bool = False) -> str:
    """Return text of the kind ``format=flowed`` with its soft line breaks taken out.

    Args:
        delete_space: the space before a soft break is no part of the text (``DelSp=yes``).
    """
    lines: list[str] = []
    goes_on, depth_before = False, 0
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        words = line[depth:]
        words = words[1:] if words.startswith(" ") else words  # "space-stuffing", section 4.4
        is_signature = words == "-- "
        if goes_on and depth == depth_before and not is_signature:
            lines[-1] += words
        else:
            lines.append(">" * depth + " " * bool(depth) + words)
        goes_on = words.endswith(" ") and not is_signature
        depth_before = depth
        if goes_on and delete_space:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)
