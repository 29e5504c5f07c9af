"""Signs of a text: which cues speak, in which clause, and what the text's outer shape says."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.nlp.lift import Lifted
from bot.nlp.phrases import Hit

_CLAUSE_END = re.compile(r"[,.;!?:\n~…|]|\s{2,}")
_LIST = re.compile(r"(?:^|\n)\s*\d{1,2}[.、)） ]\s*\S")
_LAUGH = re.compile(
    r"哈{2,}|嘿{2,}|2333*|h{3,}|\[(?:笑哭|偷笑|捂脸|呲牙|旺柴|破涕为笑|憨笑|大笑|坏笑|doge)\]"
    r"|[\U0001F600-\U0001F606\U0001F923]"
)
_ANGER = re.compile(
    r"\[(?:发怒|抓狂|怒|流泪|大哭|快哭了|衰|吐|裂开|苦涩|难过|生气)\]|[\U0001F620-\U0001F624\U0001F62D\U0001F631]|!{2,}"
)
_PRAISE = re.compile(
    r"\[(?:强|玫瑰|鼓掌|抱拳|爱心|拥抱|赞|心|合十|握手|ok)\]|[\U0001F44D\U0001F44F\U0001F339\U0001F64F❤]"
)
_TIME_RANGE = re.compile(r"\d{1,2}[:.点]\d{0,2}分?\s*[-~至到]\s*\d{1,2}[:.点]")
_DATE = re.compile(r"\d{1,2}月\d{1,2}[日号]")
_BRACKET_HEAD = re.compile(r"^\s*[【\[《#]")
_LATIN = re.compile(r"[a-z]{2,}")


@dataclass(frozen=True, slots=True)
class Signs:
    """`cues`: names in order of appearance, with the clause they stand in; `shape`: names of outer features."""

    cues: tuple[tuple[str, int], ...]
    shape: tuple[str, ...]
    clauses: int


# What a plain request is made of, and what speaks against one: the frame of a message before any weighing.
FOR = frozenset({"ask_help", "ask_someone", "ask_come", "want", "broken", "suffer", "no_one", "urgent", "vague"})
AGAINST = frozenset(
    {"thanks", "resolved", "notice", "advert", "chain", "hearsay", "elsewhere", "past", "joke", "offer_self", "giving",
     "figurative", "negate", "answer", "question", "how_to", "suggest"}
)  # fmt: skip


def frame(signs: "Signs", named: bool) -> str:
    """ "plain": a named matter is wanted or broken, nothing against it; "bitter": praise of what fails; "vague" …"""
    present = {name for name, _ in signs.cues}
    if named and "sarcasm" in present and present & {"broken", "again", "suffer"}:
        return "bitter"
    if present & AGAINST or not present & FOR:
        return ""
    if "vague" in present:
        return "vague"
    return "plain" if named else "bare"


def clause_starts(text: str) -> list[int]:
    """Where clauses begin."""
    return [0, *(match.end() for match in _CLAUSE_END.finditer(text))]


def read_signs(text: str, lifted: Lifted, hits: Sequence[Hit]) -> Signs:
    """The signs of a normalised text; `hits` are cue finds in order."""
    starts = clause_starts(text.rstrip(" ,.;!?:\n~…|"))
    cues: list[tuple[str, int]] = []
    clause = 0
    for hit in hits:
        while clause + 1 < len(starts) and starts[clause + 1] <= hit.start:
            clause += 1
        cues.append((hit.tag, clause))
    return Signs(tuple(cues), tuple(_shape(text, lifted)), len(starts))


def _shape(text: str, lifted: Lifted) -> list[str]:
    size = len(text)
    shape = [f"len{min(size, 4) if size < 5 else 5 + min(size // 8, 9)}"]
    shape += {piece.name for piece in lifted.pieces}
    tail = text.rstrip()[-2:]
    if "?" in text:
        shape.append("asks_end" if "?" in tail else "asks")
    if tail[-1:] in ("吗", "么", "呢", "不", "没", "伐", "嘛"):
        shape.append("particle")
    if "!" in text:
        shape.append("exclaims")
    if '"' in text or "「" in text or "《" in text:
        shape.append("quotes")
    lines = text.count("\n")
    if lines:
        shape.append("lines" if lines < 3 else "many_lines")
    for name, pattern in _PATTERNS:
        if pattern.search(text):
            shape.append(name)
    if text.lstrip()[:1] == "@":
        shape.append("addressed")
    return sorted(set(shape))


_PATTERNS = (
    ("list", _LIST),
    ("laugh", _LAUGH),
    ("anger", _ANGER),
    ("praise", _PRAISE),
    ("range", _TIME_RANGE),
    ("date", _DATE),
    ("headed", _BRACKET_HEAD),
    ("latin", _LATIN),
)
