"""Personal data over the real program: no group ever receives any; all may see, take along and delete their own."""

from sqlmodel import select

from storage.engine import Database
from storage.tables import History
from tests.conversations.people import Someone, World, data_of, text_of
from tests.conversations.street import People

DOOR, PHONE, CARD, PLATE = "3号楼2单元501", "13812345678", "370302196001011234", "鲁C12345"
CANARIES = ("501", PHONE, "138 1234 5678", CARD, PLATE, "C12345", "刘桂兰")
SAID = f"我叫刘桂兰，{DOOR}的厨房水管漏水了，电话138 1234 5678"


async def said_to(world: World, chats: set[int]) -> str:
    """Everything that any of the groups was ever sent, edits and files too, as the server took it."""
    calls = (await world.get("calls", after=0))["calls"]
    return "\n".join(str(call["params"]) for call in calls if int(call["params"].get("chat_id", 0) or 0) in chats)


async def previews(world: World) -> list[str]:
    """What each message said of showing previews of links."""
    calls = (await world.get("calls", after=0))["calls"]
    return [
        str(call["params"].get("link_preview_options"))
        for call in calls
        if call["method"] in {"sendMessage", "editMessageText"}
    ]


def in_groups(street: People) -> set[int]:
    return {street.grid, street.desk, street.foreign}


async def test_no_group_ever_receives_a_canary(
    street: People, aunt: Someone, uncle: Someone, wrench: Someone, clerk: Someone
) -> None:
    await aunt.says(SAID)
    await aunt.sees("BY-1126-01", where="group")
    await aunt.tells_bot(f"身份证{CARD}，车牌{PLATE}，门牌{DOOR}，电话{PHONE}")
    await wrench.taps("接单")
    await wrench.sees("501")
    await wrench.taps("约时间")
    await wrench.taps("自己写")
    await wrench.tells_bot(f"今天下午4点到{DOOR}，我电话{PHONE}")
    await aunt.sees("预计", where="group")
    await clerk.says("BY-1126-01")
    await clerk.sees("BY-1126-01", "已接单")
    await wrench.taps("办结")
    await wrench.tells_bot(f"给{DOOR}的刘桂兰换了角阀，收费20元，她电话{PHONE}")
    await aunt.sees("角阀", where="group")
    await aunt.taps("没解决", "private")
    await aunt.tells_bot(f"还在漏，刘桂兰，{PHONE}")
    await uncle.says(f"我家也是，4号楼1单元502，{PHONE}")
    await aunt.says(f"这个怎么办啊，{DOOR}，{PHONE}，{CARD}")
    await clerk.says("/today")
    await clerk.sees("今天的事")
    await clerk.world.passes(hours=24)
    told = await said_to(clerk.world, in_groups(street))
    assert "BY-1126-01" in told
    assert [canary for canary in (*CANARIES, "502") if canary in told] == []
    assert all("is_disabled" in one for one in await previews(clerk.world))


async def test_who_saw_a_door_is_in_the_history_once(aunt: Someone, wrench: Someone, database: Database) -> None:
    await aunt.says(SAID)
    await wrench.taps("接单")
    await wrench.sees("您接下了")
    await wrench.taps("联系居民")
    await wrench.sees("居民电话")
    await wrench.taps("我出发了")
    await wrench.sees("正在上门")
    query = select(History).where(History.what == "reveal")
    rows = await database.read(lambda session: session.exec(query).all())
    assert [(row.person_id, row.detail) for row in rows] == [(f"p{wrench.id}", {"door": True, "phone": True})]


async def test_one_s_data_are_seen_exported_and_deleted(aunt: Someone, uncle: Someone, clerk: Someone) -> None:
    await aunt.says(SAID)
    await aunt.sees("BY-1126-01", where="private")
    await aunt.tells_bot("我的数据")
    shown = await aunt.sees("我这里记着", where="private")
    assert "BY-1126-01" in text_of(shown)
    await uncle.tells_bot("帮助")
    card = await uncle.sees("怎么用")
    assert "别人的数据" in await uncle.taps_on(card, data_of(shown, "删除"))
    wanted = await aunt.tells_bot("把我电话删掉")

    async def again() -> bool:
        cards = [message for message in await aunt.from_bot("private") if "我这里记着" in text_of(message)]
        return bool(cards[-1]["message_id"] > wanted)

    await aunt.world.until(again, "what is kept, with the button that deletes it")
    await aunt.taps("导出", "private")
    await aunt.sees("[document]", where="private")
    await aunt.taps("删除", "private")
    asked = await aunt.sees("找不回来", "BY-1126-01", where="private")
    assert "档案" in text_of(asked)
    assert "什么都没有删" in await aunt.taps("不删了", "private")
    assert "已经删除" in await aunt.taps("撤回这些", "private")
    await clerk.sees("BY-1126-01", "撤回")
    await clerk.sees_no_more("水管")
    await aunt.tells_bot("我的数据")
    await aunt.sees("事项 0 件", where="private")


async def test_staff_do_it_for_somebody_without_a_phone(newcomer: Someone, clerk: Someone, aunt: Someone) -> None:
    await newcomer.says(SAID)
    await newcomer.sees("BY-1126-01", where="group")
    await aunt.tells_bot("/mydata BY-1126-01")
    await aunt.sees("要社区工作人员来做", where="private")
    await clerk.tells_bot("/mydata BY-1126-01")
    await clerk.sees("您代他办", where="private")
    await clerk.taps("删除", "private")
    assert "已经删除" in await clerk.taps("去掉我的信息", "private")
    await clerk.tells_bot("/mydata BY-1126-01")
    await clerk.world.until(lambda: _no_data(clerk), "nothing to be shown")


async def _no_data(clerk: Someone) -> bool:
    return len([one for one in await clerk.from_bot("private") if "您代他办" in text_of(one)]) == 1


async def test_the_first_words_say_to_whom_they_go(newcomer: Someone, stranger: Someone, clerk: Someone) -> None:
    await newcomer.starts()
    await newcomer.sees("只给上门的人看", "14 岁", where="private")
    await stranger.says("大家好")
    await clerk.sees("别的群", "还没登记", where="private")
    await clerk.taps("般阳社区", "private", of="别的群")
    await clerk.taps("3 号网格", "private", of="别的群")
    await stranger.sees("门牌和电话请别发在群里", where="group")


async def test_a_program_is_passed_on_to_nobody(aunt: Someone, wrench: Someone) -> None:
    await aunt.says("厨房灯不亮了，谁会修")
    await aunt.sees("BY-1126-01", where="private")
    message = {"message_id": 90_001, "date": 1_795_650_000, "chat": {"id": aunt.id, "type": "private"}}
    file = {"file_id": "F", "file_unique_id": "f", "file_name": "照片.apk", "file_size": 10,
            "mime_type": "application/vnd.android.package-archive"}  # fmt: skip
    person = {"id": aunt.id, "is_bot": False, "first_name": aunt.name}
    await aunt.world.post("update", update={"message": message | {"from": person, "document": file}})
    await aunt.sees("这种文件我不转", where="private")
    await wrench.taps("接单")
    await wrench.sees("您接下了")
    assert not any("[document]" in text_of(one) for one in await wrench.from_bot())
