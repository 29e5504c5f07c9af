"""What of a message is fit for a public card."""

import re
from collections.abc import Set as AbstractSet

from bot.nlp.needed import needed
from bot.nlp.normal import plain_char
from bot.nlp.reading import Reading
from community.privacy import PERSONAL, RULES, mask

_LONGEST, _READ = 60, 400  # characters
_HINTED, _HIDDEN = needed(PERSONAL, plain_char), needed("|".join(RULES), plain_char)  # what mask asks of a text
_RULES = tuple((needed(rule, plain_char), re.compile(rule)) for rule in RULES)


def summary(text: str, reading: Reading) -> str:
    """The beginning of `text` on one line, masked; `reading`: of the same text."""
    text = text[:_READ]
    plain = " ".join((mask(text) if _is_personal(text, reading.clues) else text).split())
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"


def _is_personal(text: str, clues: AbstractSet[str]) -> bool:
    """Whether there is anything to mask; most talk is told by its pieces to hold nothing."""
    if _HIDDEN.isdisjoint(clues) or _HINTED.isdisjoint(clues):
        return False
    return any(not needs.isdisjoint(clues) and rule.search(text) for needs, rule in _RULES)
