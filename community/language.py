"""Who writes little Chinese, told by how they write. Pure."""

import re

ENGLISH = "en"

_WORD = re.compile(r"[A-Za-zÀ-ÿ']{2,}")
_HAN = re.compile(r"[一-鿿]")
_BROKEN = re.compile(r"[一-鿿]{1,4}(?: +[一-鿿]{1,4}){2,}")


def language_of(text: str, name: str) -> str | None:
    """ENGLISH for who writes it, or single Chinese words in a row under a name that is not Chinese; else None."""
    words, han = _WORD.findall(text), len(_HAN.findall(text))
    if len(words) >= 3 and sum(map(len, words)) > 2 * han:
        return ENGLISH
    foreign = bool(_WORD.search(name)) and not _HAN.search(name)
    return ENGLISH if foreign and _BROKEN.search(text) else None
