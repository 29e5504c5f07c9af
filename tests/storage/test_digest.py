"""The morning digest: what was said over a weekend or a holiday is in it, and what nobody has answered stays in it."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import select

from actions.desk import reply_matter
from actions.digest import ask_digest
from actions.needs import register_need
from bot.nlp.listener import default_taxonomy
from bot.texts.card import Wording
from bot.texts.notices import notice_card
from community.clock import SHANGHAI
from community.facts import FactKind, NoteKind, Recipient
from community.timing import DueItem
from community.understanding import Kind
from community.views import Wanted
from community.words import OutboxState
from schedules.jobs import JOBS
from storage.tables import Matter, Outbox
from storage.views.notices import load_notice
from tests.street import AUNT_LI, CLERK, SENSITIVE, SmallStreet, meaning_of


def at(street: SmallStreet, day: int, hour: int, minute: int = 0) -> None:
    """A day of that November; the 28th is a Saturday."""
    street.now = datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


def asks(street: SmallStreet, words: str, kind: Kind = Kind.INQUIRY) -> str:
    """The number of what aunt Li asks."""
    meaning = meaning_of(words, "affairs", kind=kind)
    street.do(register_need, heard=street.says(AUNT_LI, words), meaning=meaning, sensitive=SENSITIVE)
    newest = select(Matter.number).order_by(sa.desc("made_at"))
    return street.database.read_now(lambda session: session.exec(newest).first()) or ""


def morning(street: SmallStreet, day: int, *, arrives: bool = True) -> dict[str, list[str]]:
    """What the digest of that morning names; {} if there is none. arrives: at the desk."""
    at(street, day, 8)
    street.do(JOBS["digest"], DueItem("due", "digest", "desk", street.now.date(), street.now))
    if arrives:
        done = sa.update(Outbox).values(state=OutboxState.DELIVERED)
        street.database.write_now(lambda session: session.execute(done))
    told = [row for row in street.said(FactKind.TOLD) if row.payload["note"] == NoteKind.DIGEST.value]
    today = [row.payload for row in told if row.payload["day"] == street.now.date().isoformat()]
    return {key: value for key, value in today[-1].items() if isinstance(value, list)} if today else {}


def test_what_was_said_after_the_last_digest_is_new_on_monday(street: SmallStreet) -> None:
    assert morning(street, 28)["new"] == []
    at(street, 28, 12)
    asked = asks(street, "高龄补贴怎么办")
    assert morning(street, 29) == {}
    assert morning(street, 30)["new"] == [asked]


def test_a_digest_that_did_not_arrive_told_nobody(street: SmallStreet) -> None:
    morning(street, 24)
    at(street, 24, 12)
    asked = asks(street, "高龄补贴怎么办")
    for day in (25, 26, 27):
        assert morning(street, day, arrives=False)["new"] == [asked]


def test_what_nobody_has_answered_stays_in_it_until_somebody_does(street: SmallStreet) -> None:
    at(street, 24, 9)
    asked = asks(street, "高龄补贴怎么办")
    at(street, 24, 9, 1)
    suggested = asks(street, "楼下加个长椅吧", Kind.SUGGESTION)
    for day in (25, 26, 27):
        found = morning(street, day)
        assert (found["unanswered"], found["unclaimed"]) == ([asked, suggested], [])
    assert found["new"] == []
    first = select(Matter.id).where(Matter.number == asked)
    matter = street.database.read_now(lambda session: session.exec(first).one())
    street.do(reply_matter, speaker=CLERK, matter=matter, words="带身份证到大厅")
    assert morning(street, 30)["unanswered"] == [suggested]


def test_it_is_read_at_the_desk(street: SmallStreet) -> None:
    at(street, 24, 9)
    asked = asks(street, "高龄补贴怎么办")
    street.do(ask_digest, speaker=CLERK, place="desk")
    payload = next(row.payload for row in street.said(FactKind.TOLD) if row.payload["note"] == NoteKind.DIGEST.value)
    wanted = Wanted("desk", Recipient(place="desk"), street.now, "", payload)
    view = street.database.read_now(lambda session: load_notice(session, wanted))
    assert view is not None
    assert f"💬 等答复 <b>1</b>：{asked}" in notice_card(view, Wording(default_taxonomy(), street.now)).html
