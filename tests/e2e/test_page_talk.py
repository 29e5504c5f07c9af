"""The page shows what is said, as each person sees it, and lets them answer."""

import asyncio

import pytest
from playwright.async_api import expect

from tests.e2e.street import OpenPage, Street

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_what_a_resident_types_reaches_the_bot_and_the_bubble(street: Street, open_page: OpenPage) -> None:
    viewer = await open_page()
    await viewer.write("resident", "3 号楼 2 单元的电梯又停了")

    heard = await street.heard("message")
    assert (heard["text"], heard["from"]["id"]) == ("3 号楼 2 单元的电梯又停了", street.people["王秀兰"])
    await expect(viewer.phone("resident").locator(".message.own .words")).to_have_text("3 号楼 2 单元的电梯又停了")
    await expect(viewer.phone("resident").get_by_label("写消息")).to_have_value("")


async def test_reactions_cards_edits_and_the_pinned_bar(street: Street, open_page: OpenPage) -> None:
    viewer = await open_page()
    phone, group = viewer.phone("resident"), street.groups["3 号网格群"]
    said = await street.control("say", user=street.people["李建国"], chat=group, text="路灯不亮")
    reaction = [{"type": "emoji", "emoji": "✍"}]
    await street.bot("setMessageReaction", chat_id=group, message_id=said["message_id"], reaction=reaction)
    card = await street.bot(
        "sendMessage", chat_id=group, text="<b>已登记</b> <s>待接单</s>", parse_mode="HTML",
        reply_parameters={"message_id": said["message_id"]},
    )  # fmt: skip
    await expect(phone.locator(".reactions")).to_have_text("✍")
    await expect(phone.locator(".message.bot .words b")).to_have_text("已登记")
    await expect(phone.locator(".message.bot .words s")).to_have_text("待接单")
    await expect(phone.locator(".reply-to")).to_contain_text("路灯不亮")

    await street.bot("editMessageText", chat_id=group, message_id=card["message_id"], text="已接单 · 红扳手")
    await street.bot("pinChatMessage", chat_id=group, message_id=card["message_id"])
    await expect(phone.locator(".message.bot .words")).to_have_text(["已接单 · 红扳手"])
    await expect(phone.locator(".pinned")).to_contain_text("已接单 · 红扳手")


async def test_markup_in_anyones_words_stays_text(street: Street, open_page: OpenPage) -> None:
    viewer = await open_page()
    nasty = "<b>&<script>window.hacked=1</script><img src=x onerror=window.hacked=1>"
    await street.control("users", name=f"{nasty}坏名", role="resident")
    await street.control("say", user=street.people["李建国"], chat=street.groups["3 号网格群"], text=nasty)

    await expect(viewer.phone("resident").locator(".message.other .words")).to_have_text(nasty)
    await viewer.phone("resident").locator(".pick.who").click()
    await expect(viewer.phone("resident").locator(".choice", has_text="坏名")).to_contain_text("<script>")
    assert await viewer.page.evaluate("window.hacked") is None


async def test_a_press_shows_the_bots_toast_over_that_phone_only(street: Street, open_page: OpenPage) -> None:
    viewer = await open_page()
    keys = {"inline_keyboard": [[{"text": "✔ 接单", "callback_data": "take", "style": "success"}]]}
    await street.bot("sendMessage", chat_id=street.people["红扳手"], text="新订单", reply_markup=keys)
    button = viewer.phone("partner").locator(".key.success")
    await button.click()
    await expect(button).to_have_attribute("aria-busy", "true")

    query = await street.heard("callback_query")
    await street.bot("answerCallbackQuery", callback_query_id=query["id"], text="这单是您的了")
    await expect(viewer.phone("partner").locator(".toast")).to_have_text("这单是您的了")
    await expect(button).to_have_attribute("aria-busy", "false")
    await expect(viewer.phone("resident").locator(".toast")).to_have_count(0)


async def test_an_alert_waits_to_be_read(street: Street, open_page: OpenPage) -> None:
    viewer = await open_page()
    keys = {"inline_keyboard": [[{"text": "问一句", "callback_data": "ask"}]]}
    await street.bot("sendMessage", chat_id=street.people["红扳手"], text="新订单", reply_markup=keys)
    press = asyncio.create_task(viewer.phone("partner").get_by_role("button", name="问一句").click())
    query = await street.heard("callback_query")
    await press
    await street.bot("answerCallbackQuery", callback_query_id=query["id"], text="请稍等", show_alert=True)

    alert = viewer.phone("partner").get_by_role("alertdialog")
    await expect(alert).to_contain_text("请稍等")
    await alert.get_by_role("button", name="知道了").click()
    await expect(alert).to_have_count(0)


async def test_a_deep_link_leads_that_phone_to_the_private_chat(street: Street, open_page: OpenPage) -> None:
    viewer = await open_page()
    me = await street.bot("getMe")
    keys = {"inline_keyboard": [[{"text": "补充地址", "url": f"https://t.me/{me['username']}?start=need7"}]]}
    await street.bot("sendMessage", chat_id=street.groups["3 号网格群"], text="已登记", reply_markup=keys)
    await viewer.phone("resident").get_by_role("button", name="补充地址").click()

    heard = await street.heard("message")
    assert (heard["text"], heard["chat"]["id"]) == ("/start need7", street.people["王秀兰"])
    await expect(viewer.phone("resident").locator(".pick.chat")).to_contain_text("和机器人私聊")
    await expect(viewer.phone("resident").locator(".message.own")).to_contain_text("/start need7")


async def test_own_words_can_be_changed_answered_and_taken_back(street: Street, open_page: OpenPage) -> None:
    viewer = await open_page()
    phone = viewer.phone("resident")
    await viewer.write("resident", "厨房灯坏了")
    own = phone.locator(".message.own")
    await own.hover()
    await own.get_by_role("button", name="更多操作").click()
    await phone.get_by_role("menuitem", name="修改").click()
    await viewer.write("resident", "卧室灯坏了")
    await expect(own.locator(".words")).to_have_text("卧室灯坏了")
    await expect(own.locator(".meta")).to_contain_text("已修改")

    await own.get_by_role("button", name="更多操作").click()
    await phone.get_by_role("menuitem", name="回复").click()
    await viewer.write("resident", "修好了")
    await expect(own.nth(1).locator(".reply-to")).to_contain_text("卧室灯坏了")

    await own.first.get_by_role("button", name="更多操作").click()
    await phone.get_by_role("menuitem", name="删除").click()
    await expect(own.locator(".words")).to_have_text(["修好了"])


async def test_photo_place_card_and_voice_are_sent_and_shown(street: Street, open_page: OpenPage) -> None:
    viewer = await open_page()
    phone = viewer.phone("resident")
    for kind, label in (("photo", "照片"), ("location", "位置"), ("contact", "名片"), ("voice", "语音")):
        await phone.get_by_role("button", name="发照片、位置、名片、语音或文件").click()
        await phone.locator(".attach").get_by_role("button", name=label).click()
        assert kind in await street.heard("message")
    await expect(phone.locator(".message.own .tile")).to_have_count(3)
    await expect(phone.locator(".message.own .photo img")).to_have_count(1)


async def test_a_file_is_sent_and_shown(street: Street, open_page: OpenPage) -> None:
    viewer = await open_page()
    phone = viewer.phone("resident")
    await phone.get_by_role("button", name="发照片、位置、名片、语音或文件").click()
    async with viewer.page.expect_file_chooser() as chooser:
        await phone.locator(".attach").get_by_role("button", name="文件").click()
    chosen = await chooser.value
    await chosen.set_files({"name": "表.xlsx", "mimeType": "application/octet-stream", "buffer": b"PK"})
    document = (await street.heard("message"))["document"]
    assert (document["file_name"], document["file_size"]) == ("表.xlsx", 2)
    await expect(phone.locator(".message.own")).to_contain_text("表.xlsx")


async def test_a_reply_keyboard_shares_the_contact(street: Street, open_page: OpenPage) -> None:
    viewer = await open_page()
    keyboard = {"keyboard": [[{"text": "发我的手机号", "request_contact": True}]]}
    await street.bot("sendMessage", chat_id=street.people["红扳手"], text="请留电话", reply_markup=keyboard)
    await viewer.phone("partner").get_by_role("button", name="发我的手机号").click()
    assert (await street.heard("message"))["contact"]["user_id"] == street.people["红扳手"]


async def test_a_face_is_given_joined_and_taken_back(street: Street, open_page: OpenPage) -> None:
    viewer = await open_page()
    phone, group = viewer.phone("resident"), street.groups["3 号网格群"]
    said = await street.control("say", user=street.people["李建国"], chat=group, text="谢谢大家")
    await street.control("react", user=street.people["李建国"], chat=group, message_id=said["message_id"], emoji="🙏")
    await phone.locator(".reactions").get_by_role("button").click()
    await expect(phone.locator(".reactions")).to_have_text("🙏2")

    await phone.locator(".message.other").hover()
    await phone.get_by_role("button", name="更多操作").click()
    await phone.get_by_role("group", name="表情回应").get_by_role("button", name="👍").click()
    await expect(phone.locator(".reactions button")).to_have_text(["🙏", "👍"])
    await phone.locator(".reactions").get_by_role("button", name="👍").click()
    await expect(phone.locator(".reactions button")).to_have_text(["🙏"])


async def test_photos_are_seen_and_an_album_is_one_message(street: Street, open_page: OpenPage) -> None:
    viewer = await open_page()
    group = street.groups["3 号网格群"]
    await street.control("say", user=street.people["李建国"], chat=group, photo="album:3", text="水管又漏了")
    pictures = viewer.phone("resident").locator(".message .album img")
    await expect(pictures).to_have_count(3)
    for number in range(3):
        await expect(pictures.nth(number)).to_have_js_property("complete", True)
        assert await pictures.nth(number).evaluate("image => image.naturalWidth") > 1
    await expect(viewer.phone("resident").locator(".message")).to_have_count(1)


async def test_a_calendar_file_can_be_kept(street: Street, open_page: OpenPage) -> None:
    viewer = await open_page()
    await street.send_file(street.people["红扳手"], "大集.ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    async with viewer.page.expect_download() as started:
        await viewer.phone("partner").locator(".download").click()
    download = await started.value
    assert download.suggested_filename == "大集.ics"
    assert (await download.path()).read_bytes().startswith(b"BEGIN:VCALENDAR")
