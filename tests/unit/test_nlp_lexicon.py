"""The reviewed data: it loads, it fits the taxonomy, and a spoilt file is named with its line."""

import json
import sys
from pathlib import Path

import pytest

from bot.nlp import LexiconError, default_taxonomy
from bot.nlp.data import LEXICON, load_taxonomy, read_pairs, read_sections
from bot.nlp.jsonl import BadLine
from bot.nlp.learning import CORPUS, read_corpus
from bot.nlp.normal import normalise
from bot.nlp.tokens import Tokens, dictionary


def test_the_words_belong_to_groups_and_services_of_the_taxonomy() -> None:
    taxonomy = default_taxonomy()
    sections = {code: services for code, services in read_sections(LEXICON / "words.txt").items() if code}
    assert set(sections) == set(taxonomy.codes)
    for code, services in sections.items():
        assert set(services) - {"*"} == set(taxonomy[code].services)


def test_the_taxonomy_is_whole() -> None:
    taxonomy = default_taxonomy()
    assert len(taxonomy) == 22 and len({one.family for one in taxonomy}) == 6
    assert {one.code for one in taxonomy if one.sensitive} == {"counselling", "matchmaking"}
    assert all(one.emoji and 0 < len(one.label) <= 8 for one in taxonomy)
    assert [one.code for one in taxonomy.family("education")] == ["childcare", "law"]


def test_the_corpus_reads_and_fits_the_taxonomy() -> None:
    lines = read_corpus()
    assert {line.part for line in lines} == {"train", "dev", "test"}
    assert {code for line in lines for code in line.categories} == set(default_taxonomy().codes)
    assert all(0 <= line.urgency <= 3 for line in lines)


SPOILT = [("[a]\nx y\n", 2), ("a : b\na : c\n", 2), ("a : \n", 1)]


@pytest.mark.parametrize(("text", "line"), SPOILT)
def test_a_spoilt_lexicon_is_named_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    path = tmp_path / "cues.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError, match=rf"cues\.txt:{line}"):
        read_sections(path)


def test_other_spoilt_files_are_named_too(tmp_path: Path) -> None:
    (tmp_path / "table.txt").write_text("國国\n個\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"table\.txt:2"):
        read_pairs(tmp_path / "table.txt")
    (tmp_path / "taxonomy.toml").write_text("[groups", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"taxonomy\.toml"):
        load_taxonomy(tmp_path / "taxonomy.toml")
    (tmp_path / "words.txt").write_bytes(b"a : b\n\xff\xfe\n")
    with pytest.raises(LexiconError, match=r"words\.txt:2"):
        read_sections(tmp_path / "words.txt")
    (tmp_path / "me.jsonl").write_text(json.dumps({"text": "a"}) + "\n", encoding="utf-8")
    with pytest.raises(BadLine, match=r"me\.jsonl:1"):
        read_corpus(tmp_path)


def test_words_are_jiebas_in_search_mode() -> None:
    for least in (1, 10):
        tokens, jiebas = Tokens(["四点半课堂"], least, fast=False), dictionary(["四点半课堂"], least)
        for line in read_corpus(CORPUS)[:300]:
            talk = "".join(char for char in line.text if "\u4e00" <= char <= "\u9fd5")
            assert tokens.search(talk) == jiebas.lcut_for_search(talk, HMM=False)


def test_the_extra_fast_cuts_the_same_words() -> None:
    pytest.importorskip("rjieba", reason="the extra [fast] is not installed")
    fast, plain = Tokens(["四点半课堂"]), Tokens(["四点半课堂"], fast=False)
    for line in read_corpus(CORPUS):
        assert fast.search(line.text) == plain.search(line.text)


def test_the_lexicon_keeps_its_words_whole_and_jieba_itself_untouched() -> None:
    assert "四点半课堂" in Tokens(["四点半课堂"]).search("四点半课堂几点")
    assert not sys.modules["jieba"].dt.initialized


def test_normalising_keeps_the_way_back() -> None:
    normal = normalise("３號樓\u200b電梯！！！！！！！！壞了")
    assert normal.text.startswith("3号楼电梯") and normal.text.endswith("坏了")
    at = normal.text.index("电梯")
    assert normal.verbatim(at, at + 2) == "電梯"
    at = normal.text.index("坏")
    assert normal.verbatim(at, at + 1) == "壞"
