"""Conversations as lines of JSON: what `hehuo understand --episodes` reads and answers, and how well on our own."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

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
    """The messages of an episode. Raises BadLine."""
    if not isinstance(one, Mapping) or not isinstance(one.get("messages"), list):
        raise BadLine("应为含 messages 的对象")
    at = now
    for index, message in enumerate(one["messages"]):
        if not isinstance(message, Mapping):
            raise BadLine(f"messages[{index}] 应为对象")
        at += _since(message.get("dt"), index)
        if at - now > LONGEST:
            raise BadLine(f"messages[{index}] 的 dt 加起来太久了")
        reply = message.get("reply_to")
        yield Said(
            index,
            str(message.get("who", "")),
            at,
            str(message.get("text") or ""),
            bool(message.get("photo")),
            reply if isinstance(reply, int) and not isinstance(reply, bool) else None,
        )


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
        for _, one in read_jsonl(path, dict):
            yield one


def _since(said: Any, index: int) -> timedelta:
    try:
        seconds = float(said or 0)
    except (TypeError, ValueError, OverflowError):
        seconds = -1.0
    if not 0 <= seconds <= LONGEST.total_seconds():
        raise BadLine(f"messages[{index}] 的 dt 应为秒数")
    return timedelta(seconds=seconds)


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
