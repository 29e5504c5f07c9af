"""The town's data is complete: nobody who tries it meets a need that nobody serves."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from bot.nlp.listener import default_taxonomy
from bot.town.data import PartnerData, hours, read_guide, read_town
from bot.town.scene import group_of, read_scene
from community.guide import LONGEST, Field
from community.hours import next_opening
from community.routing import needs_door
from community.understanding import Band
from community.words import PartnerKind
from tests import shipped

TOWN = read_town()
THURSDAY = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai


def serving(category: str, community: str, service: str | None = None) -> list[PartnerData]:
    return [
        partner
        for partner in TOWN.partners
        if any(
            code == category and (service is None or not only or service in only) for code, _, _, only in partner.serves
        )
        and (not partner.areas or community in partner.areas)
        and (partner.visits or not needs_door(category))
    ]


def people_serving(category: str, community: str, service: str | None = None) -> set[str]:
    return {member for partner in serving(category, community, service) for member in partner.members}


@pytest.mark.parametrize("community", [one.code for one in TOWN.communities])
@pytest.mark.parametrize("category", default_taxonomy().codes)
def test_every_service_is_served_by_two_people_everywhere(category: str, community: str) -> None:
    services = default_taxonomy()[category].services
    assert [service for service in services if len(people_serving(category, community, service)) < 2] == []


def test_what_a_partner_serves_only_is_a_service() -> None:
    only = {(code, service) for one in TOWN.partners for code, _, _, services in one.serves for service in services}
    assert only <= {(one.code, service) for one in default_taxonomy() for service in one.services}


@pytest.mark.parametrize("category", ["repair", "household", "property"])
def test_the_busiest_trades_have_more_hands(category: str) -> None:
    assert len(people_serving(category, "BY")) >= 3


def test_one_trade_is_large_enough_to_load_the_courier() -> None:
    services = default_taxonomy()["repair"].services
    assert [service for service in services if len(people_serving("repair", "BY", service)) < 10] == []


def test_sensitive_matters_go_to_vetted_partners() -> None:
    for category in default_taxonomy():
        if category.sensitive:
            assert all(partner.visits for partner in serving(category.code, "BY"))


def test_most_partners_are_open_when_the_world_begins() -> None:
    open_now = [partner for partner in TOWN.partners if next_opening(partner.hours, THURSDAY) == THURSDAY]
    assert len(open_now) > len(TOWN.partners) * 0.9


def test_every_kind_of_partner_is_there() -> None:
    assert {partner.kind for partner in TOWN.partners} == set(PartnerKind)
    assert len(TOWN.partners) >= 30


def test_communities_and_grids() -> None:
    codes = [one.code for one in TOWN.communities]
    assert codes[0] == "BY"
    assert len(set(codes)) == len(codes) == 12
    assert all(len(code) == 2 and code.isascii() and code.isupper() for code in codes)
    assert all(2 <= len(one.grids) <= 3 and len(set(one.grids)) == len(one.grids) for one in TOWN.communities)
    assert all(one.square and one.rain_place and one.phone for one in TOWN.communities)


def test_names_tell_people_apart() -> None:
    names = [one.name for group in (TOWN.staff, TOWN.leaders, TOWN.residents, TOWN.strangers) for one in group]
    names += [member for partner in TOWN.partners for member in partner.members]
    assert [name for name, count in Counter(names).items() if count > 1] == []
    partners = Counter(partner.name for partner in TOWN.partners)
    assert max(partners.values()) == 1


def test_everyone_lives_in_a_grid_that_there_is() -> None:
    grids = {(one.code, number) for one in TOWN.communities for number in range(1, len(one.grids) + 1)}
    homes = {one.home for one in (*TOWN.leaders, *TOWN.residents)}
    assert homes == grids
    codes = {one.code for one in TOWN.communities}
    assert all(area in codes for partner in TOWN.partners for area in partner.areas)
    assert all(one.at in codes | {""} for one in TOWN.staff)


def test_most_residents_have_not_started_the_bot() -> None:
    started = [one for one in TOWN.residents if one.started]
    assert 0 < len(started) < len(TOWN.residents) / 2


def test_the_scene_speaks_of_people_and_groups_that_there_are() -> None:
    neighbours = {one.name: one for one in (*TOWN.leaders, *TOWN.residents)}
    hands = {member for partner in TOWN.partners for member in partner.members}
    steps = read_scene()
    assert [bool(step.hint) for step in steps] == [False] * (len(steps) - 1) + [True]
    for step in steps:
        if step.say and step.home:
            home = neighbours[step.who].home
            assert home is not None
            assert f"{home[0]}{home[1]}" == step.home
            assert group_of(TOWN, step.home).startswith("般阳社区")
        elif step.say:
            assert neighbours[step.who].started
        else:
            assert step.who in hands


def test_the_bot_answers_only_the_last_thing_said_in_the_scene_s_group() -> None:
    listener = shipped.listener()
    said = [step.say for step in read_scene() if step.say and step.home]
    *chatter, need = [listener.understand(text, now=THURSDAY) for text in said]
    assert [one.band for one in chatter] == [Band.SILENT] * len(chatter)
    assert (need.band, need.categories[0].code) == (Band.TAKE, "repair")


def test_hours_as_they_are_written() -> None:
    written = hours(["1-2 08:00-12:00", "2 14:00-18:00"])
    assert written == {"1": [["08:00", "12:00"]], "2": [["08:00", "12:00"], ["14:00", "18:00"]]}


def test_the_guide_s_entries_are_whole_and_tell_whom_to_call() -> None:
    entries = read_guide()
    assert len(entries) >= 25
    assert len({one.question for one in entries}) == len(entries)
    codes = {community.code for community in TOWN.communities}
    for one in entries:
        assert one.question and one.answer and one.source and one.phone.startswith("0533-5180")
        assert not one.at or one.at in codes
        assert len(one.question) <= LONGEST[Field.QUESTION] and len(one.answer) <= LONGEST[Field.ANSWER]
