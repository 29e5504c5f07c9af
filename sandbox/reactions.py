"""The fixed list of emoji that a reaction may be."""

from sandbox.words import word

ALLOWED = frozenset(word("reactions").split())


def plain(emoji: str) -> str:
    """An emoji as the list spells it: without the variation selector that keyboards add."""
    return emoji.replace("\ufe0f", "")
