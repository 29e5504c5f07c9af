"""Pin the whole tree: writes every package that uv resolves, transitive ones too, into pyproject's constraints.

Run `uv run --no-project python tools/pin.py` after changing a dependency, then commit pyproject.toml.
`--check` only tells whether the pins are complete (exit 1 if not).
"""

import re
import subprocess
import sys
from pathlib import Path

PYPROJECT = Path(__file__).parent.parent / "pyproject.toml"
SECTION = re.compile(r"^constraint-dependencies = \[.*?\]$", re.MULTILINE | re.DOTALL)
EXPORT = ("uv", "export", "--all-groups", "--no-hashes", "--no-annotate", "--no-header", "--no-emit-project", "--quiet")


def resolved() -> list[str]:
    """`name==version` with its marker, as TOML strings, sorted."""
    lines = subprocess.run(EXPORT, check=True, capture_output=True, text=True, cwd=PYPROJECT.parent).stdout.splitlines()  # noqa: S603
    pins = {re.sub(r"\s*;.*$", "", line.strip()) for line in lines if "==" in line}
    return [f'    "{pin}",' for pin in sorted(pins)]


def main() -> int:
    """Write the pins, or compare them with what stands there."""
    text = PYPROJECT.read_text(encoding="utf-8")
    pinned = SECTION.sub(lambda _: "\n".join(["constraint-dependencies = [", *resolved(), "]"]), text, count=1)
    if "--check" in sys.argv:
        return int(pinned != text)
    PYPROJECT.write_text(pinned, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
