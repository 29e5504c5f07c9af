"""What a resident adds in private: said once to the right person, and good for all their matters."""

from dataclasses import replace

import pytest
from sqlmodel import Session, select

from actions import claiming, orders
from actions.listening import Said, listen_again
from actions.listening_in_private import listen_in_private
from actions.needs import register_need
from actions.particulars import attach_media
from actions.residents import PAGE_OVER, ask_details
from community.facts import FactKind, NoteKind, Recipient
from community.understanding import Kind
from community.views import Wanted
from community.words import OrderState
from storage.engine import Database
from storage.tables import Matter, Particulars
from storage.views import note
from tests.street import AUNT_LI, SENSITIVE, WRENCH, SmallStreet, build, meaning_of


@pytest.fixture
def street(database: Database) -> SmallStreet:
    """Two needs of one resident without door and phone; the second is claimed."""
    made = build(database)
    need(made, "厨房灯不亮了")
    made.later(minutes=5)
    need(made, "水龙头漏水")
    made.later(minutes=5)
    made.do(claiming.claim_order, speaker=WRENCH[0], order=made.orders()[1].id)
    made.forget_said()
    made.later(hours=13)  # 不再等他写门牌
    return made


def need(street: SmallStreet, text: str) -> None:
    heard = street.says(AUNT_LI, text, place=None)
    street.do(register_need, heard=heard, meaning=meaning_of(text, "repair"), sensitive=SENSITIVE)


def adds(street: SmallStreet, text: str = "", *, phone: str | None = None, **media: object) -> None:
    heard = street.says(AUNT_LI, text, place=None)
    if media:
        heard = replace(heard, media=(media,))
    meaning = meaning_of(text, phone=phone, kind=Kind.CHATTER)
    street.do(listen_in_private, said=Said(heard, meaning), sensitive=SENSITIVE)


def test_who_wants_nobody_any_more_is_offered_to_withdraw(street: SmallStreet) -> None:
    said = Said(
        street.says(AUNT_LI, "不用了，已经修好了", place=None), meaning_of("", kind=Kind.CHATTER), withdraws=True
    )
    street.do(listen_in_private, said=said, sensitive=SENSITIVE)
    assert notes(street) == [NoteKind.ASK_WITHDRAW.value]
    assert street.orders()[1].state is OrderState.CLAIMED


@pytest.mark.parametrize(
    ("edit", "withdraws"), [("不用了，已经修好了", True), ("哈哈我开玩笑的", False), ("打扰大家了", False)]
)
def test_an_edit_that_takes_the_need_back_leaves_the_words(street: SmallStreet, edit: str, withdraws: bool) -> None:
    """The card asks, where the words were said: who never pressed start can answer too."""
    heard = street.says(AUNT_LI, "门锁坏了")
    street.do(register_need, heard=heard, meaning=meaning_of("门锁坏了", "repair"), sensitive=SENSITIVE)
    street.forget_said()
    edited = replace(heard, text=edit)
    said = Said(edited, meaning_of(edit, kind=Kind.CHATTER), withdraws=withdraws)
    street.do(listen_again, said=said, sensitive=SENSITIVE)
    assert {row.page for row in street.said(FactKind.MATTER_CHANGED)} == {PAGE_OVER}
    assert not street.said(FactKind.ORDER_CHANGED)
    summaries = street.database.read_now(lambda s: [row.summary for row in s.exec(select(Matter)).all()])
    assert "门锁坏了" in summaries


def test_work_already_done_is_rated_and_not_withdrawn(street: SmallStreet) -> None:
    street.do(orders.complete_order, speaker=WRENCH[0], order=street.orders()[1].id)
    street.forget_said()
    said = Said(street.says(AUNT_LI, "已经修好了", place=None), meaning_of("", kind=Kind.CHATTER), withdraws=True)
    street.do(listen_in_private, said=said, sensitive=SENSITIVE)
    assert notes(street) == []
    assert any(row.fresh for row in street.said(FactKind.MATTER_CHANGED))


def notes(street: SmallStreet, person: str | None = None) -> list[str]:
    """The kinds of the notes to `person`, or (None) to the resident."""
    rows = street.said(FactKind.TOLD)
    if person is not None:
        return [row.payload["note"] for row in rows if row.recipient == f"p:{person}"]
    return [row.payload["note"] for row in rows if not row.recipient.startswith("p:w")]


def test_a_voice_is_for_staff_and_not_for_who_holds_the_order(street: SmallStreet) -> None:
    adds(street, type="voice", file_id="v")
    assert notes(street, "w0") == []
    assert heard_at_desk(street) == [("BY-1126-02", "李**", "v")]
    assert [row.payload["note"] for row in street.said(FactKind.TOLD) if not row.payload.get("media")] == [
        NoteKind.VOICE_HEARD.value
    ]


def test_nor_is_one_that_was_said_before_somebody_took_it(street: SmallStreet) -> None:
    street.do(orders.release_order, speaker=WRENCH[0], order=street.orders()[1].id)
    adds(street, type="voice", file_id="v")
    adds(street, type="photo", file_id="p")
    street.do(claiming.claim_order, speaker=WRENCH[1], order=street.orders()[1].id)
    given = [row.payload["media"] for row in street.said(FactKind.TOLD) if row.recipient == "p:w1"]
    assert given == [[{"type": "photo", "file_id": "p"}]]


def test_a_voice_answers_what_was_asked_and_is_no_door(street: SmallStreet) -> None:
    street.do(ask_details, speaker=AUNT_LI, matter=street.orders()[0].matter_id)
    adds(street, type="voice", file_id="v")
    assert heard_at_desk(street) == [("BY-1126-01", "李**", "v")]


def test_a_voice_in_the_group_goes_with_its_words_to_staff(street: SmallStreet) -> None:
    said = street.says(AUNT_LI, "门锁坏了")
    street.do(register_need, heard=said, meaning=meaning_of("门锁坏了", "repair"), sensitive=SENSITIVE)
    street.do(claiming.claim_order, speaker=WRENCH[0], order=street.orders()[2].id)
    voice = replace(street.says(AUNT_LI, ""), media=({"type": "voice", "file_id": "v"},))
    street.do(attach_media, heard=voice)
    assert heard_at_desk(street) == [("BY-1126-03", "李**", "v")]
    assert NoteKind.MEDIA.value not in notes(street, "w0")


def heard_at_desk(street: SmallStreet) -> list[tuple[str, str, str]]:
    """Number, name and file of the voices that staff are given."""

    def look(session: Session) -> list[tuple[str, str, str]]:
        rows = [row for row in street.said(FactKind.TOLD) if row.recipient == "g:desk"]
        wanted = [Wanted(row.subject, Recipient(place="desk"), street.now, payload=row.payload) for row in rows]
        views = [view for one in wanted if (view := note.load(session, one)) is not None]
        return [(view.number, view.name, view.media[0]["file_id"]) for view in views]

    return street.database.read_now(look)


def test_a_place_right_after_a_picture_is_acknowledged(street: SmallStreet) -> None:
    adds(street, type="photo", file_id="a")
    adds(street, type="photo", file_id="b")
    assert notes(street) == [NoteKind.KEPT.value]
    street.forget_said()
    adds(street, type="location", latitude=36.8, longitude=118.0)
    assert notes(street) == [NoteKind.KEPT.value]
    assert NoteKind.CHANGED.value not in notes(street, "w0")


def test_a_phone_given_once_is_good_for_every_open_matter(street: SmallStreet) -> None:
    adds(street, "13800138000", phone="13800138000")
    kept = street.database.read_now(
        lambda s: list(s.exec(select(Particulars.phone).join(Matter, Matter.id == Particulars.matter_id)).all())  # type: ignore[arg-type]
    )
    assert kept == ["13800138000", "13800138000"]
    assert NoteKind.CHANGED.value in notes(street, "w0")
