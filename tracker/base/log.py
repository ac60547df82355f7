"""How do we write down what happened, without personal data?

Event names are in snake_case; values are ids, counts and causes. Names, addresses and the
text of letters never go in.
"""

import logging
import sys
from typing import Literal

import structlog

get_logger = structlog.stdlib.get_logger


def set_up_logging(form: Literal["json", "console"] = "json") -> None:
    """Send our own lines and those of libraries to standard error in one form."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    last: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    out = logging.StreamHandler(sys.stderr)
    out.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [out]
    root.setLevel(logging.INFO)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # we say what is wrong with a PDF
    for noisy in ("apscheduler", "waitress.queue", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
