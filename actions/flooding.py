"""One person who opens needs without end: partners hear no more of them, staff look."""

from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import col, select

from actions.doubts import raise_doubt
from actions.hearing import hear
from actions.speaking import note
from actions.tx import Tx
from community.facts import NoteKind
from community.heard import Heard
from community.understanding import Understanding
from storage.people import holds_any_role, person_of
from storage.tables import Matter, Question

WITHIN = timedelta(minutes=10)
MANY = 25
"""Needs that one person may open within WITHIN; nobody has more at home, and whoever reports for others is staff."""
LOOKED_AT = 5
"""How many of those beyond are laid before staff within WITHIN; the others are only kept."""


def floods(tx: Tx, heard: Heard) -> bool:
    """Whether the speaker has opened too much lately to be sure that it is meant. Staff and leaders never do."""
    person = person_of(tx.session, heard.speaker.user_id)
    if person is None:
        return False
    opened = select(sa.func.count()).select_from(Matter)
    lately = opened.where(Matter.person_id == person.id, Matter.made_at > tx.now - WITHIN)
    return tx.session.exec(lately).one() >= MANY and not holds_any_role(tx.session, person.id)


def hold_back(tx: Tx, *, heard: Heard, meaning: Understanding) -> None:
    """Nobody is pushed: the first few go to staff, and whoever said it in private is told."""
    person, _, _ = hear(tx, heard)
    waiting = select(sa.func.count()).select_from(Question)
    lately = waiting.where(Question.person_id == person.id, col(Question.made_at) > tx.now - WITHIN)
    if tx.session.exec(lately).one() < LOOKED_AT:
        raise_doubt(tx, heard=heard, meaning=meaning)
    if heard.place is None:
        note(tx, NoteKind.TOO_MANY, person.id, person.id)
