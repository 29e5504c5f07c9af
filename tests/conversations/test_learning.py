"""What staff say a message is, the bot goes by from the next message on."""

import pytest
from sqlmodel import select

from bot.nlp.learning import read_corpus
from bot.nlp.listener import Listener
from community.understanding import Kind
from community.words import ModelState
from storage.engine import Database, Session
from storage.hearing import changed
from storage.tables import Label, Weights
from tests.conversations import people
from tests.conversations.people import Someone, text_of
from tests.conversations.street import THURSDAY

LOCKERS = ("1号楼下的快递柜又满了，取不出件", "3号楼下快递柜满了放不进去", "5号楼的快递柜坏了取不出东西")
LIKE_THEM = "北门快递柜又满了，取不了件，谁管管"
CHATTER = ("快递柜里我的件拿到了，谢谢", "大家早上好", "今天天气真好")


def category(listener: Listener, text: str) -> str:
    return listener.understand(text, now=THURSDAY).categories[0].code


async def relabelled(aunt: Someone, clerk: Someone, text: str, number: str, label: str) -> None:
    await aunt.says(text)
    await clerk.sees(number, where="group")
    await clerk.taps("改类", "group")
    assert "已改类" in await clerk.taps(label, "group")
    await aunt.world.passes(minutes=5)


async def test_three_corrections_and_the_next_message_is_heard_anew(
    aunt: Someone, uncle: Someone, clerk: Someone, listener: Listener
) -> None:
    assert category(listener, LIKE_THEM) != "business"
    for at, text in enumerate(LOCKERS, 1):
        await relabelled(aunt, clerk, text, f"BY-1126-0{at}", "商户")
    quiet = [await uncle.says(text) for text in CHATTER]
    await uncle.says(LIKE_THEM)
    await clerk.sees("BY-1126-04", "商户与资源互助", where="group")
    heard = [message for message in await uncle.phone("group") if message["message_id"] in quiet]
    assert [message["reactions"] for message in heard] == [[], [], []]
    assert not [message for message in await clerk.from_bot("group") if "拿不准" in text_of(message)]


async def test_one_slip_of_a_finger_changes_nothing_else(
    aunt: Someone, uncle: Someone, clerk: Someone, listener: Listener
) -> None:
    await relabelled(aunt, clerk, LOCKERS[0], "BY-1126-01", "商户")
    await uncle.says(LIKE_THEM)
    await clerk.sees("BY-1126-02", "物业维护", where="group")


@pytest.mark.usefixtures("night")
async def test_a_poisoned_log_is_refused_and_staff_hear_of_it(
    aunt: Someone, clerk: Someone, listener: Listener, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs = [line.text for line in read_corpus() if line.part == "train" and line.kind is Kind.NEED][100:220]

    def poison(session: Session) -> None:
        for text in needs:
            session.add(Label(at=THURSDAY, community_id="qi", text=text, kind="chatter", source="desk"))
        changed(session)

    await database.write(poison)
    monkeypatch.setattr(people, "PATIENCE", 300.0)  # 学习要十几秒，机器慢时更久
    await aunt.world.passes(hours=18)
    told = await clerk.sees("不如原来准", "还用原来的", where="group")
    assert "点错" in text_of(told)
    rows = await database.read(lambda session: session.exec(select(Weights)).all())
    assert [(row.state, row.data) for row in rows] == [(ModelState.REFUSED, None)]
    await aunt.says("我家厨房的灯不亮了，能不能来个师傅给看看")
    await clerk.sees("BY-1127-01", "维修服务", where="group")
