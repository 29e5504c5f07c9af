"""Danger told in private before anybody knows where its speaker lives, and grave words that are only half understood.
On both databases."""

from dataclasses import replace
from typing import Unpack

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from actions.alarms import MOST
from actions.doubts import settle_doubt
from actions.dues import settle_due
from actions.homes import HomeUnknown
from actions.listening import Doubted, Said, listen, listen_again
from actions.listening_in_private import listen_in_private
from actions.moving_in import Ears, move_in
from actions.needs import Registered
from actions.planning import plan_ahead
from actions.questions import Asked, Handed, drop_question
from actions.unsure_danger import follow_doubt
from community.facts import CardSlot, FactKind, NoteKind, Recipient
from community.heard import Heard
from community.understanding import Band, Kind, Understanding
from community.views import Wanted
from community.words import PlaceKind, Priority, QuestionState
from schedules.jobs import JOBS
from storage import cards
from storage.dues import due_now
from storage.engine import Database
from storage.tables import Community, Due, Label, Matter, Outbox, Particulars, Place, Question
from storage.views import asking
from tests.street import AUNT_LI, CLERK, SENSITIVE, THURSDAY, Slotted, SmallStreet, build, meaning_of

HERE, THERE = -4_000_000_011, -4_000_000_012
FIRE, DESPAIR = "我家着火了", "不想活了"


@pytest.fixture
def street(database: Database) -> SmallStreet:
    """Two communities, each with a desk of its own besides the street's."""
    street = build(database)

    def rows(session: Session) -> None:
        session.add(Community(id="qy", street_id="street", name="齐园社区", code="QY"))
        session.flush()
        for ident, chat, community in (("here", HERE, "by"), ("there", THERE, "qy")):
            desk = Place(
                id=ident,
                bot_id=1,
                chat_id=chat,
                kind=PlaceKind.STAFF,
                title=ident,
                street_id="street",
                made_at=THURSDAY,
            )
            desk.community_id = community
            session.add(desk)

    street.database.write_now(rows)
    return street


def meant(words: str) -> Understanding:
    urgent = words.startswith(FIRE)
    meaning = meaning_of(words, "safety" if urgent else "counselling", urgency=3 if urgent else 0)
    return meaning if urgent else meaning._replace(band=Band.ASK)


EARS = Ears(SENSITIVE, meant, lambda words: 0)


def cries(street: SmallStreet, words: str) -> Heard:
    heard = street.says(AUNT_LI, words, place=None)
    assert street.do(listen_in_private, said=Said(heard, meant(words)), sensitive=SENSITIVE) == HomeUnknown()
    return heard


def lives_here(street: SmallStreet, *said: Heard) -> None:
    kept = tuple(Said(heard, meant(heard.text)) for heard in said)
    street.do(move_in, speaker=AUNT_LI, community="by", said=kept, ears=EARS)


def the_alarm(street: SmallStreet) -> Question:
    return street.database.read_now(lambda s: s.exec(select(Question)).one())


def rung(street: SmallStreet) -> list[str]:
    """Who is told what they have not been told before."""
    loud = (fact for fact in street.said() if fact.priority == Priority.EMERGENCY and fact.slot is not CardSlot.NOTE)
    return sorted(fact.recipient for fact in loud)


def shown(street: SmallStreet, alarm: Question, *desks: tuple[str, int]) -> None:
    """The courier has laid the alarm before these desks."""

    def keep(session: Session) -> None:
        for number, (desk, chat) in enumerate(desks):
            cards.keep(
                session,
                CardSlot.DOUBT,
                alarm.id,
                f"g:{desk}",
                chat_id=chat,
                message_id=900 + number,
                page="",
                digest="x",
                now=street.now,
            )

    street.database.write_now(keep)


def notes(street: SmallStreet) -> list[str]:
    ordered: list[Outbox] = sorted(street.said(FactKind.TOLD), key=lambda fact: (fact.priority, fact.id or 0))
    return [str(fact.payload["note"]) for fact in ordered]


@pytest.mark.parametrize("words", [FIRE, DESPAIR])
def test_every_desk_is_rung_and_the_numbers_come_before_the_question(street: SmallStreet, words: str) -> None:
    cries(street, words)
    assert rung(street) == ["g:desk", "g:here", "g:there"]
    assert notes(street) == [NoteKind.EMERGENCY, NoteKind.NO_COMMUNITY]
    assert [fact.priority for fact in street.said(FactKind.TOLD)] == [Priority.EMERGENCY, Priority.REPLY]
    view = street.database.read_now(
        lambda s: asking.load_doubt(s, Wanted(the_alarm(street).id, Recipient(place="there"), street.now))
    )
    assert view is not None
    assert (view.words, view.danger, view.unplaced, view.speaker) == (words, True, True, "李阿姨")


def test_an_ordinary_need_rings_nobody_before_its_place_is_known(street: SmallStreet) -> None:
    heard = street.says(AUNT_LI, "厨房灯不亮了", place=None)
    said = Said(heard, meaning_of(heard.text, "repair"))
    assert street.do(listen_in_private, said=said, sensitive=SENSITIVE) == HomeUnknown()
    assert not rung(street)
    assert notes(street) == [NoteKind.NO_COMMUNITY]


@pytest.mark.parametrize("words", [FIRE, DESPAIR])
def test_once_told_where_it_is_recorded_and_the_desk_that_was_rung_is_not_rung_again(
    street: SmallStreet, words: str
) -> None:
    heard = cries(street, words)
    alarm = the_alarm(street)
    shown(street, alarm, ("here", HERE), ("there", THERE), ("desk", -4_000_000_002))
    street.forget_said()
    lives_here(street, heard)
    matter = street.database.read_now(lambda s: s.exec(select(Matter)).one())
    assert matter.community_id == "by"
    adopted = street.database.read_now(lambda s: cards.card_of(s, CardSlot.ALARM, matter.id, "g:here"))
    assert adopted is not None and adopted.message_id == 900
    raised = {fact.recipient for fact in street.said(FactKind.ALARM_RAISED)}
    assert raised == {"g:here", "p:clerk"}  # the desk's is an edit; whoever asked has the numbers
    assert {fact.recipient for fact in street.said(FactKind.DOUBT_RAISED)} == {"g:desk", "g:there", "g:here"}
    assert the_alarm(street).state is QuestionState.ANSWERED
    assert the_alarm(street).community_id == "by"
    assert NoteKind.EMERGENCY not in notes(street)


def test_grave_words_that_sound_like_chatter_lie_with_the_community_once_it_is_told(street: SmallStreet) -> None:
    heard = street.says(AUNT_LI, DESPAIR, place=None)
    meaning = meant(DESPAIR)._replace(kind=Kind.CHATTER, band=Band.SILENT)
    street.do(listen_in_private, said=Said(heard, meaning), sensitive=SENSITIVE)
    assert rung(street) == ["g:desk", "g:here", "g:there"]
    shown(street, the_alarm(street), ("here", HERE))
    street.forget_said()
    street.do(move_in, speaker=AUNT_LI, community="by", said=(Said(heard, meaning),), ears=EARS)
    assert (the_alarm(street).community_id, the_alarm(street).state) == ("by", QuestionState.HUMAN)
    assert [(fact.recipient, fact.priority) for fact in street.said(FactKind.DOUBT_RAISED)] == [
        ("g:here", Priority.REPLY)
    ]


def takes(street: SmallStreet, alarm: Question, chat: int) -> object:
    """Staff say at a desk that it is danger."""
    return street.do(settle_doubt, speaker=CLERK, question=alarm.id, category="safety", sensitive=SENSITIVE, chat=chat)


def test_staff_of_a_desk_take_it_for_their_community(street: SmallStreet) -> None:
    heard = cries(street, FIRE)
    assert takes(street, the_alarm(street), -4_000_000_002) == HomeUnknown()  # the street's desk knows no more
    assert the_alarm(street).state is QuestionState.HUMAN
    assert isinstance(takes(street, the_alarm(street), THERE), Registered)
    matter = street.database.read_now(lambda s: s.exec(select(Matter)).one())
    assert (matter.community_id, matter.urgency) == ("qy", 3)
    said = (Said(heard, meant(FIRE)),)
    street.do(move_in, speaker=AUNT_LI, community="by", said=said, ears=EARS)
    assert len(street.database.read_now(lambda s: s.exec(select(Matter)).all())) == 1


def test_who_cries_without_end_does_not_ring_every_desk_without_end(street: SmallStreet) -> None:
    for number in range(MOST + 3):
        cries(street, f"{FIRE}{number}")
    assert the_alarm(street).understanding["said"][-1] == f"{FIRE}{MOST + 2}", "one alarm, with what was said last"
    assert rung(street).count("g:there") == MOST + 1


def test_the_same_message_once_more_rings_nobody_again(street: SmallStreet) -> None:
    heard = cries(street, FIRE)
    street.forget_said()
    street.do(listen, said=Said(heard, meant(FIRE)), sensitive=SENSITIVE)
    assert not rung(street)


def test_where_there_is_no_desk_staff_are_rung_in_private(street: SmallStreet) -> None:
    def leave(session: Session) -> None:
        for desk in session.exec(select(Place).where(Place.kind == PlaceKind.STAFF)):
            desk.present = False

    street.database.write_now(leave)
    cries(street, FIRE)
    assert rung(street) == ["p:clerk"]


def settled(street: SmallStreet) -> SmallStreet:
    """She has told before where she lives."""
    street.do(move_in, speaker=AUNT_LI, community="by", said=(), ears=EARS)
    street.forget_said()
    return street


def test_grave_words_are_recorded_and_never_only_asked_about(street: SmallStreet) -> None:
    settled(street)
    heard = street.says(AUNT_LI, "老人想上吊", place=None)
    result = street.do(listen_in_private, said=Said(heard, meant(heard.text)), sensitive=SENSITIVE)
    assert isinstance(result, Registered)
    assert not street.said(FactKind.QUESTION_ASKED)
    assert {"g:here", "p:clerk"} <= set(rung(street))
    assert NoteKind.EMERGENCY in notes(street)


@pytest.mark.parametrize("words", [FIRE, DESPAIR])
def test_danger_that_is_forwarded_in_private_is_shown_to_staff_at_once(street: SmallStreet, words: str) -> None:
    settled(street)
    said = Said(street.says(AUNT_LI, words, place=None), meant(words), secondhand=True)
    assert street.do(listen_in_private, said=said, sensitive=SENSITIVE) == Doubted()
    assert rung(street) == ["g:here"]
    assert notes(street) == [NoteKind.EMERGENCY]


def test_not_a_need_under_grave_words_is_seen_by_staff_and_teaches_nothing(street: SmallStreet) -> None:
    settled(street)
    words = "我爸天天打我"
    asked = street.do(listen_in_private, said=plain(street, words), sensitive=SENSITIVE)
    assert isinstance(asked, Asked)
    grave = {**the_alarm(street).understanding, "grave": True, "told": ["violence"]}  # asked by an older version

    def older(session: Session) -> None:
        session.get_one(Question, asked.question).understanding = grave

    street.database.write_now(older)
    street.forget_said()
    assert street.do(drop_question, speaker=AUNT_LI, question=asked.question) == Handed()
    assert rung(street) == ["g:here"]
    assert notes(street) == [NoteKind.EMERGENCY]
    assert not street.database.read_now(lambda s: s.exec(select(Label)).all())


def plain(street: SmallStreet, words: str) -> Said:
    meaning = meaning_of(words, "mediation")._replace(band=Band.ASK, told=frozenset(), grave=False)
    return Said(street.says(AUNT_LI, words, place=None), meaning)


def test_what_was_asked_about_and_is_written_anew_as_danger_is_heard(street: SmallStreet) -> None:
    settled(street)
    said = plain(street, "家里出事了")
    assert isinstance(street.do(listen_in_private, said=said, sensitive=SENSITIVE), Asked)
    street.forget_said()
    again = replace(said.heard, text=FIRE)
    result = street.do(listen_again, said=Said(again, meant(FIRE)), sensitive=SENSITIVE)
    assert isinstance(result, Registered)
    assert the_alarm(street).state is QuestionState.ANSWERED
    assert {"g:here", "p:clerk"} <= set(rung(street))


def test_grave_words_with_an_address_are_no_mere_address(street: SmallStreet) -> None:
    settled(street)
    heard = street.says(AUNT_LI, "不想活了，3号楼501", place=None)
    meaning = meaning_of(heard.text, kind=Kind.CHATTER, place="3号楼501")._replace(band=Band.SILENT)
    assert street.do(listen_in_private, said=Said(heard, meaning), sensitive=SENSITIVE) == Doubted()
    assert rung(street) == ["g:here"]


def test_whoever_wants_to_die_does_not_want_it_withdrawn(street: SmallStreet) -> None:
    settled(street)
    lamp = street.says(AUNT_LI, "厨房灯不亮了", place=None)
    street.do(listen_in_private, said=Said(lamp, meaning_of(lamp.text, "repair")), sensitive=SENSITIVE)
    street.forget_said()
    words = street.says(AUNT_LI, "算了不用修了，不想活了", place=None)
    said = Said(words, meant(words.text), withdraws=True)
    assert isinstance(street.do(listen_in_private, said=said, sensitive=SENSITIVE), Registered)
    assert NoteKind.ASK_WITHDRAW not in notes(street)
    assert "g:here" in rung(street)


def gives(street: SmallStreet, words: str, **slots: Unpack[Slotted]) -> Said:
    """Words in private that hold nothing but a place or a phone."""
    meaning = meaning_of(words, kind=Kind.CHATTER, **slots)._replace(band=Band.SILENT)
    said = Said(street.says(AUNT_LI, words, place=None), meaning)
    assert street.do(listen_in_private, said=said, sensitive=SENSITIVE) == HomeUnknown()
    return said


def alarm_at(street: SmallStreet, desk: str) -> str:
    wanted = Wanted(the_alarm(street).id, Recipient(place=desk), street.now)
    view = street.database.read_now(lambda session: asking.load_doubt(session, wanted))
    assert view is not None
    return view.words


def test_the_place_that_follows_danger_stands_in_the_alarm_and_goes_into_the_matter(street: SmallStreet) -> None:
    fire = cries(street, FIRE)
    shown(street, the_alarm(street), ("there", THERE))
    place, phone = (
        gives(street, "3号楼2单元501", place="3号楼2单元501"),
        gives(street, "13812345678", phone="13812345678"),
    )
    assert alarm_at(street, "there") == f"{FIRE}，3号楼***"
    assert [fact.recipient for fact in street.said(FactKind.DOUBT_RAISED)].count("g:there") == 3
    said = (Said(fire, meant(FIRE)), place, phone)
    street.do(move_in, speaker=AUNT_LI, community="by", said=said, ears=EARS)
    assert particulars(street) == ("3号楼2单元501", "13812345678")


def test_staff_who_take_it_get_the_place_too(street: SmallStreet) -> None:
    cries(street, FIRE)
    gives(street, "3号楼2单元501", place="3号楼2单元501")
    takes(street, the_alarm(street), THERE)
    assert particulars(street) == ("3号楼2单元501", None)


def test_a_place_without_danger_rings_nobody(street: SmallStreet) -> None:
    lamp = street.says(AUNT_LI, "厨房灯不亮了", place=None)
    said = Said(lamp, meaning_of(lamp.text, "repair"))
    street.do(listen_in_private, said=said, sensitive=SENSITIVE)
    place = gives(street, "3号楼2单元501", place="3号楼2单元501")
    assert not rung(street)
    street.do(move_in, speaker=AUNT_LI, community="by", said=(said, place), ears=EARS)
    assert particulars(street) == ("3号楼2单元501", None)


def particulars(street: SmallStreet) -> tuple[str | None, str | None]:
    kept = street.database.read_now(lambda session: session.exec(select(Particulars)).one())
    return kept.door, kept.phone


def test_an_alarm_of_before_an_upgrade_rings_again_at_the_next_start_until_it_is_taken_up(street: SmallStreet) -> None:
    """The program of that time did not know how to ring again."""
    cries(street, FIRE)
    street.database.write_now(lambda s: s.execute(sa.delete(Due)))
    street.later(hours=3)
    assert rings_at_a_start(street)
    lives_here(street)
    street.do(follow_doubt, speaker=CLERK, question=the_alarm(street).id, sensitive=SENSITIVE)
    street.database.write_now(lambda s: s.execute(sa.delete(Due)))
    assert not rings_at_a_start(street)


def rings_at_a_start(street: SmallStreet) -> list[str]:
    """Who is rung about a doubt at once when the program starts."""
    street.forget_said()
    street.do(plan_ahead, moments=[], saturdays=[])
    for item in street.database.read_now(lambda s: due_now(s, ["doubt_alarm"], street.now)):
        street.do(settle_due, item=item, job=JOBS["doubt_alarm"])
    return [fact.recipient for fact in street.said(FactKind.DOUBT_RAISED) if fact.priority == Priority.EMERGENCY]
