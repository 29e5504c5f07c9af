"""A text read: normalised, lifted, cut into words, its signs and features. What training and understanding share."""

from collections.abc import Set as AbstractSet
from operator import add
from typing import NamedTuple

from bot.nlp.courtesy import courtesies
from bot.nlp.data import LEXICON, load_taxonomy, read_sections
from bot.nlp.emergency import Emergencies
from bot.nlp.features import Features, flags, pairs
from bot.nlp.grammar import CUES, Signs, read_signs
from bot.nlp.lift import Lifted, lift
from bot.nlp.needed import clues
from bot.nlp.normal import Normal, normalise
from bot.nlp.perils import peril_flags, perils
from bot.nlp.phrases import Hit, Phrases
from bot.nlp.tokens import Tokens


class Reading(NamedTuple):
    """Everything seen in a text before anything is weighed."""

    normal: Normal
    lifted: Lifted
    signs: Signs
    finds: list[Hit]
    dangers: tuple[str, ...]
    calm: bool
    features: Features
    clues: AbstractSet[str]  # of the normalised text, see `needed`


_COMMON = 10  # neighbours say no word of jieba's that is rarer; two thirds of its dictionary are
WEIGHED = 1200  # characters that are weighed; doors and phones are looked for in all of them


class Reader:
    """The lexicon and jieba, ready to read. Immutable once built."""

    def __init__(self) -> None:
        services = {one.code: {"*", *one.services} for one in load_taxonomy()}
        self.words = read_sections(LEXICON / "words.txt", {"": (), **services})
        cues = read_sections(LEXICON / "cues.txt", {"": CUES})[""]
        self._emergencies = Emergencies()
        self._phrases = Phrases(
            ((phrase, name) for name, phrases in cues.items() for phrase in phrases),
            (
                (word, (code, service))
                for code, services in self.words.items()
                for service, words in services.items()
                for word in words
            ),
            self._emergencies.entries(),
            self._emergencies.calming(),
            perils(),
        )
        self.kin = _kin()
        said = (word for services in self.words.values() for words in services.values() for word in words)
        self.tokens = Tokens((word for word in (*said, *self.kin) if len(word) < 5), _COMMON)

    def read(self, text: str, extra: Phrases | None = None, beginnings: AbstractSet[str] | None = None) -> Reading:
        """Read a text; `extra` finds words of a community's own.

        `beginnings`: three characters that begin every word the reader of this will look for; what has none of them
        is not cut into words.
        """
        normal = normalise(text)
        adjacent = list(map(add, normal.text, normal.text[1:]))
        grams = pairs(normal.text, adjacent)
        seen = clues(grams)
        lifted = lift(normal.text, seen)
        start, end = courtesies(lifted.text, seen)
        courtesy = end - start < len(lifted.text)
        if courtesy:
            lifted = lifted._replace(text=" " * start + lifted.text[start:end] + " " * (len(lifted.text) - end))
        talk = lifted.text[:WEIGHED]
        if lifted.pieces or courtesy or len(normal.text) > WEIGHED:
            adjacent = list(map(add, talk, talk[1:]))
            grams = pairs(talk, adjacent)
        cues, finds, danger, calming, peril = self._phrases.find(talk, adjacent)
        if extra is not None:
            finds += extra.find(talk)[0]
        said = " " * start + normal.text[start:end] if courtesy else normal.text
        polite = [name for name, spoken in (("greets", start), ("thanks", end < len(normal.text))) if spoken]
        signs = read_signs(said, lifted, cues, bool(finds), seen, polite)
        dangers = self._emergencies.dangers(talk, danger) if danger else ()
        calm = bool(dangers) and bool(calming)
        found = flags(signs, finds)
        found.update([f"d:{name}{'~' if calm else ''}" for name in dangers])
        found.update(peril_flags(peril))
        worth = beginnings is None or not beginnings.isdisjoint(map(add, adjacent, talk[2:]))
        words = set(self.tokens.search(talk, beginnings)) if worth else frozenset()
        features = Features(words, grams, found)
        return Reading(normal, lifted, signs, finds, dangers, calm, features, seen)


def _kin() -> dict[str, tuple[str, ...]]:
    """The words that mean alike: each with the names of its kinds."""
    kin: dict[str, tuple[str, ...]] = {}
    for name, words in read_sections(LEXICON / "concepts.txt", {"": None})[""].items():
        for word in words:
            kin[word] = (*kin.get(word, ()), name)
    return kin
