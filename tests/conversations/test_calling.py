"""Whoever wants a person rather than the bot, or complains, is read by staff, who answer by a reply."""

import pytest

from bot.texts import spoken
from tests.conversations.people import Someone, text_of

LAMP = "厨房灯不亮了，谁会修，我家3号楼2单元501，电话13911112222"


async def test_who_wants_a_person_is_read_at_the_desk_with_what_they_wait_for(
    aunt: Someone, clerk: Someone, wrench: Someone
) -> None:
    await aunt.says(LAMP)
    await wrench.has_button("接单")
    await aunt.tells_bot("叫人工")
    await aunt.sees("转给社区工作人员了", where="private")
    card = await clerk.sees("居民要人工", "叫人工", "李阿姨", "BY-1126-01")
    await clerk.says("李姨您说，我听着呢", reply_to=card["message_id"])
    await aunt.sees("李姨您说，我听着呢", where="private")
    assert not any("您说的是哪一类" in text_of(message) for message in await aunt.from_bot("private"))


async def test_a_complaint_is_no_riddle(aunt: Someone, clerk: Someone, wrench: Someone) -> None:
    await aunt.says(LAMP)
    await wrench.has_button("接单")
    await aunt.tells_bot("你们这个破机器人 我说了三天了没人来 我要投诉")
    await aunt.sees("转给社区工作人员了", where="private")
    await clerk.sees("居民要人工", "我要投诉")
    await clerk.taps("看过了")
    assert not any("没太听懂" in text_of(message) for message in await aunt.from_bot("private"))


async def test_whose_community_nobody_knows_is_read_at_once_and_asked_for_it(uncle: Someone, clerk: Someone) -> None:
    await uncle.tells_bot("转人工，别跟机器人说了")
    await clerk.sees("居民要人工", "还不知道在哪个社区")
    await uncle.sees("您住哪个社区", where="private")


@pytest.mark.parametrize(
    "said",
    [
        "叫人工", "人工", "转人工", "找人工客服", "我要跟真人说话", "别跟机器人说，叫你们主任来", "能不能找个人跟我说",
        "找你们领导", "给我转人工吧", "换个人跟我说话",
    ],
)  # fmt: skip
def test_all_these_want_a_person(said: str) -> None:
    assert spoken.wants_person(said)


@pytest.mark.parametrize(
    "said",
    ["找个人来修灯", "人工湖的水臭了", "能不能找个人来我家看看水管", "找人搬个柜子", "有人工河清淤吗", "叫个师傅来"],
)
def test_these_want_something_done(said: str) -> None:
    assert not spoken.wants_person(said)
