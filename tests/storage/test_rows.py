"""Rows as the tables make them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import select

from storage.engine import Database, Session
from storage.rows import insert_rows
from storage.tables import Due, Person, Tuning

NOW = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)


def test_a_row_has_what_its_table_says_of_what_was_not_given() -> None:
    person = Person(id="li", user_id=1, name="李阿姨", made_at=NOW)
    assert (person.started, person.phone, person.made_at) == (False, None, NOW)


def test_no_two_rows_share_a_list() -> None:
    Tuning(community_id="a", changed_at=NOW).disabled.append("repair")
    assert Tuning(community_id="b", changed_at=NOW).disabled == []


def test_what_a_table_does_not_have_is_refused() -> None:
    wrong: dict[str, Any] = {"colour": "red"}
    with pytest.raises(TypeError, match="colour"):
        Due(**wrong)


def test_a_row_that_was_inserted_is_written_again_when_it_changes(database: Database) -> None:
    def meet(session: Session) -> None:
        person = Person(id="li", user_id=1, name="李阿姨", made_at=NOW)
        insert_rows(session, person)
        person.name = "李姨"

    database.write_now(meet)
    assert database.read_now(lambda session: session.exec(select(Person.name)).all()) == ["李姨"]
