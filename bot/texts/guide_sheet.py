"""The 办事指南 as an Excel sheet, out and in. Cells are text; a formula is never written and never taken."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from community.guide import LONGEST, BadDay, Field, Problem, SheetRow, Why, clean, read_day
from community.views.guide import SheetLine

COLUMNS: Mapping[str, str] = {
    "id": "编号",
    "question": "问题",
    "answer": "答复",
    "source": "出处",
    "phone": "电话",
    "until": "有效期至",
    "scope": "范围",
    "state": "状态",
}
WIDTHS = (16, 36, 70, 24, 16, 14, 14, 8)
EVERYWHERE, ALWAYS, ACTIVE, RETIRED = "全街道", "长期", "在用", "停用"
NEEDED = ("question", "answer")
LARGEST, UNPACKED, MOST = 512 * 1024, 8 * 1024 * 1024, 1000  # bytes, bytes, lines


def write_sheet(lines: Sequence[SheetLine]) -> bytes:
    """The file that staff edit and send back."""
    from openpyxl import Workbook  # noqa: PLC0415 - large, and seldom needed
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415

    book = Workbook()
    sheet = book.active
    sheet.title = "办事指南"
    for row, texts in enumerate([tuple(COLUMNS.values()), *map(_texts, lines)], 1):
        for column, text in enumerate(texts, 1):
            cell = sheet.cell(row, column)
            cell.value, cell.data_type, cell.number_format = text, "s", "@"
            cell.quotePrefix = True
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if row == 1:
                cell.font = Font(bold=True)
    for letter, width in zip("ABCDEFGH", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def read_sheet(data: bytes, today: date) -> tuple[SheetRow, ...] | Problem:
    """The lines of the file, or the first thing that is wrong with it; nothing of a wrong file is taken."""
    if len(data) > LARGEST or _unpacked(data) > UNPACKED:
        return Problem(Why.TOO_BIG)
    from openpyxl import load_workbook  # noqa: PLC0415 - large, and seldom needed

    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
        rows = [tuple(row) for row in book.worksheets[0].iter_rows(max_row=MOST + 2, max_col=24)]
        book.close()
    except Exception:  # noqa: BLE001 - whatever a broken file does to the reader, it is no sheet of ours
        return Problem(Why.NO_SHEET)
    return read_rows(rows, today)


def read_rows(rows: Sequence[Sequence[Any]], today: date) -> tuple[SheetRow, ...] | Problem:
    """The same of the cells of the file's first sheet, headings first; a cell has a `value` and a `data_type`."""
    headings = [_said(cell) for cell in rows[0]] if rows else []
    missing = next((name for name in COLUMNS if name not in {"id", "state"} and COLUMNS[name] not in headings), None)
    if missing is not None:
        return Problem(Why.NO_COLUMN, column=missing)
    places = {name: headings.index(heading) for name, heading in COLUMNS.items() if heading in headings}
    found: list[SheetRow] = []
    for number, cells in enumerate(rows[1:], 2):
        named = {name: cells[place] for name, place in places.items() if place < len(cells)}
        if not any(_said(cell) for cell in named.values()):
            continue
        row = _row(number, named, today)
        if isinstance(row, Problem):
            return row
        found.append(row)
    if not found:
        return Problem(Why.NO_ROWS)
    return Problem(Why.TOO_MANY) if len(found) > MOST else tuple(found)


def _row(number: int, cells: Mapping[str, Any], today: date) -> SheetRow | Problem:
    formula = next((name for name, cell in cells.items() if cell.data_type in {"f", "e"}), None)
    if formula is not None:
        return Problem(Why.FORMULA, number, formula)
    said = {name: clean(_said(cells[name])) if name in cells else "" for name in COLUMNS}
    for name in NEEDED:
        if not said[name]:
            return Problem(Why.EMPTY, number, name)
    for field in Field:
        if len(said[field.value]) > LONGEST[field]:
            return Problem(Why.TOO_LONG, number, field.value)
    try:
        until = read_day(said["until"], today)
    except BadDay:
        return Problem(Why.BAD_DAY, number, "until", said["until"])
    if said["state"] not in {"", ACTIVE, RETIRED}:
        return Problem(Why.BAD_STATE, number, "state", said["state"])
    return SheetRow(
        row=number,
        id=said["id"],
        question=said["question"],
        answer=said["answer"],
        source=said["source"],
        phone=said["phone"],
        until=until,
        scope="" if said["scope"] == EVERYWHERE else said["scope"],
        active=said["state"] != RETIRED,
    )


def _texts(line: SheetLine) -> Iterable[str]:
    until = line.until.isoformat() if line.until else ALWAYS
    state = ACTIVE if line.active else RETIRED
    texts = (line.id, line.question, line.answer, line.source, line.phone, until, line.scope or EVERYWHERE, state)
    return (clean(text) for text in texts)


def _said(cell: Any) -> str:
    """A cell as text: a number without the .0 that Excel gives it, a day as 2026-12-31."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()


def _unpacked(data: bytes) -> int:
    """Bytes that the file grows to; a sheet is a zip."""
    try:
        with ZipFile(BytesIO(data)) as packed:
            return sum(item.file_size for item in packed.infolist())
    except Exception:  # noqa: BLE001 - whatever is wrong with it, the reader will find it too
        return 0
