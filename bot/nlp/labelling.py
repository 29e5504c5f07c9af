"""How well the engine labels texts of anyone's: trained on one half, measured on the other, and the reverse."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.nlp.data import LEXICON, read_pairs
from bot.nlp.jsonl import labelled, read_jsonl
from bot.nlp.labels import Labeller, train_labels
from bot.nlp.scores import macro_f1, share
from bot.nlp.tokens import Tokens

_BINS = 15
_BEGINNING = 60  # characters of a text when only its beginning is known


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text's label, the labels given to it best first with their scores, and those given to other shapes of it."""

    truth: str
    ranked: tuple[tuple[str, float], ...]
    beginning: str
    traditional: str


def label_halves(path: Path) -> list[Labelled]:
    """Every text of a JSONL file of {"text", "label"}, labelled by a model that has not seen it. Raises BadLine."""
    examples = [example for _, example in read_jsonl(path, labelled)]
    tokens, table = Tokens(), _to_traditional()
    found: list[Labelled] = []
    for half in (0, 1):
        learned = [one for at, one in enumerate(examples) if at % 2 != half]
        labeller = Labeller(tokens, train_labels(tokens, learned))
        for text, label in examples[half::2]:
            found.append(
                Labelled(
                    label,
                    tuple(labeller.rank(text)),
                    labeller.label(text[:_BEGINNING])[0],
                    labeller.label(text.translate(table))[0],
                )
            )
    return found


def _to_traditional() -> Mapping[int, str]:
    plain = read_pairs(LEXICON / "traditional.txt")
    return {ord(simple): chr(code) for code, simple in reversed(plain.items())}


def calibration_error(found: Sequence[Labelled]) -> float:
    """How far scores are from how often they are right, weighed by how often they are given."""
    bins: list[list[Labelled]] = [[] for _ in range(_BINS)]
    for one in found:
        bins[min(_BINS - 1, int(one.ranked[0][1] * _BINS))].append(one)
    return sum(
        abs(sum(one.ranked[0][1] - (one.ranked[0][0] == one.truth) for one in held)) for held in bins
    ) / max(1, len(found))  # fmt: skip


def _whole(found: Sequence[Labelled]) -> float:
    return macro_f1([(one.truth, one.ranked[0][0]) for one in found])


ROWS: Mapping[str, Callable[[Sequence[Labelled]], float]] = {
    "来信分类 macro-F1": _whole,
    "只看前 60 字": lambda found: macro_f1([(one.truth, one.beginning) for one in found]),
    "换成繁体的代价": lambda found: _whole(found) - macro_f1([(one.truth, one.traditional) for one in found]),
    "校准误差 ECE": calibration_error,
    "来信前二": lambda found: share([one.truth in [label for label, _ in one.ranked[:2]] for one in found]),
}
