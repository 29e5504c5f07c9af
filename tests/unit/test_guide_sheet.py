"""The guide as a sheet: what goes out comes back the same, and a bad sheet is refused with its row and column."""

from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from bot.texts.guide_sheet import COLUMNS, LARGEST, MOST, read_sheet, write_sheet
from community.guide import Problem, SheetRow, Why
from community.views.guide import SheetLine

TODAY = date(2026, 11, 26)
LINE = SheetLine(
    "abc", "居住证怎么办？", "带身份证。\n去 1 号窗口。", "派出所", "0533-5180110", date(2027, 6, 30), "般阳社区", True
)
HEADINGS = list(COLUMNS.values())


def sheet(*rows: list[Any], headings: list[str] = HEADINGS) -> bytes:
    """A sheet as somebody else's program writes it."""
    book = Workbook()
    book.active.append(headings)
    for row in rows:
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def row(**changes: Any) -> list[Any]:
    good = {
        "id": "", "question": "居住证怎么办", "answer": "带身份证", "source": "", "phone": "", "until": "", "scope": "",
        "state": "",
    }  # fmt: skip
    return list({**good, **changes}.values())


def test_what_goes_out_comes_back() -> None:
    other = SheetLine("def", "大集怎么报名", "找社区。", "", "", None, "", False)
    taken = read_sheet(write_sheet([LINE, other]), TODAY)
    assert taken == (
        SheetRow(2, "abc", LINE.question, LINE.answer, "派出所", "0533-5180110", LINE.until, "般阳社区", True),
        SheetRow(3, "def", "大集怎么报名", "找社区。", "", "", None, "", False),
    )


def test_no_cell_that_goes_out_is_a_formula() -> None:
    wild = SheetLine("x", "=1+1", '+cmd|"/c calc"!A1', "-2", "@SUM(A1)", None, "", True)
    cells = load_workbook(BytesIO(write_sheet([wild]))).active[2]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells[1:5]] == ["=1+1", '+cmd|"/c calc"!A1', "-2", "@SUM(A1)"]
    assert all(cell.quotePrefix for cell in cells)


def test_numbers_and_days_as_excel_keeps_them_are_read_as_they_look() -> None:
    (taken,) = read_sheet(sheet(row(phone=5180110.0, until=datetime(2027, 1, 31), answer=12345)), TODAY)  # type: ignore[misc] # noqa: DTZ001
    assert (taken.phone, taken.until, taken.answer) == ("5180110", date(2027, 1, 31), "12345")


@pytest.mark.parametrize(
    ("changes", "why", "column"),
    [
        ({"question": "  "}, Why.EMPTY, "question"),
        ({"answer": None}, Why.EMPTY, "answer"),
        ({"answer": "=1+1"}, Why.FORMULA, "answer"),
        ({"question": "问" * 201}, Why.TOO_LONG, "question"),
        ({"until": "下个月"}, Why.BAD_DAY, "until"),
        ({"until": "2027-02-30"}, Why.BAD_DAY, "until"),
        ({"state": "也许"}, Why.BAD_STATE, "state"),
    ],
)
def test_a_bad_line_is_named_by_row_and_column(changes: dict[str, Any], why: Why, column: str) -> None:
    problem = read_sheet(sheet(row(), row(), row(**changes)), TODAY)
    assert isinstance(problem, Problem)
    assert (problem.why, problem.row, problem.column) == (why, 4, column)


def test_a_sheet_without_a_column_is_refused_by_its_name() -> None:
    headings = [heading for heading in HEADINGS if heading != "答复"]
    assert read_sheet(sheet(headings=headings), TODAY) == Problem(Why.NO_COLUMN, column="answer")


def test_nothing_and_too_much() -> None:
    assert read_sheet(sheet(), TODAY) == Problem(Why.NO_ROWS)
    assert read_sheet(sheet(*[row()] * (MOST + 1)), TODAY) == Problem(Why.TOO_MANY)
    assert read_sheet(b"PK" + b"x" * LARGEST, TODAY) == Problem(Why.TOO_BIG)


def test_a_zip_that_grows_without_bounds_is_not_unpacked() -> None:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 20_000_000)
    assert len(out.getvalue()) < LARGEST
    assert read_sheet(out.getvalue(), TODAY) == Problem(Why.TOO_BIG)


def test_a_zip_of_a_version_that_nobody_knows_is_no_sheet() -> None:
    data = bytearray(write_sheet([LINE]))
    data[data.index(b"PK\x01\x02") + 6] = 99
    assert read_sheet(bytes(data), TODAY) == Problem(Why.NO_SHEET)


@pytest.mark.parametrize("data", [b"", b"PK", b"not a sheet", b"PK\x03\x04" + b"\xff" * 500, write_sheet([LINE])[:900]])
def test_rubbish_is_no_sheet(data: bytes) -> None:
    assert read_sheet(data, TODAY) == Problem(Why.NO_SHEET)
