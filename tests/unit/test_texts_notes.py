"""Every one-off sentence, and the small phrases."""

from datetime import UTC, datetime, timedelta

import pytest

from actions.outcomes import Taken
from bot.callbacks import Press, Verb
from bot.courier.render import NOTES
from bot.nlp.data import load_taxonomy
from bot.texts.card import Key, Wording
from bot.texts.html import agreed, b, esc, when, wished, yuan
from bot.texts.notes import note_card
from bot.texts.toasts import answer
from community.facts import NoteKind
from community.understanding import Kind
from community.views.note import MineLine, NoteView
from community.words import MatterState, OrderState
from tests.unit.test_texts_cards import NASTY, assert_fit

NOW = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
WORDING = Wording(load_taxonomy(), NOW)
OWN_KINDS = [kind for kind in NoteKind if kind not in NOTES]


@pytest.mark.parametrize("kind", OWN_KINDS)
def test_every_note_has_its_sentence(kind: NoteKind) -> None:
    full = NoteView(
        kind,
        NASTY,
        "id",
        "BY-1126-01",
        "repair",
        NASTY,
        NASTY,
        NASTY,
        staff=True,
        partner_member=True,
        phone=NASTY,
        door=NASTY,
        text=NASTY,
        about="words",
        door_wanted=True,
        phone_wanted=True,
        choices=(("by", "般阳社区"),),
    )
    for view in (full, NoteView(kind)):
        card = note_card(view, WORDING)
        assert card.html.strip() and not card.edit_only
        if kind is not NoteKind.HELP:
            assert_fit(card)


def test_the_door_is_asked_for_with_keys_that_send_it() -> None:
    view = NoteView(NoteKind.ASK_DOOR, number="BY-1126-01", category="repair", door_wanted=True)
    card = note_card(view, WORDING)
    assert "门牌" in card.html and "电话" not in card.html.replace("13800000000", "")
    assert card.keys == ((Key("📞 发我的电话", "contact"), Key("📍 发我的位置", "location")),)
    assert note_card(NoteView(NoteKind.KEPT), WORDING).keys_away


def test_the_list_of_ones_own() -> None:
    mine = (
        MineLine("a", "BY-1126-02", Kind.NEED, MatterState.OPEN, "repair", False, OrderState.CLAIMED),
        MineLine("b", "BY-1126-01", Kind.INQUIRY, MatterState.OPEN, "affairs", False, None),
        MineLine("c", "BY-1125-01", Kind.NEED, MatterState.SOLVED, "repair", False, OrderState.CLOSED),
    )
    card = note_card(NoteView(NoteKind.MINE, mine=mine), WORDING)
    presses = [[button.press for button in row] for row in card.rows]
    assert presses == [[Press(Verb.WITHDRAW, ident), Press(Verb.HUMAN, ident)] for ident in ("a", "b")]
    lines = card.html.splitlines()
    assert [line.rpartition(" · ")[2] for line in lines[1:]] == ["✔ 已接单", "⏳ 等工作人员答复", "👌 已解决"]
    assert "还没有" in note_card(NoteView(NoteKind.MINE), WORDING).html


@pytest.mark.parametrize("kind", [NoteKind.HELP, NoteKind.NOT_UNDERSTOOD])
def test_who_is_at_a_loss_can_call_a_person(kind: NoteKind) -> None:
    ended = MineLine("a", "BY-1126-02", Kind.NEED, MatterState.SOLVED, "repair", False, OrderState.CLOSED)
    standing = MineLine("b", "BY-1126-01", Kind.NEED, MatterState.OPEN, "repair", False, OrderState.OPEN)
    (row,) = note_card(NoteView(kind, mine=(ended, standing)), WORDING).rows
    assert [button.press for button in row] == [Press(Verb.HUMAN, "b")]
    assert note_card(NoteView(kind, mine=(ended,)), WORDING).rows == ()


def test_choosing_a_community() -> None:
    card = note_card(NoteView(NoteKind.NO_COMMUNITY, choices=(("by", "般阳社区"), ("sq", "松泉社区"))), WORDING)
    assert [button.press for button in card.rows[0]] == [Press(Verb.HOME, "by"), Press(Verb.HOME, "sq")]


def test_cut_before_it_is_escaped() -> None:
    assert esc("&" * 10, 5) == "&amp;&amp;&amp;&amp;…"
    assert b("<a>") == "<b>&lt;a&gt;</b>"
    assert esc("一\n二\n\n三") == "一 二 三"


@pytest.mark.parametrize(
    ("delta", "text"),
    [
        (timedelta(hours=6), "今天 15:00"),
        (timedelta(hours=24), "明天 9:00"),
        (timedelta(days=2, minutes=5), "后天 9:05"),
        (timedelta(days=4), "11月30日（周一）9:00"),
        (timedelta(hours=-10), "昨天 23:00"),
    ],
)
def test_times_as_people_say_them(delta: timedelta, text: str) -> None:
    assert when(NOW + delta, NOW) == text


@pytest.mark.parametrize(("fen", "text"), [(2000, "20 元"), (1250, "12.5 元"), (1205, "12.05 元"), (0, "免费")])
def test_money(fen: int, text: str) -> None:
    assert yuan(fen) == text


def test_the_winner_of_an_order_reads_it_in_passing() -> None:
    toast = answer(Verb.CLAIM, Taken("BY-1126-01"))
    assert toast is not None and "您接下了 BY-1126-01，详情都在卡片上" in toast.text and not toast.alert


def test_the_winner_is_told_that_the_resident_has_yet_to_say_where() -> None:
    for door, phone, lacks in (
        (True, True, "还没留门牌、电话"),
        (True, False, "还没留门牌，"),
        (False, True, "还没留电话，"),
    ):
        toast = answer(Verb.CLAIM, Taken("BY-1126-01", door, phone))
        assert toast is not None and lacks in toast.text and "都在卡片上" not in toast.text


@pytest.mark.parametrize(
    ("words", "day", "shown"),
    [
        ("明天上午", 27, "11月27日（周五）上午"),
        ("今天下午", 26, "11月26日（周四）下午"),
        ("今晚八点", 25, "11月25日（周三）晚上八点"),
        ("大后天", 29, "11月29日（周日）"),
        ("后天下午吧", 28, "11月28日（周六）下午吧"),
        ("今天或者明天", 27, "今天或者明天"),
        ("周六上午", 28, "周六上午"),
        ("下周三晚上", 2, "12月2日（周三）晚上"),
        ("这周六上午", 28, "11月28日（周六）上午"),
        ("11月30号", 30, "11月30号"),
    ],
)
def test_a_wish_that_counts_from_today_names_its_day(words: str, day: int, shown: str) -> None:
    """明天上午 said in the evening is read by a partner the next morning, and stands on the card a week later."""
    assert wished(words, datetime(2026, 11 if day > 20 else 12, day, 2, 0, tzinfo=UTC)) == shown
    assert wished(words, None) == words


def test_a_deadline_is_not_taken_for_its_day() -> None:
    """明天之前 begins now."""
    assert wished("明天之前", NOW) == "明天之前"


@pytest.mark.parametrize(
    ("hours", "words", "shown"),
    [
        (30, None, "11月27日（周五）15:00"),
        (38, "明天", "11月27日（周五）"),
        (14, "下午两三点", "下午两三点"),
        (None, "看您方便", "看您方便"),
        (None, None, None),
    ],
)
def test_what_a_partner_agreed_is_a_time_or_their_own_words(hours: int | None, words: str | None, shown: str) -> None:
    assert agreed(NOW + timedelta(hours=hours) if hours else None, words) == shown
