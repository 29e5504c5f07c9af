"""The resident never pressed start and left no phone: after an hour staff know, and may help. On both databases."""

from collections.abc import Sequence
from functools import partial
from typing import Unpack

from sqlmodel import Session, col, select

from actions.claiming import claim_order
from actions.dues import settle_due
from actions.needs import register_need
from actions.orders import release_order
from actions.people import start
from bot.nlp.data import load_taxonomy
from bot.texts.card import Wording
from bot.texts.notes import note_card
from community.facts import FactKind, NoteKind, Recipient
from community.timing import DueItem
from community.views import Wanted
from community.words import DueState
from schedules.jobs import JOBS
from storage.tables import Due, Outbox
from storage.views import note
from tests.street import AUNT_LI, SENSITIVE, WRENCH, Slotted, SmallStreet, meaning_of

TAP = "水龙头漏水，谁能来修"


def taken(street: SmallStreet, **slots: Unpack[Slotted]) -> None:
    """红扳手0 takes what 李阿姨 asks for."""
    meaning = meaning_of(TAP, "repair", **slots)
    street.do(register_need, heard=street.says(AUNT_LI, TAP), meaning=meaning, sensitive=SENSITIVE)
    street.do(claim_order, speaker=WRENCH[0], order=street.orders()[0].id)


def waits(street: SmallStreet, **delta: float) -> dict[str, str]:
    """What is said of it to whom, as they read it, when so much time has passed."""
    street.later(**delta)
    query = select(Due).where(Due.state == DueState.WAITING, Due.due_at <= street.now)
    for due in street.database.read_now(lambda s: s.exec(query).all()):
        item = DueItem(due.id, due.kind, due.subject, due.local_date, due.due_at)
        street.do(settle_due, item=item, job=JOBS[due.kind])
    return street.database.read_now(partial(_read, street))


def _read(street: SmallStreet, session: Session) -> dict[str, str]:
    rows: Sequence[Outbox] = session.exec(
        select(Outbox).where(Outbox.kind == FactKind.TOLD).order_by(col(Outbox.id))
    ).all()
    found = {}
    for row in rows:
        if row.payload["note"] != NoteKind.OUT_OF_REACH:
            continue
        to = Recipient.of(row.recipient)
        view = note.load(session, Wanted(row.subject, to, street.now, payload=row.payload))
        assert view is not None
        found[row.recipient] = note_card(view, Wording(load_taxonomy(), street.now)).html
    return found


def test_after_an_hour_the_desk_knows_and_the_holder_may_give_it_back(street: SmallStreet) -> None:
    taken(street)
    assert waits(street, minutes=50) == {}
    said = waits(street, minutes=15)
    assert set(said) == {"g:desk", "p:w0"}
    assert "BY-1126-01" in said["g:desk"] and "红扳手维修队0" in said["g:desk"] and "李**" in said["g:desk"]
    assert "退回" in said["p:w0"]


def test_nothing_is_said_of_who_left_a_phone(street: SmallStreet) -> None:
    taken(street, phone="13800138000")
    assert waits(street, minutes=70) == {}


def test_nothing_is_said_of_who_came_into_private_talk(street: SmallStreet) -> None:
    taken(street)
    street.do(start, speaker=AUNT_LI)
    assert waits(street, minutes=70) == {}


def test_nothing_is_said_once_it_was_given_back(street: SmallStreet) -> None:
    taken(street)
    street.do(release_order, speaker=WRENCH[0], order=street.orders()[0].id)
    assert waits(street, minutes=70) == {}
