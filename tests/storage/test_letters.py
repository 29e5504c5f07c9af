"""Dead letters: each area sees its own however many others have, page by page, and all are tried again by one press."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from actions.letters import AgainAll, NotStaff, Stale, retry_letters, turn_unsent
from bot.nlp.data import load_taxonomy
from bot.texts.card import Card, Wording
from bot.texts.letters import letters_card
from community.facts import CardSlot, FactKind, Recipient
from community.heard import Speaker
from community.views import Wanted
from community.views.letters import LettersView
from community.words import OutboxState, PlaceKind, Role
from storage.checkup import look as check_up
from storage.engine import Database
from storage.lags import look
from storage.letters import SHOWN, dead_in, load_letters
from storage.tables import Appointment, Community, Outbox, Person, Place
from tests.street import CLERK, STRANGER, SmallStreet, build

NEIGHBOUR = Speaker(7002, "邻社区的网格员")
LIVELY = 250
"""More than are looked at, of another community."""


@pytest.fixture
def street(database: Database) -> SmallStreet:
    street = build(database)

    def next_door(session: Session) -> None:
        made = street.now - timedelta(days=9)
        session.add(Community(id="dj", street_id="street", name="东街社区", code="DJ"))
        session.add(Person(id="neighbour", user_id=NEIGHBOUR.user_id, name=NEIGHBOUR.name, started=True, made_at=made))
        session.flush()
        kind = PlaceKind.GRID
        there: dict[str, Any] = {"street_id": "street", "community_id": "dj"}
        session.add(Place(id="dj", bot_id=1, chat_id=-77, kind=kind, title="东街群", made_at=made, **there))
        theirs: dict[str, Any] = {"person_id": "neighbour", "role": Role.STAFF, "made_at": made}
        session.add(Appointment(id="n", **there, **theirs))

    database.write_now(next_door)
    return street


def dies(street: SmallStreet, recipient: str, count: int = 1, **more: Any) -> None:
    """So many facts to `recipient` did not arrive."""
    usual = {"kind": FactKind.DESK_CHANGED, "slot": CardSlot.DESK, "state": OutboxState.REFUSED, "error": "Bad Request"}
    given: Mapping[str, Any] = {**usual, **more}

    def work(session: Session) -> None:
        for number in range(count):
            at = street.now
            session.add(
                Outbox(
                    bot_id=1, subject=str(number), recipient=recipient, priority=2, not_before=at, made_at=at, **given
                )
            )

    street.database.write_now(work)


def sees(street: SmallStreet, reader: str, page: int = 0, place: str = "desk") -> LettersView:
    payload = {"reader": reader, "page": page}
    wanted = Wanted("x", Recipient(place=place), street.now, "", payload)
    view = street.database.read_now(lambda session: load_letters(session, wanted))
    assert view is not None
    return view


def waiting(street: SmallStreet) -> list[str]:
    query = select(Outbox.recipient).where(Outbox.state == OutboxState.WAITING).order_by(col(Outbox.id))
    return list(street.database.read_now(lambda session: session.exec(query).all()))


def pressed(card: Card) -> list[tuple[str, str]]:
    return [(button.label, button.press.arg) for row in card.rows for button in row if button.press]


def test_a_community_sees_its_own_behind_any_number_of_others(street: SmallStreet) -> None:
    dies(street, "g:dj")
    dies(street, "g:grid", LIVELY)
    mine = sees(street, "neighbour")
    assert (mine.count, [letter.to for letter in mine.letters]) == (1, ["东街群"])
    assert sees(street, "clerk").count == LIVELY + 1
    count = street.database.read_now(lambda session: dead_in(session, street.now, "street", "dj"))
    assert count == 1


def test_whom_no_community_is_known_of_staff_of_the_street_see(street: SmallStreet) -> None:
    dies(street, "p:w0")
    assert (sees(street, "clerk").count, sees(street, "neighbour").count) == (1, 0)


def test_what_could_not_be_said_in_a_group_is_among_them_but_not_who_never_pressed_start(street: SmallStreet) -> None:
    dies(street, "g:dj", state=OutboxState.UNREACHABLE, error="Forbidden: bot was kicked from the supergroup chat")
    dies(street, "p:clerk", state=OutboxState.UNREACHABLE, error="not started, or gone")
    view = sees(street, "clerk")
    assert [(letter.to, letter.again) for letter in view.letters] == [("东街群", True)]
    assert "移出" in letters_card(view, Wording(load_taxonomy(), street.now)).html


def test_a_long_list_is_turned_page_by_page(street: SmallStreet) -> None:
    dies(street, "g:grid", 2 * SHOWN + 1)
    pages = [sees(street, "clerk", page) for page in range(3)]
    assert [len(page.letters) for page in pages] == [SHOWN, SHOWN, 1]
    assert len({letter.id for page in pages for letter in page.letters}) == 2 * SHOWN + 1
    assert sees(street, "clerk", 99).page == 2
    card = letters_card(pages[1], Wording(load_taxonomy(), street.now))
    assert pressed(card)[-3:] == [("全部再试", "all"), ("← 新一些的", "0"), ("早一些的 →", "2")]
    assert len(pressed(card)) == SHOWN + 3


def test_all_of_an_area_are_tried_again_by_one_press_but_no_broadcast_that_may_have_arrived(
    street: SmallStreet,
) -> None:
    dies(street, "g:dj")
    dies(street, "g:grid", state=OutboxState.EXPIRED, error="Bad Gateway")
    dies(street, "g:grid", slot=CardSlot.ANNOUNCEMENT, kind=FactKind.ANNOUNCEMENT_POSTED, state=OutboxState.UNKNOWN)
    assert street.do(retry_letters, speaker=STRANGER) == NotStaff()
    assert street.do(retry_letters, speaker=NEIGHBOUR) == AgainAll(1)
    assert waiting(street) == ["g:dj"]
    assert street.do(retry_letters, speaker=CLERK) == AgainAll(1)
    assert street.do(retry_letters, speaker=CLERK) == Stale()
    assert waiting(street) == ["g:dj", "g:grid"]


def test_the_list_is_shown_in_private_or_at_a_desk_only(street: SmallStreet) -> None:
    assert street.do(turn_unsent, speaker=CLERK, place="desk", page=1) is None
    assert street.do(turn_unsent, speaker=CLERK, place=None, page=1) is None
    assert street.do(turn_unsent, speaker=CLERK, place="dj", page=1) == NotStaff()
    assert street.do(turn_unsent, speaker=STRANGER, place="desk", page=1) == NotStaff()


def test_metrics_and_doctor_count_what_went_on_for_too_long(street: SmallStreet) -> None:
    dies(street, "g:grid", 2, state=OutboxState.EXPIRED)
    dies(street, "g:grid", 3, state=OutboxState.EXPIRED, error=None)  # was only of use for ten minutes
    lags = street.database.read_now(lambda session: look(session, street.now))
    assert dict(lags.dead) == {"refused": 0, "unknown": 0, "expired": 2}
    assert street.database.read_now(lambda session: check_up(session, street.now)).unsent == 2
