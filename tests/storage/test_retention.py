"""Nothing is kept longer than the table says, nothing goes before."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from sqlmodel import Session, col, select

from actions.doubts import settle_doubt
from actions.listening import Said
from actions.listening_in_private import listen_in_private
from actions.needs import Registered, register_need
from actions.people import settle, start
from actions.questions import Asked, answer_question, ask_back, drop_question
from actions.residents import set_time, withdraw_matter
from community.facts import FactKind
from community.retention import RETENTION, Holding
from community.understanding import Kind
from community.words import AnnouncementState, DraftKind, InboxState, MarketState, OutboxState, QuestionState
from storage import quarantine, terms
from storage.engine import Database
from storage.migrations.settings import config
from storage.retention import AT_ONCE
from storage.schema import prepare
from storage.tables import (
    Announcement,
    Draft,
    Going,
    History,
    Household,
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
from tests.street import AUNT_LI, CLERK, SENSITIVE, THURSDAY, UNCLE_WANG, SmallStreet, build, meaning_of, tidy

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
            Inbox(bot_id=1, update_id=number, lane="1", state=state, body={"text": LAMP}, received_at=at,
                  error=f"KeyError in hear, x.py:1\nTraceback\nKeyError: '{LAMP}'")
        )  # fmt: skip
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
    session.add(Draft(id="d", person_id=li.id, kind=DraftKind.DOOR, payload={"text": LAMP}, expires_at=at))
    session.add(
        Announcement(id="a", street_id="street", author_id=li.id, text=LAMP, state=AnnouncementState.SENT, made_at=at)
    )
    matter = session.exec(select(Matter.id)).one()
    session.add(Household(id="h", matter_id=matter, person_id=_uncle(session, at), spot="3号楼2单元", at=at))
    session.add(Label(at=at, text="厨房灯不亮", kind="need", source="desk"))
    session.execute(sa.update(Outbox).values(state=OutboxState.DELIVERED))


def _uncle(session: Session, at: datetime) -> str:
    """Somebody who never asked for anything."""
    session.add(Person(id="uncle", user_id=UNCLE_WANG.user_id, name=UNCLE_WANG.name, made_at=at))
    session.flush()
    return "uncle"


LOOK: dict[Holding, Callable[[Session], object]] = {
    Holding.RAW: lambda s: s.exec(select(Inbox.body).where(Inbox.update_id == 0)).first(),
    Holding.QUARANTINED: lambda s: s.exec(select(Inbox.body).where(Inbox.update_id == 1)).first(),
    Holding.NUMBERS: lambda s: s.exec(select(Inbox.id).where(Inbox.update_id == 0)).first(),
    Holding.LOOSE: lambda s: s.get(Utterance, "loose"),
    Holding.DOUBTS: lambda s: s.get_one(Utterance, "doubted").text or s.get_one(Question, "q").understanding,
    Holding.LETTERS: lambda s: s.exec(select(Outbox.id).where(Outbox.kind == FactKind.MATTER_CHANGED)).first(),
    Holding.PARTICULARS: lambda s: s.exec(select(Particulars.door).where(col(Particulars.phone).is_not(None))).first(),
    Holding.DRAFTS: lambda s: s.get(Draft, "d"),
    Holding.NAMES: lambda s: s.get_one(Person, "uncle").name,
    Holding.ANNOUNCEMENTS: lambda s: s.get_one(Announcement, "a").text,
    Holding.WORDS: lambda s: (
        s.exec(select(Matter.summary)).one()
        or s.get_one(Household, "h").spot
        or s.exec(select(Utterance.text).where(col(Utterance.matter_id).is_not(None))).one()
    ),
    Holding.PROFILE: lambda s: s.exec(select(Person.phone).where(Person.user_id == AUNT_LI.user_id)).one(),
    Holding.GOING: lambda s: s.get(Going, "g"),
    Holding.LABELS: lambda s: s.exec(select(Label.id)).first(),
}


def test_everything_that_is_kept_has_a_term_a_reason_and_somebody_who_forgets_it() -> None:
    assert set(RETENTION) == set(Holding) == set(terms.TERMS) == set(LOOK)
    assert all(kept.name and kept.reason and kept.lasts > timedelta() for kept in RETENTION.values())
    assert RETENTION[Holding.RAW].lasts + timedelta(days=1) <= timedelta(hours=72)
    assert RETENTION[Holding.QUARANTINED].lasts == timedelta(hours=72), "so long it can be replayed"


@pytest.mark.parametrize("holding", Holding)
def test_it_goes_when_its_time_has_come_and_not_before(street: SmallStreet, holding: Holding) -> None:
    street.database.write_now(lambda session: more(session, street.now))
    made = street.now
    street.now = made + RETENTION[holding].lasts - LATER
    tidy(street)
    assert street.database.read_now(LOOK[holding]), "gone too early"
    street.now = made + RETENTION[holding].lasts + LATER
    forgotten = tidy(street)
    assert not street.database.read_now(LOOK[holding])
    assert forgotten[holding] >= 1
    tidy(street)


def test_who_is_looked_for_at_night_is_looked_up_and_no_table_read_whole(street: SmallStreet) -> None:
    said = [str(term.old(street.now)) for term in terms.TERMS.values()]
    assert not [condition for condition in said if "NOT IN" in condition]


def test_what_is_forgotten_whole_is_named_by_no_column_without_an_index(street: SmallStreet) -> None:
    known = sa.inspect(street.database.engine)
    whole = {"utterances", "inbox", "outbox", "drafts", "goings", "labels"}
    unsought = [
        (table, key["constrained_columns"])
        for table in known.get_table_names()
        for key in known.get_foreign_keys(table)
        if key["referred_table"] in whole
        and key["constrained_columns"][0] not in {index["column_names"][0] for index in known.get_indexes(table)}
        and key["constrained_columns"] not in [one["column_names"] for one in known.get_unique_constraints(table)]
    ]
    assert not unsought


def test_of_an_error_its_kind_and_place_stay_when_the_words_go(street: SmallStreet) -> None:
    street.database.write_now(lambda session: more(session, street.now))
    street.later(days=4)
    tidy(street)
    rows = street.database.read_now(lambda session: session.exec(select(Inbox)).all())
    assert [(row.body, row.error, row.state) for row in rows] == [
        (None, "KeyError in hear, x.py:1", state) for state in (InboxState.DONE, InboxState.QUARANTINED)
    ]


def test_what_could_not_be_handled_can_be_replayed_for_three_days_and_is_listed_a_few_more(street: SmallStreet) -> None:
    street.database.write_now(lambda session: more(session, street.now))
    nights = []
    for _ in range(8):
        street.later(days=1)
        tidy(street)
        nights.append([one.whole for one in street.database.read_now(quarantine.stuck)])
        if nights[-1] == [False]:
            assert street.database.write_now(lambda session: quarantine.replay(session, [1, 2])) == []
    assert nights == [[True]] * 3 + [[False]] * 4 + [[]]


def test_it_goes_in_steps_and_each_is_committed(street: SmallStreet, monkeypatch: pytest.MonkeyPatch) -> None:
    many = 2 * AT_ONCE + 3

    def labels(session: Session) -> None:
        session.add_all(Label(at=THURSDAY, text="灯", kind="need", source="desk") for _ in range(many))

    street.database.write_now(labels)
    street.later(days=1000)
    steps: list[int] = []
    forget = terms.forget

    def step(session: Session, holding: Holding, ids: terms.Keys, before: datetime) -> int:
        if holding is Holding.LABELS:
            steps.append(street.database.read_now(lambda other: other.exec(select(sa.func.count(col(Label.id)))).one()))
        return forget(session, holding, ids, before)

    monkeypatch.setattr(terms, "forget", step)
    assert tidy(street)[Holding.LABELS] == many
    assert steps == [many, many - AT_ONCE, many - 2 * AT_ONCE]


def test_with_the_particulars_they_go_out_of_what_was_said(street: SmallStreet) -> None:
    photo = [{"type": "photo", "file_id": "F"}]
    street.database.write_now(lambda s: s.execute(sa.update(Utterance).values(media=photo)))
    street.now += RETENTION[Holding.PARTICULARS].lasts + LATER
    tidy(street)
    said = street.database.read_now(lambda s: s.exec(select(Utterance)).one())
    assert (said.text, said.media) == ("3号楼***厨房灯不亮了，电话***", [])


def test_what_an_earlier_program_left_behind_goes_with_the_upgrade(street: SmallStreet) -> None:
    """Its particulars went, what was said stayed; what was asked back was answered and kept."""
    more_said = {"media": [{"type": "voice", "file_id": "V"}]}

    def earlier(session: Session) -> None:
        more(session, street.now)
        session.execute(sa.update(Utterance).where(col(Utterance.matter_id).is_not(None)).values(more_said))
        session.execute(sa.update(Particulars).values(name=None, door=None, phone=None, note=None, media=[]))
        session.execute(sa.update(Question).values(state=QuestionState.ANSWERED))

    street.database.write_now(earlier)
    with street.database.engine.begin() as connection:
        command.downgrade(config(connection), "0013")
    prepare(street.database)
    query = select(Utterance).where(col(Utterance.matter_id).is_not(None))
    said = street.database.read_now(lambda s: s.exec(query).one())
    assert (said.text, said.media) == ("3号楼***厨房灯不亮了，电话***", [])
    assert street.database.read_now(lambda s: s.get_one(Utterance, "loose")).text == LAMP
    assert understood(street, "q") == {}


def test_what_was_understood_is_kept_until_the_question_is_answered(street: SmallStreet) -> None:
    told = "家里东西坏了，5号楼1单元402，电话13911112222"
    for category in ("repair", None):
        street.later(hours=1)
        meaning = meaning_of(told, "repair", place="5号楼1单元402", phone="13911112222")
        asked = street.do(ask_back, heard=street.says(UNCLE_WANG, told), meaning=meaning)
        assert isinstance(asked, Asked)
        question = asked.question
        assert "402" in str(understood(street, question))
        if category is None:
            street.do(drop_question, speaker=UNCLE_WANG, question=question)
        else:
            given = {"question": question, "category": category}
            assert isinstance(street.do(answer_question, speaker=UNCLE_WANG, sensitive=SENSITIVE, **given), Registered)
            kept = street.database.read_now(
                lambda s: s.exec(select(Particulars.door).order_by(Particulars.matter_id)).all()
            )
            assert "5号楼1单元402" in kept
        assert understood(street, question) == {}


def understood(street: SmallStreet, question: str) -> dict[str, Any]:
    return street.database.read_now(lambda s: s.get_one(Question, question)).understanding


@pytest.mark.parametrize("category", ["repair", None])
def test_a_voice_has_a_term_though_it_has_no_words(database: Database, category: str | None) -> None:
    street = build(database)
    street.do(start, speaker=AUNT_LI)
    street.do(settle, speaker=AUNT_LI, grid="g3")
    heard = replace(street.says(AUNT_LI, "", place=None), media=({"type": "voice", "file_id": "VOICE"},))
    street.do(listen_in_private, said=Said(heard, meaning_of("", kind=Kind.CHATTER)), sensitive=SENSITIVE)
    question = database.read_now(lambda s: s.exec(select(Question.id)).one())
    if category is not None:
        street.do(settle_doubt, speaker=CLERK, question=question, category=category, sensitive=SENSITIVE)
        matter = database.read_now(lambda s: s.exec(select(Matter.id)).one())
        street.do(withdraw_matter, speaker=AUNT_LI, matter=matter)
    street.now += RETENTION[Holding.PARTICULARS if category else Holding.DOUBTS].lasts + LATER
    tidy(street)
    assert "VOICE" not in database.read_now(everything)


def test_of_a_matter_without_a_summary_every_other_word_goes(street: SmallStreet) -> None:
    street.database.write_now(lambda s: s.execute(sa.update(Matter).values(summary="", time_text=None, spot=None)))
    street.now += RETENTION[Holding.WORDS].lasts + LATER
    assert tidy(street)[Holding.WORDS] == 1
    assert "厨房" not in street.database.read_now(everything)
    assert tidy(street)[Holding.WORDS] == 0


def test_who_is_around_still_keeps_a_name(street: SmallStreet) -> None:
    street.database.write_now(lambda session: more(session, street.now))
    street.later(days=720)
    street.database.write_now(lambda session: session.execute(sa.update(Household).values(at=street.now)))
    street.later(days=20)
    tidy(street)
    names = street.database.read_now(lambda session: session.exec(select(Person.user_id, Person.name)).all())
    assert dict(names)[UNCLE_WANG.user_id] == UNCLE_WANG.name
    assert dict(names)[AUNT_LI.user_id] == ""
    assert all(name for user, name in names if user not in (AUNT_LI.user_id, UNCLE_WANG.user_id)), "who is in office"


def test_after_all_terms_no_word_is_left_but_every_step_is(street: SmallStreet) -> None:
    steps = street.database.read_now(
        lambda s: s.exec(select(History.what).where(History.what != "tidy").order_by(col(History.id))).all()
    )
    street.database.write_now(lambda session: more(session, street.now))
    street.later(days=1000)
    tidy(street)
    left = street.database.read_now(everything)
    for canary in ("厨房", "501", "13800138000", "今天下午", "2单元", AUNT_LI.name, UNCLE_WANG.name):
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
