"""Reading the reviewed lexicon files; every complaint names the file and the line."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from community.taxonomy import Category, Taxonomy

LEXICON = Path(__file__).parent / "lexicon"
Sections = dict[str, dict[str, tuple[str, ...]]]


class LexiconError(ValueError):
    """A lexicon file that can't be used: which file, which line, why."""

    def __init__(self, path: Path, line: int, why: str) -> None:
        super().__init__(f"{path.name}:{line}: {why}")
        self.path, self.line, self.why = path, line, why


def read_lines(path: Path) -> list[tuple[int, str]]:
    """Numbered lines that say something: no blanks, no # comments. Raises LexiconError if the file isn't UTF-8."""
    try:
        raw = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise LexiconError(path, line, "不是 UTF-8 文本") from error
    lines = ((number, line.strip()) for number, line in enumerate(raw.splitlines(), 1))
    return [(number, line) for number, line in lines if line and not line.startswith("# ") and line != "#"]


def read_sections(path: Path) -> Sections:
    """A file of `[section]` headers and `name : word word …` lines; lines before any header go to section "". A word's
    blanks are written _.

    Raises LexiconError for a line without a colon, without words, or whose name was used before in its section.
    """
    sections: Sections = {"": {}}
    current = ""
    for number, line in read_lines(path):
        if line.startswith("[") and line.endswith("]"):
            current = line[1:-1]
            sections.setdefault(current, {})
            continue
        name, colon, words = line.partition(" : ")
        if not colon or not words.split():
            raise LexiconError(path, number, "应为“名称 : 词 词 …”")
        if name.strip() in sections[current]:
            raise LexiconError(path, number, f"“{name.strip()}”重复")
        sections[current][name.strip()] = tuple(dict.fromkeys(word.replace("_", " ") for word in words.split()))
    return sections


def named(pattern: str, names: Mapping[str, tuple[str, ...]]) -> str:
    """The pattern in which every <name> is what `names` has for it."""
    for name, (meant,) in names.items():
        pattern = pattern.replace(f"<{name}>", meant)
    return pattern


def read_pairs(path: Path) -> dict[int, str]:
    """A table of two-character entries (from → to) for str.translate. Raises LexiconError for any other length."""
    table: dict[int, str] = {}
    for number, line in read_lines(path):
        for pair in line.split():
            if len(pair) != 2:
                raise LexiconError(path, number, f"“{pair}”应为两个字")
            table[ord(pair[0])] = pair[1]
    return table


def load_taxonomy(path: Path = LEXICON / "taxonomy.toml") -> Taxonomy:
    """The taxonomy of a TOML file. Raises LexiconError when it can't be read or a family is unknown."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        return Taxonomy({code: _category(code, group, raw["families"]) for code, group in raw["groups"].items()})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
        raise LexiconError(path, 0, f"{type(error).__name__}: {error}") from error


def _category(code: str, group: Mapping[str, object], families: Mapping[str, str]) -> Category:
    family, services, urgent = str(group["family"]), group["services"], group.get("urgent_words", [])
    if not isinstance(services, list) or not isinstance(urgent, list):
        raise TypeError(f"groups.{code}: services")
    return Category(
        code=code,
        name=str(group["name"]),
        family=family,
        family_name=families[family],
        sensitive=bool(group.get("sensitive", False)),
        services=tuple(services),
        emoji=str(group["emoji"]),
        label=str(group["label"]),
        urgent_words=tuple(urgent),
    )
