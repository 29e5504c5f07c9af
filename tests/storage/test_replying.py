"""Replies at the desk, where the message that they answer is not to become a question of the group's."""

import pytest
from sqlmodel import select

from actions.doubts import raise_doubt
from actions.outcomes import Done, TooLate
from actions.replying import UNREACHED, reply_at_desk
from community.facts import CardSlot, FactKind, NoteKind
from community.heard import Speaker
from community.understanding import Kind
from community.words import MatterState, QuestionState
from storage.cards import keep
from storage.engine import Database
from storage.tables import Matter, Question
from tests.street import AUNT_LI, CLERK, DESK_CHAT, STRANGER, SmallStreet, build, meaning_of

CARD = 900


@pytest.fixture
def street(database: Database) -> SmallStreet:
    """A street without partners."""
    return build(database, repairers=0)


def doubt(street: SmallStreet, text: str, *, urgency: int = 0, place: str | None = "grid") -> None:
    """A doubtful message, and its card at the desk."""
    meaning = meaning_of(text, "affairs", kind=Kind.INQUIRY, urgency=urgency)
    street.do(raise_doubt, heard=street.says(AUNT_LI, text, place=place), meaning=meaning)
    question = street.database.read_now(lambda s: s.exec(select(Question)).one().id)
    street.database.write_now(
        lambda s: keep(s, CardSlot.DOUBT, question, "g:desk", chat_id=DESK_CHAT, message_id=CARD, page="", digest="",
                       now=street.now)
    )  # fmt: skip


def reply(street: SmallStreet, words: str, who: Speaker = CLERK) -> object:
    """Staff reply to the card."""
    return street.do(reply_at_desk, speaker=who, place="desk", chat=DESK_CHAT, message=CARD, words=words)


def matters(street: SmallStreet) -> list[Matter]:
    return list(street.database.read_now(lambda s: s.exec(select(Matter)).all()))


def state(street: SmallStreet) -> QuestionState:
    return street.database.read_now(lambda s: s.exec(select(Question)).one().state)


def test_the_question_is_recorded_with_its_answer(street: SmallStreet) -> None:
    doubt(street, "社区能打印吗")
    assert isinstance(reply(street, "一楼大厅，一张5毛"), Done)
    (matter,) = matters(street)
    assert (matter.kind, matter.state, matter.answer) == (Kind.INQUIRY, MatterState.ANSWERED, "一楼大厅，一张5毛")
    assert state(street) is QuestionState.ANSWERED
    assert isinstance(reply(street, "再说一遍"), TooLate)


@pytest.mark.parametrize(("urgency", "place"), [(3, "grid"), (3, None)])
def test_danger_and_what_lies_nowhere_stay_doubts_but_the_words_arrive(
    street: SmallStreet, urgency: int, place: str | None
) -> None:
    doubt(street, "有人要跳楼", urgency=urgency, place=place)
    street.forget_said()
    assert isinstance(reply(street, "我马上到，别怕"), Done)
    assert matters(street) == [] and state(street) is QuestionState.HUMAN
    notes = {row.payload["note"]: row for row in street.said(FactKind.TOLD)}
    assert notes[NoteKind.REPLIED.value].payload["text"] == "我马上到，别怕"
    assert notes[NoteKind.PASSED_ON.value].recipient == "g:desk"
    assert notes[NoteKind.PASSED_ON.value].payload["what"] == UNREACHED


def test_only_staff_answer(street: SmallStreet) -> None:
    doubt(street, "社区能打印吗")
    assert not isinstance(reply(street, "不知道", STRANGER), Done)
    assert matters(street) == []
