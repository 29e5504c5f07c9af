"""Life and limb: whoever tells the bot of danger hears whom to ring, and people are rung, before anything is asked."""

from tests.conversations.people import Someone, labels, text_of


async def test_a_fire_told_by_somebody_nobody_knows(stranger: Someone, clerk: Someone) -> None:
    await stranger.tells_bot("我家着火了，3号楼2单元")
    await clerk.sees("有人可能有危险", "着火了", "还不知道在哪个社区", where="group")
    await stranger.sees("119", "机器人不是报警电话", where="private")
    await stranger.taps("般阳社区", "private")
    await stranger.sees("BY-1126-01", where="private")
    await clerk.sees("险情 BY-1126-01", where="group")
    await clerk.sees("险情 BY-1126-01", "2单元", where="private")
    alarms = [text for text in map(text_of, await clerk.from_bot("group")) if "着火了" in text and "险情" in text]
    assert not any("还不知道" in text_of(message) for message in await clerk.from_bot("group"))
    assert len(alarms) == 1, "one alarm, changed in place"


async def test_the_numbers_come_before_the_question_where_somebody_lives(stranger: Someone) -> None:
    await stranger.tells_bot("电梯困人了！3号楼")
    await stranger.sees("哪个社区", where="private")
    told = [text_of(message) for message in await stranger.from_bot("private")]
    numbers = next(place for place, text in enumerate(told) if "119 / 110 / 120" in text)
    assert numbers < next(place for place, text in enumerate(told) if "哪个社区" in text)


async def test_staff_take_a_stranger_s_danger_for_their_community(stranger: Someone, clerk: Someone) -> None:
    await stranger.tells_bot("电梯困人了！3号楼")
    await clerk.taps("是诉求", "group")
    await clerk.taps("平安应急", "group")
    await clerk.sees("BY-1126-01", where="group")
    await stranger.sees("BY-1126-01", where="private")


async def test_who_wants_to_die_and_is_known_to_nobody(stranger: Someone, clerk: Someone) -> None:
    await stranger.tells_bot("不想活了")
    await stranger.sees("12356", where="private")
    await clerk.sees("有人可能有危险", "不想活了", where="group")
    await stranger.taps("般阳社区", "private")
    await stranger.sees("BY-1126-01", where="private")
    assert sum("12356" in text_of(message) for message in await stranger.from_bot("private")) == 1


async def test_a_child_who_is_beaten_is_not_asked_which_kind_of_need_that_is(aunt: Someone, clerk: Someone) -> None:
    await aunt.says("大家早上好")
    await aunt.tells_bot("我爸天天打我")
    await aunt.taps("般阳社区", "private")
    await aunt.sees("12338", where="private")
    await clerk.sees("BY-1126-01", "平安应急", where="group")
    assert not any("不是诉求" in labels(message) for message in await aunt.from_bot("private"))


async def test_who_is_beaten_at_home_is_not_told_of_jobs(aunt: Someone, clerk: Someone) -> None:
    await aunt.says("my husband hits me")
    await clerk.sees("BY-1126-01", "平安应急", where="group")
    await aunt.sees("12338", where="private")
    card = await aunt.sees("BY-1126-01", where="private")
    assert "Jobs" not in text_of(card)


async def test_where_it_burns_is_told_in_a_second_breath(stranger: Someone, clerk: Someone) -> None:
    await stranger.tells_bot("着火了！快来人")
    await clerk.sees("还不知道在哪个社区", where="group")
    await stranger.tells_bot("3号楼2单元501")
    await clerk.sees("着火了！快来人，3号楼", where="group")
    await stranger.taps("般阳社区", "private")
    await clerk.sees("险情 BY-1126-01", "3号楼2单元501", where="private")


async def test_staff_read_in_the_help_how_the_bot_is_taught(clerk: Someone) -> None:
    await clerk.tells_bot("/help")
    await clerk.sees("/teach", where="private")
