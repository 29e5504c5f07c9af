"""Recording what a resident wants: a need becomes a matter with a number and an order on the market."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlmodel import select

from actions.drafts import open_draft, take_draft
from actions.hearing import hear, pictures_before, recent_matter
from actions.homes import Home, HomeUnknown, ask_home, home_of
from actions.offering import offer
from actions.speaking import mark_seen, note, react, ring_staff, tell_desk, tell_partners, tell_resident
from actions.tx import Tx
from community.clock import SHANGHAI
from community.delicate import is_delicate, is_grave
from community.doors import better_door, tells_door
from community.facts import FactKind, NoteKind
from community.gist import summary_of
from community.heard import Heard
from community.routing import needs_door, wants_door, wants_phone
from community.transitions import HELD
from community.understanding import Kind, Understanding
from community.words import DraftKind, MatterState, OrderState
from storage.counters import next_number
from storage.tables import Community, Matter, Order, Particulars, Person, Utterance

DOOR_WAITED = timedelta(hours=12)
SUMMARY_KEPT = 120


@dataclass(frozen=True, slots=True)
class Registered:
    """Recorded, under these numbers."""

    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """Said more about the matter with this number, which already stands."""

    number: str


@dataclass(frozen=True, slots=True)
class HeardBefore:
    """The same message came again; nothing was done."""


def register_need(
    tx: Tx, *, heard: Heard, meaning: Understanding, sensitive: frozenset[str], category: str | None = None
) -> Registered | Joined | HeardBefore | HomeUnknown:
    """Record what `heard` asks for.

    - each need in the message is a matter of its own; `category` (chosen by a person) overrides what was understood
    - the same speaker saying more within two minutes adds to the matter that stands, unless it is another service
    - a need gets an order, pushed at once; an inquiry, suggestion or offer goes to staff
    - 险情 rings staff and is answered at once, whatever else
    - `sensitive` categories, and delicate words of any category, are spoken of in private only
    """
    person, utterance, new = hear(tx, heard)
    if not new and utterance.matter_id is not None:
        return HeardBefore()
    home = home_of(tx, person, heard.place)
    if home is None:
        return ask_home(tx, person, utterance)
    standing = recent_matter(tx, person.id, heard.place)
    codes = [category] if category else [scored.code for scored in meaning.categories[: max(1, meaning.several)]]
    if standing is not None and standing.kind is meaning.kind and _same(standing, codes[0], meaning):
        add_words(tx, standing, utterance, meaning)
        mark_seen(tx, utterance)
        return Joined(standing.number)
    delicate = is_delicate(utterance.text)
    kind = Kind.NEED if category and meaning.kind is Kind.CHATTER else meaning.kind
    matters = [
        _register(tx, person, utterance, home, meaning, kind, code, delicate or code in sensitive) for code in codes
    ]
    return Registered(tuple(matter.number for matter in matters))


def _same(standing: Matter, category: str, meaning: Understanding) -> bool:
    """Whether what was said may be about `standing`: a lock is not a drain, though both are repairs."""
    another = standing.service and meaning.service and standing.service != meaning.service
    return standing.category == category and not another


def add_words(tx: Tx, matter: Matter, utterance: Utterance, meaning: Understanding) -> None:
    """Add a further message of the same person to `matter`: its time, door and phone, if it names any."""
    utterance.matter_id = matter.id
    matter.sensitive = matter.sensitive or is_delicate(utterance.text)
    particulars = tx.session.get_one(Particulars, matter.id)
    _fill(particulars, matter.category, meaning)
    particulars.media = [*particulars.media, *utterance.media]
    particulars.note = "；".join(filter(None, (particulars.note, utterance.text)))[:500]
    matter.summary = "；".join(filter(None, (matter.summary, summary_of(utterance.text, meaning))))[:SUMMARY_KEPT]
    if meaning.slots.time and not matter.time_text:
        matter.time_text = meaning.slots.time
        matter.wanted_at = meaning.parsed.time.start if meaning.parsed.time else None
    tx.record(matter.id, "add_words", matter.person_id, utterance=utterance.id)
    tell_resident(tx, matter)
    tell_desk(tx, matter)
    order = tx.session.exec(select(Order).where(Order.matter_id == matter.id)).first()
    if order is None:
        return
    tell_partners(tx, order)
    if order.state in HELD and order.claimer_id is not None:
        note(tx, NoteKind.CHANGED, order.id, order.claimer_id, text=utterance.text[:SUMMARY_KEPT], what="words")


def _register(
    tx: Tx,
    person: Person,
    utterance: Utterance,
    home: Home,
    meaning: Understanding,
    kind: Kind,
    category: str,
    sensitive: bool,
) -> Matter:
    matter = record_matter(tx, person, utterance, home, meaning, kind, category, sensitive)
    if kind is Kind.NEED:
        open_order(tx, matter)
    react(tx, matter, FactKind.SEEN)
    if matter.urgency == 3 or is_grave(utterance.text):
        ring_staff(tx, matter)
    tell_resident(tx, matter)
    tell_desk(tx, matter, fresh=True)
    if kind is Kind.NEED and person.started:
        ask_particulars(tx, matter)
    return matter


def record_matter(
    tx: Tx,
    person: Person,
    utterance: Utterance,
    home: Home,
    meaning: Understanding,
    kind: Kind,
    category: str,
    sensitive: bool,
) -> Matter:
    """A new matter with its number and particulars; nobody is told yet."""
    matter = Matter(
        id=tx.new_id(),
        number=_number(tx, home.community),
        street_id=home.street,
        community_id=home.community,
        grid_id=home.grid,
        place_id=utterance.place_id,
        person_id=person.id,
        utterance_id=utterance.id,
        kind=kind,
        state=MatterState.OPEN,
        category=category,
        service=meaning.service,
        sensitive=sensitive,
        urgency=meaning.urgency,
        summary=summary_of(utterance.text, meaning),
        time_text=meaning.slots.time,
        wanted_at=meaning.parsed.time.start if meaning.parsed.time else None,
        made_at=tx.now,
    )
    tx.session.add(matter)
    tx.session.flush()
    utterance.matter_id = utterance.matter_id or matter.id
    media = [*_pictures(tx, matter, utterance), *utterance.media]
    particulars = Particulars(matter_id=matter.id, name=person.name, door=person.door, phone=person.phone, media=media)
    _fill(particulars, category, meaning)
    tx.session.add(particulars)
    tx.record(matter.id, "register_need", person.id, number=matter.number, kind=kind.value, category=category)
    return matter


def _pictures(tx: Tx, matter: Matter, utterance: Utterance) -> list[dict[str, Any]]:
    """A picture often comes before its words: it goes with them."""
    before = pictures_before(tx, utterance)
    for each in before:
        each.matter_id = matter.id
    return [item for each in before for item in each.media if item["type"] != "contact"]


def open_order(tx: Tx, matter: Matter) -> Order:
    """Give `matter` its order and push it."""
    order = Order(
        id=tx.new_id(),
        matter_id=matter.id,
        community_id=matter.community_id,
        category=matter.category,
        state=OrderState.OPEN,
        offered_at=tx.now,
    )
    tx.session.add(order)
    tx.session.flush()
    offer(tx, matter, order)
    return order


def lacking(tx: Tx, matter: Matter) -> tuple[bool, bool]:
    """Whether the door, and whether the phone, is wanted for `matter` and not known yet."""
    known = tx.session.get_one(Particulars, matter.id)
    asked_of = (matter.category, matter.summary, matter.urgency)
    return wants_door(*asked_of) and not known.door, wants_phone(*asked_of) and not known.phone


def ask_particulars(tx: Tx, matter: Matter) -> bool:
    """Ask the resident in private for what the claimer will need and is not known yet; whether anything was asked."""
    lacks_door, lacks_phone = lacking(tx, matter)
    if not (lacks_door or lacks_phone):
        return False
    waiting = take_draft(tx, matter.person_id)
    if waiting is None or waiting.kind is DraftKind.DOOR:
        open_draft(tx, matter.person_id, DraftKind.DOOR, matter.id, lasts=DOOR_WAITED)
    note(tx, NoteKind.ASK_DOOR, matter.id, matter.person_id, door=lacks_door, phone=lacks_phone)
    return True


def _fill(particulars: Particulars, category: str, meaning: Understanding) -> None:
    """Who comes to a home needs the door itself: a building alone is asked about."""
    door = better_door(particulars.door, meaning.slots.place)
    particulars.door = door if door and (tells_door(door) or not needs_door(category)) else None
    particulars.phone = meaning.slots.phone or particulars.phone


def _number(tx: Tx, community: str) -> str:
    code = tx.session.get_one(Community, community).code
    day = tx.now.astimezone(SHANGHAI).strftime("%m%d")
    year = tx.now.astimezone(SHANGHAI).year
    running = next_number(tx.session, f"matter:{community}:{year}{day}")
    return f"{code}-{day}-{running:02d}"
