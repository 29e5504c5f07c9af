"""Partners and staff whose own community nobody knows talk of their work: nobody asks them where they live."""

import pytest
from sqlmodel import Session

from actions.orders import complete_order
from actions.partner_words import resume
from bot.nlp.listener import Listener
from community.facts import NoteKind
from community.words import OrderState, PartnerState
from storage.tables import Community, Partner
from tests.storage.talk import ANNA, Talk
from tests.street import AUNT_LI, CLERK, UNCLE_WANG, SmallStreet


@pytest.fixture
def people(street: SmallStreet, listener: Listener) -> Talk:
    def second(session: Session) -> None:
        session.add(Community(id="qi", street_id="street", name="齐园社区", code="QY"))

    street.database.write_now(second)
    return Talk(street, listener)


@pytest.mark.parametrize("words", ["到刘敏家敲门没人开啊", "理了，没收钱，老人家不容易", "楼上那户把水阀关了弄不成啊"])
@pytest.mark.parametrize("orders", [1, 2])
def test_who_is_on_the_way_talks_of_that(people: Talk, words: str, orders: int) -> None:
    for who, need in ((AUNT_LI, "厨房灯不亮了"), (UNCLE_WANG, "水龙头漏水了"))[:orders]:
        people.claimed(who, need)
    people.tells(ANNA, words)
    told = people.notes()
    assert told != []
    assert [note for note in told if note.payload["note"] == NoteKind.NO_COMMUNITY] == []
    assert len(people.street.orders()) == orders


def test_who_has_done_it_talks_of_that(people: Talk) -> None:
    order = people.claimed(AUNT_LI, "厨房灯不亮了")
    people.street.do(complete_order, speaker=ANNA, order=order.id)
    people.street.later(hours=14)
    people.tells(ANNA, "换了，没收钱，老人家不容易")
    assert (people.now(order).state, people.now(order).price_fen) == (OrderState.DONE, 0)


@pytest.mark.parametrize("words", ["有居民来要求删除他的信息，叫张伟，怎么弄", "这个月的表怎么导出来"])
def test_staff_are_not_asked_where_they_live(people: Talk, words: str) -> None:
    people.tells(CLERK, words)
    assert NoteKind.NO_COMMUNITY not in {note.payload["note"] for note in people.notes()}


def test_a_partner_with_nothing_to_do_asks_staff(people: Talk) -> None:
    people.tells(ANNA, "我们店年底关门了，不做了")
    told = {(note.recipient, note.payload["note"]) for note in people.notes()}
    assert told == {("g:desk", NoteKind.PARTNER_ASKS), ("p:w0", NoteKind.ASKED_STAFF)}


def test_a_partner_who_wants_something_at_home_is_asked_where(people: Talk) -> None:
    people.tells(ANNA, "我家马桶堵了，找人来通一下")
    assert [note.payload["note"] for note in people.notes()] == [NoteKind.NO_COMMUNITY]


@pytest.mark.parametrize("state", list(PartnerState))
def test_who_is_stopped_is_not_promised_any_order(people: Talk, state: PartnerState) -> None:
    def becomes(session: Session) -> None:
        session.get_one(Partner, "p0").state = state

    people.street.database.write_now(becomes)
    people.street.do(resume, speaker=ANNA, words="恢复接单")
    told = {(note.recipient, note.payload["note"]) for note in people.notes()}
    if state is PartnerState.ACTIVE:
        assert told == {("p:w0", NoteKind.RESUMED)}
    else:
        assert told == {("g:desk", NoteKind.PARTNER_ASKS), ("p:w0", NoteKind.STOPPED)}
