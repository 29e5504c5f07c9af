"""Which entry of the 办事指南 answers a question: BM25 over jieba's words, and an answer only when it is sure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import log
from typing import NamedTuple

from bot.nlp.data import LEXICON, read_sections
from bot.nlp.normal import normalise
from bot.nlp.rarity import rarity
from bot.nlp.tokens import Tokens

K1, B = 1.2, 0.3  # BM25: how soon a repeated word counts no more, how much a long entry loses
FEW = 30  # a guide of three entries must not take every word for rare
SAID_IN_ANSWER = 0.2  # a word of the answer beside one of the question
LEAN = 0.4  # how far an entry that is about more than was asked falls behind
# When an answer is given, measured on tests/guide: nothing wrong or invented, nine of ten questions answered,
# two of three of those written afterwards.
SURE = 0.45  # share of what was asked that the entry must hold
SURE_OFF_TOPIC = 0.53  # the same, where the word that tells most is not among it
KEY = 0.2  # share of what the entry's question is about that must have been asked for
AHEAD = 1.25  # how much better than the next entry it must be
SURE_OF_ALL, ALL, FAR_AHEAD = 0.35, 0.45, 1.5  # the same where much of what the entry is about was asked for
# What other entries are about: share of the question that this one does not hold at all, or only says in passing.
NOT_HELD, IN_PASSING = 0.35, 0.6


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry. community: None for the whole street. until: the last day on which it is true, None for always."""

    id: str
    street: str
    community: str | None
    question: str
    answer: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The best entry. held: the share of the question that it holds; key: of its own that was asked for; lead: over the
    next; topic: it holds the word of the question that tells most; astray: another side of the thing was asked for, or
    nothing but a side that anything may have, or what other entries are about."""

    id: str
    held: float
    key: float
    lead: float
    topic: bool
    astray: bool

    @property
    def sure(self) -> bool:
        """Whether it may be given as the answer."""
        if self.astray:
            return False
        enough = SURE if self.topic else SURE_OFF_TOPIC
        plain = self.held >= enough and self.key >= KEY and self.lead >= AHEAD
        return plain or (self.held >= SURE_OF_ALL and self.key >= ALL and self.lead >= FAR_AHEAD)


class _Compared(NamedTuple):
    """An entry beside the question, best last; `place` is negative, so that of equals the first is best."""

    rank: float
    held: float
    key: float
    place: int


class Guide:
    """The entries of all streets, ready to be asked. Immutable, thread-safe."""

    def __init__(self, entries: Iterable[Entry], tokens: Tokens) -> None:
        self._tokens = tokens
        self._entries = tuple(entries)
        self._apart = [_apart(self._words(entry.question)) for entry in self._entries]
        self._keys = [frozenset(self._terms(entry.question)) for entry in self._entries]
        self._counts = [self._count(entry) for entry in self._entries]
        self._lengths = [sum(counts.values()) for counts in self._counts]
        self._usual = sum(self._lengths) / len(self._lengths) if self._lengths else 1.0
        self._known: defaultdict[str, float] = defaultdict(float)
        for key, counts in zip(self._keys, self._counts, strict=True):
            for term in counts:
                self._known[term] += 1.0 if term in key else SAID_IN_ANSWER

    def __len__(self) -> int:
        return len(self._entries)

    def answer(self, question: str, *, street: str, community: str | None, today: date) -> str | None:
        """The id of the entry that surely answers `question` in `community`; None when in doubt."""
        found = self.find(question, street=street, community=community, today=today)
        return found.id if found is not None and found.sure else None

    def find(self, question: str, *, street: str, community: str | None, today: date) -> Found | None:
        """The likeliest entry that holds there and has not expired, however likely."""
        terms = list(dict.fromkeys(self._terms(question)))
        weights = {term: self._weight(term) for term in terms}
        whole = sum(weights.values())
        if not whole:
            return None
        places = [place for place, entry in enumerate(self._entries) if _holds(entry, street, community, today)]
        ranked = sorted((self._compare(place, weights) for place in places), reverse=True)
        if not ranked or not ranked[0].rank:
            return None
        best, *others = ranked
        next_best = others[0].rank if others else 0.0
        heaviest = max(terms, key=lambda term: weights[term])
        return Found(
            self._entries[-best.place].id,
            held=best.held / whole,
            key=best.key,
            lead=best.rank / next_best if next_best else 9.0,
            topic=heaviest in self._counts[-best.place],
            astray=self._astray(-best.place, terms)
            or self._elsewhere(-best.place, weights)
            or self._of_another(-best.place, question),
        )

    def _astray(self, place: int, terms: Iterable[str]) -> bool:
        sides = alike().aspects
        shared = [term for term in terms if term in self._counts[place]]
        return any(term in sides and term not in shared for term in terms) or all(term in sides for term in shared)

    def _of_another(self, place: int, question: str) -> bool:
        """Whether it is about one of several where the entry is about another: 初中 of 小学怎么报名."""
        asked, known = _apart(self._words(question)), self._apart[place]
        return any(group in known and named.isdisjoint(known[group]) for group, named in asked.items())

    def _elsewhere(self, place: int, weights: Mapping[str, float]) -> bool:
        """Whether what the question names is rather what other entries are about: 医保 of 医保怎么报销."""
        key, counts, whole = self._keys[place], self._counts[place], sum(weights.values())
        others = {
            term: weight for term, weight in weights.items() if self._known.get(term, 0.0) >= 1 and term not in key
        }
        not_held = sum(weight for term, weight in others.items() if term not in counts)
        return not_held >= NOT_HELD * whole or sum(others.values()) >= IN_PASSING * whole

    def _compare(self, place: int, weights: dict[str, float]) -> "_Compared":
        key = self._keys[place]
        asked = sum(self._weight(term) for term in key if term in weights)
        share = asked / (sum(map(self._weight, key)) or 1.0)
        held = self._score(place, weights)
        return _Compared(held * (1 - LEAN + LEAN * share), held, share, -place)

    def _score(self, place: int, weights: dict[str, float]) -> float:
        """BM25, each word's part between 0 and its weight."""
        counts = self._counts[place]
        long = K1 * (1 - B + B * self._lengths[place] / self._usual)
        parts = ((weight, counts[term]) for term, weight in weights.items() if term in counts)
        return sum(weight * min(1.0, count * (K1 + 1) / (count + long)) for weight, count in parts)

    def _weight(self, term: str) -> float:
        """How much a word tells: seldom among the entries' questions, and seldom in the language."""
        total, with_it = max(len(self._entries), FEW), self._known.get(term, 0.0)
        return log(1 + (total - with_it + 0.5) / (with_it + 0.5)) * rarity(term)

    def _count(self, entry: Entry) -> dict[str, float]:
        counts: dict[str, float] = dict.fromkeys(self._terms(entry.answer), SAID_IN_ANSWER)
        for term in self._terms(entry.question):
            counts[term] = counts.get(term, 0.0) + 1.0
        return counts

    def _terms(self, text: str) -> list[str]:
        table = alike()
        return [table.names.get(word, word) for word in self._words(text) if word not in table.frame]

    def _words(self, text: str) -> list[str]:
        return self._tokens.search(normalise(text).text)


def _apart(words: Iterable[str]) -> dict[str, set[str]]:
    """By group, which of several that are not each other the words name."""
    named: dict[str, set[str]] = {}
    for word in words:
        if group := alike().apart.get(word):
            named.setdefault(group, set()).add(word)
    return named


def _holds(entry: Entry, street: str, community: str | None, today: date) -> bool:
    there = entry.street == street and entry.community in (None, community)
    return there and (entry.until is None or entry.until >= today)


class _Alike(NamedTuple):
    """Words that stand for another, names of sides that anything may have, words that tell nothing of the matter, and
    words of one group none of which is another."""

    names: dict[str, str]
    aspects: frozenset[str]
    frame: frozenset[str]
    apart: dict[str, str]


@cache
def alike() -> _Alike:
    """The words of alike.txt; read once. Raises LexiconError."""
    sections = read_sections(LEXICON / "alike.txt", {"": None, "aspect": None, "frame": None, "apart": None})
    groups = {**sections[""], **sections["aspect"]}
    names = {word: name for name, words in groups.items() for word in words}
    frame = frozenset(word for words in sections["frame"].values() for word in words)
    apart = {word: group for group, words in sections["apart"].items() for word in words}
    return _Alike(names, frozenset(sections["aspect"]), frame - names.keys(), apart)
