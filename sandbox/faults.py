"""Failures that tests and people ask for: refused, slow or unanswered calls; repeated or swapped updates."""

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
OF_CALLS = ("429", "5xx", "timeout", "drop_after", "5xx_after")
OF_UPDATES = ("reorder", "duplicate")
KINDS = OF_CALLS + OF_UPDATES


@dataclass
class Fault:
    """One planted fault: the next `count` matching events, or an even share `rate` of them, whichever is given."""

    kind: str
    method: str | None = None
    chat: int | None = None
    count: int | None = None
    rate: float | None = None
    retry_after: int = 3
    seconds: float = 60.0
    _share: float = 0.0

    def strikes(self) -> bool:
        """Whether it hits this event; counting is even, not random, so that a test can rely on it."""
        if self.count is not None:
            self.count -= 1
            return True
        self._share += self.rate or 0.0
        if self._share < 1 - 1e-9:
            return False
        self._share -= 1
        return True

    @property
    def spent(self) -> bool:
        """Whether it will never strike again."""
        return self.count is not None and self.count <= 0


class Faults:
    """The planted faults, oldest first."""

    def __init__(self) -> None:
        self._planted: list[Fault] = []

    def plant(self, fault: Fault) -> None:
        """Adds one."""
        self._planted.append(fault)

    def clear(self) -> None:
        """Removes all."""
        self._planted.clear()

    def for_call(self, method: str, chat: Any) -> Fault | None:
        """The fault that hits this call. One without a method spares getUpdates, or a bot could never be reached."""
        return self._first(
            lambda fault: (
                fault.kind in OF_CALLS
                and (fault.method.lower() == method.lower() if fault.method else method != "getUpdates")
                and (fault.chat is None or str(fault.chat) == str(chat))
            )
        )

    def for_updates(self, kind: str) -> bool:
        """Whether a fault of that kind hits this delivery of updates."""
        return self._first(lambda fault: fault.kind == kind) is not None

    def _first(self, fits: Any) -> Fault | None:
        hit = next((fault for fault in self._planted if fits(fault) and fault.strikes()), None)
        self._planted = [fault for fault in self._planted if not fault.spent]
        return hit
