"""Which place a message is about, where it names several buildings or none."""

import pytest

from community.spots import spot_in
from tests import shipped
from tests.unit.test_nlp_times import NOW

SEVERAL = [
    ("3-5号楼都停水了", "3-5号楼"),
    ("1-6号楼停水", "1-6号楼"),
    ("1、2、3号楼没电了", "1、2、3号楼"),
    ("三到五号楼都停暖了", "三到五号楼"),
    ("5号楼和6号楼都停水了", "5号楼和6号楼"),
    ("5号楼和6号楼之间的井盖丢了", "5号楼和6号楼之间"),
    ("变压器着火了，就在6号楼和7号楼当中", "6号楼和7号楼当中"),
]


@pytest.mark.parametrize(("text", "place"), SEVERAL)
def test_several_buildings_are_said_in_full_and_are_none_of_them(text: str, place: str) -> None:
    meaning = shipped.listener().understand(text, now=NOW)
    spot = spot_in(meaning)
    assert (meaning.slots.place, meaning.parsed.door) == (place, None)
    assert spot is not None and (spot.key, spot.is_door) == (place, False)


@pytest.mark.parametrize(
    ("text", "building", "room"),
    [
        ("明天8:00-17:00，4号楼停水", "4", None),
        ("3-5-301漏水", "3", "301"),
        ("3-5号楼都停水了，我家5号楼2单元301水管也裂了", "5", "301"),
        ("5号楼2单元301，6号楼那边吵", "5", "301"),
    ],
)
def test_one_door_is_that_door(text: str, building: str, room: str | None) -> None:
    door = shipped.listener().understand(text, now=NOW).parsed.door
    assert door is not None and (door.building, door.room) == (building, room)


@pytest.mark.parametrize(
    ("text", "building"),
    [
        ("我是3号楼的，5号楼门口那堆垃圾谁管", "5"),
        ("我住3号楼2单元，5号楼后面的路灯不亮", "5"),
        ("我是3号楼的，马桶堵了", "3"),
        ("我住3号楼2单元301，5号楼门口的快递帮我拿一下", "3"),
        ("我是3号楼的，5号楼张师傅在吗", "3"),
    ],
)
def test_where_the_speaker_lives_is_not_where_the_trouble_stands(text: str, building: str) -> None:
    door = shipped.listener().understand(text, now=NOW).parsed.door
    assert door is not None and door.building == building


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("从1号楼301搬到5号楼502，找个搬家的", "1号楼301搬到5号楼502"),
        ("1号楼301要搬家到5号楼502 谁能帮", "1号楼301要搬家到5号楼502"),
        ("把沙发从1号楼2单元301抬到5号楼502", "1号楼2单元301抬到5号楼502"),
    ],
)
def test_who_moves_tells_two_doors_and_the_first_is_where_to_come(text: str, place: str) -> None:
    meaning = shipped.listener().understand(text, now=NOW)
    assert meaning.slots.place == place
    assert meaning.parsed.door is not None and meaning.parsed.door.building == "1"
    assert "301" not in meaning.summary and "502" not in meaning.summary


def test_a_car_that_blocks_the_gate_is_no_house() -> None:
    listener = shipped.listener()
    assert listener.understand("Plate 鲁C·8A888 blocks the gate", now=NOW).parsed.door is None
    assert listener.understand("Block S, room 301 leaks", now=NOW).parsed.door is not None
