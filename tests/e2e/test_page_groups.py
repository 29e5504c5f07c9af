"""Bringing the bot into a group, and handing it one, from a phone."""

import pytest
from playwright.async_api import expect

from tests.e2e.street import OpenPage, Street

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def invite(street: Street) -> None:
    """The bot asks the staff member in private to bring it into a group."""
    me = await street.bot("getMe")
    url = f"https://t.me/{me['username']}?startgroup=hehuo&admin=delete_messages"
    keys = {"inline_keyboard": [[{"text": "把我拉进群", "url": url}]]}
    await street.bot("sendMessage", chat_id=street.people["赵敏"], text="还没有群", reply_markup=keys)


async def test_the_bot_is_brought_into_a_group_it_is_not_in(street: Street, open_page: OpenPage) -> None:
    members = [street.people["赵敏"], street.people["王秀兰"]]
    made = await street.control("chats", title="团结路群", type="supergroup", members=members, bot=False)
    viewer = await open_page()
    phone = viewer.phone("staff")
    await viewer.go("staff", "和机器人私聊")
    await invite(street)
    await phone.get_by_role("button", name="把我拉进群").click()
    sheet = phone.get_by_role("dialog", name="把机器人拉进哪个群")
    await expect(sheet.locator(".choice")).to_have_count(1)
    await sheet.locator(".choice", has_text="团结路群").click()

    standing = await street.heard("my_chat_member")
    assert (standing["chat"]["id"], standing["from"]["id"]) == (made["id"], street.people["赵敏"])
    await expect(phone.locator(".pick.chat")).to_contain_text("团结路群")
    chat = next(chat for chat in (await street.look("world"))["chats"] if chat["id"] == made["id"])
    assert chat["bot_admin"]


async def test_a_new_group_is_made_for_the_bot(street: Street, open_page: OpenPage) -> None:
    viewer = await open_page()
    phone = viewer.phone("staff")
    await viewer.go("staff", "和机器人私聊")
    await invite(street)
    await phone.get_by_role("button", name="把我拉进群").click()
    await phone.get_by_label("或者新建一个群").fill("新村网格群")
    await phone.get_by_role("button", name="建居民群").click()
    await expect(phone.locator(".pick.chat")).to_contain_text("新村网格群")
    chat = next(chat for chat in (await street.look("world"))["chats"] if chat["title"] == "新村网格群")
    assert chat["bot_admin"] and chat["members"] == [street.people["赵敏"], street.people["王秀兰"]]


async def test_a_request_chat_button_hands_over_the_chosen_group(street: Street, open_page: OpenPage) -> None:
    viewer = await open_page()
    phone = viewer.phone("staff")
    await viewer.go("staff", "和机器人私聊")
    keyboard = {"keyboard": [[{"text": "选一个群", "request_chat": {"request_id": 7, "chat_is_channel": False}}]]}
    await street.bot("sendMessage", chat_id=street.people["赵敏"], text="哪个群？", reply_markup=keyboard)
    await phone.get_by_role("button", name="选一个群").click()
    await phone.get_by_role("dialog", name="选一个群").locator(".choice", has_text="街道值班台").click()
    shared = (await street.heard("message"))["chat_shared"]
    assert (shared["request_id"], shared["chat_id"]) == (7, street.groups["街道值班台"])
    await expect(phone.locator(".service").last).to_have_text("选好了一个群，已交给机器人")
