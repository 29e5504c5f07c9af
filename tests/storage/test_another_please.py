"""Not solved, and somebody else is wanted: whoever came is not asked again, nor reads what was said of them."""

import pytest
from sqlmodel import Session, select

from actions.claiming import claim_order
from actions.needs import register_need
from actions.orders import complete_order, release_order
from actions.outcomes import Done, TooLate
from actions.people import start
from actions.reasons import tell_why
from actions.residents import reopen_matter
from community.facts import FactKind, NoteKind
from community.words import OrderState, PushState
from storage.engine import Database
from storage.tables import Member, Order, Push
from tests.street import AUNT_LI, SENSITIVE, WRENCH, SmallStreet, build, meaning_of

FANG, MEI, OTHER = WRENCH[0], WRENCH[1], WRENCH[2]
WORDS = "理得跟狗啃的一样，能不能换个人来重理"


@pytest.fixture
def street(database: Database) -> SmallStreet:
    """秀芳 and her employee 小美 act for one partner, which has done what Aunt Li does not call solved."""
    made = build(database)
    database.write_now(lambda s: setattr(s.get_one(Member, "m1"), "partner_id", "p0"))
    made.do(start, speaker=AUNT_LI)
    heard = made.says(AUNT_LI, "想找人上门理发")
    made.do(register_need, heard=heard, meaning=meaning_of(heard.text, "repair"), sensitive=SENSITIVE)
    made.do(claim_order, speaker=FANG, order=order(made).id)
    made.do(complete_order, speaker=FANG, order=order(made).id)
    made.do(reopen_matter, speaker=AUNT_LI, matter=order(made).matter_id)
    made.forget_said()
    return made


def order(street: SmallStreet) -> Order:
    return street.orders()[0]


def says_why(street: SmallStreet, words: str = WORDS) -> None:
    assert isinstance(street.do(tell_why, speaker=AUNT_LI, matter=order(street).matter_id, words=words), Done)


def asked(street: SmallStreet) -> set[str]:
    def offered(session: Session) -> set[str]:
        return set(session.exec(select(Push.person_id).where(Push.state == PushState.OFFERED)).all())

    return street.database.read_now(offered)


def test_who_came_and_who_works_there_are_not_asked_again(street: SmallStreet) -> None:
    assert asked(street) == {"w0", "w1", "w2"}
    says_why(street)
    assert asked(street) == {"w2"}
    assert street.do(claim_order, speaker=FANG, order=order(street).id) == TooLate()
    street.do(claim_order, speaker=OTHER, order=order(street).id)
    street.do(release_order, speaker=OTHER, order=order(street).id)
    assert asked(street) == set()


def test_who_came_does_not_read_it(street: SmallStreet) -> None:
    says_why(street)
    told = [row for row in street.said(FactKind.TOLD) if row.recipient in {"p:w0", "p:w1"}]
    assert not any(WORDS in str(row.payload) for row in told)
    kept = [row for row in street.said(FactKind.TOLD) if row.payload.get("note") == NoteKind.KEPT]
    assert [row.payload["what"] for row in kept] == ["another"]


def test_it_is_taken_from_them_if_they_took_it_meanwhile(street: SmallStreet) -> None:
    street.do(claim_order, speaker=MEI, order=order(street).id)
    says_why(street)
    assert (order(street).state, order(street).claimer_id) == (OrderState.OPEN, None)
    assert asked(street) == {"w2"}


def test_what_is_still_wrong_bars_nobody(street: SmallStreet) -> None:
    says_why(street, "后面还是长的")
    assert asked(street) == {"w0", "w1", "w2"}


def test_nobody_else_is_there_staff_see_to_it(street: SmallStreet) -> None:
    street.database.write_now(lambda s: s.delete(s.get_one(Member, "m2")))
    street.do(reopen_matter, speaker=AUNT_LI, matter=order(street).matter_id)
    street.database.write_now(
        lambda s: s.exec(select(Push).where(Push.person_id == "w2")).one().__setattr__("state", PushState.LOST)
    )
    says_why(street)
    assert asked(street) == set() and order(street).unclaimed_told
