"""Whom a text greets by name: pure."""

import re

from community.privacy import HIDDEN

_GREETED = re.compile(
    r"(?:(?<=^)|(?<=[\s，,。！!；;]))[一-鿿]{1,3}(?<![们家位民友邻生士姨爷奶叔伯妈婶姐哥人属主])(?=[，,]?[您你]好)"
)


def without_greeted(text: str) -> str:
    """`text` without the name before 您好; 居民您好 and 阿姨您好 name nobody."""
    return _GREETED.sub(HIDDEN, text)
