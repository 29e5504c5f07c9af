"""我的数据, what did not arrive, who can't be reached: their cards escaped, short, with buttons that can be read."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot import callbacks
from bot.nlp.data import load_taxonomy
from bot.texts.card import LONGEST, Card, Wording, once_more
from bot.texts.letters import letters_card
from bot.texts.mydata import forgets, mydata_card
from bot.texts.notes import note_card
from community.facts import CardSlot, NoteKind
from community.retention import RETENTION
from community.understanding import Kind
from community.views.letters import Letter, LettersView
from community.views.mydata import MyDataView, OwnMatter, OwnStep
from community.views.note import NoteView
from community.words import MatterState, OutboxState, Role

NOW = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
WORDING = Wording(load_taxonomy(), NOW)
NASTY = "<b>&\"'@everyone</b>" * 9
MATTER = OwnMatter(
    number="BY-1126-01", kind=Kind.NEED, category="repair", state=MatterState.OPEN, made_at=NOW, ended_at=None,
    words=(NASTY,), summary=NASTY, time_text=NASTY, door=NASTY, phone=NASTY, note=NASTY, media=2, answer=NASTY,
    rating=None,
)  # fmt: skip
VIEW = MyDataView(
    kind=NoteKind.MY_DATA, id="0123456789ab", own=True, name=NASTY, since=NOW, community=NASTY, grid=NASTY,
    phone=NASTY, door=NASTY, started=True, roles=(Role.LEADER,), partners=(NASTY,), matters=(MATTER,) * 30,
    others=(NASTY,), going=(date(2026, 11, 28),), steps=(OwnStep(NOW, "BY-1126-01", "register_need", "self"),),
)  # fmt: skip
LETTER = Letter(7, CardSlot.ORDER, NASTY, "BY-1126-01", NOW, OutboxState.REFUSED, NASTY, again=True)


def well_formed(card: Card) -> bool:
    """Nobody's markup is in it, it fits, and every button can be read back."""
    presses = [button.press for row in card.rows for button in row if button.press is not None]
    readable = all(callbacks.decode(callbacks.encode(press)) == press for press in presses)
    return '<b>&"' not in card.html and len(card.html.encode("utf-16-le")) // 2 <= LONGEST and readable


@pytest.mark.parametrize("own", [True, False])
@pytest.mark.parametrize("what", ["", "txt", "json"])
@pytest.mark.parametrize("kind", [NoteKind.MY_DATA, NoteKind.MY_DATA_FILE, NoteKind.ASK_FORGET])
def test_words_are_words(kind: NoteKind, what: str, own: bool) -> None:
    assert well_formed(mydata_card(replace(VIEW, kind=kind, what=what, own=own), WORDING))


def test_the_question_names_what_stays_and_offers_both_ways() -> None:
    card = mydata_card(replace(VIEW, kind=NoteKind.ASK_FORGET), WORDING)
    assert [row[0].press.arg for row in card.rows if row[0].press] == ["withdraw", "keep", "no"]
    assert "留下的只有" in card.html and "收不回来" in card.html
    done = replace(MATTER, state=MatterState.SOLVED)
    card = mydata_card(replace(VIEW, kind=NoteKind.ASK_FORGET, matters=(done,)), WORDING)
    assert [button.press.arg for button in card.rows[0] if button.press] == ["yes", "no"]


def test_the_files_are_whole_and_can_be_read() -> None:
    def data(what: str) -> bytes:
        document = mydata_card(replace(VIEW, kind=NoteKind.MY_DATA_FILE, what=what), WORDING).document
        assert document is not None
        return document.data

    plain: dict[str, Any] = json.loads(data("json"))
    assert len(plain["matters"]) == 30
    assert plain["matters"][0]["made_at"] == NOW.isoformat()
    assert "id" in plain and "last_staff" not in plain
    text = data("txt").decode()
    assert NASTY in text
    assert all(kept.name in text for kept in RETENTION.values())


def test_letters_say_why_and_only_what_may_be_tried_again_has_a_button() -> None:
    lost = replace(LETTER, slot=CardSlot.ANNOUNCEMENT, state=OutboxState.UNKNOWN, again=False)
    rights = replace(LETTER, error="Bad Request: not enough rights to send text messages to the chat")
    card = letters_card(LettersView((LETTER, lost, rights), 12), WORDING)
    assert well_formed(card)
    assert [button.label for row in card.rows for button in row] == ["再试 1", "再试 3", "全部再试"]
    assert "没等到回执" in card.html and "没有发言权限" in card.html and "12" in card.html
    assert letters_card(LettersView((), 0), WORDING).rows == ()


@pytest.mark.parametrize(
    "kind", [NoteKind.LOST_RESIDENT, NoteKind.LOST_CLAIMER, NoteKind.OLD_LINK, NoteKind.BAD_FILE, NoteKind.HELLO]
)
@pytest.mark.parametrize("about", ["", "forgotten"])
def test_sentences_are_short_and_escaped(kind: NoteKind, about: str) -> None:
    view = NoteView(kind, name=NASTY, id="0123456789ab", number="BY-1126-01", partner=NASTY, phone=NASTY, about=about)
    card = note_card(view, WORDING)
    assert well_formed(card) and card.html.count("\n") < 5


def test_a_repeat_says_which_one_holds_if_there_is_room() -> None:
    assert "以这条为准" in once_more(Card("新订单")).html
    full = Card("字" * LONGEST)
    assert once_more(full) == full


def test_what_orders_hold_is_among_what_is_kept() -> None:
    held = replace(MATTER, number="BY-1126-03", door="3号楼1单元101", phone="13611112222")
    told = mydata_card(replace(VIEW, phone=None, door=None, matters=(held,)), WORDING).html
    assert "13611112222（BY-1126-03 里）" in told and "3号楼1单元101（BY-1126-03 里）" in told and "没留" not in told
    same = mydata_card(replace(VIEW, phone="13611112222", door=None, matters=(replace(held, door=None),)), WORDING).html
    assert same.count("13611112222") == 1 and "门牌：没留" in same


@pytest.mark.parametrize(
    "words",
    [
        "把我电话删掉", "把我的电话删了吧", "删掉我的手机号", "我的手机号别留了", "请把我的门牌和电话都删除",
        "不要保存我的地址", "把我的信息删除", "清除我的数据", "能不能把我家门牌删了", "别留我的电话", "把我的名字去掉",
    ],
)  # fmt: skip
def test_who_wants_it_deleted_is_understood(words: str) -> None:
    assert forgets(words)


@pytest.mark.parametrize(
    "words",
    [
        "我家电话坏了",
        "我的电话是13611112222",
        "电话打不通",
        "我家门牌掉了，谁给装上",
        "把我家门口的垃圾清掉",
        "手机里的照片删了怎么找回",
    ],
)
def test_what_is_broken_or_told_is_no_deletion(words: str) -> None:
    assert not forgets(words)
