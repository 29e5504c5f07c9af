"""The guide answers questions in other words, with nothing wrong and nothing invented, on a small hand-written set."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from bot.nlp.guide import Entry, Guide
from bot.nlp.reading import Reader
from bot.town.data import read_guide

QUESTIONS = tomllib.loads((Path(__file__).parents[1] / "guide" / "questions.toml").read_text(encoding="utf-8"))
TODAY = date(2026, 11, 26)


@pytest.fixture(scope="module")
def guide() -> Guide:
    entries = [
        Entry(str(place), "street", one.at or None, one.question, one.answer, one.until)
        for place, one in enumerate(read_guide())
    ]
    return Guide(entries, Reader().tokens)


def answered(guide: Guide, question: str, *, community: str | None = "BY", today: date = TODAY) -> str | None:
    """The question of the entry that answers."""
    found = guide.answer(question, street="street", community=community, today=today)
    return read_guide()[int(found)].question if found is not None else None


@pytest.mark.parametrize(("part", "most"), [("right", 0.85), ("later", 0.55)])
def test_most_questions_are_answered_and_none_wrongly(guide: Guide, part: str, most: float) -> None:
    asked = [(about, question) for about, questions in QUESTIONS[part].items() for question in questions]
    found = {question: answered(guide, question) for _, question in asked}
    wrong = {question: found[question] for about, question in asked if not (found[question] or about).startswith(about)}
    assert wrong == {}
    right = [question for question, said in found.items() if said is not None]
    assert len(right) >= most * len(asked)


def test_what_the_guide_does_not_know_is_left_to_people(guide: Guide) -> None:
    unknown = QUESTIONS["unknown"]["questions"]
    assert {question: said for question in unknown if (said := answered(guide, question))} == {}


def test_another_side_of_what_it_knows_is_mostly_left_to_people(guide: Guide) -> None:
    near = QUESTIONS["near"]["questions"]
    assert len([question for question in near if answered(guide, question) is not None]) <= len(near) // 6


def test_what_has_expired_is_never_an_answer(guide: Guide) -> None:
    flu = "流感疫苗在哪里打"
    assert answered(guide, flu, today=date(2026, 11, 15)) is not None
    assert answered(guide, flu, today=date(2026, 11, 16)) is None


def test_an_entry_of_one_community_does_not_answer_in_another(guide: Guide) -> None:
    sofa = "大件垃圾哪天清运"
    assert answered(guide, sofa, community="BY") is not None
    assert answered(guide, sofa, community="SL") is None
    assert guide.answer(sofa, street="another", community="BY", today=TODAY) is None


@pytest.mark.parametrize("nothing", ["", "？", "请问怎么办", "😀😀😀", "办" * 4096, "\u202e\x00 ", "asdf qwer"])
def test_nothing_much_gets_no_answer(guide: Guide, nothing: str) -> None:
    assert answered(guide, nothing) is None


def test_an_empty_guide_knows_nothing() -> None:
    assert Guide([], Reader().tokens).answer("居住证怎么办理", street="street", community=None, today=TODAY) is None


@pytest.mark.parametrize("question", ["医保怎么报销", "疫苗多少钱"])
def test_a_word_in_common_is_no_answer_to_what_other_entries_are_about(guide: Guide, question: str) -> None:
    """医保 is asked about, and an entry on chronic illness only shares 报销; a dog's vaccine is nobody's flu shot."""
    assert answered(guide, question) is None


@pytest.mark.parametrize(
    ("entry", "question"),
    [
        ("孩子上小学怎么报名", "孩子上初中怎么报名"),
        ("社区上班时间", "银行周六上班吗"),
        ("公租房怎么申请", "公租房租金怎么交"),
        ("公租房怎么申请", "廉租房补贴什么时候发"),
        ("医保卡丢了怎么补办", "医保卡密码忘了怎么办"),
    ],
)
def test_a_question_of_a_sibling_is_left_to_people(entry: str, question: str) -> None:
    guide = Guide([Entry("1", "street", None, entry, "带身份证到社区一楼窗口")], Reader().tokens)
    assert guide.answer(question, street="street", community=None, today=TODAY) is None
    assert guide.answer(entry, street="street", community=None, today=TODAY) == "1"
