"""The market day on the page: the clock is moved, the card comes, somebody wants to go."""

import pytest
from playwright.async_api import expect

from tests.e2e.street import OpenPage
from tests.e2e.town import Town

pytestmark = pytest.mark.asyncio(loop_scope="session")
A_MOVE = 90_000  # ms, the longest that days may take to pass


async def test_the_market_comes_with_saturday_and_counts_who_wants_to_go(town: Town, open_town: OpenPage) -> None:
    viewer = await open_town()
    group = town.grids()[0]
    await viewer.switch("resident", town.name(town.residents_of(group)[0]))
    await viewer.page.get_by_role("button", name="到周六 8 点").click()
    await expect(viewer.page.locator(".clock .now")).to_contain_text("周六", timeout=A_MOVE)
    await expect(viewer.page.get_by_role("button", name="到周六 8 点")).to_be_enabled(timeout=A_MOVE)

    card = viewer.phone("resident").locator(".message.bot", has_text="今天开集")
    await expect(card).to_contain_text("合伙人大集")
    await expect(card).to_contain_text("点一下“我要去”")
    await card.get_by_role("button", name="我要去 ✋ 0").click()
    await expect(card).to_contain_text("已有 1 人要来")
    await expect(card.get_by_role("button", name="我要去 ✋ 1")).to_be_visible()
