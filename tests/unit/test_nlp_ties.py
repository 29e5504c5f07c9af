"""What ties messages together is learned from episodes."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.nlp import Listener
from bot.nlp.cli import relearn_ties
from bot.nlp.episode_lines import matters_of
from bot.nlp.linear import ModelError
from bot.nlp.ties import FILE, MODEL, SCALE, Tie, Ties
from bot.nlp.tying import learn_ties
from community.understanding import Band

NOW = datetime(2026, 11, 19, 1, tzinfo=UTC)


def episode(*lines: tuple[str, str, int], matters: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    return {"messages": [{"who": who, "text": text, "dt": dt} for who, text, dt in lines], "matters": matters}


def matter(who: str, *merged: int, status: str = "open", supporters: Sequence[str] = ()) -> dict[str, Any]:
    return {"from": who, "merged": list(merged), "supporters": list(supporters), "status": status}


def heard(listener: Listener, *lines: tuple[str, str, int], ties: Ties | None = None) -> list[dict[str, Any]]:
    return list(matters_of(listener, episode(*lines), NOW, ties)["matters"])


def test_an_answer_to_who_asked_back_belongs_to_the_matter(listener: Listener) -> None:
    (one,) = heard(
        listener,
        ("丸子", "空调不制冷，找个师傅看看", 0),
        ("老马家电", "几匹的，用了多久", 40),
        ("丸子", "大一匹半 七年了", 20),
    )
    assert one["merged"] == [0, 2]


def test_hours_later_impatience_is_of_the_same_matter(listener: Listener) -> None:
    (one,) = heard(listener, ("阿木", "7号楼后面倒了一车装修垃圾", 0), ("阿木", "咋还堆着", 28_000))
    assert one["merged"] == [0, 1]


def test_what_was_wanted_and_is_wanted_no_more_ends_it(listener: Listener) -> None:
    (one,) = heard(listener, ("文文", "周六搬家，要两个搬东西的师傅", 0), ("文文", "不搬了，房东同意续租", 3_600))
    assert (one["merged"], one["status"]) == ([0], "withdrawn")


def test_thanks_are_no_part_of_a_matter_and_no_end(listener: Listener) -> None:
    (one,) = heard(
        listener, ("郝姐", "谁会改裤腰，三条", 0), ("老裁缝", "我来，拿给我吧", 60), ("郝姐", "谢谢师傅", 20)
    )
    assert (one["merged"], one["status"]) == ([0], "open")


@pytest.mark.parametrize("alarm", ["厨房煤气味好大，闻着头晕，咋办", "我爸倒地上叫不应了，快来人", "楼道着火了全是烟"])
@pytest.mark.parametrize("seconds", [5, 60, 900])
def test_danger_never_joins_another_matter(listener: Listener, alarm: str, seconds: int) -> None:
    found = heard(listener, ("王", "空调不制冷，找个师傅看看", 0), ("李", "啥牌子的", 20), ("王", alarm, seconds))
    assert [one["merged"] for one in found] == [[0], [2]]
    assert [one["urgent"] for one in found] == [False, True]


SURE = 10 * SCALE


def always(says: bool) -> Ties:
    """Weights to which everything, or nothing, is a matter of its own."""
    return Ties({tie: {"bias": SURE if says and tie is Tie.BEGINS else -SURE} for tie in Tie})


@pytest.mark.parametrize("silent", ["大家早上好", "5号楼2单元", "我那个补贴下来没有啊", "小区里有蛇", "狗屎又踩一脚"])
def test_nothing_begins_that_the_listener_left_silent(listener: Listener, silent: str) -> None:
    assert listener.understand(silent, now=NOW).band is Band.SILENT
    assert heard(listener, ("王", silent, 0), ties=always(True)) == []
    assert heard(listener, ("王", "灯坏了，谁会修", 0), ties=always(True)) != []


@pytest.mark.parametrize("said", ["我爸倒地上叫不应了，快来人", "楼道着火了全是烟", "5号楼2单元电梯坏了，老人下不来"])
def test_danger_and_what_is_whole_by_itself_begin_whatever_the_weights_say(listener: Listener, said: str) -> None:
    lines = (("王", "家里马桶堵了，谁能来通", 0), ("赵", "空调不制冷，找个师傅看看", 5), ("李", said, 10))
    assert [one["from"] for one in heard(listener, *lines, ties=always(True))] == ["王", "赵", "李"]
    assert [one["from"] for one in heard(listener, *lines, ties=always(False))] == ["王", "李"]


def test_who_has_another_thing_has_a_matter_of_their_own_even_next_to_a_neighbour_s(listener: Listener) -> None:
    lines = (("王", "厨房下水道堵了，6号楼", 0), ("李", "楼上漏水，我家灯都滴水了", 60))
    agreeing = Ties({tie: {"bias": SURE if tie in {Tie.SUPPORTS, Tie.BEGINS} else -SURE} for tie in Tie})
    assert [one["from"] for one in heard(listener, *lines, ties=agreeing)] == ["王", "李"]
    alike = (lines[0], ("李", "我家下水道也堵了", 60))
    assert [one["supporters"] for one in heard(listener, *alike, ties=agreeing)] == [["李"]]


def test_other_episodes_teach_other_things(listener: Listener) -> None:
    lines = (("王", "3号楼电梯坏了", 0), ("王", "蓝色的", 10))
    joined = [episode(*lines, matters=[matter("王", 0, 1)])] * 4
    apart = [episode(*lines, matters=[matter("王", 0)])] * 4
    found = [heard(listener, *lines, ties=learn_ties(listener, taught))[0]["merged"] for taught in (joined, apart)]
    assert found == [[0, 1], [0]]


def test_the_same_episodes_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("model.json", "weights.bin"):
        for folder in ("one", "two"):
            (tmp_path / folder).mkdir(exist_ok=True)
            (tmp_path / folder / name).write_bytes((MODEL / name).read_bytes())
    assert relearn_ties(tmp_path / "one") == relearn_ties(tmp_path / "two") > 300
    assert (tmp_path / "one" / FILE).read_bytes() == (tmp_path / "two" / FILE).read_bytes()


@pytest.mark.parametrize("rubbish", ["", "[]", "{", '{"goes_on": 3}', '{"goes_on": {"bias": "much"}}'])
def test_damaged_weights_are_named(tmp_path: Path, rubbish: str) -> None:
    (tmp_path / FILE).write_text(rubbish, "utf-8")
    with pytest.raises(ModelError, match=FILE):
        Ties.load(tmp_path)
