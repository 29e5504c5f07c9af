"""Which community and grid somebody belongs to."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from actions.drafts import close_draft, open_draft, take_draft
from actions.speaking import note
from actions.tx import Tx
from community.elsewhere import at_anothers, grid_in, lies_in, lives_in, named_among, others_live_in, spelled_in_latin
from community.facts import NoteKind
from community.heard import Heard, Speaker
from community.understanding import Understanding
from community.words import DraftKind
from storage.people import holds_order, meet
from storage.places import place_at
from storage.tables import Community, Draft, Grid, Person, Utterance

CHOICE_KEPT = timedelta(hours=24)
MOST_KEPT = 10
Homes = tuple[tuple[str, str], ...]
"""Communities: id and name."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where a matter belongs."""

    street: str
    community: str
    grid: str | None


@dataclass(frozen=True, slots=True)
class HomeUnknown:
    """Said in private by someone whose community we do not know; they are asked, and the words are kept."""


@dataclass(frozen=True, slots=True)
class HomeChosen:
    """Now known, by this name."""

    name: str


@dataclass(frozen=True, slots=True)
class NoSuchHome:
    """No community with that id."""


def home_of(tx: Tx, person: Person, place: str | None) -> Home | None:
    """Where `person`'s matter belongs: the group's community, else their own, else the only one there is."""
    if place is not None:
        row = place_at(tx.session, place)
        if row.community_id is None or row.street_id is None:
            return None
        return Home(row.street_id, row.community_id, row.grid_id)
    if person.community_id is not None:
        community = tx.session.get_one(Community, person.community_id)
        return Home(community.street_id, community.id, person.grid_id)
    communities = tx.session.exec(select(Community).limit(2)).all()
    if len(communities) == 1:
        return Home(communities[0].street_id, communities[0].id, None)
    return None


def home_told(tx: Tx, home: Home, words: str) -> Home:
    """Where what `words` tell belongs: to the community that they name, where they are about somebody else's home."""
    if not at_anothers(words):
        return home
    found = tx.session.exec(select(Community).where(Community.street_id == home.street)).all()
    name = named_among(words, [one.name for one in found])
    there = next((one for one in found if one.name == name and one.id != home.community), None)
    return Home(home.street, there.id, None) if there is not None else home


def community_named(session: Session, words: str) -> Community | None:
    """The one community that `words` name, in Chinese or spelled in Latin letters; None for none, and for several."""
    found = session.exec(select(Community).order_by(col(Community.rota), col(Community.name))).all()
    name, code = named_among(words, [one.name for one in found]), spelled_in_latin(words)
    named = [one for one in found if one.name == name] or [one for one in found if code and one.code == code]
    return named[0] if len(named) == 1 else None


def home_in(session: Session, words: str) -> Home | None:
    """Where `words` say that it is, of somebody whose own community nobody knows."""
    found = community_named(session, words)
    return Home(found.street_id, found.id, None) if found is not None else None


def home_named(tx: Tx, heard: Heard, meaning: Understanding) -> Home | None:
    """Where words said in private say that it is: danger by any word of it, all else by an address."""
    found = community_named(tx.session, heard.text) if heard.place is None and heard.text else None
    danger = meaning.urgent or meaning.grave
    if found is None or not (danger or lies_in(heard.text, found.name)):
        return None
    return Home(found.street_id, found.id, None)


def home_said(session: Session, user_id: int, words: str, now: datetime) -> str | None:
    """The community of which the Telegram user says that they live there, if theirs is not known: by itself, among
    other words, or by naming it when they were asked. Who is on their way to somebody tells where they are:
    of them only both together are believed."""
    if not words or not home_choices(session, user_id):
        return None
    found = community_named(session, words)
    if found is None:
        return None
    asked = (
        select(Draft).join(Person).where(Person.user_id == user_id, Draft.kind == DraftKind.HOME, Draft.place_id == "")
    )
    draft = session.exec(asked).first()
    answers = draft is not None and draft.expires_at > now
    own = spelled_in_latin(words) is not None or lives_in(words, found.name)
    if holds_order(session, user_id):
        return found.id if answers and own else None
    return found.id if own or (answers and not others_live_in(words, found.name)) else None


def ask_home(tx: Tx, person: Person, utterance: Utterance) -> HomeUnknown:
    """Keep what was said, with what was kept before, and ask for the community."""
    draft = take_draft(tx, person.id)
    kept = draft.payload["kept"] if draft is not None and draft.kind is DraftKind.HOME else []
    later = [*kept[1:], utterance.id][1 - MOST_KEPT :]  # the first of them is what it is about
    open_draft(tx, person.id, DraftKind.HOME, "", lasts=CHOICE_KEPT, kept=[*kept[:1], *later])
    return remind_home(tx, person)


def remind_home(tx: Tx, person: Person) -> HomeUnknown:
    """Ask for the community."""
    note(tx, NoteKind.NO_COMMUNITY, person.id, person.id, choices=_communities(tx.session))
    return HomeUnknown()


def home_choices(session: Session, user_id: int) -> Homes:
    """The communities that the Telegram user may live in; () if it is known, or if there is but one."""
    query = select(Person.community_id).where(Person.user_id == user_id)
    if session.exec(query).first() is not None:
        return ()
    found = _communities(session)
    return found if len(found) > 1 else ()


def name_of(session: Session, community: str) -> str:
    """The name of the community."""
    return session.get_one(Community, community).name


def _communities(session: Session) -> Homes:
    query = select(Community).order_by(col(Community.rota), col(Community.name))
    return tuple((community.id, community.name) for community in session.exec(query))


def choose_home(tx: Tx, *, speaker: Speaker, community: str, words: str = "") -> HomeChosen | NoSuchHome:
    """The speaker says where they live. words: in which they say so, and perhaps in which grid."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    row = tx.session.get(Community, community)
    if row is None:
        return NoSuchHome()
    if person.community_id != row.id:
        person.door = person.door if person.community_id is None else None  # 搬了家，老门牌不跟着走
        person.community_id, person.grid_id = row.id, None
    person.grid_id = _grid(tx.session, row.id, grid_in(words)) or person.grid_id
    draft = take_draft(tx, person.id)
    if draft is not None and draft.kind is DraftKind.HOME:
        close_draft(tx, person.id)
    return HomeChosen(row.name)


def _grid(session: Session, community: str, number: int | None) -> str | None:
    """The grid of the community with this number in its name."""
    found = session.exec(select(Grid).where(Grid.community_id == community)).all() if number else ()
    return next((one.id for one in found if grid_in(one.name) == number), None)


def kept_words(session: Session, speaker: Speaker, now: datetime) -> tuple[Heard, ...]:
    """What the speaker said before their community was known, oldest first."""
    query = select(Draft).join(Person).where(Person.user_id == speaker.user_id, Draft.kind == DraftKind.HOME)
    draft = session.exec(query).first()
    if draft is None or draft.expires_at <= now:
        return ()
    rows = (session.get_one(Utterance, ident) for ident in draft.payload["kept"])
    return tuple(Heard(speaker, None, row.chat_id, row.message_id, row.at, row.text, tuple(row.media)) for row in rows)
