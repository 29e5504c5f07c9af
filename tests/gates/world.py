"""A paper world for the thin core: a street with groups, needs that are said, partners who race, and the audit."""

import random
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session

from community.words import PlaceKind
from storage.engine import Database
from storage.tables import Place
from tests.gates.audit import BROADCAST, Seen, audit, in_flight, unfinished
from tests.gates.bases import Bases
from tests.gates.core import BOT, FastClock
from tests.gates.gate import Verdict
from tests.gates.paper import Paper, Phones
from tests.street import CLERK, DESK_CHAT, GRID_CHAT, THURSDAY, WRENCH, build

GROUPS = (GRID_CHAT, *(-1000 - n for n in range(5)))
REPAIRERS = 3
EAGER = 0.5  # how many of those who are offered an order press at once
UNANSWERED = 10  # needs that wait to be offered while others hesitate, or a starved machine would be buried in them
HESITANT = 0.1  # of the needs that would be said otherwise; not none, for a need that is lost would silence everybody
FIRST_RESIDENT = 20_000
OURS = "gate"
"""Our own connections to PostgreSQL, which no fault cuts."""

ANNOUNCEMENTS_PER_SECOND = 1
PER_ANNOUNCEMENT = 4  # needs that are offered before staff tell the groups something more
LONGEST_DAY = timedelta(hours=11)  # from nine in the morning; at night nobody is asked


@dataclass
class World:
    """One street. clock: the time for all of its processes. offered: the orders that somebody was offered."""

    url: str
    folder: Path
    database: Database
    phones: Phones
    clock: FastClock
    chance: random.Random
    needs_per_second: float
    seen: Seen
    announced: int = 0
    offered: set[str] = field(default_factory=set)
    rested: datetime | None = None  # when there was nothing left to do

    def people_speak(self, seconds: float) -> None:
        """What residents and staff say in so many seconds; less, if enough waits to be answered."""
        behind = len(self.seen.needs) - len(self.offered) >= UNANSWERED
        if self.chance.random() < self.needs_per_second * seconds * (HESITANT if behind else 1):
            self.need()
        told_enough = self.announced > len(self.offered) / PER_ANNOUNCEMENT
        if not told_enough and self.chance.random() < ANNOUNCEMENTS_PER_SECOND * seconds:
            self.announce()

    def need(self) -> None:
        """A resident whom nobody knows yet needs something."""
        chat = self.chance.choice(GROUPS)
        message = self.phones.say(FIRST_RESIDENT + len(self.seen.needs), chat, "厨房灯不亮了")
        self.seen.needs.append((chat, message))

    def announce(self) -> None:
        """Staff tell every group something."""
        self.announced += 1
        self.phones.say(CLERK.user_id, DESK_CHAT, f"{BROADCAST}{self.announced}：明天停水")

    def look(self, *, press: bool) -> None:
        """Partners see what was sent to them, and some take what they are offered."""
        for sent in self.phones.sees():
            self.seen.sends.append(sent)
            if sent.order is not None:
                self.offered.add(sent.order)
            if press and sent.order is not None and self.chance.random() < EAGER:
                self.phones.press(sent.chat, sent.message, f"cl:{sent.order}:")

    def skip(self, by: timedelta) -> None:
        """Time passes while nobody is there."""
        self.clock = FastClock(self.clock.began, self.clock.speed, self.clock.skipped + by)

    @property
    def late(self) -> bool:
        """Whether the day is over."""
        return self.clock.now() - THURSDAY > LONGEST_DAY

    def note_in_flight(self) -> None:
        """Count the sends that were under way when something was killed."""
        self.seen.in_flight += self.database.read_now(lambda session: in_flight(session, self.clock.now()))

    def settled(self) -> bool:
        """Whether nothing is left to do."""
        now = self.clock.now()
        nothing = self.database.read_now(lambda session: unfinished(session, now)) == (0, 0)
        self.rested = now if nothing else None
        return nothing

    def audit(self, verdict: Verdict) -> None:
        """Count, as it stood when nothing was left to do: what falls due afterwards nobody is there to say."""
        self.look(press=False)
        audit(self.database, self.seen, verdict, self.rested or self.clock.now())

    def close(self) -> None:
        """Put it away."""
        self.phones.close()
        self.database.close()


def open_world(bases: Bases, chance: random.Random, *, speed: float, needs_per_second: float) -> World:
    """A new street, at nine in the morning, whose time runs `speed` times as fast as ours."""
    url, folder = bases.url(), bases.folder("paper")
    ours = f"&application_name={OURS}" if bases.server is not None else ""
    database = Database(url + ours)
    build(database, repairers=REPAIRERS)
    database.write_now(_more_groups)
    for partner in WRENCH[:REPAIRERS]:
        assert partner.user_id < FIRST_RESIDENT
    Paper(folder)
    clock = FastClock(time.time(), speed)
    return World(url, folder, database, Phones(folder), clock, chance, needs_per_second, Seen())


def _more_groups(session: Session) -> None:
    for chat in GROUPS[1:]:
        session.add(
            Place(
                id=f"grid{-chat}", bot_id=BOT, chat_id=chat, kind=PlaceKind.GRID, title=f"群{chat}",
                street_id="street", community_id="by", grid_id="g3", made_at=THURSDAY,
            )
        )  # fmt: skip
