"""The whole chain, played by hand on the page of a running `hehuo`, and the picture that the README shows."""

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.street import OpenPage, Viewer
from tests.e2e.town import Town

pytestmark = pytest.mark.asyncio(loop_scope="session")
PICTURE = Path(__file__).parents[2] / "docs" / "picture.png"
MORE_THAN_A_BLANK_PAGE = 80_000  # bytes


async def offered(town: Town, since: dict[int, int]) -> list[str]:
    """The names of two partners whose phones have got a card with 接单."""

    def found() -> list[int]:
        return [user for user, last in since.items() if town.find_button(user, user, "接单", after=last)]

    await asyncio.to_thread(town.wait, lambda: len(found()) >= 2, "two partners with a card to claim")
    return [town.name(user) for user in found()[:2]]


def card(viewer: Viewer, phone: str, number: str) -> Locator:
    """The newest message of the bot about that order."""
    return viewer.phone(phone).locator(".message.bot", has_text=number).last


async def registered(viewer: Viewer, sentence: str) -> str:
    """Types the sentence on the resident's phone; the number that the bot gives it."""
    await viewer.write("resident", sentence)
    own = viewer.phone("resident").locator(".message.own", has_text=sentence)
    await expect(own.locator(".reactions")).to_be_visible()
    answer = viewer.phone("resident").locator(".message.bot", has_text="已登记").last
    await expect(answer).to_contain_text(sentence)
    return await answer.locator(".words b").first.inner_text()


async def test_the_chain_from_the_lift_that_stopped_to_satisfied(town: Town, open_town: OpenPage) -> None:
    viewer = await open_town()
    await viewer.switch("resident", town.name(town.residents_of(town.grids()[1])[0]))
    since = town.last_private()
    number = await registered(viewer, "3号楼2单元的电梯又停了")
    winner, loser = await offered(town, since)

    await viewer.switch("partner", winner)
    await card(viewer, "partner", number).get_by_role("button", name="接单").click()
    held = card(viewer, "partner", number)
    await expect(held).to_contain_text("您接下了")
    await expect(card(viewer, "resident", number)).to_contain_text("已接单")

    await viewer.switch("partner", loser)
    await expect(card(viewer, "partner", number)).to_be_visible()
    await expect(card(viewer, "partner", number).get_by_role("button", name="接单")).to_have_count(0)

    await viewer.switch("partner", winner)
    await held.get_by_role("button", name="我出发了").click()
    await expect(held).to_contain_text("正在上门")
    await held.get_by_role("button", name="办结").click()
    await viewer.phone("resident").get_by_role("button", name="满意").click()
    await expect(viewer.phone("resident").get_by_role("button", name="满意")).to_have_count(0)


async def test_the_picture_of_the_readme_can_be_taken_again(town: Town, open_town: OpenPage, tmp_path: Path) -> None:
    assert PICTURE.stat().st_size > MORE_THAN_A_BLANK_PAGE
    viewer = await open_town()
    group = town.grids()[2]
    resident, *neighbours = town.residents_of(group)
    for neighbour, words in zip(neighbours, ("大家早上好，今天降温，多穿点", "早上好！"), strict=False):
        town.say(neighbour, group["id"], words)
    await viewer.switch("resident", town.name(resident))
    since = town.last_private()
    number = await registered(viewer, "我家厨房的灯不亮了，能不能来个师傅给看看")
    town.say(resident, resident, "3号楼2单元501，13805330123")
    await viewer.switch("partner", (await offered(town, since))[0])
    await card(viewer, "partner", number).get_by_role("button", name="接单").click()
    await expect(card(viewer, "partner", number)).to_contain_text("3号楼2单元501")
    await expect(card(viewer, "partner", number)).to_contain_text("13805330123")
    for phone in ("resident", "staff"):
        await expect(card(viewer, phone, number)).to_contain_text("已接单")
        await expect(card(viewer, phone, number)).not_to_contain_text("501")
    await expect(viewer.page.locator(".toast")).to_have_count(0)
    taken = tmp_path / PICTURE.name
    await viewer.page.screenshot(path=taken)
    assert taken.stat().st_size > MORE_THAN_A_BLANK_PAGE
