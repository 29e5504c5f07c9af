"""The cards of danger: what to do first, and who comes."""

from dataclasses import replace

from bot.callbacks import Verb
from bot.texts.asking import alarm_card
from bot.texts.matters import matter_card
from bot.texts.orders import order_card
from community.views.desk import AlarmView
from tests.unit.test_texts_cards import IDENT, MATTER, ORDER, WORDING


def test_a_partner_is_told_to_make_sure_of_the_call_and_reads_no_price() -> None:
    card = order_card(replace(ORDER, urgency=3), WORDING)
    assert "先确认已打 120" in card.html
    assert not any(word in card.html for word in ("💰", "先接先得", "20 元"))


def test_the_resident_reads_what_to_do_and_no_promise_of_minutes() -> None:
    card = matter_card(replace(MATTER, urgency=3), WORDING)
    assert "说清地址" in card.html and "10 分钟" not in card.html
    assert "说清地址" in alarm_card(AlarmView("BY-1", "着火了", "般阳社区", "李**", False), WORDING).html


def test_staff_follow_from_the_alarm_and_call_the_number_on_it() -> None:
    view = AlarmView("BY-1", "着火了", "般阳社区", "李**", True, IDENT, True, "着火了501", "3-2-501", "13812345678")
    card = alarm_card(view, WORDING)
    assert "13812345678" in card.html and "3-2-501" in card.html
    assert card.rows[0][0].press is not None and card.rows[0][0].press.verb is Verb.FOLLOW
    assert alarm_card(replace(view, open=False), WORDING).rows == ()


def test_a_sensitive_order_names_its_category_alone_before_the_claim() -> None:
    html = order_card(replace(ORDER, sensitive=True, service="家电维修", summary="秘密"), WORDING).html
    assert "家电维修" not in html and "秘密" not in html
