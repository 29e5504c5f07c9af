"""What the understanding commands read and write."""

import io
import json
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.nlp import LexiconError, ModelError, cli, episode_lines, ties
from bot.nlp.cli import Unwritable, rebuild, train_on, understand_stream
from bot.nlp.evaluation import kept_aside
from bot.nlp.jsonl import BadLine
from bot.nlp.labelling import label_halves
from bot.nlp.learning import read_corpus
from bot.nlp.linear import write_part
from bot.nlp.listener import Listener
from bot.nlp.night_school import read_labels
from tests import shipped

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


@pytest.fixture(autouse=True)
def shipped_listener(monkeypatch: pytest.MonkeyPatch) -> None:
    """What ships is read by `Listener.load` as ever, but once for all tests, not a hundred times."""
    monkeypatch.setattr(Listener, "load", shipped.listener)


def answers(*lines: str | bytes, model: Path | None = None, episodes: bool = False) -> tuple[int, list[dict[str, Any]]]:
    """How many lines were bad, and the answers."""
    out = io.StringIO()
    bad = understand_stream(lines, out, now=NOW, model=model, episodes=episodes)
    return bad, [json.loads(line) for line in out.getvalue().split("\n") if line]


def test_a_line_each_in_order_and_bad_ones_say_why() -> None:
    bad, said = answers('{"text": "厨房灯不亮了"}', "not json", '{"place": 1}', '{"text": "大家早上好"}')
    assert bad == 2
    assert said[0]["kind"] == "need" and said[0]["band"] == "take"
    assert "第 2 行" in str(said[1]["error"]) and "第 3 行" in str(said[2]["error"])
    assert said[3]["band"] == "silent"
    assert set(said[0]) >= {"kind", "band", "categories", "urgency", "urgent", "slots", "parsed"}


def test_a_place_is_given_where_the_text_names_none() -> None:
    told = ({"text": "下水道堵了", "place": "3号楼2单元"}, {"text": "5号楼下水道堵了", "place": "3号楼"})
    odd = ({"text": "下水道堵了", "place": None}, {"text": "下水道堵了", "place": 3})
    bad, said = answers(*(json.dumps(one) for one in (*told, *odd)))
    assert bad == 1 and "place" in str(said[3]["error"])
    assert [one["slots"]["place"] for one in said[:3]] == ["3号楼2单元", "5号楼", None]
    assert [(one["parsed"]["door"] or {}).get("building") for one in said[:3]] == ["3", "5", None]


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


POISON = [
    b"[" * 100_000,
    b'{"text": ' + b"[" * 2_000 + b"]" * 2_000 + b"}",
    b'{"text": "\xff\xfe"}',
    b'{"text": "a", "n": ' + b"1" * 5_000 + b"}",
    b'{"text": "half of \\ud83d"}',
    b'{"text": "a", "id": NaN}',
    b'{"text": null}',
    b"\x00",
]


def test_whatever_a_line_holds_the_others_are_answered() -> None:
    fine = '\ufeff{"text": "厨房灯不亮了", "id": "\u2028"}'.encode()
    for episodes in (False, True):
        lines = [one for poison in POISON for one in (poison, fine)]
        bad, said = answers(*lines, episodes=episodes)
        assert len(said) == len(lines) and bad == (len(lines) if episodes else len(POISON))
        assert all(f"第 {number} 行" in str(said[number - 1]["error"]) for number in range(1, len(lines), 2))
        assert episodes or all(one["kind"] == "need" for one in said[1::2])


VALUES: list[Any] = [None, True, -1, 1e308, 10**30, "", "3号楼", "a" * 9_000, "\u2028\u0000", [], {}, [[]], {"text": 3}]


def test_any_values_anywhere_are_answered() -> None:
    chance = random.Random(11)
    lines = []
    for _ in range(150):
        message = {name: chance.choice(VALUES) for name in ("who", "text", "dt", "photo", "reply_to")}
        messages = chance.choice([[message], [message, message], message, None])
        lines.append(json.dumps({"id": chance.choice(VALUES), "messages": messages, "text": chance.choice(VALUES)}))
    for episodes in (False, True):
        assert len(answers(*lines, episodes=episodes)[1]) == len(lines)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("dt", [-5, "soon", "5", "", True, [], 1e300, 10**400]),
        ("text", [["水管漏了"], 5, {}, True]),
        ("who", [None, "", " ", ["a"], True, 1.5]),
        ("reply_to", ["0", True, 0.0, [0]]),
    ],
)
def test_an_episode_that_can_t_be_read_says_which_line_which_message_and_what_of_it(
    field: str, values: list[Any]
) -> None:
    sound = {"who": "a", "text": "下水道堵了", "dt": 0}
    for value in values:
        spoilt = {"messages": [sound, {**sound, field: value}]}
        bad, said = answers(json.dumps({"messages": [sound]}), json.dumps(spoilt), episodes=True)
        assert (bad, len(said)) == (1, 2) and said[0]["matters"]
        assert said[1]["error"].startswith(f"第 2 行：messages[1] 的 {field} ")


@pytest.mark.parametrize(("message", "field"), [({"text": "x"}, "who"), ({"who": "a"}, "text"), ("x", "整条")])
def test_a_message_that_lacks_who_or_what_is_refused(message: object, field: str) -> None:
    bad, (said,) = answers(json.dumps({"messages": [message]}), episodes=True)
    assert bad == 1 and f"messages[0] 的 {field}" in said["error"]


def test_a_photo_needs_no_words_and_a_number_may_speak() -> None:
    messages = [
        {"who": 7, "text": None, "dt": 0, "photo": True, "reply_to": None},
        {"who": 7, "dt": 2, "photo": True},
        {"who": 7, "text": "3号楼楼道灯不亮了，谁来修", "dt": 2.5, "reply_to": 99},
        {"who": "b", "text": None, "dt": None},
    ]
    bad, (said,) = answers(json.dumps({"messages": messages}), episodes=True)
    assert bad == 0 and [(one["from"], one["merged"]) for one in said["matters"]] == [("7", [0, 1, 2])]


def test_an_episode_lasts_no_longer_than_time() -> None:
    messages = [{"who": "a", "text": "好", "dt": 9e8}] * 400
    bad, (said,) = answers(json.dumps({"messages": messages}), episodes=True)
    assert bad == 1 and "messages[1]" in str(said["error"])


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


BAD_EXAMPLES = [
    *POISON,
    b'{"text": 5}',
    b'{"label": "x"}',
    b'{"text": "a"}',
    b'{"text": "a", "label": null}',
    b'{"text": "a", "label": [1]}',
    b'{"text": "a", "label": true}',
    b'{"text": "a", "label": " "}',
    b'["text", "label"]',
]


@pytest.mark.parametrize("line", BAD_EXAMPLES, ids=lambda line: line[:24].decode("latin-1"))
def test_bad_data_names_file_and_line(tmp_path: Path, line: bytes) -> None:
    data = tmp_path / "letters.jsonl"
    data.write_bytes(b'\xef\xbb\xbf{"text": "a", "label": "x"}\n\n' + line + b"\n")
    readers: list[Callable[[], object]] = [lambda: train_on(data, tmp_path / "model"), lambda: label_halves(data)]
    for read in readers:
        with pytest.raises(BadLine, match=r"letters\.jsonl:3"):
            read()
    folder = tmp_path / "corpus"
    folder.mkdir()
    data.rename(folder / "me.jsonl")
    with pytest.raises(BadLine, match=r"me\.jsonl:1"):
        read_corpus(folder)
    with pytest.raises(BadLine, match=r"me\.jsonl:1"):
        read_labels(folder / "me.jsonl")


@pytest.mark.parametrize("line", ["[]", '{"messages": []}', '{"messages": [], "part": "dev"}', '{"part": "dev"}'])
def test_an_episode_of_the_corpus_that_teaches_nothing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    monkeypatch.setattr(episode_lines, "CORPUS", tmp_path)
    (tmp_path / "me.jsonl").write_text('{"messages": [], "part": "dev", "matters": []}\n' + line, "utf-8")
    with pytest.raises(BadLine, match=r"me\.jsonl:2: "):
        list(episode_lines.episodes())


def test_talk_from_elsewhere_that_can_t_be_read_is_named(tmp_path: Path) -> None:
    talk = tmp_path / "talk.jsonl"
    talk.write_bytes(b'{"text": "a"}\n{"said": "b"}\n')
    with pytest.raises(BadLine, match=r"talk\.jsonl:2: .*text"):
        rebuild(tmp_path / "model", ordinary=talk)
    with pytest.raises(BadLine, match=r"talk\.jsonl:2: .*text"):
        kept_aside(talk)


def test_a_line_ends_where_json_says_so(tmp_path: Path) -> None:
    """Python's own idea of where a line ends is wider."""
    label = {"text": "灯\u2028坏\x85了", "kind": "need", "category": "repair", "weight": 1.0}
    log = tmp_path / "labels.jsonl"
    log.write_text(json.dumps(label, ensure_ascii=False), encoding="utf-8")
    assert [one.text for one in read_labels(log)] == [label["text"]]


@pytest.fixture
def spoilt_ties(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The ties that ship are half of what they were."""
    (tmp_path / ties.FILE).write_bytes((ties.MODEL / ties.FILE).read_bytes()[:300])
    monkeypatch.setattr(ties, "MODEL", tmp_path)
    ties.default_ties.cache_clear()
    yield
    ties.default_ties.cache_clear()


@pytest.mark.usefixtures("spoilt_ties")
def test_what_ships_spoilt_is_no_fault_of_the_line() -> None:
    with pytest.raises(ModelError, match=r"^ties\.json: "):
        answers("not json", episodes=True)


def test_what_shows_to_be_spoilt_at_a_line_is_no_fault_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def spoilt(*_: object) -> None:
        raise LexiconError(Path("traditional.txt"), 3, "应为两个字")

    monkeypatch.setattr(cli, "matters_of", spoilt)
    with pytest.raises(LexiconError, match=r"traditional\.txt:3"):
        answers('{"messages": []}', episodes=True)


def test_a_model_answers_no_episodes(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="episodes"):
        answers("{}", model=tmp_path, episodes=True)


def test_a_model_that_can_t_be_written_is_told_from_data_that_can_t_be_read(tmp_path: Path) -> None:
    data, out = tmp_path / "letters.jsonl", tmp_path / "model"
    data.write_text("\n".join(json.dumps({"text": text, "label": label}) for text, label in TRAINING), "utf-8")
    (out / "weights.bin").mkdir(parents=True)
    with pytest.raises(Unwritable) as caught:
        train_on(data, out)
    assert caught.value.out == out and caught.value.why
    with pytest.raises(FileNotFoundError):
        train_on(tmp_path / "none.jsonl", out)


def test_a_poisoned_model_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "model.json").write_text('{"outputs": ["a"]}', encoding="utf-8")
    with pytest.raises(ModelError, match=r"model\.json"):
        answers('{"text": "a"}', model=tmp_path)
    meta = {"outputs": ["a"], "settings": {"purpose": "labels"}, "spaces": {"words": ["b"], "grams": [], "flags": []}}
    write_part(tmp_path / "model.json", meta)
    (tmp_path / "weights.bin").write_bytes(b"12")
    with pytest.raises(ModelError, match=r"weights\.bin"):
        answers('{"text": "a"}', model=tmp_path)
