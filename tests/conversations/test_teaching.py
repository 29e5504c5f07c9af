"""Teaching the bot in chat: words of one's own, thresholds, categories; in force from the next message on."""

import pytest
from sqlmodel import select

from community.words import WordState
from storage.engine import Database, Session
from storage.tables import Label, Word
from tests.conversations.people import Someone
from tests.conversations.street import THURSDAY

LAMP = "我家厨房的灯不亮了，能不能来个师傅给看看"
GEESE = ("大白鹅又堵在楼道口，谁来管管", "谁家的大白鹅满院子追人，快来管管", "大白鹅把花坛啃光了，谁管管")


@pytest.fixture
async def own(clerk: Someone) -> Someone:
    """网格员小赵, in private with the bot, where 般阳社区's card stands."""
    alone = Someone(clerk.world, clerk.id, clerk.name, None)
    await alone.tells_bot("/teach")
    await alone.taps_on(await alone.sees("先选一个社区"), "般阳社区")
    await alone.sees("教机器人", "般阳社区", "照常")
    return alone


async def test_a_category_that_is_switched_off_is_left_to_staff(aunt: Someone, clerk: Someone, own: Someone) -> None:
    await own.taps("类别开关")
    await own.has_button("✔ 🔧 水电维修")
    await own.taps("水电维修")
    await own.has_button("✖ 🔧 水电维修")
    said = await aunt.says(LAMP)
    await clerk.sees("拿不准", "厨房的灯", where="group")
    (heard,) = [message for message in await aunt.phone("group") if message["message_id"] == said]
    assert heard["reactions"] == []
    assert not [message for message in await aunt.from_bot("group") if "reply_to_message" in message]


async def test_how_talkative_it_is(aunt: Someone, clerk: Someone, own: Someone, vague: str) -> None:
    await own.taps("很少开口")
    await own.sees("开口：很少开口")
    await aunt.says(vague)
    await aunt.says(LAMP)
    await clerk.sees("BY-1126-01", where="group")
    assert not [message for message in await aunt.from_bot("group") if "哪一类" in str(message)]


async def test_a_word_of_their_own(own: Someone, database: Database) -> None:
    await own.taps("自己的词")
    await own.taps("加一个词")
    await own.sees("直接写")
    await own.tells_bot("这可不是一个词，是一整句话呀")
    await own.sees("不像一个词")
    await own.tells_bot("北大棚")
    await own.sees("北大棚", "哪一类")
    await own.taps("市容秩序")
    await own.sees("北大棚", "市容秩序", "自己的词")
    await own.taps("算一项服务 北大棚")
    await own.sees("★ 北大棚")
    await own.taps("✖ 北大棚")
    await own.sees("还没有", "自己的词")
    words = await database.read(lambda session: session.exec(select(Word)).all())
    assert [(word.word, word.category, word.state, word.service) for word in words] == [
        ("北大棚", "streetscape", WordState.REFUSED, True)
    ]


async def test_words_that_the_bot_would_like_to_learn(own: Someone, clerk: Someone, database: Database) -> None:
    def labels(session: Session) -> None:
        for text in GEESE:
            session.add(
                Label(at=THURSDAY, community_id="by", text=text, kind="need", category="mediation", source="desk")
            )

    await database.write(labels)
    await clerk.world.passes(days=4)  # 周一早上
    await clerk.sees("想学 1 个词", "大白鹅", where="group")
    await own.taps("自己的词")
    await own.sees("大白鹅", "邻里调解", "行吗")
    await own.taps("学 大白鹅")
    await own.has_button("✖ 大白鹅")
    words = await database.read(lambda session: session.exec(select(Word)).all())
    assert [(word.word, word.category, word.state) for word in words] == [("大白鹅", "mediation", WordState.APPROVED)]


async def test_danger_cannot_be_switched_off_and_residents_cannot_teach(aunt: Someone, own: Someone) -> None:
    page = await own.sees("教机器人", "般阳社区")
    assert "关不掉" in await own.taps_on(page, "te:by:off=safety")
    await aunt.tells_bot("/teach")
    await aunt.sees("工作人员来做", where="private")
    alone = Someone(aunt.world, aunt.id, aunt.name, None)
    await alone.tells_bot("帮助")
    assert "工作人员" in await alone.taps_on(await alone.sees("怎么用"), "te:by:talk=2")
