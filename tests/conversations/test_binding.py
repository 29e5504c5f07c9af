"""Groups: silent until staff bind them, and the same group after Telegram gave it another id."""

from tests.conversations.people import Someone, data_of
from tests.conversations.street import People

LAMP = "厨房灯不亮了，谁会修"


async def test_a_group_is_silent_until_staff_bind_it(
    street: People, stranger: Someone, clerk: Someone, wrench: Someone
) -> None:
    await stranger.says(LAMP)
    await clerk.sees("别的群", "还没登记", where="private")
    assert await stranger.from_bot("group") == []
    await clerk.taps("般阳社区", "private", of="别的群")
    await clerk.taps("3 号网格", "private", of="别的群")
    await clerk.sees("别的群", "般阳社区 3 号网格", where="private")
    await stranger.says("我家水管漏水了，谁会修")
    await stranger.sees("BY-1126-01", where="group")
    await wrench.has_button("接单")


async def test_only_staff_bind(street: People, stranger: Someone, clerk: Someone) -> None:
    await clerk.sees("别的群", "还没登记", where="private")
    await clerk.taps("般阳社区", "private", of="别的群")
    data = data_of(await clerk.has_button("3 号网格", "private", of="别的群"), "3 号网格")
    await clerk.world.post("update", update=pressed(stranger, data))
    await stranger.says(LAMP)
    await stranger.tells_bot("帮助")
    await stranger.sees("怎么用", where="private")
    assert await stranger.from_bot("group") == []


async def test_a_group_that_is_unbound_again_is_silent(street: People, clerk: Someone, stranger: Someone) -> None:
    await clerk.sees("别的群", where="private")
    await clerk.taps("这是全街道的值班台", "private", of="别的群")
    await clerk.taps("都是工作人员", "private", of="别的群")
    card = await clerk.sees("别的群", "✔ 这是全街道的值班台", where="private")
    await clerk.taps_under(card, "不再用这个群")
    await clerk.sees("别的群", "还没登记", where="private")
    await stranger.says(LAMP)
    await stranger.tells_bot("帮助")
    await stranger.sees("怎么用", where="private")
    assert await stranger.from_bot("group") == []


async def test_one_slip_makes_no_residents_group_a_staff_desk(
    street: People, aunt: Someone, clerk: Someone, stranger: Someone
) -> None:
    await clerk.sees("别的群", "还没登记", where="private")
    await clerk.taps("这是全街道的值班台", "private", of="别的群")
    asked = await clerk.sees("别的群", "原话和门牌", where="private")
    await clerk.taps_under(asked, "返回")
    await clerk.sees("别的群", "还没登记", where="private")
    await aunt.says(LAMP)
    await clerk.sees("BY-1126-01", where="group")
    assert await stranger.from_bot("group") == []


async def test_what_staff_saw_goes_with_the_desk_and_does_not_come_back(
    street: People, aunt: Someone, clerk: Someone
) -> None:
    group = await clerk.world.post("chats", title="走错的群", type="group", members=[aunt.id, clerk.id])
    there = Someone(aunt.world, aunt.id, aunt.name, group["id"])
    await clerk.taps_under(await clerk.sees("走错的群", "还没登记", where="private"), "这是全街道的值班台")
    await clerk.taps("都是工作人员", "private", of="走错的群")
    card = await clerk.sees("走错的群", "✔ 这是全街道的值班台", where="private")
    kicked = (await clerk.world.get("world"))["bot"]["id"]
    await clerk.world.post("members", chat=street.desk, user=kicked, do="kick")
    await aunt.says(LAMP)
    await there.has_button("确认", "group")
    await clerk.taps_under(card, "般阳社区")
    await clerk.taps("3 号网格", "private", of="走错的群")
    await there.has_no_button("确认", "group")
    await there.sees_no_more("BY-1126-01", where="group")
    moved = await clerk.world.post("members", chat=group["id"], user=aunt.id, do="migrate")
    new = Someone(aunt.world, aunt.id, aunt.name, moved["id"])
    await new.says("我家水管漏水了，谁会修")
    await new.sees("BY-1126-02", where="group")
    await new.has_no_button("确认", "group")
    await new.sees_no_more("BY-1126-01", where="group")


async def test_a_lost_desk_is_told_to_all_staff_and_catches_up_when_the_bot_is_back(
    street: People, aunt: Someone, clerk: Someone, stranger: Someone
) -> None:
    bot = (await clerk.world.get("world"))["bot"]["id"]
    await stranger.starts()
    await stranger.tells_bot("我是工作人员")
    await clerk.taps("同意，管全街道", "private")
    await stranger.sees("您现在是社区工作人员", where="private")
    await clerk.world.post("members", chat=street.desk, user=bot, do="kick", by=stranger.id)
    await clerk.sees("般阳值班台", "已经不在", where="private")
    await stranger.sees("般阳值班台", "已经不在", where="private")
    await aunt.says(LAMP)
    await aunt.sees("BY-1126-01", where="group")
    await clerk.world.post("members", chat=street.desk, user=bot, do="join")
    await clerk.sees("BY-1126-01", where="group")
    await clerk.sees("般阳值班台", "✔ 这是", where="private")


async def test_who_would_be_a_partner_is_shown_the_way_and_no_order_is_made(
    street: People, newcomer: Someone, clerk: Someone
) -> None:
    await newcomer.says("我开了个家电清洗店，想当你们的合伙人，怎么加")
    card = await newcomer.sees("到私聊里", where="group")
    url = card["reply_markup"]["inline_keyboard"][0][0]["url"]
    await newcomer.starts(url.rpartition("start=")[2])
    await newcomer.sees("您的店、队伍或单位叫什么", where="private")
    await clerk.sees_no_more("BY-1126-01", where="group")


async def test_losing_an_administrator_s_rights_is_told_to_staff(street: People, clerk: Someone) -> None:
    world = (await clerk.world.get("world"))["bot"]
    await clerk.world.post("members", chat=street.grid, user=world["id"], do="member")
    await clerk.sees("般阳 3 号网格群", "还不是管理员", where="private")
    await clerk.world.post("members", chat=street.grid, user=world["id"], do="kick")
    await clerk.sees("般阳 3 号网格群", "已经不在", where="private")


async def test_a_group_keeps_its_grid_when_telegram_moves_it(
    street: People, clerk: Someone, aunt: Someone, wrench: Someone
) -> None:
    small = await clerk.world.post("chats", title="小群", type="group", members=[aunt.id, clerk.id])
    await clerk.sees("小群", "还没登记", where="private")
    await clerk.taps("般阳社区", "private", of="小群")
    await clerk.taps("3 号网格", "private", of="小群")
    await clerk.sees("小群", "般阳社区 3 号网格", where="private")
    moved = await clerk.world.post("members", chat=small["id"], user=aunt.id, do="migrate")
    await aunt.world.post("say", user=aunt.id, chat=moved["id"], text=LAMP)
    await wrench.has_button("接单")
    there = Someone(aunt.world, aunt.id, aunt.name, moved["id"])
    await there.sees("BY-1126-01", where="group")


def pressed(who: Someone, data: str) -> dict[str, object]:
    """A press that no client could send: of somebody else's button, in their own chat."""
    user = {"id": who.id, "is_bot": False, "first_name": who.name}
    message = {"message_id": 1, "date": 0, "chat": {"id": who.id, "type": "private", "first_name": who.name}}
    query = {"id": "1", "from": user, "chat_instance": "1", "data": data, "message": message}
    return {"callback_query": query}
