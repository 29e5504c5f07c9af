"""What `hehuo understand --episodes` says of a conversation stands in the rows when the bot hears it live.

A handful here; all of them, with shares: `python -m tests.bench.bench_episodes`.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from sqlmodel import col, select

from bot.nlp.episode_lines import matters_of, said_in
from bot.nlp.listener import Listener
from bot.nlp.relating import idle
from community.understanding import Band
from community.words import QuestionState
from storage.engine import Database
from storage.tables import Matter, Question, Utterance
from tests.played import WHOLE, Group, Stage, judged
from tests.storage.test_cost import counted
from tests.street import THURSDAY

Lines = Sequence[tuple[str, str, int]]
"""Who, what, seconds since the line before."""

CONVERSATIONS: Mapping[str, Lines] = {
    "pieces before and after": (
        ("阿敏", "谁会通下水道", 0), ("阿敏", "厨房的", 8), ("老马", "我家也堵过", 20), ("阿敏", "5号楼2单元401", 15),
    ),
    "an answer to who asked back": (
        ("丸子", "空调不制冷，找个师傅看看", 0), ("老马家电", "几匹的，用了多久", 40), ("丸子", "大一匹半 七年了", 20),
        ("老马家电", "下午去", 30), ("丸子", "太谢谢了", 10),
    ),
    "hours later, in other words": (
        ("阿木", "7号楼后面倒了一车装修垃圾", 0), ("李", "早上好", 600), ("阿木", "咋还堆着", 28_000),
        ("阿木", "终于拉走了，谢谢", 9_000),
    ),
    "neighbours": (
        ("王", "3号楼电梯又停了", 0), ("李", "+1 我们单元也停了", 30), ("赵", "天气真好", 5), ("孙", "我家也是", 30),
        ("王", "5号楼的灯也坏了，谁来修", 900),
    ),
    "what ended one is no half of the next": (
        ("岳叔", "2单元水表井盖没了", 0), ("岳叔", "盖好了 白天看见有人弄", 300), ("岳叔", "厨房灯不亮了，谁会修", 60),
    ),
    "chatter": (("王", "大家早上好", 0), ("李", "早", 5), ("王", "哈哈哈", 5), ("李", "吃了没", 60)),
}  # fmt: skip


@pytest.fixture
def stage(database: Database, listener: Listener) -> Stage:
    return Stage(database, listener, THURSDAY)


def episode(lines: Lines) -> Mapping[str, Any]:
    return {"messages": [{"who": who, "text": text, "dt": dt} for who, text, dt in lines], "matters": []}


@pytest.mark.parametrize("name", CONVERSATIONS)
async def test_the_rows_say_what_the_command_says(stage: Stage, listener: Listener, name: str) -> None:
    said = episode(CONVERSATIONS[name])
    told = matters_of(listener, said, THURSDAY)["matters"]
    live = await stage.play(said)
    assert judged({"matters": told}, live).agrees(*WHOLE), (told, live)
    assert bool(live) is (name != "chatter")


PASSED_OVER = ("狗屎又踩一脚", "我那个补贴下来没有啊", "小区里有蛇", "窗台一层土", "我家老二三十一了还单着")


def passed_over(listener: Listener) -> str:
    """Something that sounds a little like a matter, and that by itself is gone by with nothing read or written."""
    return next(
        text for text in PASSED_OVER if listener.leaning(text) and idle(text, listener.understand(text, now=THURSDAY))
    )


async def test_what_was_passed_over_goes_with_what_follows_at_once(stage: Stage, listener: Listener) -> None:
    first = passed_over(listener)
    need = "5号楼厨房下水道堵了，谁会通"
    (at_once,) = await stage.play(episode((("王", first, 0), ("李", "早", 5), ("王", need, 20))))
    assert at_once["merged"] == [0, 2]
    (later,) = await stage.play(episode((("王", first, 0), ("王", need, 200))))
    assert later["merged"] == [1]


async def test_chatter_reads_no_row_and_what_matters_looks_back_once(stage: Stage) -> None:
    group = Group(stage, 1)
    lines = (("王", "大家早上好", 0), ("李", "吃了没", 5), ("李", "厨房下水道堵了，谁会通", 200))
    looks = []
    for said in said_in(episode(lines), THURSDAY):
        row, message = group.arrives(said)
        with counted(stage.database) as sent:
            await group.handles(row, message)
        looks.append(sum("inbox" in statement and statement.startswith("SELECT") for statement in sent))
        assert bool(sent) is bool(looks[-1])
    assert looks == [0, 0, 1]


async def test_a_message_is_read_few_times(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once to hear it, once for how far it sounds like a matter; twice more where half of it was said before."""
    readings: Counter[str] = Counter()

    def counting(read: Callable[..., Any]) -> Callable[..., Any]:
        def count(*args: Any, **given: Any) -> Any:
            readings["all"] += 1
            return read(*args, **given)

        return count

    for name in ("understand", "leaning"):
        monkeypatch.setattr(Listener, name, counting(getattr(Listener, name)))
    told = []
    group = Group(stage, 1)
    lines = (
        ("王", "大家早上好", 0),
        ("李", "厨房下水道堵了，谁会通", 300),
        ("赵", "5号楼2单元", 300),
        ("赵", "电梯坏了", 9),
    )
    for said in said_in(episode(lines), THURSDAY):
        readings.clear()
        await group.hears(said)
        told.append(readings["all"])
    assert told[:2] == [1, 2]
    assert max(told) <= 4


async def test_what_the_listener_took_is_begun_or_looked_at_by_staff(stage: Stage, listener: Listener) -> None:
    """In the midst of others' talk it may be an answer: then nothing is said, and the desk sees it."""
    around = (("王", "空调不制冷，找个师傅看看", 0), ("李", "啥牌子的", 20), ("孙", "几匹的", 10))
    said = ("贴膏药没", "那个闭门器坏了", "合同带了没", "可能耳垢堵了 拿来我给通通", "全小区都断了吧")
    taken = [text for text in said if listener.understand(text, now=THURSDAY).band is Band.TAKE]
    assert taken
    for text in taken:
        live = await stage.play(episode((*around, ("赵", text, 10))))
        known = any("赵" in (one["from"], *one["supporters"]) for one in live)
        assert known or doubted(stage, text)


def doubted(stage: Stage, text: str) -> bool:
    asked = select(Question).join(Utterance, col(Utterance.id) == Question.utterance_id).where(Utterance.text == text)
    found = stage.database.read_now(lambda session: session.exec(asked).all())
    return any(one.state is QuestionState.HUMAN for one in found)


async def test_what_was_wanted_in_one_breath_is_over_at_once(stage: Stage, listener: Listener) -> None:
    several = "电梯困人了！2号楼"
    (matter,) = await stage.play(episode((("王", several, 0), ("王", "出来了，没事了", 600))))
    assert matter["status"] == "ended"
    states = stage.database.read_now(lambda session: {one.state for one in session.exec(select(Matter)).all()})
    assert len(states) == 1


async def test_the_same_told_by_a_second_household_with_its_place_is_not_lost(stage: Stage) -> None:
    lines = (("王", "3号楼2单元的电梯又停了", 0), ("李", "3号楼2单元电梯坏了，老人下不来", 2))
    (matter,) = await stage.play(episode(lines))
    assert (matter["from"], matter["supporters"]) == ("王", ["李"])
