"""What a partner writes to the bot about its own work: heard as that, whatever else it might sound like."""

from tests.conversations.people import Someone, text_of

LAMP = "3号楼2单元的电梯又停了"


async def test_my_orders(aunt: Someone, wrench: Someone) -> None:
    await wrench.tells_bot("我的订单")
    await wrench.sees("您手上没有订单")
    await aunt.says(LAMP)
    await wrench.taps("接单")
    asked = await wrench.tells_bot("我的订单")
    await wrench.sees("您手上的订单", "BY-1126-01")

    async def down() -> bool:
        return any(
            "您接下了 BY-1126-01" in text_of(message) and message["message_id"] > asked
            for message in await wrench.from_bot()
        )

    await wrench.world.until(down, "the order's card at the end of the chat")
    await wrench.tells_bot("/my")
    await wrench.sees("您手上的订单", "BY-1126-01")


async def test_a_pause_lasts_until_they_say_so(aunt: Someone, wrench: Someone, spanner: Someone) -> None:
    await wrench.tells_bot("这几天不接单了")
    await wrench.sees("先不给您推单", "恢复接单")
    await wrench.world.passes(days=4)
    await aunt.says(LAMP)
    await spanner.has_button("接单")
    await wrench.has_no_button("接单")
    await wrench.tells_bot("恢复接单")
    await wrench.sees("新订单会私聊您")
    await aunt.says("5号楼门口的路灯不亮了")
    await wrench.has_button("接单")


async def test_a_day_s_rest_is_taken_back(aunt: Someone, wrench: Someone) -> None:
    await wrench.tells_bot("今天休息")
    await wrench.sees("今天不再给您推单")
    await wrench.tells_bot("又能接单了")
    await wrench.sees("新订单会私聊您")
    await aunt.says(LAMP)
    await wrench.has_button("接单")


async def test_what_staff_must_change_reaches_them_with_the_name(wrench: Someone, clerk: Someone) -> None:
    await wrench.tells_bot("我不干了，退出合伙人")
    await wrench.sees("社区工作人员来改")
    await clerk.sees("红扳手维修队", "我不干了，退出合伙人", where="group")
    await wrench.tells_bot("我只接般阳的单")
    await clerk.sees("红扳手维修队", "我只接般阳的单", where="group")
    assert not [message for message in await clerk.from_bot("group") if "拿不准" in text_of(message)]


async def test_a_price_in_a_report_is_a_report(aunt: Someone, wrench: Someone) -> None:
    await aunt.says(LAMP)
    await wrench.taps("接单")
    await wrench.taps("办结")
    await wrench.sees("做了什么、收费多少")
    await wrench.tells_bot("收费35元")
    await aunt.sees("BY-1126-01", "35", where="group")


async def test_who_pauses_is_not_counted_on(aunt: Someone, barber: Someone, clerk: Someone) -> None:
    await barber.tells_bot("暂停接单")
    await barber.sees("先不给您推单")
    await aunt.says("我妈腿脚不便，谁能上门给她理个发")
    await clerk.sees("BY-1126-01", "没有合适的合伙人", where="group")
