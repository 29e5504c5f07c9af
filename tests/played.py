"""Episodes of the corpus played to the bot itself: raw updates in the inbox, the handler, the actions, rows.

Each is played in a grid group of its own. Whoever is asked anything by the bot taps yes at once: that it is a need, of
the first category that is offered; that it is over. What then stands in the rows is what the bot made of it.
"""

import random
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from aiogram.types import Message
from sqlmodel import Session, col, func, select

from actions.questions import answer_question
from actions.residents import PAGE_OVER, withdraw_matter
from actions.tx import Do
from bot.handlers.context import Spot, sensitive_codes
from bot.handlers.resident import hear
from bot.handlers.talkers import Talkers
from bot.intake import lane_of
from bot.nlp.episode_lines import Judged, said_in
from bot.nlp.episodes import Said
from bot.nlp.guide import Guide
from bot.nlp.listener import Listener
from community.clock import Clock
from community.facts import FactKind, NoteKind
from community.heard import Speaker
from community.words import MatterState, PlaceKind, QuestionState
from storage import inbox
from storage.engine import Database
from storage.inbox import Arrival
from storage.tables import Community, Household, Inbox, Matter, Outbox, Person, Place, Question, Street, Utterance

BOT = 1
PHOTO = {"file_id": "f", "file_unique_id": "u", "width": 90, "height": 90}
WHOLE = ("from", "merged", "supporters", "status")
"""What must agree of every matter."""
ENDED = "ended"
"""How a matter that is over stands: by one tap it is withdrawn, whether somebody came or not."""


class Moved(Clock):
    """The time of the last message."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    async def sleep_until(self, at: datetime) -> None:
        raise NotImplementedError


@dataclass
class Stage:
    """A street with a group for each episode."""

    database: Database
    listener: Listener
    now: datetime
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        made = self.now - timedelta(days=30)
        self.database.write_now(lambda session: session.add(Street(id="street", name="新安街道", made_at=made)))

    async def play(self, episode: Mapping[str, Any]) -> list[dict[str, Any]]:
        """What the bot made of it: the matters, as `matters_of` tells them, ended ones as ENDED."""
        group = Group(self, next(self.numbers))
        for said in said_in(episode, self.now):
            await group.hears(said)
        return self.database.read_now(group.matters)


class Group:
    """A grid group in which one episode is played."""

    def __init__(self, stage: Stage, number: int) -> None:
        self._stage = stage
        self._chat = -4_000_000_000 - number
        self._spot = Spot(f"g{number}", PlaceKind.GRID, f"c{number}")
        self._clock = Moved(stage.now)
        self._do = Do(stage.database, self._clock, random.Random(number), BOT, lambda: None)
        self._talkers = Talkers()
        self._guide = Guide((), stage.listener.tokens)
        self._people: dict[str, int] = {}
        self._messages: list[dict[str, Any]] = []
        self._heard = 0
        self._ends: set[tuple[int, str]] = set()  # messages that said that a matter is over: no part of it
        stage.database.write_now(self._settle)

    def _settle(self, session: Session) -> None:
        made, community = self._stage.now - timedelta(days=30), str(self._spot.community)
        session.add(Community(id=community, street_id="street", name=community, code=community))
        session.flush()
        session.add(
            Place(
                id=self._spot.id, bot_id=BOT, chat_id=self._chat, kind=PlaceKind.GRID, title=community,
                street_id="street", community_id=community, made_at=made,
            )
        )  # fmt: skip

    async def hears(self, said: Said) -> None:
        """One message, as a lane would have it handled; the one before is ended only now, as lanes do."""
        row, message = self.arrives(said)
        await self.handles(row, message)
        self._stage.database.write_now(lambda session: inbox.finish_all(session, [self._heard]))
        self._heard = row
        for fact in self._asked():
            await self._yes(fact, message.message_id)

    def arrives(self, said: Said) -> tuple[int, Message]:
        """Its inbox row."""
        self._clock.at = said.at
        number, body = next(self._stage.numbers), self._message(said)
        update = {"update_id": number, "message": body}

        def arrive(session: Session) -> int:
            inbox.put(session, [Arrival(number, lane_of(update), update)], bot_id=BOT, now=said.at)
            return session.exec(select(func.max(Inbox.id))).one() or 0

        return self._stage.database.write_now(arrive), Message.model_validate(body)

    async def handles(self, row: int, message: Message) -> None:
        """What the handler of grid groups makes of it."""
        listener = self._stage.listener
        await hear(message, self._spot, self._talkers, self._do.because(row), listener, self._guide, self._clock)

    def _message(self, said: Said) -> dict[str, Any]:
        user = self._people.setdefault(said.who, next(self._stage.numbers))
        body: dict[str, Any] = {
            "message_id": said.index + 1,
            "date": int(said.at.timestamp()),
            "chat": {"id": self._chat, "type": "supergroup", "title": "群"},
            "from": {"id": user, "is_bot": False, "first_name": said.who},
        }
        if said.photo:
            body |= {"photo": [PHOTO], **({"caption": said.text} if said.text else {})}
        else:
            body["text"] = said.text
        if said.reply_to is not None:
            body["reply_to_message"] = {**self._messages[said.reply_to]}
            body["reply_to_message"].pop("reply_to_message", None)
        self._messages.append(body)
        return body

    def _asked(self) -> Sequence[Outbox]:
        """What the bot has just put to somebody; nothing is said twice, for the outbox is emptied."""

        def work(session: Session) -> Sequence[Outbox]:
            facts = session.exec(select(Outbox).order_by(col(Outbox.id))).all()
            for fact in facts:
                session.delete(fact)
            return facts

        return self._stage.database.write_now(work)

    async def _yes(self, fact: Outbox, answers: int) -> None:
        over = fact.kind is FactKind.MATTER_CHANGED and fact.page == PAGE_OVER and fact.recipient.startswith("g:")
        if over or (fact.kind is FactKind.TOLD and fact.payload["note"] == NoteKind.ASK_WITHDRAW):
            self._ends.add((answers, fact.subject))
            who = self._stage.database.read_now(lambda session: _asker(session, fact.subject))
            await self._do(withdraw_matter, speaker=who, matter=fact.subject)
        elif fact.kind is FactKind.QUESTION_ASKED:
            row = self._stage.database.read_now(lambda session: session.get_one(Question, fact.subject))
            if row.state is QuestionState.OPEN:
                who = self._stage.database.read_now(lambda session: _speaker(session, row.person_id))
                await self._do(
                    answer_question,
                    speaker=who, question=row.id, category=row.options[0], sensitive=sensitive_codes(),
                )  # fmt: skip

    def matters(self, session: Session) -> list[dict[str, Any]]:
        """What stands in the rows."""
        query = select(Matter).where(Matter.place_id == self._spot.id, Matter.state != MatterState.MERGED)
        found = session.exec(query.order_by(col(Matter.made_at), col(Matter.number))).all()
        said: dict[str | None, list[Matter]] = {}
        for matter in found:
            said.setdefault(matter.utterance_id, []).append(matter)
        return [_standing(session, together, self._ends) for together in said.values()]


def _standing(session: Session, matters: Sequence[Matter], ends: Collection[tuple[int, str]]) -> dict[str, Any]:
    """What was said in one breath counts as one, as `matters_of` has it."""
    idents, person = [matter.id for matter in matters], matters[0].person_id
    said = select(Utterance.message_id, Utterance.matter_id).where(
        col(Utterance.matter_id).in_(idents), Utterance.person_id == person
    )
    beside = select(Person.name).join(Household, col(Household.person_id) == Person.id)
    return {
        "from": session.get_one(Person, person).name,
        "merged": sorted(number - 1 for number, matter in session.exec(said) if (number, matter) not in ends),
        "supporters": sorted(set(session.exec(beside.where(col(Household.matter_id).in_(idents))))),
        "category": matters[0].category,
        "status": "open" if any(matter.state is MatterState.OPEN for matter in matters) else ENDED,
    }


def _asker(session: Session, matter: str) -> Speaker:
    return _speaker(session, session.get_one(Matter, matter).person_id)


def _speaker(session: Session, person: str) -> Speaker:
    row = session.get_one(Person, person)
    return Speaker(row.user_id, row.name)


def judged(episode: Mapping[str, Any], matters: Sequence[Mapping[str, Any]]) -> Judged:
    """How the matters of an episode agree with what they should be, as far as one tap can tell how they ended."""
    return Judged(list(_told(episode["matters"])), list(_told(matters)))


def _told(matters: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for one in matters:
        yield {**one, "status": "open" if one["status"] == "open" else ENDED}
