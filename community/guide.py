"""An entry of the 办事指南 as people write it: its fields, labelled lines, days as they are said. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Field(StrEnum):
    """What an entry is made of, in the order in which it is asked for."""

    QUESTION = "question"
    ANSWER = "answer"
    SOURCE = "source"
    PHONE = "phone"
    UNTIL = "until"
    SCOPE = "scope"


LONGEST: Mapping[Field, int] = {
    Field.QUESTION: 200,
    Field.ANSWER: 1000,
    Field.SOURCE: 100,
    Field.PHONE: 60,
    Field.UNTIL: 20,
    Field.SCOPE: 40,
}
"""Characters that a field may have."""

LIST, ADD, FILE, ON, OFF, SKIP, EVERYWHERE = "list", "add", "file", "on", "off", "skip", "*"
"""The subject of the list's card, what a button asks of it or of an entry, and the scope that is no community."""

STEPS = (Field.QUESTION, Field.ANSWER, Field.SOURCE, Field.PHONE, Field.UNTIL)
"""What is asked for one after the other."""

NEEDED = (Field.QUESTION, Field.ANSWER)
WHOLE_STREET = frozenset({"", "全街道", "街道", "整个街道", "全部"})


class Why(StrEnum):
    """Why a sheet, or something written, cannot be taken."""

    TOO_BIG = "too_big"
    NO_SHEET = "no_sheet"
    NO_COLUMN = "no_column"
    NO_ROWS = "no_rows"
    TOO_MANY = "too_many"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    FORMULA = "formula"
    BAD_DAY = "bad_day"
    BAD_STATE = "bad_state"
    NO_PLACE = "no_place"
    NOT_YOURS = "not_yours"
    UNKNOWN_ID = "unknown_id"
    TWICE = "twice"


class BadDay(ValueError):
    """Not a day that can be read."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and where: `row` as the sheet counts (0: the whole of it), `column` by its heading."""

    why: Why
    row: int = 0
    column: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A line of the sheet. id: empty for a new entry. scope: a community's name, empty for the whole street."""

    row: int
    id: str
    question: str
    answer: str
    source: str
    phone: str
    until: date | None
    scope: str
    active: bool


_LABELS: Mapping[str, Field] = {
    "问": Field.QUESTION,
    "问题": Field.QUESTION,
    "答": Field.ANSWER,
    "答复": Field.ANSWER,
    "答案": Field.ANSWER,
    "出处": Field.SOURCE,
    "来源": Field.SOURCE,
    "依据": Field.SOURCE,
    "电话": Field.PHONE,
    "联系电话": Field.PHONE,
    "有效期": Field.UNTIL,
    "有效期至": Field.UNTIL,
    "到期": Field.UNTIL,
    "范围": Field.SCOPE,
    "社区": Field.SCOPE,
}
_LINE = re.compile(rf"\s*({'|'.join(sorted(_LABELS, key=len, reverse=True))})\s*[:：]\s*(.*)")
_ALWAYS = frozenset({"", "长期", "长期有效", "一直", "永久", "无", "不限"})
_DAY = re.compile(r"(?:到|至|截止)?\s*(?:(\d{4})\s*[-年/.])?\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})\s*[日号]?(?:为?止|前)?")
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def read_form(text: str) -> dict[Field, str]:
    """The fields of an entry written as one message, a labelled line each (问：… 答：…); a line without one goes on.

    Empty unless it holds at least a question and an answer.
    """
    found: dict[Field, list[str]] = {}
    current: list[str] | None = None
    for line in text.splitlines():
        match = _LINE.fullmatch(line)
        if match is not None:
            current = found.setdefault(_LABELS[match[1]], [])
            current.append(match[2])
        elif current is not None:
            current.append(line)
    fields = {field: clean("\n".join(lines)) for field, lines in found.items()}
    return fields if all(fields.get(field) for field in NEEDED) else {}


def read_day(text: str, today: date) -> date | None:
    """2026-12-31, 2026年12月31日, 12月31日 (the next one), 长期 (None). Raises BadDay."""
    said = text.strip()
    if said in _ALWAYS:
        return None
    match = _DAY.fullmatch(said)
    if match is None:
        raise BadDay(said)
    year, month, day = match[1], int(match[2]), int(match[3])
    try:
        found = date(int(year) if year else today.year, month, day)
        return found if year or found >= today else found.replace(year=today.year + 1)
    except ValueError:
        raise BadDay(said) from None


def clean(text: str) -> str:
    """What is written, without what cannot be seen, blanks around it, and empty lines."""
    lines = (" ".join(line.split()) for line in _UNSEEN.sub("", text).splitlines())
    return "\n".join(line for line in lines if line)
