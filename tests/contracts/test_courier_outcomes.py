"""What becomes of what did not simply arrive: who is told, what is repeated and what is not."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlmodel import Session, col, select

from actions.announcements import Drafted, choose_all, write_announcement
from actions.claiming import claim_order
from actions.doubts import raise_doubt, settle_doubt
from actions.groups import ChatSeen, move_group, note_chat
from actions.letters import Again, AgainAll, NotStaff, Stale, open_unsent, retry_letter, retry_letters
from actions.particulars import add_particulars
from actions.people import block
from actions.publishing import recall_announcement, send_announcement
from actions.watching import watch_groups
from bot.courier.outcome import Outcome, What
from community.facts import Fact, FactKind, NoteKind, Recipient
from community.heard import Heard, Speaker
from community.words import OutboxState, PlaceKind
from storage.engine import Database
from storage.tables import History, Matter, Outbox, Person, Place, Utterance
from tests.contracts.courier_kit import Post, labels, open_post
from tests.contracts.sandbox_kit import Town
from tests.contracts.test_courier import need, partner, start
from tests.street import AUNT_LI, CLERK, SENSITIVE, meaning_of

ONCE_MORE = "可能发了两遍"


@pytest.fixture
async def post(town: Town, database: Database) -> AsyncIterator[Post]:
    """A running courier."""
    async with open_post(town, database) as opened:
        yield opened


def li(post: Post) -> Speaker:
    return Speaker(post.users["li"], AUNT_LI.name)


def clerk(post: Post) -> Speaker:
    return Speaker(post.users["clerk"], CLERK.name)


async def blocks(post: Post, who: str) -> None:
    """They press “stop”, and the bot is not told."""
    await post.town.ask("members", chat=post.users[who], user=post.users[who], do="block")


async def starts(post: Post) -> None:
    await post.town.ask("members", chat=post.users["li"], user=post.users["li"], do="start")
    start(post, post.users["li"])
    await post.settled()


def revealed(post: Post) -> list[tuple[str | None, dict[str, Any]]]:
    query = select(History).where(History.what == "reveal").order_by(col(History.id))
    rows = post.street.database.read_now(lambda session: session.exec(query).all())
    return [(row.person_id, row.detail) for row in rows]


@pytest.mark.parametrize("fault", ["drop_after", "5xx_after"])
async def test_an_order_whose_answer_was_lost_comes_again_and_says_so(post: Post, fault: str) -> None:
    await post.town.ask("faults", kind=fault, method="sendMessage", chat=post.users["w0"], count=1)
    await need(post)
    post.clock.push(minutes=2)
    await post.settled()
    first, second = await post.sees("w0")
    assert ONCE_MORE not in first["text"] and ONCE_MORE in second["text"]
    assert labels(second)[0] == "✔ 接单"
    assert all(ONCE_MORE not in message["text"] for message in await post.sees("w1"))


def doubt_with(post: Post, *media: dict[str, Any]) -> None:
    """Someone sends something in the group that staff are to look at."""
    heard = Heard(li(post), "grid", post.chats["grid"], 1, post.clock.now(), "楼下这个", media)
    post.do(raise_doubt, heard=heard, meaning=meaning_of("楼下这个"))


async def test_a_card_stands_and_changes_although_what_belongs_below_it_is_refused(post: Post) -> None:
    doubt_with(post, {"type": "photo", "file_id": "gone"}, {"type": "voice", "file_id": "gone too"})
    await post.settled()
    post.clock.push(seconds=5)
    rows = await post.settled()
    assert ["拿不准" in message["text"] for message in await post.desk_sees()] == [True]
    below = [row for row in rows if "below" in row.payload]
    assert [(row.state, row.error) for row in below] == [
        (OutboxState.REFUSED, "Wrong file identifier/http url specified")
    ] * 2
    (doubt,) = [row for row in rows if row.kind is FactKind.DOUBT_RAISED]
    assert doubt.state is OutboxState.DELIVERED
    post.do(settle_doubt, speaker=clerk(post), question=doubt.subject, category=None, sensitive=SENSITIVE)
    await post.settled()
    (card,) = await post.desk_sees()
    assert "不是诉求" in card["text"] and labels(card) == []


@pytest.mark.parametrize("fault", ["429", "5xx"])
async def test_what_belongs_below_a_card_is_tried_again_without_the_card(post: Post, fault: str) -> None:
    await post.town.ask("faults", kind=fault, method="sendLocation", count=1)
    doubt_with(post, {"type": "location", "latitude": 36.8, "longitude": 117.9})
    await post.settled()
    assert [("location" in message) for message in await post.desk_sees()] == [False]
    post.clock.push(seconds=5)
    rows = await post.settled()
    assert [("location" in message) for message in await post.desk_sees()] == [False, True]
    assert all(row.state is OutboxState.DELIVERED for row in rows if row.recipient == "g:desk")


async def test_after_two_days_of_outage_what_nobody_has_taken_is_offered_by_itself_once(post: Post) -> None:
    await post.town.ask("faults", kind="5xx", method="sendMessage", rate=1.0)
    await need(post)
    post.clock.push(minutes=5)
    await need(post, "水管漏水了")
    first, _ = post.street.orders()
    for _ in range(2):
        post.clock.push(days=1)
        await post.settled()
    assert {row.state for row in post.street.said(FactKind.ORDER_OFFERED)} == {OutboxState.WAITING}
    post.do(claim_order, speaker=partner(post, 1), order=first.id)
    await post.town.http.delete("/sandbox/faults")
    for _ in range(2):
        post.clock.push(minutes=5)
        await post.settled()
    offered = [message["text"] for message in await post.sees("w0") if "接单" in "".join(labels(message))]
    assert ["水管" in text or "BY-1126-02" in text for text in offered] == [True]


async def test_what_was_broken_off_by_a_crash_comes_again_and_says_so(post: Post) -> None:
    def break_off(tx: Any) -> None:
        tx.say(Fact(FactKind.TOLD, "w0", Recipient(person="w0"), payload={"note": NoteKind.HELP.value}))
        tx.session.exec(select(Outbox)).one().leased_until = tx.now

    post.do(break_off)
    await post.settled()
    (told,) = await post.sees("w0")
    assert ONCE_MORE in told["text"]


@pytest.mark.parametrize("fault", ["drop_after", "5xx_after"])
async def test_an_announcement_whose_answer_was_lost_is_never_repeated_but_counted(post: Post, fault: str) -> None:
    written = post.do(write_announcement, speaker=clerk(post), place="desk", text="明天停水")
    assert isinstance(written, Drafted)
    post.do(choose_all, speaker=clerk(post), announcement=written.announcement)
    await post.town.ask("faults", kind=fault, method="sendMessage", chat=post.chats["grid"], count=1)
    post.do(send_announcement, speaker=clerk(post), announcement=written.announcement)
    await post.settled()
    for _ in range(3):
        post.clock.push(hours=1)
        await post.settled()
    assert len([message for message in await post.group_sees() if "停水" in message["text"]]) == 1
    result = (await post.desk_sees())[-1]["text"]
    assert "送达 0/1" in result and "没等到回执 1 个群" in result
    post.do(open_unsent, speaker=clerk(post), place="desk")
    await post.settled()
    listed = (await post.desk_sees())[-1]
    assert "公告" in listed["text"] and labels(listed) == []
    (lost,) = [row for row in post.street.said() if row.state is OutboxState.UNKNOWN]
    assert isinstance(post.do(retry_letter, speaker=clerk(post), letter=lost.id), Stale)


async def test_a_letter_that_was_refused_is_listed_with_its_reason_and_tried_again(post: Post) -> None:
    def refuse(tx: Any) -> None:
        tx.say(Fact(FactKind.TOLD, "x", Recipient(place="grid"), payload={"note": NoteKind.NOT_A_NEED.value}))
        row = tx.session.exec(select(Outbox)).one()
        row.state, row.error, row.ended_at = OutboxState.REFUSED, "Not enough rights to send text messages", tx.now

    post.do(refuse)
    post.do(open_unsent, speaker=clerk(post), place=None)
    await post.settled()
    listed = (await post.sees("clerk"))[-1]
    assert "没有发言权限" in listed["text"] and labels(listed) == ["再试 1"]
    dead = post.street.said()[0]
    assert isinstance(post.do(retry_letter, speaker=partner(post, 0), letter=dead.id), NotStaff)
    assert isinstance(post.do(retry_letter, speaker=clerk(post), letter=dead.id), Again)
    assert isinstance(post.do(retry_letter, speaker=clerk(post), letter=dead.id), Stale)
    await post.settled()
    assert [message["text"] for message in await post.group_sees()] == ["好的，没有登记。有事随时说。"]


def says_in_grid(tx: Any) -> None:
    tx.say(Fact(FactKind.TOLD, "x", Recipient(place="grid"), payload={"note": NoteKind.NOT_A_NEED.value}))


async def test_a_group_that_threw_us_out_is_marked_and_its_staff_are_told_once(post: Post) -> None:
    bot = (await post.town.bot("getMe"))["id"]
    await post.town.ask("members", chat=post.chats["grid"], user=bot, do="kick")
    for _ in range(2):
        post.do(says_in_grid)
        await post.settled()
    told = [message["text"] for message in await post.desk_sees()]
    assert len(told) == 1 and "里没有我了" in told[0]
    place = post.street.database.read_now(lambda session: session.get_one(Place, "grid"))
    assert (place.present, place.admin) == (False, False)
    assert isinstance(post.do(retry_letters, speaker=clerk(post)), AgainAll)


async def test_a_group_in_which_we_may_not_write_is_told_once_until_we_may_again(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.courier.delivery.classify", lambda _: Outcome(What.REFUSED, "no rights", silenced=True))
    for _ in range(2):
        await post.town.ask("faults", kind="5xx", method="sendMessage", chat=post.chats["grid"], count=1)
        post.do(says_in_grid)
        await post.settled()
    assert ["不让我说话" in message["text"] for message in await post.desk_sees()] == [True]

    def alarm() -> str:
        return post.street.database.read_now(lambda session: session.get_one(Place, "grid").alarm)

    assert alarm() == "silenced"
    post.do(watch_groups, hears_all=True)
    assert alarm() == "silenced"
    post.do(says_in_grid)
    await post.settled()
    assert alarm() == ""


async def test_who_is_no_staff_is_shown_no_letters(post: Post) -> None:
    assert isinstance(post.do(open_unsent, speaker=partner(post, 0), place=None), NotStaff)
    await post.settled()
    assert "没送到" not in (await post.sees("w0"))[-1]["text"]


@pytest.mark.parametrize("found", ["sending", "telegram"])
async def test_the_desk_hears_when_the_claimer_can_t_be_reached(post: Post, found: str) -> None:
    order = await need(post)
    post.do(claim_order, speaker=partner(post, 0), order=order)
    await post.settled()
    await blocks(post, "w0")
    for _ in range(2):  # told once, however often it is noticed
        if found == "telegram":
            post.do(block, speaker=partner(post, 0))
        else:
            start(post, post.users["w0"])
            fact = Fact(FactKind.TOLD, order, Recipient(person="w0"), payload={"note": NoteKind.NUDGED.value})
            post.do(lambda tx, fact=fact: tx.say(fact))
        await post.settled()
    told = [message["text"] for message in await post.desk_sees() if "收不到我的消息" in message["text"]]
    assert len(told) == 1 and "BY-1126-01" in told[0] and "红扳手维修队0" in told[0]
    assert post.street.database.read_now(lambda session: session.get_one(Person, "w0").unreachable)


async def test_the_claimer_gets_the_number_when_the_resident_can_t_be_reached(post: Post) -> None:
    order = await need(post, place="3号楼2单元501", phone="13800138000")
    await starts(post)
    post.do(claim_order, speaker=partner(post, 0), order=order)
    await post.settled()
    post.do(block, speaker=li(post))
    await post.settled()
    told = (await post.sees("w0"))[-1]["text"]
    assert "收不到我的消息" in told and "13800138000" in told
    assert not any("13800138000" in message["text"] for message in await post.desk_sees())


async def test_a_group_that_moved_takes_everything_along_even_if_its_new_self_came_first(post: Post) -> None:
    await need(post)
    old = post.chats["grid"]
    await post.town.ask("members", chat=old, user=post.users["li"], do="migrate")
    (new,) = [room["id"] for room in (await post.town.look("world"))["chats"] if str(room["id"]).startswith("-100")]
    post.chats["grid"] = new
    post.do(note_chat, chat=ChatSeen(new, "群", admin=True))
    fact = Fact(FactKind.TOLD, "x", Recipient(place="grid"), payload={"note": NoteKind.NOT_A_NEED.value})
    post.do(lambda tx: tx.say(fact))
    rows = await post.settled()
    assert {row.state for row in rows if row.recipient == "g:grid"} <= {OutboxState.DELIVERED, OutboxState.COALESCED}
    assert any(message["text"].startswith("好的") for message in await post.group_sees())

    def places(session: Session) -> tuple[list[Place], list[int]]:
        return list(session.exec(select(Place).where(Place.chat_id == new))), list(
            session.exec(select(Utterance.chat_id))
        )

    (place,), chats = post.street.database.read_now(places)
    assert (place.id, place.kind, place.admin) == ("grid", PlaceKind.GRID, True)
    assert set(chats) == {old}
    moved = post.street.database.read_now(lambda s: s.exec(select(History).where(History.what == "move_group")).all())
    assert [row.detail for row in moved] == [{"old": old, "new": new}]


async def test_an_open_matter_s_card_stands_in_the_new_chat_and_changes_there(post: Post) -> None:
    order = await need(post)
    old = post.chats["grid"]
    await post.town.ask("members", chat=old, user=post.users["li"], do="migrate")
    (new,) = [room["id"] for room in (await post.town.look("world"))["chats"] if str(room["id"]).startswith("-100")]
    post.chats["grid"] = new
    post.do(move_group, old=old, new=new)
    await post.settled()
    (card,) = await post.group_sees()
    post.do(claim_order, speaker=partner(post, 0), order=order)
    rows = await post.settled()
    (changed,) = await post.group_sees()
    assert changed["message_id"] == card["message_id"] and "已接单" in changed["text"]
    assert {row.state for row in rows if row.recipient == "g:grid"} <= {OutboxState.DELIVERED, OutboxState.COALESCED}


async def test_a_recalled_announcement_that_stands_in_the_former_chat_is_owned_up_to(post: Post) -> None:
    drafted = post.do(write_announcement, speaker=clerk(post), place="desk", text="周六停水一天")
    assert isinstance(drafted, Drafted)
    post.do(choose_all, speaker=clerk(post), announcement=drafted.announcement)
    post.do(send_announcement, speaker=clerk(post), announcement=drafted.announcement)
    await post.settled()
    old = post.chats["grid"]
    await post.town.ask("members", chat=old, user=post.users["li"], do="migrate")
    (new,) = [room["id"] for room in (await post.town.look("world"))["chats"] if str(room["id"]).startswith("-100")]
    post.do(move_group, old=old, new=new)
    post.do(recall_announcement, speaker=clerk(post), announcement=drafted.announcement)
    [row] = [row for row in await post.settled() if row.kind is FactKind.ANNOUNCEMENT_RECALLED]
    assert row.state is OutboxState.REFUSED and "moved away" in (row.error or "")


async def test_door_and_phone_are_revealed_once_to_the_claimer_alone(post: Post) -> None:
    order = await need(post, place="3号楼2单元501")
    await starts(post)
    assert revealed(post) == []
    post.do(claim_order, speaker=partner(post, 0), order=order)
    await post.settled()
    assert revealed(post) == [("w0", {"door": True})]
    chat = post.users["li"]
    message = await post.town.says(chat, chat, "电话13800138000")
    heard = Heard(li(post), None, chat, message, post.clock.now(), "电话13800138000")
    told = meaning_of("电话13800138000", phone="13800138000")
    post.do(add_particulars, heard=heard, meaning=told, matter=None, door=None)
    await post.settled()
    post.do(lambda tx: tx.say(Fact(FactKind.ORDER_CHANGED, order, Recipient(person="w0"), fresh=True)))
    await post.settled()
    assert revealed(post) == [("w0", {"door": True}), ("w0", {"phone": True})]
    number = post.street.database.read_now(lambda session: session.exec(select(Matter.number)).one())
    assert number == "BY-1126-01"
