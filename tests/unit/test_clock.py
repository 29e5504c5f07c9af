"""The machine's clock is set on or back while somebody sleeps by it."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from bot import clock
from bot.clock import SystemClock

START = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Machine(SystemClock):
    """Time goes by only where somebody sleeps; after `steady` sleeps the clock is set by `step`, once."""

    def __init__(self, step: timedelta, *, steady: int) -> None:
        self.slept = 0.0
        self._sleeps = 0
        self._step = step
        self._steady = steady

    def now(self) -> datetime:
        return START + timedelta(seconds=self.slept) + (self._step if self._sleeps > self._steady else timedelta())

    async def sleep(self, seconds: float) -> None:
        self.slept += seconds
        self._sleeps += 1


def machine(monkeypatch: pytest.MonkeyPatch, step: timedelta, *, steady: int = 0) -> Machine:
    made = Machine(step, steady=steady)
    monkeypatch.setattr(clock, "asyncio", SimpleNamespace(sleep=made.sleep))
    monkeypatch.setattr(clock, "time", SimpleNamespace(monotonic=lambda: made.slept))
    return made


async def test_a_sleeper_sleeps_as_long_as_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    steady = machine(monkeypatch, timedelta())
    await steady.sleep_until(START + HOUR)
    assert steady.slept == pytest.approx(3600)


async def test_a_clock_that_is_set_on_is_noticed_within_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    hasty = machine(monkeypatch, HOUR, steady=2)
    await hasty.sleep_until(START + HOUR)
    assert hasty.slept <= 15


async def test_a_clock_that_is_set_back_keeps_nobody_asleep_for_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    tardy = machine(monkeypatch, -HOUR, steady=2)
    await tardy.sleep_until(START + timedelta(minutes=1))
    assert tardy.slept == pytest.approx(60)
