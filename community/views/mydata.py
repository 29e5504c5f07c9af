"""What is kept about one person, for that person or for staff who act for them."""

from dataclasses import dataclass
from datetime import date, datetime

from community.facts import NoteKind
from community.understanding import Kind
from community.words import MatterState, Rating, Role


@dataclass(frozen=True, slots=True)
class OwnMatter:
    """One of their matters, with everything that they said of it. media: how many pictures, places and voices."""

    number: str
    kind: Kind
    category: str
    state: MatterState
    made_at: datetime
    ended_at: datetime | None
    words: tuple[str, ...]
    summary: str
    time_text: str | None
    door: str | None
    phone: str | None
    note: str | None
    media: int
    answer: str | None
    rating: Rating | None


@dataclass(frozen=True, slots=True)
class OwnStep:
    """A line of the history of their matters. by: who did it, in one word; the names of others stay out."""

    at: datetime
    number: str
    what: str
    by: str


@dataclass(frozen=True, slots=True)
class MyDataView:
    """Everything. own: it is shown to the person themself. what: which file is asked for.

    holds: numbers of orders that they have in hand. last_staff: nobody else could run the street.
    in_office: they hold an office or act for a partner, which the reader may not end.
    """

    kind: NoteKind
    id: str
    own: bool
    name: str
    since: datetime
    community: str | None
    grid: str | None
    phone: str | None
    door: str | None
    started: bool
    roles: tuple[Role, ...] = ()
    partners: tuple[str, ...] = ()
    matters: tuple[OwnMatter, ...] = ()
    others: tuple[str, ...] = ()
    going: tuple[date, ...] = ()
    steps: tuple[OwnStep, ...] = ()
    holds: tuple[str, ...] = ()
    last_staff: bool = False
    in_office: bool = False
    what: str = ""
