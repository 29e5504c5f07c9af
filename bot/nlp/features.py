"""From signs and words to the names of features that the linear models weigh."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from operator import add
from typing import NamedTuple

from bot.nlp.grammar import Signs
from bot.nlp.phrases import Hit

_TOPIC = ("l:", "l2:", "v:", "top:", "only:", "firstl:", "hint:", "d:")


class Features(NamedTuple):
    """Three spaces: words, characters and their pairs (both length-normalised together) and flags (each worth one)."""

    words: AbstractSet[str]
    grams: AbstractSet[str]
    flags: AbstractSet[str]

    def topic(self) -> "Features":
        """Only what tells of the topic: words, pairs and the lexicon's flags, no cues."""
        return Features(self.words, self.grams, {flag for flag in self.flags if flag.startswith(_TOPIC)})


def pairs(text: str, adjacent: Iterable[str] | None = None) -> set[str]:
    """Characters and character pairs of the text as it stands, single blanks kept as borders.

    `adjacent`: every two neighbouring characters, if the caller has them already.
    """
    if adjacent is not None and text and " " not in text and "\n" not in text:
        return {*adjacent, *text, " ", " " + text[0], text[-1] + " "}
    joined = f" {' '.join(text.split())} "
    return {*map(add, joined, joined[1:]), *joined}


class _Behind(dict[str, str]):
    """Names behind a prefix, each made once: a string that is made anew is hashed anew wherever it is looked up."""

    def __init__(self, prefix: str) -> None:
        super().__init__()
        self._prefix = prefix

    def __missing__(self, name: str) -> str:
        made = self[name] = self._prefix + name
        return made


_CUE, _FIRST, _LAST, _LAST_CLAUSE = _Behind("c:"), _Behind("first:"), _Behind("last:"), _Behind("last_clause:")
_SHAPE, _FRAME = _Behind("s:"), _Behind("frame:")
_CLAUSES = tuple(f"clauses:{number}" for number in range(6))
_HINT, _FIRST_CODE = _Behind("hint:"), _Behind("firstl:")
_ONE, _TWO, _ONLY, _MOST = _Behind("l:"), _Behind("l2:"), _Behind("only:"), _Behind("top:")


def flags(signs: Signs, finds: Sequence[Hit]) -> set[str]:
    """Flags from the grammar's signs and the lexicon's finds (tags are (code, service))."""
    found = set(map(_CUE.__getitem__, signs.present))
    found.update(map(_SHAPE.__getitem__, signs.shape))
    if signs.cues:
        found.add(_FIRST[signs.cues[0][0]])
        found.add(_LAST[signs.cues[-1][0]])
        last = signs.clauses - 1
        found.update([_LAST_CLAUSE[name] for name, clause in signs.cues if clause == last])
    else:
        found.add("c:none")
    found.add(_CLAUSES[min(signs.clauses, 5)])
    found.add(_FRAME[signs.frame])
    found.update(_lexicon_flags(finds))
    return found


def _lexicon_flags(finds: Sequence[Hit]) -> set[str]:
    """A service's word names its group; a general word (service "*") only hints at it."""
    found: set[str] = set()
    counts: dict[str, int] = {}
    for _, _, (code, service) in finds:
        if service == "*":
            found.add(_HINT[code])
        else:
            if not counts:
                found.add(_FIRST_CODE[code])
            found.add(f"v:{code}/{service}")
            counts[code] = counts.get(code, 0) + 1
    if not counts:
        found.add("l:none")
        return found
    found.add("l:any")
    for code, count in counts.items():
        found.add(_ONE[code])
        if count > 1:
            found.add(_TWO[code])
    if len(counts) == 1:
        found.add(_ONLY[code])
    else:
        most = max(counts.values())
        top = [code for code, count in counts.items() if count == most]
        if len(top) == 1:
            found.add(_MOST[top[0]])
    return found
