"""Conversations as lines of JSON: what `hehuo understand --episodes` reads and answers, and how well on our own."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeGuard

from bot.nlp.episodes import Conversation, Matter, Said
from bot.nlp.jsonl import BadLine, read_jsonl
from bot.nlp.listener import Listener
from bot.nlp.scores import share
from bot.nlp.ties import Ties

LONGEST = timedelta(seconds=10**9)
CORPUS = Path(__file__).parent / "corpus" / "episodes"


@dataclass(frozen=True, slots=True)
class Judged:
    """An episode with its matters as they should be and as they were understood."""

    wanted: Sequence[Mapping[str, Any]]
    said: Sequence[Mapping[str, Any]]

    def agrees(self, *fields: str) -> bool:
        """Whether the same matters were found, in these fields of each."""
        wanted, said = (sorted(_key(one, fields) for one in matters) for matters in (self.wanted, self.said))
        return wanted == said


def matters_of(listener: Listener, one: Any, now: datetime, ties: Ties | None = None) -> dict[str, Any]:
    """The matters of an episode, {"id", "messages": [{"who", "text", "dt", "photo"?, "reply_to"?}]}, that began at
    `now`. Raises BadLine."""
    conversation = Conversation(listener, ties)
    for said in said_in(one, now):
        conversation.hear(said)
    return {"id": one.get("id"), "matters": [_matter(matter) for matter in conversation.matters]}


def said_in(one: Any, now: datetime) -> Iterator[Said]:
    """The messages of an episode. Raises BadLine naming the message, from 0, that can't be read."""
    if not isinstance(one, Mapping) or not isinstance(one.get("messages"), list):
        raise BadLine("应为含 messages 的对象")
    at = now
    for index, message in enumerate(one["messages"]):
        try:
            at += _since(message)
            if at - now > LONGEST:
                raise BadLine("dt 加起来太久了")
            yield _said(index, message, at)
        except BadLine as error:
            raise BadLine(f"messages[{index}] 的 {error}") from None


def _said(index: int, message: Mapping[str, Any], at: datetime) -> Said:
    """Raises BadLine beginning with the field that can't be read."""
    who, text, photo, reply = (message.get(name) for name in ("who", "text", "photo", "reply_to"))
    if _is_whole(who):
        who = str(who)
    if not isinstance(who, str) or not who.strip():
        raise BadLine("who 应为说话的人：文字，或一个整数")
    if "text" not in message and not photo:
        raise BadLine("text 没写，也没有 photo")
    if text is not None and not isinstance(text, str):
        raise BadLine("text 应为文字，没说话的为 null")
    if reply is not None and not _is_whole(reply):
        raise BadLine("reply_to 应为整数：回复的是第几条，从 0 数起")
    return Said(index, who, at, text or "", bool(photo), reply)


def judge_episodes(listener: Listener, now: datetime, part: str) -> list[Judged]:
    """Every hand-written episode of `part`, understood."""
    return [
        Judged(one["matters"], matters_of(listener, one, now)["matters"]) for one in episodes() if one["part"] == part
    ]


ROWS: Mapping[str, Callable[[Sequence[Judged]], float]] = {
    "对话拼对": lambda judged: share([one.agrees("from", "merged", "supporters", "status") for one in judged]),
    "　话归到事": lambda judged: share([one.agrees("from", "merged") for one in judged]),
    "　附议": lambda judged: share([one.agrees("from", "supporters") for one in judged]),
    "　分类": lambda judged: share([one.agrees("from", "category") for one in judged]),
    "　地点": lambda judged: share([one.agrees("from", "place") for one in judged]),
}
"""What is printed of them. The first is what counts: the same matters of the same messages, neighbours and ends."""


def episodes() -> Iterator[Mapping[str, Any]]:
    """The hand-written episodes. Raises BadLine."""
    for path in sorted(CORPUS.glob("*.jsonl")):
        for _, one in read_jsonl(path, _taught):
            yield one


def _taught(one: Any) -> Mapping[str, Any]:
    if not isinstance(one, Mapping) or not isinstance(one.get("messages"), list):
        raise BadLine("应为含 messages 的对象")
    if not isinstance(one.get("part"), str) or not isinstance(one.get("matters"), list):
        raise BadLine("应有 part 和 matters")
    return one


def _since(message: Any) -> timedelta:
    """How long after the one before a message was said."""
    if not isinstance(message, Mapping):
        raise BadLine("整条应为对象")
    seconds = message.get("dt")
    if seconds is None:
        seconds = 0
    if not (_is_whole(seconds) or isinstance(seconds, float)) or not 0 <= seconds <= LONGEST.total_seconds():
        raise BadLine("dt 应为秒数：不小于 0 的数")
    return timedelta(seconds=seconds)


def _is_whole(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _key(matter: Mapping[str, Any], fields: Sequence[str]) -> str:
    values = [sorted(value) if isinstance(value := matter[name], list) else value for name in fields]
    return json.dumps(values, ensure_ascii=False)


def _matter(matter: Matter) -> dict[str, Any]:
    understood = matter.understood
    return {
        "kind": understood.kind.value,
        "category": understood.categories[0].code,
        "from": matter.author,
        "merged": matter.merged,
        "place": matter.place,
        "supporters": matter.supporters,
        "urgent": matter.urgent,
        "status": matter.status.value,
    }
