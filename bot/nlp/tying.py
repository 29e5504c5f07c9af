"""Learning from the hand-written episodes what ties a message to what is being talked about."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

from bot.nlp.episode_lines import said_in
from bot.nlp.episodes import Conversation, Said
from bot.nlp.hints import read_hints
from bot.nlp.listener import Listener
from bot.nlp.relating import only_calls, together, waits
from bot.nlp.threads import AGAIN, NAMED, Act, Relation, Remark, Thread
from bot.nlp.tie_signs import Talk, beginning_names, others_names, own_names, talk_of
from bot.nlp.ties import LETTERS, SCALE, Tie, Ties
from bot.nlp.trainer import Row, Target, fit
from community.understanding import Kind

NOW = datetime(2026, 11, 26, 1, tzinfo=UTC)
_SELDOM, _COST, _LEANS, _OTHERS = 3, 0.03, 3, 3


class Example(NamedTuple):
    """A decision as it was, with what it could be seen by."""

    names: Iterable[str]
    letters: Iterable[str]
    so: bool


class Lesson(Conversation):
    """A conversation of which it is known what every message does; keeps an example of every decision."""

    def __init__(self, listener: Listener, episode: Mapping[str, Any]) -> None:
        super().__init__(listener)
        self.examples: list[tuple[Tie, Example]] = []
        self._messages: Sequence[Mapping[str, Any]] = episode["messages"]
        self._wanted: Sequence[Mapping[str, Any]] = episode["matters"]
        self._stands: dict[int, int] = {}  # number of a matter as it should be → as it stands here
        self._ends = dict(self._endings())

    def _relate(self, remark: Remark, threads: list[Thread], waiting: list[Said], said: Said) -> Relation:
        lean = self._listener.leaning
        talk = talk_of(remark, read_hints(remark.text), lean(remark.text))
        texts = [one.text for one in waiting]
        joined = together([*texts, remark.text])
        whole = lean(joined) if texts else talk.leaning
        relation = self._right(talk, said, whole, joined)
        if remark.text.strip():
            own = [one for one in threads if one.author == remark.who and remark.at - one.last <= NAMED]
            others = [one for one in threads if one.author != remark.who and remark.at - one.stirred <= AGAIN]
            self._keep(talk, relation, own, others, (len(waiting), whole))
        taken = waits(talk, bool(waiting)) if remark.text.strip() else remark.photo
        if relation.act is Act.NOTHING and taken:  # who doesn't know it waits, and sees so what comes after
            return replace(relation, act=Act.WAITS)
        return relation

    def _endings(self) -> Iterator[tuple[int, int]]:
        """The message with which each matter ended that did: one of its author's after their last words on it."""
        merged = {index for one in self._wanted for index in one["merged"]}
        for number, one in enumerate(self._wanted):
            if one["status"] != "open":
                after = [at for at in self._by(one["from"], max(one["merged"])) if at not in merged]
                plain = [at for at in after if read_hints(self._text(at)).ending]
                if after:
                    yield (plain[0] if plain else after[-1]), number

    def _right(self, talk: Talk, said: Said, leaning: int, joined: str) -> Relation:
        """What the message does, as the episode has it."""
        hints, corrects = talk.hints, talk.hints.corrects
        inside = [number for number, one in enumerate(self._wanted) if said.index in one["merged"]]
        if inside and inside[0] in self._stands:
            return Relation(Act.ADDS, str(self._stands[inside[0]]), corrects=corrects, hints=hints)
        if inside:
            more = max(self._wanted[inside[0]]["merged"]) > said.index
            if not said.text.strip() or (more and (leaning < _LEANS or only_calls(talk))):
                return Relation(Act.WAITS, hints=hints)
            self._stands[inside[0]] = len(self.matters)
            begun = talk.remark.meaning
            if begun.kind is Kind.CHATTER:
                begun = self._listener.gathered().understand(joined, now=said.at)
            kind = Kind.NEED if begun.kind is Kind.CHATTER else begun.kind
            return Relation(Act.BEGINS, meaning=begun._replace(kind=kind), hints=hints)
        if self._ends.get(said.index) in self._stands:
            return Relation(Act.ENDS, str(self._stands[self._ends[said.index]]), hints=hints)
        supported = self._supported(said, talk)
        return Relation(Act.NOTHING, hints=hints) if supported is None else Relation(Act.SUPPORTS, supported)

    def _supported(self, said: Said, talk: Talk) -> str | None:
        """The thread that the speaker has too and is not counted on yet; not if a later word of theirs says so more
        plainly."""
        found = [
            self._stands[number]
            for number, one in enumerate(self._wanted)
            if said.who in one["supporters"]
            and number in self._stands
            and said.who not in self.matters[self._stands[number]].supporters
        ]
        later = any(read_hints(self._text(at)).support for at in self._by(said.who, said.index))
        return str(found[-1]) if found and (talk.hints.support or not later) else None

    def _keep(
        self, talk: Talk, right: Relation, own: list[Thread], others: list[Thread], waiting: tuple[int, int]
    ) -> None:
        def keep(tie: Tie, names: set[str], so: bool) -> None:
            self.examples.append((tie, Example(frozenset(names), talk.letters, so)))

        for thread in own:
            names, this = own_names(talk, thread, own), thread.ident == right.thread
            keep(Tie.GOES_ON, names, this and right.act is Act.ADDS)
            keep(Tie.ENDS, names, this and right.act is Act.ENDS)
        if right.act in {Act.ADDS, Act.ENDS}:
            return
        for thread in others[-_OTHERS:]:
            if talk.remark.who not in self.matters[int(thread.ident)].supporters:
                so = right.act is Act.SUPPORTS and thread.ident == right.thread
                keep(Tie.SUPPORTS, others_names(talk, thread, others), so)
        if right.act in {Act.BEGINS, Act.NOTHING}:
            keep(Tie.BEGINS, beginning_names(talk, own, others, *waiting), right.act is Act.BEGINS)

    def _by(self, who: str, after: int) -> list[int]:
        return [at for at, one in enumerate(self._messages) if at > after and one["who"] == who]

    def _text(self, at: int) -> str:
        return str(self._messages[at].get("text") or "")


def learn_ties(listener: Listener, taught: Iterable[Mapping[str, Any]]) -> Ties:
    """The weights that these episodes teach; the same episodes give the same weights."""
    kept: dict[Tie, list[Example]] = defaultdict(list)
    for episode in taught:
        lesson = Lesson(listener, episode)
        for said in said_in(episode, NOW):
            lesson.hear(said)
        for tie, example in lesson.examples:
            kept[tie].append(example)
    return Ties({tie: _fitted(tie, kept[tie]) for tie in Tie})


def _fitted(tie: Tie, examples: Sequence[Example]) -> dict[str, int]:
    counts = Counter(name for one in examples for name in (*one.names, *one.letters))
    places = {name: at for at, name in enumerate(sorted(name for name in counts if counts[name] >= _SELDOM))}
    rows = []
    for one in examples:
        names, letters = (sorted(places[name] for name in told if name in places) for told in (one.names, one.letters))
        rows.append(Row(names + letters, [1.0] * len(names) + [LETTERS] * len(letters)))
    weights = fit(rows, Target(tie, [1 if one.so else -1 for one in examples], _COST), len(places))
    return {name: round(weights[at] * SCALE) for name, at in places.items()}
