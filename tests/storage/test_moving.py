"""An embedded database carried over to PostgreSQL: all of it, unchanged, or nothing."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from pydantic import SecretStr
from sqlmodel import SQLModel

from actions.hearing import hear
from actions.needs import register_need
from bot.ending import Code, Ending
from bot.folder import set_aside
from bot.launching import serve
from bot.moving import carry_over
from bot.parts import Part
from bot.settings import Settings
from storage.engine import Database, sqlite_url
from storage.moving import Different, NotEmpty, move
from storage.presence import KEY, InUse
from storage.schema import prepare
from tests.filling import contents, fill
from tests.postgres import fresh_database
from tests.street import AUNT_LI, UNCLE_WANG, SmallStreet, build, meaning_of
from tests.unit.test_cli import ended, env

__all__ = ["env"]


@pytest.fixture
def source(tmp_path: Path) -> Iterator[Database]:
    """An embedded database in use."""
    database = Database(sqlite_url(tmp_path))
    prepare(database)
    yield database
    database.close()


@pytest.fixture
def target(postgres: str) -> Iterator[Database]:
    """A PostgreSQL database with empty tables."""
    with fresh_database(postgres, f"t{uuid4().hex}") as url:
        database = Database(url)
        prepare(database)
        yield database
        database.close()


def lively(database: Database) -> SmallStreet:
    """A street in which a few things have happened."""
    street = build(database)
    for who, text in ((AUNT_LI, "厨房灯不亮了"), (UNCLE_WANG, "门锁坏了，帮忙看看")):
        said = street.says(who, text)
        street.do(register_need, heard=said, meaning=meaning_of(text, "repair"), sensitive=frozenset())
    street.do(hear, heard=street.says(UNCLE_WANG, "谢谢大家 🙏 \\ \t \n '引号' \"双引号\""))
    return street


def everything(database: Database) -> dict[str, list[str]]:
    """Every row of every table through the models, which read both databases alike."""
    with database.engine.connect() as connection:
        return {
            table.name: sorted(repr(tuple(row)) for row in connection.execute(sa.select(table)))
            for table in SQLModel.metadata.sorted_tables
        }


def test_every_row_arrives_as_it_was(source: Database, target: Database) -> None:
    lively(source)
    moved = move(source, target)
    assert everything(target) == everything(source)
    assert (moved["matters"], moved["orders"]) == (2, 2)
    assert moved == {table: len(rows) for table, rows in everything(source).items()}


def test_every_table_and_every_column_arrives(source: Database, target: Database) -> None:
    fill(source)
    moved = move(source, target)
    assert everything(target) == everything(source)
    assert set(moved.values()) == {1}
    assert set(contents(target)) == set(contents(source))


def test_nothing_and_an_empty_word_stay_apart(source: Database, target: Database) -> None:
    """A body that was dropped is no body; it does not become the word null."""
    with source.engine.begin() as connection:
        for number, body in ((1, "NULL"), (2, "'null'"), (3, '\'{"a": "字"}\'')):
            connection.execute(
                sa.text(
                    "INSERT INTO inbox (bot_id, update_id, lane, state, body, attempts, received_at) "  # noqa: S608
                    f"VALUES (1, {number}, '', 'done', {body}, 0, '2026-11-26 01:00:00.000001')"
                )
            )
    move(source, target)
    with target.engine.connect() as connection:
        found = connection.execute(sa.text("SELECT body::text FROM inbox ORDER BY update_id")).scalars().all()
    assert found == [None, "null", '{"a": "字"}']


def test_work_goes_on_after_the_move(source: Database, target: Database) -> None:
    street = lively(source)
    move(source, target)
    again = SmallStreet(target, now=street.now, chance=street.chance, numbers=street.numbers)
    again.later(minutes=5)
    said = again.says(AUNT_LI, "水龙头漏水")
    again.do(register_need, heard=said, meaning=meaning_of(said.text, "repair"), sensitive=frozenset())
    assert len(everything(target)["matters"]) == 3
    assert len(everything(target)["outbox"]) > len(everything(source)["outbox"])


def test_a_target_that_is_in_use_already_is_left_alone(source: Database, target: Database) -> None:
    lively(source)
    build(target)
    before = everything(target)
    with pytest.raises(NotEmpty):
        move(source, target)
    assert everything(target) == before


def test_a_row_that_does_not_arrive_as_it_was_undoes_everything(source: Database, target: Database) -> None:
    lively(source)
    with target.engine.begin() as connection:
        connection.execute(
            sa.text(
                "CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN NEW.summary = 'x'; RETURN NEW; END $$"
            )
        )
        connection.execute(
            sa.text("CREATE TRIGGER spoil BEFORE INSERT ON matters FOR EACH ROW EXECUTE FUNCTION spoil()")
        )
    with pytest.raises(Different, match="matters"):
        move(source, target)
    assert all(rows == [] for rows in everything(target).values())


def test_the_command_moves_and_sets_the_old_file_aside(tmp_path: Path, postgres: str) -> None:
    source = Database(sqlite_url(tmp_path))
    prepare(source)
    lively(source)
    before = everything(source)
    source.close()
    settings = Settings.model_construct(database_url=None, hehuo_data=tmp_path)
    with fresh_database(postgres, f"t{uuid4().hex}") as url:
        done = carry_over(settings, SecretStr(url))
        target = Database(url)
        assert everything(target) == before
        target.close()
    assert sum(done.rows.values()) == sum(map(len, before.values()))
    assert done.old == tmp_path / "hehuo.moved.db"
    assert done.old.exists()
    assert not (tmp_path / "hehuo.db").exists()


def test_it_moves_to_where_the_settings_say_so_that_nobody_reads_the_password(
    env: dict[str, str], source: Database, tmp_path: Path, postgres: str
) -> None:
    lively(source)
    before = everything(source)
    source.close()
    with fresh_database(postgres, f"t{uuid4().hex}") as url:
        code, out, err = ended({**env, "DATABASE_URL": url}, tmp_path, "move", "--data", ".")
        assert (code, err) == (0, "")
        assert "可以启动了" in out and "DATABASE_URL" not in out
        target = Database(url)
        assert everything(target) == before
        target.close()


def test_nobody_begins_anew_where_the_data_was_moved_away(tmp_path: Path) -> None:
    (tmp_path / "hehuo.db").touch()
    set_aside(tmp_path)
    settings = Settings.model_construct(telegram_token=SecretStr("1:a"), database_url=None, hehuo_data=tmp_path)
    with pytest.raises(Ending, match="DATABASE_URL") as caught:
        serve(settings, Part.ALL)
    assert caught.value.code is Code.SETTINGS
    assert not (tmp_path / "hehuo.db").exists()


def test_what_was_moved_earlier_is_kept_at_every_later_move(tmp_path: Path) -> None:
    for text in ("first", "second", "third"):
        (tmp_path / "hehuo.db").write_text(text)
        assert set_aside(tmp_path).read_text() == text
    kept = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert kept == {"hehuo.moved.db": "first", "hehuo.moved-2.db": "second", "hehuo.moved-3.db": "third"}


def test_a_server_on_which_a_bot_works_is_refused(tmp_path: Path, postgres: str) -> None:
    source = Database(sqlite_url(tmp_path))
    prepare(source)
    source.close()
    settings = Settings.model_construct(database_url=None, hehuo_data=tmp_path)
    with fresh_database(postgres, f"t{uuid4().hex}") as url:
        bot = Database(url)
        with bot.engine.connect() as connection:
            connection.execute(sa.text("SELECT pg_advisory_lock_shared(:key)"), {"key": KEY})
            with pytest.raises(InUse):
                carry_over(settings, SecretStr(url))
        bot.close()
    assert (tmp_path / "hehuo.db").exists()
