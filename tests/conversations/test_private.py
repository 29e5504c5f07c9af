"""Alone with the bot: a need, what the bot asks for, pictures, places, voices; and what is sensitive stays there."""

from tests.conversations.people import Someone, text_of
from tests.conversations.street import People

LAMP = "厨房灯不亮了，谁会修"


async def test_door_and_phone_reach_the_claimer_and_nobody_else(
    aunt: Someone, uncle: Someone, wrench: Someone, spanner: Someone, clerk: Someone
) -> None:
    await aunt.says("厨房灯不亮了，谁会修，我家3号楼2单元501，电话13911112222")
    await wrench.has_button("接单")
    await spanner.has_button("接单")
    await wrench.taps("接单")
    await wrench.sees("501", "13911112222")
    await spanner.has_no_button("接单")
    await wrench.taps("办结")
    await wrench.tells_bot("501的灯修好了，打13911112222没人接，收20元")
    await aunt.taps("满意", "private")
    await clerk.sees("居民说解决了")
    await wrench.sees("完成")
    for nosy in (uncle, spanner, clerk):
        for message in await nosy.from_bot():
            assert not any(secret in text_of(message) for secret in ("501", "13911112222")), text_of(message)
    for message in await aunt.from_bot("group"):
        assert not any(secret in text_of(message) for secret in ("501", "13911112222")), text_of(message)
    assert not any("13911112222" in text_of(message) for message in await wrench.from_bot())


async def test_a_need_told_in_private_and_completed_piece_by_piece(aunt: Someone, wrench: Someone) -> None:
    await aunt.tells_bot(LAMP)
    await aunt.sees("哪个社区")
    await aunt.taps("般阳社区")
    await aunt.sees("门牌和电话")
    await aunt.tells_bot("3号楼2单元501")
    await aunt.sees("记下了")
    await aunt.tells_bot(contact=True)
    await aunt.tells_bot(photo=True)
    await aunt.tells_bot(location=True)
    await wrench.taps("接单")
    await wrench.sees("501", "138")
    await wrench.sees("[photo]")
    await wrench.sees("[location]")
    await aunt.tells_bot(photo=True)
    await wrench.sees("照片")


async def test_thanks_and_a_hello_are_answered_kindly(aunt: Someone, wrench: Someone) -> None:
    await aunt.tells_bot("你好")
    await aunt.sees("您好，我是", where="private")
    await aunt.tells_bot("谢谢")
    await aunt.sees("有事随时说", where="private")
    assert not any("没太听懂" in text_of(message) for message in await aunt.from_bot("private"))


async def test_what_is_told_by_voice_is_for_staff_alone(aunt: Someone, wrench: Someone, clerk: Someone) -> None:
    await aunt.says("3号楼2单元的电梯又停了")
    await wrench.taps("接单")
    await aunt.tells_bot(voice=True)
    await aunt.sees("语音收到了", "BY-1126-01", "工作人员会听", where="private")
    await clerk.sees("BY-1126-01", "李**", "语音")
    await clerk.sees("[voice]")
    await aunt.tells_bot("电梯里的灯也不亮")
    await wrench.sees("灯也不亮")
    assert not any("[voice]" in text_of(message) for message in await wrench.from_bot())


async def test_a_photo_after_the_words_in_the_group(aunt: Someone, wrench: Someone) -> None:
    await aunt.says("3号楼2单元的电梯又停了")
    await aunt.sees("BY-1126-01", where="group")
    await aunt.says(photo=True)
    await wrench.taps("接单")
    await wrench.sees("[photo]")


async def test_a_new_need_is_never_swallowed_by_what_was_asked_for(aunt: Someone, wrench: Someone) -> None:
    await aunt.says(LAMP)
    await aunt.sees("门牌和电话", where="private")
    await aunt.tells_bot("3号楼2单元的电梯又停了")
    await aunt.sees("BY-1126-02", where="private")
    await wrench.sees("BY-1126-02")
    await aunt.taps("补充地址", "private")
    await aunt.tells_bot("家里进了煤气味，快来人")
    await aunt.sees("119", where="private")


async def test_a_voice_is_heard_by_a_person(aunt: Someone, uncle: Someone, clerk: Someone) -> None:
    await uncle.says("3号楼2单元的电梯又停了")
    await uncle.tells_bot(voice=True)
    await uncle.sees("语音收到了", where="private")
    await aunt.says("大家早上好")
    await aunt.tells_bot(voice=True)
    await aunt.taps("般阳社区")
    await aunt.sees("语音收到了", where="private")
    await clerk.sees("李**", "发来语音")
    await clerk.sees("[voice]")


async def test_who_waits_always_gets_an_answer(aunt: Someone) -> None:
    for nonsense in ("😀😀😀", "嗯嗯", "/nosuchcommand", "12345", "&<b>"):
        before = len(await aunt.from_bot("private"))
        await aunt.tells_bot(nonsense)

        async def answered(before: int = before) -> bool:
            return len(await aunt.from_bot("private")) > before

        await aunt.world.until(answered, f"an answer to {nonsense}")


async def test_the_bots_words_for_help(aunt: Someone) -> None:
    await aunt.tells_bot("帮助")
    await aunt.sees("怎么用", where="private")
    await aunt.tells_bot("/privacy")
    await aunt.sees("您的信息", where="private")
    await aunt.says("/my")
    await aunt.sees("还没有登记", where="private")
    assert not [message for message in await aunt.from_bot("group") if "登记" in text_of(message)]


async def test_a_sensitive_matter_is_not_named_in_the_group(aunt: Someone, uncle: Someone, street: People) -> None:
    await aunt.says("最近心情不好，总睡不着，想找个人聊聊")
    card = await uncle.sees("私下说", where="group")
    assert not any(word in text_of(card) for word in ("心", "睡", "BY-1126"))
    await street.listener.has_button("接单")
    offer = await street.listener.sees("新订单")
    assert "睡不着" not in text_of(offer)
    await aunt.sees("BY-1126-01", where="private")


async def test_what_is_forwarded_in_private_is_only_asked_about(aunt: Someone, wrench: Someone) -> None:
    await aunt.says(LAMP)
    await wrench.sees("BY-1126-01")
    await aunt.tells_bot("3号楼2单元的电梯又停了", forward={"from": "别的群"})
    await aunt.has_button("不是诉求", "private")
    assert not [message for message in await wrench.from_bot() if "BY-1126-02" in text_of(message)]


async def test_somebody_the_bot_never_met_speaks_in_private(stranger: Someone, wrench: Someone) -> None:
    await stranger.tells_bot(LAMP)
    await stranger.sees("哪个社区")
    await stranger.tells_bot("还有楼道灯坏了")
    await stranger.taps("般阳社区")
    await stranger.sees("BY-1126-01")
    await stranger.sees("BY-1126-02")
    await wrench.sees("BY-1126-02")


async def test_the_name_of_a_community_is_an_answer_and_no_need(stranger: Someone, newcomer: Someone) -> None:
    await stranger.tells_bot(LAMP)
    await stranger.sees("哪个社区")
    await stranger.tells_bot("我住般阳社区")
    await stranger.sees("BY-1126-01")
    assert not any("没太听懂" in text_of(message) for message in await stranger.from_bot())
    await newcomer.starts()
    await newcomer.has_button("齐园社区", "private")
    await newcomer.tells_bot("齐园")
    await newcomer.sees("您在", "齐园社区", where="private")


async def test_a_partner_rests_in_their_own_words(
    wrench: Someone, aunt: Someone, uncle: Someone, spanner: Someone
) -> None:
    await wrench.tells_bot("我今天不接单")
    await wrench.sees("今天不再给您推单")
    await aunt.says(LAMP)
    await spanner.has_button("接单")
    await uncle.tells_bot("今天休息")
    await uncle.sees("没太听懂", where="private")
    assert not any("新订单" in text_of(message) for message in await wrench.from_bot())


async def test_it_is_over_in_private_as_in_a_group(aunt: Someone, wrench: Someone) -> None:
    await aunt.says(LAMP)
    await aunt.sees("BY-1126-01", where="private")
    await aunt.tells_bot("算了，不约了")
    await aunt.sees("BY-1126-01", "不用人来了吗", where="private")
    await aunt.taps("确认撤回", "private")
    await wrench.sees("取消")
