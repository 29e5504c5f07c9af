"""All gates, as short as `./check` runs them: two at a time, the longest first; what each of them printed; a summary.

Run `python -m tests.gates`; each alone, and longer, by its own command: see docs/gates.md.
"""

import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

GATES = ("kills", "machine", "thin_kills", "races", "schedule", "faults", "fuzz", "postmaster", "hours")
SIDE_BY_SIDE = 2
MEMORY = Path("/dev/shm")  # noqa: S108 - temporary files of our own, in folders of their own
ROOM = 2_000_000_000  # bytes


def gate(name: str) -> tuple[str, bool, float]:
    """Run one gate; whether its promises were kept, and its seconds."""
    start = time.monotonic()
    command = [sys.executable, "-m", f"tests.gates.{name}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **_quick_disk()})
    print(f"{done.stdout}{done.stderr[-4000:] if done.returncode else ''}", flush=True)
    return name, done.returncode == 0, time.monotonic() - start


def _quick_disk() -> dict[str, str]:
    """Where databases are made: in memory, if there is room. A process that is killed loses nothing there."""
    room = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    return {"TMPDIR": str(MEMORY)} if room and "TMPDIR" not in os.environ else {}


def main() -> None:
    """Run all; exit with 1 if any promise was broken."""
    start = time.monotonic()
    with ThreadPoolExecutor(SIDE_BY_SIDE) as threads:
        results = list(threads.map(gate, GATES))
    for name, kept, seconds in results:
        print(f"{'kept  ' if kept else 'BROKEN'} {name} ({seconds:.0f} s)")
    print(f"{time.monotonic() - start:.0f} s")
    sys.exit(not all(kept for _, kept, _ in results))


if __name__ == "__main__":
    main()
