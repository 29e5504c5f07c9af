"""Pressing start after much could not be said: a welcome first, each thing once, nothing that has gone stale."""

from sqlmodel import Session

from actions.needs import register_need
from actions.people import start
from actions.residents import ask_details
from actions.telling import tell
from community.facts import FactKind, NoteKind, Recipient
from community.views import Wanted
from community.words import OutboxState
from storage import outbox
from storage.tables import Outbox
from storage.views import note
from tests.street import AUNT_LI, SENSITIVE, SmallStreet, meaning_of


def unreachable(street: SmallStreet) -> None:
    """The courier finds that it may not write to the resident."""

    def work(session: Session) -> None:
        for row in street.said():
            if row.recipient == resident and row.state is OutboxState.WAITING:
                outbox.finish(session, [row.id or 0], OutboxState.UNREACHABLE, now=street.now)

    resident = next(row.recipient for row in street.said(FactKind.MATTER_CHANGED) if row.recipient.startswith("p:"))
    street.database.write_now(work)


def waiting(street: SmallStreet) -> list[Outbox]:
    return [row for row in street.said(FactKind.TOLD) if row.state is OutboxState.WAITING]


def test_a_welcome_comes_first_and_each_thing_once(street: SmallStreet) -> None:
    heard = street.says(AUNT_LI, "厨房灯不亮了")
    street.do(register_need, heard=heard, meaning=meaning_of("厨房灯不亮了", "repair"), sensitive=SENSITIVE)
    ident = street.orders()[0].matter_id
    for _ in range(3):
        street.do(ask_details, speaker=AUNT_LI, matter=ident)
        unreachable(street)
    street.do(start, speaker=AUNT_LI)
    assert [row.payload["note"] for row in waiting(street)] == [NoteKind.WELCOME.value, NoteKind.ASK_DOOR.value]


def test_an_aside_goes_stale(street: SmallStreet) -> None:
    street.do(tell, speaker=AUNT_LI, what=NoteKind.HELP)
    (row,) = waiting(street)
    assert row.not_after is not None and row.not_after > street.now


def test_who_asks_for_help_in_a_group_is_led_into_private_now_and_then(street: SmallStreet) -> None:
    for _ in range(3):
        street.do(tell, speaker=AUNT_LI, what=NoteKind.MINE, place="grid")
    (row,) = waiting(street)
    assert row.recipient == "g:grid"
    what = Wanted(row.subject, Recipient(place="grid"), street.now, payload=row.payload)
    view = street.database.read_now(lambda session: note.load(session, what))
    assert view is not None and view.about == NoteKind.MINE.value
    street.later(minutes=11)
    street.do(tell, speaker=AUNT_LI, what=NoteKind.HELP, place="grid")
    assert len(waiting(street)) == 2
    street.do(start, speaker=AUNT_LI)
    street.forget_said()
    street.do(tell, speaker=AUNT_LI, what=NoteKind.HELP, place="grid")
    (row,) = waiting(street)
    assert row.recipient != "g:grid"
