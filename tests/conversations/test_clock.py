"""What happens because time passes."""

from tests.conversations.people import Someone, text_of


async def test_a_question_nobody_answers_goes_to_staff(aunt: Someone, clerk: Someone, vague: str) -> None:
    await aunt.says(vague)
    await aunt.has_button("不是诉求", "group")
    await aunt.world.passes(minutes=11)
    await aunt.has_no_button("不是诉求", "group")
    doubt = await clerk.sees("拿不准")
    assert vague in text_of(doubt)


async def test_ten_minutes_without_a_claimer_are_told_honestly(aunt: Someone, wrench: Someone, clerk: Someone) -> None:
    await aunt.says("3号楼2单元的电梯又停了")
    await wrench.has_button("接单")
    await aunt.world.passes(minutes=11)
    await aunt.sees("社区工作人员", where="private")
    await clerk.sees("没人接")
    await wrench.taps("接单")
    await aunt.sees("红扳手", where="group")


async def test_at_night_only_danger_wakes_a_partner(aunt: Someone, wrench: Someone, clerk: Someone) -> None:
    await aunt.world.passes(hours=14)
    await aunt.says("3号楼2单元的电梯又停了")
    card = await aunt.sees("BY-1126-01", where="group")
    assert "7:30" in text_of(card)
    assert not [message for message in await wrench.from_bot() if "BY-1126-01" in text_of(message)]
    await aunt.world.passes(hours=9)
    await wrench.sees("BY-1126-01")


async def test_danger_is_answered_at_once(aunt: Someone, clerk: Someone) -> None:
    await aunt.says("楼道里好大的煤气味，快来人")
    await aunt.sees("119", where="group")
    await clerk.sees("险情")
    own = Someone(clerk.world, clerk.id, clerk.name, None)
    await own.sees("险情")
