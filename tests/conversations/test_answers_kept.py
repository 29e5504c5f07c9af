"""What staff write for others arrives: a reply to any card, the words after 答复; and 算了 stops it."""

import pytest

from tests.conversations.people import Someone, text_of

UNKNOWN = "请问医保卡丢了去哪里补办？"


@pytest.fixture
def own(clerk: Someone) -> Someone:
    """网格员小赵, in private with the bot."""
    return Someone(clerk.world, clerk.id, clerk.name, None)


async def test_a_reply_to_a_doubtful_card_is_the_answer(aunt: Someone, clerk: Someone, vague: str) -> None:
    await aunt.says(vague)
    await aunt.taps("叫人工", "group")
    card = await clerk.sees("拿不准", where="group")
    await clerk.says("社区一楼大厅能打印，一张5毛", reply_to=card["message_id"])
    await aunt.sees("一张5毛", where="group")
    await clerk.sees("存疑消息", "已登记", where="group")
    await clerk.has_button("存入办事指南", "group")


async def test_what_is_written_where_reply_was_pressed_is_the_answer(aunt: Someone, clerk: Someone) -> None:
    await aunt.says(UNKNOWN)
    await clerk.sees("咨询", where="group")
    assert "在这里接着写" in await clerk.taps("答复", "group")
    await clerk.says("先打 12333 挂失")
    await aunt.sees("12333", where="private")
    await clerk.sees("已转给居民", where="group")
    await clerk.says("小王，中午吃什么")
    await clerk.says("BY-1126-01")
    await clerk.sees("12333", "已答复", where="group")
    assert not [message for message in await aunt.from_bot() if "中午吃什么" in text_of(message)]


async def test_words_to_a_colleague_are_no_answer(aunt: Someone, clerk: Someone, stranger: Someone) -> None:
    colleague = Someone(stranger.world, stranger.id, stranger.name, clerk.group)
    said = await colleague.says("谁去开会")
    await aunt.says(UNKNOWN)
    await clerk.taps("答复", "group")
    await clerk.says("我去", reply_to=said)
    await clerk.says("算了，不答了")
    await clerk.sees("什么都没有发出去", where="group")
    await clerk.says("散会了")
    await clerk.says("BY-1126-01")
    await clerk.sees("等工作人员答复", where="group")
    assert not [message for message in await aunt.from_bot("private") if "工作人员答复" in text_of(message)]


async def test_an_answer_not_yet_written_is_not_lost_without_a_word(
    aunt: Someone, clerk: Someone, own: Someone
) -> None:
    await aunt.says(UNKNOWN)
    await clerk.taps("答复", "group")
    await own.sees("请写答复")
    await own.tells_bot("/guide")
    await own.taps("加一条")
    await own.sees("刚才要写的答复先放下了")


async def test_help_is_no_announcement_and_nobody_must_announce(own: Someone) -> None:
    await own.tells_bot("/publish")
    await own.sees("请写下公告内容")
    await own.tells_bot("帮助")
    await own.sees("怎么用")
    await own.tells_bot("算了不发了")
    await own.sees("什么都没有发出去")
    await own.tells_bot("你好")
    await own.sees("我是合伙")
    assert not [message for message in await own.from_bot() if "发到哪些群" in text_of(message)]
