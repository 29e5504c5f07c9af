"""A child is looked for in the group: who has seen it is heard at once, whatever else is wanted is heard as ever."""

from functools import partial

import pytest
from sqlmodel import select

from actions.listening import Said
from actions.needs import Joined, register_need
from actions.people import start
from actions.talking import talk
from bot.nlp.listener import Listener
from community.facts import FactKind, NoteKind
from storage.engine import Database
from storage.tables import Matter
from tests.street import AUNT_LI, SENSITIVE, UNCLE_WANG, SmallStreet, build


@pytest.fixture
def street(database: Database, listener: Listener) -> SmallStreet:
    made = build(database)
    made.do(start, speaker=AUNT_LI)
    words = "孩子走失了，5岁男孩，穿红衣服，大家帮忙看看"
    meaning = listener.understand(words, now=made.now)
    made.do(register_need, heard=made.says(AUNT_LI, words), meaning=meaning, sensitive=SENSITIVE)
    made.later(minutes=10)
    made.forget_said()
    return made


def says(street: SmallStreet, listener: Listener, text: str) -> object:
    read = partial(listener.gathered().understand, now=street.now)
    said = Said(street.says(UNCLE_WANG, text), listener.understand(text, now=street.now))
    return street.do(talk, said=said, sensitive=SENSITIVE, read=read, lean=listener.leaning)


def sighted(street: SmallStreet) -> bool:
    return any(row.payload.get("note") == NoteKind.SIGHTED for row in street.said(FactKind.TOLD))


def matters(street: SmallStreet) -> list[str]:
    return [one.category for one in street.database.read_now(lambda s: s.exec(select(Matter)).all())]


@pytest.mark.parametrize(
    "words", ["我看到楼道灯坏了一个，谁来修", "看到绿化带的水管漏水了", "看到老人家门口灯坏了，谁来修"]
)
def test_what_else_is_wanted_is_a_matter_of_its_own(street: SmallStreet, listener: Listener, words: str) -> None:
    assert not isinstance(says(street, listener, words), Joined)
    assert not sighted(street)
    assert len(matters(street)) == 2


@pytest.mark.parametrize("words", ["有人在我家车位停车，谁管管", "看到绿车停在门口", "看到群里一个通知"])
def test_what_is_seen_of_other_things_is_no_sighting(street: SmallStreet, listener: Listener, words: str) -> None:
    says(street, listener, words)
    assert not sighted(street)


@pytest.mark.parametrize(
    "words",
    [
        "看到一个穿红衣服的小孩在超市门口",
        "我刚才在超市门口看到一个红衣服的",
        "孩子在我车里呢",
        "看见他往河边走了",
        "有个男孩在我店里",
        "人在我这儿呢",
        "看到人了，在东门",
        "看到个红色的衣服往东去了",
        "我看见个小孩一直哭，谁来帮帮他",
        "看见一个小男孩在3号楼楼下哭，谁家的孩子",
        "看到一个孩子摔倒了，谁来帮帮",
        "孩子在我店里，谁来接一下",
        "我看见一个人领着孩子往北走了",
    ],
)
def test_who_saw_the_child_is_heard_at_once(street: SmallStreet, listener: Listener, words: str) -> None:
    assert isinstance(says(street, listener, words), Joined)
    assert sighted(street)
    assert len(matters(street)) == 1
