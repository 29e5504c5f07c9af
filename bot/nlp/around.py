"""What went on around a message: who spoke since its speaker's last word, and what became of that."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from bot.nlp.threads import ANSWERED, Around, Before
from bot.nlp.tie_signs import asks

MOST = 30
"""Messages that are looked back over."""
_AT_WORK = re.compile(
    r"物业|社区|网格|保安|客服|值班|居委|书记|主任|管家|老师|师傅|维修|电工|食堂|超市|药店|大夫|医生|律师|店|红娘|教练|工"
    r"|护士|驿站|警|楼长|志愿|家电|锁|搬运|裁缝"
)
"""Names of those who speak by their trade: a group's nicknames tell."""


class Told(NamedTuple):
    """A message before it."""

    who: str
    at: datetime
    text: str
    became: Before


def around_of(told: Sequence[Told], who: str, name: str, at: datetime, *, known: bool) -> Around:
    """What went on around a message that `who`, called `name`, said `at`. told: the MOST before it, oldest first;
    known: they have a matter open, so they have spoken before."""
    others = []
    for one in reversed(told):
        if one.who == who or at - one.at > ANSWERED:
            break
        others.append(one.text)
    last = next((one for one in reversed(told) if one.who == who), None)
    before = last.became if last is not None and at - last.at <= ANSWERED else Before.LONG_AGO
    return Around(
        between=len(others),
        asked=any(map(asks, others)),
        before=before if last is not None or known else Before.NONE,
        first=last is None and not known,
        at_work=_AT_WORK.search(name) is not None,
    )
