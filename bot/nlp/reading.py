"""A text read: normalised, lifted, cut into words, its signs and features. What training and understanding share."""

from dataclasses import dataclass

from bot.nlp.data import LEXICON, read_sections
from bot.nlp.emergency import Emergencies
from bot.nlp.features import Features, flags, grams
from bot.nlp.grammar import Signs, read_signs
from bot.nlp.lift import Lifted, lift
from bot.nlp.normal import Normal, normalise
from bot.nlp.phrases import Hit, Phrases
from bot.nlp.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything seen in a text before anything is weighed."""

    normal: Normal
    lifted: Lifted
    signs: Signs
    finds: tuple[Hit, ...]
    dangers: tuple[str, ...]
    calm: bool
    features: Features


class Reader:
    """The lexicon and jieba, ready to read. Immutable once built."""

    def __init__(self) -> None:
        self.words = read_sections(LEXICON / "words.txt")
        cues = read_sections(LEXICON / "cues.txt")[""]
        self._cues = Phrases((phrase, name) for name, phrases in cues.items() for phrase in phrases)
        self._finds = Phrases(
            (word, (code, service))
            for code, services in self.words.items()
            for service, words in services.items()
            for word in words
        )
        self._emergencies = Emergencies()
        self.tokens = Tokens(
            word for services in self.words.values() for words in services.values() for word in words if len(word) < 5
        )

    def read(self, text: str, extra: Phrases | None = None) -> Reading:
        """Read a text; `extra` finds words of a community's own."""
        normal = normalise(text)
        lifted = lift(normal.text)
        talk = lifted.text
        signs = read_signs(normal.text, lifted, self._cues.find(talk))
        finds = self._finds.find(talk)
        if extra is not None:
            finds += extra.find(talk)
        dangers = self._emergencies.dangers(talk)
        calm = bool(dangers) and self._emergencies.calm(talk)
        found = flags(signs, finds) | {f"d:{name}{'~' if calm else ''}" for name in dangers}
        features = Features(frozenset(self.tokens.search(talk)), grams(talk), found)
        return Reading(normal, lifted, signs, tuple(finds), dangers, calm, features)
