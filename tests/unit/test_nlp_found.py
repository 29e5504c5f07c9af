"""What played sessions found the listener to mishear."""

from datetime import UTC, datetime

import pytest

from bot.nlp import Listener
from community.understanding import Understanding

NOW = datetime(2026, 11, 19, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def listener() -> Listener:
    return Listener.load()


def hear(listener: Listener, said: str) -> Understanding:
    return listener.understand(said, now=NOW)


PAST = [
    "昨天晚上灯就不亮了",
    "楼上天天半夜吵闹",
    "昨晚灯就不亮了",
    "前天下午水就停了",
    "刚才灯不亮了",
    "楼上每天晚上吵",
    "老是半夜吵，管管吧",
    "半夜老是跺脚，睡不着",
    "上周三电梯停了",
]


@pytest.mark.parametrize("said", PAST)
def test_what_was_or_always_is_so_is_no_wished_time(listener: Listener, said: str) -> None:
    heard = hear(listener, said)
    assert (heard.slots.time, heard.parsed.time) == (None, None)


@pytest.mark.parametrize(
    ("said", "time"),
    [
        ("昨天晚上灯就不亮了，明天上午来修吧", "明天上午"),
        ("下水道堵了，晚上都在家", "晚上"),
        ("灯坏了，从下午3点到5点有人", "下午3点到5点"),
    ],
)
def test_the_wish_beside_the_past_is_still_found(listener: Listener, said: str, time: str) -> None:
    assert hear(listener, said).slots.time == time


PLACES = [
    ("帮2号楼张大爷报个修，卫生间下水堵了，3单元201", "2号楼3单元201", ("2", "3", "201")),
    ("5号楼李奶奶家水管坏了，5号楼2单元102", "5号楼2单元102", ("5", "2", "102")),
    ("2号楼的灯坏了，2单元的，就是501室", "2号楼2单元501室", ("2", "2", "501")),
    ("3号楼2单元501水管漏了，漏到5号楼1单元了", "3号楼2单元501", ("3", "2", "501")),
    ("3号楼电梯坏了，5号楼2单元的也坏了", "3号楼", ("3", None, None)),
]


@pytest.mark.parametrize(("said", "place", "door"), PLACES)
def test_the_closest_place_is_kept(
    listener: Listener, said: str, place: str, door: tuple[str | None, str | None, str | None]
) -> None:
    heard = hear(listener, said)
    assert heard.slots.place == place
    found = heard.parsed.door
    assert found is not None and (found.building, found.unit, found.room) == door


def test_a_house_without_a_number_is_named_by_its_landmark(listener: Listener) -> None:
    assert hear(listener, "老粮站对面那个楼，三楼东户，灯坏了").slots.place == "老粮站对面那个楼，三楼东户"
    assert hear(listener, "灯坏了，老粮站对面那个楼").slots.place == "老粮站对面那个楼"
