"""An entry as people write it in one message, and days as they are said."""

from datetime import date

import pytest

from community.guide import BadDay, Field, clean, read_day, read_form

TODAY = date(2026, 11, 26)


def test_labelled_lines_are_an_entry_and_a_line_without_a_label_goes_on() -> None:
    found = read_form("问题： 居住证怎么办\n答：带身份证。\n去 1 号窗口。\n来源:派出所\n联系电话：0533-5180110")
    assert found == {
        Field.QUESTION: "居住证怎么办",
        Field.ANSWER: "带身份证。\n去 1 号窗口。",
        Field.SOURCE: "派出所",
        Field.PHONE: "0533-5180110",
    }


@pytest.mark.parametrize("text", ["居住证怎么办", "问：居住证怎么办", "答：带身份证", "", "电话：123"])
def test_less_than_a_question_and_an_answer_is_no_entry(text: str) -> None:
    assert read_form(text) == {}


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2026-12-31", date(2026, 12, 31)),
        ("2027年1月5日", date(2027, 1, 5)),
        ("到 2027.3.15", date(2027, 3, 15)),
        ("12月31日", date(2026, 12, 31)),
        ("1月5号", date(2027, 1, 5)),
        ("2026-11-01", date(2026, 11, 1)),
        ("长期", None),
        ("", None),
    ],
)
def test_days_as_they_are_said(said: str, day: date | None) -> None:
    assert read_day(said, TODAY) == day


@pytest.mark.parametrize("said", ["明天", "2026-13-01", "2月30日", "2月29日", "20261231", "=1"])
def test_what_is_no_day_is_said_to_be_none(said: str) -> None:
    with pytest.raises(BadDay):
        read_day(said, TODAY)


def test_what_cannot_be_seen_is_left_out() -> None:
    assert clean(" 带\u202e身份证 \x00\n\n  和\t合同 ") == "带身份证\n和 合同"
