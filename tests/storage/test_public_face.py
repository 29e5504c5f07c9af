"""What a partner is worth, and asks, as others read it: no single rating, no price of other work. On both databases."""

from functools import partial

import pytest
from sqlmodel import Session

from actions import claiming, orders, residents
from actions.needs import register_need
from bot.nlp.data import load_taxonomy
from bot.texts.card import Wording
from bot.texts.matters import matter_card
from bot.texts.orders import order_card
from community.facts import Recipient
from community.views import Wanted
from community.words import PartnerKind, Rating, Tier
from storage.engine import Database
from storage.people import person_of
from storage.tables import Partner, Subscription
from storage.views import matter, order
from tests.street import AUNT_LI, SENSITIVE, WRENCH, SmallStreet, build, meaning_of

TAP = "水龙头漏水，谁能来修"


@pytest.fixture
def street(database: Database) -> SmallStreet:
    made = build(database, repairers=1)
    made.do(register_need, heard=made.says(AUNT_LI, TAP), meaning=meaning_of(TAP, "repair"), sensitive=SENSITIVE)
    return made


def resident_reads(street: SmallStreet, to: Recipient) -> str:
    what = Wanted(street.orders()[0].matter_id, to, street.now)
    view = street.database.read_now(partial(matter.load, wanted=what))
    assert view is not None
    return matter_card(view, Wording(load_taxonomy(), street.now)).html


def partner_reads(street: SmallStreet) -> str:
    what = Wanted(street.orders()[0].id, Recipient(person="w0"), street.now)
    view = street.database.read_now(partial(order.load, wanted=what))
    assert view is not None
    return order_card(view, Wording(load_taxonomy(), street.now)).html


def set_price(street: SmallStreet, price: str, tier: Tier, kind: PartnerKind = PartnerKind.MERCHANT) -> None:
    def work(session: Session) -> None:
        row = session.get_one(Subscription, "s0")
        row.price, row.tier = price, tier
        session.get_one(Partner, "p0").kind = kind

    street.database.write_now(work)


@pytest.mark.parametrize(("ratings", "shown"), [(1, False), (4, False), (5, True)])
def test_stars_stand_on_the_card_from_five_ratings_on(street: SmallStreet, ratings: int, shown: bool) -> None:
    def rated(session: Session) -> None:
        row = session.get_one(Partner, "p0")
        row.rating_count, row.rating_sum = ratings, 3 * ratings

    street.database.write_now(rated)
    street.do(claiming.claim_order, speaker=WRENCH[0], order=street.orders()[0].id)
    assert ("★3.0" in resident_reads(street, Recipient(place="grid"))) == shown


def test_how_somebody_rated_is_between_them_and_whoever_came(street: SmallStreet) -> None:
    ident = street.orders()[0].id
    street.do(claiming.claim_order, speaker=WRENCH[0], order=ident)
    street.do(orders.complete_order, speaker=WRENCH[0], order=ident)
    street.do(residents.rate_matter, speaker=AUNT_LI, matter=street.orders()[0].matter_id, rating=Rating.FAIR)
    aunt = street.database.read_now(lambda s: person_of(s, AUNT_LI.user_id))
    assert aunt is not None
    assert "您的评价：🙂 一般" in resident_reads(street, Recipient(person=aunt.id))
    assert "一般" not in resident_reads(street, Recipient(place="grid"))
    assert "居民说：一般" in partner_reads(street)


def test_a_price_of_something_else_is_not_told(street: SmallStreet) -> None:
    set_price(street, "换灯管 15 元", Tier.MARKET)
    assert "15 元" not in partner_reads(street) and "市场价，价钱请先和居民说好" in partner_reads(street)
    set_price(street, "上门 50 元", Tier.MARKET)
    assert "市场价：上门 50 元" in partner_reads(street)


def test_a_public_unit_is_told_of_no_price(street: SmallStreet) -> None:
    set_price(street, "", Tier.FREE)
    assert "公益 免费" in partner_reads(street)
    set_price(street, "", Tier.FREE, PartnerKind.PUBLIC)
    assert "💰" not in partner_reads(street)
