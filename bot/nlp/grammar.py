"""Signs of a text: which cues speak, in which clause, and what the text's outer shape says."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from bot.nlp.lift import Lifted
from bot.nlp.needed import needed
from bot.nlp.phrases import Hit
from bot.nlp.sieve import Sieve

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
_HEAD = re.compile(r"^\s*[【\[《#]")
_PARTICLES = frozenset("吗么呢不没伐嘛")
_ASKING = frozenset({"asks_end", "particle", "how_to", "question"})
_FAILING = frozenset({"broken", "again", "suffer"})
_LATIN = re.compile(r"[a-z]{2,}")


class Signs(NamedTuple):
    """`cues`: names in order, each with its clause; `shape`: names of outer features; `frame`: see `frame_of`."""

    cues: list[tuple[str, int]]
    present: set[str]
    shape: list[str]
    clauses: int
    frame: str


CUES = frozenset(
    {"ask_help", "ask_someone", "ask_come", "want", "please", "broken", "suffer", "no_one", "again", "urgent",
     "sarcasm", "question", "how_to", "offer_self", "giving", "suggest", "thanks", "resolved", "notice", "advert",
     "chain", "hearsay", "elsewhere", "past", "joke", "answer", "negate", "figurative", "other_person", "elder",
     "child", "disabled", "pregnant", "self", "staff", "hello", "vague", "you", "ack", "recent"}
)  # fmt: skip
"""The lines that cues.txt has; each is asked for by its name somewhere, or weighed."""

# What a plain request is made of, and what speaks against one: the frame of a message before any weighing.
FOR = frozenset({"ask_help", "ask_someone", "ask_come", "want", "broken", "suffer", "no_one", "urgent", "vague"})
AGAINST = frozenset(
    {"thanks", "resolved", "notice", "advert", "chain", "hearsay", "elsewhere", "past", "joke", "offer_self", "giving",
     "figurative", "negate", "answer", "question", "how_to", "suggest"}
)  # fmt: skip


_NOT_ASKED = AGAINST - {"question", "how_to", "suggest", "negate", "giving", "offer_self", "answer"} | {"you"}


def frame_of(present: AbstractSet[str], named: bool, asking: bool) -> str:
    """What the cues amount to before any weighing.

    "plain": a named matter is wanted or broken, nothing against it; "bare": the same unnamed; "vague": a cry for help
    that says not for what; "bitter": praise of what fails; "asked": a question about a named matter; "": other.
    """
    if named and "sarcasm" in present and present & _FAILING:
        return "bitter"
    if named and asking and not present & _NOT_ASKED:
        return "asked"
    if present & AGAINST or not present & FOR:
        return ""
    if "vague" in present:
        return "vague"
    return "plain" if named else "bare"


def clause_starts(text: str) -> list[int]:
    """Where clauses begin."""
    return [0, *[match.end() for match in _CLAUSE_END.finditer(text)]]


def read_signs(
    text: str, lifted: Lifted, hits: Sequence[Hit], named: bool, clues: AbstractSet[str], polite: Sequence[str] = ()
) -> Signs:
    """The signs of a normalised text.

    `hits` are cue finds in order, `named`: the lexicon knows what it is about, `clues`: see `needed`, `polite`: which
    courtesies were said around it.
    """
    starts = clause_starts(text.rstrip(" ,.;!?:\n~…|"))
    cues: list[tuple[str, int]] = []
    clause, last = 0, len(starts) - 1
    for hit in hits:
        while clause < last and starts[clause + 1] <= hit.start:
            clause += 1
        cues.append((hit.tag, clause))
    present = {hit.tag for hit in hits}
    shape = [*_shape(text, lifted, clues), *polite]
    asking = not _ASKING.isdisjoint(shape) or not _ASKING.isdisjoint(present)
    return Signs(cues, present, shape, len(starts), frame_of(present, named, asking))


def _shape(text: str, lifted: Lifted, clues: AbstractSet[str]) -> list[str]:
    size = len(text)
    shape = [f"len{min(size, 4) if size < 5 else 5 + min(size // 8, 9)}"]
    shape += dict.fromkeys([piece.name for piece in lifted.pieces])
    tail = text.rstrip()[-2:]
    if "?" in text:
        shape.append("asks_end" if "?" in tail else "asks")
    if tail[-1:] in _PARTICLES:
        shape.append("particle")
    if "!" in text:
        shape.append("exclaims")
    if '"' in text or "「" in text or "《" in text:
        shape.append("quotes")
    lines = text.count("\n")
    if lines:
        shape.append("lines" if lines < 3 else "many_lines")
    shape += [SHAPES[place][0] for place in _SIEVE.through(clues) if SHAPES[place][1].search(text)]
    if text.lstrip()[:1] == "@":
        shape.append("addressed")
    return shape


SHAPES = (
    ("list", _LIST),
    ("laugh", _LAUGH),
    ("anger", _ANGER),
    ("praise", _PRAISE),
    ("range", _TIME_RANGE),
    ("date", _DATE),
    ("headed", _HEAD),
    ("latin", _LATIN),
)
_SIEVE = Sieve([needed(pattern.pattern) for _, pattern in SHAPES])
