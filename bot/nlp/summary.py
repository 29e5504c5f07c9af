"""What of a message is fit for a public card."""

import re
from collections.abc import Sequence

from bot.nlp.needed import needed
from bot.nlp.normal import plain_char
from bot.nlp.reading import Reading
from bot.nlp.sieve import Sieve
from community.door_shapes import DOOR
from community.folding import FOLDED
from community.privacy import PERSONAL, RULES, as_sought, mask

_LONGEST, _READ = 60, 400  # characters


class Summaries:
    """Makes summaries; what it asks of a text is read off the rules once, before any text is."""

    def __init__(self) -> None:
        self._hinted = needed(PERSONAL, plain_char)
        self._rules = [re.compile(rule) for rule in RULES]
        self._door = RULES.index(DOOR)
        self._sieve = Sieve([needed(rule, plain_char) for rule in RULES])

    def of(self, text: str, reading: Reading) -> str:
        """The beginning of `text` on one line, masked; `reading`: of the same text, read afterwards."""
        text = text[:_READ]
        if not FOLDED.isdisjoint(text):  # other forms than those in which the reading knows its characters
            text = mask(text)
        else:
            worth = () if self._hinted.isdisjoint(reading.clues) else self._sieve.through(reading.clues)
            text = mask(text, worth) if worth and self._is_personal(text, reading, worth) else text
        plain = " ".join(text.split())
        return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"

    def _is_personal(self, text: str, reading: Reading, worth: Sequence[int]) -> bool:
        """Whether there is anything to mask; where nothing was lifted there is no door."""
        pieces = reading.lifted.pieces
        if any(piece.name == "door" for piece in pieces):
            return True
        sought = text.replace("\n", " ") if reading.normal.offsets is None else as_sought(text)
        known = -1 if pieces else self._door
        return any(self._rules[place].search(sought) for place in worth if place != known)
