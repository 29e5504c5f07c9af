"""It was over, and it is broken again: two words are enough to begin anew."""

from tests.conversations.people import Someone, text_of


async def test_a_lift_that_stops_again_after_it_was_withdrawn(aunt: Someone, wrench: Someone) -> None:
    await aunt.says("3号楼2单元的电梯又停了")
    await aunt.sees("BY-1126-01", where="group")
    await aunt.says("好了，修好了")
    await aunt.taps("确认撤回", "group")
    await aunt.sees("已撤回", where="group")
    await aunt.says("又停了")
    card = await aunt.sees("BY-1126-02", where="group")
    assert "电梯" in text_of(card)
    assert "3号楼" in text_of(card)
    await wrench.sees("BY-1126-02")


async def test_the_thing_and_what_ails_it_said_apart(aunt: Someone, wrench: Someone) -> None:
    await aunt.says("那个热水器")
    await aunt.says("打不着火了")
    offer = await wrench.sees("新订单")
    assert "热水器" in text_of(offer)
    assert "打不着火" in text_of(offer)
