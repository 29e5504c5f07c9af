"""What was said in a chat a moment ago, chatter too: read from the raw updates, which are kept for a few days."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from community.words import InboxState
from storage.tables import Inbox

_TABLE = sa.inspect(Inbox).local_table


@dataclass(frozen=True, slots=True)
class Lately:
    """A message of a person. result: what kind of result its action had; None: it needed none."""

    user_id: int
    message_id: int
    at: datetime
    text: str
    reply_to: int | None
    result: str | None


def _before(state: InboxState) -> sa.Select[Any]:
    """By its index from the row backwards. In a state each, or the whole lane would be sorted first."""
    inbox = _TABLE.c
    query = sa.select(inbox.id, inbox.bot_id, inbox.body, inbox.result).where(
        inbox.state == state, inbox.lane == sa.bindparam("lane"), inbox.id < sa.bindparam("row")
    )
    return sa.select(query.order_by(inbox.id.desc()).limit(sa.bindparam("most")).subquery())


# what needed no action is ended only when its lane takes the next rows
_LATELY = sa.union_all(_before(InboxState.DONE), _before(InboxState.NEW)).order_by(sa.desc("id"))


def lately(session: Session, *, bot_id: int, chat_id: int, row: int, most: int) -> list[Lately]:
    """What people said in the chat before inbox row `row`, of at most `most` updates, oldest first."""
    found = session.connection().execute(_LATELY, {"lane": str(chat_id), "row": row, "most": most}).all()
    said = [_said(each.body, each.result) for each in reversed(found[:most]) if each.bot_id == bot_id]
    return [one for one in said if one is not None]


def _said(body: object, result: object) -> Lately | None:
    """None for what is no message of a person; nobody has looked at the shape of every update."""
    try:
        message = body["message"]  # type: ignore[index]
        if message["from"].get("is_bot"):
            return None
        return Lately(
            user_id=int(message["from"]["id"]),
            message_id=int(message["message_id"]),
            at=datetime.fromtimestamp(message["date"], UTC),
            text=str(message.get("text") or message.get("caption") or ""),
            reply_to=_answered(message),
            result=str(result["is"]) if isinstance(result, dict) else None,
        )
    except (AttributeError, KeyError, OSError, OverflowError, TypeError, ValueError):
        return None


def _answered(message: Any) -> int | None:
    """In a topic of a group every message carries the one that opened it, which it does not answer."""
    to = int(message["reply_to_message"]["message_id"]) if "reply_to_message" in message else None
    return None if message.get("is_topic_message") and to == message.get("message_thread_id") else to
