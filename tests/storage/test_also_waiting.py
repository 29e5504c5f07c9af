"""A neighbour who has it too asks when they come, and says more: it is told as theirs, not as the asker's."""

import pytest
from sqlmodel import Session, select

from actions.also import me_too
from actions.people import start
from bot.nlp.data import load_taxonomy
from bot.nlp.listener import Listener
from bot.texts.card import Wording
from bot.texts.notes_between import changed
from community.facts import NoteKind, Recipient
from community.views import Wanted
from storage.engine import Database
from storage.history import last
from storage.tables import Order, Outbox, Person
from storage.views import note
from tests.storage.talk import Talk
from tests.street import AUNT_LI, UNCLE_WANG, build

WORDS = "师傅几点来？我六点以后才在家"


@pytest.fixture
def people(database: Database, listener: Listener) -> Talk:
    return Talk(build(database), listener)


@pytest.fixture
def shared(people: Talk) -> Order:
    order = people.claimed(AUNT_LI, "3号楼楼道灯不亮了")
    people.street.do(start, speaker=UNCLE_WANG)
    people.street.do(me_too, speaker=UNCLE_WANG, matter=order.matter_id)
    return order


def read_by_holder(people: Talk, fact: Outbox) -> str:
    wanted = Wanted(fact.subject, Recipient(person="w0"), people.street.now, payload=fact.payload)
    view = people.street.database.read_now(lambda session: note.load(session, wanted))
    assert view is not None
    return changed(view, Wording(load_taxonomy(), people.street.now)).html


def who_told(people: Talk, order: Order) -> str | None:
    def name(session: Session) -> str | None:
        line = last(session, order.matter_id, "tell_holder")
        assert line is not None
        return session.exec(select(Person.name).where(Person.id == line.person_id)).first()

    return people.street.database.read_now(name)


def test_a_neighbours_words_are_told_as_theirs(people: Talk, shared: Order) -> None:
    people.tells(UNCLE_WANG, WORDS)
    (told,) = people.notes(NoteKind.CHANGED)
    html = read_by_holder(people, told)
    assert "也在等的一户（王**）说" in html and "六点以后才在家" in html and "居民说" not in html
    assert who_told(people, shared) == UNCLE_WANG.name


def test_the_askers_own_are_told_as_before(people: Talk, shared: Order) -> None:
    people.tells(AUNT_LI, WORDS)
    (told,) = people.notes(NoteKind.CHANGED)
    assert "居民说" in read_by_holder(people, told)
    assert who_told(people, shared) == AUNT_LI.name
