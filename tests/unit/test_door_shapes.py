"""However a door is written: who comes reads all of it, everybody else its building."""

import re

import pytest

from bot.nlp.learning import read_corpus
from bot.nlp.lift import lift
from bot.nlp.normal import normalise
from community.door_shapes import DOOR, written
from community.privacy import mask
from community.understanding import Door

TOLD = [
    # what is said, the door as it is said, what it means, what all may read of it
    ("6号楼2门301没电", "6号楼2门301", Door("6", "2", "301"), "6号楼***没电"),
    ("1号院6号楼2门301没电", "1号院6号楼2门301", Door("6", "2", "301", "1"), "1号院6号楼***没电"),
    ("一号院六号楼二门三〇一", "一号院六号楼二门三〇一", Door("6", "2", "301", "1"), "一号院六号楼***"),
    ("8号院3号楼502的灯", "8号院3号楼502", Door("3", None, "502", "8"), "8号院3号楼***的灯"),
    ("8号院6楼2号", "8号院6楼2号", Door(None, None, "6楼2号", "8"), "8号院***"),
    ("5栋A座1801漏水", "5栋A座1801", Door("5", "A", "1801"), "5栋***漏水"),
    ("B座1713", "B座1713", Door("B", None, "1713"), "B座***"),
    ("18座22C水制坏了", "18座22C", Door("18", None, "22C"), "18座***水制坏了"),
    ("5号楼东单元301", "5号楼东单元301", Door("5", "东", "301"), "5号楼***"),
    ("3号楼东门301", "3号楼东门301", Door("3", "东", "301"), "3号楼***"),
    ("3号楼2单元四楼东户", "3号楼2单元四楼东户", Door("3", "2", "4楼东户"), "3号楼***"),
    ("14号楼西户不热", "14号楼西户", Door("14", None, "西户"), "14号楼***不热"),
    ("4号楼5层，501冒烟", "4号楼5层，501", Door("4", None, "501"), "4号楼***冒烟"),
    ("5号楼三楼漏水", "5号楼三楼", Door("5"), "5号楼***漏水"),
    ("3号楼301、302没水", "3号楼301、302", Door("3", None, "301"), "3号楼***没水"),
    ("3號樓2單元501室", "3號樓2單元501室", Door("3", "2", "501"), "3號樓***"),
    ("3号楼-2-501", "3号楼-2-501", Door("3", "2", "501"), "3号楼***"),
    ("1-3-2-501", "1-3-2-501", Door("3", "2", "501", "1"), "1号院3号楼***"),
    ("到点了。3-2-501", "3-2-501", Door("3", "2", "501"), "到点了。3号楼***"),
    ("6号楼  2门  301", "6号楼  2门  301", Door("6", "2", "301"), "6号楼***"),
    ("3号楼2－501没电", "3号楼2－501", Door("3", "2", "501"), "3号楼***没电"),
    ("6栋2梯301没电", "6栋2梯301", Door("6", "2", "301"), "6栋***没电"),
    ("5号楼A单元301没电", "5号楼A单元301", Door("5", "A", "301"), "5号楼***没电"),
    ("12号楼甲单元301没电", "12号楼甲单元301", Door("12", "甲", "301"), "12号楼***没电"),
    ("6号楼一单元五层西，没电", "6号楼一单元五层西", Door("6", "1", "5楼西"), "6号楼***，没电"),
    ("6-2-中户没电", "6-2-中户", Door("6", "2", "中户"), "6号楼***没电"),
    ("3号楼301、302、303没水", "3号楼301、302、303", Door("3", None, "301"), "3号楼***没水"),
    ("22层1806没水", "22层1806", Door(None, None, "1806"), "***没水"),
    ("2门301没水", "2门301", Door(None, "2", "301"), "***没水"),
    ("东单元301没水", "东单元301", Door(None, "东", "301"), "***没水"),
    ("3排5号水管漏了", "3排5号", Door("3排", None, "5"), "3排***水管漏了"),
    ("五组十二号水管漏了", "五组十二号", Door("5组", None, "12"), "五组***水管漏了"),
    (
        "Building 3 Unit 2 Room 501 no water",
        "Building 3 Unit 2 Room 501",
        Door("3", "2", "501"),
        "Building 3*** no water",
    ),
    ("我家building 3 room 501漏水", "building 3 room 501", Door("3", None, "501"), "我家building 3***漏水"),
    ("building C 1105 thank you", "building C 1105", Door("C", None, "1105"), "building C*** thank you"),
    ("unit 501 no light", "unit 501", Door(None, None, "501"), "*** no light"),
    ("room 1203 no light", "room 1203", Door(None, None, "1203"), "*** no light"),
    ("apartment 12B no light", "apartment 12B", Door(None, None, "12B"), "*** no light"),
    ("room 501, building 3", "room 501, building 3", Door("3", None, "501"), "***, building 3"),
]
COARSE = [
    ("3号楼的灯坏了", "3号楼", Door("3")),
    ("5号楼西头路灯坏了", "5号楼西头", Door("5", "西头")),
    ("我们35号院没水", "35号院", Door(None, None, None, "35")),
    ("Building 5 no water", "Building 5", Door("5")),
    ("3号楼2门口堆着箱子", "3号楼", Door("3")),
    ("3号楼500元", "3号楼", Door("3")),
    ("5号楼5G信号不好", "5号楼", Door("5")),
    ("三号楼一百二十人", "三号楼", Door("3")),
    ("15栋顶楼天台", "15栋", Door("15")),
    ("接龙 3.一号楼 两份", "一号楼", Door("1")),
]
NO_DOOR = [
    "2026年11月21日",
    "2026-11-21",
    "11-21-2026",
    "2026-11-21 2026-11-22",
    "3-5个人",
    "5-10分钟",
    "2-3天",
    "12345",
    "101路公交",
    "500元一份",
    "19:30到20:45",
    "一栋楼的人",
    "我有七座车",
    "希望有一座别墅",
    "两门300分",
    "电影票3排5号座",
    "第3组5号选手",
    "the lift in B tower not working",
    "一楼110来了",
    "小区东门有垃圾",
    "八点到九点",
]


@pytest.mark.parametrize(("said", "place", "door", "shown"), TOLD)
def test_who_comes_knows_the_whole_door_and_all_others_the_building(
    said: str, place: str, door: Door, shown: str
) -> None:
    text = normalise(said)
    found = lift(text.text)
    assert [text.verbatim(piece.start, piece.end) for piece in found.said] == [place]
    assert found.door == door
    assert mask(said) == shown


@pytest.mark.parametrize(("said", "place", "door"), COARSE)
def test_a_building_or_its_end_is_a_place_that_all_may_read(said: str, place: str, door: Door) -> None:
    text = normalise(said)
    found = lift(text.text)
    assert [text.verbatim(piece.start, piece.end) for piece in found.said] == [place]
    assert found.door == door
    assert mask(said) == said


@pytest.mark.parametrize("said", NO_DOOR)
def test_a_date_a_price_a_bus_and_a_seat_are_no_doors(said: str) -> None:
    assert lift(normalise(said).text).door is None
    assert mask(said) == said


@pytest.mark.parametrize("said", ["3号楼138-1234-5678", "3号楼 138 1234 5678", "3号楼138/1234/5678"])
def test_a_phone_behind_a_building_is_a_phone(said: str) -> None:
    found = lift(normalise(said).text)
    assert found.door == Door("3")
    assert [piece.name for piece in found.pieces] == ["door", "phone"]
    assert mask(said).replace(" ", "") == "3号楼***"


def test_whatever_is_lifted_as_a_door_is_hidden_but_for_its_building() -> None:
    for said in (line.text for line in read_corpus()):
        text = normalise(said)
        for piece in lift(text.text).pieces:
            found = written(text.text, piece.start) if piece.name == "door" else None
            if found is not None and found.near < found.length:
                assert text.verbatim(piece.start, piece.end) not in mask(said)


def test_the_reading_agrees_with_the_finding() -> None:
    door = re.compile(DOOR)
    for said in [*(told[0] for told in TOLD), *(line.text for line in read_corpus())]:
        for match in door.finditer(said):
            found = written(said, match.start())
            assert found is not None and found.length == len(match[0]), said
