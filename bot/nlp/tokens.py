"""jieba's words: an isolated tokenizer with the lexicon in its dictionary, search mode, no HMM, no shared cache."""

import logging
import re
import warnings
from collections.abc import Iterable
from math import log

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its sources hold escapes that newer Pythons complain about
    import jieba

jieba.setLogLevel(logging.ERROR)

_RUNS = re.compile(r"[㐀-鿿]+|[a-z]+|[0-9.]+", re.IGNORECASE)


def dictionary(words: Iterable[str] = ()) -> jieba.Tokenizer:
    """A tokenizer of our own with jieba's dictionary and `words`, each just frequent enough to stay whole.

    It is built from the dictionary's source (half a second) and reads and writes no cache.
    """
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for word in sorted(set(words)):
        if len(word) > 1 and not tokenizer.FREQ.get(word):
            tokenizer.add_word(word)  # the frequency is jieba's suggestion
    return tokenizer


class Tokens:
    """Words of a text, the same as jieba's and sooner. Immutable once built, so any number of threads may use it."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        tokenizer = dictionary(words)
        total = log(tokenizer.total)
        costs: dict[int, float] = {0: 0.0}  # equal frequencies share one number, which halves the memory
        weights: dict[str, float] = tokenizer.FREQ
        for word, count in tokenizer.FREQ.items():
            cost = costs.get(count)
            if cost is None:
                cost = costs[count] = log(count) - total
            weights[word] = cost
        self._weights = weights  # log probability; 0 for what only begins words
        self._unknown = -total

    def search(self, text: str) -> list[str]:
        """Words in search mode (long words also give their parts), as `jieba.cut_for_search(text, HMM=False)` does."""
        words: list[str] = []
        known = self._weights.get
        for run in _RUNS.findall(text):
            if run[0] < "㐀":
                words.append(run)
                continue
            for word in self._cut(run):
                size = len(word)
                if size > 2:
                    words += [word[i : i + 2] for i in range(size - 1) if known(word[i : i + 2])]
                    if size > 3:
                        words += [word[i : i + 3] for i in range(size - 2) if known(word[i : i + 3])]
                words.append(word)
        return words

    def _cut(self, run: str) -> list[str]:
        """jieba's own shortest path over the dictionary's graph, computed backwards in one pass."""
        get, unknown = self._weights.get, self._unknown
        size = len(run)
        best = [0.0] * (size + 1)
        step = [0] * size
        for start in range(size - 1, -1, -1):
            at = end = start + 1
            weight = get(run[start])
            top = best[end] + (weight or unknown)
            while weight is not None and end < size:
                end += 1
                weight = get(run[start:end])
                if weight and best[end] + weight >= top:
                    top, at = best[end] + weight, end
            best[start], step[start] = top, at
        words, start = [], 0
        while start < size:
            words.append(run[start : step[start]])
            start = step[start]
        return words
