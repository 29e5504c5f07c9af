"""Setting up in private chat: cards with pages, and the few things that staff write. Each step can be resumed."""

import re
from dataclasses import dataclass

from actions.drafts import close_draft, open_draft, take_draft
from actions.editing import edit_partner, make_partner, partner_named
from actions.joining import make_link
from actions.partners import NAME_KEPT
from actions.speaking import note
from actions.staffing import NotStaff, Staff, staff
from actions.streets import (
    NewCommunity,
    NoSuchThing,
    SetUp,
    add_communities,
    add_grids,
    bind_desk,
    bind_grid,
    name_street,
    unbind,
)
from actions.tx import Tx
from community.facts import CardSlot, Fact, FactKind, NoteKind, Recipient
from community.heard import Speaker
from community.views.setup import PAGE_DESK, PAGE_HOURS, PAGE_NEW, PAGE_PARTNERS, PAGE_RENAME, PAGE_UNREAD
from community.words import DraftKind, PlaceKind, Role
from storage.cards import card_of
from storage.people import has_role, meet
from storage.tables import Appointment, Draft, Partner, Place

WRITING = frozenset({"name", "communities", "grids", "partner", PAGE_PARTNERS, "price", PAGE_HOURS, PAGE_RENAME})
"""Steps in which something is to be written; the rest is tapped."""

OF_STREET = "street"
"""What the right is that staff of one community lack."""

MAKE = "make"
"""What the button says that makes the partner whose name was just written."""

AGAIN = {
    "communities": "communities",
    PAGE_NEW: "make",
    PAGE_PARTNERS: PAGE_PARTNERS,
    PAGE_UNREAD: "hours",
    PAGE_HOURS: "hours",
}
"""After which pages something is waited for, and what."""

SURE, NOWHERE = "sure", "none"
"""What a group is to be: a staff desk, of which one was asked before (after a dot: a community's), or nothing."""
_GAP = r"[\s,，、:：]+"
_LINE = re.compile(rf"(?P<first>[A-Za-z]{{2}}){_GAP}(?P<named>\S.*)|(?P<name>.*?\S){_GAP}(?P<last>[A-Za-z]{{2}})")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Lines that could not be read; what could be read was taken."""

    lines: tuple[str, ...]


Result = SetUp | NotStaff | NoSuchThing | Unreadable


def show(tx: Tx, subject: str, person: str, *, page: str = "", fresh: bool = False) -> None:
    """Show the card of `subject` to `person`."""
    tx.say(Fact(FactKind.SETUP_CHANGED, subject, Recipient(person=person), page=page, fresh=fresh))


def open_setup(tx: Tx, *, speaker: Speaker) -> Result:
    """/setup: the overview of the street, for its staff."""
    who = staff(tx, speaker)
    if isinstance(who, NotStaff):
        person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
        junior = has_role(tx.session, person.id, Role.STAFF, None)
        note(tx, NoteKind.NO_RIGHT, person.id, person.id, what=OF_STREET if junior else "")
        return who
    show(tx, f"street.{who.street.id}", who.person.id, fresh=True)
    return SetUp()


def turn_setup(tx: Tx, *, speaker: Speaker, subject: str, page: str, pressed: int | None = None) -> Result:
    """Turn the card of `subject` to `page`, or do what the button stands for (`field=value` of a partner).

    pressed: the message with the button; on another card than that of `subject` this one comes below everything.
    """
    kind, _, ident = subject.partition(".")
    who = staff(tx, speaker, anywhere=kind == "place")
    if isinstance(who, NotStaff):
        return who
    if _is_foreign(tx, who, kind, ident):
        return NoSuchThing()
    if kind == "partner" and "=" in page:
        if not edit_partner(tx, who, ident, *page.split("=", 1)):
            return NoSuchThing()
        tx.session.flush()
        page = page.split("=", 1)[0] if page.startswith(("serves=", "only=", "area=")) else ""
    if page == MAKE:
        draft = take_draft(tx, who.person.id)
        if draft is None or "name" not in draft.payload:
            return NoSuchThing()
        subject, page = f"partner.{make_partner(tx, who, str(draft.payload['name']))}", ""
        kind = "partner"
    step, _, about = page.partition(".")
    if kind == "link":
        partner = tx.session.get(Partner, ident)
        subject = f"link.{make_link(tx, partner, who.person.id)}" if partner is not None else subject
    if step in WRITING and (step != "grids" or about):
        open_draft(tx, who.person.id, DraftKind.SETUP, subject, step=page)
    elif kind in {"street", "partner"}:
        close_draft(tx, who.person.id, kind=DraftKind.SETUP)
    stands = card_of(tx.session, CardSlot.SETUP, subject, Recipient(person=who.person.id).key)
    elsewhere = stands is not None and pressed is not None and stands.message_id != pressed
    show(tx, subject, who.person.id, page=page, fresh=elsewhere or step in {"link"})
    return SetUp()


def _is_foreign(tx: Tx, who: Staff, kind: str, ident: str) -> bool:
    """Whether it belongs to another street."""
    if kind == "street":
        return ident != who.street.id
    partner = tx.session.get(Partner, ident) if kind in {"partner", "link"} else None
    appointment = tx.session.get(Appointment, ident) if kind == "person" else None
    row = partner or appointment
    return row is not None and row.street_id != who.street.id


def bind(tx: Tx, *, speaker: Speaker, place: str, grid: str) -> Result:
    """Say what the group is: a grid's (its id), a staff desk (PAGE_DESK asks first, SURE does it), or nothing."""
    what, _, community = grid.partition(".")
    if what == PAGE_DESK:
        who = staff(tx, speaker, community or None)
        if isinstance(who, NotStaff):
            return who
        show(tx, f"place.{place}", who.person.id, page=grid)
        return SetUp((place,))
    if grid == NOWHERE:
        result = unbind(tx, speaker=speaker, place=place)
    elif what == SURE:
        result = bind_desk(tx, speaker=speaker, place=place, community=community or None)
    else:
        result = bind_grid(tx, speaker=speaker, place=place, grid=grid)
    if isinstance(result, SetUp):
        row = tx.session.get_one(Place, place)
        tx.session.flush()
        person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
        show(tx, f"place.{row.id}", person.id)
        if row.kind is PlaceKind.GRID:
            _greet(tx, row.id)
    return result


def _greet(tx: Tx, place: str) -> None:
    """Once per group: who the bot is, and to whom what is said goes."""
    payload = {"note": NoteKind.HELLO.value}
    tx.say(Fact(FactKind.TOLD, place, Recipient(place=place), key=f"hello:{place}", quiet=True, payload=payload))


def write_setup(tx: Tx, *, speaker: Speaker, words: str) -> Result:
    """What was asked for in a step, written by staff. The card comes again below it."""
    who = staff(tx, speaker)
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    draft = take_draft(tx, person.id)
    if isinstance(who, NotStaff) or draft is None or draft.kind is not DraftKind.SETUP:
        close_draft(tx, person.id)
        return NotStaff() if isinstance(who, NotStaff) else NoSuchThing()
    return _take(tx, who, draft, speaker, words)


def _take(tx: Tx, who: Staff, draft: Draft, speaker: Speaker, words: str) -> Result:
    subject, step = draft.subject, str(draft.payload.get("step", ""))
    step, _, ident = step.partition(".")
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    result: Result = SetUp()
    page, problem, written = "", [], ""
    match step:
        case "name":
            result = name_street(tx, speaker=speaker, name=" ".join(lines))
            page = "communities"
        case "communities":
            read = [read_community(line) for line in lines]
            problem = [line for line, found in zip(lines, read, strict=True) if found is None]
            result = add_communities(tx, speaker=speaker, communities=[found for found in read if found is not None])
            page = "communities" if problem else "grids"
        case "grids":
            result = add_grids(tx, speaker=speaker, community=ident, names=lines)
            page = "grids"
        case "partner" | "make":
            name = " ".join(lines)[:NAME_KEPT]
            known = partner_named(tx, who, name)
            subject, page = (f"partner.{known}", "") if known is not None else (subject, PAGE_NEW)
            written = name
        case "partners":
            page = f"{PAGE_PARTNERS}.{' '.join(lines)[:NAME_KEPT]}"
        case "hours":
            done = edit_partner(tx, who, subject.partition(".")[2], "hours", " ".join(lines))
            page = PAGE_HOURS if done else PAGE_UNREAD
        case "rename":
            edit_partner(tx, who, subject.partition(".")[2], "name", " ".join(lines))
        case "price":
            edit_partner(tx, who, subject.partition(".")[2], "price", " ".join(lines))
    again = AGAIN.get(page.partition(".")[0])
    if problem or again:
        step = again or page
        open_draft(tx, who.person.id, DraftKind.SETUP, subject, step=step, problem=problem, name=written)
    else:
        close_draft(tx, who.person.id)
    show(tx, subject, who.person.id, page=page, fresh=True)
    return Unreadable(tuple(problem)) if problem else result


def read_community(line: str) -> NewCommunity | None:
    """A line with a name and a code of two letters, in either order; None for any other."""
    match = _LINE.fullmatch(line)
    if match is None:
        return None
    code, name = match["first"] or match["last"], match["named"] or match["name"]
    return NewCommunity(code.upper(), name)
