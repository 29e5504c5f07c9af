"""One shape for a text before anything looks at it, with the way back to the original offsets."""

import re
import sys
import unicodedata
from functools import cache
from typing import NamedTuple

from bot.nlp.data import LEXICON, read_pairs

LONGEST = 4096
_INVISIBLE = re.compile(r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\U000e0000-\U000e007f]")  # fmt: skip # noqa: E501
_APART = re.compile(r"(?<![一-鿿])(?:[一-鿿]{1,2} +){3,}[一-鿿]{1,2}(?![一-鿿])")
_HAN = range(0x4E00, 0x9FFF)
_NOWHERE: frozenset[int] = frozenset()
_RUN = 5
_REPEATED = re.compile(rf"(.)\1{{{_RUN},}}", re.DOTALL)


class Normal(NamedTuple):
    """`text` as the engine reads it; `offsets[i]` is where its i-th character stood (None: nowhere moved)."""

    original: str
    text: str
    offsets: tuple[int, ...] | None

    def verbatim(self, start: int, end: int) -> str:
        """The piece of the original that became text[start:end]."""
        if self.offsets is None:
            return self.original[start:end]
        return self.original[self.offsets[start] : self.offsets[end - 1] + 1] if end > start else ""


@cache
def _table() -> dict[int, str | int]:
    """Traditional to simplified and compatibility forms, one character to one, so that offsets never move."""
    table: dict[int, str | int] = {**read_pairs(LEXICON / "traditional.txt")}
    for code in range(0x80, min(sys.maxunicode, 0x1FFFF)):
        if 0x3400 <= code <= 0x9FFF or 0xAC00 <= code <= 0xDFFF:
            continue
        digit = unicodedata.decimal(chr(code), None)
        plain = unicodedata.normalize("NFKC", chr(code)) if digit is None else str(digit)
        if len(plain) == 1 and plain != chr(code):
            table[code] = table.get(ord(plain), plain)
    for code in range(0x41, 0x5B):
        table[code] = chr(code + 32)
    for code in range(0xFF21, 0xFF3B):
        table[code] = chr(code - 0xFF21 + 0x61)
    for mark, plain in ("。.", "、,", '“"', '”"', "‘'", "’'", "～~", "—-", "–-", "〇零", "\t ", "\r\n", "\u3000 "):
        table[ord(mark)] = plain
    for code in (*range(0x80), *_HAN):  # a character that is found, as itself, is sooner done than one that is not
        table.setdefault(code, code)
    return table


def plain_char(char: str) -> str:
    """What becomes of a character."""
    return char.translate(_table())


def normalise(text: str) -> Normal:
    """Lower-case, simplified, half-width, without invisible characters; runs of one character cut to five; ≤ 4,096."""
    text = text[:LONGEST]
    apart = _spelled_apart(text) if " " in text else _NOWHERE
    if not apart and not _INVISIBLE.search(text) and not _REPEATED.search(text):
        return Normal(text, text.translate(_table()), None)
    unseen = apart.union(match.start() for match in _INVISIBLE.finditer(text))
    kept = [index for index in range(len(text)) if index not in unseen]
    plain = "".join([text[index] for index in kept])
    runs = [match.span() for match in _REPEATED.finditer(plain)]
    for start, end in reversed(runs):
        del kept[start + _RUN : end]
        plain = plain[: start + _RUN] + plain[end:]
    return Normal(text, plain.translate(_table()), tuple(kept))


def _spelled_apart(text: str) -> frozenset[int]:
    """Where the blanks stand in Chinese written word by word, as who learns it writes: 我 家 没有 水."""
    if "  " not in text and text.count(" ") < 3:
        return frozenset()
    return frozenset(
        index for run in _APART.finditer(text) for index in range(run.start(), run.end()) if text[index] == " "
    )
