"""The open matters of a group as its talk knows them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select

from actions.tx import Tx
from bot.nlp.hints import words_of
from bot.nlp.threads import ANSWERED, MOST_HALVES, MOST_THREADS, NAMED, Read, Thread
from community.heard import Heard
from community.spots import spot_in, spot_of
from community.understanding import Kind, Understanding
from community.words import MatterState
from storage.places import place_at
from storage.tables import Household, Matter, Question, Utterance

SHARED = frozenset({Kind.NEED, Kind.INQUIRY, Kind.SUGGESTION})
"""What others may have too; somebody's offer is theirs alone."""


_STANDING = sa.or_(
    col(Matter.state) == MatterState.OPEN,
    sa.and_(col(Matter.state) == MatterState.MERGED, col(Matter.person_id) == sa.bindparam("person")),
)
_NEWEST = (
    select(Matter)
    .where(_STANDING, Matter.made_at >= sa.bindparam("since"))
    .order_by(col(Matter.made_at).desc())
    .limit(MOST_THREADS)
)
_OF_GROUP = _NEWEST.where(
    Matter.community_id == sa.bindparam("community"),  # its index leads to what is open
    Matter.place_id == sa.bindparam("place"),
)
_TOLD_ALONE = _NEWEST.where(col(Matter.place_id).is_(None), Matter.person_id == sa.bindparam("person"))


def threads(tx: Tx, place: str | None, person: str) -> list[Thread]:
    """What is open in `place` (None: what `person` told the bot alone), oldest first.

    Of what is sensitive, or offered, only `person`'s own: nobody else can have it too. What of theirs was merged with a
    neighbour's is still theirs to speak of.
    """
    given = {"person": person, "since": tx.now - NAMED}
    if place is not None:
        given |= {"place": place, "community": place_at(tx.session, place).community_id}
    found = tx.session.exec(_OF_GROUP if place is not None else _TOLD_ALONE, params=given).all()
    matters = [one for one in found if one.person_id == person or (one.kind in SHARED and not one.sensitive)]
    if not matters:
        return []
    said = _said(tx, matters)
    joined = _joined(tx, [matter.id for matter in matters])
    return [_thread(one, said.get(one.id, ()), joined.get(one.id)) for one in reversed(matters)]


def halves(tx: Tx, heard: Heard, person: str, read: Read) -> list[Thread]:
    """What others half said in the group lately, and what came of nothing: a neighbour may have it too."""
    asked = select(Question.id).where(Question.utterance_id == Utterance.id).exists()
    query = select(Utterance).where(Utterance.chat_id == heard.chat_id, ~asked)
    latest = tx.session.exec(query.order_by(col(Utterance.message_id).desc()).limit(MOST_THREADS)).all()
    found = [
        one
        for one in latest
        if one.matter_id is None and one.text and one.person_id != person and one.at >= heard.at - ANSWERED
    ]
    return [_half(one, read(one.text)) for one in reversed(found[:MOST_HALVES])]


def _half(said: Utterance, meaning: Understanding) -> Thread:
    return Thread(
        ident=said.id,
        author=said.person_id,
        last=said.at,
        stirred=said.at,
        kind=meaning.kind,
        categories=tuple(scored.code for scored in meaning.categories[:1]),
        service=meaning.service,
        spot=spot_in(meaning),
        text=said.text,
        words=words_of(said.text),
    )


def _thread(matter: Matter, said: Sequence[Utterance], joined: datetime | None) -> Thread:
    last = max((one.at for one in said), default=matter.made_at)
    return Thread(
        ident=matter.id,
        author=matter.person_id,
        last=last,
        stirred=max(last, joined or last),
        kind=matter.kind,
        categories=(matter.category,),
        service=matter.service,
        spot=spot_of(matter.spot),
        text=(text := "，".join(one.text for one in said if one.text) or matter.summary),
        words=words_of(text),
        urgent=matter.urgency == 3,
    )


_SAID = (
    select(Utterance)
    .where(
        col(Utterance.matter_id).in_(sa.bindparam("matters", expanding=True))
        | col(Utterance.id).in_(sa.bindparam("first", expanding=True))
    )
    .order_by(col(Utterance.at), col(Utterance.message_id))
)
_JOINED = (
    sa.select(col(Household.matter_id), sa.func.max(col(Household.at)))
    .where(col(Household.matter_id).in_(sa.bindparam("matters", expanding=True)))
    .group_by(col(Household.matter_id))
)


def _said(tx: Tx, matters: Iterable[Matter]) -> dict[str, list[Utterance]]:
    """What its author said of each; of several needs in one message each has that message."""
    owners = {matter.id: matter for matter in matters}
    first = {matter.utterance_id: matter.id for matter in owners.values() if matter.utterance_id}
    found: dict[str, list[Utterance]] = {}
    for one in tx.session.exec(_SAID, params={"matters": list(owners), "first": list(first)}):
        for ident in {one.matter_id, first.get(one.id)}:
            if ident in owners and owners[ident].person_id == one.person_id:
                found.setdefault(str(ident), []).append(one)
    return found


def _joined(tx: Tx, matters: Sequence[str]) -> dict[str, datetime]:
    """When a neighbour last said that they have it too."""
    return {row[0]: row[1] for row in tx.session.execute(_JOINED, {"matters": list(matters)})}
