"""The main job: from a sentence in the grid group to the resident's word that it is done."""

from sqlmodel import col, select

from storage.engine import Database
from storage.tables import History, Matter, Person
from tests.conversations.people import Someone, data_of, text_of
from tests.conversations.street import People

ELEVATOR = "3号楼2单元的电梯又停了"


async def test_from_a_sentence_to_satisfied(
    aunt: Someone, uncle: Someone, wrench: Someone, spanner: Someone, clerk: Someone
) -> None:
    said = await aunt.says(ELEVATOR)
    assert await aunt.reaction_on(said) == "👀"
    card = await aunt.sees("BY-1126-01", where="group")
    assert card["reply_to_message"]["message_id"] == said
    offer = await wrench.has_button("接单")
    assert "2单元" not in text_of(offer)
    assert "20 元" in text_of(offer)
    lost = await spanner.has_button("接单")
    await clerk.has_button("确认")

    assert "BY-1126-01" in await wrench.taps("接单")
    await wrench.sees("您接下了", "2单元")
    await spanner.has_no_button("接单")
    await spanner.sees("先接走")
    assert "慢了一步" in await spanner.taps_on(lost, data_of(lost, "接单"))
    await uncle.sees("红扳手维修队", where="group")

    await wrench.taps("约时间")
    await wrench.taps("1 小时内")
    await aunt.sees("预计", where="group")
    await wrench.taps("我出发了")
    await aunt.sees("已经出发", where="group")
    await wrench.taps("办结")
    await wrench.tells_bot("换了一个门机开关，收费二十元")
    await aunt.sees("门机开关", "二十元", where="private")
    assert await aunt.reaction_on(said) == "👌"
    assert "谢谢" in await aunt.taps("满意", where="private")
    await aunt.sees("解决了", where="group")
    await wrench.sees("满意")


async def test_who_never_pressed_start_is_led_to_a_private_talk(newcomer: Someone, wrench: Someone) -> None:
    await newcomer.says("厨房灯不亮了，谁会修")
    await newcomer.has_button("补充地址", "group")
    await wrench.taps("接单")
    await newcomer.sees("红扳手", where="group")
    assert await newcomer.from_bot("private") == []
    await newcomer.taps("催一下", "group")
    await newcomer.starts()
    await newcomer.sees("门牌和电话", where="private")
    await newcomer.tells_bot("5号楼1单元302，13700001111")
    await wrench.sees("302", "13700001111")


async def test_a_deep_link_asks_for_the_address(newcomer: Someone, wrench: Someone) -> None:
    await newcomer.says("厨房灯不亮了，谁会修")
    await newcomer.taps("补充地址", "group")
    await newcomer.sees("门牌和电话", where="private")
    await newcomer.tells_bot("5号楼1单元302，13700001111")
    await newcomer.sees("记下了", where="private")
    await wrench.taps("接单")
    await wrench.sees("302", "13700001111")


async def test_every_step_is_in_the_history(aunt: Someone, wrench: Someone, database: Database) -> None:
    await aunt.says(ELEVATOR)
    for step in ("接单", "我出发了", "办结"):
        await wrench.taps(step)
    await aunt.taps("满意", "private")
    await wrench.sees("居民说")
    query = (
        select(History.what, Person.name)
        .join(Person, col(Person.id) == History.person_id)
        .join(Matter, col(Matter.id) == History.subject)
        .where(History.what != "reveal")
    )
    lines = await database.read(lambda session: session.exec(query.order_by(col(History.id))).all())
    assert [tuple(line) for line in lines] == [
        ("register_need", "李阿姨"),
        ("claim_order", "经办人wrench"),
        ("set_out", "经办人wrench"),
        ("complete_order", "经办人wrench"),
        ("rate_matter", "李阿姨"),
    ]


async def test_the_group_becomes_a_supergroup_in_between(aunt: Someone, wrench: Someone, street: People) -> None:
    await aunt.says(ELEVATOR)
    await aunt.sees("BY-1126-01", where="group")
    moved = await aunt.world.post("members", chat=street.grid, user=aunt.id, do="migrate")
    there = Someone(aunt.world, aunt.id, aunt.name, int(moved["id"]))
    await there.says("厨房灯不亮了，谁会修")
    await there.sees("BY-1126-02", where="group")
    await wrench.sees("BY-1126-02")
