"""The sandbox's memory on disk: JSON documents and file bodies in one SQLite file, written through."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_TABLES = """
CREATE TABLE IF NOT EXISTS docs (kind TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, key));
CREATE TABLE IF NOT EXISTS blobs (key TEXT PRIMARY KEY, body BLOB NOT NULL);
"""


class Store:
    """Documents by (kind, key). What `put` and `drop` change is on disk once `commit` returns.

    WAL with synchronous NORMAL: a killed process loses nothing committed (only a power cut might).
    """

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(_TABLES)
        self._pending: dict[tuple[str, str], str | None] = {}

    def put(self, kind: str, key: object, body: Any) -> None:
        """Keeps a JSON-able document; a later put of the same key replaces it."""
        self._pending[kind, str(key)] = json.dumps(body, ensure_ascii=False, separators=(",", ":"))

    def drop(self, kind: str, key: object) -> None:
        """Forgets a document; unknown keys are fine."""
        self._pending[kind, str(key)] = None

    def put_blob(self, key: str, body: bytes) -> None:
        """Keeps a file's bytes at once."""
        self._db.execute("INSERT OR REPLACE INTO blobs VALUES (?, ?)", (key, body))

    def blob(self, key: str) -> bytes | None:
        """A file's bytes, or None."""
        row = self._db.execute("SELECT body FROM blobs WHERE key = ?", (key,)).fetchone()
        return None if row is None else bytes(row[0])

    def all(self, kind: str) -> Iterator[tuple[str, Any]]:
        """Every committed document of a kind as (key, body), in no promised order."""
        for key, body in self._db.execute("SELECT key, body FROM docs WHERE kind = ?", (kind,)):
            yield key, json.loads(body)

    def commit(self) -> None:
        """Writes everything pending in one transaction."""
        if not self._pending:
            return
        pending, self._pending = self._pending, {}
        gone = [name for name, body in pending.items() if body is None]
        kept = [(*name, body) for name, body in pending.items() if body is not None]
        self._db.execute("BEGIN IMMEDIATE")
        self._db.executemany("DELETE FROM docs WHERE kind = ? AND key = ?", gone)
        self._db.executemany("INSERT OR REPLACE INTO docs VALUES (?, ?, ?)", kept)
        self._db.execute("COMMIT")

    def close(self) -> None:
        """Commits and closes."""
        self.commit()
        self._db.close()
