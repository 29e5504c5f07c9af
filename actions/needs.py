"""Recording what a resident wants: a need becomes a matter with a number and an order on the market."""

from dataclasses import dataclass

from actions.adding import add_words, fill, keep
from actions.alarms import holder_of
from actions.desk import follow_matter
from actions.details import ask_particulars, own_door
from actions.hearing import keep_words, loose_pieces, recent_matter, spoken
from actions.homes import Home, HomeUnknown, home_named, home_of, home_told
from actions.merging import merge_twin
from actions.offering import first_order
from actions.ringing import ring_staff
from actions.speaking import react, tell_asker, tell_desk
from actions.tx import Tx
from actions.unplaced import adopt_alarm, alarm_of, ask_where, settle_alarm
from actions.unsaying import take_aside
from actions.voices import hand_voices, without_voices
from bot.nlp.delicate import told_in
from community.clock import SHANGHAI
from community.facts import FactKind
from community.gist import summary_of
from community.heard import Heard, Speaker
from community.ringing import is_despair
from community.routing import PUBLIC_PLACES, wants_door
from community.spots import spot_in
from community.understanding import Kind, Understanding
from community.words import MatterState
from storage.counters import next_number, of_matters
from storage.rows import insert_rows
from storage.tables import Community, Matter, Particulars, Person, Question, Utterance


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
    tx: Tx,
    *,
    heard: Heard,
    meaning: Understanding,
    sensitive: frozenset[str],
    category: str | None = None,
    apart: bool = False,
    home: Home | None = None,
    warned: bool = False,
) -> Registered | Joined | HeardBefore | HomeUnknown:
    """Record what `heard` asks for.

    - each need in the message is a matter of its own; `category` (chosen by a person) overrides what was understood
    - the same speaker saying more within two minutes adds to the matter that stands, unless it is another service, or
      `apart`: known to be a matter of its own
    - what they half said just before goes with it; what a neighbour certainly told already is merged with theirs
    - a need gets an order, pushed at once; an inquiry, suggestion or offer goes to staff
    - 险情 rings staff and is answered at once, whatever else
    - `home`: where it belongs, if staff said so; else it is that of the group, of the speaker, or the one it names
    - `warned`: whoever speaks was told before whom to ring
    - `sensitive` categories, and delicate words of any category, are spoken of in private only
    """
    said = spoken(tx, heard)
    person, kept = said.person, said.kept
    if kept is not None and kept.matter_id is not None:
        return HeardBefore()
    own = home_of(tx, person, heard.place) if home is None else None
    home = home_told(tx, own, heard.text) if own is not None else home or home_named(tx, heard, meaning)
    if home is None:
        return ask_where(tx, person, kept or keep_words(tx, person, heard), meaning)
    standing = None if apart or said.met else recent_matter(tx, person.id, heard)
    codes = [category] if category else [scored.code for scored in meaning.categories[: max(1, meaning.several)]]
    if standing is not None and standing.kind is meaning.kind and _same(standing, codes[0], meaning):
        add_words(tx, standing, kept or keep_words(tx, person, heard), meaning)
        return Joined(standing.number)
    chosen = category is not None and meaning.kind is Kind.CHATTER
    kind = Kind.NEED if chosen or meaning.grave or meaning.urgent else meaning.kind  # 险情要有人接，不等答复
    pieces = [] if said.met else loose_pieces(tx, heard, person.id)
    delicate = meaning.delicate or any(told_in(piece.text) for piece in pieces)
    idents = [tx.new_id() for _ in codes]
    utterance = kept or keep_words(tx, person, heard, matter=idents[0])
    matters = [
        record_matter(tx, ident, person, utterance, home, meaning, kind, code, delicate or code in sensitive)
        for ident, code in zip(idents, codes, strict=True)
    ]
    hand_voices(tx, matters[0], utterance.media if heard.text else ())
    for piece in pieces:
        attach(tx, matters[0], piece)
    alarm = alarm_of(tx, kept) if kept is not None else None
    if alarm is not None:
        settle_alarm(tx, alarm, matters[0])
    for matter in matters:
        _announce(tx, matter, grave=meaning.harm is not None, alarm=alarm, warned=warned or alarm is not None)
    holder = holder_of(alarm) if alarm is not None else None
    if holder is not None:  # 谁先跟进的，还是谁跟进
        follow_matter(tx, speaker=_speaker(tx, holder), matter=matters[0].id)
    if meaning.harm or any(matter.sensitive for matter in matters):
        take_aside(tx, utterance, meaning)
    return Registered(tuple(matter.number for matter in matters))


def _speaker(tx: Tx, person: str) -> Speaker:
    row = tx.session.get_one(Person, person)
    return Speaker(row.user_id, row.name)


def _same(standing: Matter, category: str, meaning: Understanding) -> bool:
    """Whether what was said may be about `standing`: a lock is not a drain, though both are repairs."""
    service = meaning.service_in(category)
    another = standing.service and service and standing.service != service
    return standing.category == category and not another


def attach(tx: Tx, matter: Matter, piece: Utterance) -> None:
    """A picture or half a sentence often comes before its words: it goes with them."""
    piece.matter_id = matter.id
    media = [item for item in piece.media if item["type"] != "contact"]
    keep(tx.session.get_one(Particulars, matter.id), piece.text, media, first=True)
    hand_voices(tx, matter, media)


def _announce(tx: Tx, matter: Matter, *, grave: bool, alarm: Question | None, warned: bool) -> None:
    """The matter goes to whom it concerns, unless it goes into a neighbour's that stands. alarm: has rung about it."""
    with tx.together():
        react(tx, matter, FactKind.SEEN)
        if merge_twin(tx, matter):
            return
        if matter.kind is Kind.NEED:
            first_order(tx, matter)
        if matter.urgency == 3 or grave:
            if alarm is not None:
                adopt_alarm(tx, alarm, matter)
            ring_staff(tx, matter, warned=warned)
        tell_asker(tx, matter, fresh=alarm is not None)
        tell_desk(tx, matter, fresh=True)
    if is_despair(matter.grave):
        return  # 先说话，不先填表；有人接了再问
    if matter.kind is Kind.NEED and tx.session.get_one(Person, matter.person_id).started:
        ask_particulars(tx, matter)


def record_matter(
    tx: Tx,
    ident: str,
    person: Person,
    utterance: Utterance,
    home: Home,
    meaning: Understanding,
    kind: Kind,
    category: str,
    sensitive: bool,
) -> Matter:
    """A new matter with its number and particulars; nobody is told yet. ident: a new id for it."""
    matter = Matter(
        id=ident,
        number=number_in(tx, home.community),
        street_id=home.street,
        community_id=home.community,
        grid_id=home.grid,
        place_id=utterance.place_id,
        person_id=person.id,
        utterance_id=utterance.id,
        kind=kind,
        state=MatterState.OPEN,
        category=category,
        service=meaning.service_in(category),
        sensitive=sensitive,
        urgency=meaning.urgency,
        grave=meaning.harm,
        summary=summary_of(utterance.text, meaning),
        spot=spot.key if (spot := spot_in(meaning)) else None,
        time_text=meaning.slots.time,
        wanted_at=meaning.parsed.time.start if meaning.parsed.time else None,
        made_at=tx.now,
    )
    insert_rows(tx.session, matter)
    if utterance.matter_id is None:  # to set what is there already is a change to be looked at
        utterance.matter_id = matter.id
    public = category in PUBLIC_PLACES and not wants_door(category, matter.summary, matter.urgency)
    door = None if public else own_door(person, matter, utterance.text)  # 公共的地方坏了，不在说话的人家里
    particulars = Particulars(
        matter_id=matter.id, name=person.name, door=door, phone=person.phone, media=without_voices(utterance.media)
    )
    fill(particulars, category, meaning)
    insert_rows(tx.session, particulars)
    tx.record(matter.id, "register_need", person.id, number=matter.number, kind=kind.value, category=category)
    return matter


def number_in(tx: Tx, community: str) -> str:
    """The next number of `community`."""
    code = tx.session.get_one(Community, community).code
    day = tx.now.astimezone(SHANGHAI).date()
    running = next_number(tx.session, of_matters(community, day))
    return f"{code}-{day:%m%d}-{running:02d}"
