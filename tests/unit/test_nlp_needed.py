"""What a pattern needs is never missing from what it matches, so nothing is overlooked for the sake of speed."""

import re

import pytest

from bot.nlp.certain import Certain
from bot.nlp.data import LEXICON, read_sections
from bot.nlp.features import pairs
from bot.nlp.grammar import SHAPES
from bot.nlp.learning import read_corpus
from bot.nlp.lift import LIFT
from bot.nlp.needed import clues, needed
from bot.nlp.normal import normalise, plain_char
from bot.nlp.reading import Reader
from bot.nlp.slots import AMOUNT, PLACES
from bot.nlp.summary import Summaries
from bot.nlp.times import NEEDED, find_time
from community.privacy import mask
from tests import shipped
from tests.unit.test_nlp_times import NOW
from tests.unit.test_privacy import HIDDEN

READER, SUMMARIES = Reader(), Summaries()
TEXTS = [line.text for line in read_corpus()]


def seen(text: str) -> set[str]:
    return clues(pairs(text))


@pytest.mark.parametrize(
    ("pattern", "pieces"),
    [
        ("漏水", "漏水"),
        ("(?:困|关)(?:在|住)", "困在 困住 关在 关住"),
        ("电梯[^,]{0,4}(?:人|孩)", "电梯"),
        ("[两三]个?人", "两人 三人 个人"),
        ("[今明](?=[早晚])", "今早 今晚 明早 明晚"),
        ("哈{2,}", "哈哈"),
        ("(?<!不)醒了(?!吗)", "醒了"),
        ("[^水]漏", "漏"),
        ("水?|火", ""),
        (r"\w+", ""),
    ],
)
def test_pieces_are_read_off_a_pattern(pattern: str, pieces: str) -> None:
    assert needed(pattern) == frozenset(pieces.split() or [""])


def test_a_blank_is_no_piece_for_blanks_are_not_kept() -> None:
    assert needed("到 3点") == {"3点"}


def test_pieces_are_those_of_the_text_as_it_is_looked_up() -> None:
    assert needed("號樓", plain_char) == {"号楼"}


def test_what_matches_holds_what_is_needed() -> None:
    certain = read_sections(LEXICON / "certain.txt")
    dangers = [
        pattern for patterns in (*certain["danger"].values(), *certain["water"].values()) for pattern in patterns
    ]
    patterns = [*dangers, *(pattern.pattern for _, pattern in SHAPES), *(pattern.pattern for pattern in PLACES)]
    known = [(re.compile(pattern), needed(pattern)) for pattern in (*patterns, AMOUNT.pattern, LIFT.pattern)]
    for text in (normalise(text).text for text in TEXTS):
        found = seen(text)
        missed = [pattern.pattern for pattern, needs in known if needs.isdisjoint(found) and pattern.search(text)]
        assert not missed, text


def test_no_wished_time_is_overlooked() -> None:
    overlooked = [
        text for text in map(normalise, TEXTS) if NEEDED.isdisjoint(seen(text.text)) and find_time(text.text, NOW)
    ]
    assert not overlooked


def test_what_is_shown_is_masked_wherever_there_is_anything_to_mask() -> None:
    personal = [text for text in TEXTS if mask(text) != text]
    assert personal
    for text in personal:
        assert SUMMARIES.of(text, READER.read(text))[:59] == " ".join(mask(text).split())[:59], text


@pytest.mark.parametrize("text", [text for text, _ in HIDDEN if "*" not in text])
def test_what_is_hidden_is_hidden_in_summaries(text: str) -> None:
    assert SUMMARIES.of(text, READER.read(text))[:59] == " ".join(mask(text).split())[:59]


def test_only_what_holds_a_weighed_word_is_cut() -> None:
    whole, beginnings = "换水龙头的师傅来了没有, 我家水龙头坏了", frozenset(["水龙头"])
    assert "水龙头" in READER.read(whole, beginnings=beginnings).features.words
    for text in TEXTS[::9]:
        every, some = READER.read(text).features.words, READER.read(text, beginnings=beginnings).features.words
        assert {word for word in every if word[:3] in beginnings} <= some <= every


def test_a_phone_in_other_digits_is_not_shown() -> None:
    digits = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    assert "٨٠٠" not in shipped.listener().understand("水管漏了 电话13912345800".translate(digits), now=NOW).summary


def test_a_danger_is_seen_by_its_pieces() -> None:
    certain, text = Certain(), "电梯里困了两个人,快来"
    assert certain.danger(text, seen(text)) == "trapped"
    assert certain.danger(text, {""}) is None
