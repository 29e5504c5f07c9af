"""Whose turn comes later hears nothing before it: at night, or on a day of rest."""

from datetime import timedelta

from actions.needs import register_need
from actions.orders import rest_today
from actions.particulars import add_particulars
from community.facts import FactKind
from community.heard import Speaker
from tests.street import AUNT_LI, SENSITIVE, WRENCH, SmallStreet, meaning_of


def lamp_is_out(street: SmallStreet, urgency: int = 0) -> str:
    heard = street.says(AUNT_LI, "家里灯不亮了，明天能来个师傅不")
    meaning = meaning_of("家里灯不亮了", "repair", urgency=urgency)
    street.do(register_need, heard=heard, meaning=meaning, sensitive=SENSITIVE)
    street.forget_said()
    return street.orders()[-1].matter_id


def says_her_door(street: SmallStreet, matter: str, who: Speaker = AUNT_LI) -> None:
    words = "3号楼2单元501"
    heard = street.says(who, words, place=None)
    meaning = meaning_of(words, "repair", place=words)
    street.do(add_particulars, heard=heard, meaning=meaning, matter=matter, door=words)


def shown_to(street: SmallStreet) -> set[str]:
    return {fact.recipient for fact in street.said(FactKind.ORDER_CHANGED)}


def test_a_door_told_at_night_wakes_no_partner(street: SmallStreet) -> None:
    street.later(hours=13.5)  # 22:30
    matter = lamp_is_out(street)
    says_her_door(street, matter)
    assert shown_to(street) == set()
    street.now += timedelta(hours=9, minutes=1)  # 7:31
    says_her_door(street, matter)
    assert shown_to(street) == {"p:w0", "p:w1", "p:w2"}


def test_who_rests_today_is_left_alone(street: SmallStreet) -> None:
    street.do(rest_today, speaker=WRENCH[0])
    matter = lamp_is_out(street)
    says_her_door(street, matter)
    assert shown_to(street) == {"p:w1", "p:w2"}


def test_danger_is_told_to_everyone_at_any_hour(street: SmallStreet) -> None:
    street.later(hours=13.5)
    matter = lamp_is_out(street, urgency=3)
    says_her_door(street, matter)
    assert shown_to(street) == {"p:w0", "p:w1", "p:w2"}
