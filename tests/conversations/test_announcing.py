"""Staff publish to the groups; neighbours ask for the market."""

from tests.conversations.people import Someone, data_of, labels, text_of

WORDS = "明天 8:00–17:00 停水 <b>请储水</b> & @everyone"


async def test_written_previewed_published_and_recalled(aunt: Someone, clerk: Someone) -> None:
    await clerk.says(f"/publish {WORDS}")
    card = await clerk.has_button("重写")
    assert WORDS in text_of(card)
    await clerk.has_button("全不选")
    await clerk.taps("发布到 1 个群")
    assert WORDS in text_of(await clerk.has_button("确认发布"))
    assert "1 个群" in await clerk.taps("确认发布")
    seen = await aunt.sees("停水", where="group")
    assert text_of(seen).endswith(WORDS)
    await clerk.sees("已发布", "1/1")
    assert "过期" in await clerk.taps_on(card, data_of(card, "全不选"))
    await clerk.taps("撤回")
    await aunt.sees_no_more("停水", where="group")
    await clerk.sees("已撤回", "1/1")


async def test_asked_for_the_words_and_rewritten(aunt: Someone, clerk: Someone) -> None:
    await clerk.says("/publish")
    await clerk.sees("请写下公告内容")
    await clerk.says("今天下午打疫苗")
    await clerk.sees("今天下午打疫苗")
    await clerk.taps("重写")
    await clerk.says("字" * 3501)
    await clerk.sees("太长", "1")
    await clerk.says("明天下午打疫苗")
    await clerk.sees("明天下午打疫苗", "预览")
    await clerk.taps("取消")
    await clerk.sees("没有发出")
    assert not any("疫苗" in text_of(message) for message in await aunt.from_bot("group"))


async def test_who_edits_what_they_wrote_edits_the_draft_and_is_told_how_to_put_right_what_was_sent(
    aunt: Someone, clerk: Someone
) -> None:
    said = await clerk.says("/publish 29日上午8点到12点停水，请提前储水")
    await clerk.sees("29日上午8点")
    await clerk.edits(said, "/publish 28日上午8点到12点停水，请提前储水")
    await clerk.sees("28日上午8点", "预览")
    await clerk.taps("发布到 1 个群")
    await clerk.taps("确认发布")
    await aunt.sees("28日上午8点", where="group")
    await clerk.edits(said, "/publish 28日上午9点到12点停水，请提前储水")
    await clerk.sees("不会跟着您这条消息变", "撤回")
    await clerk.tells_bot("刚才那条日期写错了，是11月28日")
    await clerk.sees("要更正", "撤回", where="private")


async def test_published_from_the_private_chat(aunt: Someone, clerk: Someone) -> None:
    await clerk.tells_bot("/publish")
    await clerk.sees("请写下公告内容", where="private")
    await clerk.tells_bot("周日大扫除")
    await clerk.taps("全选", "private")
    await clerk.taps("发布到", "private")
    await clerk.taps("确认发布", "private")
    await aunt.sees("大扫除", where="group")
    await clerk.sees("已发布", where="private")


async def test_residents_may_not(aunt: Someone, stranger: Someone, clerk: Someone) -> None:
    await aunt.says("/publish 大家快来买菜")
    await aunt.sees("工作人员", where="private")
    assert not any("买菜" in text_of(message) for message in await aunt.from_bot("group"))
    await clerk.says("/publish 停电通知")
    card = await clerk.has_button("重写")
    for label in labels(card):
        assert "工作人员" in await stranger.taps_on(card, label)
    await clerk.has_button("重写")


async def test_the_next_market(aunt: Someone, uncle: Someone, clerk: Someone) -> None:
    await aunt.says("大集")
    card = await aunt.sees("周六合伙人大集", where="group")
    assert "已有 1 人" in await aunt.taps("我要去")
    assert "已有 2 人" in await uncle.taps_on(card, data_of(card, "我要去"))
    await aunt.sees("已有 2 人要来", where="group")
    assert "不算您" in await uncle.taps("我要去")
    assert "私聊" in await aunt.taps("加到日历")
    await aunt.sees("加到日历", where="private")
    await clerk.says("/market")
    await clerk.sees("最近几次大集", "般阳社区")


async def test_staff_skip_a_market(clerk: Someone, aunt: Someone) -> None:
    await aunt.says("/market")
    await aunt.has_button("我要去", "group")
    await clerk.says("周六大集地点改到党群中心一楼")
    assert "再点一次“跳过”" in await clerk.taps("1 跳过")
    assert "再点一次“顺延一天”" in await clerk.taps("1 顺延一天")
    await aunt.sees_no_more("停办一次", where="group")
    assert "再点一次“跳过”" in await clerk.taps("1 跳过")
    assert "跳过" in await clerk.taps("1 跳过")
    await clerk.sees("11 月 28 日（周六） 跳过", "12 月 5 日（周六） 般阳社区")
    await aunt.sees("停办一次", where="group")
    assert "照办" in await clerk.taps("1 照常")
    await clerk.sees("11 月 28 日（周六） 般阳社区")
