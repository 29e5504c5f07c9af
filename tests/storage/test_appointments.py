"""What was agreed is kept in mind: a word before it, and to both sides when it has passed in silence."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlmodel import col, select

from actions.appointments import LATE, SOON
from actions.claiming import claim_order
from actions.dues import settle_due
from actions.needs import register_need
from actions.orders import release_order, set_eta, set_out
from actions.people import start
from actions.residents import withdraw_matter
from bot.nlp.data import load_taxonomy
from bot.texts.card import Wording
from bot.texts.matters import matter_card
from bot.texts.notes_visits import visits_note
from bot.texts.orders import order_card
from community.facts import FactKind, NoteKind, Recipient
from community.views import Wanted
from community.views.visits import VisitsView
from community.words import DueState
from schedules.jobs import JOBS
from storage.dues import due_now
from storage.engine import Database
from storage.tables import Due, Order
from storage.views import matter, order, visits
from tests.street import AUNT_LI, SENSITIVE, WRENCH, SmallStreet, build, meaning_of

ANNA = WRENCH[0]


@pytest.fixture
def street(database: Database) -> SmallStreet:
    street = build(database)
    street.do(start, speaker=AUNT_LI)
    return street


def claimed(street: SmallStreet, category: str = "repair") -> Order:
    heard = street.says(AUNT_LI, "楼道灯不亮了")
    street.do(register_need, heard=heard, meaning=meaning_of("楼道灯不亮了", category), sensitive=SENSITIVE)
    found = street.orders()[-1]
    street.do(claim_order, speaker=ANNA, order=found.id)
    return found


def agreed(street: SmallStreet, order: Order, **later: float) -> None:
    street.do(set_eta, speaker=ANNA, order=order.id, at=street.now + timedelta(**later))


def passes(street: SmallStreet, **delta: float) -> Counter[str]:
    """What is said while time goes by, by note and hearer; each minute on its own, as the clockwork would."""
    street.forget_said()
    end = street.now + timedelta(**delta)
    while street.now < end:
        street.later(minutes=1)
        run(street)
    told = street.said(FactKind.TOLD)
    return Counter(f"{fact.payload['note']} {'holder' if fact.recipient == 'p:w0' else 'resident'}" for fact in told)


def run(street: SmallStreet) -> list[DueState | None]:
    items = street.database.read_now(lambda session: due_now(session, {SOON, LATE}, street.now))
    return [street.do(settle_due, item=item, job=JOBS[item.kind]) for item in items]


def test_a_word_before_it_and_one_to_both_when_it_has_passed(street: SmallStreet) -> None:
    agreed(street, claimed(street), minutes=70)
    assert passes(street, minutes=59) == {}
    assert passes(street, minutes=2) == {"visit_soon holder": 1}
    assert passes(street, minutes=28) == {}
    assert passes(street, minutes=2) == {"visit_late holder": 1, "visit_late resident": 1}
    assert passes(street, hours=30) == {}


def test_what_was_agreed_long_ago_the_resident_is_reminded_of_too(street: SmallStreet) -> None:
    agreed(street, claimed(street), hours=5)
    assert passes(street, hours=4.9) == {"visit_soon holder": 1, "visit_soon resident": 1}


def test_another_time_takes_the_place_of_the_first(street: SmallStreet) -> None:
    found = claimed(street)
    agreed(street, found, hours=8)
    agreed(street, found, hours=1)  # 提前了
    assert passes(street, minutes=52) == {"visit_soon holder": 1}
    agreed(street, found, hours=2)
    assert passes(street, minutes=115) == {"visit_soon holder": 1}
    assert passes(street, hours=7) == {"visit_late holder": 1, "visit_late resident": 1}


@pytest.mark.parametrize("ended", ["set out", "released", "withdrawn"])
def test_who_has_set_out_or_is_not_wanted_hears_nothing(street: SmallStreet, ended: str) -> None:
    found = claimed(street)
    agreed(street, found, minutes=30)
    match ended:
        case "set out":
            street.do(set_out, speaker=ANNA, order=found.id)
        case "released":
            street.do(release_order, speaker=ANNA, order=found.id)
        case _:
            street.do(withdraw_matter, speaker=AUNT_LI, matter=found.matter_id)
    assert passes(street, hours=2) == {}


def test_a_day_that_was_agreed_is_late_in_the_morning_after(street: SmallStreet) -> None:
    found = claimed(street)
    midnight = street.now + timedelta(hours=15)
    street.do(set_eta, speaker=ANNA, order=found.id, at=None, words="今天", until=midnight)
    assert passes(street, hours=22) == {}
    assert passes(street, hours=1) == {"visit_late holder": 1, "visit_late resident": 1}


def test_each_is_said_once_however_many_processes_look(street: SmallStreet) -> None:
    agreed(street, claimed(street), minutes=30)
    street.later(minutes=21)
    items = street.database.read_now(lambda session: due_now(session, {SOON, LATE}, street.now))
    street.forget_said()
    ends = [street.do(settle_due, item=item, job=JOBS[item.kind]) for item in [*items, *items]]
    assert ends == [DueState.DONE, None]
    assert len(street.said(FactKind.TOLD)) == 1


def test_after_an_outage_nobody_is_told_of_a_time_to_come_that_has_gone(street: SmallStreet) -> None:
    agreed(street, claimed(street), minutes=30)
    street.forget_said()
    street.later(hours=3)
    assert run(street) == [DueState.MISSED, DueState.DONE]
    assert {fact.payload["note"] for fact in street.said(FactKind.TOLD)} == {NoteKind.VISIT_LATE}
    left = street.database.read_now(lambda s: s.exec(select(Due).where(col(Due.kind).in_([SOON, LATE]))).all())
    assert DueState.WAITING not in {due.state for due in left}


def told(street: SmallStreet, found: Order, person: str) -> VisitsView | None:
    """What is loaded for that person once the time has passed."""
    wanted = Wanted(found.id, Recipient(person=person), street.now, payload={"note": NoteKind.VISIT_LATE.value})
    return street.database.read_now(lambda session: visits.load(session, wanted))


def read(street: SmallStreet, found: Order, person: str) -> tuple[str, list[str]]:
    view = told(street, found, person)
    assert view is not None
    card = visits_note(view, Wording(load_taxonomy(), street.now))
    return card.html, [button.label for row in card.rows for button in row]


def test_what_both_sides_read(street: SmallStreet) -> None:
    found = claimed(street)
    agreed(street, found, minutes=30)
    resident = Recipient.of(next(f.recipient for f in street.said(FactKind.MATTER_CHANGED) if f.recipient[0] == "p"))
    text, buttons = read(street, found, "w0")
    assert "说好 <b>今天 9:30</b>，过了 20 分钟" in text
    assert {"🚶 我出发了", "办不了，退回", "✏️ 自己写"} <= set(buttons)
    text, buttons = read(street, found, str(resident.person))
    assert "红扳手维修队0</b> 说好 <b>今天 9:30</b>，还没有动静" in text
    assert buttons == ["催一下 01", "🗣 叫人工 01"]
    assert [told(street, found, stranger) for stranger in ("w1", "clerk")] == [None, None]


def cards(street: SmallStreet, found: Order) -> tuple[str, str]:
    """What the group reads, and what the holder reads."""
    wording = Wording(load_taxonomy(), street.now)
    of_group = Wanted(found.matter_id, Recipient(place="grid"), street.now)
    of_holder = Wanted(found.id, Recipient(person="w0"), street.now)
    group = street.database.read_now(lambda session: matter.load(session, of_group))
    holder = street.database.read_now(lambda session: order.load(session, of_holder))
    assert group is not None and holder is not None
    return matter_card(group, wording).html, order_card(holder, wording).html


def test_a_standing_card_names_the_day(street: SmallStreet) -> None:
    found = claimed(street)
    agreed(street, found, hours=1)
    today = cards(street, found)
    assert all("11月26日（周四）10:00" in text for text in today)
    street.later(days=8)
    assert cards(street, found) == today


@pytest.mark.parametrize(("hours", "stands"), [(9, False), (-0.4, False), (0.5, True)])
def test_who_sets_out_at_another_hour_is_not_due_at_the_old_one(
    street: SmallStreet, hours: float, stands: bool
) -> None:
    found = claimed(street)
    agreed(street, found, hours=1)
    street.later(hours=1 - hours)
    street.do(set_out, speaker=ANNA, order=found.id)
    group, holder = cards(street, found)
    assert ("10:00" in group) is stands
    assert ("10:00" in holder) is stands
    assert "还没约时间" not in holder
