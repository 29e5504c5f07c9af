"""Asking for the market: /market, and its calendar entry."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import col, select

from actions.market import Over
from actions.market_cards import show_market, show_plan
from actions.speaking import note
from actions.tx import Tx
from bot.nlp.asking import asks_what_is_on, names_the_market
from community.calendars import local_date
from community.facts import Fact, FactKind, NoteKind, Recipient
from community.heard import Heard, Speaker
from community.understanding import Kind, TimeWish, Understanding
from community.words import PlaceKind, Priority, Role
from storage.areas import area_of
from storage.market import next_market
from storage.people import has_role, meet
from storage.tables import Community, MarketDay, Person, Place, Street


@dataclass(frozen=True, slots=True)
class SentPrivately:
    """The calendar entry is on its way to the person's private chat."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The market's card answers."""


@dataclass(frozen=True, slots=True)
class StartFirst:
    """The bot may not write to the person yet: they must press start."""


def ask_market(tx: Tx, *, speaker: Speaker, place: str | None) -> None:
    """Answer /market: the next market day where it was asked (None: in private), or in the staff chat the plan.

    In a group that belongs to no street the bot keeps silent.
    """
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    here = tx.session.get(Place, place) if place is not None else None
    if here is not None and here.street_id is None:
        return
    to = Recipient(place=place) if place is not None else Recipient(person=person.id)
    street = _street(tx, person, here)
    if (
        street is not None
        and here is not None
        and here.kind is PlaceKind.STAFF
        and has_role(tx.session, person.id, Role.STAFF, None)
    ):
        show_plan(tx, street, to)
        return
    market = next_market(tx.session, street, tx.now) if street is not None else None
    if market is not None:
        show_market(tx, market.id, to)
    else:
        payload = {"note": NoteKind.NO_MARKET.value}
        tx.say(Fact(FactKind.TOLD, person.id, to, Priority.REPLY, payload=payload))


def answer_from_calendar(tx: Tx, *, heard: Heard, meaning: Understanding) -> Shown | None:
    """Show the next market to one who asks in a group or in private what is on, if it is held when they ask about.

    Who names the market is shown the next one whatever day they think it is on: its card says which. With none in sight
    they are told so. None if something else, or a market of the past, is asked about. Like /market it leaves no trace,
    so that it is no piece of what is said next.
    """
    if meaning.kind is not Kind.INQUIRY or not asks_what_is_on(heard.text):
        return None
    person = meet(tx.session, heard.speaker, new_id=tx.new_id, now=tx.now)
    street = _street(tx, person, tx.session.get(Place, heard.place) if heard.place else None)
    market = next_market(tx.session, street, tx.now) if street is not None else None
    asked, named = meaning.parsed.time, names_the_market(heard.text)
    to = Recipient(place=heard.place) if heard.place else Recipient(person=person.id)
    if street is None or (asked is not None and asked.end is not None and asked.end <= tx.now):
        return None
    if market is None and named:
        payload = {"note": NoteKind.NO_MARKET.value}
        tx.say(Fact(FactKind.TOLD, person.id, to, Priority.REPLY, quiet=True, payload=payload))
        return Shown()
    if market is None or not (named or (asked is not None and _falls_on(asked, market.day))):
        return None
    show_market(tx, market.id, to)
    return Shown()


def _falls_on(asked: TimeWish, day: date) -> bool:
    first = local_date(asked.start) if asked.start else day
    last = local_date(asked.end - timedelta(seconds=1)) if asked.end else day
    return first <= day <= last


def _street(tx: Tx, person: Person, place: Place | None) -> str | None:
    """Which street is meant: that of the chat, of the person's community, of their appointment, or the only one."""
    if place is not None:
        return place.street_id
    if person.community_id is not None:
        return tx.session.get_one(Community, person.community_id).street_id
    area = area_of(tx.session, person.id)
    return area.street if area else tx.session.exec(select(Street.id).order_by(col(Street.made_at))).first()


def ask_calendar(tx: Tx, *, speaker: Speaker, market: str) -> SentPrivately | StartFirst | Over:
    """Send the market's calendar entry to the person who pressed the button, now or when they have pressed start."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    if tx.session.get(MarketDay, market) is None:
        return Over()
    send_calendar(tx, market=market, person=person.id)
    return SentPrivately() if person.started and not person.unreachable else StartFirst()


def send_calendar(tx: Tx, *, market: str, person: str) -> bool:
    """Send the market's calendar entry to `person` in private. False: there is no such market."""
    if tx.session.get(MarketDay, market) is None:
        return False
    note(tx, NoteKind.MARKET_ICS, market, person)
    return True
