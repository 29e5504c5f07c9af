"""Another building's lift, lamp or door is a matter of its own; who has the same one is a household more."""

from functools import partial

import pytest
from sqlmodel import col, select

from actions.listening import Said
from actions.talking import talk
from bot.nlp.listener import default_taxonomy
from community.fixtures import FIXTURES
from community.heard import Speaker
from community.words import MatterState
from storage.tables import Matter
from tests import shipped
from tests.street import AUNT_LI, SENSITIVE, UNCLE_WANG, SmallStreet


def says(street: SmallStreet, who: Speaker, text: str) -> None:
    heard = shipped.listener()
    said = Said(street.says(who, text), heard.understand(text, now=street.now))
    read = partial(heard.gathered().understand, now=street.now)
    street.do(talk, said=said, sensitive=SENSITIVE, read=read, lean=heard.leaning)
    street.later(seconds=40)


def matters(street: SmallStreet) -> list[Matter]:
    query = select(Matter).where(Matter.state == MatterState.OPEN).order_by(col(Matter.made_at))
    return list(street.database.read_now(lambda session: session.exec(query).all()))


OTHERS = [
    ("5号楼西头路灯坏了", "5号楼东头路灯也坏了", "5号楼东头"),
    ("5号楼西头路灯坏了", "我家楼下路灯也不亮，8号楼", "8号楼"),
    ("3号楼电梯坏了", "6号楼电梯也坏了", "6号楼"),
    ("3号楼2单元的电梯又停了", "3号楼1单元的电梯也停了", "3号楼1单元"),
    ("3号楼单元门坏了关不上", "6号楼单元门也坏了", "6号楼"),
    ("2号楼楼道灯不亮了", "4号楼楼道灯也不亮", "4号楼"),
]


@pytest.mark.parametrize(("first", "then", "where"), OTHERS)
def test_the_same_fixture_of_another_place_is_another_matter(
    street: SmallStreet, first: str, then: str, where: str
) -> None:
    says(street, AUNT_LI, first)
    says(street, UNCLE_WANG, then)
    one, other = matters(street)
    assert (one.households, other.households) == (1, 1)
    assert (other.person_id != one.person_id, other.spot) == (True, where)
    assert len(street.orders()) == 2


def test_danger_in_another_building_is_another_danger(street: SmallStreet) -> None:
    says(street, AUNT_LI, "3号楼电梯困人了")
    says(street, UNCLE_WANG, "6号楼电梯也困人了")
    found = matters(street)
    assert {(matter.person_id, matter.spot, matter.urgency, matter.households) for matter in found} == {
        (found[0].person_id, "3号楼", 3, 1),
        (found[-1].person_id, "6号楼", 3, 1),
    }


SAME = [
    ("3号楼电梯坏了", "3号楼2单元的电梯也坏了"),
    ("3号楼2单元的电梯又停了", "我们单元也停了"),
    ("3号楼2单元的电梯又停了", "+1 我家也是 5号楼"),
    ("3号楼停水了", "6号楼也停水了"),
    ("3号楼暖气不热", "6号楼暖气也不热"),
]


@pytest.mark.parametrize(("first", "then"), SAME)
def test_the_same_fixture_and_what_comes_to_all_alike_is_one_matter(street: SmallStreet, first: str, then: str) -> None:
    says(street, AUNT_LI, first)
    says(street, UNCLE_WANG, then)
    (one,) = matters(street)
    assert one.households == 2


def test_a_fixture_is_a_service_of_the_taxonomy() -> None:
    assert {service for category in default_taxonomy() for service in category.services} >= FIXTURES
