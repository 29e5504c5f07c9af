"""What of a message is fit for a public card."""

import re
from collections.abc import Set as AbstractSet

from bot.nlp.needed import needed
from bot.nlp.normal import plain_char
from bot.nlp.reading import Reading
from bot.nlp.sieve import Sieve
from community.privacy import PERSONAL, RULES, as_sought, mask

_LONGEST, _READ = 60, 400  # characters


class Summaries:
    """Makes summaries; what it asks of a text is read off the rules once, before any text is."""

    def __init__(self) -> None:
        self._hinted = needed(PERSONAL, plain_char)
        self._rules = [re.compile(rule) for rule in RULES]
        self._sieve = Sieve([needed(rule, plain_char) for rule in RULES])

    def of(self, text: str, reading: Reading) -> str:
        """The beginning of `text` on one line, masked; `reading`: of the same text, read afterwards."""
        text = text[:_READ]
        plain = " ".join((mask(text) if self._is_personal(text, reading.clues) else text).split())
        return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"

    def _is_personal(self, text: str, clues: AbstractSet[str]) -> bool:
        """Whether there is anything to mask; most talk is told by its pieces to hold nothing."""
        if as_sought(text) != text:  # other forms than those in which the reading knows its characters
            return True
        if self._hinted.isdisjoint(clues):
            return False
        return any(self._rules[place].search(text) for place in self._sieve.through(clues))
