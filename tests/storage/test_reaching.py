"""Whom the bot cannot write to in private: nobody is told that they heard, and the way in stays open."""

from functools import partial

import pytest

from actions import claiming, desk, orders, relay, residents
from actions.needs import register_need
from actions.outcomes import Done
from actions.people import start
from bot.callbacks import Press, Verb
from bot.nlp.data import load_taxonomy
from bot.texts.card import Button, Card, Wording
from bot.texts.desk import desk_card
from bot.texts.matters import matter_card
from bot.texts.notes import note_card
from bot.texts.orders import order_card
from bot.texts.toasts import answer
from community.facts import FactKind, NoteKind, Recipient
from community.understanding import Kind
from community.views import Wanted
from storage.engine import Database
from storage.views import desk as desk_view
from storage.views import matter, note, order
from tests.street import AUNT_LI, CLERK, SENSITIVE, WRENCH, SmallStreet, build, meaning_of


@pytest.fixture
def street(database: Database) -> SmallStreet:
    """A need without door and phone, claimed; the resident has never pressed start."""
    made = build(database)
    said = made.says(AUNT_LI, "厨房灯不亮了")
    made.do(register_need, heard=said, meaning=meaning_of("厨房灯不亮了", "repair"), sensitive=SENSITIVE)
    made.do(claiming.claim_order, speaker=WRENCH[0], order=made.orders()[0].id)
    made.forget_said()
    return made


def wording(street: SmallStreet) -> Wording:
    return Wording(load_taxonomy(), street.now)


def subject(street: SmallStreet) -> str:
    return street.orders()[0].matter_id


def group_card(street: SmallStreet) -> Card:
    what = Wanted(subject(street), Recipient(place="grid"), street.now)
    view = street.database.read_now(partial(matter.load, wanted=what))
    assert view is not None
    return matter_card(view, wording(street))


def links(card: Card) -> set[str]:
    return {button.start[0] for row in card.rows for button in row if button.start}


def told(street: SmallStreet, kind: NoteKind, person: str) -> str:
    """The last note of `kind` to `person`."""
    rows = [row for row in street.said(FactKind.TOLD) if row.payload["note"] == kind.value]
    row = [row for row in rows if row.recipient == f"p:{person}"][-1]
    what = Wanted(row.subject, Recipient(person=person), street.now, payload=row.payload)
    view = street.database.read_now(partial(note.load, wanted=what))
    assert view is not None
    return note_card(view, wording(street)).html


def test_the_groups_card_keeps_the_way_in_while_something_is_missing(street: SmallStreet) -> None:
    assert links(group_card(street)) == {"d", "t"}


def test_the_partner_is_told_honestly(street: SmallStreet) -> None:
    ident = street.orders()[0].id
    for verb, action in ((Verb.CONTACT, orders.show_contact), (Verb.SET_OUT, orders.set_out)):
        toast = answer(verb, street.do(action, speaker=WRENCH[0], order=ident))
        assert toast is not None and "还没开私聊" in toast.text
    assert "暂时问不到" in told(street, NoteKind.CONTACT, "w0")
    what = Wanted(ident, Recipient(person="w0"), street.now)
    view = street.database.read_now(partial(order.load, wanted=what))
    assert view is not None and "暂时问不到" in order_card(view, wording(street)).html


def test_a_question_is_acknowledged(street: SmallStreet) -> None:
    ask = partial(relay.relay_question, speaker=WRENCH[0], order=street.orders()[0].id, words="几楼？")
    street.do(ask)
    assert "现在收不到" in told(street, NoteKind.PASSED_ON, "w0")
    street.do(start, speaker=AUNT_LI)
    street.do(ask)
    assert "已转给居民" in told(street, NoteKind.PASSED_ON, "w0")
    assert "暂时问不到" not in order_of(street)


def order_of(street: SmallStreet) -> str:
    what = Wanted(street.orders()[0].id, Recipient(person="w0"), street.now)
    view = street.database.read_now(partial(order.load, wanted=what))
    assert view is not None
    return order_card(view, wording(street)).html


def test_a_reply_of_staff_is_on_the_groups_card_for_whom_it_cannot_reach(street: SmallStreet) -> None:
    street.do(desk.reply_matter, speaker=CLERK, matter=subject(street), words="下午3点前到")
    assert "下午3点前到" in group_card(street).html
    assert "群里的卡片上" in told(street, NoteKind.PASSED_ON, "clerk")
    street.do(start, speaker=AUNT_LI)
    assert "下午3点前到" not in group_card(street).html


def test_a_sensitive_reply_stays_private(street: SmallStreet) -> None:
    heard = street.says(AUNT_LI, "最近睡不着，心里难受")
    meaning = meaning_of("最近睡不着", "counselling")
    street.do(register_need, heard=heard, meaning=meaning, sensitive=SENSITIVE)
    ident = street.orders()[1].matter_id
    street.do(desk.reply_matter, speaker=CLERK, matter=ident, words="我们约个时间聊聊")
    view = street.database.read_now(partial(matter.load, wanted=Wanted(ident, Recipient(place="grid"), street.now)))
    assert view is not None and "聊聊" not in matter_card(view, wording(street)).html
    assert "现在收不到" in told(street, NoteKind.PASSED_ON, "clerk")


def test_an_answer_is_said_once(street: SmallStreet) -> None:
    street.do(start, speaker=AUNT_LI)
    heard = street.says(AUNT_LI, "老年卡在哪办", place=None)
    meaning = meaning_of("老年卡在哪办", "affairs", kind=Kind.INQUIRY)
    street.do(register_need, heard=heard, meaning=meaning, sensitive=SENSITIVE)
    ident = next(row.subject for row in reversed(street.said(FactKind.DESK_CHANGED)))
    street.forget_said()
    street.do(desk.reply_matter, speaker=CLERK, matter=ident, words="带身份证到一楼大厅")
    assert all(row.payload["note"] != NoteKind.REPLIED.value for row in street.said(FactKind.TOLD))
    assert [row.fresh for row in street.said(FactKind.MATTER_CHANGED)] == [True]


def test_staff_can_answer_whoever_calls_for_a_person_after_the_end(street: SmallStreet) -> None:
    ident = subject(street)
    street.do(desk.ignore_matter, speaker=CLERK, matter=ident)
    street.later(minutes=1)
    street.do(residents.call_human, speaker=AUNT_LI, matter=ident)
    view = street.database.read_now(partial(desk_view.load, wanted=Wanted(ident, Recipient(place="desk"), street.now)))
    assert view is not None
    assert (Button("💬 答复", Press(Verb.REPLY, ident), "primary"),) in desk_card(view, wording(street)).rows
    assert isinstance(street.do(desk.ask_reply, speaker=CLERK, matter=ident), Done)
    assert isinstance(street.do(desk.reply_matter, speaker=CLERK, matter=ident, words="我来看看"), Done)
    assert street.said(FactKind.TOLD)[-1].payload["note"] == NoteKind.REPLIED.value
