"""The staff desk: every tap teaches the bot and moves the matter on."""

from sqlmodel import select

from storage.engine import Database
from storage.tables import Label
from tests.conversations.people import Someone, data_of, text_of

ELEVATOR = "3号楼2单元的电梯又停了"


async def test_confirmed(aunt: Someone, clerk: Someone, database: Database) -> None:
    await aunt.says(ELEVATOR)
    assert "已确认" in await clerk.taps("确认")
    await clerk.has_button("更多")
    labels = await database.read(lambda session: session.exec(select(Label)).all())
    assert [(label.kind, label.category, label.source) for label in labels] == [("need", "property", "desk")]


async def test_two_taps_move_the_order_to_the_right_partners(
    aunt: Someone, wrench: Someone, barber: Someone, clerk: Someone
) -> None:
    await aunt.says(ELEVATOR)
    await wrench.has_button("接单")
    await clerk.taps("改类")
    assert "转给对口" in await clerk.taps("便民家政")
    await barber.has_button("接单")
    await wrench.has_no_button("接单")


async def test_merged_into_another(aunt: Someone, uncle: Someone, wrench: Someone, clerk: Someone) -> None:
    await aunt.says(ELEVATOR)
    await clerk.sees("BY-1126-01")
    await uncle.says("3号楼电梯坏了，老人下不去")
    await clerk.sees("BY-1126-02")
    await clerk.taps("合并")
    assert "已合并" in await clerk.taps("BY-1126-01")
    await clerk.sees("已并入", "BY-1126-01")
    await uncle.sees("同一件事", where="group")
    await clerk.sees("BY-1126-01", "2 户")


async def test_ignored(aunt: Someone, wrench: Someone, clerk: Someone) -> None:
    await aunt.says(ELEVATOR)
    await wrench.has_button("接单")
    await clerk.taps("忽略")
    await clerk.sees("为什么忽略")
    assert "已忽略" in await clerk.taps("不是诉求")
    await wrench.has_no_button("接单")
    await aunt.sees("没有当作诉求")


async def test_what_was_ignored_has_a_reason_and_comes_back(aunt: Someone, wrench: Someone, clerk: Someone) -> None:
    await aunt.says(ELEVATOR)
    await wrench.taps("接单")
    await clerk.taps("忽略")
    await clerk.taps("社区办不了")
    await aunt.sees("社区办不了，可以打 12345", where="group")
    await clerk.sees("已忽略：社区办不了")
    await wrench.sees("这一单取消")
    assert "接着办" in await clerk.taps("恢复")
    await aunt.sees("BY-1126-01", "正在联系", where="group")
    await wrench.taps("接单")
    await wrench.sees("您接下了 BY-1126-01")


async def test_followed_by_staff_to_the_end(aunt: Someone, wrench: Someone, clerk: Someone) -> None:
    await aunt.says(ELEVATOR)
    await wrench.has_button("接单")
    assert "由您跟进" in await clerk.taps("我来跟进")
    await wrench.has_no_button("接单")
    own = Someone(clerk.world, clerk.id, clerk.name, None)
    await own.taps("我出发了")
    await own.has_no_button("我出发了")
    await own.taps("办结")
    await aunt.taps("满意", "private")
    await clerk.sees("居民说解决了")


async def test_an_inquiry_is_answered_by_staff(aunt: Someone, wrench: Someone, clerk: Someone) -> None:
    await aunt.says("请问医保卡丢了去哪里补办？")
    await clerk.sees("咨询")
    await clerk.taps("答复")
    own = Someone(clerk.world, clerk.id, clerk.name, None)
    await own.sees("请写答复")
    await own.tells_bot("带身份证到社区一楼 2 号窗口")
    await aunt.sees("2 号窗口", where="private")
    await aunt.sees("已答复", where="group")
    assert await wrench.from_bot() == []


async def test_a_member_without_the_role_may_only_look(aunt: Someone, stranger: Someone, clerk: Someone) -> None:
    at_the_desk = Someone(stranger.world, stranger.id, stranger.name, clerk.group)
    await aunt.says(ELEVATOR)
    card = await at_the_desk.has_button("确认")
    for label in ("确认", "改类", "合并", "忽略", "我来跟进"):
        assert "工作人员" in await at_the_desk.taps_on(card, data_of(card, label))
    await clerk.has_button("确认")


async def test_a_number_brings_its_card_down(aunt: Someone, clerk: Someone) -> None:
    await aunt.says(ELEVATOR)
    first = await clerk.sees("BY-1126-01")
    asked = await clerk.says("by-1126-01")

    async def moved_down() -> bool:
        cards = [message["message_id"] for message in await clerk.from_bot() if "BY-1126-01" in text_of(message)]
        return first["message_id"] not in cards and any(card > asked for card in cards)

    await clerk.world.until(moved_down, "the card at the end of the chat")


async def test_help_at_the_desk_is_given_there(clerk: Someone) -> None:
    await clerk.says("/help")
    await clerk.sees("值班台怎么用", "/today", where="group")


async def test_no_danger_after_all(aunt: Someone, clerk: Someone) -> None:
    await aunt.says("3号楼失火了！")
    await aunt.sees("119", where="group")
    await clerk.taps("不是险情", "group")
    assert "机器人会记住" in await clerk.taps("确定，不是险情", "group")
    await aunt.sees("不是险情，按平常的事办", where="group")
    await aunt.sees_no_more("请马上打", where="group")
    await clerk.sees_no_more("请马上联系并到场")
    await clerk.has_no_button("不是险情", "group")
