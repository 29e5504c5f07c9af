"""What is done most often asks the database no more than it must: statements are counted, not seconds."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import select

from actions.claiming import claim_order
from actions.needs import Registered, register_need
from actions.outcomes import Taken
from storage.engine import Database
from storage.tables import Outbox, Push
from tests.street import AUNT_LI, SENSITIVE, WRENCH, SmallStreet, build, meaning_of

PUSHES = 5
LAMP = "厨房灯不亮了"


@pytest.fixture
def street(database: Database) -> SmallStreet:
    """With five who repair."""
    return build(database, repairers=PUSHES)


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """Every statement that is sent; of many rows at once it is one."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith("BEGIN"):
            sent.append(statement)

    sa.event.listen(database.engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(database.engine, "before_cursor_execute", note)


def test_a_need_with_five_pushes_takes_no_more_than_thirteen_statements(street: SmallStreet) -> None:
    heard = street.says(AUNT_LI, LAMP)
    with counted(street.database) as sent:
        result = street.do(register_need, heard=heard, meaning=meaning_of(LAMP, "repair"), sensitive=SENSITIVE)
    assert isinstance(result, Registered)
    assert len(street.database.read_now(lambda session: session.exec(select(Push)).all())) == PUSHES
    assert len(sent) <= 13, "\n".join(sent)


def test_what_is_said_of_a_need_is_written_at_once(street: SmallStreet) -> None:
    heard = street.says(AUNT_LI, LAMP)
    with counted(street.database) as sent:
        street.do(register_need, heard=heard, meaning=meaning_of(LAMP, "repair"), sensitive=SENSITIVE)
    assert sum(f"INTO {Outbox.__tablename__}" in statement for statement in sent) == 1
    assert len(street.said()) == PUSHES + 4  # seen, the group's card, the asker's and the desk's


def test_a_claim_takes_no_more_than_twenty_one_statements(street: SmallStreet) -> None:
    heard = street.says(AUNT_LI, LAMP)
    street.do(register_need, heard=heard, meaning=meaning_of(LAMP, "repair"), sensitive=SENSITIVE)
    order = street.orders()[0].id
    with counted(street.database) as sent:
        result = street.do(claim_order, speaker=WRENCH[0], order=order)
    assert isinstance(result, Taken)
    assert len(sent) <= 21, "\n".join(sent)


def test_a_further_need_of_somebody_known_takes_no_more_than_fourteen_statements(street: SmallStreet) -> None:
    for text in (LAMP, "电脑开不了机"):
        street.later(minutes=30)
        heard = street.says(AUNT_LI, text)
        with counted(street.database) as sent:
            result = street.do(register_need, heard=heard, meaning=meaning_of(text, "repair"), sensitive=SENSITIVE)
        assert isinstance(result, Registered)
    assert len(sent) <= 14, "\n".join(sent)
