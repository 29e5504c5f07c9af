"""Claimed without a time: who holds it is asked before the wished time, nobody forgets it when that has passed."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlmodel import select

from actions.claiming import claim_order
from actions.dues import settle_due
from actions.needs import register_need
from actions.orders import complete_order, release_order, set_eta, set_out
from actions.people import start
from actions.residents import set_time
from bot.nlp.data import load_taxonomy
from bot.nlp.listener import Listener
from bot.texts.card import Wording
from bot.texts.notes_visits import visits_note
from community.facts import FactKind, NoteKind, Recipient
from community.timing import PASSED, UNSET
from community.views import Wanted
from community.words import DueState
from schedules.jobs import JOBS
from storage.digest import count_for_digest
from storage.dues import due_now
from storage.engine import Database
from storage.tables import Order, Person
from storage.views import sheets, visits
from tests.street import AUNT_LI, SENSITIVE, WRENCH, SmallStreet, build

MEI = WRENCH[0]


@pytest.fixture
def street(database: Database) -> SmallStreet:
    street = build(database)
    street.do(start, speaker=AUNT_LI)
    return street


def claimed(street: SmallStreet, listener: Listener, words: str) -> Order:
    meaning = listener.understand(words, now=street.now)
    street.do(register_need, heard=street.says(AUNT_LI, words), meaning=meaning, sensitive=SENSITIVE, category="repair")
    street.do(claim_order, speaker=MEI, order=street.orders()[-1].id)
    return street.orders()[-1]


def passes(street: SmallStreet, **delta: float) -> Counter[str]:
    """What is said while time goes by, by note and hearer."""
    street.forget_said()
    end = street.now + timedelta(**delta)
    while street.now < end:
        street.later(minutes=5)
        for item in street.database.read_now(lambda session: due_now(session, {UNSET, PASSED}, street.now)):
            assert street.do(settle_due, item=item, job=JOBS[item.kind]) is DueState.DONE
    told = street.said(FactKind.TOLD)
    return Counter(f"{fact.payload['note']} {'holder' if fact.recipient == 'p:w0' else 'resident'}" for fact in told)


def overdue(street: SmallStreet) -> list[str]:
    return street.database.read_now(lambda s: count_for_digest(s, "street", None, street.now))["overdue"]


def resident(street: SmallStreet) -> str:
    who = select(Person.id).where(Person.user_id == AUNT_LI.user_id)
    return street.database.read_now(lambda s: s.exec(who).one())


def shown(street: SmallStreet, found: Order, kind: NoteKind, person: str) -> str:
    wanted = Wanted(found.id, Recipient(person=person), street.now, payload={"note": kind.value})
    view = street.database.read_now(lambda session: visits.load(session, wanted))
    assert view is not None
    card = visits_note(view, Wording(load_taxonomy(), street.now))
    return card.html + "".join(button.label for row in card.rows for button in row)


def test_a_wish_that_nobody_agreed_to_is_asked_about_and_not_forgotten(street: SmallStreet, listener: Listener) -> None:
    found = claimed(street, listener, "厨房灯不亮了，后天上午10点来修")  # 11 月 28 日 10:00
    assert passes(street, hours=46.9) == {}
    assert passes(street, minutes=15) == {"visit_unset holder": 1}
    asked = shown(street, found, NoteKind.VISIT_UNSET, "w0")
    assert "居民希望" in asked and "就这个时间" in asked
    assert overdue(street) == []
    assert passes(street, hours=2.5) == {"visit_late holder": 1, "visit_late resident": 1}
    assert "还没有动静" in shown(street, found, NoteKind.VISIT_LATE, resident(street))
    assert "已经过了" in shown(street, found, NoteKind.VISIT_LATE, "w0")
    assert overdue(street) == ["BY-1126-01"]
    sheet = Wanted("desk", Recipient(place="desk"), street.now, payload={"note": NoteKind.OVERDUE.value})
    view = street.database.read_now(lambda session: sheets.load_sheet(session, sheet))
    assert [line.number for line in view.missed] == ["BY-1126-01"]  # type: ignore[union-attr]


def test_an_early_wish_is_asked_about_the_evening_before(street: SmallStreet, listener: Listener) -> None:
    claimed(street, listener, "厨房灯不亮了，明天早上8点来修")
    assert passes(street, hours=11) == {"visit_unset holder": 1}  # 20:00


@pytest.mark.parametrize("done", ["agreed", "set out", "released", "done"])
def test_who_has_said_a_time_or_come_hears_nothing(street: SmallStreet, listener: Listener, done: str) -> None:
    found = claimed(street, listener, "厨房灯不亮了，下午3点来修")
    match done:
        case "agreed":
            street.do(set_eta, speaker=MEI, order=found.id, at=street.now + timedelta(hours=6))
        case "set out":
            street.do(set_out, speaker=MEI, order=found.id)
        case "released":
            street.do(release_order, speaker=MEI, order=found.id)
        case _:
            street.do(complete_order, speaker=MEI, order=found.id)
    assert passes(street, hours=12) == {}


def test_a_day_that_was_wished_for_is_over_at_its_end(street: SmallStreet, listener: Listener) -> None:
    claimed(street, listener, "厨房灯不亮了，明天来修")
    assert "visit_late holder" not in passes(street, hours=36)
    assert overdue(street) == []
    assert passes(street, hours=12) == {"visit_late holder": 1, "visit_late resident": 1}


def test_another_wish_after_a_time_was_agreed_is_one_that_nobody_agreed_to(
    street: SmallStreet, listener: Listener
) -> None:
    found = claimed(street, listener, "厨房灯不亮了，下午3点来修")
    street.do(set_eta, speaker=MEI, order=found.id, at=street.now + timedelta(hours=6))
    at = street.now + timedelta(hours=8)
    street.do(set_time, speaker=AUNT_LI, matter=found.matter_id, words="下午5点", at=at)
    assert passes(street, hours=7) == {"visit_unset holder": 1}


def test_without_any_time_it_is_among_what_is_late_after_a_day(street: SmallStreet, listener: Listener) -> None:
    claimed(street, listener, "厨房灯不亮了")
    assert passes(street, hours=23) == {} and overdue(street) == []
    street.later(hours=2)
    assert overdue(street) == ["BY-1126-01"]
