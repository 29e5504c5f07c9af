"""A matter's number is its own for ever: no calendar day comes again. On both databases."""

from datetime import timedelta

import sqlalchemy as sa
from alembic import command
from sqlmodel import col, select

from actions.needs import register_need
from community.heard import Speaker
from storage.engine import Database
from storage.migrations.settings import config
from storage.schema import prepare
from storage.tables import Matter
from tests.street import AUNT_LI, SENSITIVE, UNCLE_WANG, SmallStreet, build, meaning_of

OLD = "0012"
"""The last schema in which every year began to count anew."""


def needs(street: SmallStreet, who: Speaker, text: str = "厨房灯不亮了") -> None:
    street.do(register_need, heard=street.says(who, text), meaning=meaning_of(text, "repair"), sensitive=SENSITIVE)


def numbers(street: SmallStreet) -> list[str]:
    return list(street.database.read_now(lambda s: s.exec(select(Matter.number).order_by(col(Matter.made_at))).all()))


def test_the_same_calendar_day_of_the_next_year_goes_on_counting(street: SmallStreet) -> None:
    for _ in range(3):
        needs(street, AUNT_LI)
        street.now += timedelta(minutes=5)
        needs(street, UNCLE_WANG, "水管漏水了")
        street.now = street.now.replace(year=street.now.year + 1)
    assert numbers(street) == [f"BY-1126-0{n}" for n in range(1, 7)]


def test_another_day_begins_at_one(street: SmallStreet) -> None:
    needs(street, AUNT_LI)
    street.later(days=1)
    needs(street, AUNT_LI)
    assert numbers(street) == ["BY-1126-01", "BY-1127-01"]


def test_after_an_upgrade_the_days_of_all_earlier_years_are_remembered(database_url: str) -> None:
    database = Database(database_url)
    prepare(database)
    street = build(database)
    needs(street, AUNT_LI)
    needs(street, UNCLE_WANG)
    with database.engine.begin() as connection:  # as an earlier program left it behind
        command.downgrade(config(connection), OLD)
        rows = [("matter:by:20251126", 1), ("matter:by:20261126", 2), ("matter:by:20261127", 5), ("hearing", 3)]
        for name, value in rows:
            connection.execute(sa.text("INSERT INTO counters VALUES (:name, :value)"), {"name": name, "value": value})
    prepare(database)
    street.later(days=365)
    needs(street, AUNT_LI)
    street.later(days=1)
    needs(street, AUNT_LI)
    assert numbers(street)[2:] == ["BY-1126-03", "BY-1127-06"]
    database.close()
