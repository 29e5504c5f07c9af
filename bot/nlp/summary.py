"""What of a message is fit for a public card."""

from bot.nlp.needed import needed
from bot.nlp.normal import plain_char
from bot.nlp.reading import Reading
from community.privacy import PERSONAL, RULES, mask

_LONGEST, _READ = 60, 400  # characters
_HINTED, _HIDDEN = needed(PERSONAL, plain_char), needed("|".join(RULES), plain_char)  # what mask asks of a text


def summary(text: str, reading: Reading) -> str:
    """The beginning of `text` on one line, masked; `reading`: of the same text."""
    personal = not (_HIDDEN.isdisjoint(reading.clues) or _HINTED.isdisjoint(reading.clues))
    plain = " ".join((mask(text[:_READ]) if personal else text[:_READ]).split())
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"
