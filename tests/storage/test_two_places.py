"""Somebody who lives in one community talks in the group of another: their home and its door stay where they are."""

import pytest
from sqlmodel import Session, col, select

from actions.also import me_too
from actions.homes import choose_home
from actions.listening import Said
from actions.listening_in_private import listen_in_private
from actions.needs import register_need
from actions.people import start
from community.heard import Heard, Speaker
from community.understanding import Kind
from community.words import PlaceKind
from storage.engine import Database
from storage.tables import Community, Grid, Matter, Particulars, Person, Place
from tests.street import AUNT_LI, SENSITIVE, THURSDAY, UNCLE_WANG, SmallStreet, build, meaning_of

DOOR = "7号楼1单元302"
OTHER_CHAT = -4_000_000_009


@pytest.fixture
def street(database: Database) -> SmallStreet:
    """Aunt Li lives in 般阳, at a door that she has told; 松龄 has a group, too."""
    made = build(database)

    def rows(session: Session) -> None:
        session.add(Community(id="sl", street_id="street", name="松龄社区", code="SL"))
        session.flush()
        session.add(Grid(id="s2", community_id="sl", name="2 号网格"))
        session.flush()
        session.add(
            Place(
                id="songling", bot_id=1, chat_id=OTHER_CHAT, kind=PlaceKind.GRID, title="松龄", street_id="street",
                community_id="sl", grid_id="s2", made_at=THURSDAY,
            )
        )  # fmt: skip

    database.write_now(rows)
    made.do(start, speaker=AUNT_LI)
    wants(made, "厨房水龙头漏水", "grid")
    tells(made, DOOR)
    return made


def wants(street: SmallStreet, words: str, place: str | None, who: Speaker = AUNT_LI) -> Matter:
    """What comes of a need that she tells in a group, or (None) to the bot alone."""
    heard = street.says(who, words, place=place)
    if place == "songling":
        heard = Heard(who, place, OTHER_CHAT, heard.message_id, heard.at, words)
    street.do(register_need, heard=heard, meaning=meaning_of(words, "repair"), sensitive=SENSITIVE)
    street.later(minutes=5)
    newest = select(Matter).order_by(col(Matter.made_at).desc(), col(Matter.number).desc())
    return street.database.read_now(lambda s: s.exec(newest).first())  # type: ignore[return-value]


def tells(street: SmallStreet, door: str) -> None:
    said = Said(street.says(AUNT_LI, door, place=None), meaning_of(door, kind=Kind.CHATTER, place=door))
    street.do(listen_in_private, said=said, sensitive=SENSITIVE)


def door_of(street: SmallStreet, matter: Matter) -> str | None:
    return street.database.read_now(lambda s: s.get_one(Particulars, matter.id).door)


def home(street: SmallStreet) -> tuple[str | None, str | None, str | None]:
    aunt = street.database.read_now(lambda s: s.exec(select(Person).where(Person.user_id == AUNT_LI.user_id)).one())
    return aunt.community_id, aunt.grid_id, aunt.door


def test_what_is_told_in_another_group_is_of_that_place_and_without_the_door(street: SmallStreet) -> None:
    toilet = wants(street, "马桶堵了，谁给通通", "songling")
    assert (toilet.community_id, door_of(street, toilet)) == ("sl", None)
    assert home(street) == ("by", "g3", DOOR)
    lamp = wants(street, "我家的灯又坏了", None)
    assert (lamp.community_id, lamp.grid_id, door_of(street, lamp)) == ("by", "g3", DOOR)


def test_the_door_there_is_not_the_one_at_home(street: SmallStreet) -> None:
    toilet = wants(street, "马桶堵了，谁给通通", "songling")
    tells(street, "5号楼2单元201")
    assert door_of(street, toilet) == "5号楼2单元201" and home(street)[2] == DOOR


def test_a_neighbours_part_there_has_no_door_of_home(street: SmallStreet) -> None:
    toilet = wants(street, "马桶堵了，谁给通通", "songling", UNCLE_WANG)
    street.do(me_too, speaker=AUNT_LI, matter=toilet.id)
    part = select(Matter).where(Matter.merged_into == toilet.id)
    own = street.database.read_now(lambda s: s.exec(part).one())
    assert door_of(street, own) is None


def test_who_moves_leaves_the_old_door_behind(street: SmallStreet) -> None:
    street.do(choose_home, speaker=AUNT_LI, community="sl")
    assert home(street) == ("sl", None, None)


def test_who_never_told_a_door_lives_where_they_talk(street: SmallStreet) -> None:
    wants(street, "灯坏了", "grid", UNCLE_WANG)
    wants(street, "灯坏了", "songling", UNCLE_WANG)
    uncle = select(Person.community_id).where(Person.user_id == UNCLE_WANG.user_id)
    assert street.database.read_now(lambda s: s.exec(uncle).one()) == "sl"
