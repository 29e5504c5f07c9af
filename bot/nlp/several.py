"""Two matters in one breath: 想给我妈理个发，另外洗衣机坏了."""

import re
from collections.abc import Callable, Sequence

from bot.nlp.grammar import AGAINST, FOR
from bot.nlp.reading import Reading

_JOINT = re.compile(
    r"还有|另外|另|顺便|顺带|以及|同时|[,.;!?\n]\s*(?=[^,.;!?\n]{0,6}(?:还|也|再|又))|再(?=[找请来给帮])"
)
_SMALL, _LONGEST, _UNLIKE = 4, 160, AGAINST - {"negate", "question", "how_to", "resolved"}


def matters(
    reading: Reading, read: Callable[[str], Reading], weigh: Callable[[Reading], Sequence[tuple[float, str]]]
) -> list[str]:
    """The groups that joined parts of a message each ask for, in order; fewer than two when it is one matter.

    `read`: a part, `weigh`: its likelihoods and groups. A part counts when it wants or lacks something that the lexicon
    names.
    """
    named = {hit.tag[0] for hit in reading.finds if hit.tag[1] != "*"}
    if len(named) < 2 or len(reading.lifted.text) > _LONGEST or not _JOINT.search(reading.lifted.text):
        return []
    found: dict[str, None] = {}
    for part in _JOINT.split(reading.lifted.text):
        if len(part.strip()) < _SMALL:
            continue
        alone = read(part.strip(" ,.;!?\n"))
        if not alone.signs.present & FOR or alone.signs.present & _UNLIKE:
            continue
        _, code = max(weigh(alone))
        if any(hit.tag[0] == code and hit.tag[1] != "*" for hit in alone.finds):
            found[code] = None
    return list(found) if len(found) > 1 else []
