"""Logs: everything into one file of the data folder, and no secret into it."""

import logging
import logging.handlers
import os
import re
from collections.abc import Iterable
from pathlib import Path

import structlog

_ANY_TOKEN = re.compile(r"(?<!\d)\d{5,}:[A-Za-z0-9_-]{20,}")
_QUIET = ("aiogram.event", "alembic", "httpx", "httpcore", "apscheduler", "uvicorn.access")
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
        return _ANY_TOKEN.sub(HIDDEN, line)


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
            structlog.processors.format_exc_info,
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


def crashed() -> None:
    """Write the exception in hand to the log."""
    logging.getLogger("bot").exception("crashed")
