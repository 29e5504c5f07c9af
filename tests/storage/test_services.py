"""A partner who serves only some services of a category hears of no others."""

import pytest
from sqlmodel import select

from actions.editing import edit_partner
from actions.needs import register_need
from actions.staffing import NotStaff, staff
from actions.tx import Tx
from bot.callbacks import Press, Verb, encode
from bot.nlp.listener import default_taxonomy
from community.words import PushState
from storage.engine import Database
from storage.tables import Push, Subscription
from tests.street import AUNT_LI, CLERK, SENSITIVE, SmallStreet, build, meaning_of


@pytest.fixture
def street(database: Database) -> SmallStreet:
    """Three partners for repairs: one opens locks, one clears drains, one does everything."""
    made = build(database)
    narrow(made, "p0", "开锁换锁")
    narrow(made, "p1", "管道疏通")
    return made


def narrow(street: SmallStreet, partner: str, service: str) -> None:
    """Staff tap the service of the partner."""

    def tap(tx: Tx) -> None:
        who = staff(tx, CLERK)
        assert not isinstance(who, NotStaff)
        assert edit_partner(tx, who, partner, "only", f"repair.{service}")

    street.do(tap)


def asked(street: SmallStreet, service: str | None, *, urgency: int = 0) -> set[str]:
    """The partners who are offered a need of that service."""
    heard = street.says(AUNT_LI, f"家里{service}")
    meaning = meaning_of(heard.text, "repair", urgency=urgency)._replace(service=service)
    street.do(register_need, heard=heard, meaning=meaning, sensitive=SENSITIVE)
    query = select(Push.partner_id).where(Push.state == PushState.OFFERED)
    return set(street.database.read_now(lambda s: s.exec(query).all()))


def test_a_drain_is_nothing_to_a_locksmith(street: SmallStreet) -> None:
    assert asked(street, "管道疏通") == {"p1", "p2"}


def test_where_the_service_is_not_known_everybody_is_asked(street: SmallStreet) -> None:
    assert asked(street, None) == {"p0", "p1", "p2"}


def test_in_danger_everybody_is_asked(street: SmallStreet) -> None:
    assert asked(street, "管道疏通", urgency=3) == {"p0", "p1", "p2"}


def test_where_nobody_serves_it_everybody_of_the_category_is_asked(street: SmallStreet) -> None:
    narrow(street, "p2", "开锁换锁")
    assert asked(street, "灯具安装") == {"p0", "p1", "p2"}


def test_a_service_tapped_again_is_taken_back_and_other_changes_keep_it(street: SmallStreet) -> None:
    narrow(street, "p0", "门窗纱窗")
    narrow(street, "p0", "开锁换锁")

    def other(tx: Tx) -> None:
        who = staff(tx, CLERK)
        assert not isinstance(who, NotStaff)
        assert edit_partner(tx, who, "p0", "price", "上门 50 元")

    street.do(other)
    query = select(Subscription.services, Subscription.price).where(Subscription.partner_id == "p0")
    assert street.database.read_now(lambda s: s.exec(query).all()) == [(["门窗纱窗"], "上门 50 元")]


def test_every_service_fits_into_its_button() -> None:
    for one in default_taxonomy():
        for service in one.services:
            encode(Press(Verb.SETUP, "partner.0123456789ab", f"only={one.code}.{service}"))
