"""An order taken from whoever holds it: they hear of it, and nothing of the last round sticks to the next."""

from functools import partial

import pytest
from sqlmodel import Session, select

from actions import claiming, desk, orders, residents
from actions.needs import register_need
from actions.outcomes import Done, Nothing, NotYours, TooLate
from bot.nlp.data import load_taxonomy
from bot.texts.card import Wording
from bot.texts.desk import desk_card
from bot.texts.notes import note_card
from bot.texts.orders import order_card
from community.facts import FactKind, NoteKind, Recipient
from community.heard import Speaker
from community.views import Wanted
from community.words import OrderState, Rating
from storage.engine import Database
from storage.tables import Draft, Matter, Order
from storage.views import desk as desk_view
from storage.views import note, order
from tests.street import AUNT_LI, CLERK, SENSITIVE, UNCLE_WANG, WRENCH, SmallStreet, build, meaning_of


@pytest.fixture
def street(database: Database) -> SmallStreet:
    """A need that 红扳手0 has claimed."""
    made = build(database)
    need(made)
    made.do(claiming.claim_order, speaker=WRENCH[0], order=made.orders()[0].id)
    made.forget_said()
    return made


def need(street: SmallStreet, text: str = "厨房灯不亮了") -> None:
    heard = street.says(AUNT_LI, text)
    street.do(register_need, heard=heard, meaning=meaning_of(text, "repair"), sensitive=SENSITIVE)


def matter(street: SmallStreet) -> str:
    return street.orders()[0].matter_id


def complete(street: SmallStreet) -> None:
    ident = street.orders()[0].id
    street.do(orders.complete_order, speaker=WRENCH[0], order=ident)


def report(street: SmallStreet, words: str = "换了灯管") -> object:
    ident = street.orders()[0].id
    proof: list[dict[str, object]] = [{"type": "photo", "file_id": "x"}]
    return street.do(orders.report_order, speaker=WRENCH[0], order=ident, words=words, price_fen=2000, proof=proof)


def shown(street: SmallStreet, person: str = "w0") -> str:
    what = Wanted(street.orders()[0].id, Recipient(person=person), street.now)
    view = street.database.read_now(partial(order.load, wanted=what))
    assert view is not None
    return order_card(view, Wording(load_taxonomy(), street.now)).html


def rung(street: SmallStreet) -> list[str]:
    """What the former holder is told."""
    told = []
    for row in street.said(FactKind.TOLD):
        if row.payload["note"] == NoteKind.CALLED_OFF.value and row.recipient == "p:w0":
            what = Wanted(row.subject, Recipient(person="w0"), street.now, payload=row.payload)
            view = street.database.read_now(partial(note.load, wanted=what))
            assert view is not None
            told.append(note_card(view, Wording(load_taxonomy(), street.now)).html)
    return told


def test_the_holder_hears_that_the_resident_wants_nobody_any_more(street: SmallStreet) -> None:
    street.do(residents.withdraw_matter, speaker=AUNT_LI, matter=matter(street))
    assert len(rung(street)) == 1 and "居民说不用了" in rung(street)[0]
    assert "居民说不用了" in shown(street)


def test_the_holder_hears_that_the_order_went_to_others(street: SmallStreet) -> None:
    street.do(desk.relabel_matter, speaker=CLERK, matter=matter(street), category="law", sensitive=SENSITIVE)
    assert len(rung(street)) == 1 and "改派" in rung(street)[0]
    assert "不再找您" in shown(street) and "先接走" not in shown(street)


@pytest.mark.parametrize(("how", "why"), [("ignore", "工作人员"), ("merge", "同一件事")])
def test_the_card_says_truly_why_it_is_over(street: SmallStreet, how: str, why: str) -> None:
    first = matter(street)
    if how == "merge":
        street.later(minutes=5)
        need(street)
        other = street.database.read_now(lambda s: s.get_one(Matter, street.orders()[1].matter_id).number)
        street.do(desk.merge_matter, speaker=CLERK, matter=first, into=other)
    else:
        street.do(desk.ignore_matter, speaker=CLERK, matter=first)
    assert why in rung(street)[0]
    assert why in shown(street) and "居民说不用了" not in shown(street)


def test_work_already_done_is_not_called_cancelled(street: SmallStreet) -> None:
    complete(street)
    assert street.do(residents.withdraw_matter, speaker=AUNT_LI, matter=matter(street)) == TooLate()
    street.do(desk.ignore_matter, speaker=CLERK, matter=matter(street))
    assert rung(street) == []
    assert "照样记着" in shown(street)


def test_nothing_of_the_last_round_sticks_to_the_next(street: SmallStreet) -> None:
    complete(street)
    report(street)
    street.do(residents.reopen_matter, speaker=AUNT_LI, matter=matter(street))
    what = Wanted(matter(street), Recipient(place="desk"), street.now)
    view = street.database.read_now(partial(desk_view.load, wanted=what))
    assert view is not None and "居民说没解决" in desk_card(view, Wording(load_taxonomy(), street.now)).html
    again: Order = street.orders()[0]
    assert (again.report, again.price_fen, again.proof) == (None, None, [])
    assert "重办" in shown(street, "w1") and "上次没办好" in shown(street, "w1")
    assert "您上次办的" in shown(street, "w0") and "新订单" not in shown(street, "w0")


def test_what_is_said_after_the_rating_is_no_report(street: SmallStreet) -> None:
    complete(street)
    report(street)
    street.do(residents.rate_matter, speaker=AUNT_LI, matter=matter(street), rating=Rating.GOOD)
    assert street.database.read_now(lambda s: s.exec(select(Draft).where(Draft.person_id == "w0")).first()) is None


def test_a_report_that_comes_after_a_quick_rating_is_kept(street: SmallStreet) -> None:
    complete(street)
    street.do(residents.rate_matter, speaker=AUNT_LI, matter=matter(street), rating=Rating.GOOD)
    assert isinstance(report(street), Done)
    assert street.orders()[0].report == "换了灯管"


@pytest.mark.parametrize("who", [CLERK, UNCLE_WANG])
def test_nobody_rates_in_the_residents_place(street: SmallStreet, who: Speaker) -> None:
    complete(street)
    ident = matter(street)
    refused = street.do(residents.rate_matter, speaker=who, matter=ident, rating=Rating.GOOD)
    assert refused == NotYours()
    assert street.orders()[0].state is OrderState.DONE
    rated = street.do(residents.rate_matter, speaker=AUNT_LI, matter=ident, rating=Rating.GOOD)
    assert isinstance(rated, Done)


def test_relabelling_to_the_same_confirms_and_moves_nothing(street: SmallStreet) -> None:
    same = street.do(desk.relabel_matter, speaker=CLERK, matter=matter(street), category="repair", sensitive=SENSITIVE)
    assert same == Nothing()
    assert street.database.read_now(lambda s: s.get_one(Matter, matter(street)).confirmed)
    assert street.orders()[0].state is OrderState.CLAIMED


def test_another_category_has_other_services(street: SmallStreet) -> None:
    def serve(session: Session) -> None:
        row = session.get_one(Matter, matter(street))
        row.service = "水电维修"
        session.add(row)

    street.database.write_now(serve)
    to_law = partial(desk.relabel_matter, speaker=CLERK, matter=matter(street), category="law", sensitive=SENSITIVE)
    street.do(to_law)
    assert street.database.read_now(lambda s: s.get_one(Matter, matter(street)).service) is None
    assert street.do(to_law) == Nothing()
