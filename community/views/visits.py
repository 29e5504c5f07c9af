"""Who comes to whom, and when: what is said to one side of it."""

from dataclasses import dataclass
from datetime import datetime

from community.facts import NoteKind
from community.words import OrderState


@dataclass(frozen=True, slots=True)
class Visit:
    """An order as one side of it sees it. coming: it is they who come. partner: who comes; None: staff, or nobody yet.

    taken: somebody holds it. own: the one it is told to asked for it, so they may hurry it. whose: the masked name and
    the building of whoever waits, for the one who comes.
    time_text, wanted_at: when its resident wished for it.
    """

    order: str
    matter: str
    number: str
    category: str
    service: str | None
    time_text: str | None
    wanted_at: datetime | None
    state: OrderState
    partner: str | None
    taken: bool
    coming: bool
    own: bool
    eta: datetime | None
    eta_text: str | None
    offered_at: datetime
    unclaimed_told: bool
    whose: str = ""


@dataclass(frozen=True, slots=True)
class VisitsView:
    """A one-off sentence about visits. text: the words that it is about; utterance: the message that holds them.

    went: they were asked for before, and went to `visits`, or to nobody if that is empty.
    """

    kind: NoteKind
    visits: tuple[Visit, ...]
    text: str = ""
    utterance: str = ""
    went: bool = False
