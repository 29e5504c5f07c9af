"""Every Chinese sentence of the sandbox, kept as data in words.toml."""

import tomllib
from pathlib import Path

_WORDS: dict[str, str] = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def word(key: str, **facts: object) -> str:
    """The sentence of that key with its places filled; KeyError if there is none."""
    return _WORDS[key].format(**facts)
