"""What a partner says of its work in private: my orders, a pause, and what only staff can change."""

from datetime import UTC, datetime

from sqlmodel import col, select

from actions.outcomes import NotYours
from actions.people import reachable
from actions.speaking import note, tell_partners
from actions.tx import Tx
from community.facts import Fact, FactKind, NoteKind, Recipient
from community.heard import Speaker
from community.privacy import mask
from community.transitions import HELD
from community.words import PartnerState, Priority
from storage.people import meet
from storage.places import desks_of, staff_places
from storage.tables import Member, Order, Partner, Person

UNTIL_THEY_SAY = datetime(2100, 1, 1, tzinfo=UTC)
MOST_SHOWN = 6
WORDS_KEPT = 120


def show_orders(tx: Tx, *, speaker: Speaker) -> None:
    """我的订单: the cards of what they hold come down; their list stands above."""
    person = _known(tx, speaker)
    note(tx, NoteKind.MINE, person.id, person.id)
    held = select(Order).where(Order.claimer_id == person.id, col(Order.state).in_(HELD))
    for order in tx.session.exec(held.order_by(col(Order.claimed_at)).limit(MOST_SHOWN)).all():
        tell_partners(tx, order, only=person.id, fresh=True)


def pause(tx: Tx, *, speaker: Speaker) -> NotYours | None:
    """暂停接单: nothing is pushed to them until they say 恢复接单."""
    return _off(tx, speaker, UNTIL_THEY_SAY, "pause", NoteKind.PAUSED)


def resume(tx: Tx, *, speaker: Speaker, words: str = "") -> NotYours | None:
    """恢复接单: after a pause, or after all on a day on which they meant to rest.

    Whom staff have stopped only staff start again.
    """
    person = _known(tx, speaker)
    active = select(Partner.id).join(Member, col(Member.partner_id) == col(Partner.id))
    active = active.where(Member.person_id == person.id, Partner.state == PartnerState.ACTIVE)
    told = NoteKind.RESUMED if tx.session.exec(active.limit(1)).first() is not None else NoteKind.STOPPED
    if told is NoteKind.STOPPED:
        _tell_staff(tx, person, words)
    return _off(tx, speaker, None, "resume", told)


def ask_staff(tx: Tx, *, speaker: Speaker, words: str) -> None:
    """A price, an area, leaving: staff change it, so they read who says what."""
    person = _known(tx, speaker)
    _tell_staff(tx, person, words)
    note(tx, NoteKind.ASKED_STAFF, person.id, person.id)


def _tell_staff(tx: Tx, person: Person, words: str) -> None:
    query = select(Partner).join(Member, col(Member.partner_id) == col(Partner.id))
    for partner in tx.session.exec(query.where(Member.person_id == person.id).order_by(Partner.id)).all():
        tx.record(partner.id, "ask_staff", person.id)
        desks = staff_places(tx.session, partner.community_id or "", partner.street_id) or [
            desk for desk in desks_of(tx.session, tx.bot_id) if desk.street_id == partner.street_id
        ]
        said = {"text": mask(words)[:WORDS_KEPT], "what": f"{partner.name} · {person.name}"}
        for desk in desks:
            payload = {"note": NoteKind.PARTNER_ASKS.value, **said}
            tx.say(Fact(FactKind.TOLD, person.id, Recipient(place=desk.id), Priority.ORDER, payload=payload))


def _off(tx: Tx, speaker: Speaker, until: datetime | None, what: str, told: NoteKind) -> NotYours | None:
    person = _known(tx, speaker)
    members = tx.session.exec(select(Member).where(Member.person_id == person.id)).all()
    if not members:
        return NotYours()
    for member in members:
        member.off_until = until
        tx.record(member.partner_id, what, person.id)
    note(tx, told, person.id, person.id)
    return None


def _known(tx: Tx, speaker: Speaker) -> Person:
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    reachable(tx, person)
    return person
