"""What is said when a date cannot be reckoned, or when the law forbids an event."""

from tracker.deadlines.sources import Article

_SHOWN = 60  # characters of what somebody typed


def shown(value: object) -> str:
    """Return what somebody typed, cut off where it would fill the screen."""
    text = str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


class DeadlineError(ValueError):
    """A fact or event that cannot be used; says which one and why, in both languages.

    Attributes:
        field: the fact, or the event with its place (``events[0].length``).
        article: the article that forbids it, when it is the law that does.
    """

    def __init__(
        self, field: str, message_nl: str, message_en: str, source: Article | None = None
    ) -> None:
        """Name the law in the sentence itself, so that no screen can leave it out."""
        if source is not None:
            message_nl = f"{message_nl} ({source.name})"
            message_en = f"{message_en} ({source.name})"
        super().__init__(message_nl)
        self.field = field
        self.message_nl = message_nl
        self.message_en = message_en
        self.article = source.name if source else ""
        self.link = source.link if source else ""

    def text(self, language: str) -> str:
        """Return the sentence in *language* (``nl`` unless ``en`` is asked)."""
        return self.message_en if language == "en" else self.message_nl
