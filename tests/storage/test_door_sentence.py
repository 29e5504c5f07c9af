"""Asked for the door people answer in sentences: the door is taken out of it, the rest is for whoever comes."""

import pytest
from sqlmodel import col, select

from actions.claiming import claim_order
from actions.listening import Said
from actions.listening_in_private import listen_in_private
from actions.needs import register_need
from actions.people import start
from bot.nlp.listener import Listener
from community.facts import FactKind, NoteKind
from storage.engine import Database
from storage.tables import Outbox, Particulars
from tests.street import AUNT_LI, SENSITIVE, WRENCH, SmallStreet, build, meaning_of


@pytest.fixture
def street(database: Database) -> SmallStreet:
    """红扳手0 comes to Aunt Li, who is asked for door and phone."""
    made = build(database)
    for one in (AUNT_LI, WRENCH[0]):
        made.do(start, speaker=one)
    heard = made.says(AUNT_LI, "想找人上门量血压")
    made.do(register_need, heard=heard, meaning=meaning_of(heard.text, "repair"), sensitive=SENSITIVE)
    made.do(claim_order, speaker=WRENCH[0], order=made.orders()[0].id)
    made.forget_said()
    return made


def tells(street: SmallStreet, listener: Listener, text: str) -> tuple[str | None, str | None, list[str]]:
    """Door and phone after she wrote it, and the words that 红扳手0 was told."""
    meaning = listener.understand(text, now=street.now, private=True)
    said = Said(street.says(AUNT_LI, text, place=None), meaning)
    street.do(listen_in_private, said=said, sensitive=SENSITIVE)
    kept = street.database.read_now(lambda s: s.get_one(Particulars, street.orders()[0].matter_id))
    told = select(Outbox).where(Outbox.kind == FactKind.TOLD, Outbox.recipient == "p:w0").order_by(col(Outbox.id))
    rows = street.database.read_now(lambda s: s.exec(told).all())
    return kept.door, kept.phone, [str(row.payload.get("text", "")) for row in rows]


@pytest.mark.parametrize("words", ["好，我8点40下楼行不", "我九点半下楼等您", "您到了给我打电话，我下楼接您"])
def test_a_sentence_without_a_door_is_for_who_comes(street: SmallStreet, listener: Listener, words: str) -> None:
    door, _, told = tells(street, listener, words)
    asked = [row for row in street.said() if row.payload.get("note") == NoteKind.WHOSE]
    assert door is None and (words in told or asked)  # 拿不准的，点一下就转
    assert len(street.orders()) == 1


def test_the_door_is_taken_out_of_the_sentence(street: SmallStreet, listener: Listener) -> None:
    door, phone, told = tells(street, listener, "7号楼1单元302 我没有手机，打座机5180233")
    assert (door, phone) == ("7号楼1单元302", "5180233")
    assert any("我没有手机" in words for words in told)
