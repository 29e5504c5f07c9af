"""Who waits and who comes talk past the buttons; the bot carries their words, the time, and nothing else."""

from tests.conversations.people import Someone, data_of, text_of

BELL, LAMP = "家里门铃坏了，找人修一下", "厨房灯不亮了，谁会修"


async def test_in_their_own_words(aunt: Someone, wrench: Someone) -> None:
    await aunt.says(LAMP)
    await wrench.taps("接单")
    await wrench.tells_bot("我晚点到，十点半才能到李阿姨家")
    await aunt.sees("预计", "11月26日（周四）10:30", where="group")
    await wrench.sees("约定", "10:30")
    await wrench.tells_bot("大娘，是灯管还是灯泡？")
    await aunt.sees("想问一句", "灯管还是灯泡", where="private")
    await aunt.tells_bot("灯管，圆的那种")
    await wrench.sees("居民回答", "圆的那种")
    await aunt.tells_bot("我十点要出门买菜，能不能十一点再来")
    asked = await wrench.sees("居民想改时间", "出门买菜")
    await wrench.taps_under(asked, "行")
    await aunt.sees("预计", "11:00", where="group")
    assert not any("BY-1126-02" in text_of(message) for message in await aunt.from_bot())


async def test_the_question_when_is_answered(aunt: Someone, wrench: Someone) -> None:
    await aunt.says(LAMP)
    await wrench.taps("接单")
    await aunt.tells_bot("几点来啊")
    await aunt.sees("还没说几点", where="private")
    nudge = await wrench.sees("居民催了")
    await wrench.taps_under(nudge, "1 小时内")
    await aunt.sees("预计", "10:00", where="group")
    asked = await aunt.says("恁多咱来修灯啊")

    async def below() -> bool:
        cards = [message for message in await aunt.from_bot("group") if "10:00" in text_of(message)]
        return [card["message_id"] > asked for card in cards] == [True]

    await aunt.world.until(below, "one card, below the question")


async def test_who_holds_two_says_for_whom(aunt: Someone, uncle: Someone, wrench: Someone) -> None:
    await aunt.says(LAMP)
    await wrench.taps("接单")
    await uncle.says(BELL)
    await wrench.taps_under(await wrench.sees("新订单", "BY-1126-02"), "接单")
    await wrench.tells_bot("下午三点")
    asked = await wrench.sees("转给谁", "下午三点")
    assert "转过去" in await wrench.taps_under(asked, "BY-1126-02")
    await uncle.sees("预计", "15:00", where="private")
    assert not any("15:00" in text_of(message) for message in await aunt.from_bot("private"))
    await wrench.tells_bot("有没有电梯")
    asked = await wrench.sees("转给谁", "电梯")
    button = data_of(asked, "BY-1126-02")
    await wrench.taps_under(asked, "BY-1126-01")
    await aunt.sees("想问一句", "有没有电梯", where="private")
    await wrench.has_no_button("都不是")
    went = await wrench.sees("转给了", "BY-1126-01", "电梯")
    assert went["message_id"] == asked["message_id"]
    assert "过期" in await wrench.taps_on(asked, button)
    assert not any("电梯" in text_of(message) for message in await uncle.from_bot("private"))


async def test_who_holds_two_answers_a_card(aunt: Someone, uncle: Someone, wrench: Someone) -> None:
    await aunt.says(LAMP)
    await wrench.taps("接单")
    await uncle.says(BELL)
    await wrench.taps_under(await wrench.sees("新订单", "BY-1126-02"), "接单")
    card = await wrench.sees("您接下了", "BY-1126-01")
    await wrench.tells_bot("下午三点", reply_to=card["message_id"])
    await aunt.sees("预计", "15:00", where="private")
    await uncle.tells_bot("师傅，用我准备梯子吗")
    said = await wrench.sees("居民说", "梯子")
    await wrench.tells_bot("不用，我带着呢", reply_to=said["message_id"])
    await uncle.sees("说：", "不用，我带着呢", where="private")


async def test_none_of_them_is_heard_as_anything_else(aunt: Someone, wrench: Someone) -> None:
    await aunt.says(LAMP)
    await wrench.taps("接单")
    await wrench.tells_bot("有没有电梯")
    asked = await wrench.sees("转给谁", "电梯")
    await wrench.taps_under(asked, "不是")
    await wrench.sees("谁也没有转", "电梯")
    await wrench.has_no_button("转给")


async def test_a_proposed_time_is_agreed_with_one_tap(aunt: Someone, wrench: Someone) -> None:
    await aunt.says(LAMP)
    await wrench.taps("接单")
    await wrench.tells_bot("明天我得去济南，后天上午十点行不")
    asked = await aunt.sees("接单的人问您", "后天上午十点行不", where="private")
    assert not any("预计" in text_of(message) for message in await aunt.from_bot("group"))
    assert "说定了" in await aunt.taps_under(asked, "行，就这个时间")
    await aunt.sees("预计", "11月28日（周六）10:00", where="group")
    await wrench.sees("约定", "11月28日（周六）10:00")
    assert "过期" in await aunt.taps_under(asked, "行，就这个时间")


async def test_a_partner_in_the_group_takes_it_there(aunt: Someone, spanner: Someone) -> None:
    spanner.group = aunt.group
    await aunt.world.post("members", chat=aunt.group, user=spanner.id, do="join")
    await aunt.says(LAMP)
    await spanner.sees("新订单")
    await spanner.says("我来，半小时到")
    await aunt.sees("已接单", "邻里帮维修", "9:30", where="group")
    await spanner.sees("您接下了", where="private")


async def test_an_appointment_that_passes_in_silence(aunt: Someone, wrench: Someone) -> None:
    await aunt.says(LAMP)
    await wrench.taps("接单")
    await wrench.taps("约时间")
    await wrench.taps("1 小时内")
    await aunt.world.passes(minutes=51)
    await wrench.sees("快到了", "10:00")
    await aunt.world.passes(minutes=31)
    await aunt.sees("还没有动静", where="private")
    late = await wrench.sees("居民还在等")
    assert "路上慢点" in await wrench.taps_under(late, "我出发了")
    card = await aunt.sees("已经出发", where="group")
    assert "预计" not in text_of(card)
