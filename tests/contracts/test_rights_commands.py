"""Every cell of the table of commands in bot.handlers.rights: answered, refused, or no command at all."""

import json
from collections.abc import Mapping

import pytest

from bot.handlers.rights import COMMANDS
from community.facts import FactKind, NoteKind
from community.heard import Speaker
from community.rights import Standing, Where
from storage.tables import Outbox
from tests.contracts.rights_kit import CHATS, PEOPLE, STANDS
from tests.contracts.rights_scene import Rows, chat_of, number_of, touched
from tests.contracts.wire_kit import Wire, rows

ANYONE = frozenset({Standing.ANYONE})
COMMAND_CELLS = [(name, where, who) for name, places in COMMANDS.items() for where in places for who in PEOPLE]

TO_ONE, TO_GROUP, TO_DESK = "p:who", "g:grid", "g:desk"
Answer = frozenset[tuple[str, str]]


def told(note: NoteKind, to: str) -> Answer:
    """A sentence."""
    return frozenset({(note.value, to)})


def card(kind: FactKind, to: str) -> Answer:
    """A card."""
    return frozenset({(kind.value, to)})


_HELP = {
    Where.PRIVATE: told(NoteKind.HELP, TO_ONE),
    Where.HOME: told(NoteKind.HELP, TO_ONE),
    Where.DESK: told(NoteKind.DESK_HELP, TO_DESK),
}
ANSWERS: Mapping[str, Mapping[Where, Answer]] = {
    "start": {**_HELP, Where.PRIVATE: told(NoteKind.WELCOME, TO_ONE)},
    "help": _HELP,
    "menu": _HELP,
    "my": {Where.PRIVATE: told(NoteKind.MINE, TO_ONE), Where.HOME: told(NoteKind.MINE, TO_ONE)},
    "privacy": {Where.PRIVATE: told(NoteKind.PRIVACY, TO_ONE)},
    "mydata": {Where.PRIVATE: told(NoteKind.MY_DATA, TO_ONE)},
    "unsent": {Where.PRIVATE: told(NoteKind.LETTERS, TO_ONE), Where.DESK: told(NoteKind.LETTERS, TO_DESK)},
    "market": {
        Where.PRIVATE: card(FactKind.MARKET_CHANGED, TO_ONE),
        Where.HOME: card(FactKind.MARKET_CHANGED, TO_GROUP),
        Where.DESK: card(FactKind.MARKET_CHANGED, TO_DESK),
    },
    "setup": {Where.PRIVATE: card(FactKind.SETUP_CHANGED, TO_ONE)},
    "publish": {
        Where.PRIVATE: told(NoteKind.ASK_ANNOUNCEMENT, TO_ONE),
        Where.HOME: told(NoteKind.ASK_ANNOUNCEMENT, TO_ONE),
        Where.DESK: told(NoteKind.ASK_ANNOUNCEMENT, TO_DESK),
    },
    "guide": {
        Where.PRIVATE: card(FactKind.GUIDE_CHANGED, TO_ONE),
        Where.DESK: card(FactKind.GUIDE_CHANGED, TO_ONE) | told(NoteKind.GUIDE_OPENED, TO_DESK),
    },
    "teach": {
        Where.PRIVATE: card(FactKind.LEARNING_CHANGED, TO_ONE),
        Where.DESK: card(FactKind.LEARNING_CHANGED, TO_ONE) | told(NoteKind.TEACHING_OPENED, TO_DESK),
    },
    "today": {Where.DESK: told(NoteKind.DIGEST, TO_DESK)},
    "overdue": {Where.DESK: told(NoteKind.OVERDUE, TO_DESK)},
    "report": {Where.DESK: told(NoteKind.REPORT, TO_DESK)},
    "roster": {Where.DESK: told(NoteKind.ROSTER, TO_DESK)},
    "number": {Where.DESK: card(FactKind.DESK_CHANGED, TO_DESK)},
}
"""What whoever may say it is told, and where."""

NO_RIGHT = told(NoteKind.NO_RIGHT, TO_ONE)
WRITES = frozenset({"publish"})
"""Commands after which the bot waits for something to be written."""


def answer(name: str, where: Where, who: str) -> Answer:
    """What somebody is told."""
    if not may_say(name, where, who):
        return NO_RIGHT
    if (
        who == "unknown"
        and where is Where.HOME
        and ANSWERS[name][where] & {*_HELP[where], (NoteKind.MINE.value, TO_ONE)}
    ):
        return told(NoteKind.COME_IN, TO_GROUP)  # 还没点过“开始”，私聊不了
    if (name, where, who) == ("market", Where.PRIVATE, "staff_of_another_street"):
        return told(NoteKind.NO_MARKET, TO_ONE)
    if name == "setup" and who in {"staff_here", "staff_next_door"}:  # 只有全街道的工作人员
        return NO_RIGHT
    return ANSWERS[name][where]


def may_say(name: str, where: Where, who: str) -> bool:
    """Whether the table lets them: in private staff of anywhere count, at a desk those of its community."""
    anywhere = {"staff_next_door", "staff_of_another_street"} if where is not Where.DESK else set()
    held = frozenset({Standing.STAFF}) if who in anywhere else STANDS.get(who, frozenset())
    return bool(COMMANDS[name][where] & (held | ANYONE))


def words(name: str, wire: Wire) -> str:
    """What is said."""
    return number_of(wire.database, "open") if name == "number" else f"/{name}"


def new(after: Rows, before: Rows) -> Answer:
    """What is to be said that was not before; a person is `who`."""
    columns = [column.name for column in Outbox.__table__.columns]  # type: ignore[attr-defined]
    rows = [dict(zip(columns, row, strict=True)) for row in after["outbox"] if row not in before["outbox"]]
    return frozenset(
        (
            json.loads(row["payload"]).get("note", row["kind"]),
            TO_ONE if row["recipient"][0] == "p" else row["recipient"],
        )
        for row in rows
    )


def test_every_command_has_an_answer_wherever_it_is_one() -> None:
    assert {name: set(places) for name, places in COMMANDS.items()} == {
        name: set(places) for name, places in ANSWERS.items()
    }


@pytest.mark.parametrize(("name", "where", "who"), COMMAND_CELLS, ids=lambda part: str(getattr(part, "value", part)))
async def test_a_command_does_what_it_is_for_and_for_whom_the_table_says(
    wire: Wire, name: str, where: Where, who: str
) -> None:
    before = rows(wire.database)
    await wire.says(PEOPLE[who], words(name, wire), chat_of(who, where))
    after = rows(wire.database)
    assert new(after, before) == answer(name, where, who)
    changed = set(touched(wire, before)) - {"outbox", "history"}
    assert changed == ({"drafts"} if name in WRITES and may_say(name, where, who) else set())


UNNAMED = [
    (name, chat)
    for name, places in COMMANDS.items()
    for where, chat in ((Where.HOME, "grid"), (Where.DESK, "desk"), (Where.ELSEWHERE, "unbound"))
    if where not in places and name != "number"  # a number alone is talk there
]


@pytest.mark.parametrize(("name", "chat"), UNNAMED)
async def test_where_it_is_not_named_it_is_no_command_for_anybody(
    untouched: tuple[Wire, Rows], name: str, chat: str
) -> None:
    wire, before = untouched
    for who in PEOPLE.values():
        await wire.says(who, f"/{name}", CHATS[chat])
        assert not touched(wire, before), who


@pytest.mark.parametrize("name", [*COMMANDS])
@pytest.mark.parametrize("ident", [1087968824, 777000, 136817688])
async def test_anonymous_administrators_and_channels_command_nothing(
    untouched: tuple[Wire, Rows], name: str, ident: int
) -> None:
    wire, before = untouched
    text = words(name, wire) if name == "number" else f"/{name} 停电通知"
    for chat in (CHATS["grid"], CHATS["desk"]):
        sender = {"id": chat, "type": "supergroup", "title": "群"}
        await wire.says(Speaker(ident, "Group"), text, chat, sender_chat=sender)
    assert not touched(wire, before)
