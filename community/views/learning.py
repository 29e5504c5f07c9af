"""What staff see of the listener's learning."""

from collections.abc import Mapping
from dataclasses import dataclass

from community.facts import NoteKind


@dataclass(frozen=True, slots=True)
class NightView:
    """What a night made of the label log. before, after: the gate's measures; worse: those that fell too far."""

    number: int
    good: bool
    labels: int
    agreed_before: int
    agreed_after: int
    before: Mapping[str, float]
    after: Mapping[str, float]
    worse: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CommunitiesView:
    """The communities (id, name) that the reader answers for."""

    communities: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class WordLine:
    """A word of a community's own, and what it stands for. service: it names a service of that category."""

    id: str
    word: str
    category: str
    service: bool = False


@dataclass(frozen=True, slots=True)
class TeachingView:
    """What may be taught in a community. words: its own; offered: those that the bot would like to learn.

    talk: steps from the usual. writing: the word that was just written; bad: what was written is no word.
    several: the reader answers for more communities.
    """

    id: str
    name: str
    page: str
    talk: int
    disabled: frozenset[str]
    words: tuple[WordLine, ...]
    offered: tuple[WordLine, ...]
    writing: str
    bad: bool
    several: bool


@dataclass(frozen=True, slots=True)
class LearningNoteView:
    """Where teaching is, or which words the bot would like to learn."""

    kind: NoteKind
    community: str = ""
    words: tuple[str, ...] = ()
