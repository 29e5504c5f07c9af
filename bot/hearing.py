"""What the handlers hear with: the listener as a community has taught it, and the street's 办事指南.

It is made of rows and follows them: an action that changes one raises a number, which is looked at after a commit of
ours, and now and then for other processes'. Talk that needs no action costs no query.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import structlog

from bot.nlp.adjusting import LABELS, RESIDENT, UNSEEN, Lean, Learner, Lesson, Look
from bot.nlp.guide import Entry, Guide
from bot.nlp.linear import Linear, ModelError, load
from bot.nlp.listener import HEARD, MODEL, SURE, Listener
from bot.nlp.packing import fingerprint, unpacked
from bot.nlp.profile import Profile
from community.clock import Clock
from community.understanding import Kind
from storage import hearing as rows
from storage.engine import Database, Session
from storage.people import community_of
from storage.tables import Label, Tuning, Word

LOOK_AGAIN = timedelta(seconds=30)
log = structlog.get_logger(__name__)
STEP = 0.1
"""How far one step of 多开口 or 少开口 moves the thresholds."""


@dataclass(frozen=True, slots=True)
class Ears:
    """What one message is heard with."""

    listener: Listener
    guide: Guide


class Hearing:
    """Hands out ears that follow the rows."""

    def __init__(self, listener: Listener, database: Database, clock: Clock) -> None:
        self._listener = listener
        self._database = database
        self._clock = clock
        self._entries: list[Entry] = []
        self._guide = Guide((), listener.tokens)
        self._tuned: dict[str, Listener] = {}
        self._learners: dict[str, Learner] = {}
        self._leans: dict[str, Lean] = {}  # what the learners came to
        self._learned = 0  # the last label that the learners went through
        self._number: int | None = None
        self._base = ""
        self._version = -1
        self._stale = True
        self._look_at = clock.now()
        self._following = asyncio.Lock()

    def wake(self) -> None:
        """Rows may have changed."""
        self._stale = True

    async def ears(self, community: str | None, user: int | None = None) -> Ears:
        """What a message of `community` is heard with now; in private (None), of the community of Telegram's `user`."""
        if self._stale or self._clock.now() >= self._look_at:
            async with self._following:
                await self._follow()
        if community is None and user is not None and self._tuned:
            community = await self._database.read(lambda session: community_of(session, user))
        return Ears(self._tuned.get(community or "", self._listener), self._guide)

    async def _follow(self) -> None:
        if not self._stale and self._clock.now() < self._look_at:
            return  # somebody else has just looked
        self._stale, self._look_at = False, self._clock.now() + LOOK_AGAIN
        try:
            seen = await self._database.read(rows.version)
            if seen != self._version:
                await self._database.read(self._load)
                self._version = seen
        except BaseException:
            self._stale = True
            raise

    def _load(self, session: Session) -> None:
        """In a thread; what is handed out is replaced whole."""
        entries = [
            Entry(row.id, row.street_id, row.community_id, row.question, row.answer, row.valid_until)
            for row in rows.guide_entries(session)
        ]
        if entries != self._entries:
            self._entries, self._guide = entries, Guide(entries, self._listener.tokens)
        self._weigh(session)
        self._learn(session)
        words, tunings = rows.own_words(session), rows.tunings(session)
        self._tuned = {
            community: self._listener.tuned(self._profile(community, words.get(community, ()), tunings.get(community)))
            for community in {*words, *tunings, *self._leans}
        }

    def _weigh(self, session: Session) -> None:
        """Take the weights in use; what was learned at once is learned anew on top of them."""
        self._base = self._base or fingerprint()
        number = rows.number_in_use(session, self._base)
        if number == self._number:
            return
        found = rows.weights_in_use(session, self._base)
        ways: list[Callable[[], Linear]] = [_shipped]
        if found is not None and found.data:
            ways.insert(0, partial(unpacked, found.data))
        for read in ways:
            try:
                self._listener = self._listener.weighing(read())  # nobody holds the old ones any more
                break
            except ModelError as error:  # then what ships; if that is spoilt too, what is in memory
                log.error("hearing.weights", number=number, error=str(error))
        self._number, self._learned = number, 0
        self._learners.clear()
        self._leans.clear()

    def _learn(self, session: Session) -> None:
        """Go through the labels that are new, of each community in their order; read before any is gone through, so
        that a read that fails leaves nothing half learned."""
        seen = rows.seen_labels(session, self._base)
        fresh = {
            community: rows.labels_of(session, community, self._after(session, community, seen))
            for community in rows.taught_after(session, self._learned)
        }
        for community, labels in fresh.items():
            learner = self._learners.setdefault(community, Learner())
            for label in labels:
                self._study(learner, label)
                self._learned = max(self._learned, label.id or 0)
            self._leans[community] = learner.lean()

    def _after(self, session: Session, community: str, seen: int) -> int:
        """The label after which those of `community` are gone through. seen: how far the night went."""
        if community in self._learners:
            return self._learned
        enough = rows.nth_label_before(session, community, LABELS, seen)
        return max(enough, rows.nth_label_before(session, community, UNSEEN))

    def _study(self, learner: Learner, label: Label) -> None:
        heard = label.kind != Kind.CHATTER
        weight = RESIDENT if label.source == "resident" else 1.0
        lesson = Lesson(label.text, heard, label.category, weight, tuple(label.also))
        look = Look()
        self._listener.understand(label.text, now=label.at, profile=Profile(lean=look))
        learner.learn(lesson, look)

    def _profile(self, community: str, words: Sequence[Word], tuning: Tuning | None) -> Profile:
        talk = tuning.talk if tuning is not None else 0
        return Profile(
            words=tuple((word.word, word.category) for word in words),
            services=frozenset(word.word for word in words if word.service),
            take=SURE - STEP * talk if talk else None,
            ask=HEARD - STEP * talk if talk else None,
            disabled=frozenset(tuning.disabled) if tuning is not None else frozenset(),
            lean=self._leans.get(community),
        )


def _shipped() -> Linear:
    return Linear(load(MODEL))
