"""Reading the reviewed lexicon files; every complaint names the file and the line."""

import re
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TypeGuard

from community.taxonomy import Category, Taxonomy

LEXICON = Path(__file__).parent / "lexicon"
Shape = Mapping[str, Collection[str] | None]
"""The names that the lines of each section have, no more and no fewer; None: any."""


class LexiconError(ValueError):
    """A lexicon file that can't be used: which file, which line (0: none of them), why."""

    def __init__(self, path: Path, line: int, why: str) -> None:
        super().__init__(f"{path.name}:{line}: {why}" if line else f"{path.name}: {why}")
        self.path, self.line, self.why = path, line, why


class Sections(dict[str, dict[str, tuple[str, ...]]]):
    """The words of each name of each section of a file, and where they stand."""

    def __init__(self, path: Path) -> None:
        super().__init__({"": {}})
        self._path = path
        self.lines: dict[tuple[str, str], int] = {}

    def wrong(self, section: str, name: str, why: str) -> LexiconError:
        """What to raise about a name's words."""
        return LexiconError(self._path, self.lines.get((section, name), 0), why)


def read_lines(path: Path) -> list[tuple[int, str]]:
    """Numbered lines that say something: no blanks, no # comments. Raises LexiconError."""
    lines = ((number, line.strip()) for number, line in enumerate(_read(path).split("\n"), 1))
    return [(number, line) for number, line in lines if line and not line.startswith("# ") and line != "#"]


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").removeprefix("\ufeff")
    except OSError as error:
        raise LexiconError(path, 0, f"读不了（{error.strerror}）") from error
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise LexiconError(path, line, "不是 UTF-8 文本") from error


def read_sections(path: Path, shape: Shape | None = None, some: Collection[str] = ()) -> Sections:
    """A file of `[section]` headers and `name : word word …` lines; lines before any header go to section "". A word's
    blanks are written _.

    Raises LexiconError for a line without a colon, without words, or whose name was used before in its section; for a
    section or a name that `shape` does not have, or that is missing (`some`: sections that need not have every name,
    but one); for a file without a word.
    """
    sections = Sections(path)
    current = ""
    for number, line in read_lines(path):
        if line.startswith("[") and line.endswith("]"):
            current = line[1:-1]
            if shape is not None and current not in shape:
                raise LexiconError(path, number, f"没有 [{current}] 这一节")
            sections.setdefault(current, {})
            continue
        name, colon, words = line.partition(" : ")
        if not colon or not words.split():
            raise LexiconError(path, number, "应为“名称 : 词 词 …”")
        if name.strip() in sections[current]:
            raise LexiconError(path, number, f"“{name.strip()}”重复")
        allowed = shape.get(current, ()) if shape is not None else None
        if allowed is not None and name.strip() not in allowed:
            raise LexiconError(path, number, f"没有“{name.strip()}”这个名称")
        sections[current][name.strip()] = tuple(dict.fromkeys(word.replace("_", " ") for word in words.split()))
        sections.lines[current, name.strip()] = number
    for section, names in (shape or {}).items():
        missing = [name for name in names or () if section not in some and name not in sections.get(section, {})]
        if missing or section not in sections:
            raise LexiconError(path, 0, f"缺少 [{section}]{'的' if missing else ''}{'、'.join(sorted(missing))}")
        if not sections[section] and (names is None or section in some):
            raise LexiconError(path, 0, f"[{section}] 里一个词也没有" if section else "一个词也没有")
    if not any(sections.values()):
        raise LexiconError(path, 0, "一个词也没有")
    return sections


def read_pairs(path: Path) -> dict[int, str]:
    """A table of two-character entries (from → to) for str.translate. Raises LexiconError for any other length, or
    when there are none."""
    table: dict[int, str] = {}
    for number, line in read_lines(path):
        for pair in line.split():
            if len(pair) != 2:
                raise LexiconError(path, number, f"“{pair}”应为两个字")
            table[ord(pair[0])] = pair[1]
    if not table:
        raise LexiconError(path, 0, "一对字也没有")
    return table


def load_taxonomy(path: Path = LEXICON / "taxonomy.toml") -> Taxonomy:
    """The taxonomy of a TOML file. Raises LexiconError when it can't be read or a family is unknown."""
    text = _read(path)
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        raise LexiconError(path, int(line[1]) if line else len(text.split("\n")), str(error)) from error
    families, groups = raw.get("families"), raw.get("groups")
    if not (isinstance(families, dict) and isinstance(groups, dict) and groups):
        raise LexiconError(path, 0, "应有 [families] 和 [groups.…]")
    found = {}
    for code, group in groups.items():
        try:
            found[code] = _category(code, group, families)
        except (KeyError, TypeError) as error:
            heading = text[: max(0, text.find(f"[groups.{code}]"))].count("\n") + 1
            raise LexiconError(path, heading, f"groups.{code} 缺少或不是该有的样子：{error}") from error
    return Taxonomy(found)


def _category(code: str, group: Mapping[str, object], families: Mapping[str, object]) -> Category:
    services, urgent = group["services"], group.get("urgent_words", [])
    if not _is_words(services) or not _is_words(urgent):
        raise TypeError("services, urgent_words")
    family, sensitive = _word(group, "family"), group.get("sensitive", False)
    if not isinstance(sensitive, bool):
        raise TypeError("sensitive")
    return Category(
        code=code,
        name=_word(group, "name"),
        family=family,
        family_name=_word(families, family),
        sensitive=sensitive,
        services=tuple(services),
        emoji=_word(group, "emoji"),
        label=_word(group, "label"),
        urgent_words=tuple(urgent),
    )


def _word(group: Mapping[str, object], name: str) -> str:
    value = group[name]
    if not isinstance(value, str):
        raise TypeError(name)
    return value


def _is_words(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)
