"""Where a text turns from what was to what is: 灯好了谢谢，可是门又打不开了."""

import re

from bot.nlp.reading import Reading

_OVER = frozenset({"thanks", "resolved", "past", "recent"})
_TURN = re.compile(
    r"[^\w一-鿿](?:可是?|但是?|不过|就是|只是|结果|然后)(?=[^,.;!?])"
    r"|[^\w一-鿿](?=(?:这会儿?|今早|今天|今年|现在|如今|到现在|这次|这回))"
)
_LEAST, _MOST = 4, 160  # characters


def what_is_now(reading: Reading) -> str | None:
    """The rest of a short text that begins with thanks or with what was; None if it doesn't turn."""
    text = reading.normal.text
    if len(text) > _MOST or _OVER.isdisjoint(reading.signs.present):
        return None
    turn = _TURN.search(text)
    return text[turn.end() :] if turn and len(text) - turn.end() >= _LEAST else None
