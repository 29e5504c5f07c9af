"""Every card in every state: short, well-formed, escaped, its buttons decodable, and fit for those who read it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import callbacks
from bot.callbacks import Press, Verb
from bot.nlp.data import load_taxonomy
from bot.texts.asking import alarm_card, question_card
from bot.texts.card import Button, Card, Wording
from bot.texts.desk import desk_card
from bot.texts.doubts import doubt_card
from bot.texts.html import work_done
from bot.texts.matters import matter_card
from bot.texts.orders import order_card
from community.understanding import Kind
from community.views.desk import AlarmView, DeskOrder, DeskView, DoubtView, MergeChoice, QuestionView
from community.views.matter import MatterView, Own, Progress
from community.views.order import Customer, Face, OrderView
from community.words import MatterState, OrderState, QuestionState, Rating, Tier

NOW = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
WORDING = Wording(load_taxonomy(), NOW)
NASTY = "<b>&\"'@everyone</b>" * 9
IDENT = "0123456789ab"
DOOR, PHONE = "3号楼2单元501", "13800138000"

PROGRESS = Progress(OrderState.OPEN, 1, NOW, False, None, False, None, None, None, None, None)
MATTER = MatterView(
    id=IDENT,
    number="BY-1126-01",
    kind=Kind.NEED,
    state=MatterState.OPEN,
    category="repair",
    service="家电维修",
    sensitive=False,
    urgency=1,
    summary="厨房灯不亮",
    time_text="今天下午",
    households=1,
    answer=None,
    merged_into=None,
    rating=None,
    in_private=False,
    progress=PROGRESS,
    own=None,
)
HELD = replace(PROGRESS, state=OrderState.CLAIMED, partner="红扳手维修队", stars=4.9, eta=NOW + timedelta(hours=6))
ORDER = OrderView(
    id=IDENT,
    number="BY-1126-01",
    face=Face.OFFERED,
    page="",
    category="repair",
    service="家电维修",
    sensitive=False,
    urgency=1,
    summary="厨房灯不亮",
    area="般阳社区 3 号网格",
    time_text="今天下午",
    households=1,
    offered_at=NOW,
    tier=Tier.LOW,
    price="上门 20 元，材料另计",
    by_staff=False,
    eta=None,
    eta_text=None,
    price_fen=2000,
    report="换了灯管",
    rating=None,
    customer=None,
)
DESK = DeskView(
    id=IDENT,
    number="BY-1126-01",
    kind=Kind.NEED,
    state=MatterState.OPEN,
    page="",
    category="repair",
    service=None,
    sensitive=False,
    urgency=1,
    summary="厨房灯不亮",
    area="般阳社区 3 号网格",
    speaker="李**",
    time_text=None,
    households=3,
    confirmed=False,
    answer=None,
    merged_into=None,
    rating=None,
    human_at=None,
    order=DeskOrder(OrderState.OPEN, 1, 3, False, None, None, None),
)
DOUBT = DoubtView(IDENT, "", QuestionState.HUMAN, "东西坏了", "般阳社区", ("repair", "property", "municipal"), None)


def labels(card: Card) -> list[str]:
    return [button.label for row in card.rows for button in row]


def button(card: Card, words: str) -> Button:
    return next(button for row in card.rows for button in row if words in button.label)


def matters() -> Iterator[Card]:
    owns = (None, Own(NASTY, NASTY, False, False), Own(None, None, True, True))
    for state, kind, order, own, rating in product(MatterState, Kind, [None, *OrderState], owns, [None, *Rating]):
        progress = replace(HELD, state=order, report=NASTY, price_fen=2050, eta=None, eta_text=NASTY) if order else None
        for sensitive in (False, True):
            view = replace(
                MATTER, state=state, kind=kind, progress=progress, own=own, rating=rating, sensitive=sensitive
            )
            yield matter_card(replace(view, in_private=own is not None, summary=NASTY, answer=NASTY), WORDING)


def orders() -> Iterator[Card]:
    someone = Customer(NASTY, NASTY, NASTY, NASTY)
    for face, page, tier, customer in product(Face, ("", "eta"), [None, *Tier], (None, someone)):
        view = replace(ORDER, face=face, page=page, tier=tier, customer=customer, summary=NASTY, price=NASTY)
        yield order_card(replace(view, report=NASTY, time_text=NASTY, area=NASTY), WORDING)


def desks() -> Iterator[Card]:
    choice = MergeChoice("BY-1126-02", "repair", NASTY)
    for state, kind, order, page in product(MatterState, Kind, [None, *OrderState], ("", "label", "merge", "more")):
        work = DeskOrder(order, 2, 0, True, NASTY, None, NASTY) if order else None
        for confirmed in (False, True):
            view = replace(DESK, state=state, kind=kind, order=work, page=page, confirmed=confirmed)
            yield desk_card(replace(view, summary=NASTY, human_at=NOW, choices=(choice,) * 6), WORDING)
    for doubt, page in product(QuestionState, ("", "label")):
        yield doubt_card(replace(DOUBT, state=doubt, page=page, words=NASTY, area=NASTY), WORDING)
        yield question_card(QuestionView(IDENT, doubt, ("repair", "property"), page == ""), WORDING)
    for for_staff in (False, True):
        yield alarm_card(AlarmView("BY-1126-01", NASTY, NASTY, "李**", for_staff), WORDING)


@pytest.mark.parametrize("cards", [matters, orders, desks])
def test_every_card_can_be_sent(cards: object) -> None:
    seen = 0
    for card in cards():  # type: ignore[operator]
        seen += 1
        assert_fit(card)
    assert seen > 10


def assert_fit(card: Card) -> None:
    assert card.html and len(card.html.encode("utf-16-le")) // 2 <= 4096
    assert well_formed(card.html), card.html
    assert len(card.html.splitlines()) <= 7, card.html
    for row in card.rows:
        assert 1 <= len(row) <= 3
        for each in row:
            assert each.label and len(each.label) <= 40
            assert (each.press is None) + (each.url is None) + (each.start is None) == 2
            if each.press is not None:
                assert callbacks.decode(callbacks.encode(each.press)) == each.press
    if not any(press(card, verb) for verb in (Verb.RELABEL, Verb.DOUBT_NEED)):
        assert all(len(row) <= 2 for row in card.rows)


def press(card: Card, verb: Verb) -> list[Press]:
    return [each.press for row in card.rows for each in row if each.press is not None and each.press.verb is verb]


def well_formed(html: str) -> bool:
    opened: list[str] = []
    for closing, tag in re.findall(r"<(/?)([a-z]+)>", html):
        if not closing:
            opened.append(tag)
        elif not opened or opened.pop() != tag:
            return False
    rest = re.sub(r"</?(?:b|s|i|blockquote)>|&(?:amp|lt|gt);", "", html)
    return not opened and not set("<>&") & set(rest)


@given(st.text(max_size=300))
def test_no_text_of_a_resident_breaks_a_card(text: str) -> None:
    for card in (
        matter_card(replace(MATTER, in_private=True, summary=text, own=Own(text, text, False, False)), WORDING),
        order_card(replace(ORDER, summary=text, time_text=text), WORDING),
        desk_card(replace(DESK, summary=text, speaker=text), WORDING),
        doubt_card(replace(DOUBT, words=text), WORDING),
    ):
        assert well_formed(card.html)


def test_an_open_order_has_one_main_button_and_no_other_that_says_claim() -> None:
    card = order_card(ORDER, WORDING)
    assert [label for label in labels(card) if "接单" in label] == ["✔ 接单"]
    assert card.rows[0] == (Button("✔ 接单", Press(Verb.CLAIM, IDENT), "success"),)
    assert "<b>今天 9:10</b> 前的回音" in card.html and "低偿：上门 20 元，材料另计" in card.html


@pytest.mark.parametrize("face", [Face.LOST, Face.DECLINED, Face.RELEASED, Face.OVER])
def test_who_did_not_get_it_has_no_claim_button_and_is_not_written_to_anew(face: Face) -> None:
    card = order_card(replace(ORDER, face=face), WORDING)
    assert not any("接单" in label for label in labels(card)) and card.edit_only


def test_the_winner_can_set_out_and_complete() -> None:
    customer = Customer("李阿姨", DOOR, PHONE, None)
    held = order_card(replace(ORDER, face=Face.CLAIMED, customer=customer), WORDING)
    assert held.rows[0] == (Button("🚶 我出发了", Press(Verb.SET_OUT, IDENT), "primary"),)
    assert [each.style for row in held.rows for each in row].count("primary") == 1
    assert button(held, "办结").press == Press(Verb.COMPLETE, IDENT) and button(held, "办结").style == ""
    assert DOOR in held.html and PHONE in held.html and "李阿姨" in held.html
    out = order_card(replace(ORDER, face=Face.ON_THE_WAY, customer=customer), WORDING)
    assert out.rows[0] == (Button("✔ 办结", Press(Verb.COMPLETE, IDENT), "success"),)
    assert order_card(replace(ORDER, face=Face.DONE), WORDING).rows == ()


def test_the_times_of_a_held_order() -> None:
    card = order_card(replace(ORDER, face=Face.CLAIMED, page="eta"), WORDING)
    assert labels(card)[:4] == ["半小时内", "1 小时内", "2 小时内", "今天 15:00"]
    assert {each.arg for each in press(card, Verb.SET_ETA)} >= {"m30", "t15", "n9", "ask", "-"}


@pytest.mark.parametrize(
    ("progress", "said"),
    [
        (PROGRESS, "<b>10 分钟内</b>给您回音"),
        (replace(PROGRESS, offered_at=NOW + timedelta(hours=1)), "<b>11月26日（周四）10:00</b> 开始联系"),
        (replace(PROGRESS, unclaimed_told=True), "社区工作人员"),
        (replace(PROGRESS, round=2), "重新联系"),
        (HELD, "红扳手维修队</b>（★4.9）"),
        (replace(HELD, state=OrderState.ON_THE_WAY), "已经出发"),
        (replace(HELD, partner=None, by_staff=True), "社区工作人员"),
        (replace(HELD, state=OrderState.DONE), "修好了吗？"),
    ],
)
def test_what_the_group_reads(progress: Progress, said: str) -> None:
    assert said in matter_card(replace(MATTER, progress=progress), WORDING).html


def test_the_buttons_of_a_done_order_are_the_residents() -> None:
    card = matter_card(replace(MATTER, progress=replace(HELD, state=OrderState.DONE)), WORDING)
    assert button(card, "满意").press == Press(Verb.RATE, IDENT, "good")
    assert button(card, "一般").press == Press(Verb.RATE, IDENT, "fair")
    assert button(card, "没解决").press == Press(Verb.REOPEN, IDENT)


def test_details_are_given_in_private() -> None:
    assert button(matter_card(MATTER, WORDING), "补充").start == ("d", IDENT)
    own = replace(MATTER, in_private=True, own=Own(None, PHONE, True, False))
    card = matter_card(own, WORDING)
    assert button(card, "补充").press == Press(Verb.DETAILS, IDENT)
    assert "还缺：<b>门牌</b>" in card.html and PHONE in card.html


@pytest.mark.parametrize(
    ("change", "asked"),
    [
        ({"reached": False}, "等您的门牌和电话"),
        ({"reached": False, "category": "counselling"}, "等您的电话"),
        ({"reached": True}, None),
        ({"reached": False, "lacks_details": False}, None),
        ({"reached": False, "in_private": True}, None),
    ],
)
def test_whom_nobody_can_ask_in_private_is_asked_on_the_card_in_the_group(
    change: dict[str, Any], asked: str | None
) -> None:
    card = matter_card(replace(MATTER, progress=HELD, **{"lacks_details": True} | change), WORDING)
    assert ("等您的" in card.html) is (asked is not None)
    if asked is not None:
        assert asked in card.html and button(card, "补充地址和时间").start


def test_a_partners_report_leaks_no_door_into_the_group() -> None:
    done = replace(HELD, state=OrderState.DONE, report=f"{DOOR}换了灯，电话{PHONE}")
    html = matter_card(replace(MATTER, progress=done), WORDING).html
    assert "501" not in html and PHONE not in html


@pytest.mark.parametrize("order", [None, *OrderState])
@pytest.mark.parametrize("state", list(MatterState))
def test_a_sensitive_matter_says_nothing_in_the_group(order: OrderState | None, state: MatterState) -> None:
    progress = replace(HELD, state=order) if order else None
    view = replace(MATTER, sensitive=True, category="counselling", service="心理咨询", progress=progress, state=state)
    card = matter_card(view, WORDING)
    assert card.rows == ((Button("私下说", start=("d", IDENT), style="primary"),),)
    assert not any(word in card.html for word in ("心理", MATTER.number, MATTER.summary, "红扳手"))


def test_the_desk() -> None:
    fresh = desk_card(DESK, WORDING)
    assert labels(fresh) == ["✔ 确认", "改类", "合并", "忽略", "🙋 我来跟进"]
    confirmed = desk_card(replace(DESK, confirmed=True), WORDING)
    assert labels(confirmed) == ["⋯ 更多", "🙋 我来跟进"]
    asked = desk_card(replace(DESK, kind=Kind.INQUIRY, order=None), WORDING)
    assert "💬 答复" in labels(asked)
    assert desk_card(replace(DESK, state=MatterState.SOLVED), WORDING).rows == ()


def test_the_categories_likeliest_first() -> None:
    card = desk_card(replace(DESK, page="label"), WORDING)
    codes = [each.arg for each in press(card, Verb.RELABEL)]
    assert codes[0] == "repair" and sorted(codes) == sorted(WORDING.taxonomy.codes)
    doubt = doubt_card(replace(DOUBT, page="label"), WORDING)
    assert [each.arg for each in press(doubt, Verb.DOUBT_NEED)][:3] == list(DOUBT.options)


def test_merging_names_the_other_matter() -> None:
    view = replace(DESK, page="merge", choices=(MergeChoice("BY-1126-02", "repair", "灯坏了"),))
    assert press(desk_card(view, WORDING), Verb.MERGE) == [Press(Verb.MERGE, IDENT, "BY-1126-02")]
    assert "没有别的" in desk_card(replace(view, choices=()), WORDING).html


def test_an_ask_back() -> None:
    card = question_card(QuestionView(IDENT, QuestionState.OPEN, ("repair", "property", "municipal"), False), WORDING)
    assert [each.arg for each in press(card, Verb.PICK)] == ["repair", "property", "municipal"]
    assert "🗣 叫人工" in labels(card) and "不是诉求" in labels(card)
    gone = question_card(QuestionView(IDENT, QuestionState.NOT_A_NEED, (), False), WORDING)
    assert gone.gone and not question_card(QuestionView(IDENT, QuestionState.NOT_A_NEED, (), True), WORDING).gone


@pytest.mark.parametrize(
    ("words", "first"),
    [("楼上着火了", "119"), ("老人晕倒叫不醒", "120"), ("有人拿刀打人", "110"), ("闻到燃气味", "119"), ("救命", "119")],
)
def test_danger_names_the_number_first(words: str, first: str) -> None:
    html = alarm_card(AlarmView("BY-1126-01", words, "般阳社区", "李**", False), WORDING).html
    assert html.startswith(f"🚨 <b>请马上打 {first}") and "不是</b>报警电话" in html
    assert "BY-1126-01" in alarm_card(AlarmView("BY-1126-01", words, "般阳社区", "李**", True), WORDING).html


def test_a_price_that_the_report_names_is_not_said_twice() -> None:
    assert work_done("换了灯管一支，收费20元", 2000) == "换了灯管一支，收费20元"
    assert work_done("换了灯管一支", 2000) == "换了灯管一支，收费 20 元"
    assert work_done(None, 0) == "没有收费"


def test_a_category_is_recognised_by_its_button() -> None:
    for category in WORDING.taxonomy:
        pairs = {category.name[at : at + 2] for at in range(len(category.name) - 1)}
        assert any(pair in category.label for pair in pairs), (category.label, category.name)
        assert len(category.label) <= 8


@pytest.mark.parametrize("code", [category.code for category in WORDING.taxonomy])
def test_cards_call_a_category_by_its_name(code: str) -> None:
    name = WORDING.name(code)
    cards = (desk_card(replace(DESK, category=code), WORDING), doubt_card(replace(DOUBT, options=(code,)), WORDING),
             order_card(replace(ORDER, category=code), WORDING))  # fmt: skip
    assert all(name in card.html for card in cards)


def test_every_card_of_ones_own_calls_a_person() -> None:
    for state, order in product(MatterState, [None, *OrderState]):
        progress = replace(HELD, state=order) if order else None
        card = matter_card(replace(MATTER, in_private=True, state=state, progress=progress), WORDING)
        if state not in {MatterState.WITHDRAWN, MatterState.MERGED}:
            assert press(card, Verb.HUMAN) == [Press(Verb.HUMAN, IDENT)]


def test_a_gift_is_no_price_to_be_agreed_on() -> None:
    gift = replace(ORDER, tier=Tier.FREE, price="志愿者上门帮忙")
    assert "公益 志愿者上门帮忙" in order_card(gift, WORDING).html
    both = replace(ORDER, summary="我妈想理发", tier=Tier.LOW, price="店里 8 元，上门 10 元")
    assert "店里 8 元，上门 10 元" in order_card(both, WORDING).html


def test_who_brings_something_will_read_the_door() -> None:
    lunch = replace(ORDER, category="canteen", summary="给我送份午饭")
    assert "接单后显示门牌" in order_card(lunch, WORDING).html
