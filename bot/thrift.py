"""What a library would do at every call, in vain."""

import sys
from importlib.util import find_spec


def begin() -> None:
    """Once for each process that asks others over HTTP.

    For each request httpcore, beneath httpx, imports sniffio several times. Where there is none, Python looks for it in
    every folder of its path each time, a few hundredths of all that the program does.
    """
    if "sniffio" not in sys.modules and find_spec("sniffio") is None:
        sys.modules["sniffio"] = None  # type: ignore[assignment] # "there is none", which `import` believes at once
