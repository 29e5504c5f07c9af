"""Somebody who may not want to live: everything they say reaches people, and nothing brisk is said to them."""

import pytest

from tests.conversations.people import Someone, labels, text_of
from tests.conversations.street import People

BRISK = ("🙂", "😀", "撤回", "119", "没太听懂", "您说的是哪一类", "门牌", "暂时没有合伙人", "接单的人")


async def hears_nothing_brisk(someone: Someone) -> None:
    """No message to them after the welcome, and no button, is brisk."""
    for message in await someone.from_bot("private"):
        said = [text_of(message), *labels(message)]
        if "👋" in said[0]:
            continue
        assert not any(word in text for word in BRISK for text in said), said


async def at_home(someone: Someone) -> None:
    """They have told before where they live."""
    await someone.starts()
    await someone.taps("般阳社区", "private")


@pytest.fixture
def alone(street: People) -> Someone:
    """网格员小赵 with nothing but their own chat with the bot."""
    return Someone(street.clerk.world, street.clerk.id, street.clerk.name, None)


@pytest.mark.parametrize("further", ["我药都攒好了", "没人管我", "没事，我就是随便说说", "谢谢", "不用来了"])
async def test_every_further_word_rings_people_and_is_answered_kindly(
    aunt: Someone, clerk: Someone, alone: Someone, further: str
) -> None:
    await at_home(aunt)
    await aunt.tells_bot("我不想活了")
    await aunt.sees("12356", where="private")
    await alone.sees("险情", "我不想活了", where="private")
    first = await alone.has_button("我来跟进", "private")
    await aunt.tells_bot(further)
    heard = await alone.sees("又说", further, where="private")
    assert heard["message_id"] > first["message_id"], "a new message rings, an edit does not"
    await clerk.sees("又说", further, where="group")
    await aunt.sees("我在听", "12356", where="private")
    await hears_nothing_brisk(aunt)


async def test_said_in_the_group_it_is_answered_in_private_alone(aunt: Someone, uncle: Someone, clerk: Someone) -> None:
    await aunt.says("活着真没意思，不想活了")
    await aunt.sees("12356", where="private")
    await clerk.sees("险情", where="group")
    card = await uncle.sees("私下说", where="group")
    assert "12356" not in text_of(card)
    assert not any("请马上打" in text_of(message) for message in await uncle.from_bot("group"))
    assert sum("12356" in text_of(message) for message in await aunt.from_bot("private")) == 1
    await hears_nothing_brisk(aunt)


async def test_whom_the_bot_cannot_write_to_reads_the_number_in_the_group_and_again_after_start(
    newcomer: Someone, uncle: Someone
) -> None:
    await newcomer.says("活着真没意思，不想活了")
    await uncle.sees("私下说", "12356", where="group")
    assert not any("119" in text_of(message) for message in await uncle.from_bot("group"))
    await newcomer.taps("私下说", "group")
    await newcomer.sees("12356", where="private")
    await hears_nothing_brisk(newcomer)


async def test_despair_without_the_word(aunt: Someone, uncle: Someone, clerk: Someone) -> None:
    await aunt.says("活着真没意思，不想拖累孩子了")
    await aunt.sees("12356", where="private")
    await clerk.sees("险情", "12356", where="group")
    assert not any("请马上打" in text_of(message) for message in await uncle.from_bot("group"))
    await hears_nothing_brisk(aunt)


async def test_to_the_end_nothing_smiles_at_them(aunt: Someone, alone: Someone, street: People) -> None:
    await at_home(aunt)
    await aunt.tells_bot("我不想活了")
    await aunt.world.passes(minutes=40)
    await aunt.tells_bot("我的")
    assert "由您跟进" in await alone.taps("我来跟进", "private")
    await aunt.sees("来陪您", where="private")
    await aunt.tells_bot("3号楼2单元501")
    await alone.sees("501", where="private")
    await aunt.tells_bot("你们真的会来吗")
    await alone.sees("你们真的会来吗", where="private")
    await alone.taps("办结", "private")
    await aunt.taps("好些了", "private")
    await aunt.sees("想说话，随时在这里说", where="private")
    await hears_nothing_brisk(aunt)


async def test_who_wants_company_still_is_heard_again(aunt: Someone, alone: Someone) -> None:
    await at_home(aunt)
    await aunt.tells_bot("我不想活了")
    await alone.taps("我来跟进", "private")
    await alone.taps("办结", "private")
    await aunt.taps("还想有人陪", "private")
    await alone.has_button("我来跟进", "private")
    await aunt.tells_bot("我还是难受")
    await alone.sees("又说", "我还是难受", where="private")
    await aunt.sees("我在听", where="private")
    await hears_nothing_brisk(aunt)


async def test_a_tap_that_drips_is_a_matter_of_its_own_even_then(aunt: Someone, wrench: Someone) -> None:
    await at_home(aunt)
    await aunt.tells_bot("我不想活了")
    await aunt.sees("12356", where="private")
    await aunt.tells_bot("厨房水龙头一直滴水，能不能来个师傅修一下")
    await wrench.sees("BY-1126-02")
