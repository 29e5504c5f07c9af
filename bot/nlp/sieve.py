"""Of many patterns the few that are worth trying on a text."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet


class Sieve:
    """Holds what each of several patterns needs, see `needed`; the text's pieces are looked up once for all."""

    def __init__(self, needs: Sequence[AbstractSet[str]]) -> None:
        places: dict[str, list[int]] = {}
        for place, pieces in enumerate(needs):
            for piece in pieces:
                places.setdefault(piece, []).append(place)
        self._places = places
        self._pieces = frozenset(places)

    def through(self, clues: AbstractSet[str]) -> Sequence[int]:
        """The places of the patterns that a text with these clues may match, in order."""
        if self._pieces.isdisjoint(clues):
            return ()
        return sorted({place for piece in self._pieces & clues for place in self._places[piece]})
