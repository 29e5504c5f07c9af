"""What every test and every gate would do again is done once for a process: half of their processor time was this.

- The garbage collector looks seldom, and never at what the imports have made.
- SQLAlchemy keeps compiled statements per engine, and every test opens engines of its own: they share one store.
- httpx reads all certificates for each client, even if it only ever speaks to this machine.
- structlog, as long as nobody sets it up, draws every failure with all its locals, for seconds.
"""

import gc
import ssl
from functools import cache
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.engine.default import DefaultDialect

_STATEMENTS = 5000  # more than there are, so that none is compiled twice
_PLAIN = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)


def begin() -> None:
    """Once for each process, before anything is opened."""
    gc.set_threshold(50_000, 20, 100)
    ssl.create_default_context = cache(ssl.create_default_context)  # type: ignore[assignment]
    DefaultDialect.__eq__ = _alike  # type: ignore[method-assign]
    DefaultDialect.__hash__ = _kind  # type: ignore[method-assign,assignment]
    sa.create_engine = _sharing(sa.create_engine)
    structlog.configure(processors=[*structlog.get_config()["processors"][:-1], _PLAIN])


def settled() -> None:
    """Everything that lasts has been imported."""
    gc.collect()
    gc.freeze()


def _alike(one: Any, other: object) -> bool:
    """A statement is kept for a dialect; what one has compiled, another of its kind may use."""
    return type(one) is type(other)


def _kind(one: Any) -> int:
    return hash(type(one))


def _sharing(make: Any) -> Any:
    """`make`, for engines which know what the first of their kind has compiled."""
    known: dict[str, sa.Engine] = {}

    def create_engine(*given: Any, **options: Any) -> sa.Engine:
        engine: sa.Engine = make(*given, query_cache_size=_STATEMENTS, **options)
        first = known.setdefault(engine.dialect.name, engine)
        engine._compiled_cache = first._compiled_cache
        engine.dialect._type_memos = first.dialect._type_memos
        return engine

    return create_engine
