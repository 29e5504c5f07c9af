"""From signs and words to the names of features that the linear models weigh."""

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from bot.nlp.grammar import Signs
from bot.nlp.phrases import Hit

_TOPIC = ("l:", "l2:", "v:", "top:", "only:", "firstl:", "hint:", "d:")


class Features(NamedTuple):
    """Three spaces: words, character pairs (both length-normalised together) and flags (each worth one)."""

    words: AbstractSet[str]
    grams: AbstractSet[str]
    flags: AbstractSet[str]

    def topic(self) -> "Features":
        """Only what tells of the topic: words, pairs and the lexicon's flags, no cues."""
        return Features(self.words, self.grams, {flag for flag in self.flags if flag.startswith(_TOPIC)})


def pairs(text: str) -> set[str]:
    """Character pairs of the text as it stands, single blanks kept as borders."""
    joined = f" {' '.join(text.split())} "
    return {joined[at : at + 2] for at in range(len(joined) - 1)}


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
    found = {f"hint:{hit.tag[0]}" for hit in finds if hit.tag[1] == "*"}
    named = [hit.tag for hit in finds if hit.tag[1] != "*"]
    if not named:
        return found | {"l:none"}
    codes = [code for code, _ in named]
    counts = Counter(codes)
    found.update(f"l:{code}" for code in counts)
    found.update(f"l2:{code}" for code, count in counts.items() if count > 1)
    found.update(f"v:{code}/{service}" for code, service in named)
    (top, most), *rest = counts.most_common(2)
    if not rest:
        found.add(f"only:{top}")
    elif most > rest[0][1]:
        found.add(f"top:{top}")
    found.add(f"firstl:{codes[0]}")
    found.add("l:any")
    return found
