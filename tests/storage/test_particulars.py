"""What the claimer learns of the door, and how it got there. On both databases."""

from typing import Unpack

from sqlmodel import select

from actions.claiming import claim_order
from actions.listening import Said
from actions.listening_in_private import listen_in_private
from actions.needs import register_need
from actions.people import start
from community.facts import Recipient
from community.heard import Speaker
from community.understanding import Kind
from community.views import Wanted
from community.views.order import Customer
from storage.tables import Person
from storage.views import order
from tests.street import AUNT_LI, SENSITIVE, WRENCH, Slotted, SmallStreet, meaning_of


def tells(street: SmallStreet, who: Speaker, text: str, **slots: Unpack[Slotted]) -> object:
    meaning = meaning_of(text, kind=Kind.CHATTER, **slots)
    said = Said(street.says(who, text, place=None), meaning)
    return street.do(listen_in_private, said=said, sensitive=SENSITIVE)


def customer(street: SmallStreet) -> Customer:
    what = Wanted(street.orders()[-1].id, Recipient(person="w0"), street.now)
    view = street.database.read_now(lambda session: order.load(session, what))
    assert view is not None and view.customer is not None
    return view.customer


def test_the_answer_is_the_door_whole_and_the_claimer_reads_the_words_as_said(street: SmallStreet) -> None:
    words = "帮2号楼张大爷报个修，水管堵了，3单元201，电话13812345678"
    meaning = meaning_of("帮2号楼报个修", "repair", place="2号楼")
    street.do(register_need, heard=street.says(AUNT_LI, words), meaning=meaning, sensitive=SENSITIVE)
    street.do(claim_order, speaker=WRENCH[0], order=street.orders()[-1].id)
    assert (customer(street).door, customer(street).words) == (None, words)
    tells(street, AUNT_LI, "老粮站对面那个楼，三楼东户", place="站对面那个楼")
    assert customer(street).door == "老粮站对面那个楼，三楼东户"
    tells(street, AUNT_LI, "就是老粮站", place="老粮站")
    assert customer(street).door == "老粮站对面那个楼，三楼东户"


def test_how_somebody_lives_is_not_pushed(street: SmallStreet) -> None:
    words = "我是李奶奶，今年82了，老头子走得早，孩子都在外地，厨房灯不亮了"
    street.do(
        register_need, heard=street.says(AUNT_LI, words), meaning=meaning_of(words, "repair"), sensitive=SENSITIVE
    )
    what = Wanted(street.orders()[-1].id, Recipient(person="w0"), street.now)
    view = street.database.read_now(lambda session: order.load(session, what))
    assert view is not None and view.summary == "厨房灯不亮了"


def test_only_the_door_of_what_was_told_is_remembered_for_the_next_time(street: SmallStreet) -> None:
    for who in (AUNT_LI, WRENCH[0]):
        street.do(start, speaker=who)
    meaning = meaning_of("厨房灯不亮了", "repair")
    street.do(register_need, heard=street.says(AUNT_LI, "厨房灯不亮了"), meaning=meaning, sensitive=SENSITIVE)
    street.do(claim_order, speaker=WRENCH[0], order=street.orders()[-1].id)
    words = "我叫刘桂兰，楼道里黑，住3号楼2单元501"
    tells(street, AUNT_LI, words, place="3号楼2单元501")
    assert "楼道里黑" in str(customer(street))
    query = select(Person.door).where(Person.user_id == AUNT_LI.user_id)
    assert street.database.read_now(lambda s: s.exec(query).one()) == "3号楼2单元501"
