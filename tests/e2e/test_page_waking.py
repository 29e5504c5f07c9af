"""Before the bot has polled, the page is there already."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from sandbox.server import running
from tests.e2e.street import TOKEN, OpenPage, Street

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_an_empty_world_says_that_the_bot_is_waking(browser: Browser, tmp_path: Path) -> None:
    async with running(tmp_path, token=TOKEN) as sandbox, Street(sandbox.url) as street:
        page = await browser.new_page()
        await page.goto(sandbox.url)
        partner = page.locator('[data-phone="partner"]')
        await expect(partner.locator(".waking")).to_have_text("机器人正在醒来…")
        await expect(partner).to_contain_text("街坊们正在到齐…")

        await street.settle_in()
        await expect(partner.locator(".waking")).to_have_count(0)
        await expect(partner.locator(".pick.who")).to_contain_text("红扳手")
        await expect(page.locator('[data-phone="resident"] .pick.chat')).to_contain_text("3 号网格群")
        await page.close()


async def test_the_residents_phone_opens_where_people_talk(street: Street, open_page: OpenPage) -> None:
    await street.control("say", user=street.people["李建国"], chat=street.groups["5 号网格群"], text="灯坏了")
    viewer = await open_page()
    await expect(viewer.phone("resident").locator(".message.own .words")).to_have_text("灯坏了")
