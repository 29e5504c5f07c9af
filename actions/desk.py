"""What staff do with a matter: confirm, relabel, merge, ignore, follow, reply. Every tap teaches the engine."""

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import col, select

from actions.drafts import close_drafts, open_draft
from actions.labels import label
from actions.merging import merge_into
from actions.offering import open_order
from actions.outcomes import Done, Nothing, NotYours, Outcome, TooLate
from actions.residents import recategorise
from actions.ringing import ring_staff, show_alarms
from actions.speaking import note, tell_desk, tell_everyone, tell_resident
from actions.taking_back import close_order
from actions.tx import Tx
from actions.unsaying import take_aside
from bot.nlp.delicate import told_in
from community.facts import Fact, FactKind, NoteKind, Recipient
from community.heard import Speaker
from community.reasons import NO_NEED, Ignored
from community.ringing import is_alarming, is_despair
from community.transitions import HELD
from community.understanding import Kind
from community.words import DraftKind, MatterState, OrderState, PlaceKind, Priority, Role
from storage.people import has_role, meet
from storage.places import place_in
from storage.tables import Matter, Order, Partner, Person, Place, Utterance

AT_THE_DESK = timedelta(minutes=10)
"""So long what they write at the desk is the answer that they were asked for: others talk there too."""
CALM = 1
"""How urgent a matter is that was thought to be danger: today."""


@dataclass(frozen=True, slots=True)
class NoSuchMatter:
    """No matter with that number in this community, or it is the same one."""


@dataclass(frozen=True, slots=True)
class HeldBy:
    """Somebody else looks after it: a partner or a member of staff of this name."""

    name: str


@dataclass(frozen=True, slots=True)
class NeverCalm:
    """Somebody wants to die: that is never set aside with a tap."""


def confirm_matter(tx: Tx, *, speaker: Speaker, matter: str) -> Outcome:
    """确认: the category is right."""
    desk = _desk(tx, speaker, matter)
    if not isinstance(desk, _Desk):
        return desk
    if desk.matter.confirmed:
        return Nothing()
    desk.matter.confirmed = True
    _label(tx, desk, desk.matter.kind, desk.matter.category)
    tx.record(matter, "confirm_matter", desk.person.id)
    tell_desk(tx, desk.matter)
    return Done(desk.matter.number)


def show_matter(tx: Tx, *, speaker: Speaker, place: str, number: str) -> Done | NotYours | NoSuchMatter:
    """The card of the matter numbered `number` comes anew to the desk that asks for it."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    chat = tx.session.get_one(Place, place)
    query = select(Matter).where(Matter.number == number, Matter.street_id == chat.street_id)
    matter = tx.session.exec(query).first()
    if matter is None:
        return NoSuchMatter()
    if not has_role(tx.session, person.id, Role.STAFF, matter.community_id):
        return NotYours()
    tx.say(Fact(FactKind.DESK_CHANGED, matter.id, Recipient(place=place), fresh=True))
    return Done(number)


def show_desk_page(tx: Tx, *, speaker: Speaker, matter: str, page: str) -> Outcome:
    """Turn the desk's card to `page`: "label", "merge" or "" for the front."""
    desk = _desk(tx, speaker, matter)
    if not isinstance(desk, _Desk):
        return desk
    tell_desk(tx, desk.matter, page=page)
    return Done(desk.matter.number)


def relabel_matter(tx: Tx, *, speaker: Speaker, matter: str, category: str, sensitive: frozenset[str]) -> Outcome:
    """改类: another category; the order moves on to the right partners."""
    desk = _desk(tx, speaker, matter)
    if not isinstance(desk, _Desk):
        return desk
    if desk.matter.state is not MatterState.OPEN:
        return TooLate()
    old = desk.matter.category
    if old == category:
        confirm_matter(tx, speaker=speaker, matter=matter)
        tell_desk(tx, desk.matter)
        return Nothing()
    aloud = not desk.matter.sensitive
    desk.matter.confirmed, desk.matter.sensitive = True, category in sensitive or _is_delicate(tx, desk.matter)
    said = tx.session.get(Utterance, desk.matter.utterance_id) if desk.matter.utterance_id else None
    if said is not None and aloud and desk.matter.sensitive:
        take_aside(tx, said)
    order = recategorise(tx, desk.matter, category)
    _label(tx, desk, desk.matter.kind, category)
    tx.record(matter, "relabel_matter", desk.person.id, old=old, new=category)
    tell_everyone(tx, desk.matter, order)
    return Done(desk.matter.number)


def merge_matter(tx: Tx, *, speaker: Speaker, matter: str, into: str) -> Outcome | NoSuchMatter:
    """合并: the same thing as the matter numbered `into`, which gains a household; this one's order closes."""
    desk = _desk(tx, speaker, matter)
    if not isinstance(desk, _Desk):
        return desk
    query = select(Matter).where(Matter.community_id == desk.matter.community_id, Matter.number == into)
    other = tx.session.exec(query.with_for_update()).first()
    if other is None or other.id == desk.matter.id or other.state is not MatterState.OPEN:
        return NoSuchMatter()
    if desk.matter.state is not MatterState.OPEN:
        return TooLate()
    merge_into(tx, desk.matter, other, by=desk.person.id)
    return Done(other.number)


def ignore_matter(tx: Tx, *, speaker: Speaker, matter: str, why: Ignored = Ignored.CHATTER) -> Outcome | NeverCalm:
    """忽略: nothing is done about it, and whoever asked reads why. It can be taken back: `restore_matter`.

    Despair is never set aside.
    """
    desk = _desk(tx, speaker, matter)
    if not isinstance(desk, _Desk):
        return desk
    if desk.matter.state is not MatterState.OPEN:
        return TooLate()
    if is_despair(desk.matter.grave):
        return NeverCalm()
    desk.matter.state, desk.matter.ended_at = MatterState.IGNORED, tx.now
    if why in NO_NEED:
        _label(tx, desk, Kind.CHATTER, None)
    tx.record(matter, "ignore_matter", desk.person.id, why=why.value)
    tell_everyone(tx, desk.matter, close_order(tx, desk.matter))
    return Done(desk.matter.number)


def restore_matter(tx: Tx, *, speaker: Speaker, matter: str) -> Outcome:
    """恢复: it was set aside by mistake, and goes on as if it had just come."""
    desk = _desk(tx, speaker, matter)
    if not isinstance(desk, _Desk):
        return desk
    if desk.matter.state is not MatterState.IGNORED:
        return TooLate()
    desk.matter.state, desk.matter.ended_at = MatterState.OPEN, None
    tx.record(matter, "restore_matter", desk.person.id)
    _label(tx, desk, desk.matter.kind, desk.matter.category)
    order = None
    if desk.matter.kind is Kind.NEED:
        order = open_order(tx, desk.matter)
        order.partner_id = order.claimer_id = order.claimed_at = order.eta = order.eta_text = order.set_out_at = None
    tell_everyone(tx, desk.matter, order, fresh=True)
    if is_alarming(desk.matter.urgency, desk.matter.grave):
        ring_staff(tx, desk.matter, warned=True)
    return Done(desk.matter.number)


def calm_matter(tx: Tx, *, speaker: Speaker, matter: str) -> Outcome | NeverCalm:
    """不是险情: it goes on as any other matter, and the engine learns at night. Despair is never calmed away."""
    desk = _desk(tx, speaker, matter)
    if not isinstance(desk, _Desk):
        return desk
    if desk.matter.state is not MatterState.OPEN:
        return TooLate()
    if is_despair(desk.matter.grave):
        return NeverCalm()
    if not is_alarming(desk.matter.urgency, desk.matter.grave):
        return Nothing()
    desk.matter.urgency, desk.matter.grave = min(desk.matter.urgency, CALM), None
    tx.record(matter, "calm_matter", desk.person.id)
    _label(tx, desk, desk.matter.kind, desk.matter.category)
    order = tx.session.exec(select(Order).where(Order.matter_id == matter)).first()
    tell_everyone(tx, desk.matter, order)
    show_alarms(tx, desk.matter)
    return Done(desk.matter.number)


def follow_matter(tx: Tx, *, speaker: Speaker, matter: str) -> Outcome | HeldBy:
    """我来跟进: a member of staff holds the order as a partner would, and gets door and phone in private."""
    desk = _desk(tx, speaker, matter)
    if not isinstance(desk, _Desk):
        return desk
    order = tx.session.exec(select(Order).where(Order.matter_id == matter).with_for_update()).first()
    if order is not None and order.state in HELD and order.claimer_id is not None:
        return Nothing() if order.claimer_id == desk.person.id else HeldBy(_holder(tx, order))
    if order is None or order.state is not OrderState.OPEN:
        return TooLate()
    order.state, order.claimer_id, order.claimed_at = OrderState.CLAIMED, desk.person.id, tx.now
    tx.record(matter, "follow_matter", desk.person.id)
    tx.say(Fact(FactKind.ORDER_CHANGED, order.id, Recipient(person=desk.person.id), Priority.REPLY, fresh=True))
    tell_everyone(tx, desk.matter, order, fresh=True)
    return Done(desk.matter.number)


def ask_reply(tx: Tx, *, speaker: Speaker, matter: str, chat: int | None = None) -> Outcome:
    """答复: staff write the answer, in private or, for a while, where they pressed it.

    Also to a matter that has ended, whose resident wants a person.
    """
    desk = _desk(tx, speaker, matter)
    if not isinstance(desk, _Desk):
        return desk
    here = place_in(tx.session, chat) if chat is not None else None
    if here is not None and here.kind is PlaceKind.STAFF:
        open_draft(tx, desk.person.id, DraftKind.ANSWER, matter, place=here.id, lasts=AT_THE_DESK)
    open_draft(tx, desk.person.id, DraftKind.ANSWER, matter)
    note(tx, NoteKind.ASK_REPLY, matter, desk.person.id)
    return Done(desk.matter.number)


def reply_matter(tx: Tx, *, speaker: Speaker, matter: str, words: str, place: str | None = None) -> Outcome:
    """The answer goes to the resident; an inquiry, suggestion or offer is thereby answered. place: written there."""
    desk = _desk(tx, speaker, matter)
    if not isinstance(desk, _Desk):
        return desk
    close_drafts(tx, desk.person.id, DraftKind.ANSWER, matter)
    desk.matter.answer = words[:1000]
    opened = desk.matter.state is MatterState.OPEN
    if opened and desk.matter.kind is not Kind.NEED:
        desk.matter.state, desk.matter.ended_at = MatterState.ANSWERED, tx.now
    tx.record(matter, "reply_matter", desk.person.id)
    public = desk.matter.place_id is not None and not desk.matter.sensitive
    payload = {"note": NoteKind.PASSED_ON.value, "what": "public" if public else ""}
    to = Recipient(place=place) if place is not None else Recipient(person=desk.person.id)
    tx.say(Fact(FactKind.TOLD, matter, to, Priority.REPLY, quiet=place is not None, payload=payload))
    told = opened and desk.matter.state is MatterState.ANSWERED  # 卡片上就是答复
    if not told:
        note(tx, NoteKind.REPLIED, matter, desk.matter.person_id, text=words[:1000])
    tell_resident(tx, desk.matter, fresh=told)
    tell_desk(tx, desk.matter)
    return Done(desk.matter.number)


@dataclass(frozen=True, slots=True)
class _Desk:
    person: Person
    matter: Matter


def _desk(tx: Tx, speaker: Speaker, matter: str) -> _Desk | NotYours | TooLate:
    """The matter, if `speaker` is staff of its community."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    row = tx.session.get(Matter, matter, with_for_update=True)
    if row is None:
        return TooLate()
    if not has_role(tx.session, person.id, Role.STAFF, row.community_id):
        return NotYours()
    return _Desk(person, row)


def _holder(tx: Tx, order: Order) -> str:
    partner = tx.session.get(Partner, order.partner_id) if order.partner_id else None
    return partner.name if partner else tx.session.get_one(Person, order.claimer_id).name


def _is_delicate(tx: Tx, matter: Matter) -> bool:
    of_it = sa.or_(col(Utterance.matter_id) == matter.id, col(Utterance.id) == matter.utterance_id)
    said = tx.session.exec(select(Utterance.text).where(of_it)).all()
    return any(map(told_in, said))


def _label(tx: Tx, desk: _Desk, kind: Kind, category: str | None) -> None:
    utterance = tx.session.get(Utterance, desk.matter.utterance_id) if desk.matter.utterance_id else None
    label(tx, utterance, kind, category, desk.person, "desk")
