"""Every cell of the tables in bot.handlers.rights, over the real dispatcher: allowed, and refused without a trace."""

import shutil
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url

from actions.tx import Do
from bot.callbacks import Press, Verb, encode
from bot.handlers.rights import COMMANDS, PRESSES, WORDS
from bot.texts import toasts
from community.facts import NoteKind
from community.heard import Speaker
from community.rights import About, Standing, Where
from storage.engine import Database, sqlite_url
from storage.schema import prepare
from tests.contracts.rights_kit import CHATS, PEOPLE, STANDS, make
from tests.contracts.rights_touched import OWN, TOUCHED
from tests.contracts.wire_kit import Wire, rows

ANYONE = frozenset({Standing.ANYONE})
Rows = dict[str, list[Any]]

HARMLESS = frozenset({Verb.STALLS, Verb.MARKET_HOLD, Verb.HOME})
"""Presses that show something, find it so already, or change only the person."""

FINER = frozenset({(Verb.BIND, "staff_next_door"), (Verb.BIND, "staff_of_another_street")})
"""Staff who may bind the group, but not to that grid: the action itself refuses."""


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The street on disk, to be copied."""
    folder = tmp_path_factory.mktemp("scene")
    database = Database(sqlite_url(folder))
    prepare(database)
    make(database)
    database.close()
    return folder


def copy_of(scene: Path, folder: Path) -> Database:
    """A database of one's own."""
    url = sqlite_url(folder)
    for end in ("", "-wal"):
        left = Path(f"{make_url(sqlite_url(scene)).database}{end}")
        if left.exists():
            shutil.copyfile(left, f"{make_url(url).database}{end}")
    return Database(url)


@pytest.fixture
def wire(scene: Path, tmp_path: Path) -> Iterator[Wire]:
    """The dispatcher on a street that nobody has touched."""
    database = copy_of(scene, tmp_path)
    yield Wire.on(database)
    database.close()


@pytest.fixture(scope="module")
def untouched(scene: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Wire, Rows]]:
    """The dispatcher on a street that is to stay as it is, and how it is."""
    database = copy_of(scene, tmp_path_factory.mktemp("untouched"))
    yield Wire.on(database), rows(database)
    database.close()


@pytest.fixture(scope="module")
def unguarded(scene: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wire]:
    """The dispatcher on a street where nobody looks before the actions do."""
    database = copy_of(scene, tmp_path_factory.mktemp("unguarded"))
    yield Wire.on(database)
    database.close()


def standing(who: str, kind: str) -> frozenset[Standing]:
    """How `who` stands to a thing of that kind."""
    return ANYONE | (OWN[kind][who] if who in OWN.get(kind, {}) else STANDS.get(who, frozenset()))


def chat_of(who: str, where: Where, verb: Verb | None = None) -> int:
    """The chat that is `where` to somebody."""
    return {Where.PRIVATE: PEOPLE[who].user_id, Where.HOME: CHATS["grid"], Where.DESK: CHATS["desk"]}[where]


def refused(verb: Verb) -> list[str]:
    """Who may not press it."""
    return [who for each, who in REFUSED if each is verb]


def touched(wire: Wire, before: Rows) -> list[str]:
    """The tables that are not as they were."""
    now = rows(wire.database)
    return [name for name in now if now[name] != before[name]]


CELLS = [(verb, who) for verb in Verb for who in PEOPLE]
ALLOWED = [(verb, who) for verb, who in CELLS if PRESSES[verb].who & standing(who, TOUCHED[verb][1])]
REFUSED = [cell for cell in CELLS if cell not in ALLOWED]
PLACES: Mapping[str, frozenset[Where]] = {
    "private": frozenset({Where.PRIVATE}),
    "grid": frozenset({Where.HOME}),
    "desk": frozenset({Where.DESK}),
}
"""What each chat is to what happened in the grid; the others are nothing to it."""
STREET_WIDE = {"next_door": frozenset({Where.HOME}), "desk_next_door": frozenset({Where.DESK})}
"""What they are to the market, which is every community's."""
ANY_DESK = dict.fromkeys(("desk_next_door", "another_street"), frozenset({Where.DESK}))
"""What they are to a list of one's own: a desk is a desk."""


def fits(verb: Verb, chat: str) -> bool:
    """Whether the button may stand there."""
    wider = {About.MARKET: STREET_WIDE, About.NOTHING: ANY_DESK}.get(PRESSES[verb].about, {})
    places = {**PLACES, **wider}
    return bool(places.get(chat, frozenset()) & PRESSES[verb].where)


ELSEWHERE = [(verb, chat) for verb in Verb for chat in ("private", *CHATS) if not fits(verb, chat)]


def data_of(press: Press, database: Database) -> str:
    """The button's data."""
    number = press.arg == "$other"
    return encode(Press(press.verb, press.id, number_of(database, "other")) if number else press)


def number_of(database: Database, matter: str) -> str:
    """A matter's number."""
    return next(str(row[1]) for row in rows(database)["matters"] if row[0] == matter)


def test_no_button_and_no_word_is_without_a_right() -> None:
    assert set(PRESSES) == set(Verb) == set(TOUCHED)
    assert set(WORDS.values()) <= set(COMMANDS)


@pytest.mark.parametrize(("verb", "who"), ALLOWED, ids=lambda part: str(getattr(part, "name", part)))
async def test_who_may_press_it_does(wire: Wire, verb: Verb, who: str) -> None:
    press = TOUCHED[verb][0]
    before = rows(wire.database)
    where = next(place for place in (Where.PRIVATE, Where.HOME, Where.DESK) if place in PRESSES[verb].where)
    toast = await wire.presses(PEOPLE[who], data_of(press, wire.database), chat_of(who, where))
    if (verb, who) in FINER:
        assert toast is not None and not touched(wire, before)
        return
    assert toast not in (toasts.refused(verb), toasts.STALE, toasts.UNKNOWN)
    assert (verb in HARMLESS or (verb, who) == (Verb.ME_TOO, "asker")) or touched(wire, before)


@pytest.mark.parametrize("verb", sorted({verb for verb, _ in REFUSED}), ids=lambda verb: verb.name)
async def test_who_may_not_is_told_so_and_nothing_changes(untouched: tuple[Wire, Rows], verb: Verb) -> None:
    wire, before = untouched
    data = data_of(TOUCHED[verb][0], wire.database)
    for who, where in product(refused(verb), PRESSES[verb].where):
        assert await wire.presses(PEOPLE[who], data, chat_of(who, where)) == toasts.refused(verb), who
        assert not touched(wire, before), who


@pytest.mark.parametrize("verb", sorted({verb for verb, _ in REFUSED}), ids=lambda verb: verb.name)
async def test_the_actions_refuse_by_themselves(unguarded: Wire, verb: Verb, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Do, "guarded", lambda do, guard: do)
    data = data_of(TOUCHED[verb][0], unguarded.database)
    for who in refused(verb):
        before = rows(unguarded.database, but=who)
        assert await unguarded.presses(PEOPLE[who], data, PEOPLE[who].user_id) is not None, who
        assert rows(unguarded.database, but=who) == before, who


@pytest.mark.parametrize(("verb", "chat"), ELSEWHERE, ids=lambda part: str(getattr(part, "name", part)))
async def test_a_button_is_pressed_where_it_stands(untouched: tuple[Wire, Rows], verb: Verb, chat: str) -> None:
    wire, before = untouched
    who = next(who for each, who in ALLOWED if each is verb)
    there = PEOPLE[who].user_id if chat == "private" else CHATS[chat]
    assert await wire.presses(PEOPLE[who], data_of(TOUCHED[verb][0], wire.database), there) == toasts.STALE
    assert not touched(wire, before)


@pytest.mark.parametrize("ident", [1087968824, 777000, 136817688])
async def test_nobody_in_particular_presses_nothing(untouched: tuple[Wire, Rows], ident: int) -> None:
    wire, before = untouched
    toast = await wire.presses(Speaker(ident, "Group"), encode(Press(Verb.GOING, "market")), CHATS["grid"])
    assert toast == toasts.UNKNOWN
    assert not touched(wire, before)


SAID = {"number": "BY-1126-100"}
COMMAND_CELLS = [(name, where, who) for name, places in COMMANDS.items() for where in places for who in PEOPLE]


def may_say(name: str, where: Where, who: str) -> bool:
    """Whether the table lets them: in private staff of anywhere count, at a desk those of its community."""
    anywhere = {"staff_next_door", "staff_of_another_street"} if where is not Where.DESK else set()
    held = frozenset({Standing.STAFF}) if who in anywhere else STANDS.get(who, frozenset())
    return bool(COMMANDS[name][where] & (held | ANYONE))


@pytest.mark.parametrize(("name", "where", "who"), COMMAND_CELLS, ids=lambda part: str(getattr(part, "value", part)))
async def test_a_command_is_for_whom_the_table_says(wire: Wire, name: str, where: Where, who: str) -> None:
    text = SAID.get(name, f"/{name}")
    before = rows(wire.database)
    await wire.says(PEOPLE[who], text, chat_of(who, where))
    after = rows(wire.database)
    said = [row for row in after["outbox"] if row not in before["outbox"]]
    refused = [row for row in said if NoteKind.NO_RIGHT.value in str(row)]
    if may_say(name, where, who):
        assert not refused or (name == "setup" and who == "staff_here") or who.startswith("staff_next_door")
    else:
        assert refused == said
        assert len(said) == 1
        assert {name: found for name, found in after.items() if name != "outbox"} == {
            name: found for name, found in before.items() if name != "outbox"
        }


@pytest.mark.parametrize("name", [*COMMANDS])
@pytest.mark.parametrize("ident", [1087968824, 777000, 136817688])
async def test_anonymous_administrators_and_channels_command_nothing(
    untouched: tuple[Wire, Rows], name: str, ident: int
) -> None:
    wire, before = untouched
    text = SAID.get(name, f"/{name} 停电通知")
    for chat in (CHATS["grid"], CHATS["desk"]):
        sender = {"id": chat, "type": "supergroup", "title": "群"}
        await wire.says(Speaker(ident, "Group"), text, chat, sender_chat=sender)
    assert not touched(wire, before)
