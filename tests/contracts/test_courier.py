"""The courier against the sandbox over real HTTP."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col

from actions.claiming import claim_order
from actions.needs import register_need
from actions.orders import complete_order, set_out
from actions.tx import Tx
from bot.courier import courier, render
from community.facts import CardSlot, Fact, FactKind, NoteKind, Recipient
from community.heard import Heard, Speaker
from community.words import OutboxState, PlaceKind, Priority
from storage import outbox
from storage.delivering import end
from storage.engine import Database
from storage.soundness import CorruptDatabase
from storage.tables import Outbox, Person, Place
from tests.contracts.courier_kit import PATIENCE, Post, labels, open_post
from tests.contracts.sandbox_kit import Town
from tests.street import AUNT_LI, SENSITIVE, WRENCH, meaning_of

LAMP = "3号楼2单元501厨房灯不亮了"


@pytest.fixture
async def post(town: Town, database: Database) -> AsyncIterator[Post]:
    """A running courier."""
    async with open_post(town, database) as opened:
        yield opened


async def need(post: Post, text: str = LAMP, *categories: str, **more: Any) -> str:
    """Aunt Li says something in the grid group; the order's id, once everything is said."""
    li = post.users["li"]
    message = await post.town.says(li, post.chats["grid"], text)
    heard = Heard(Speaker(li, AUNT_LI.name), "grid", post.chats["grid"], message, post.clock.now(), text)
    meaning = meaning_of("厨房灯不亮", *(categories or ("repair",)), **more)
    post.do(register_need, heard=heard, meaning=meaning, sensitive=SENSITIVE)
    await post.settled()
    return post.street.orders()[-1].id


def partner(post: Post, n: int) -> Speaker:
    return Speaker(post.users[f"w{n}"], WRENCH[n].name)


def tell_clerk(tx: Tx, not_before: datetime | None = None) -> None:
    payload = {"note": NoteKind.THANKED.value}
    tx.say(Fact(FactKind.TOLD, "clerk", Recipient(person="clerk"), payload=payload, not_before=not_before))


def silent(call: dict[str, Any]) -> bool:
    return str(call["params"].get("disable_notification")).lower() == "true"


def start(post: Post, user: int) -> None:
    """What pressing start does to the rows."""

    def work(session: Session) -> None:
        session.execute(sa.update(Person).where(col(Person.user_id) == user).values(started=True, unreachable=False))
        person = session.execute(sa.select(col(Person.id)).where(col(Person.user_id) == user)).scalar_one()
        outbox.revive(session, f"p:{person}", post.clock.now())

    post.street.database.write_now(work)


async def test_a_need_reaches_everyone(post: Post) -> None:
    await need(post, place="3号楼2单元501", phone="13800138000")
    (card,) = await post.group_sees()
    assert "BY-1126-01" in card["text"]
    assert card["reply_to_message"]["text"] == LAMP
    assert any("补充" in label for label in labels(card)) and "🗣 叫人工" in labels(card)
    for who in ("w0", "w1"):
        (offer,) = await post.sees(who)
        assert labels(offer)[0] == "✔ 接单"
        assert "501" not in offer["text"] and "13800138000" not in offer["text"] and AUNT_LI.name not in offer["text"]
    (desk,) = await post.desk_sees()
    assert {"✔ 确认", "改类", "合并", "忽略"} <= set(labels(desk))
    assert (await post.calls("setMessageReaction"))[-1]["params"]["reaction"]


async def test_one_winner_gets_the_door_and_the_loser_loses_the_button(post: Post) -> None:
    order = await need(post, place="3号楼2单元501", phone="13800138000")
    post.do(claim_order, speaker=partner(post, 0), order=order)
    await post.settled()
    won, lost = await post.sees("w0"), await post.sees("w1")
    assert "3号楼2单元501" in won[0]["text"] and "13800138000" in won[0]["text"] and AUNT_LI.name in won[0]["text"]
    assert labels(won[0])[0] == "🚶 我出发了" and "✔ 办结" in labels(won[0])
    assert labels(lost[0]) == [] and "501" not in lost[0]["text"] and "13800138000" not in lost[0]["text"]
    (card,) = await post.group_sees()
    assert "红扳手维修队0" in card["text"] and "催一下" in labels(card) and "501" not in card["text"]
    post.do(set_out, speaker=partner(post, 0), order=order)
    await post.settled()
    assert labels((await post.sees("w0"))[0])[0] == "✔ 办结"
    post.do(complete_order, speaker=partner(post, 0), order=order)
    await post.settled()
    assert "😀 满意" in labels((await post.group_sees())[0])


async def test_what_changes_while_nothing_is_sent_becomes_one_edit(post: Post) -> None:
    order = await need(post)
    before = len(await post.calls("editMessageText"))
    group = post.chats["grid"]
    for act in (claim_order, set_out, complete_order):  # in one tick: the courier cannot run in between
        post.do(act, speaker=partner(post, 0), order=order)
    await post.settled()
    edits = (await post.calls("editMessageText"))[before:]
    assert len([call for call in edits if call["params"]["chat_id"] in (group, str(group))]) == 1
    rows = post.street.said()
    assert OutboxState.COALESCED in {row.state for row in rows if row.slot is CardSlot.MATTER}


async def test_an_unchanged_card_costs_no_call(post: Post) -> None:
    order = await need(post)
    calls = len((await post.town.look("calls", after=0))["calls"])
    post.do(lambda tx: tx.say(Fact(FactKind.ORDER_CHANGED, order, Recipient(person="w0"))))
    await post.settled()
    assert len((await post.town.look("calls", after=0))["calls"]) == calls


async def test_a_fresh_card_rings_and_the_old_one_goes(post: Post) -> None:
    order = await need(post)
    (old,) = await post.sees("w0")
    post.do(lambda tx: tx.say(Fact(FactKind.ORDER_OFFERED, order, Recipient(person="w0"), fresh=True)))
    await post.settled()
    (new,) = await post.sees("w0")
    assert new["message_id"] > old["message_id"]


async def test_the_private_part_waits_for_start(post: Post) -> None:
    await need(post)
    kept = [row for row in post.street.said() if row.state is OutboxState.UNREACHABLE]
    assert kept and all(row.recipient.startswith("p:") for row in kept)
    sent = [call["params"].get("chat_id") for call in await post.calls("sendMessage")]
    assert post.users["li"] not in sent and str(post.users["li"]) not in sent
    await post.town.ask("members", chat=post.users["li"], user=post.users["li"], do="start")
    start(post, post.users["li"])
    await post.settled()
    assert any("BY-1126-01" in message["text"] for message in await post.sees("li"))


async def test_someone_who_blocked_the_bot_is_remembered(post: Post) -> None:
    await post.town.ask("members", chat=post.users["w0"], user=post.users["w0"], do="block")
    await need(post)
    states = {row.recipient: row.state for row in post.street.said(FactKind.ORDER_OFFERED)}
    assert states["p:w0"] is OutboxState.UNREACHABLE and states["p:w1"] is OutboxState.DELIVERED
    assert post.street.database.read_now(lambda session: session.get_one(Person, "w0").unreachable)


async def test_a_flood_answer_is_obeyed_and_costs_no_attempt(post: Post) -> None:
    await post.town.ask("faults", kind="429", method="sendMessage", chat=post.users["w0"], count=1, retry_after=3)
    li = post.users["li"]
    message = await post.town.says(li, post.chats["grid"], LAMP)
    heard = Heard(Speaker(li, AUNT_LI.name), "grid", post.chats["grid"], message, post.clock.now(), LAMP)
    post.do(register_need, heard=heard, meaning=meaning_of("灯不亮", "repair"), sensitive=SENSITIVE)
    await post.settled()
    (offer,) = [row for row in post.street.said(FactKind.ORDER_OFFERED) if row.recipient == "p:w0"]
    assert offer.state is OutboxState.WAITING and offer.attempts == 0 and offer.not_before > post.clock.now()
    assert await post.courier.next_due() == offer.not_before
    post.clock.push(seconds=4)
    await post.settled()
    assert len(await post.sees("w0")) == 1


@pytest.mark.parametrize("kind", ["5xx", "drop_after"])
async def test_failures_of_the_way_are_tried_again(post: Post, kind: str) -> None:
    await post.town.ask("faults", kind=kind, method="sendMessage", chat=post.users["w0"], count=1)
    await need(post)
    (offer,) = [row for row in post.street.said(FactKind.ORDER_OFFERED) if row.recipient == "p:w0"]
    assert offer.state is OutboxState.WAITING and offer.attempts == 1
    post.clock.push(minutes=2)
    await post.settled()
    assert "✔ 接单" in labels((await post.sees("w0"))[-1])


async def test_a_clock_that_is_set_back_delays_nothing_that_was_due(post: Post) -> None:
    """It was an hour ahead: what was put in then, and what was tried then and is to be tried again, is due now."""
    await post.town.ask("faults", kind="5xx", method="sendMessage", chat=post.users["w0"], count=1)
    post.clock.push(hours=1)
    later = post.clock.now() + timedelta(hours=2)
    await need(post)
    post.do(tell_clerk, not_before=later)
    post.clock.push(hours=-1)
    post.do(tell_clerk)
    rows = await post.settled()
    assert [row.not_before for row in rows if row.state is OutboxState.WAITING] == [later]
    assert any("BY-1126-01" in message["text"] for message in await post.sees("w0"))


async def test_a_damaged_page_ends_the_courier_and_nothing_more_is_written(
    town: Town, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_post(town, database) as post:

        def damaged(session: Session, wanted: Any) -> None:
            raise CorruptDatabase("database disk image is malformed")

        monkeypatch.setitem(render.SLOTS, CardSlot.MATTER, render.Slot(damaged, lambda view, wording: view))
        fact = Fact(FactKind.MATTER_CHANGED, "any", Recipient(place="grid"))
        post.do(lambda tx: tx.say(fact))
        post.courier.wake()
        assert post.running is not None
        async with asyncio.timeout(PATIENCE):
            with pytest.raises(CorruptDatabase):
                await post.running
    (row,) = post.street.said()
    assert (row.state, row.attempts, row.error) == (OutboxState.WAITING, 0, None)


async def test_a_group_that_moved_is_followed(post: Post) -> None:
    old = post.chats["grid"]
    await post.town.ask("members", chat=old, user=post.users["li"], do="migrate")
    (new,) = [room["id"] for room in (await post.town.look("world"))["chats"] if str(room["id"]).startswith("-100")]
    post.chats["grid"] = new

    def say(tx: Any) -> None:
        tx.say(Fact(FactKind.TOLD, "clerk", Recipient(place="grid"), payload={"note": NoteKind.NOT_A_NEED.value}))

    post.do(say)
    await post.settled()
    assert post.street.database.read_now(lambda session: session.get_one(Place, "grid").chat_id) == new
    assert (await post.group_sees())[-1]["text"].startswith("好的")


async def test_an_edited_card_that_was_deleted_is_sent_anew(post: Post) -> None:
    order = await need(post)
    (card,) = await post.group_sees()
    await post.town.bot("deleteMessage", chat_id=post.chats["grid"], message_id=card["message_id"])
    post.do(claim_order, speaker=partner(post, 0), order=order)
    await post.settled()
    (again,) = await post.group_sees()
    assert again["message_id"] > card["message_id"] and "已接单" in again["text"]


async def test_a_card_too_old_to_be_deleted_loses_its_buttons_when_a_new_one_is_sent(post: Post) -> None:
    order = await need(post)
    (old,) = await post.sees("w0")
    post.town.world.clock.jump(post.town.world.clock.now() + timedelta(days=3))
    post.do(lambda tx: tx.say(Fact(FactKind.ORDER_CHANGED, order, Recipient(person="w0"), fresh=True)))
    await post.settled()
    left, new = await post.sees("w0")
    assert left["message_id"] == old["message_id"] and labels(left) == [] and "下面" in left["text"]
    assert "✔ 接单" in labels(new)


async def test_no_desk_card_is_shown_in_a_group_that_is_no_desk(post: Post) -> None:
    await need(post)
    (card,) = await post.desk_sees()
    assert "✔ 确认" in labels(card)
    bind(post, PlaceKind.GRID)
    matter = post.street.orders()[0].matter_id
    post.do(lambda tx: tx.say(Fact(FactKind.DESK_CHANGED, matter, Recipient(place="desk"), fresh=True)))
    await post.settled()
    assert await post.desk_sees() == []


def bind(post: Post, kind: PlaceKind) -> None:
    """The desk is another kind of group now."""
    change = sa.update(Place).where(col(Place.id) == "desk").values(kind=kind)
    post.street.database.write_now(lambda session: session.execute(change))


async def test_at_night_only_danger_sounds(post: Post) -> None:
    post.clock.push(hours=13)
    await need(post)
    assert {silent(call) for call in await post.calls("sendMessage")} == {True}
    await need(post, "楼上着火了", "safety", urgency=3)
    loud = [call["params"] for call in await post.calls("sendMessage") if not silent(call)]
    assert any("119" in call["text"] for call in loud)
    assert post.chats["grid"] in {int(call["chat_id"]) for call in loud}


async def test_what_rings_is_hushed_by_no_change_that_joins_it(post: Post) -> None:
    await need(post)
    before, matter = len(await post.calls("sendMessage")), post.street.orders()[0].matter_id

    def says(tx: Tx, *, quiet: bool) -> None:
        tx.say(Fact(FactKind.DESK_CHANGED, matter, Recipient(place="desk"), fresh=not quiet, quiet=quiet))

    for quiet in (False, True):  # in one tick: the courier cannot run in between
        post.do(says, quiet=quiet)
    await post.settled()
    (call,) = (await post.calls("sendMessage"))[before:]
    assert not silent(call)


async def test_what_is_too_late_is_not_said(post: Post) -> None:
    def say(tx: Any) -> None:
        note = {"note": NoteKind.HELP.value}
        tx.say(Fact(FactKind.TOLD, "w0", Recipient(person="w0"), Priority.REPLY, not_after=tx.now, payload=note))

    post.do(say)
    (row,) = await post.settled()
    assert row.state is OutboxState.EXPIRED and await post.sees("w0") == []


async def test_a_sensitive_matter_is_not_named_in_the_group(post: Post) -> None:
    await need(post, "最近心里难受想找人聊聊", "counselling")
    (card,) = await post.group_sees()
    assert "心理" not in card["text"] and "难受" not in card["text"] and "BY-" not in card["text"]
    assert labels(card) == ["私下说"]


async def test_many_partners_and_one_reply_without_a_single_refusal(town: Town, database: Database) -> None:
    async with open_post(town, database, repairers=10) as post:
        order = await need(post)
        post.do(claim_order, speaker=partner(post, 9), order=order)
        await post.settled()
        calls = (await town.look("calls", after=0))["calls"]
        assert calls and all(call["answer"]["ok"] for call in calls)


async def test_a_crash_between_sending_and_noting_repeats_orders_but_no_announcement(post: Post) -> None:
    def rows(session: Session) -> None:
        for number, slot in enumerate((CardSlot.MARKET, CardSlot.NOTE)):
            kind = FactKind.MARKET_POSTED if slot is CardSlot.MARKET else FactKind.TOLD
            payload = {"note": NoteKind.HELP.value}
            fact = Fact(kind, "w0", Recipient(place="grid"), payload=payload, key=str(number))
            outbox.put(session, fact, bot_id=1, now=post.clock.now())
        session.execute(sa.update(Outbox).values(leased_until=post.clock.now(), attempts=1))

    post.street.database.write_now(rows)
    market, note = await post.settled()
    assert market.state is OutboxState.UNKNOWN
    assert note.state is OutboxState.DELIVERED


async def test_who_waits_for_the_clock_is_not_busy(post: Post) -> None:
    def say(tx: Any) -> None:
        for _ in range(22):
            tx.say(Fact(FactKind.TOLD, "x", Recipient(place="grid"), payload={"note": NoteKind.NOT_A_NEED.value}))

    post.do(say)
    due = await post.at_rest()
    assert len(await post.group_sees()) == 20
    assert due - post.clock.now() <= timedelta(seconds=61)
    await post.town.ask("bot", limits=False)  # 它的钟没有跟着走
    post.clock.push(seconds=62)
    assert {row.state for row in await post.settled()} == {OutboxState.DELIVERED}
    assert len(await post.group_sees()) == 22


@pytest.mark.parametrize(("slot", "sends"), [(CardSlot.MARKET, 1), (CardSlot.NOTE, 2)])
async def test_what_was_sent_and_could_not_be_noted_is_repeated_unless_it_is_a_broadcast(
    post: Post, monkeypatch: pytest.MonkeyPatch, slot: CardSlot, sends: int
) -> None:
    began = post.clock.now()

    def broken(*given: Any) -> None:
        if post.clock.now() - began < timedelta(minutes=1):
            raise RuntimeError("could not be noted")
        end(*given)

    monkeypatch.setattr(courier, "end", broken)
    monkeypatch.setattr(render, "SLOTS", {**render.SLOTS, CardSlot.MARKET: render.SLOTS[CardSlot.NOTE]})
    kind = FactKind.MARKET_POSTED if slot is CardSlot.MARKET else FactKind.TOLD
    fact = Fact(kind, "clerk", Recipient(place="grid"), payload={"note": NoteKind.NOT_A_NEED.value})
    post.do(lambda tx: tx.say(fact))
    await post.settled()
    post.clock.push(minutes=5)
    (row,) = await post.settled()
    assert len(await post.calls("sendMessage")) == sends
    assert row.state is (OutboxState.UNKNOWN if sends == 1 else OutboxState.DELIVERED)
