"""What a resident adds to a matter in private (or by editing): door, phone, time, photos; passed on to the claimer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlmodel import col, select

from actions.adding import SUMMARY_KEPT, add_words, keep, known_place, put_place_right, raise_alarm
from actions.details import fill_known, lacking, still_wanted
from actions.drafts import close_draft, take_draft
from actions.hearing import answered_matter, hear, latest_matter, recent_matter, utterance_at
from actions.residents import recategorise
from actions.ringing import pass_on
from actions.speaking import mark_seen, note, tell_desk, tell_partners, tell_resident
from actions.tx import Tx
from actions.unsaying import take_aside
from actions.voices import hand_voices, without_voices
from bot.nlp.correcting import by_edit
from community.doors import better_door, spelled_phone, tells_door, without_phone
from community.elsewhere import at_anothers
from community.facts import NoteKind
from community.gist import summary_of
from community.heard import Heard
from community.ringing import is_alarming, is_despair
from community.routing import needs_door, shows_door
from community.spots import closer, spot_in, spot_of
from community.transitions import HELD
from community.understanding import Understanding
from community.words import DraftKind, MatterState
from storage.history import latest
from storage.people import meet
from storage.tables import Matter, Order, Particulars, Person

COURTESY = 4  # letters such as “my home, phone” around a door and a phone say nothing more

ALBUM = timedelta(seconds=10)
"""The pictures of one album come within this time; one thank-you is enough."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Added to the matter with this number."""

    number: str


@dataclass(frozen=True, slots=True)
class NoMatter:
    """There is no open matter to add it to."""


def add_particulars(
    tx: Tx,
    *,
    heard: Heard,
    meaning: Understanding,
    matter: str | None,
    door: str | None,
    told: bool = True,
) -> Kept | NoMatter:
    """Keep `door`, phone, words and media of `heard` with `matter` (None: the speaker's newest open one).

    The resident's own phone and door, and nothing around it, are remembered for the next time. A claimer is told at
    once; the resident, if `told`, once for an album.
    """
    person = meet(tx.session, heard.speaker, new_id=tx.new_id, now=tx.now)
    words = heard.text.strip()
    told_phone = meaning.slots.phone or spelled_phone(words)
    phone = told_phone or _phone_of(heard)
    row = tx.session.get(Matter, matter) if matter else _about(tx, person, door, phone)
    if row is None or row.person_id != person.id or not still_wanted(tx, row):
        return NoMatter()
    person.phone = told_phone or _phone_of(heard, own=True) or person.phone
    named = meaning.slots.place
    away = person.community_id not in {None, row.community_id}
    if not (away or at_anothers(row.summary)):  # 我妈家的、在别的社区说的，不是他家的门牌
        person.door = better_door(person.door, named if door and named and tells_door(named) else door)
    kept = tx.session.get_one(Particulars, row.id)
    kept.door, kept.phone = better_door(kept.door, door), phone or kept.phone
    media = [item for item in without_voices(heard.media) if item["type"] != "contact"]
    row.sensitive = row.sensitive or meaning.delicate
    more_said = says_more(words, door, phone)
    if not needs_door(row.category):  # 公共的地方：补的哪栋楼，也是它在哪
        spot = closer(spot_of(row.spot), spot_in(meaning))
        row.spot = spot.key if spot else None
    keep(kept, words if more_said else "", media)
    draft = take_draft(tx, person.id)
    if draft is not None and draft.kind is DraftKind.DOOR and (door or phone) and not any(lacking(tx, row)):
        close_draft(tx, person.id)
    last = latest(tx.session, row.id, "add_particulars")
    more = not words and _pictures(media) and last is not None and last > tx.now - ALBUM
    tx.record(row.id, "add_particulars", person.id, door=bool(door), phone=bool(phone), media=len(media))
    seen = door is not None and shows_door(row.category, row.summary, row.urgency, door)
    hand_voices(tx, row, heard.media)
    _tell(tx, row, media, details=bool(seen or phone or more_said), words=words if more_said else "")
    _share(tx, person, row)
    if told and not more:
        note(tx, NoteKind.KEPT, row.id, person.id, what="details")
    return Kept(row.number)


def keep_told_aloud(tx: Tx, *, heard: Heard, meaning: Understanding) -> Kept | NoMatter:
    """Door or phone that were asked for, told before the whole group: kept, and they may be taken away there."""
    person, door, phone = meet(tx.session, heard.speaker, new_id=tx.new_id, now=tx.now), *_where(meaning)
    row = _lacking(tx, person, door, phone)
    if row is None:
        return NoMatter()
    _, utterance, _ = hear(tx, heard)
    utterance.matter_id = row.id
    mark_seen(tx, utterance)
    note(tx, NoteKind.UNSAY, utterance.id, person.id, text=utterance.text, what="door")
    return add_particulars(tx, heard=heard, meaning=meaning, matter=row.id, door=door, told=False)


def _where(meaning: Understanding) -> tuple[str | None, str | None]:
    place = meaning.slots.place
    return place if place and tells_door(place) else None, meaning.slots.phone


def attach_media(tx: Tx, *, heard: Heard) -> Kept | NoMatter:
    """A photo or place that follows one's own words in a group within two minutes, or answers them or their card,
    belongs to them."""
    person, utterance, new = hear(tx, heard)
    about = answered_matter(tx, heard)
    row = tx.session.get(Matter, about) if about else recent_matter(tx, person.id, heard)
    if not new or row is None or row.person_id != person.id or row.state is not MatterState.OPEN:
        return NoMatter()
    utterance.matter_id = row.id
    keep(tx.session.get_one(Particulars, row.id), media=utterance.media)
    hand_voices(tx, row, utterance.media)
    tx.record(row.id, "attach_media", person.id, media=len(heard.media))
    _tell(tx, row, without_voices(utterance.media))
    return Kept(row.number)


def correct_words(tx: Tx, *, heard: Heard, meaning: Understanding, sensitive: frozenset[str]) -> Kept | NoMatter:
    """The resident edited the message: the matter follows, and whoever holds the order is told."""
    utterance = utterance_at(tx, heard.chat_id, heard.message_id)
    person = meet(tx.session, heard.speaker, new_id=tx.new_id, now=tx.now)
    matter = tx.session.get(Matter, utterance.matter_id) if utterance and utterance.matter_id else None
    if utterance is None or matter is None or utterance.person_id != person.id or utterance.text == heard.text:
        return NoMatter()
    before, utterance.text = utterance.text, heard.text
    if matter.state is not MatterState.OPEN:
        return NoMatter()
    if matter.utterance_id != utterance.id:
        right = by_edit(known_place(tx, matter), heard.text, meaning)
        add_words(tx, matter, utterance, meaning, corrected=right, before=before)
        return Kept(matter.number)
    right = by_edit(known_place(tx, matter), heard.text, meaning) if matter.spot else meaning
    put_place_right(tx, matter, right)
    matter.summary = summary_of(heard.text, meaning)
    matter.sensitive = matter.sensitive or meaning.delicate
    if meaning.delicate:
        take_aside(tx, utterance, meaning)
    if meaning.slots.time:
        matter.time_text = meaning.slots.time
        matter.wanted_at = meaning.parsed.time.start if meaning.parsed.time else None
    worse, grave = meaning.urgent and matter.urgency < 3, matter.grave
    matter.urgency = max(matter.urgency, meaning.urgency)
    matter.grave = matter.grave if is_despair(matter.grave) else meaning.harm or matter.grave
    if worse or matter.grave != grave:
        raise_alarm(tx, matter)
    tx.record(matter.id, "correct_words", person.id)
    best = meaning.categories[0].code if meaning.categories else matter.category
    if best != matter.category and not matter.confirmed and meaning.several:
        matter.sensitive = meaning.delicate or best in sensitive
        recategorise(tx, matter, best)
    if best == matter.category:
        matter.service = meaning.service or matter.service
    _tell(tx, matter, [], changed=heard.text[:SUMMARY_KEPT])
    return Kept(matter.number)


def _about(tx: Tx, person: Person, door: str | None, phone: str | None) -> Matter | None:
    """What a door or a phone is said for: the newest open matter that waits for it, else the newest."""
    return _lacking(tx, person, door, phone) or latest_matter(tx, person.id)


def _lacking(tx: Tx, person: Person, door: str | None, phone: str | None) -> Matter | None:
    alive = col(Matter.state).in_((MatterState.OPEN, MatterState.MERGED))
    query = select(Matter).where(Matter.person_id == person.id, alive)
    for matter in tx.session.exec(query.order_by(col(Matter.made_at).desc(), col(Matter.id).desc())).all():
        if not still_wanted(tx, matter):
            continue
        lacks_door, lacks_phone = lacking(tx, matter)
        if (door and lacks_door) or (phone and lacks_phone):
            return matter
    return None


def _share(tx: Tx, person: Person, told: Matter) -> None:
    """What the resident said of themself once holds for their other open matters that want it and lack it."""
    query = select(Matter).where(Matter.person_id == person.id, Matter.state == MatterState.OPEN, Matter.id != told.id)
    for matter in tx.session.exec(query).all():
        if fill_known(tx, matter):
            tx.record(matter.id, "share_particulars", person.id)
            _tell(tx, matter, [], details=True)


def _pictures(media: Sequence[Mapping[str, Any]]) -> bool:
    return bool(media) and all(item["type"] in {"photo", "video"} for item in media)


def _tell(
    tx: Tx,
    matter: Matter,
    media: Sequence[Mapping[str, Any]],
    *,
    details: bool = False,
    words: str = "",
    changed: str | None = None,
) -> None:
    tell_resident(tx, matter)
    tell_desk(tx, matter)
    if is_alarming(matter.urgency, matter.grave):
        pass_on(tx, matter)
    if matter.merged_into is not None:
        _tell_of_part(tx, matter, details=details, words=words)
        return
    order = tx.session.exec(select(Order).where(Order.matter_id == matter.id)).first()
    if order is None:
        return
    tell_partners(tx, order)
    if order.state in HELD and order.claimer_id is not None:
        if media:
            note(tx, NoteKind.MEDIA, matter.id, order.claimer_id, media=list(media))
        if changed or details:
            what = "words" if changed else "details"
            note(tx, NoteKind.CHANGED, order.id, order.claimer_id, text=changed or words, what=what)


def _tell_of_part(tx: Tx, part: Matter, *, details: bool, words: str) -> None:
    """What a neighbour told for their part of `part.merged_into`: on the claimer's card, which comes down to them."""
    order = tx.session.exec(select(Order).where(Order.matter_id == part.merged_into)).first()
    if order is None or order.state not in HELD or order.claimer_id is None:
        return
    tell_partners(tx, order, only=order.claimer_id, fresh=details)
    if words:
        note(tx, NoteKind.CHANGED, order.id, order.claimer_id, text=words, what="more")


def says_more(words: str, door: str | None, phone: str | None) -> bool:
    """Whether `words` hold anything besides the door and the phone, which are kept in places of their own."""
    words = without_phone(words, phone)
    words = words.replace(door, "") if door else words
    return sum(letter.isalnum() for letter in words) > COURTESY


def _phone_of(heard: Heard, *, own: bool = False) -> str | None:
    """The number on a contact card; `own`: only if the card is the speaker's."""
    cards = (item for item in heard.media if item["type"] == "contact" and item.get("phone"))
    return next((str(card["phone"]) for card in cards if not own or card.get("user_id") == heard.speaker.user_id), None)
