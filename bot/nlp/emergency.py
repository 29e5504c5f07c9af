"""Danger to life, by rule and before any model: fire, gas, trapped, missing, flooding, violence, self-harm …"""

from bot.nlp.data import LEXICON, read_sections
from bot.nlp.phrases import Phrases

_REACH = 15  # characters between the two halves of a pair
CATEGORY = {"flood": "repair", "selfharm": "counselling", "collapse": "health"}  # anything else is safety's


class Emergencies:
    """Phrases of danger and of calm (a drill, a film, last year, 笑死)."""

    def __init__(self) -> None:
        classes = read_sections(LEXICON / "emergencies.txt")[""]
        self._calm = Phrases((phrase, "calm") for phrase in classes["calm"])
        entries: list[tuple[str, tuple[str, str]]] = []
        self._seconds: dict[tuple[str, str], tuple[str, ...]] = {}
        for name, phrases in classes.items():
            if name == "calm":
                continue
            for phrase in phrases:
                first, plus, second = phrase.partition("+")
                entries.append((first, (name, first) if plus else (name, "")))
                if plus:
                    self._seconds[name, first] = (*self._seconds.get((name, first), ()), second)
        self._danger = Phrases(entries)

    def dangers(self, text: str) -> tuple[str, ...]:
        """The dangers that a normalised text names, calm or not."""
        found = dict.fromkeys(
            hit.tag[0]
            for hit in self._danger.find(text)
            if not hit.tag[1]
            or any(second in text[hit.end : hit.end + _REACH + len(second)] for second in self._seconds[hit.tag])
        )
        return tuple(found)

    def calm(self, text: str) -> bool:
        """Whether something says that nobody is in danger now."""
        return bool(self._calm.find(text))
