"""Every Bot API call, for the drawer on the page: kept to the last 5,000."""

from collections import deque
from typing import Any

from sandbox.clock import Clock
from sandbox.store import Store

Json = dict[str, Any]
_KEPT = 5000


class Journal:
    """Entries {"seq", "at", "method", "params", "ok", "answer", "ms"}; the token is never in one."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._entries = deque(sorted((body for _, body in store.all("call")), key=lambda entry: int(entry["seq"])))
        self._seq = self._entries[-1]["seq"] if self._entries else 0

    def add(self, method: str, params: Json, answer: Json | None, ms: float) -> None:
        """Writes a call down; `answer` is None if the caller got none (a fault)."""
        self._seq += 1
        ok = bool(answer and answer["ok"])
        entry = {"seq": self._seq, "at": self._clock.now().isoformat(), "method": method, "params": params,
                 "ok": ok, "answer": answer, "ms": round(ms, 1)}  # fmt: skip
        self._entries.append(entry)
        self._store.put("call", self._seq, entry)
        while len(self._entries) > _KEPT:
            self._store.drop("call", self._entries.popleft()["seq"])

    def after(self, seq: int, limit: int) -> list[Json]:
        """The oldest `limit` calls after that number."""
        return [entry for entry in self._entries if entry["seq"] > seq][:limit]
