"""What the understanding commands read and write."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.nlp import ModelError
from bot.nlp.cli import train_on, understand_stream
from bot.nlp.episode_lines import BadLine

NOW = datetime(2026, 11, 19, 1, 0, tzinfo=UTC)
TRAINING = [
    ("路灯坏了马路黑", "市政"),
    ("马路上井盖没了", "市政"),
    ("马路塌陷路灯不亮", "市政"),
    ("井盖松动马路坑洼", "市政"),
    ("学校老师收费", "教育"),
    ("孩子上学老师补课", "教育"),
    ("学校补课收费老师", "教育"),
    ("孩子学校入学老师", "教育"),
] * 3


def answers(*lines: str, model: Path | None = None, episodes: bool = False) -> tuple[int, list[dict[str, object]]]:
    """How many lines were bad, and the answers."""
    out = io.StringIO()
    bad = understand_stream(lines, out, now=NOW, model=model, episodes=episodes)
    return bad, [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_line_each_in_order_and_bad_ones_say_why() -> None:
    bad, said = answers('{"text": "厨房灯不亮了"}', "not json", '{"place": 1}', '{"text": "大家早上好"}')
    assert bad == 2
    assert said[0]["kind"] == "need" and said[0]["band"] == "take"
    assert "第 2 行" in str(said[1]["error"]) and "第 3 行" in str(said[2]["error"])
    assert said[3]["band"] == "silent"
    assert set(said[0]) >= {"kind", "band", "categories", "urgency", "urgent", "slots", "parsed"}


def test_episodes_answer_with_matters() -> None:
    episode = {
        "id": "e1",
        "messages": [{"who": "a", "text": "下水道堵了", "dt": 0}, {"who": "a", "text": "3号楼", "dt": 9}],
    }
    bad, (said,) = answers(json.dumps(episode), episodes=True)
    assert bad == 0 and said["id"] == "e1"
    assert said["matters"] == [
        {
            "kind": "need",
            "category": "repair",
            "from": "a",
            "merged": [0, 1],
            "place": "3号楼",
            "supporters": [],
            "urgent": False,
            "status": "open",
        }
    ]


@pytest.mark.parametrize(
    "message", [{"who": "a", "text": "x", "dt": -5}, {"who": "a", "text": "x", "dt": "soon"}, {"dt": 1e300}, "x"]
)
def test_an_episode_that_can_t_be_read_says_why(message: object) -> None:
    whole = {"id": "e2", "messages": [{"who": "a", "text": "下水道堵了", "dt": "3", "reply_to": 99}]}
    bad, (said, fine) = answers(json.dumps({"messages": [message]}), json.dumps(whole), episodes=True)
    assert bad == 1 and "messages[0]" in str(said["error"])
    assert fine["id"] == "e2"


def test_training_on_anyones_labels(tmp_path: Path) -> None:
    data, out = tmp_path / "letters.jsonl", tmp_path / "model"
    lines = [json.dumps({"text": text, "label": label}, ensure_ascii=False) for text, label in TRAINING]
    data.write_text("\n".join(lines), encoding="utf-8")
    assert train_on(data, out) == len(TRAINING)
    _, said = answers('{"text": "老师又在学校补课"}', '{"text": "馬路的路燈"}', model=out)
    assert [one["label"] for one in said] == ["教育", "市政"]
    first = {path.name: path.read_bytes() for path in out.iterdir()}
    train_on(data, out)
    assert first == {path.name: path.read_bytes() for path in out.iterdir()}


def test_bad_training_data_names_file_and_line(tmp_path: Path) -> None:
    data = tmp_path / "letters.jsonl"
    data.write_text('{"text": "a", "label": "x"}\n{"text": 5}\n', encoding="utf-8")
    with pytest.raises(BadLine, match=r"letters\.jsonl:2"):
        train_on(data, tmp_path / "model")


def test_a_poisoned_model_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "model.json").write_text('{"outputs": ["a"]}', encoding="utf-8")
    with pytest.raises(ModelError, match=r"model\.json"):
        answers('{"text": "a"}', model=tmp_path)
    meta = {"outputs": ["a"], "settings": {"purpose": "labels"}, "spaces": {"words": ["b"], "grams": [], "flags": []}}
    (tmp_path / "model.json").write_text(json.dumps(meta), encoding="utf-8")
    (tmp_path / "weights.bin").write_bytes(b"12")
    with pytest.raises(ModelError, match=r"weights\.bin"):
        answers('{"text": "a"}', model=tmp_path)
