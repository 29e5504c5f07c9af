"""Whom a text greets by name, and whom it names: pure."""

import re

from community.privacy import HIDDEN

_GREETED = re.compile(
    r"(?:(?<=^)|(?<=[\s，,。！!；;]))[一-鿿]{1,3}(?<![们家位民友邻生士姨爷奶叔伯妈婶姐哥人属主])(?=[，,]?[您你]好)"
)


def without_greeted(text: str) -> str:
    """`text` without the name before 您好; 居民您好 and 阿姨您好 name nobody."""
    return _GREETED.sub(HIDDEN, text)


_CALLED = "(?:大[爷妈娘婶伯叔姐哥嫂]|奶奶|爷爷|阿姨|叔叔?|伯伯|婆婆|女士|先生|老师|师傅|[姨姐哥嫂家])"


def calls(name: str, text: str) -> bool:
    """Whether `text` names whoever is called `name`: 刘敏, and of the surname 李 also 李大娘, 老李家."""
    if len(name) > 1 and name in text:
        return True
    return (
        bool(name)
        and re.search(rf"(?<![一-鿿]){re.escape(name[0])}{_CALLED}|[老小]{re.escape(name[0])}{_CALLED}?", text)
        is not None
    )
