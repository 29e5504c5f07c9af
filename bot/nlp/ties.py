"""What a message is to what is being talked about, weighed: it goes on with a matter of its speaker, ends one, is a
neighbour's word on one, or begins one. The weights are learned from the episodes of the corpus, see `tying`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from bot.nlp.linear import ModelError, read_part, write_part

FILE = "ties.json"
MODEL = Path(__file__).parent / "model"
SCALE = 1024  # weights are stored as whole numbers
LETTERS = 0.3  # how loud letters speak beside names


class Tie(StrEnum):
    """What is decided."""

    GOES_ON = "goes_on"
    ENDS = "ends"
    SUPPORTS = "supports"
    BEGINS = "begins"


@dataclass(frozen=True, slots=True)
class Ties:
    """Weights of names and letters, per decision."""

    weights: Mapping[Tie, Mapping[str, int]]

    @classmethod
    def load(cls, folder: Path) -> "Ties":
        """Read what `save` wrote. Raises ModelError naming the file."""
        found = read_part(folder / FILE)
        if sorted(found) != sorted(Tie):
            raise ModelError(f"{FILE}: 应恰好有 {'、'.join(sorted(Tie))}")
        for tie, weights in found.items():
            if not isinstance(weights, dict) or not all(type(one) is int for one in weights.values()):
                raise ModelError(f"{FILE}: {tie} 应为名称和整数")
        return cls({tie: found[tie] for tie in Tie})

    def save(self, folder: Path) -> None:
        """Write the weights; the same weights give the same bytes."""
        folder.mkdir(parents=True, exist_ok=True)
        kept = {
            tie.value: {name: weight for name, weight in names.items() if weight} for tie, names in self.weights.items()
        }
        write_part(folder / FILE, kept)

    def weigh(self, tie: Tie, names: Iterable[str], letters: Iterable[str]) -> float:
        """Above zero: it is so."""
        known = self.weights[tie]
        said = sum(known.get(name, 0) for name in names)
        spelled = sum(known.get(name, 0) for name in letters)
        return (said + LETTERS * spelled) / SCALE


@lru_cache(maxsize=1)
def default_ties() -> Ties:
    """The weights that ship; read once."""
    return Ties.load(MODEL)
