"""What was said in a chat a moment ago, chatter too, is read from the inbox."""

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection, event
from sqlmodel import col

from storage import inbox
from storage.engine import Database, Session
from storage.inbox import Arrival
from storage.lately import Lately, lately
from storage.tables import Inbox
from tests.street import THURSDAY

CHAT, BOT = -4_000_000_001, 1


def message(number: int, user: int, text: str, **more: Any) -> dict[str, Any]:
    sender = {"id": user, "is_bot": False, "first_name": "王"}
    return {
        "message": {
            "message_id": number,
            "date": int(THURSDAY.timestamp()) + number,
            "from": sender,
            "text": text,
            **more,
        }
    }


def arrive(database: Database, *bodies: dict[str, Any], chat: int = CHAT, bot: int = BOT, first: int = 1) -> None:
    arrivals = [Arrival(number, str(chat), body) for number, body in enumerate(bodies, first)]
    database.write_now(lambda session: inbox.put(session, arrivals, bot_id=bot, now=THURSDAY))


def end(database: Database, row: int, result: dict[str, Any] | None = None) -> None:
    database.write_now(lambda session: inbox.finish(session, row, result))


def look(database: Database, row: int, most: int = 30) -> list[Lately]:
    return database.read_now(lambda session: lately(session, bot_id=BOT, chat_id=CHAT, row=row, most=most))


def test_oldest_first_with_what_became_of_each_whether_ended_or_not(database: Database) -> None:
    arrive(
        database,
        message(1, 7, "灯坏了"),
        message(2, 8, "早"),
        message(3, 7, "吃了没"),
        message(4, 7, "三楼"),
        message(5, 9, "后来"),
    )
    end(database, 1, {"is": "Registered"})
    end(database, 2)
    said = look(database, 4)
    assert [(one.user_id, one.text, one.result) for one in said] == [
        (7, "灯坏了", "Registered"),
        (8, "早", None),
        (7, "吃了没", None),
    ]
    assert [(one.at - THURSDAY).total_seconds() for one in said] == [1, 2, 3]
    assert [one.message_id for one in look(database, 4, most=2)] == [2, 3]


def test_other_chats_other_bots_and_what_is_no_message_are_left_out(database: Database) -> None:
    arrive(database, message(1, 7, "别处"), chat=-5)
    arrive(database, message(1, 7, "别的机器人"), bot=2)
    bot = {"id": 3, "is_bot": True, "first_name": "x"}
    edit = {"edited_message": message(2, 7, "改过")["message"]}
    photo = message(5, 7, "", caption="照片", reply_to_message=message(2, 8, "")["message"])
    arrive(database, edit, message(3, 3, "机器人", **{"from": bot}), photo, first=10)
    (said,) = look(database, 99)
    assert (said.text, said.reply_to) == ("照片", 2)


DAMAGED = [
    {}, {"message": None}, {"message": []}, {"message": {}}, {"message": {"from": None}},
    {"message": {"from": {"id": "x"}}},
    message(1, 7, "早", date="gestern"), message(1, 7, "早", date=1e300), message(1, 7, "早", reply_to_message=3),
    message(1, 7, "早", message_id=None),
]  # fmt: skip


@pytest.mark.parametrize("body", DAMAGED)
def test_what_nobody_has_looked_through_disturbs_nothing(database: Database, body: dict[str, Any]) -> None:
    arrive(database, body, message(2, 8, "早"))
    assert [one.text for one in look(database, 99)] == ["早"]


def test_what_was_forgotten_is_not_known_any_more(database: Database) -> None:
    arrive(database, message(1, 7, "早"), message(2, 8, "好"))
    end(database, 1)
    database.write_now(
        lambda session: session.execute(sa.update(Inbox).where(col(Inbox.id) == 1).values(body=sa.null()))
    )
    assert [one.text for one in look(database, 99)] == ["好"]


def test_it_is_found_by_the_lane_s_index_however_much_ever_came_in(database: Database) -> None:
    arrive(database, *(message(number, 7, "早") for number in range(1, 60)))
    plans: list[str] = []

    def explain(connection: Connection, _: object, statement: str, given: Any, *__: object) -> None:
        if statement.startswith("SELECT") and "inbox" in statement:
            if not database.embedded:
                connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            how = "EXPLAIN QUERY PLAN" if database.embedded else "EXPLAIN"
            plans.extend(" ".join(map(str, row)) for row in connection.exec_driver_sql(f"{how} {statement}", given))

    event.listen(database.engine, "before_cursor_execute", explain)
    database.write_now(look_once)
    found = [plan for plan in plans if ("inbox_waiting" if database.embedded else "Index Cond") in plan]
    assert len(found) == 2 and all("lane" in plan and "id" in plan for plan in found), plans
    assert not [plan for plan in plans if "SCAN inbox" in plan or "Seq Scan" in plan]


def look_once(session: Session) -> None:
    assert len(lately(session, bot_id=BOT, chat_id=CHAT, row=99, most=30)) == 30


def test_the_message_that_opened_a_topic_is_answered_by_nobody(database: Database) -> None:
    topic = {"message_thread_id": 1, "is_topic_message": True}
    opening, other = message(1, 8, "")["message"], message(2, 8, "灯坏了")["message"]
    arrive(
        database,
        message(3, 7, "灯坏了", **topic, reply_to_message=opening),
        message(4, 7, "三楼", **topic, reply_to_message=other),
        message(5, 7, "一楼", message_thread_id=1, reply_to_message=opening),
        message(6, 7, "早"),
    )
    assert [one.reply_to for one in look(database, 4)] == [None, 2, 1]
