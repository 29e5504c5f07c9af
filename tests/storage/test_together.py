"""Neighbours on one matter: counted once each, through any chain of merges; loose words are not kept for ever."""

from dataclasses import replace

import pytest
from sqlmodel import col, select

from actions import residents
from actions.also import me_too
from actions.desk import merge_matter
from actions.doubts import raise_doubt
from actions.hearing import hear
from actions.households import Counted, CountedBefore
from actions.merging import go_alone
from actions.needs import register_need
from actions.outcomes import Done, NotYours, TooLate
from community.facts import FactKind, NoteKind
from community.heard import Speaker
from community.retention import RETENTION, Holding
from community.understanding import Kind, Understanding
from community.words import MatterState, OrderState
from storage.duplicates import likely_twin
from storage.tables import Household, Matter, Utterance
from tests.street import AUNT_LI, CLERK, SENSITIVE, UNCLE_WANG, SmallStreet, meaning_of, tidy

THIRD, FOURTH = Speaker(5003, "赵奶奶"), Speaker(5004, "孙叔")


def lift(place: str, category: str = "property", service: str | None = "电梯") -> Understanding:
    text = f"{place}的电梯又停了"
    building, _, unit = place.partition("号楼")
    meaning = meaning_of(text, category, place=place)
    door = replace(meaning.parsed.door, building=building, unit=unit.removesuffix("单元") or None)  # type: ignore[type-var]
    return meaning._replace(parsed=meaning.parsed._replace(door=door), service=service)


def needs(street: SmallStreet, who: Speaker, place: str, **how: str) -> Matter:
    meaning = lift(place, **how)
    heard = street.says(who, meaning.summary)
    street.do(register_need, heard=heard, meaning=meaning, sensitive=SENSITIVE)
    street.later(minutes=5)
    return matters(street)[-1]


def matters(street: SmallStreet) -> list[Matter]:
    query = select(Matter).order_by(col(Matter.made_at), col(Matter.number))
    return list(street.database.read_now(lambda session: session.exec(query).all()))


def merge(street: SmallStreet, one: Matter, into: Matter) -> None:
    assert isinstance(street.do(merge_matter, speaker=CLERK, matter=one.id, into=into.number), Done)


def test_every_household_counts_once_through_a_chain_of_merges(street: SmallStreet) -> None:
    first, second, third = (needs(street, who, place) for who, place in (
        (AUNT_LI, "1号楼1单元"), (UNCLE_WANG, "1号楼2单元"), (THIRD, "1号楼3单元")))  # fmt: skip
    assert isinstance(street.do(me_too, speaker=FOURTH, matter=first.id), Counted)
    assert isinstance(street.do(me_too, speaker=FOURTH, matter=second.id), Counted)
    merge(street, first, second)
    merge(street, second, third)
    one, two, three = matters(street)
    assert (one.merged_into, two.merged_into) == (three.id, three.id)
    assert three.households == 4
    assert street.do(me_too, speaker=FOURTH, matter=third.id) == CountedBefore(4)
    assert street.do(me_too, speaker=AUNT_LI, matter=first.id) == TooLate()


def test_two_of_one_person_are_one_household(street: SmallStreet) -> None:
    first, second = needs(street, AUNT_LI, "1号楼1单元"), needs(street, AUNT_LI, "2号楼1单元")
    merge(street, second, first)
    assert matters(street)[0].households == 1


def test_the_same_place_to_the_unit_merges_by_itself(street: SmallStreet) -> None:
    needs(street, AUNT_LI, "3号楼2单元")
    twin = needs(street, UNCLE_WANG, "3号楼2单元")
    assert twin.state is MatterState.MERGED
    assert len(street.orders()) == 1
    assert matters(street)[0].households == 2


@pytest.mark.parametrize(
    "other", [{"place": "3号楼"}, {"place": "3号楼1单元"}, {"place": "3号楼2单元", "service": "门禁"}]
)
def test_what_is_not_certain_stays_apart(street: SmallStreet, other: dict[str, str]) -> None:
    needs(street, AUNT_LI, "3号楼2单元")
    assert needs(street, UNCLE_WANG, **other).state is MatterState.OPEN


def test_two_homes_are_never_one(street: SmallStreet) -> None:
    needs(street, AUNT_LI, "3号楼2单元", category="repair")
    other = needs(street, UNCLE_WANG, "3号楼2单元", category="repair")
    assert other.state is MatterState.OPEN
    assert street.database.read_now(lambda session: likely_twin(session, other)) is None


@pytest.mark.parametrize(("place", "days", "found"), [("3号楼", 0, True), ("5号楼", 0, False), ("3号楼", 4, False)])
def test_what_staff_are_offered(street: SmallStreet, place: str, days: int, found: bool) -> None:
    first = needs(street, AUNT_LI, "3号楼2单元")
    street.later(days=days)
    other = needs(street, UNCLE_WANG, place)
    likely = street.database.read_now(lambda session: likely_twin(session, other))
    assert (likely.id if likely else None) == (first.id if found else None)


def test_who_asked_leaves_and_the_neighbours_hear_of_it(street: SmallStreet) -> None:
    first = needs(street, AUNT_LI, "3号楼2单元")
    twin = needs(street, UNCLE_WANG, "3号楼2单元")
    assert street.do(go_alone, speaker=UNCLE_WANG, matter=twin.id) == TooLate()
    street.forget_said()
    street.do(residents.withdraw_matter, speaker=AUNT_LI, matter=first.id)
    assert [row.payload["note"] for row in street.said(FactKind.TOLD)] == [NoteKind.LEFT_ALONE.value]
    assert street.do(go_alone, speaker=AUNT_LI, matter=twin.id) == NotYours()
    assert isinstance(street.do(go_alone, speaker=UNCLE_WANG, matter=twin.id), Done)
    assert matters(street)[1].state is MatterState.OPEN
    assert [order.state for order in street.orders()] == [OrderState.CLOSED, OrderState.OPEN]
    assert street.do(go_alone, speaker=UNCLE_WANG, matter=twin.id) == TooLate()


def test_a_sensitive_matter_is_nobody_elses(street: SmallStreet) -> None:
    private = needs(street, AUNT_LI, "3号楼2单元", category="counselling")
    assert street.do(me_too, speaker=UNCLE_WANG, matter=private.id) == TooLate()
    assert street.database.read_now(lambda session: session.exec(select(Household)).all()) == []


def test_loose_words_are_forgotten_and_what_matters_is_kept(street: SmallStreet) -> None:
    needs(street, AUNT_LI, "3号楼2单元")
    street.do(hear, street.says(UNCLE_WANG, "6号楼"))
    doubtful = street.says(THIRD, "谁知道怎么回事")
    street.do(raise_doubt, heard=doubtful, meaning=meaning_of("谁知道怎么回事", "property", kind=Kind.INQUIRY))

    def texts() -> list[str]:
        query = select(Utterance.text).order_by(col(Utterance.at), col(Utterance.message_id))
        return list(street.database.read_now(lambda session: session.exec(query).all()))

    everything = texts()
    kept = RETENTION[Holding.LOOSE].lasts
    street.now += kept / 2
    tidy(street)
    assert texts() == everything
    street.now += kept
    tidy(street)
    assert texts() == [text for text in everything if text != "6号楼"]
