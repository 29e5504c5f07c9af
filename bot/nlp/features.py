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


def flags(signs: Signs, finds: Sequence[Hit]) -> set[str]:
    """Flags from the grammar's signs and the lexicon's finds (tags are (code, service))."""
    names = [cue for cue, _ in signs.cues]
    found = {f"c:{name}" for name in signs.present}
    found.update([f"s:{name}" for name in signs.shape])
    if names:
        found.add(f"first:{names[0]}")
        found.add(f"last:{names[-1]}")
    else:
        found.add("c:none")
    found.update([f"last_clause:{name}" for name, clause in signs.cues if clause == signs.clauses - 1])
    found.add(f"clauses:{min(signs.clauses, 5)}")
    found.add(f"frame:{signs.frame}")
    found.update(_lexicon_flags(finds))
    return found


def _lexicon_flags(finds: Sequence[Hit]) -> set[str]:
    """A service's word names its group; a general word (service "*") only hints at it."""
    found: set[str] = set()
    counts: dict[str, int] = {}
    for _, _, (code, service) in finds:
        if service == "*":
            found.add(f"hint:{code}")
        else:
            if not counts:
                found.add(f"firstl:{code}")
            found.add(f"v:{code}/{service}")
            counts[code] = counts.get(code, 0) + 1
    if not counts:
        found.add("l:none")
        return found
    found.add("l:any")
    for code, count in counts.items():
        found.add(f"l:{code}")
        if count > 1:
            found.add(f"l2:{code}")
    if len(counts) == 1:
        found.add(f"only:{code}")
    else:
        most = max(counts.values())
        top = [code for code, count in counts.items() if count == most]
        if len(top) == 1:
            found.add(f"top:{top[0]}")
    return found
