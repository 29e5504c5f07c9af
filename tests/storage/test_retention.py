"""Nothing is kept longer than the table says, nothing goes before."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from actions.needs import register_need
from actions.residents import set_time, withdraw_matter
from actions.tidying import tidy
from community.facts import FactKind
from community.retention import RETENTION, Holding
from community.understanding import Kind
from community.words import InboxState, MarketState, OutboxState, QuestionState
from storage.engine import Database
from storage.retention import FORGET
from storage.tables import (
    Going,
    History,
    Inbox,
    Label,
    MarketDay,
    Matter,
    Outbox,
    Particulars,
    Person,
    Question,
    Utterance,
)
from tests.street import AUNT_LI, SENSITIVE, SmallStreet, build, meaning_of

LATER = timedelta(minutes=1)
LAMP = "3号楼2单元501厨房灯不亮了，电话13800138000"


@pytest.fixture
def street(database: Database) -> SmallStreet:
    """With aunt Li's need, withdrawn at once."""
    made = build(database)
    heard = made.says(AUNT_LI, LAMP)
    meaning = meaning_of("厨房灯不亮", "repair", place="3号楼2单元501", phone="13800138000", time="今天下午")
    made.do(register_need, heard=heard, meaning=meaning, sensitive=SENSITIVE)
    matter = made.database.read_now(lambda session: session.exec(select(Matter.id)).one())
    made.do(set_time, speaker=AUNT_LI, matter=matter, words="今天下午四点", at=None)
    made.do(withdraw_matter, speaker=AUNT_LI, matter=matter)
    return made


def more(session: Session, at: datetime) -> None:
    """One of everything else, made at `at`."""
    li = session.exec(select(Person).where(Person.user_id == AUNT_LI.user_id)).one()
    li.made_at, li.phone, li.door = at, "13800138000", "3号楼2单元501"
    for number, state in enumerate((InboxState.DONE, InboxState.QUARANTINED)):
        session.add(
            Inbox(bot_id=1, update_id=number, lane="1", state=state, body={"text": LAMP}, received_at=at, error="E")
        )
    for ident in ("loose", "doubted"):
        said = Utterance(id=ident, person_id=li.id, at=at, chat_id=1, message_id=len(ident), text=LAMP)
        session.add(said)
    session.flush()
    session.add(
        Question(id="q", utterance_id="doubted", person_id=li.id, kind=Kind.NEED, state=QuestionState.HUMAN,
                 understanding={"summary": LAMP}, made_at=at)
    )  # fmt: skip
    session.add(MarketDay(id="m", street_id="street", community_id="by", day=at.date(), state=MarketState.PLANNED))
    session.flush()
    session.add(Going(id="g", market_id="m", person_id=li.id, at=at))
    session.add(Label(at=at, text="厨房灯不亮", kind="need", source="desk"))
    session.execute(sa.update(Outbox).values(state=OutboxState.DELIVERED))


LOOK: dict[Holding, Callable[[Session], object]] = {
    Holding.RAW: lambda s: s.exec(select(Inbox.body).where(Inbox.update_id == 0)).first(),
    Holding.QUARANTINED: lambda s: s.exec(select(Inbox.body).where(Inbox.update_id == 1)).first(),
    Holding.NUMBERS: lambda s: s.exec(select(Inbox.id).where(Inbox.update_id == 0)).first(),
    Holding.LOOSE: lambda s: s.get(Utterance, "loose"),
    Holding.DOUBTS: lambda s: s.get_one(Utterance, "doubted").text or s.get_one(Question, "q").understanding,
    Holding.LETTERS: lambda s: s.exec(select(Outbox.id).where(Outbox.kind == FactKind.MATTER_CHANGED)).first(),
    Holding.PARTICULARS: lambda s: s.exec(select(Particulars.door).where(col(Particulars.phone).is_not(None))).first(),
    Holding.WORDS: lambda s: (
        s.exec(select(Matter.summary)).one()
        or s.exec(select(Utterance.text).where(col(Utterance.matter_id).is_not(None))).one()
    ),
    Holding.PROFILE: lambda s: s.exec(select(Person.phone).where(Person.user_id == AUNT_LI.user_id)).one(),
    Holding.GOING: lambda s: s.get(Going, "g"),
    Holding.LABELS: lambda s: s.exec(select(Label.id)).first(),
}


def test_everything_that_is_kept_has_a_term_a_reason_and_somebody_who_forgets_it() -> None:
    assert set(RETENTION) == set(Holding) == set(FORGET) == set(LOOK)
    assert all(kept.name and kept.reason and kept.lasts > timedelta() for kept in RETENTION.values())
    assert RETENTION[Holding.RAW].lasts + timedelta(days=1) <= timedelta(hours=72)


@pytest.mark.parametrize("holding", Holding)
def test_it_goes_when_its_time_has_come_and_not_before(street: SmallStreet, holding: Holding) -> None:
    street.database.write_now(lambda session: more(session, street.now))
    made = street.now
    street.now = made + RETENTION[holding].lasts - LATER
    street.do(tidy)
    assert street.database.read_now(LOOK[holding]), "gone too early"
    street.now = made + RETENTION[holding].lasts + LATER
    forgotten = street.do(tidy)
    assert not street.database.read_now(LOOK[holding])
    assert holding is Holding.LOOSE or forgotten[holding] >= 1
    street.do(tidy)


def test_after_all_terms_no_word_is_left_but_every_step_is(street: SmallStreet) -> None:
    steps = street.database.read_now(
        lambda s: s.exec(select(History.what).where(History.what != "tidy").order_by(col(History.id))).all()
    )
    street.database.write_now(lambda session: more(session, street.now))
    street.later(days=1000)
    street.do(tidy)
    left = street.database.read_now(everything)
    for canary in ("厨房", "501", "13800138000", "今天下午"):
        assert canary not in left
    after = street.database.read_now(
        lambda s: s.exec(select(History.what).where(History.what != "tidy").order_by(col(History.id))).all()
    )
    assert after == steps
    assert "BY-1126-01" in left


def everything(session: Session) -> str:
    """All rows of all tables, as text."""
    tables = Person.metadata.sorted_tables
    return "\n".join(str(tuple(row)) for table in tables for row in session.execute(sa.select(table)))
