"""Logs: a JSON object a line, into a file of the data folder or to stderr; no secret in it and nothing about people.

What an error says may quote what somebody wrote, so only the frames are logged, and the words of such errors alone that
speak of machines. An update that could not be handled keeps its whole traceback in its row.
"""

import logging
import logging.handlers
import os
import re
import traceback
from collections.abc import Iterable, Iterator
from pathlib import Path

import structlog

_ANY_TOKEN = re.compile(r"(?<!\d)\d{5,}:[A-Za-z0-9_-]{20,}")
_QUIET = ("aiogram.event", "alembic", "httpx", "httpcore", "apscheduler", "uvicorn.access")
_PHONE = re.compile(r"(?<![\d-])1[3-9]\d{9}(?!\d)")
_OF_MACHINES = (OSError, AttributeError, ImportError, NameError, TypeError)
_MODULES_OF_MACHINES = ("httpx", "httpcore", "bot.botapi")
HIDDEN = "***"


class Redacting(logging.Formatter):
    """Formats with another formatter, then takes out what is secret, tracebacks included."""

    def __init__(self, inner: logging.Formatter, secrets: Iterable[str]) -> None:
        super().__init__()
        self._inner = inner
        self._secrets = sorted(secrets, key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        """The line without secrets."""
        line = self._inner.format(record)
        for secret in self._secrets:
            line = line.replace(secret, HIDDEN)
        return _PHONE.sub(HIDDEN, _ANY_TOKEN.sub(HIDDEN, line))


def set_up(file: Path | None, secrets: Iterable[str]) -> None:
    """Send structlog and the standard library's logging to `file`, which only its owner may read; None: to stderr."""
    handler = _into(file) if file else logging.StreamHandler()
    shared: list[structlog.types.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.ExceptionRenderer(lambda info: "".join(_frames(info[1]))),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
    handler.setFormatter(Redacting(formatter, secrets))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _into(file: Path) -> logging.Handler:
    os.close(os.open(file, os.O_CREAT | os.O_APPEND, 0o600))
    return logging.handlers.RotatingFileHandler(file, maxBytes=5_000_000, backupCount=3, encoding="utf-8")


def _frames(error: BaseException) -> Iterator[str]:
    """The traceback of `error` and of what caused it, oldest first."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _frames(before)
        yield "then:\n"
    yield from traceback.format_tb(error.__traceback__)
    yield f"{type(error).__module__}.{type(error).__qualname__}{_words(error)}\n"
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from _frames(one)


def _words(error: BaseException) -> str:
    of_machines = isinstance(error, _OF_MACHINES) or type(error).__module__.startswith(_MODULES_OF_MACHINES)
    down = type(error).__name__ == "OperationalError" and type(error).__module__.startswith(("psycopg", "sqlite3"))
    return f": {error}" if of_machines or down else ""


def crashed() -> None:
    """Write the exception in hand to the log."""
    logging.getLogger("bot").exception("crashed")
