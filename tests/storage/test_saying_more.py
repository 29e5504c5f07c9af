"""What the same person says next: more about the matter, another need, an answer, a picture. On both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest

from actions.adding import MEDIA_KEPT, NOTE_KEPT
from actions.listening import Said
from actions.listening_in_private import listen_in_private
from actions.needs import Joined, Registered, register_need
from actions.particulars import Kept, NoMatter, attach_media
from actions.residents import ask_details
from community.facts import FactKind, NoteKind, Recipient
from community.understanding import Kind
from community.views import Wanted
from storage.tables import Particulars
from storage.views import order
from tests.street import AUNT_LI, SENSITIVE, SmallStreet, meaning_of


def needs(street: SmallStreet, words: str, service: str | None) -> object:
    meaning = meaning_of(words, "repair")._replace(service=service)
    return street.do(register_need, heard=street.says(AUNT_LI, words), meaning=meaning, sensitive=SENSITIVE)


def test_another_service_is_another_matter(street: SmallStreet) -> None:
    needs(street, "我家马桶堵了找人通", "管道疏通")
    street.later(seconds=40)
    assert needs(street, "还有我家门锁也坏了，找人换锁", "开锁换锁") == Registered(("BY-1126-02",))


def test_more_about_the_same_is_seen_and_shown_to_those_who_were_asked(street: SmallStreet) -> None:
    needs(street, "我家马桶堵了找人通", "管道疏通")
    street.forget_said()
    assert needs(street, "昨晚开始往外冒水", None) == Joined("BY-1126-01")
    assert len(street.said(FactKind.SEEN)) == 1
    assert {fact.recipient for fact in street.said(FactKind.ORDER_CHANGED)} == {"p:w0", "p:w1", "p:w2"}
    what = Wanted(street.orders()[0].id, Recipient(person="w0"), street.now)
    view = street.database.read_now(lambda session: order.load(session, what))
    assert view is not None and view.summary == "我家马桶堵了找人通；昨晚开始往外冒水"


def in_private(street: SmallStreet, words: str, category: str) -> object:
    said = Said(street.says(AUNT_LI, words, place=None), meaning_of(words, category))
    return street.do(listen_in_private, said=said, sensitive=SENSITIVE)


def test_an_answer_to_what_else_is_no_second_order(street: SmallStreet) -> None:
    aunt = street.says(AUNT_LI, "心里难受，13812345678")
    meaning = meaning_of("心里难受", "counselling", phone="13812345678")
    street.do(register_need, heard=aunt, meaning=meaning, sensitive=SENSITIVE)
    street.do(ask_details, speaker=AUNT_LI, matter=street.orders()[0].matter_id)
    assert in_private(street, "我跟儿子吵架以后整夜睡不着", "counselling") == Kept("BY-1126-01")
    assert in_private(street, "楼上天天吵，我心烦得很", "mediation") == Kept("BY-1126-01")
    street.later(minutes=30)
    assert in_private(street, "楼上天天吵，我心烦得很", "mediation") == Registered(("BY-1126-02",))


PHOTO = {"type": "photo", "file_id": "p1"}


@pytest.mark.parametrize("place", ["grid", None])
def test_a_picture_before_its_words_goes_with_them(street: SmallStreet, place: str | None) -> None:
    photo = replace(street.says(AUNT_LI, "", place=place), media=(PHOTO,))
    nothing = meaning_of("", kind=Kind.CHATTER)
    if place is None:
        street.do(listen_in_private, said=Said(photo, nothing), sensitive=SENSITIVE)
        assert [fact.payload["note"] for fact in street.said(FactKind.TOLD)] == [NoteKind.SAY_WHAT]
    else:
        street.do(attach_media, heard=photo)
    street.later(seconds=90)
    words = street.says(AUNT_LI, "厨房灯不亮了", place=place)
    street.do(register_need, heard=words, meaning=meaning_of("厨房灯不亮了", "repair"), sensitive=SENSITIVE)
    matter = street.orders()[0].matter_id
    assert street.database.read_now(lambda s: s.get_one(Particulars, matter).media) == [PHOTO]


def test_a_picture_of_long_ago_is_left_alone(street: SmallStreet) -> None:
    street.do(attach_media, heard=replace(street.says(AUNT_LI, ""), media=(PHOTO,)))
    street.later(minutes=3)
    needs(street, "厨房灯不亮了", None)
    matter = street.orders()[0].matter_id
    assert street.database.read_now(lambda s: s.get_one(Particulars, matter).media) == []


def kept(street: SmallStreet) -> Particulars:
    matter = street.orders()[0].matter_id
    return street.database.read_now(lambda session: session.get_one(Particulars, matter))


def test_pictures_of_an_hour_later_are_no_part_of_it_though_all_is_heard_at_once_after_an_outage(
    street: SmallStreet,
) -> None:
    said = [
        street.says(AUNT_LI, "厨房灯不亮了"),
        *(replace(street.says(AUNT_LI, ""), media=(PHOTO,)) for _ in range(2)),
    ]
    words, soon, late = said[0], said[1], replace(said[2], at=said[2].at + timedelta(hours=1))
    street.later(hours=3)
    street.do(register_need, heard=words, meaning=meaning_of("厨房灯不亮了", "repair"), sensitive=SENSITIVE)
    assert street.do(attach_media, heard=replace(soon, at=words.at + timedelta(seconds=30))) == Kept("BY-1126-01")
    assert street.do(attach_media, heard=late) == NoMatter()
    assert kept(street).media == [PHOTO]
    other = replace(street.says(AUNT_LI, "厨房的灯不亮"), at=words.at + timedelta(hours=2))
    meaning = meaning_of("厨房的灯不亮", "repair")
    assert street.do(register_need, heard=other, meaning=meaning, sensitive=SENSITIVE) == Registered(("BY-1126-02",))


def test_no_more_is_kept_than_anybody_looks_at(street: SmallStreet) -> None:
    for _ in range(MEDIA_KEPT + 2):
        street.do(attach_media, heard=replace(street.says(AUNT_LI, "半" * 200), media=(PHOTO,)))
    needs(street, "厨房灯不亮了", None)
    for _ in range(3):
        street.do(attach_media, heard=replace(street.says(AUNT_LI, ""), media=(PHOTO,)))
    assert len(kept(street).media) == MEDIA_KEPT
    assert len(kept(street).note or "") == NOTE_KEPT
