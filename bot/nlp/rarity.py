"""How seldom a word comes in ordinary Chinese, by jieba's own counts: rare words say what a question is about."""

import warnings
from collections.abc import Mapping
from functools import cache
from math import log

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its sources hold escapes that newer Pythons complain about
    import jieba

COMMON, SPAN, LEAST = 5.0, 7.0, 0.01  # a word of probability e**-5 tells next to nothing, of e**-12 all that a word can
_RARE = 369  # of the 60 million words counted; what comes no oftener is rare


def rarity(word: str) -> float:
    """0.01 for the commonest words, 1 for rare and unknown ones."""
    return _common().get(word, 1.0)


@cache
def _common() -> Mapping[str, float]:
    """The words that are not rare; read once, a third of a second."""
    counts: dict[str, int] = {}
    total = 0
    with jieba.Tokenizer().get_dict_file() as file:
        for line in file:
            word, count, *_ = line.decode("utf-8").split(" ")
            total += int(count)
            if int(count) > _RARE:
                counts[word] = int(count)
    return {word: max(LEAST, ((log(total / count) - COMMON) / SPAN) ** 2) for word, count in counts.items()}
