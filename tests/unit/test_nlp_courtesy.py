"""大家好, 谢谢: who is polite is heard as anybody else."""

from datetime import UTC, datetime

import pytest

from bot.nlp.courtesy import courtesies
from bot.nlp.listener import Listener
from bot.nlp.needed import clues
from bot.nlp.normal import normalise
from community.understanding import Band, Kind

NOW = datetime(2026, 11, 26, 1, tzinfo=UTC)
NEEDS = (
    "水龙头坏了，谁会修",
    "谁能修洗衣机",
    "老人要去医院，谁能陪着",
    "居住证怎么办理",
    "3号楼电梯坏了",
    "楼道灯不亮了",
    "想找人上门给老人理发",
    "垃圾桶满了没人清",
)
DANGERS = ("阳台的被子着了", "厨房着火了", "我妈晕倒了", "煤气泄漏了", "电梯困人了")


@pytest.mark.parametrize("frame", ["大家好，{}", "{}，谢谢", "早上好！{}，谢谢大家", "各位业主，{}", "您好，{} 麻烦了"])
@pytest.mark.parametrize("said", NEEDS)
def test_politeness_silences_no_request(listener: Listener, frame: str, said: str) -> None:
    understood = listener.understand(frame.format(said), now=NOW)
    assert understood.kind is not Kind.CHATTER
    assert understood.band is not Band.SILENT


@pytest.mark.parametrize("frame", ["大家好，{}", "{}，谢谢大家", "{}！谢谢"])
@pytest.mark.parametrize("said", DANGERS)
def test_politeness_hides_no_danger(listener: Listener, frame: str, said: str) -> None:
    assert listener.understand(frame.format(said), now=NOW).urgent


@pytest.mark.parametrize(
    "said",
    [
        "大家好",
        "谢谢大家",
        "大家早上好！",
        "昨天水管修好了，谢谢师傅",
        "各位业主，下周三停水，请储水，谢谢",
        "收到，谢谢",
    ],
)
def test_politeness_alone_asks_for_nothing(listener: Listener, said: str) -> None:
    assert listener.understand(said, now=NOW).band is Band.SILENT


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("大家好，谁能修洗衣机", "谁能修洗衣机"),
        ("早上好！老人要去医院，谁能陪着，先谢谢各位", "老人要去医院,谁能陪着"),
        ("Hello, my sink is leaking, thanks!", "my sink is leaking"),
        ("大家好", "大家好"),
        ("好吃，谢谢", "好吃,谢谢"),
        ("昨天修好了，谢谢王师傅", "昨天修好了,谢谢王师傅"),
        ("你好我好大家好", "你好我好大家好"),
    ],
)
def test_only_whole_clauses_around_something_said_are_courtesy(said: str, meant: str) -> None:
    text = normalise(said).text
    start, end = courtesies(text, clues({*text, *(text[at : at + 2] for at in range(len(text)))}))
    assert text[start:end] == meant
