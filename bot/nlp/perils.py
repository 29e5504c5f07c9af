"""What danger is made of: who, which part of the body, which thing, in what state.

Any one of them is everyday talk (车, 手, 掉); what several of them together weigh is learned from the corpus.
"""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from bot.nlp.data import LEXICON, read_sections
from bot.nlp.phrases import Hit

CLASSES = frozenset(
    {"person", "child", "body", "senseless", "falling-ill", "hurt", "poison", "fire", "thing", "gas", "trapped",
     "missing", "water", "giving-way", "below", "violence", "despair", "beast", "now"}
)  # fmt: skip
_NEAR = 6  # characters between two that belong together
_MANY, _USUAL = 8, 5  # classes; what more of them give is not kept


def perils() -> Iterator[tuple[str, str]]:
    """Words with the class that they belong to, for `Phrases`."""
    classes = read_sections(LEXICON / "perils.txt", {"": CLASSES})[""]
    return ((word, name) for name, words in classes.items() for word in words)


def peril_flags(hits: Sequence[Hit]) -> set[str]:
    """Flags of the classes found (`hits` in order of their start): each, any two, any two close together in order."""
    if not hits:
        return {"p:0"}
    if len(hits) == 1:
        return set(_together((hits[0].tag,)))
    names = tuple(sorted({hit.tag for hit in hits}))
    found = set(_together(names) if len(names) <= _USUAL else _together.__wrapped__(names))
    for at, hit in enumerate(hits):
        for other in hits[at + 1 :]:
            if other.start > hit.end + _NEAR:
                break
            if other.start > hit.start and other.tag != hit.tag:
                found.add(_after(hit.tag, other.tag))
    return found


@lru_cache(maxsize=4096)
def _together(names: tuple[str, ...]) -> tuple[str, ...]:
    """Flags of classes in one text, wherever they stand."""
    pairs = [f"p:{one}+{other}" for at, one in enumerate(names) for other in names[at + 1 :]]
    return (*[f"p:{name}" for name in names], *pairs, f"p:{min(len(names), _MANY)}")


@cache
def _after(one: str, other: str) -> str:
    return f"q:{one}>{other}"
