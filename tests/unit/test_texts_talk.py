"""What is done in talking is not spoken of as a visit."""

from dataclasses import replace

import pytest

from actions.outcomes import Done
from bot.callbacks import Verb
from bot.texts.matters import matter_card
from bot.texts.notes import note_card
from bot.texts.orders import order_card
from bot.texts.toasts import answer
from community.facts import NoteKind
from community.routing import BY_TALK
from community.views.note import NoteView
from community.views.order import Face
from community.words import OrderState
from tests.unit.test_texts_cards import HELD, MATTER, ORDER, WORDING

VISIT = ("上门", "出发", "灯管", "什么时候来", " 到", "能到", "门牌")


@pytest.mark.parametrize("category", sorted(BY_TALK))
def test_nobody_is_said_to_set_out_for_a_talk(category: str) -> None:
    note = NoteView(kind=NoteKind.ASK_DOOR, name="", id="x", number="BY-1", category=category, phone_wanted=True)
    order = replace(ORDER, category=category, service=None, price="")
    cards = [
        matter_card(replace(MATTER, category=category, progress=replace(HELD, state=state, eta=eta)), WORDING)
        for state in (OrderState.CLAIMED, OrderState.ON_THE_WAY)
        for eta in (None, HELD.eta)
    ]
    cards += [order_card(replace(order, face=face), WORDING) for face in (Face.OFFERED, Face.CLAIMED, Face.ON_THE_WAY)]
    cards += [order_card(replace(order, face=Face.CLAIMED, page="eta"), WORDING)]
    kinds = (NoteKind.ASK_DOOR, NoteKind.ASK_ETA, NoteKind.ASK_REPORT)
    cards += [note_card(replace(note, kind=kind), WORDING) for kind in kinds]
    for card in cards:
        said = card.html + "".join(button.label for row in card.rows for button in row)
        assert not any(word in said for word in VISIT), said


@pytest.mark.parametrize("reached", [True, False])
def test_only_who_travels_is_told_to_go_slowly(reached: bool) -> None:
    """路上慢点 is nothing to a lawyer on the phone."""
    travels, talks = (answer(Verb.SET_OUT, Done("BY-1", reached, talk)) for talk in (False, True))
    assert travels is not None and "路上慢点" in travels.text
    assert talks is not None and "路上" not in talks.text and "开始" in talks.text


def test_who_is_on_the_way_is_not_said_to_tell_later_when() -> None:
    progress = replace(HELD, state=OrderState.ON_THE_WAY, eta=None)
    html = matter_card(replace(MATTER, progress=progress), WORDING).html
    assert "已经出发" in html and "稍后告诉您" not in html
