"""A spoilt model is refused by the name of its file, whoever reads it and whatever is wrong with it."""

import hashlib
import json
import random
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.nlp.labels import Labeller, train_labels
from bot.nlp.linear import DATA, META, Linear, ModelError, load, save, write_part
from bot.nlp.listener import MODEL, Listener, default_taxonomy
from bot.nlp.packing import packed, unpacked
from bot.nlp.reading import Reader
from bot.nlp.ties import FILE, Tie, Ties
from bot.nlp.tokens import Tokens

TEXTS = [
    ("路灯坏了马路黑", "市政"),
    ("马路上井盖没了", "市政"),
    ("学校老师收费", "教育"),
    ("孩子上学老师补课", "教育"),
] * 3
Spoil = Callable[[Any], Any]


@pytest.fixture(scope="module")
def tokens() -> Tokens:
    return Tokens()


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    """The weights that ship."""
    return Path(shutil.copytree(MODEL, tmp_path / "talk"))


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory, tokens: Tokens) -> Path:
    """Weights of anyone's labels."""
    folder = tmp_path_factory.mktemp("trained")
    save(train_labels(tokens, TEXTS), folder)
    return folder


@pytest.fixture
def labels(tmp_path: Path, trained: Path) -> Path:
    """The same, to be spoilt."""
    return Path(shutil.copytree(trained, tmp_path / "labels"))


def spoil(file: Path, how: Spoil) -> None:
    """What a file says is changed by somebody who can write it: its checksum is right."""
    meta = json.loads(file.read_text("utf-8"))
    del meta["checksum"]
    said = how(meta) or meta
    if isinstance(said, dict):
        write_part(file, said)
    else:
        file.write_text(json.dumps(said), "utf-8")


def put(path: str, value: Any) -> Spoil:
    """Puts `value` at a path like settings.gate; "-" takes away."""

    def put_there(meta: Any) -> None:
        *way, last = path.split(".")
        for name in way:
            meta = meta[int(name) if isinstance(meta, list) else name]
        if value == "-":
            del meta[last]
        else:
            meta[int(last) if isinstance(meta, list) else last] = value

    return put_there


ANY = [
    (lambda meta: [1]),
    put("settings", None),
    put("settings", []),
    put("settings", "-"),
    put("outputs", {"a": 1}),
    put("outputs", []),
    put("outputs.0", 5),
    put("outputs.0", []),
    put("spaces", []),
    put("spaces.more", []),
    put("spaces.words", "-"),
    put("spaces.words", "abc"),
    put("spaces.grams.0", 7),
    put("spaces.grams.1", {}),
]
OF_TALK = [
    *ANY,
    put("settings", {}),
    put("outputs.3", "neet"),
    put("outputs.0", "worry"),
    put("outputs.30", "mending"),
    put("settings.gate", "-"),
    put("settings.gate", "x"),
    put("settings.gate", 10**400),
    put("settings.calibration", []),
    put("settings.calibration.repair", "-"),
    put("settings.calibration.repair", [1]),
    put("settings.calibration.concern", ["a", "b"]),
    put("settings.calibration.category", -2),
    put("settings.calibration.category", True),
]
OF_LABELS = [*ANY, put("settings.curve", "-"), put("settings.curve", "x"), put("settings.curve", [5]),
             put("settings.curve", [0, -1]), put("settings.curve", [True, -1]), put("settings.curve", [5, None]),
             put("settings.purpose", "talk"), put("spaces.flags", ["tilt"])]  # fmt: skip


def test_a_listener_takes_the_weights_that_ship(talk: Path, listener: Listener) -> None:
    listener.weighing(Linear(load(talk)))


@pytest.mark.parametrize("how", OF_TALK)
def test_a_listener_with_spoilt_weights_says_which_file(talk: Path, listener: Listener, how: Spoil) -> None:
    spoil(talk / META, how)
    with pytest.raises(ModelError, match=r"^model\.json: "):
        listener.weighing(Linear(load(talk)))


@pytest.mark.parametrize("how", OF_LABELS)
def test_a_labeller_with_spoilt_weights_says_which_file(labels: Path, tokens: Tokens, how: Spoil) -> None:
    assert Labeller.load(labels, tokens).label("老师") is not None
    spoil(labels / META, how)
    with pytest.raises(ModelError, match=r"^model\.json: "):
        Labeller.load(labels, tokens)


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"outputs": ' + b"1" * 5_000 + b"}"])
def test_what_is_no_json_is_named(labels: Path, tokens: Tokens, data: bytes) -> None:
    (labels / META).write_bytes(data)
    with pytest.raises(ModelError, match=r"^model\.json: "):
        Labeller.load(labels, tokens)
    (labels / FILE).write_bytes(data)
    with pytest.raises(ModelError, match=r"^ties\.json: "):
        Ties.load(labels)


@pytest.mark.parametrize("size", [0, 1, 2, 999])
def test_weights_that_were_cut_off_are_named(talk: Path, size: int) -> None:
    data = talk / DATA
    data.write_bytes(data.read_bytes()[:size])
    with pytest.raises(ModelError, match=r"^weights\.bin: "):
        load(talk)


def test_a_length_below_zero_is_refused_before_a_root_is_taken_of_it(labels: Path, tokens: Tokens) -> None:
    data = labels / DATA
    below = b"\xff\x80" * (len(data.read_bytes()) // 2)
    data.write_bytes(below)
    spoil(labels / META, put("weights", hashlib.sha256(below).hexdigest()))
    with pytest.raises(ModelError, match=r"^weights\.bin: .*负"):
        Labeller.load(labels, tokens)


def test_whatever_byte_is_flipped_the_file_is_named_or_says_the_same(labels: Path) -> None:
    shutil.copy(MODEL / FILE, labels)
    chance, sound, ties, refused = random.Random(9), load(labels), Ties.load(labels), 0
    for name in (META, DATA, FILE) * 40:
        file = labels / name
        data = file.read_bytes()
        at = chance.randrange(len(data))
        file.write_bytes(data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :])
        try:
            assert load(labels) == sound and Ties.load(labels) == ties
        except ModelError as error:
            assert str(error).startswith(f"{name}: ")
            refused += 1
        file.write_bytes(data)
    assert refused > 90


def test_weights_of_another_model_of_the_same_size_are_named(labels: Path, tmp_path: Path) -> None:
    others = load(labels)
    turned = {name: [*reversed(row)] for name, row in others.rows["flags"].items()}
    save(replace(others, rows={**others.rows, "flags": turned}), tmp_path / "others")
    shutil.copy(tmp_path / "others" / DATA, labels)
    with pytest.raises(ModelError, match=r"^weights\.bin: .*model\.json"):
        load(labels)


@pytest.mark.parametrize("name", [META, FILE])
def test_what_has_no_checksum_is_named(talk: Path, name: str) -> None:
    said = json.loads((talk / name).read_text("utf-8"))
    del said["checksum"]
    (talk / name).write_text(json.dumps(said), "utf-8")
    with pytest.raises(ModelError, match=rf"^{re.escape(name)}: .*checksum"):
        load(talk), Ties.load(talk)


@pytest.mark.parametrize(
    "how",
    [
        lambda ties: [1],
        put("goes_on", "-"),
        put("goes_on", [1]),
        put("goes_on", {"a": "1"}),
        put("ends", {"a": 1e400}),
        put("more", {}),
    ],
)
def test_spoilt_ties_are_named(talk: Path, how: Spoil) -> None:
    assert set(Ties.load(talk).weights) == set(Tie)
    spoil(talk / FILE, how)
    with pytest.raises(ModelError, match=r"^ties\.json: "):
        Ties.load(talk)


def test_whatever_byte_of_a_packed_model_is_damaged_it_is_whole_or_refused(labels: Path) -> None:
    sound, chance, refused = packed(labels), random.Random(3), 0
    for _ in range(600):
        data = bytearray(sound)
        for _ in range(chance.choice((1, 1, 3))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            unpacked(bytes(data[: chance.choice((len(data), chance.randrange(len(data))))]))
        except ModelError:
            refused += 1
    assert 400 < refused < 600


def test_a_listener_takes_no_labels_for_talk(labels: Path) -> None:
    with pytest.raises(ModelError, match=r"^model\.json: "):
        Listener(Reader(), Linear(load(labels)), default_taxonomy())
