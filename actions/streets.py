"""Setting up a street: its name, its communities, their grids, and the groups that belong to them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import select

from actions.desk_place import catch_up, clear_desk
from actions.groups import ChatSeen, note_chat
from actions.staffing import NotStaff, staff
from actions.tx import Tx
from community.heard import Speaker
from community.words import PlaceKind
from storage.tables import Community, Grid, Place

NAME_KEPT = 40


@dataclass(frozen=True, slots=True)
class NewCommunity:
    """A community as staff write it down. `code`: two Latin capitals, the beginning of its numbers."""

    code: str
    name: str
    square: str = ""
    rain_place: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class SetUp:
    """Done; `ids` of what there is now, in the order asked for."""

    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoSuchThing:
    """What it was to be done to is not there (any more)."""


def name_street(tx: Tx, *, speaker: Speaker, name: str) -> SetUp | NotStaff:
    """Give the street its name."""
    who = staff(tx, speaker)
    if isinstance(who, NotStaff):
        return who
    who.street.name = name.strip()[:NAME_KEPT]
    tx.record(who.street.id, "name_street", who.person.id, name=who.street.name)
    return SetUp((who.street.id,))


def add_communities(tx: Tx, *, speaker: Speaker, communities: Sequence[NewCommunity]) -> SetUp | NotStaff:
    """Add communities, in the order of their turns at the market; one whose code is known already is corrected."""
    who = staff(tx, speaker)
    if isinstance(who, NotStaff):
        return who
    known = {row.code: row for row in tx.session.exec(select(Community).where(Community.street_id == who.street.id))}
    ids = []
    for new in communities:
        row = known.get(new.code)
        if row is None:
            row = Community(id=tx.new_id(), street_id=who.street.id, code=new.code, name="", rota=len(known) + 1)
            known[new.code] = row
            tx.session.add(row)
        row.name = new.name.strip()[:NAME_KEPT]
        row.square, row.rain_place = new.square or row.square, new.rain_place or row.rain_place
        row.phone = new.phone or row.phone
        ids.append(row.id)
    tx.record(who.street.id, "add_communities", who.person.id, codes=[new.code for new in communities])
    tx.session.flush()
    return SetUp(tuple(ids))


def add_grids(tx: Tx, *, speaker: Speaker, community: str, names: Sequence[str]) -> SetUp | NotStaff | NoSuchThing:
    """Add grids to `community`; those that are there already stay."""
    who = staff(tx, speaker, community)
    if isinstance(who, NotStaff):
        return who
    row = tx.session.get(Community, community)
    if row is None or row.street_id != who.street.id:
        return NoSuchThing()
    known = {grid.name: grid for grid in tx.session.exec(select(Grid).where(Grid.community_id == community))}
    for name in (given.strip()[:NAME_KEPT] for given in names):
        if name not in known:
            known[name] = Grid(id=tx.new_id(), community_id=community, name=name)
            tx.session.add(known[name])
    tx.record(community, "add_grids", who.person.id, names=list(names))
    tx.session.flush()
    return SetUp(tuple(known[name.strip()[:NAME_KEPT]].id for name in names))


def bind_grid(tx: Tx, *, speaker: Speaker, place: str, grid: str) -> SetUp | NotStaff | NoSuchThing:
    """Make `place` the group of `grid`."""
    row, where = tx.session.get(Place, place), tx.session.get(Grid, grid)
    who = staff(tx, speaker, where.community_id if where else None)
    if isinstance(who, NotStaff) or _is_others(tx, speaker, row):
        return NotStaff()
    community = tx.session.get(Community, where.community_id) if where else None
    if row is None or where is None or community is None or community.street_id != who.street.id:
        return NoSuchThing()
    if row.street_id not in (None, who.street.id):
        return NoSuchThing()
    if row.kind is PlaceKind.STAFF:
        clear_desk(tx, row)
    row.kind, row.street_id, row.community_id, row.grid_id = PlaceKind.GRID, who.street.id, community.id, grid
    tx.record(place, "bind_grid", who.person.id, grid=grid)
    return SetUp((place,))


def bind_desk(tx: Tx, *, speaker: Speaker, place: str, community: str | None = None) -> SetUp | NotStaff | NoSuchThing:
    """Make `place` a staff chat: of `community`, or (None) of the whole street."""
    row = tx.session.get(Place, place)
    who = staff(tx, speaker, community)
    if isinstance(who, NotStaff) or _is_others(tx, speaker, row):
        return NotStaff()
    where = tx.session.get(Community, community) if community else None
    if row is None or row.street_id not in (None, who.street.id):
        return NoSuchThing()
    if community is not None and (where is None or where.street_id != who.street.id):
        return NoSuchThing()
    cleared = row.kind is PlaceKind.STAFF and community not in (None, row.community_id)
    if cleared:
        clear_desk(tx, row)
    row.kind, row.street_id, row.community_id, row.grid_id = PlaceKind.STAFF, who.street.id, community, None
    tx.record(place, "bind_desk", who.person.id, community=community)
    tx.session.flush()
    catch_up(tx, row, cleared=cleared)
    return SetUp((place,))


def _is_others(tx: Tx, speaker: Speaker, row: Place | None) -> bool:
    """Whether the group belongs already where `speaker` is no staff: it is theirs to give away who answer for it."""
    if row is None or row.kind is PlaceKind.UNBOUND:
        return False
    return isinstance(staff(tx, speaker, row.community_id), NotStaff)


def unbind(tx: Tx, *, speaker: Speaker, place: str) -> SetUp | NotStaff | NoSuchThing:
    """Make `place` a group that the bot is silent in."""
    row = tx.session.get(Place, place)
    who = staff(tx, speaker, row.community_id if row else None)
    if isinstance(who, NotStaff):
        return who
    if row is None or row.street_id != who.street.id:
        return NoSuchThing()
    if row.kind is PlaceKind.STAFF:
        clear_desk(tx, row)
    row.kind, row.street_id, row.community_id, row.grid_id = PlaceKind.UNBOUND, None, None, None
    tx.record(place, "unbind", who.person.id)
    return SetUp((place,))


def enter_grid(tx: Tx, *, speaker: Speaker, chat: ChatSeen, grid: str) -> SetUp | NotStaff | NoSuchThing:
    """Make a chat that we may never have met the group of `grid`."""
    return bind_grid(tx, speaker=speaker, place=note_chat(tx, chat).id, grid=grid)


def enter_desk(tx: Tx, *, speaker: Speaker, chat: ChatSeen) -> SetUp | NotStaff | NoSuchThing:
    """Make a chat that we may never have met the staff chat of the street."""
    return bind_desk(tx, speaker=speaker, place=note_chat(tx, chat).id)
