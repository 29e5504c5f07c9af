"""How weights are learned: words of one meaning share theirs, labels of anyone's, and what is measured of both."""

import io
import json
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from bot.nlp import evaluation
from bot.nlp.evaluation import evaluate, kept_aside
from bot.nlp.features import Features, pairs
from bot.nlp.labelling import ROWS, Labelled, calibration_error, label_halves
from bot.nlp.learning import Line, read_corpus
from bot.nlp.linear import Linear
from bot.nlp.scores import f1, interval, macro_f1
from bot.nlp.trainer import Target, Vocabulary, assemble, fit
from community.understanding import Kind
from tests import shipped

NOW = datetime(2026, 11, 19, 1, 0, tzinfo=UTC)
KIN = {"二胡": ("music",), "琵琶": ("music",), "水管": ("pipes",), "马桶": ("pipes",)}


def said(text: str) -> Features:
    return Features(frozenset(), frozenset(pairs(text)), frozenset())


def test_a_word_never_met_is_weighed_by_what_it_means() -> None:
    examples = [said(text) for text in ("想学二胡", "二胡老师", "水管漏了", "水管坏了")]
    weighed = {}
    for name, kin in (("kin", KIN), ("alone", {})):
        vocabulary = Vocabulary(examples, seldom=1, kin=kin)
        rows = [vocabulary.row(example) for example in examples]
        weights = fit(rows, Target("arts", [1, 1, -1, -1], 1.0), vocabulary.size)
        model = Linear(assemble(vocabulary, {"arts": weights}, {}))
        weighed[name] = [model.score(said(text))[0] for text in ("琵琶", "马桶")]
    assert weighed["kin"][0] > weighed["kin"][1] + 0.03
    assert weighed["alone"][0] == pytest.approx(weighed["alone"][1])


def test_a_row_names_every_place_once() -> None:
    vocabulary = Vocabulary([said("二胡琵琶二胡")], seldom=1, kin=KIN)
    indices = vocabulary.row(said("二胡琵琶")).indices
    assert len(indices) == len(set(indices))


def test_characters_and_pairs_are_the_same_with_and_without_the_callers_help() -> None:
    for text in ("电梯坏了", "a b", "一\n二", "  ", "", "灯"):
        assert pairs(text, [one + other for one, other in pairwise(text)]) == pairs(text)


def test_a_text_is_cut_only_where_a_word_that_weighs_may_be_and_heard_alike() -> None:
    listener = shipped.listener()
    beginnings = listener._model.beginnings
    assert beginnings is not None
    cut = 0
    for line in read_corpus()[::9]:
        whole, spared = (listener._reader.read(line.text, None, only) for only in (None, beginnings))
        assert listener._model.score(whole.features) == listener._model.score(spared.features)
        cut += bool(spared.features.words)
    assert 0 < cut < len(read_corpus()[::9])


LETTERS = [
    ("马路上路灯坏了井盖松动", "市政"),
    ("学校老师补课收费孩子入学", "教育"),
    ("医院挂号看病难医生少", "卫生"),
] * 8


def test_labels_are_measured_by_models_that_have_not_seen_them(tmp_path: Path) -> None:
    path = tmp_path / "letters.jsonl"
    lines = [json.dumps({"text": text * 4, "label": label}, ensure_ascii=False) for text, label in LETTERS]
    path.write_text("\n".join(lines), encoding="utf-8")
    found = label_halves(path)
    assert len(found) == len(LETTERS)
    assert ROWS["来信分类 macro-F1"](found) == 1.0
    assert ROWS["只看前 60 字"](found) == 1.0
    assert ROWS["换成繁体的代价"](found) == 0.0


def test_a_score_that_is_right_as_often_as_it_says_has_no_error() -> None:
    def labelled(truth: str, score: float) -> Labelled:
        return Labelled(truth, (("a", score), ("b", 1 - score)), "a", "a")

    assert calibration_error([labelled("a", 1.0)] * 3) == 0.0
    assert calibration_error([labelled("a", 0.75)] * 3 + [labelled("b", 0.75)]) == pytest.approx(0.0)
    assert calibration_error([labelled("b", 1.0)]) == 1.0


def test_measures() -> None:
    assert f1([(True, True), (True, False), (False, True)]) == 0.5
    assert macro_f1([("a", "a"), ("b", "a")]) == pytest.approx(1 / 3)
    low, high = interval([True] * 50 + [False] * 50, lambda one: sum(one) / len(one))
    assert 0.3 < low < 0.5 < high < 0.7


def test_evaluation_prints_every_row_and_counts_what_is_kept_aside(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lines = [
        Line("下水道堵了", Kind.NEED, ("repair",), 1, False, "test", "me"),
        Line("大家早上好", Kind.CHATTER, (), 0, False, "test", "me"),
        Line("着火了快来人", Kind.NEED, ("safety",), 3, False, "test", "me"),
    ]
    monkeypatch.setattr(evaluation, "read_corpus", lambda: lines)
    talk = tmp_path / "talk.jsonl"
    talk.write_text("\n".join(json.dumps({"text": f"今天第{at}天"}) for at in range(15)), encoding="utf-8")
    assert len(kept_aside(talk)) == 3
    out = io.StringIO()
    evaluate(out, now=NOW, listener=shipped.listener(), ordinary=talk)
    printed = out.getvalue()
    for name in (*evaluation.MEASURES, "开口（百句）"):
        assert name in printed
    assert "险情找到" in printed and "1.000  [" in printed
