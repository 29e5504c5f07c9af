"""Sheets for the fuzzing gate: Excel files and rows as no program of ours would write them."""

import random
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.styles import Font

from bot.texts.guide_sheet import COLUMNS, UNPACKED, write_sheet
from community.views.guide import SheetLine
from tests.gates import nonsense

HEADINGS = list(COLUMNS.values())
MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
TOKENS = (
    b't="n"', b't="d"', b't="e"', b't="b"', b't="s"', b't="str"', b't="zzz"', b's="999"', b'r="ZZZ99999999"', b'r="A0"',
    b"<v>1e999</v>", b"<v>-1</v>", b"<v>nan</v>", b"<v>" + b"9" * 6000 + b"</v>", b"<v>2026-13-45T99:99</v>", b"&#0;",
    b"<f>1+1</f>", b'<f t="shared" si="0"/>', b"<", b"</row>", b"&z;", b"\xff\xfe", b"]]>", b"<!--", b"",
)  # fmt: skip
WORDS = (
    "",
    "居住证怎么办",
    "=1+1",
    "+86 533",
    "-2",
    "@SUM(A1)",
    "停用",
    "在用",
    "全街道",
    "长期",
    "2026-02-30",
    "12月31日",
    "灯" * 1001,
)
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 5180110.0, 1e308, 10**300, date(2027, 6, 30), datetime(2027, 6, 30, 8), time(8, 30),  # noqa: DTZ001
    timedelta(days=9999), "=HYPERLINK(\"x\")", "#REF!", "x" * 32767,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as the reader hands it over."""

    value: Any
    data_type: str


def rows(chance: random.Random) -> list[list[Cell]]:
    """Rows under the right headings, or almost."""
    headings = HEADINGS[:] if chance.random() < 0.9 else chance.sample(HEADINGS, chance.randrange(len(HEADINGS)))
    if chance.random() < 0.3:
        chance.shuffle(headings)
    if chance.random() < 0.2:
        headings.insert(chance.randrange(len(headings) + 1), chance.choice(["", "备注", "问题"]))
    made = [[Cell(heading, "s") for heading in headings]]
    for _ in range(chance.randrange(4)):
        width = len(headings) + chance.choice([0, 0, 0, -1, 2])
        made.append([_cell(chance, headings[at] if at < len(headings) else "") for at in range(max(width, 0))])
    return made


def _cell(chance: random.Random, heading: str) -> Cell:
    """Most are such that the row can be taken, or no row would ever be read to its end."""
    if chance.random() < 0.75:
        return Cell({"问题": "居住证怎么办", "答复": "带身份证"}.get(heading), "s")
    value = _value(chance)
    return Cell(value, chance.choice("snbde") if chance.random() < 0.2 else "s" if isinstance(value, str) else "n")


def _value(chance: random.Random) -> Any:
    deed = chance.random()
    if deed < 0.4:
        return chance.choice(WORDS)
    return chance.choice(VALUES) if deed < 0.8 else nonsense.text(chance, 30)


def file(chance: random.Random) -> bytes:
    """A file that may have been a sheet once."""
    make = chance.choice(
        [_cut, _flipped, _without_a_part, _other_words, _other_words, _odd, _odd, _long, _bomb, _lines]
    )
    return make(chance)


def lines(chance: random.Random) -> list[SheetLine]:
    """What may be in the guide: whatever people wrote, cleaned or not."""
    some = [nonsense.text(chance, 20) or "问" for _ in range(6)]
    day = chance.choice([None, date(2027, 6, 30)])
    return [SheetLine("abc", some[0], some[1], some[2], some[3], day, some[4], chance.random() < 0.5)]


def _lines(chance: random.Random) -> bytes:
    return write_sheet(lines(chance))


def _good() -> bytes:
    return write_sheet(
        [SheetLine(f"i{n}", f"问题{n}", "答复", "出处", "0533", date(2027, 6, 30), "", True) for n in range(3)]
    )


def _cut(chance: random.Random) -> bytes:
    data = _good()
    return data[: chance.randrange(len(data))]


def _flipped(chance: random.Random) -> bytes:
    """Here and there, or in the list of parts at its end."""
    data = bytearray(_good())
    first = data.index(b"PK\x01\x02") if chance.random() < 0.7 else 0
    for _ in range(chance.randrange(1, 9)):
        data[chance.randrange(first, len(data))] = chance.randrange(256)
    return bytes(data)


def _parts() -> dict[str, bytes]:
    with ZipFile(BytesIO(_good())) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def _pack(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for name, body in parts.items():
            packed.writestr(name, body)
    return out.getvalue()


def _without_a_part(chance: random.Random) -> bytes:
    """One part gone, or another's in its place."""
    parts = _parts()
    name = chance.choice(list(parts))
    if chance.random() < 0.5:
        del parts[name]
    else:
        parts[name] = chance.choice([b"", b"\x00" * 100, b"<a/>", *parts.values()])
    return _pack(parts)


def _other_words(chance: random.Random) -> bytes:
    """A part whose XML says something else."""
    parts = _parts()
    name = chance.choice([SHEET, SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"])
    words = re.split(rb'(\w+="[^"]*"|<v>[^<]*</v>|<[^>]*>)', parts[name])
    for _ in range(chance.randrange(1, 5)):
        words[chance.randrange(len(words))] = chance.choice(TOKENS)
    return _pack(parts | {name: b"".join(words)})


def _odd(chance: random.Random) -> bytes:
    """What people do to a sheet: formulas, dates, merged cells, hidden columns, other sheets before it."""
    book = Workbook()
    if chance.random() < 0.2:
        book.create_sheet("别的", 0)
    sheet = book.worksheets[-1]
    for row in rows(chance):
        sheet.append([_storable(cell.value) for cell in row])
    if chance.random() < 0.4:
        sheet.merge_cells(chance.choice(["A1:B1", "B2:C3", "A1:H9", "C2:C2"]))
    sheet.column_dimensions[chance.choice("ABCDEFGH")].hidden = chance.random() < 0.4
    sheet.sheet_state = chance.choice(["visible", "visible", "hidden"]) if len(book.worksheets) > 1 else "visible"
    sheet["A1"].font = Font(bold=True)
    return _saved(book)


def _storable(value: Any) -> Any:
    """Excel's own writer refuses what cannot be seen."""
    return re.sub(r"[\x00-\x1f\ufffe\uffff]", " ", value)[:32000] if isinstance(value, str) else value


def _saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _long(chance: random.Random) -> bytes:
    """A hundred thousand rows, some of them empty, or a row without end."""
    cell = b'<c t="inlineStr"><is><t>a</t></is></c>'
    row = chance.choice([b"<row/>", b"<row>" + cell * 2 + b"</row>", b"<row r='1048576'/>"])
    body = row * 100_000 if chance.random() < 0.7 else b"<row>" + cell * 20_000 + b"</row>"
    return _pack(_parts() | {SHEET: b"<worksheet " + MAIN + b"><sheetData>" + body + b"</sheetData></worksheet>"})


def _bomb(chance: random.Random) -> bytes:
    """Little that grows to much: in zeros, in entities, or by a size that is a lie."""
    parts = _parts()
    kind = chance.randrange(3)
    if kind == 0:
        return _pack(parts | {chance.choice([SHEET, STRINGS]): bytes(UNPACKED + 1)})
    if kind == 1:
        names = b"abcdefghij"
        entities = b"".join(b'<!ENTITY %c "%s">' % (n, b"&%c;" % (n - 1) * 10) for n in names[1:])
        head = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">' + entities + b"]>"
        cell = b'<row><c t="inlineStr"><is><t>&j;</t></is></c></row>'
        return _pack(
            parts | {SHEET: head + b"<worksheet " + MAIN + b"><sheetData>" + cell + b"</sheetData></worksheet>"}
        )
    data = bytearray(_pack(parts | {SHEET: bytes(100_000)}))
    size = (100_000).to_bytes(4, "little")
    at = data.rindex(size)
    data[at : at + 4] = chance.choice([bytes(4), b"\xff" * 4, (10).to_bytes(4, "little")])
    return bytes(data)
