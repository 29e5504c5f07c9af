"""我的数据: seen and exported by its owner alone, deleted without a word left, and what must stay stays."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from actions.also import me_too
from actions.claiming import claim_order
from actions.desk import reply_matter
from actions.forgetting import Forgotten
from actions.inquiries import keep_answer
from actions.market import plan_markets
from actions.mydata import (
    Asked,
    FirstThis,
    NobodyThere,
    NotYours,
    Result,
    ask_forget,
    export_mydata,
    forget_mydata,
    open_mydata,
)
from actions.needs import register_need
from actions.orders import complete_order, report_order, set_eta
from actions.people import appoint, settle, start
from actions.relay import relay_question, relay_words
from actions.residents import rate_matter, set_time
from actions.tx import Tx
from bot.courier.render import SLOTS
from bot.nlp.data import load_taxonomy
from bot.texts.card import Card, Wording
from bot.texts.mydata import mydata_card
from community.facts import CardSlot, NoteKind, Recipient
from community.heard import Speaker
from community.understanding import Kind
from community.views import Wanted
from community.words import InboxState, MatterState, OrderState, OutboxState, Rating, Role
from storage import outbox
from storage.delivering import Ending, Job, Message, end, load_job
from storage.engine import Database
from storage.people import has_role
from storage.revealing import note_revealed
from storage.tables import Card as CardRow
from storage.tables import GuideEntry, History, Inbox, Matter, Order, Outbox, Person, Tombstone, Utterance
from storage.views import mydata as views
from tests.street import AUNT_LI, CLERK, SENSITIVE, UNCLE_WANG, WRENCH, SmallStreet, build, meaning_of

LAMP = "李秀英家3号楼2单元501厨房灯不亮了，电话13800138000"
CANARIES = ("李阿姨", "李秀英", "厨房", "501", "13800138000", "今天下午", "5001")


@pytest.fixture
def street(database: Database) -> SmallStreet:
    """Aunt Li has pressed start and lives in the grid."""
    made = build(database, repairers=2)
    made.do(start, speaker=AUNT_LI)
    made.do(settle, speaker=AUNT_LI, grid="g3")
    return made


def need(street: SmallStreet, text: str = LAMP, **more: Any) -> str:
    """Aunt Li's need, in the group (or in private with place=None); the matter's id."""
    given: dict[str, Any] = {"place": "3号楼2单元501", "phone": "13800138000", "time": "今天下午"}
    heard = street.says(AUNT_LI, text, **more)
    street.do(register_need, heard=heard, meaning=meaning_of("厨房灯不亮", "repair", **given), sensitive=SENSITIVE)
    return street.database.read_now(
        lambda s: s.exec(select(Matter.id).order_by(col(Matter.number).desc())).first() or ""
    )


def person(street: SmallStreet, who: Speaker = AUNT_LI) -> str:
    return street.database.read_now(lambda s: s.exec(select(Person.id).where(Person.user_id == who.user_id)).one())


def cards(street: SmallStreet, kind: NoteKind, reader: str, about: str, **payload: str) -> Card | None:
    """The card as the courier would make it."""
    wanted = Wanted(about, Recipient(person=reader), street.now, "", {"note": kind.value, **payload})
    view = street.database.read_now(lambda session: views.load(session, wanted))
    return mydata_card(view, Wording(load_taxonomy(), street.now)) if view is not None else None


def everything(session: Session) -> str:
    """All rows of all tables, as text; the raw updates are not there in these tests."""
    tables = SQLModel.metadata.sorted_tables
    return "\n".join(str(tuple(row)) for table in tables for row in session.execute(sa.select(table)))


def test_it_is_shown_in_short_and_exported_in_full(street: SmallStreet) -> None:
    need(street)
    assert isinstance(street.do(open_mydata, speaker=AUNT_LI), Asked)
    li = person(street)
    shown = cards(street, NoteKind.MY_DATA, li, li)
    assert shown is not None
    assert "BY-1126-01" in shown.html
    assert isinstance(street.do(export_mydata, speaker=AUNT_LI, person=li), Asked)
    files = [row.payload["what"] for row in street.said() if row.payload.get("note") == NoteKind.MY_DATA_FILE.value]
    assert files == ["txt", "json"]
    text, plain = (cards(street, NoteKind.MY_DATA_FILE, li, li, what=what) for what in files)
    assert text is not None and text.document is not None and plain is not None and plain.document is not None
    assert LAMP in text.document.data.decode() and "3号楼2单元501" in text.document.data.decode()
    read = json.loads(plain.document.data)
    assert read["matters"][0]["words"] == [LAMP]
    assert read["matters"][0]["phone"] == "13800138000"
    assert next(step["what"] for step in read["steps"]) == "register_need"


def test_no_update_that_holds_a_word_of_theirs_is_left(street: SmallStreet) -> None:
    """In the group too, in quotes of it, in what went wrong; what others said stays, and what is still to be done."""
    li = {"id": AUNT_LI.user_id, "first_name": "李秀英"}
    wang = {"id": UNCLE_WANG.user_id, "first_name": "王大爷"}
    own = {"message": {"chat": {"id": -4}, "from": li, "text": LAMP}}
    quoting = {"message": {"chat": {"id": -4}, "from": wang, "reply_to_message": own["message"], "text": "灯？"}}
    others = {"message": {"chat": {"id": -4}, "from": wang, "text": f"编号 {AUNT_LI.user_id}"}}
    asking = {"callback_query": {"from": li, "data": "fg"}}
    done, new = InboxState.DONE, InboxState.NEW
    bodies: list[tuple[dict[str, Any], InboxState]] = [
        (own, done), (own, InboxState.QUARANTINED), (quoting, done), (others, done), (quoting, new), (asking, new),
    ]  # fmt: skip

    def arrive(session: Session) -> None:
        for number, (body, state) in enumerate(bodies):
            error = f"KeyError in hear, x.py:1\nKeyError: '{LAMP}'" if state is InboxState.QUARANTINED else None
            lane = str(AUNT_LI.user_id) if body is asking else "-4"
            session.add(Inbox(bot_id=1, update_id=number, lane=lane, state=state, body=body, error=error,
                              received_at=street.now, result={"is": "Heard", "words": LAMP}))  # fmt: skip

    street.database.write_now(arrive)
    need(street)
    rows = street.database.read_now(lambda session: session.exec(select(Inbox).order_by(col(Inbox.id))).all())
    street.do(because, rows[-1].id or 0, forget_mydata, speaker=AUNT_LI, person=person(street), unfinished="withdraw")
    left = street.database.read_now(lambda session: session.exec(select(Inbox).order_by(col(Inbox.id))).all())
    assert [row.body for row in left] == [None, None, None, others, quoting, None]
    assert [row.error for row in left] == [None, "KeyError in hear, x.py:1", None, None, None, None]
    assert [row.result for row in left[:3]] == [None] * 3
    assert left[-1].state is InboxState.NEW, "its own transaction ends it"
    assert str(AUNT_LI.user_id) not in {row.lane for row in left}


@pytest.mark.parametrize("deleted", [False, True])
def test_a_card_on_its_way_to_them_brings_nothing_back(street: SmallStreet, deleted: bool) -> None:
    street.forget_said()
    need(street)
    li = person(street)

    def take(session: Session) -> Job:
        taken = outbox.take(session, bot_id=1, now=street.now, lease=timedelta(minutes=5), room=50)
        batch = next(one for one in taken if one.newest.recipient == f"p:{li}")
        assert batch.newest.slot is CardSlot.MATTER
        return load_job(session, batch, SLOTS[CardSlot.MATTER].load, street.now)

    job = street.database.write_now(take)
    if deleted:
        street.do(forget_mydata, speaker=AUNT_LI, person=li, unfinished="withdraw")
    sent = Ending(OutboxState.DELIVERED, message=Message(job.chat or 0, 77), digest="x", seen=True)
    street.database.write_now(lambda session: end(session, job, sent, street.now))
    kept = street.database.read_now(lambda s: s.exec(select(CardRow.chat_id)).all())
    assert list(kept) == ([] if deleted else [AUNT_LI.user_id])


def because(tx: Tx, cause: int, action: Callable[..., Any], /, **given: Any) -> Any:
    """`action`, caused by inbox row `cause`."""
    return action(replace(tx, cause=cause), **given)


def test_the_export_holds_nothing_of_anybody_else(street: SmallStreet) -> None:
    matter = need(street)
    street.do(start, speaker=UNCLE_WANG)
    street.do(me_too, speaker=UNCLE_WANG, matter=matter)
    street.do(claim_order, speaker=WRENCH[0], order=street.orders()[0].id)
    li = person(street)
    for what in ("txt", "json"):
        card = cards(street, NoteKind.MY_DATA_FILE, li, li, what=what)
        assert card is not None and card.document is not None
        told = card.document.data.decode()
        assert UNCLE_WANG.name not in told and WRENCH[0].name not in told and person(street, UNCLE_WANG) not in told


@pytest.mark.parametrize("act", [export_mydata, ask_forget])
def test_nobody_else_gets_it(street: SmallStreet, act: Callable[..., Result]) -> None:
    need(street)
    li = person(street)
    for who in (UNCLE_WANG, WRENCH[0]):
        assert isinstance(street.do(act, speaker=who, person=li), NotYours)
        for kind in (NoteKind.MY_DATA, NoteKind.MY_DATA_FILE, NoteKind.ASK_FORGET):
            assert cards(street, kind, person(street, who), li) is None
    assert isinstance(street.do(forget_mydata, speaker=UNCLE_WANG, person=li, unfinished="withdraw"), NotYours)
    assert isinstance(street.do(act, speaker=CLERK, person="nosuch"), NobodyThere)


def test_staff_do_it_for_somebody_without_a_phone(street: SmallStreet) -> None:
    need(street)
    assert isinstance(street.do(open_mydata, speaker=UNCLE_WANG, number="BY-1126-01"), NotYours)
    assert isinstance(street.do(open_mydata, speaker=CLERK, number="BY-1126-01"), Asked)
    li = person(street)
    shown = cards(street, NoteKind.MY_DATA, "clerk", li)
    assert shown is not None and "您代他办" in shown.html
    assert isinstance(street.do(forget_mydata, speaker=CLERK, person=li, unfinished="withdraw"), Forgotten)
    stone = street.database.read_now(lambda s: s.exec(select(Tombstone)).one())
    assert (stone.subject, stone.by) == (li, "clerk")
    assert isinstance(street.do(open_mydata, speaker=CLERK, number="BY-1126-01"), NobodyThere)
    assert street.said()[-1].payload["note"] == NoteKind.NO_DATA.value


def test_what_staff_look_up_stands_in_the_history_where_its_owner_finds_it(street: SmallStreet) -> None:
    need(street)
    li = person(street)
    street.do(open_mydata, speaker=CLERK, number="BY-1126-01")
    street.do(open_mydata, speaker=AUNT_LI)
    for reader, kind, what in (
        ("clerk", NoteKind.ASK_FORGET, ""), ("clerk", NoteKind.MY_DATA, ""), (li, NoteKind.MY_DATA_FILE, "txt"),
        ("clerk", NoteKind.MY_DATA_FILE, "txt"), ("clerk", NoteKind.MY_DATA_FILE, "json"),
    ):  # fmt: skip
        seen(street, reader, li, kind, what)
    query = select(History.what, History.person_id, History.detail).where(History.subject == li)
    lines = street.database.read_now(lambda s: s.exec(query.order_by(col(History.id))).all())
    assert [tuple(line) for line in lines] == [
        ("open_mydata", "clerk", {}),
        ("reveal", "clerk", {"door": True, "phone": True}),
    ]
    file = cards(street, NoteKind.MY_DATA_FILE, li, li, what="txt")
    assert file is not None and file.document is not None
    assert "open_mydata　别人" in file.document.data.decode()


def seen(street: SmallStreet, reader: str, about: str, kind: NoteKind, what: str) -> None:
    """`reader` has been shown it."""
    to = Recipient(person=reader)
    wanted = Wanted(about, to, street.now, "", {"note": kind.value, "what": what})

    def show(session: Session) -> None:
        note_revealed(session, views.load(session, wanted), about, to, street.now)

    street.database.write_now(show)


def lived(street: SmallStreet) -> str:
    """Aunt Li has left traces everywhere: a done matter, an open one, a market, words that came of nothing."""
    done = need(street)
    order = street.orders()[0].id
    street.do(claim_order, speaker=WRENCH[0], order=order)
    street.do(set_time, speaker=AUNT_LI, matter=done, words="今天下午，李秀英在家", at=None)
    street.do(complete_order, speaker=WRENCH[0], order=order)
    told: dict[str, Any] = {"words": "厨房的灯换好了", "price_fen": 0, "proof": [{"type": "photo", "file_id": "F"}]}
    street.do(report_order, speaker=WRENCH[0], order=order, **told)
    street.do(rate_matter, speaker=AUNT_LI, matter=done, rating=Rating.GOOD)
    street.later(minutes=10)
    need(street, "厨房又漏水了，李秀英 13800138000", place=None)
    street.do(plan_markets, saturdays=[street.now.date()])
    return person(street)


def test_deletion_leaves_no_word_and_every_step(street: SmallStreet) -> None:
    li = lived(street)
    steps = street.database.read_now(lambda s: s.exec(select(History.what).order_by(col(History.id))).all())
    result = street.do(forget_mydata, speaker=AUNT_LI, person=li, unfinished="withdraw")
    assert result == Forgotten(2)
    left = street.database.read_now(everything)
    assert [canary for canary in CANARIES if canary in left] == []
    after = street.database.read_now(lambda s: s.exec(select(History.what).order_by(col(History.id))).all())
    assert after[: len(steps)] == steps
    assert set(after[len(steps) :]) == {"withdraw_matter", "forget_person"}
    assert "BY-1126-01" in left and "BY-1126-02" in left
    assert isinstance(street.do(forget_mydata, speaker=CLERK, person=li, unfinished="yes"), NobodyThere)


def test_what_is_open_is_asked_about_first(street: SmallStreet) -> None:
    li = lived(street)
    assert isinstance(street.do(forget_mydata, speaker=AUNT_LI, person=li, unfinished="yes"), FirstThis)
    asked = cards(street, NoteKind.ASK_FORGET, li, li)
    assert asked is not None and "BY-1126-02" in asked.html and "撤回" in asked.rows[0][0].label
    assert "档案" in asked.html  # 要留下的说清楚
    assert person(street) == li


def test_what_is_open_may_go_on_without_a_name(street: SmallStreet) -> None:
    open_one = need(street)
    order = street.orders()[0].id
    street.do(claim_order, speaker=WRENCH[0], order=order)
    li = person(street)
    street.do(forget_mydata, speaker=AUNT_LI, person=li, unfinished="keep")
    matter, held = street.database.read_now(lambda s: (s.get_one(Matter, open_one), s.get_one(Order, order)))
    assert matter.state is MatterState.OPEN and held.state is OrderState.CLAIMED
    assert matter.summary and "501" not in matter.summary
    notes = [row for row in street.said() if row.payload.get("note") == NoteKind.LOST_RESIDENT.value]
    assert [row.recipient for row in notes] == ["p:w0"]
    left = street.database.read_now(everything)
    assert [canary for canary in CANARIES if canary in left and canary not in {"厨房", "今天下午"}] == []


def test_of_a_partner_s_member_no_word_stays_and_their_work_does(street: SmallStreet) -> None:
    need(street)
    order = street.orders()[0].id
    street.do(relay_question, speaker=WRENCH[0], order=order, words="我是钱大海，是老式灯座吗")
    street.do(relay_question, speaker=WRENCH[1], order=order, words="要带梯子吗")
    street.do(claim_order, speaker=WRENCH[0], order=order)
    street.do(set_eta, speaker=WRENCH[0], order=order, at=None, words="四点到，海哥")
    street.do(relay_words, speaker=WRENCH[0], order=order, words="我是海哥，路上堵车")
    street.do(complete_order, speaker=WRENCH[0], order=order)
    told: dict[str, Any] = {"words": "海哥换了灯管", "price_fen": 0, "proof": [{"type": "photo", "file_id": "PROOF"}]}
    street.do(report_order, speaker=WRENCH[0], order=order, **told)
    assert isinstance(street.do(forget_mydata, speaker=WRENCH[0], person="w0", unfinished="yes"), Forgotten)
    left = street.database.read_now(everything)
    assert [word for word in ("钱大海", "老式灯座", "海哥", "堵车", "灯管", "PROOF", "四点") if word in left] == []
    assert "要带梯子吗" in left
    done = street.orders()[0]
    assert (done.state, done.claimer_id) == (OrderState.DONE, "w0")
    assert not [
        row for row in street.said()
        if row.payload.get("note") in {"relay_question", "relay_words", "proof"}
        and row.state is OutboxState.WAITING and not (row.payload.get("text") or row.payload.get("media"))
    ]  # fmt: skip


def test_what_the_guide_made_of_their_question_says_nothing_of_them(street: SmallStreet) -> None:
    """Also where it was kept before answers were masked."""
    text = "请问老年证怎么办"
    meaning = meaning_of(text, "affairs", kind=Kind.INQUIRY, place="3号楼2单元501", phone="13800138000")
    street.do(register_need, heard=street.says(AUNT_LI, text), meaning=meaning, sensitive=SENSITIVE)
    matter = street.database.read_now(lambda s: s.exec(select(Matter.id)).one())
    street.do(reply_matter, speaker=CLERK, matter=matter, words="带身份证，电话 0533-5180000")
    street.do(keep_answer, speaker=CLERK, matter=matter)
    whole = "李阿姨家501，13800138000：带身份证，电话 0533-5180000"
    street.database.write_now(lambda s: s.execute(sa.update(GuideEntry).values(question=LAMP, answer=whole)))
    street.do(forget_mydata, speaker=AUNT_LI, person=person(street), unfinished="yes")
    left = street.database.read_now(everything)
    assert [canary for canary in CANARIES if canary in left and canary != "厨房"] == ["李秀英"], "a name never told"
    assert "带身份证，电话 0533-5180000" in left


def test_an_answer_to_what_goes_on_says_nothing_of_them(street: SmallStreet) -> None:
    matter = need(street)
    street.do(reply_matter, speaker=CLERK, matter=matter, words="李阿姨，明天到501，打13800138000")
    street.do(forget_mydata, speaker=AUNT_LI, person=person(street), unfinished="keep")
    answer = street.database.read_now(lambda s: s.get_one(Matter, matter)).answer
    assert answer == "***，明天到***，打***"


def test_who_comes_back_is_somebody_new(street: SmallStreet) -> None:
    li = lived(street)
    street.do(forget_mydata, speaker=AUNT_LI, person=li, unfinished="withdraw")
    street.do(start, speaker=AUNT_LI)
    again = person(street)
    assert again != li
    shown = cards(street, NoteKind.MY_DATA, again, again)
    assert shown is not None and "0 件" in shown.html


def test_nothing_more_is_said_to_them(street: SmallStreet) -> None:
    li = lived(street)
    street.do(forget_mydata, speaker=AUNT_LI, person=li, unfinished="withdraw")
    rows = [row for row in street.said() if row.recipient == f"p:{li}"]
    assert rows and OutboxState.WAITING not in {row.state for row in rows}


def test_orders_in_hand_and_the_only_staff_come_first(street: SmallStreet) -> None:
    need(street)
    street.do(claim_order, speaker=WRENCH[0], order=street.orders()[0].id)
    for who, ident, words in ((WRENCH[0], "w0", "办结或退回"), (CLERK, "clerk", "唯一的工作人员")):
        assert isinstance(street.do(forget_mydata, speaker=who, person=ident, unfinished="yes"), FirstThis)
        asked = cards(street, NoteKind.ASK_FORGET, ident, ident)
        assert asked is not None and words in asked.html and asked.rows == ()
    assert street.database.read_now(lambda s: s.get_one(Person, "w0").name)


def test_an_office_is_ended_by_who_may_end_it_and_not_with_somebody_s_data(street: SmallStreet) -> None:
    boss, junior = Speaker(7002, "街道主任"), Speaker(7003, "小周")
    street.do(appoint, speaker=CLERK, person=boss, role=Role.STAFF, community=None)
    street.do(appoint, speaker=CLERK, person=junior, role=Role.STAFF, community="by")
    for who in (boss, WRENCH[0]):
        ident = person(street, who)
        for act in (ask_forget, partial(forget_mydata, unfinished="yes")):
            street.do(act, speaker=junior, person=ident)
            told = street.said()[-1]
            assert (told.recipient, told.payload["note"]) == (f"p:{person(street, junior)}", NoteKind.ASK_FORGET.value)
        asked = cards(street, NoteKind.ASK_FORGET, person(street, junior), ident)
        assert asked is not None and "不能由您代删" in asked.html and asked.rows == ()
        assert street.database.read_now(lambda s, one=ident: s.get_one(Person, one).name) == who.name  # type: ignore[misc]
    assert street.database.read_now(lambda s: has_role(s, person(street, boss), Role.STAFF, None))
    assert isinstance(street.do(forget_mydata, speaker=CLERK, person="w1", unfinished="yes"), Forgotten)
    assert isinstance(street.do(forget_mydata, speaker=boss, person=person(street, boss), unfinished="yes"), Forgotten)


def test_who_acted_for_a_partner_is_offered_nothing_more(street: SmallStreet) -> None:
    street.do(forget_mydata, speaker=WRENCH[1], person="w1", unfinished="yes")
    need(street)
    assert {row.recipient for row in street.said() if row.kind.value == "order_offered"} == {"p:w0"}


def test_a_deleted_voice_is_not_in_the_outbox_of_others(street: SmallStreet) -> None:
    li = lived(street)
    street.do(forget_mydata, speaker=AUNT_LI, person=li, unfinished="withdraw")
    payloads = street.database.read_now(lambda s: s.exec(select(Outbox.payload)).all())
    assert not any("text" in payload or "media" in payload for payload in payloads if payload)
    assert (
        street.database.read_now(lambda s: s.exec(select(Utterance.chat_id).where(Utterance.chat_id == 5001)).all())
        == []
    )
