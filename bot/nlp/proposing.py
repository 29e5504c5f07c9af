"""Words that the listener would like to learn: what keeps coming in labels of one category and is no word of it yet."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from bot.nlp.data import LEXICON, read_sections
from bot.nlp.normal import normalise
from bot.nlp.rarity import rarity

SHORTEST, LONGEST = 2, 5  # characters
OFTEN, MOSTLY, RARE = 2, 0.75, 0.5
_RUN = re.compile(r"[㐀-鿿]+")
_GRAMMAR = frozenset(
    "的了吗呢啊吧呀嘛又不没在是有我你他她它您们这那个和就都也还很太请谁能要会去来给把被让到从上下里外咱俺哪啥什么怎"
    "得着过想可以为对跟与及或而但如果因所以已经正再只最更些几多少一二三四五六七八九十号楼单元栋室家人天月日年时分点"
)


def propose(labels: Iterable[tuple[str, str | None]], *, known: frozenset[str], most: int) -> list[tuple[str, str]]:
    """Up to `most` words with their categories, the most frequent first. labels: texts with a category, None: chatter.

    A word comes in at least two labels of its category, hardly in others, is rare in the language, and no part of a
    word of the lexicon or of `known`.
    """
    seen: dict[str, dict[str | None, set[str]]] = defaultdict(lambda: defaultdict(set))
    for text, category in labels:
        for word in _pieces(text):
            seen[word][category].add(text)
    ours = known | _lexicon()
    found: list[tuple[int, str, str]] = []
    for word, categories in seen.items():
        category, texts = max(categories.items(), key=lambda item: (len(item[1]), str(item[0])))
        everywhere = len(set().union(*categories.values()))
        enough = len(texts) >= OFTEN and len(texts) >= MOSTLY * everywhere
        if category and enough and rarity(word) >= RARE and not any(word in one for one in ours):
            found.append((len(texts), word, category))
    return _longest(found)[:most]


def _longest(found: Sequence[tuple[int, str, str]]) -> list[tuple[str, str]]:
    """The words that are no piece of a longer one that comes as often."""
    ordered = sorted(found, key=lambda one: (-one[0], -len(one[1]), one[1]))
    kept: list[tuple[int, str, str]] = []
    for count, word, category in ordered:
        if not any(word in other or other in word for _, other, _ in kept):
            kept.append((count, word, category))
    return [(word, category) for _, word, category in kept]


def _pieces(text: str) -> set[str]:
    return {
        run[start : start + size]
        for run in _RUN.findall(normalise(text).text)
        for size in range(SHORTEST, LONGEST + 1)
        for start in range(len(run) - size + 1)
        if _GRAMMAR.isdisjoint(run[start : start + size]) and run[start] != run[start + 1]
    }


def _lexicon() -> frozenset[str]:
    sections = read_sections(LEXICON / "words.txt")
    return frozenset(word for services in sections.values() for words in services.values() for word in words)
