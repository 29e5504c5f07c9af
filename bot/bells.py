"""Who is to look at once when something was committed: here at once, in other processes by the doorbell."""

from collections.abc import Callable
from enum import StrEnum


class Bell(StrEnum):
    """What there is to look at."""

    INBOX = "inbox"
    OUTBOX = "outbox"  # 和到期的事：动作提交了


class Bells:
    """Rings for parts of this process, and through `others` for those of other processes."""

    def __init__(self) -> None:
        self._wakes: dict[Bell, dict[str, Callable[[], None]]] = {bell: {} for bell in Bell}
        self.others: Callable[[str], None] = lambda _: None

    def answer(self, bell: Bell, who: str, wake: Callable[[], None]) -> None:
        """Have `wake` called whenever `bell` rings, in place of what `who` had before."""
        self._wakes[bell][who] = wake

    def ring(self, bell: Bell) -> None:
        """Something was committed here."""
        self.hear(bell)
        self.others(bell.value)

    def hear(self, bell: Bell) -> None:
        """Something was committed, here or elsewhere."""
        for wake in list(self._wakes[bell].values()):
            wake()

    def hear_all(self) -> None:
        """Anything may have been committed."""
        for bell in Bell:
            self.hear(bell)
