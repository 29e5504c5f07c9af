"""Two tokens on one database: each bot's groups and people hear from their own bot, once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import Session, col, select

from actions.groups import ChatSeen, see_chat
from actions.hearing import answered_matter
from actions.listening import Said
from actions.listening_in_private import listen_in_private
from actions.needs import HeardBefore, Registered, register_need
from actions.people import block, settle, start
from actions.planning import plan_ahead
from actions.tx import Do, Tx
from community.facts import CardSlot, Fact, FactKind, NoteKind, Recipient
from community.heard import Heard
from community.timing import Moment, Scope, kind_for
from community.words import OutboxState, PlaceKind, Priority
from schedules.clockwork import Clockwork
from storage.engine import Database
from storage.tables import Card, Due, Matter, Outbox, Person, Place
from tests.street import (
    AUNT_LI,
    DESK_CHAT,
    GRID_CHAT,
    SENSITIVE,
    THURSDAY,
    WRENCH,
    SmallStreet,
    StreetClock,
    build,
    meaning_of,
)

OTHER = 2


@pytest.fixture
def street(database: Database) -> SmallStreet:
    """The grid group and its desk are bot 1's; bot 2 has a grid group and a desk of another community."""
    made = build(database)

    def rows(session: Session) -> None:
        here = session.get_one(Place, "grid")
        for ident, chat, kind in (
            ("grid2", GRID_CHAT - 10, PlaceKind.GRID),
            ("desk2", DESK_CHAT - 10, PlaceKind.STAFF),
        ):
            session.add(
                Place(id=ident, bot_id=OTHER, chat_id=chat, kind=kind, title=ident, street_id=here.street_id,
                      community_id=here.community_id if kind is PlaceKind.GRID else None, made_at=THURSDAY)
            )  # fmt: skip

    made.database.write_now(rows)
    return made


def by(street: SmallStreet, bot: int, action: Callable[..., Any], **given: Any) -> Any:
    """Run `action` in a process of that bot."""
    return street.database.write_now(lambda session: action(Tx(session, street.now, street.chance, bot), **given))


def sayers(street: SmallStreet, kind: FactKind | None = None) -> set[tuple[str, int]]:
    """Who hears of it, from which bot."""
    return {(row.recipient, row.bot_id) for row in street.said(kind)}


def person(street: SmallStreet, user: int = AUNT_LI.user_id) -> Person:
    return street.database.read_now(lambda s: s.exec(select(Person).where(Person.user_id == user)).one())


def tell(tx: Tx, *, to: Recipient) -> None:
    """An action that says something."""
    tx.say(Fact(FactKind.TOLD, "x", to, Priority.REPLY, payload={"note": NoteKind.WELCOME.value}))


@pytest.mark.parametrize("bot", [1, OTHER])
async def test_each_chat_gets_its_digest_once_from_its_own_bot(street: SmallStreet, bot: int) -> None:
    """Whichever bot's scheduler is the quicker."""
    at = THURSDAY + timedelta(hours=23)
    for one in (1, OTHER):
        by(street, one, plan_ahead, moments=[Moment("digest", Scope.STAFF_PLACE, at)], saturdays=[])
    street.now, clock = at, StreetClock(street)
    for one in (bot, 3 - bot):
        do = Do(street.database, clock, street.chance, one, lambda: None)
        await Clockwork(do, street.database, clock, real_time=False).run_due(at)
    told = [(row.recipient, row.bot_id) for row in street.said(FactKind.TOLD)]
    assert sorted(told) == [("g:desk", 1), ("g:desk2", OTHER)]


def test_each_bot_watches_its_own_groups(street: SmallStreet) -> None:
    for one in (1, OTHER, OTHER):
        by(street, one, plan_ahead, moments=[Moment("watch", Scope.BOT, THURSDAY)], saturdays=[])
    kinds = street.database.read_now(lambda s: s.exec(select(Due.kind).order_by(col(Due.kind))).all())
    assert list(kinds) == [kind_for("watch", 1), kind_for("watch", OTHER)]


def test_a_group_hears_from_the_bot_that_is_in_it(street: SmallStreet) -> None:
    by(street, OTHER, tell, to=Recipient(place="grid"))
    by(street, 1, tell, to=Recipient(place="grid2"))
    assert sayers(street) == {("g:grid", 1), ("g:grid2", OTHER)}


def test_a_person_hears_from_the_bot_that_they_spoke_to_last(street: SmallStreet) -> None:
    by(street, OTHER, start, speaker=AUNT_LI)
    street.forget_said()
    li = person(street)
    by(street, 1, tell, to=Recipient(person=li.id))
    assert sayers(street) == {(f"p:{li.id}", OTHER)}
    street.database.write_now(
        lambda s: s.add(
            Card(
                slot=CardSlot.MATTER,
                subject="m",
                recipient=f"p:{li.id}",
                chat_id=1,
                message_id=5,
                digest="",
                sent_at=street.now,
            )
        )
    )
    by(street, 1, start, speaker=AUNT_LI)
    assert sayers(street) == {(f"p:{li.id}", 1)}, "what was not said yet is said by the other"
    assert street.database.read_now(lambda s: s.exec(select(Card)).all()) == [], "which cannot edit its cards"


def matters(street: SmallStreet) -> dict[str, str]:
    """What each is about, by its id."""
    return {one.id: one.summary for one in street.database.read_now(lambda s: s.exec(select(Matter)).all())}


def test_each_bot_counts_its_own_messages_in_private(street: SmallStreet) -> None:
    """Number 5 said to one is not number 5 said to the other, however often somebody changes between them."""
    told = ("厨房灯不亮了", "水管漏水了", "门锁坏了")
    for bot, text in zip((1, OTHER, 1), told, strict=True):
        heard = Heard(AUNT_LI, None, AUNT_LI.user_id, 5, street.now, text)
        by(street, bot, start, speaker=AUNT_LI)
        by(street, bot, settle, speaker=AUNT_LI, grid="g3")
        said = Said(heard, meaning_of(text, "repair"))
        made = by(street, bot, listen_in_private, said=said, sensitive=SENSITIVE)
        assert isinstance(made, Registered), text
        answer = replace(heard, message_id=6, reply_to=5)
        matter = by(street, bot, answered_matter, heard=answer)
        assert matters(street)[matter] == text
        assert isinstance(by(street, bot, listen_in_private, said=said, sensitive=SENSITIVE), HeardBefore)
        street.later(days=3)


def test_who_blocks_the_bot_they_do_not_use_is_reached_as_before(street: SmallStreet) -> None:
    by(street, OTHER, start, speaker=AUNT_LI)
    by(street, 1, block, speaker=AUNT_LI)
    assert not person(street).unreachable
    by(street, OTHER, block, speaker=AUNT_LI)
    assert person(street).unreachable


def test_what_could_not_be_said_by_one_is_said_by_the_other_when_it_is_started(street: SmallStreet) -> None:
    li = by(street, OTHER, start, speaker=AUNT_LI).id
    street.forget_said()
    by(street, OTHER, tell, to=Recipient(person=li))
    street.database.write_now(lambda s: s.execute(update(Outbox).values(state=OutboxState.UNREACHABLE)))
    by(street, OTHER, block, speaker=AUNT_LI)
    by(street, 1, start, speaker=AUNT_LI, greeted=True)
    waiting = [row for row in street.said() if row.state is OutboxState.WAITING]
    assert [(row.recipient, row.bot_id) for row in waiting] == [(f"p:{li}", 1)]


def test_orders_reach_partners_through_the_bot_that_they_started(street: SmallStreet) -> None:
    by(street, OTHER, start, speaker=WRENCH[0])
    street.forget_said()
    heard = street.says(AUNT_LI, "厨房灯不亮")
    by(street, 1, register_need, heard=heard, meaning=meaning_of("厨房灯不亮", "repair"), sensitive=SENSITIVE)
    wrench = person(street, WRENCH[0].user_id).id
    offered = dict(sayers(street, FactKind.ORDER_CHANGED) | sayers(street, FactKind.ORDER_OFFERED))
    assert offered[f"p:{wrench}"] == OTHER
    assert {bot for to, bot in offered.items() if to != f"p:{wrench}"} <= {1}


def test_a_bot_that_leaves_a_group_in_which_another_is_takes_nothing_along(street: SmallStreet) -> None:
    by(street, OTHER, see_chat, speaker=None, chat=ChatSeen(GRID_CHAT, "一网格", admin=True))
    by(street, 1, see_chat, speaker=None, chat=ChatSeen(GRID_CHAT, "一网格", present=False))
    place = street.database.read_now(lambda s: s.get_one(Place, "grid"))
    assert (place.bot_id, place.present) == (OTHER, True)
