"""A group with topics: each message of one carries the message that opened it, and does not answer it."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from bot.nlp.episode_lines import said_in
from bot.nlp.episodes import Said
from bot.nlp.listener import Listener
from storage.engine import Database
from tests.played import Group, Stage
from tests.street import THURSDAY

OPENING = 100_000
CONVERSATION: Sequence[Mapping[str, Any]] = (
    {"who": "李", "text": "水停了一上午了", "dt": 0},
    {"who": "孙", "text": "我们3号楼也停了", "dt": 10},
    {"who": "赵", "text": "小区广场路灯不亮了，找人修一下", "dt": 600},
    {"who": "钱", "text": "我家也是", "dt": 20, "reply_to": 2},
    {"who": "李", "text": "来水啦！", "dt": 900},
)


class Topic(Group):
    """A topic of a group, as Telegram sends what is said there."""

    def _message(self, said: Said) -> dict[str, Any]:
        body = super()._message(said)
        opening = {
            "message_id": OPENING,
            "date": 1,
            "chat": body["chat"],
            "from": body["from"],
            "forum_topic_created": {"name": "报修", "icon_color": 1},
        }
        return {"reply_to_message": opening, **body, "message_thread_id": OPENING, "is_topic_message": True}


@pytest.fixture
def stage(database: Database, listener: Listener) -> Stage:
    return Stage(database, listener, THURSDAY)


async def test_the_same_is_made_of_a_conversation_in_a_topic(stage: Stage) -> None:
    made = []
    for number, kind in enumerate((Group, Topic), 1):
        group = kind(stage, number)
        for said in said_in({"messages": list(CONVERSATION)}, stage.now):
            await group.hears(said)
        made.append(stage.database.read_now(group.matters))
    plain, topic = made
    assert [one["from"] for one in topic] == ["李", "赵"]
    assert topic == plain
