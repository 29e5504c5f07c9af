"""What is learned from labels: near the shipped weights, the same every time, held by the gate; words asked for."""

from datetime import UTC, datetime

import pytest

from bot.nlp.gate import MARGINS, agree, worse
from bot.nlp.learning import Line, read_corpus
from bot.nlp.linear import Linear, Weights, load
from bot.nlp.listener import MODEL, Listener, default_taxonomy
from bot.nlp.packing import fingerprint, packed, unpacked
from bot.nlp.proposing import propose
from bot.nlp.reading import Reader
from bot.nlp.relearning import Taught, relearn
from community.understanding import Kind

NOW = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
LOCKERS = ("小区门口的快递柜又满了，取不出件", "3号楼下快递柜满了放不进去", "快递柜坏了取不出东西")
TAUGHT = [Taught(text, Kind.NEED, "business") for text in LOCKERS]
GEESE = ("大白鹅又堵在楼道口，谁来管管", "谁家的大白鹅满院子追人，快来管管", "大白鹅把花坛啃光了，谁管管")


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.fixture(scope="module")
def base() -> Weights:
    return load(MODEL)


@pytest.fixture(scope="module")
def lines() -> list[Line]:
    return [line for line in read_corpus() if line.part == "train"][:300]


def test_labels_are_learned_and_nothing_else_moves(reader: Reader, base: Weights, lines: list[Line]) -> None:
    codes = default_taxonomy().codes
    learned = relearn(base, reader, lines, TAUGHT, codes)
    assert learned == relearn(base, reader, lines, TAUGHT, codes)
    shipped = Listener(reader, Linear(base), default_taxonomy())
    assert agree(shipped, TAUGHT, NOW) < agree(shipped.weighing(Linear(learned)), TAUGHT, NOW) == len(TAUGHT)
    kept = [place for place, name in enumerate(base.outputs) if name.startswith("urgency") or name == "local"]
    for space, rows in base.rows.items():
        assert all(learned.rows[space][name][place] == row[place] for name, row in rows.items() for place in kept)
    assert learned.settings == base.settings


def test_what_staff_say_is_no_danger_is_less_of_one_the_next_night(
    reader: Reader, base: Weights, lines: list[Line]
) -> None:
    alarm = "楼上冒浓烟，着火了，快来人救火"
    learned = relearn(base, reader, lines, [Taught(alarm, Kind.NEED, "property", calm=True)], default_taxonomy().codes)
    place = base.outputs.index("urgency3")
    before, after = (Linear(weights).score(reader.read(alarm).features)[place] for weights in (base, learned))
    assert after < before
    untold = relearn(base, reader, lines, [Taught(alarm, Kind.NEED, "property")], default_taxonomy().codes)
    assert Linear(untold).score(reader.read(alarm).features)[place] == before


def test_nothing_taught_changes_nothing(reader: Reader, base: Weights, lines: list[Line]) -> None:
    learned = relearn(base, reader, lines, [], default_taxonomy().codes)
    assert all(
        list(learned.rows[space][name]) == list(row) for space in base.rows for name, row in base.rows[space].items()
    )


def test_the_gate_knows_which_way_is_worse() -> None:
    before = dict.fromkeys(MARGINS, 0.5)
    assert worse(before, before) == []
    fallen = {name: value - 0.03 for name, value in before.items()}
    risen = {name: value + 0.03 for name, value in before.items()}
    assert set(worse(before, fallen)) == {name for name, margin in MARGINS.items() if margin > 0}
    assert set(worse(before, risen)) == {name for name, margin in MARGINS.items() if margin < 0}


def test_weights_are_packed_whole() -> None:
    assert packed(MODEL) == packed(MODEL)
    assert unpacked(packed(MODEL)).outputs == load(MODEL).outputs
    assert fingerprint() == fingerprint(MODEL)


def test_a_word_that_keeps_coming_is_asked_for() -> None:
    said = [(text, "mediation") for text in GEESE]
    assert propose(said, known=frozenset(), most=5) == [("大白鹅", "mediation")]
    assert propose(said, known=frozenset({"大白鹅"}), most=5) == []
    assert propose(said[:1], known=frozenset(), most=5) == []
    assert propose([*said, *((f"大白鹅真好看{at}", None) for at in range(3))], known=frozenset(), most=5) == []
    assert propose([(text, "property") for text in LOCKERS], known=frozenset(), most=5) == []
