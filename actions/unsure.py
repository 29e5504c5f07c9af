"""What is kept of a message of which the bot is unsure: the row behind an ask-back and behind a doubt."""

from dataclasses import dataclass

from sqlmodel import select

from actions.homes import Home
from actions.tx import Tx
from community.heard import Heard, Speaker
from community.understanding import Band, Kind, Parsed, Scored, Slots, Told, Understanding
from community.words import QuestionState
from storage.tables import Person, Question, Utterance

CHOICES = 3


@dataclass(frozen=True, slots=True)
class NotYours:
    """The button belongs to somebody else."""


@dataclass(frozen=True, slots=True)
class TooLate:
    """Answered already, or no longer there."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """Agreed that it is not a need."""


def open_row(tx: Tx, utterance: Utterance, home: Home | None, meaning: Understanding, state: QuestionState) -> Question:
    """Keep what was understood of `utterance`; `home` None: nobody knows where its speaker lives."""
    question = Question(
        id=tx.new_id(),
        utterance_id=utterance.id,
        place_id=utterance.place_id,
        person_id=utterance.person_id,
        community_id=home.community if home else None,
        kind=meaning.kind,
        options=[scored.code for scored in meaning.categories[:CHOICES]],
        state=state,
        understanding=_kept(meaning),
        made_at=tx.now,
    )
    tx.session.add(question)
    tx.session.flush()
    return question


def close_row(row: Question, state: QuestionState) -> None:
    """It is answered: what was understood, with door and phone, is not needed any more."""
    row.state, row.understanding = state, {}


def was_asked(tx: Tx, utterance: Utterance) -> bool:
    """Whether `utterance` was asked about, or doubted, before."""
    return tx.session.exec(select(Question.id).where(Question.utterance_id == utterance.id)).first() is not None


def said_again(utterance: Utterance, asker: Person) -> Heard:
    """The kept message as it was heard."""
    return Heard(
        speaker=Speaker(asker.user_id, asker.name),
        place=utterance.place_id,
        chat_id=utterance.chat_id,
        message_id=utterance.message_id,
        at=utterance.at,
        text=utterance.text,
        media=tuple(utterance.media),
    )


def meant(row: Question, kind: Kind) -> Understanding:
    """What was understood then, of `kind` and sure now."""
    kept = row.understanding
    return Understanding(
        kind=kind,
        band=Band.TAKE,
        categories=tuple(Scored(**scored) for scored in kept["categories"]),
        urgency=kept["urgency"],
        slots=Slots(**kept["slots"]),
        parsed=Parsed(),
        service=kept["service"],
        summary=kept["summary"],
        cues=(),
        several=1,
        services=tuple(kept.get("services", {}).items()),
        told=frozenset(map(Told, kept.get("told", ()))),
        grave=kept.get("grave", False),
    )


def _kept(meaning: Understanding) -> dict[str, object]:
    return {
        "kind": meaning.kind.value,
        "categories": [scored._asdict() for scored in meaning.categories[:CHOICES]],
        "urgency": meaning.urgency,
        "slots": meaning.slots._asdict(),
        "service": meaning.service,
        "summary": meaning.summary,
        "services": dict(meaning.services),
        "told": sorted(meaning.told),
        "grave": meaning.grave,
    }
