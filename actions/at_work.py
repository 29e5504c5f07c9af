"""What partners and staff say of their work in private, who live nowhere that we know: nobody asks them where."""

from sqlmodel import select

from actions.between import AskedWhom, ask_whether
from actions.homes import home_of
from actions.inquiries import Answered
from actions.listening import Puzzled, Said, from_guide
from actions.needs import HeardBefore
from actions.outcomes import Nothing
from actions.partner_words import ask_staff
from actions.speaking import note
from actions.tx import Tx
from community.facts import NoteKind
from community.understanding import Band
from community.visiting import of_own_home, wants
from storage.people import holds_any_role
from storage.tables import Member, Person


def of_work(
    tx: Tx, person: Person, said: Said, sensitive: frozenset[str]
) -> AskedWhom | Answered | HeardBefore | Nothing | Puzzled | None:
    """Words of whoever works here: for whoever they are on the way to, else answered from the guide, else for staff.
    None: they live here too and want something for themselves."""
    if said.secondhand or home_of(tx, person, None) is not None:
        return None
    staff = holds_any_role(tx.session, person.id)
    member = tx.session.exec(select(Member.id).where(Member.person_id == person.id).limit(1)).first() is not None
    words = said.heard.text
    own = of_own_home(words) or (not staff and said.meaning.band is Band.TAKE and wants(words))
    if own or not (staff or member):
        return None
    told = ask_whether(tx, person, said.heard) or from_guide(tx, said, sensitive, anyhow=True)
    if told is not None:
        return told
    if member:
        ask_staff(tx, speaker=said.heard.speaker, words=words)
        return Nothing()
    note(tx, NoteKind.NOT_UNDERSTOOD, person.id, person.id)
    return Puzzled()
