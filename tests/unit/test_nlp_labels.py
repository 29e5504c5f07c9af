"""Anyone's labels: what is learned from few texts, and what the scores say."""

from pathlib import Path

import pytest

from bot.nlp.labels import Labeller, train_labels
from bot.nlp.linear import DATA, META, save
from bot.nlp.odds import log_odds
from bot.nlp.shares import fitted_curve, shares
from bot.nlp.tokens import Tokens
from bot.nlp.trainer import Row

TEXTS = [
    ("路灯坏了马路黑", "市政"),
    ("马路上井盖没了", "市政"),
    ("学校老师收费", "教育"),
    ("孩子上学老师补课", "教育"),
] * 3


@pytest.fixture(scope="module")
def tokens() -> Tokens:
    return Tokens()


@pytest.fixture(scope="module")
def labeller(tokens: Tokens) -> Labeller:
    return Labeller(tokens, train_labels(tokens, TEXTS))


@pytest.mark.parametrize(("text", "label"), [("师范", "教育"), ("校园", "教育"), ("水井", "市政"), ("灯泡", "市政")])
def test_a_word_never_met_is_known_by_its_characters(labeller: Labeller, text: str, label: str) -> None:
    assert labeller.label(text)[0] == label


def test_what_all_texts_have_leans_to_the_label_whose_texts_have_more_of_it(tokens: Tokens) -> None:
    examples = [("水深，水急，水大，火小", "河"), ("山高，山陡，山险，水小", "山")] * 3
    labeller = Labeller(tokens, train_labels(tokens, examples))
    assert dict(labeller.rank("水"))["河"] > dict(labeller.rank("小"))["河"] + 0.01


def test_all_labels_are_ranked_and_their_scores_sum_to_one(labeller: Labeller) -> None:
    for text in ("老师", "老师家门口路灯坏了", "", "🔧", "hello"):
        ranked = labeller.rank(text)
        assert {label for label, _ in ranked} == {"市政", "教育"}
        assert sum(score for _, score in ranked) == pytest.approx(1.0)
        assert ranked[0][1] >= ranked[1][1]


def test_traditional_characters_say_the_same(labeller: Labeller) -> None:
    assert labeller.rank("學校老師收費") == labeller.rank("学校老师收费")


def test_training_twice_writes_the_same_bytes(tokens: Tokens, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        save(train_labels(tokens, TEXTS), tmp_path / folder)
    for name in (META, DATA):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_the_higher_score_has_the_higher_share() -> None:
    said = shares([-1.2, 0.4, 0.1], (5.0, -1.0))
    assert sum(said) == pytest.approx(1.0)
    assert said[1] > said[2] > said[0]


def test_the_same_lead_is_surer_over_a_label_that_does_not_fit_than_over_one_that_fits_too() -> None:
    alone, rivalled = [0.0, -0.5, -2.0], [1.0, 0.5, -1.0]
    scores = [alone] * 100 + [rivalled] * 100
    truths = [0] * 90 + [1] * 10 + [0] * 60 + [1] * 40
    curve = fitted_curve(scores, truths)
    assert shares(alone, curve)[0] == pytest.approx(0.9, abs=0.05)
    assert shares(rivalled, curve)[0] == pytest.approx(0.6, abs=0.05)


def test_where_nothing_was_mistaken_the_curve_stays_finite() -> None:
    slope, offset = fitted_curve([[0.01, -0.01], [-0.01, 0.01]] * 5, [0, 1] * 5)
    assert 5.0 < slope <= 20.0
    assert abs(offset) <= 20.0


def test_scores_that_tell_nothing_are_believed_little() -> None:
    curve = fitted_curve([[1.0, 0.0]] * 50 + [[0.0, 1.0]] * 50, [0, 1] * 50)
    assert shares([1.0, 0.0], curve)[0] == pytest.approx(0.5, abs=0.05)


def test_a_feature_leans_to_the_side_that_has_more_of_it_however_many_rows_the_side_has() -> None:
    here, there, both, never = 1, 2, 3, 4
    rows = [Row([0, here, both], [1.0, 0.7, 0.7])] * 2 + [Row([0, there, both], [1.0, 0.7, 0.7])] * 20
    odds = log_odds(rows, [1] * 2 + [-1] * 20, [1.0] * 22, 5)
    assert odds[here] > 2 > -2 > odds[there]
    assert abs(odds[both]) < 0.1
    assert odds[0] == 0.0
    assert len(odds) == never + 1


def test_a_row_left_out_says_nothing_and_one_that_weighs_less_says_less() -> None:
    rows = [Row([0, 1], [1.0, 1.0]), Row([0, 2], [1.0, 1.0]), Row([0, 1], [1.0, 1.0])]
    without = log_odds(rows[:2], [1, -1], [1.0, 1.0], 3)
    assert log_odds(rows, [1, -1, 0], [1.0, 1.0, 1.0], 3) == without
    halves, wholes = (log_odds(rows, [1, -1, -1], [1.0, 1.0, weight], 3)[1] for weight in (0.5, 1.0))
    assert without[1] > halves > wholes


def test_without_any_feature_the_odds_are_those_of_nothing(tokens: Tokens) -> None:
    assert Labeller(tokens, train_labels(tokens, [("水", "甲"), ("电", "乙")])).label("风")[1] == pytest.approx(0.5)
