"""From signs and words to the names of features that the linear models weigh."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.nlp.grammar import Signs, frame
from bot.nlp.phrases import Hit

_TOPIC = ("l:", "l2:", "v:", "top:", "only:", "firstl:", "hint:", "d:")


@dataclass(frozen=True, slots=True)
class Features:
    """Three spaces: words, character n-grams (both length-normalised together) and flags (each worth one)."""

    words: frozenset[str]
    grams: frozenset[str]
    flags: frozenset[str]

    def topic(self) -> "Features":
        """Only what tells of the topic: words, n-grams and the lexicon's flags, no cues."""
        return Features(self.words, self.grams, frozenset(flag for flag in self.flags if flag.startswith(_TOPIC)))


def pairs(text: str) -> frozenset[str]:
    """Character pairs, single blanks kept as borders."""
    joined = f" {' '.join(text.split())} "
    return frozenset([joined[i : i + 2] for i in range(len(joined) - 1)])


def grams(text: str) -> frozenset[str]:
    """Character pairs and triples of the text as it stands, single blanks kept as borders."""
    joined = f" {' '.join(text.split())} "
    pairs = {joined[i : i + 2] for i in range(len(joined) - 1)}
    return frozenset(pairs | {joined[i : i + 3] for i in range(len(joined) - 2)})


def flags(signs: Signs, finds: Sequence[Hit]) -> frozenset[str]:
    """Flags from the grammar's signs and the lexicon's finds (tags are (code, service))."""
    names = [cue for cue, _ in signs.cues]
    present = sorted(set(names))
    found = {f"c:{name}" for name in present}
    found.update(f"s:{name}" for name in signs.shape)
    found.update(f"o:{one}>{two}" for one, two in pairwise(names))
    if names:
        found.add(f"first:{names[0]}")
        found.add(f"last:{names[-1]}")
    else:
        found.add("c:none")
    found.update(f"last_clause:{name}" for name, clause in signs.cues if clause == signs.clauses - 1)
    found.add(f"clauses:{min(signs.clauses, 5)}")
    found.add(f"frame:{frame(signs, bool(finds))}")
    found.update(_lexicon_flags(finds))
    return frozenset(found)


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
