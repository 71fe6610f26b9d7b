"""Log records: one JSON object a line on stderr, ours through structlog and the libraries' through logging alike.

Stderr can be lost: its reader ends, its disk is full, or there never was one. Then what is said there is dropped, and
the exit status stays what it would have been.
"""

from __future__ import annotations

import atexit
import contextlib
import logging
import sys
from typing import Final

import structlog
from structlog.typing import Processor

_SHARED: Final[tuple[Processor, ...]] = (
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
)
_QUIET: Final = ("alembic", "asyncio", "sqlalchemy", "uvicorn", "litestar")
"""Libraries of which only warnings and worse are kept."""


def log_to_stderr() -> None:
    """For a program's start. A record that cannot be written is dropped: a hall goes on without."""
    logging.raiseExceptions = False
    atexit.register(_let_go)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
            foreign_pre_chain=_SHARED,
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def last_word(line: str) -> None:
    """Says why the program now ends, to who started it."""
    with contextlib.suppress(OSError, AttributeError):  # AttributeError: started without a stderr, it is None
        sys.stderr.write(f"{line}\n")
    _let_go()


def _let_go() -> None:
    """Gives up what could not be written: left in its buffer, Python would try again at its end, and exit with 120."""
    try:
        sys.stderr.flush()
    except (OSError, AttributeError):
        sys.stderr = None
