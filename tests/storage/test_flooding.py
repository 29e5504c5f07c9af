"""Who opens needs without end reaches no more partners, and nobody in danger is held back."""

import pytest

from actions.flooding import LOOKED_AT, MANY, WITHIN
from actions.listening import Said, listen
from community.facts import FactKind, NoteKind
from community.heard import Speaker
from storage.engine import Database
from tests.street import AUNT_LI, CLERK, SENSITIVE, UNCLE_WANG, SmallStreet, build, meaning_of


@pytest.fixture
def street(database: Database) -> SmallStreet:
    """Somebody has just opened as many needs as nobody has."""
    made = build(database)
    for number in range(MANY):
        need(made, AUNT_LI, f"第{number}件东西坏了")
    made.forget_said()
    return made


def need(street: SmallStreet, who: Speaker, text: str, *, place: str | None = "grid", urgency: int = 0) -> None:
    said = Said(street.says(who, text, place=place), meaning_of(text, "repair", urgency=urgency))
    street.do(listen, said=said, sensitive=SENSITIVE, apart=True)


def test_one_more_goes_to_staff_and_to_no_partner(street: SmallStreet) -> None:
    need(street, AUNT_LI, "还有一件也坏了")
    assert len(street.orders()) == MANY
    assert len(street.said(FactKind.DOUBT_RAISED)) == 1


def test_staff_are_not_flooded_either(street: SmallStreet) -> None:
    for number in range(2 * LOOKED_AT):
        need(street, AUNT_LI, f"再来一件{number}")
    assert len(street.said(FactKind.DOUBT_RAISED)) == LOOKED_AT


def test_said_in_private_it_is_answered(street: SmallStreet) -> None:
    need(street, AUNT_LI, "还有一件也坏了", place=None)
    assert [row.payload["note"] for row in street.said(FactKind.TOLD)] == [NoteKind.TOO_MANY.value]


def test_danger_is_always_heard(street: SmallStreet) -> None:
    need(street, AUNT_LI, "着火了", urgency=3)
    assert len(street.orders()) == MANY + 1


def test_others_and_later_needs_are_heard(street: SmallStreet) -> None:
    need(street, UNCLE_WANG, "我家灯坏了")
    street.later(seconds=WITHIN.total_seconds() + 1)
    need(street, AUNT_LI, "下水道堵了")
    assert len(street.orders()) == MANY + 2


def test_staff_report_for_a_whole_house(street: SmallStreet) -> None:
    for number in range(MANY + 1):
        need(street, CLERK, f"{number}户的灯坏了")
    assert len(street.orders()) == 2 * MANY + 1
