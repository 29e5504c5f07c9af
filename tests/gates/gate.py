"""What every gate has: options, a printed seed, counts, promises, and an exit code that says whether they were kept."""

import argparse
import logging
import multiprocessing
import random
import signal
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial

import structlog

DATABASES = ("sqlite", "postgresql")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for. times: how much in all, over every database named."""

    times: int
    databases: tuple[str, ...]
    seed: int

    def share(self, kind: str) -> int:
        """How much of `times` falls to database `kind`."""
        rest = self.times % len(self.databases) > self.databases.index(kind)
        return self.times // len(self.databases) + int(rest)

    def chance(self, name: str = "") -> random.Random:
        """The random source of one part of the gate."""
        return random.Random(f"{self.seed} {name}")


@dataclass
class Verdict:
    """Counts that are printed, and the promises that were broken."""

    name: str
    counts: dict[str, int | str] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def count(self, **numbers: int | str) -> None:
        """Note what was done and found; numbers of the same name are added up."""
        for name, number in numbers.items():
            before = self.counts.get(name)
            self.counts[name] = before + number if isinstance(before, int) and isinstance(number, int) else number

    def promise(self, what: str, kept: bool) -> None:
        """Note a promise."""
        if not kept and what not in self.broken:
            self.broken.append(what)

    def none(self, **numbers: int) -> None:
        """Note numbers that are promised to be zero."""
        self.count(**numbers)
        for name, number in numbers.items():
            self.promise(f"{name.replace('_', ' ')} is {number}", number == 0)

    def line(self) -> str:
        """The verdict for a person."""
        told = " · ".join(f"{name.replace('_', ' ')} {number}" for name, number in self.counts.items())
        return f"{self.name}: {told} · " + ("kept" if not self.broken else f"BROKEN: {'; '.join(self.broken)}")


def hush() -> None:
    """What goes wrong here is planted; the logs would only repeat it."""
    logging.disable(logging.CRITICAL)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


def side_by_side(on: Callable[[Asked, str], Verdict], asked: Asked) -> Iterable[Verdict]:
    """The verdict of each database, each in a process of its own."""
    forks = multiprocessing.get_context("fork")  # everything is imported, and there is no thread yet
    with ProcessPoolExecutor(len(asked.databases), mp_context=forks) as processes:
        yield from processes.map(partial(on, asked), asked.databases)


def main(doc: str | None, times: int, run: Callable[[Asked], Iterable[Verdict]], *, databases: bool = True) -> None:
    """The command: read options, run, print a line per verdict, exit with 1 if any promise was broken."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=times, help=f"how much in all (in ./check: {times})")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**9), help="repeat a run")
    if databases:
        parser.add_argument("--database", choices=[*DATABASES, "both"], default="both")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that servers and folders are put away
    chosen = given.database if databases else "sqlite"
    asked = Asked(given.times, DATABASES if chosen == "both" else (chosen,), given.seed)
    start, verdicts = time.monotonic(), []
    for verdict in run(asked):
        verdicts.append(verdict)
        print(verdict.line(), flush=True)
    print(f"seed {asked.seed}, {time.monotonic() - start:.0f} s")
    sys.exit(any(verdict.broken for verdict in verdicts))
