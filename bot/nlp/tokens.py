"""jieba's words: an isolated tokenizer with the lexicon in its dictionary, search mode, no HMM, no shared cache."""

import logging
import re
import warnings
from collections.abc import Iterable
from math import log
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its sources hold escapes that newer Pythons complain about
    import jieba

jieba.setLogLevel(logging.ERROR)

_RUNS = re.compile(r"[㐀-鿿]+|[a-z]+|[0-9.]+", re.IGNORECASE)


class Tokens:
    """Words of a text. Immutable once built, so any number of threads may use it."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        """Reads jieba's dictionary (half a second) and adds `words`, each just frequent enough to stay whole."""
        tokenizer = jieba.Tokenizer()
        tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
        tokenizer.initialized = True
        for word in sorted(set(words)):
            if len(word) > 1 and not tokenizer.FREQ.get(word):
                tokenizer.add_word(word)  # the frequency is jieba's suggestion
        self.tokenizer = tokenizer
        self._frequency: dict[str, int] = tokenizer.FREQ
        self._log_total = log(tokenizer.total)

    def search(self, text: str) -> list[str]:
        """Words in search mode (long words also give their parts), as `jieba.cut_for_search(text, HMM=False)` does."""
        words: list[str] = []
        frequency = self._frequency
        for run in _RUNS.findall(text):
            if run[0] < "㐀":
                words.append(run)
                continue
            for word in self._cut(run):
                size = len(word)
                if size > 2:
                    words += [word[i : i + 2] for i in range(size - 1) if frequency.get(word[i : i + 2])]
                    if size > 3:
                        words += [word[i : i + 3] for i in range(size - 2) if frequency.get(word[i : i + 3])]
                words.append(word)
        return words

    def _cut(self, run: str) -> list[str]:
        """jieba's own shortest path over the dictionary's graph, computed backwards in one pass."""
        frequency, log_total = self._frequency, self._log_total
        size = len(run)
        best: list[float] = [0.0] * (size + 1)
        step: list[int] = [0] * size
        for start in range(size - 1, -1, -1):
            end = start + 1
            piece = run[start:end]
            count: Any = frequency.get(piece)
            top, at = best[end] + log(count or 1) - log_total, end
            while count is not None and end < size:
                end += 1
                piece = run[start:end]
                count = frequency.get(piece)
                if count:
                    score = best[end] + log(count) - log_total
                    if score >= top:
                        top, at = score, end
            best[start], step[start] = top, at
        words, start = [], 0
        while start < size:
            words.append(run[start : step[start]])
            start = step[start]
        return words
