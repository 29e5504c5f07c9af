"""What the listener goes by, in rows: guide, words, thresholds, labels, weights; a number that each change raises."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from community.words import GuideState, ModelState, WordState
from storage.counters import next_number
from storage.tables import Community, Counter, GuideEntry, Label, Tuning, Weights, Word

_NAME = "hearing"


def changed(session: Session) -> None:
    """Something that the listener goes by is another from this transaction on."""
    next_number(session, _NAME)


def version(session: Session) -> int:
    """How often it has changed."""
    return session.execute(sa.select(col(Counter.value)).where(col(Counter.name) == _NAME)).scalar() or 0


def guide_entries(session: Session) -> Sequence[GuideEntry]:
    """The entries in use, of all streets; they may have expired."""
    query = select(GuideEntry).where(GuideEntry.state == GuideState.ACTIVE)
    return session.exec(query.order_by(col(GuideEntry.made_at), col(GuideEntry.id))).all()


def own_words(session: Session) -> Mapping[str, Sequence[Word]]:
    """The approved words of each community, those of its street with them, by the community's id."""
    query = select(Word).where(Word.state == WordState.APPROVED).order_by(col(Word.word), col(Word.id))
    words = session.exec(query).all()
    found: dict[str, Sequence[Word]] = {}
    if words:
        for ident, street in session.exec(select(Community.id, Community.street_id)):
            found[ident] = [one for one in words if one.street_id == street and one.community_id in (None, ident)]
    return {ident: own for ident, own in found.items() if own}


def tunings(session: Session) -> Mapping[str, Tuning]:
    """How talkative the bot is, by the community's id, where it is not as usual."""
    return {row.community_id: row for row in session.exec(select(Tuning))}


def weights_in_use(session: Session, base: str) -> Weights | None:
    """The newest weights that grew from the shipped ones with fingerprint `base` and passed the gate."""
    number = number_in_use(session, base)
    return session.get(Weights, number) if number is not None else None


def number_in_use(session: Session, base: str) -> int | None:
    """Their number, without reading megabytes."""
    query = sa.select(sa.func.max(col(Weights.number))).where(
        col(Weights.base) == base, col(Weights.state) == ModelState.IN_USE
    )
    return session.execute(query).scalar()


def last_weights(session: Session, base: str) -> Weights | None:
    """What the last night that learned anything came to."""
    query = select(Weights).where(Weights.base == base)
    return session.exec(query.order_by(col(Weights.number).desc())).first()


def seen_labels(session: Session, base: str) -> int:
    """How far the label log was read at night, whatever came of it."""
    query = sa.select(sa.func.max(col(Weights.labels))).where(col(Weights.base) == base)
    return session.execute(query).scalar() or 0


def taught_after(session: Session, last: int) -> Sequence[str]:
    """The communities that have labels after row `last`."""
    query = sa.select(col(Label.community_id)).where(col(Label.id) > last, col(Label.community_id).is_not(None))
    return sorted(session.execute(query.distinct()).scalars())


def labels_of(session: Session, community: str, after: int) -> Sequence[Label]:
    """Its labels after row `after`, in order."""
    query = select(Label).where(Label.community_id == community, col(Label.id) > after)
    return session.exec(query.order_by(col(Label.id))).all()


def nth_label_before(session: Session, community: str, count: int, seen: int | None = None) -> int:
    """The row before the last `count` labels of `community`, up to row `seen` if given; 0 if there are not so many."""
    query = select(Label.id).where(Label.community_id == community)
    if seen is not None:
        query = query.where(col(Label.id) <= seen)
    return session.exec(query.order_by(col(Label.id).desc()).offset(count).limit(1)).first() or 0


def label_log(session: Session, most: int) -> Sequence[Label]:
    """The newest `most` labels, oldest first; of several about one utterance the last holds."""
    newest = session.exec(select(Label).order_by(col(Label.id).desc()).limit(most)).all()
    held: dict[str, Label] = {}
    for label in newest:
        held.setdefault(label.utterance_id or str(label.id), label)
    return sorted(held.values(), key=lambda label: label.id or 0)
