"""Every cell of the table of buttons in bot.handlers.rights, over the real dispatcher."""

from collections.abc import Mapping
from itertools import product

import pytest

from actions.tx import Do
from bot.callbacks import Press, Verb, encode
from bot.handlers.rights import COMMANDS, PRESSES, WORDS
from bot.texts import toasts
from community.heard import Speaker
from community.rights import About, Standing, Where
from storage.engine import Database
from tests.contracts.rights_kit import CHATS, PEOPLE, STANDS
from tests.contracts.rights_scene import Rows, chat_of, number_of, touched
from tests.contracts.rights_touched import OWN, TOUCHED
from tests.contracts.wire_kit import Wire, rows

ANYONE = frozenset({Standing.ANYONE})

HARMLESS = frozenset({Verb.STALLS, Verb.MARKET_HOLD, Verb.HOME})
"""Presses that show something, find it so already, or change only the person."""

FINER = frozenset({(Verb.BIND, "staff_next_door"), (Verb.BIND, "staff_of_another_street")})
"""Staff who may bind the group, but not to that grid: the action itself refuses."""


def standing(who: str, kind: str) -> frozenset[Standing]:
    """How `who` stands to a thing of that kind."""
    return ANYONE | (OWN[kind][who] if who in OWN.get(kind, {}) else STANDS.get(who, frozenset()))


def refused(verb: Verb) -> list[str]:
    """Who may not press it."""
    return [who for each, who in REFUSED if each is verb]


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
