"""A lexicon that somebody spoilt: refused with its file and line, and nothing in it can take long."""

import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.nlp import LexiconError, certain, delicate, emergency, guide, perils, reading
from bot.nlp.data import LEXICON, load_taxonomy, read_pairs
from bot.nlp.patterns import MOST, ways

LOADERS: dict[str, Callable[[], object]] = {
    "words.txt": reading.Reader,
    "cues.txt": reading.Reader,
    "concepts.txt": reading.Reader,
    "emergencies.txt": emergency.Emergencies,
    "perils.txt": lambda: list(perils.perils()),
    "certain.txt": certain.Certain,
    "delicate.txt": delicate.Delicate,
    "alike.txt": guide.alike.__wrapped__,
}


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A lexicon that everybody reads and nobody minds being spoilt."""
    folder = Path(shutil.copytree(LEXICON, tmp_path / "lexicon"))
    for module in (reading, emergency, certain, delicate, perils, guide):
        monkeypatch.setattr(module, "LEXICON", folder)
    return folder


def changed(file: Path, old: str, new: str) -> int:
    """The file with its first `old` made `new`; the line of that."""
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


SPOILT = [
    ("words.txt", "* : ", "* "),
    ("words.txt", "[repair]", "[repairs]"),
    ("words.txt", "招聘求职 : ", "招聘求值 : "),
    ("cues.txt", "\nwant : ", "\nwants : "),
    ("cues.txt", "\nplease : ", "\nwant : "),
    ("cues.txt", "\nwant : ", "\n[wishes]\nwant : "),
    ("emergencies.txt", "fire : ", "fire : +烟 "),
    ("emergencies.txt", "fire : ", "fire : 烟+ "),
    ("emergencies.txt", "\nfire : ", "\nfires : "),
    ("perils.txt", "\nchild : ", "\nchildren : "),
    ("concepts.txt", "head : ", "head "),
    ("certain.txt", "trapped : ", "trapped : 电梯( "),
    ("certain.txt", "trapped : ", "trapped : [困 "),
    ("certain.txt", "trapped : ", "trapped : (一+)+$ "),
    ("certain.txt", "trapped : ", "trapped : (?P<a>一 "),
    ("certain.txt", "past : ", "past : .*一.*二.*三 "),
    ("certain.txt", "past : ", "passed : "),
    ("certain.txt", "selfharm : ", "selfhram : "),
    ("certain.txt", "[danger]", "[dangers]"),
    ("certain.txt", "<亲人>", "<情人>"),
    ("delicate.txt", "debt : ", "debt : (?:不|不不)*起 "),
    ("delicate.txt", "debt : ", "depth : "),
    ("delicate.txt", "亲人 : ", "亲人 : 老公 "),
    ("alike.txt", "\n[frame]", "\n[frames]"),
]


@pytest.mark.parametrize(("name", "old", "new"), SPOILT)
def test_a_spoilt_lexicon_is_named_with_its_line(folder: Path, name: str, old: str, new: str) -> None:
    line = changed(folder / name, old, new) + (old.startswith("\n") and not new.startswith("\n["))
    line += new.startswith("\n[")  # the heading that is new
    with pytest.raises(LexiconError, match=rf"^{re.escape(name)}:{line}: "):
        LOADERS[name]()


MISSING = [
    ("cues.txt", r"\nwant : .*", "want"),
    ("certain.txt", r"\nnow : .*", "now"),
    ("certain.txt", r"\n\[water\][\s\S]*", "water"),
    ("delicate.txt", r"\ndespair : .*", "despair"),
    ("emergencies.txt", r"\ncalm : .*", "calm"),
    ("words.txt", r"\n\[fitness\][^[]*", "fitness"),
    ("alike.txt", r"\n\[frame\][^[]*", "frame"),
]


@pytest.mark.parametrize(("name", "gone", "said"), MISSING)
def test_what_is_missing_from_a_lexicon_is_named(folder: Path, name: str, gone: str, said: str) -> None:
    text = (folder / name).read_text("utf-8")
    (folder / name).write_text(re.sub(gone, "", text, count=1), "utf-8")
    with pytest.raises(LexiconError, match=rf"^{re.escape(name)}: .*{said}"):
        LOADERS[name]()


@pytest.mark.parametrize("rest", ["", "# 词都没了\n", "\n \n"])
@pytest.mark.parametrize("name", [*LOADERS, "traditional.txt", "taxonomy.toml"])
def test_a_lexicon_without_a_word_is_named(folder: Path, name: str, rest: str) -> None:
    others = {
        "traditional.txt": lambda: read_pairs(folder / name),
        "taxonomy.toml": lambda: load_taxonomy(folder / name),
    }
    (folder / name).write_text(rest, "utf-8")
    with pytest.raises(LexiconError, match=rf"^{re.escape(name)}: "):
        (LOADERS | others)[name]()


@pytest.mark.parametrize(
    ("name", "section"), [("alike.txt", "aspect"), ("certain.txt", "danger"), ("certain.txt", "who")]
)
def test_a_section_without_a_word_is_named(folder: Path, name: str, section: str) -> None:
    text = (folder / name).read_text("utf-8")
    (folder / name).write_text(re.sub(rf"(\n\[{section}\]\n)[\s\S]*?(?=\n\[|$)", r"\1", text, count=1), "utf-8")
    with pytest.raises(LexiconError, match=rf"^{re.escape(name)}: \[{section}\]"):
        LOADERS[name]()


@pytest.mark.parametrize("name", LOADERS)
def test_a_lexicon_that_is_gone_or_no_text_is_named(folder: Path, name: str) -> None:
    data = (folder / name).read_bytes()
    (folder / name).write_bytes(data[:7] + b"\xff" + data[7:])
    with pytest.raises(LexiconError, match=rf"^{re.escape(name)}:1: "):
        LOADERS[name]()
    (folder / name).unlink()
    with pytest.raises(LexiconError, match=rf"^{re.escape(name)}: "):
        LOADERS[name]()


TAXONOMY = [
    ("[groups.finance]", "[groups.finance"),
    ('name = "金融理财"', "name = 金融理财"),
    ('family = "development"', 'family = "developed"'),
    ('services = ["招聘求职"', 'services = [5, "招聘求职"'),
    ("emoji = ", "emotion = "),
    ('name = "就业创业"', 'name = ["就业创业"]'),
    ('emoji = "', 'emoji = 5 # "'),
    ('name = "就业创业"', 'sensitive = "no"\nname = "就业创业"'),
]


@pytest.mark.parametrize(("old", "new"), TAXONOMY)
def test_a_spoilt_taxonomy_is_named_with_the_line_or_that_of_its_group(folder: Path, old: str, new: str) -> None:
    file = folder / "taxonomy.toml"
    line = changed(file, old, new)
    heading = file.read_text("utf-8").split("\n").index("[groups.employment]") + 1
    with pytest.raises(LexiconError, match=rf"^taxonomy\.toml:(?:{line}|{heading}): "):
        load_taxonomy(file)
    file.write_text("x = 1", "utf-8")
    with pytest.raises(LexiconError, match="families"):
        load_taxonomy(file)


@pytest.mark.parametrize(
    "pattern",
    [
        "(一+)+$",
        "(一*)*二",
        "(?:一|一一)*二",
        "(?:一二|一|二)+$",
        ".*一.*二",
        "(?:.{0,9}){0,9}",
        "(?:一.)*二",
        "(?:一?){99}",
    ],
)
def test_a_pattern_that_may_take_long_is_known(pattern: str) -> None:
    assert ways(pattern) > MOST


@pytest.mark.parametrize(
    "pattern", ["一+", "(?:一|二三|四)*五", "[一二]*", "一.{0,9}二.{0,9}三", "(?:一二)+", "(?:一|一二)*三"]
)
def test_a_pattern_that_takes_no_time_is_let_be(pattern: str) -> None:
    assert ways(pattern) <= MOST


def test_whatever_is_changed_it_is_read_or_refused_by_name(folder: Path) -> None:
    chance = random.Random(5)
    signs = "*+?()[]{}|\\^$<>:#_ \n一二\u2028"
    for name, load in LOADERS.items():
        text = (folder / name).read_text("utf-8")
        for _ in range(2 if load is reading.Reader else 60):
            at = chance.randrange(len(text))
            spoilt = text[:at] + "".join(chance.choices(signs, k=3)) + text[at + chance.randrange(3) :]
            (folder / name).write_text(spoilt, "utf-8")
            try:
                load()
            except LexiconError as error:
                assert str(error).startswith(name)
        (folder / name).write_text(text, "utf-8")
