"""What somebody says while the bot waits to be told where they live is heard as one conversation. On both databases."""

from collections.abc import Sequence
from functools import partial

import pytest
from sqlmodel import Session, col, select

from actions.listening import Said
from actions.listening_in_private import listen_in_private
from actions.moving_in import Ears, move_in
from bot.nlp.listener import Listener
from community.facts import FactKind, NoteKind
from storage.engine import Database
from storage.tables import Community, Matter, Particulars, Question
from tests.street import AUNT_LI, SENSITIVE, SmallStreet, build

LAMP = "俺家厨房那个灯不亮了 寻思找人来看看"


@pytest.fixture
def street(database: Database) -> SmallStreet:
    """Two communities, so that somebody's own must be asked for."""
    street = build(database)
    street.database.write_now(lambda s: s.add(Community(id="qy", street_id="street", name="齐园社区", code="QY")))
    return street


def told(street: SmallStreet, listener: Listener, *words: str) -> None:
    """Said one after the other, and then the community is pressed."""
    kept = []
    for text in words:
        street.later(seconds=25)
        meaning = listener.understand(text, now=street.now, private=True)
        kept.append(Said(street.says(AUNT_LI, text, place=None), meaning))
        street.do(listen_in_private, said=kept[-1], sensitive=SENSITIVE)
    street.forget_said()
    ears = Ears(SENSITIVE, partial(listener.gathered().understand, now=street.now), listener.leaning)
    street.do(move_in, speaker=AUNT_LI, community="by", said=tuple(kept), ears=ears)


def matters(street: SmallStreet) -> Sequence[tuple[str, str | None, str | None, str]]:
    """The category, door, phone and note of every matter, oldest first."""

    def load(session: Session) -> Sequence[tuple[str, str | None, str | None, str]]:
        query = select(Matter, Particulars).join(Particulars, col(Particulars.matter_id) == col(Matter.id))
        rows = session.exec(query.order_by(col(Matter.number))).all()
        return [(one.category, kept.door, kept.phone, f"{one.summary}；{kept.note}") for one, kept in rows]

    return street.database.read_now(load)


def asked(street: SmallStreet) -> int:
    """How many questions somebody got: which kind, or where."""
    notes = [fact for fact in street.said(FactKind.TOLD) if fact.payload["note"] == NoteKind.ASK_DOOR]
    return len(street.said(FactKind.QUESTION_ASKED)) + len(notes)


def doubts(street: SmallStreet) -> int:
    return len(street.database.read_now(lambda s: s.exec(select(Question)).all()))


def test_pieces_of_one_matter_are_one_matter(street: SmallStreet, listener: Listener) -> None:
    address, phone, hurry = "留仙二号楼 五单元 头一层 西户", "座机 3821567", "啥时候来 咦 咋恁慢咧"
    told(street, listener, LAMP, "俺一个人弄不了咧", address, phone, hurry)
    ((category, door, number, words),) = matters(street)
    assert (category, door, number) == ("repair", "二号楼 五单元 头一层 西户", "3821567")
    assert "弄不了" in words and "恁慢" in words
    assert asked(street) == 0 and doubts(street) == 0
    assert not [fact for fact in street.said(FactKind.TOLD) if not fact.recipient.startswith("p:w")]


def test_another_need_is_another_matter_and_knows_the_door_too(street: SmallStreet, listener: Listener) -> None:
    told(street, listener, LAMP, "还有哈 药吃完了 谁给捎一盒", "二号楼五单元302", "电话 13812345678")
    lamp, medicine = matters(street)
    assert lamp[:3] == ("repair", "二号楼五单元302", "13812345678")
    assert medicine[1:3] == lamp[1:3]
    assert "药" in medicine[3] and "药" not in lamp[3]
    assert asked(street) == 0


def test_the_address_may_come_before_the_need(street: SmallStreet, listener: Listener) -> None:
    told(street, listener, "二号楼五单元302", LAMP)
    ((category, door, _, _),) = matters(street)
    assert (category, door) == ("repair", "二号楼五单元302")


def test_what_tells_more_of_oneself_is_no_need(street: SmallStreet, listener: Listener) -> None:
    told(street, listener, LAMP, "俺一个人住")
    ((category, _, _, words),) = matters(street)
    assert category == "repair" and "一个人住" in words


def test_what_nobody_understands_is_asked_about_once(street: SmallStreet, listener: Listener) -> None:
    told(street, listener, "那个东西又不中了", "俺也弄不清楚咋回事", "你们给看看")
    assert len(matters(street)) + doubts(street) == 1


def test_danger_among_it_is_a_matter_of_its_own(street: SmallStreet, listener: Listener) -> None:
    told(street, listener, LAMP, "家里一股煤气味，头晕", "二号楼五单元302")
    assert len([one for one in matters(street) if one[1] == "二号楼五单元302"]) == 2


def test_thanks_is_kept_nowhere(street: SmallStreet, listener: Listener) -> None:
    told(street, listener, LAMP, "谢谢恁")
    ((_, _, _, words),) = matters(street)
    assert "谢谢" not in words


def test_the_landmark_stays_when_the_flat_is_told(street: SmallStreet, listener: Listener) -> None:
    told(street, listener, "家里电线冒烟了 着火了")
    for words in ("俺家在供销社那个楼 对过 有棵大槐树", "二单元 不是 三单元 三零二"):
        meaning = listener.understand(words, now=street.now, private=True)
        said = Said(street.says(AUNT_LI, words, place=None), meaning)
        street.do(listen_in_private, said=said, sensitive=SENSITIVE)
    assert [door for _, door, _, _ in matters(street)] == ["供销社那个楼 三单元 三零二"]
