"""What the handlers hear with follows the rows: labels at once, weights of the night, words, thresholds."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from actions.tx import Do
from bot import hearing as hearing_module
from bot.hearing import Hearing
from bot.nlp.linear import load, save
from bot.nlp.listener import MODEL, Listener
from bot.nlp.packing import fingerprint, packed
from bot.student import Student
from community.clock import Clock
from community.facts import FactKind
from community.understanding import Band, Kind, Understanding
from community.words import GuideState, ModelState, WordState
from storage import hearing as rows
from storage.engine import Database, Session
from storage.tables import GuideEntry, Label, Tuning, Weights, Word
from tests.street import THURSDAY, SmallStreet, build

LOCKERS = ("小区门口的快递柜又满了，取不出件", "3号楼下快递柜满了放不进去", "快递柜坏了取不出东西")
LIKE_THEM = "北门快递柜又满了，取不了件，谁管管"


class StillClock(Clock):
    """Thursday, nine o'clock."""

    def now(self) -> datetime:
        return THURSDAY

    async def sleep_until(self, moment: datetime) -> None:
        raise NotImplementedError


@pytest.fixture
def street(database: Database) -> Iterator[SmallStreet]:
    yield build(database)


def teach(
    street: SmallStreet, text: str, category: str | None, *, kind: Kind = Kind.NEED, source: str = "desk"
) -> None:
    def write(session: Session) -> None:
        session.add(Label(at=THURSDAY, community_id="by", text=text, kind=kind.value, category=category, source=source))
        rows.changed(session)

    street.database.write_now(write)


async def heard(hearing: Hearing, text: str, community: str | None = "by") -> Understanding:
    hearing.wake()
    return (await hearing.ears(community)).listener.understand(text, now=THURSDAY)


async def test_a_restart_hears_what_was_learned_label_by_label(street: SmallStreet, listener: Listener) -> None:
    running = Hearing(listener, street.database, StillClock())
    plain = await heard(running, LIKE_THEM)
    assert plain.categories[0].code != "business"
    for text in LOCKERS:
        teach(street, text, "business")
        learned = await heard(running, LIKE_THEM)
    assert learned.categories[0].code == "business"
    assert await heard(Hearing(listener, street.database, StillClock()), LIKE_THEM) == learned
    assert await heard(running, LIKE_THEM, None) == plain
    assert await heard(running, LIKE_THEM, "another") == plain


async def test_only_the_labels_that_are_gone_through_are_read(
    street: SmallStreet, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hearing_module, "LABELS", 4)
    monkeypatch.setattr(hearing_module, "UNSEEN", 9)
    read: list[str] = []

    def fill(session: Session) -> None:
        for at in range(20):
            session.add(Label(at=THURSDAY, community_id="by", text=f"旧话 {at}", kind="chatter", source="desk"))
        session.flush()
        last = session.exec(select(Label.id).order_by(col(Label.id).desc())).first() or 0
        session.add(Weights(made_at=THURSDAY, state=ModelState.REFUSED, base=fingerprint(), labels=last))
        rows.changed(session)

    street.database.write_now(fill)

    def noted(label: Label, _: object) -> None:
        read.append(label.text)

    sa.event.listen(Label, "load", noted)
    try:
        await heard(Hearing(listener, street.database, StillClock()), LIKE_THEM)
        assert read == [f"旧话 {at}" for at in range(16, 20)]
        for at in range(11):
            teach(street, f"新话 {at}", None, kind=Kind.CHATTER)
        read.clear()
        running = Hearing(listener, street.database, StillClock())
        await heard(running, LIKE_THEM)
        assert read == [f"新话 {at}" for at in range(2, 11)]
        read.clear()
        teach(street, "再一句", None, kind=Kind.CHATTER)
        await heard(running, LIKE_THEM)
        assert read == ["再一句"]
    finally:
        sa.event.remove(Label, "load", noted)


async def test_a_label_leaves_the_guide_as_it_is(street: SmallStreet, listener: Listener) -> None:
    hearing = Hearing(listener, street.database, StillClock())
    before = (await hearing.ears("by")).guide
    teach(street, LOCKERS[0], "business")
    hearing.wake()
    assert (await hearing.ears("by")).guide is before

    def write(session: Session) -> None:
        session.add(
            GuideEntry(
                id="g", street_id="street", community_id="by", question="居住证怎么办", answer="带身份证来社区",
                state=GuideState.ACTIVE, author_id="clerk", made_at=THURSDAY, changed_at=THURSDAY,
            )
        )  # fmt: skip
        rows.changed(session)

    street.database.write_now(write)
    hearing.wake()
    assert len((await hearing.ears("by")).guide) == len(before) + 1


async def test_danger_is_heard_whatever_was_taught(street: SmallStreet, listener: Listener) -> None:
    fire = "着火了！3号楼楼道着火了，快来人"
    for _ in range(5):
        teach(street, fire, None, kind=Kind.CHATTER)
    said = await heard(Hearing(listener, street.database, StillClock()), fire)
    assert (said.urgency, said.band) == (3, Band.TAKE)


async def test_a_resident_s_word_moves_less_than_that_of_staff(street: SmallStreet, listener: Listener) -> None:
    hearing = Hearing(listener, street.database, StillClock())
    before = await heard(hearing, LIKE_THEM)
    for text in LOCKERS:
        teach(street, text, "business", source="resident")
    assert (await heard(hearing, LIKE_THEM)).categories[0].code == before.categories[0].code


async def test_words_thresholds_and_categories_are_rows(street: SmallStreet, listener: Listener) -> None:
    hearing = Hearing(listener, street.database, StillClock())
    plain = "门球场的麻核桃没人收拾，能不能来个人"
    before = await heard(hearing, plain)

    def write(session: Session) -> None:
        session.add(
            Word(
                id="w",
                street_id="street",
                community_id="by",
                word="麻核桃",
                category="arts",
                state=WordState.APPROVED,
                service=True,
                made_at=THURSDAY,
            )
        )
        session.add(Tuning(community_id="by", talk=0, disabled=["repair"], changed_at=THURSDAY))
        rows.changed(session)

    street.database.write_now(write)
    after = await heard(hearing, plain)
    score = {one.code: one.score for one in before.categories}.get("arts", 0.0)
    assert {one.code: one.score for one in after.categories}["arts"] > score
    learning = "想学盘麻核桃，有没有老师教"
    assert [(await heard(hearing, learning, where)).service for where in ("by", None)] == ["麻核桃", None]
    lamp = "我家厨房的灯不亮了，能不能来个师傅给看看"
    assert (await heard(hearing, lamp, None)).band is Band.TAKE
    off = await heard(hearing, lamp)
    assert off.band is Band.SILENT
    assert "repair" not in [one.code for one in off.categories]


@pytest.mark.usefixtures("short_night")
async def test_the_night_learns_and_the_desk_is_told(street: SmallStreet, listener: Listener) -> None:
    for text in LOCKERS:
        teach(street, text, "business")
    clock = StillClock()
    student = Student(Do(street.database, clock, random.Random(1), 1, lambda: None), street.database, clock)
    number = await student.learn()
    (row,) = street.database.read_now(lambda session: session.exec(select(Weights)).all())
    assert (row.number, row.state) == (number, ModelState.IN_USE)
    assert row.measures["agreed_after"] > row.measures["agreed_before"]
    (told,) = [one for one in street.said(FactKind.TOLD) if one.payload["note"] == "night_learned"]
    assert told.recipient == "g:desk"
    everywhere = await heard(Hearing(listener, street.database, clock), LOCKERS[0], None)
    assert everywhere.categories[0].code == "business"
    assert await student.learn() is None


def take(street: SmallStreet, data: bytes) -> None:
    """These are the weights in use from now on."""

    def write(session: Session) -> None:
        session.add(Weights(made_at=THURSDAY, state=ModelState.IN_USE, base=fingerprint(), labels=0, data=data))
        rows.changed(session)

    street.database.write_now(write)


def changed(settings: dict[str, Any], tmp_path: Path) -> bytes:
    """The shipped weights with other settings, packed."""
    save(replace(load(MODEL), settings=settings), tmp_path / "changed")
    return packed(tmp_path / "changed")


async def test_weights_that_are_no_weights_are_not_gone_by(
    street: SmallStreet, listener: Listener, tmp_path: Path
) -> None:
    hearing = Hearing(listener, street.database, StillClock())
    plain = await heard(hearing, LIKE_THEM)
    sound = packed(MODEL)
    spoilt = [
        b"PK no weights",
        sound[:-9000],
        sound[:5000] + bytes(500) + sound[5500:],
        changed({}, tmp_path),
    ]
    for data in spoilt:
        take(street, changed({**load(MODEL).settings, "gate": 999.0}, tmp_path))
        assert (await heard(hearing, LIKE_THEM)).band is Band.SILENT
        take(street, data)
        assert await heard(hearing, LIKE_THEM) == plain
        assert await heard(Hearing(listener, street.database, StillClock()), LIKE_THEM) == plain
