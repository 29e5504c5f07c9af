"""Around the talk: who holds a phone, the clock, the raw calls, hints, and narrow windows."""

import pytest
from playwright.async_api import expect

from tests.e2e.street import OpenPage, Street

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_each_phone_begins_where_its_person_belongs(open_page: OpenPage) -> None:
    viewer = await open_page()
    for key, who, chat in (
        ("resident", "王秀兰", "3 号网格群"),
        ("partner", "红扳手", "和机器人私聊"),
        ("staff", "赵敏", "街道值班台"),
    ):
        await expect(viewer.phone(key).locator(".pick.who")).to_contain_text(who)
        await expect(viewer.phone(key).locator(".pick.chat")).to_contain_text(chat)


async def test_switching_person_and_group_changes_who_speaks(street: Street, open_page: OpenPage) -> None:
    viewer = await open_page()
    await viewer.switch("resident", "李建国")
    await viewer.go("resident", "5 号网格群")
    await viewer.write("resident", "谁家的狗")

    heard = await street.heard("message")
    assert (heard["from"]["first_name"], heard["chat"]["title"]) == ("李建国", "5 号网格群")
    await viewer.page.reload()
    await expect(viewer.phone("resident").locator(".pick.chat")).to_contain_text("5 号网格群")


async def test_a_stranger_to_the_bot_is_offered_to_start(street: Street, open_page: OpenPage) -> None:
    viewer = await open_page()
    await viewer.go("resident", "和机器人私聊")
    await viewer.phone("resident").get_by_role("button", name="开始", exact=True).click()
    assert (await street.heard("message"))["text"] == "/start"


async def test_the_reader_who_scrolled_up_is_not_torn_away(street: Street, open_page: OpenPage) -> None:
    viewer = await open_page()
    group, neighbour = street.groups["3 号网格群"], street.people["李建国"]
    for number in range(40):
        await street.control("say", user=neighbour, chat=group, text=f"第 {number} 句")
    phone = viewer.phone("resident")
    await expect(phone.get_by_text("第 39 句", exact=True)).to_be_in_viewport()
    await phone.locator(".messages").evaluate("box => { box.scrollTop = 0; }")
    await expect(phone.get_by_text("第 0 句", exact=True)).to_be_in_viewport()

    await street.control("say", user=neighbour, chat=group, text="最新一句")
    await phone.get_by_role("button", name="新消息").click()
    await expect(phone.get_by_text("最新一句", exact=True)).to_be_in_viewport()


async def test_the_clock_moves_when_the_bot_settles(street: Street, open_page: OpenPage) -> None:
    viewer = await open_page()
    clock = viewer.page.locator(".clock")
    await expect(clock.locator(".now")).to_contain_text("11月26日 周四")
    await clock.get_by_role("button", name="到周六 8 点").click()
    await expect(clock.locator(".running")).to_have_text("正在快进…")
    await street.settle_until("2026-11-28T08:00")
    await expect(clock.locator(".now")).to_contain_text("11月28日 周六")
    await expect(clock.locator(".now b")).to_have_text("08:00")
    await expect(clock.get_by_role("button", name="+1 小时")).to_be_enabled()


async def test_a_refused_jump_says_why(street: Street, open_page: OpenPage) -> None:
    viewer = await open_page()
    viewer.expect_refusal(400)
    viewer.expect_refusal(409)
    await viewer.page.get_by_role("button", name="选时间…").click()
    await viewer.page.get_by_label("几点").select_option("0 点")
    await viewer.page.get_by_role("button", name="快进到这时").click()
    await expect(viewer.page.locator(".problem")).to_contain_text("时间不能倒退")


async def test_at_an_ordinary_width_a_time_is_picked_and_names_are_whole(street: Street, open_page: OpenPage) -> None:
    viewer = await open_page(1400, 900)
    await viewer.page.get_by_role("button", name="选时间…").click()
    form = viewer.page.locator(".pick-time")
    await expect(form.get_by_label("哪一天")).to_have_value("2026-11-26")
    await form.get_by_role("button", name="不选了").click()
    await expect(form).to_have_count(0)
    await viewer.page.get_by_role("button", name="选时间…").click()
    await form.get_by_label("哪一天").select_option("11月28日 周六")
    await form.get_by_label("几点").select_option("15 点")
    await form.get_by_label("几分").select_option("00 分")
    await form.get_by_role("button", name="快进到这时").click()
    await street.settle_until("2026-11-28T15:00")
    await expect(viewer.page.locator(".now")).to_contain_text("15:00")

    await viewer.page.get_by_role("button", name="接口记录", exact=True).click()
    for key in ("resident", "partner", "staff"):
        name = viewer.phone(key).locator(".pick.who > span").first
        assert await name.evaluate("span => span.scrollWidth <= span.clientWidth"), key


async def test_the_drawer_lists_filters_and_pauses_the_raw_calls(street: Street, open_page: OpenPage) -> None:
    viewer = await open_page()
    await street.bot("sendMessage", chat_id=street.people["红扳手"], text="看得见的话")
    await viewer.page.get_by_role("button", name="接口记录", exact=True).click()
    drawer = viewer.page.get_by_role("complementary", name="接口记录")
    await expect(drawer.locator(".call", has_text="sendMessage")).to_contain_text("看得见的话")
    await expect(drawer.locator(".call", has_text="getUpdates")).to_have_count(0)

    await drawer.locator(".call button", has_text="sendMessage").click()
    await expect(drawer.locator(".raw")).to_contain_text('"chat_id"')
    await drawer.get_by_label("筛选接口记录").fill("没有这种调用")
    await expect(drawer.locator(".call")).to_have_count(0)
    await drawer.get_by_label("筛选接口记录").fill("")

    await drawer.get_by_role("button", name="暂停").click()
    await street.bot("sendMessage", chat_id=street.people["红扳手"], text="暂停时的话")
    await expect(viewer.phone("partner").get_by_text("暂停时的话")).to_be_visible()
    await expect(drawer.get_by_text("暂停时的话")).to_have_count(0)
    await drawer.get_by_role("button", name="接着记").click()
    await expect(drawer.get_by_text("暂停时的话")).to_be_visible()


async def test_a_hint_leads_an_untouched_phone_and_the_button_pulses(street: Street, open_page: OpenPage) -> None:
    viewer = await open_page()
    partner = street.people["小宋理发"]
    keys = {
        "inline_keyboard": [[{"text": "✔ 接单", "callback_data": "take"}, {"text": "这次不接", "callback_data": "no"}]]
    }
    await street.bot("sendMessage", chat_id=partner, text="上门理发", reply_markup=keys)
    await street.control(
        "hint", text="请在合伙人手机上点「接单」", user=partner, chat=partner, button="接单", then="看看群里"
    )
    await expect(viewer.page.locator(".hint")).to_contain_text("请在合伙人手机上点「接单」")
    await expect(viewer.phone("partner").locator(".pick.who")).to_contain_text("小宋理发")
    await expect(viewer.phone("partner").locator(".key.wanted")).to_have_text("✔ 接单")

    await viewer.switch("partner", "红扳手")
    await viewer.page.get_by_role("button", name="带我去").click()
    await viewer.phone("partner").locator(".key.wanted").click()
    query = await street.heard("callback_query")
    await street.bot("answerCallbackQuery", callback_query_id=query["id"])
    await expect(viewer.page.locator(".hint")).to_have_text("看看群里")
    await expect(viewer.page.locator(".key.wanted")).to_have_count(0)
    await viewer.page.get_by_role("button", name="关上提示").click()
    await expect(viewer.page.locator(".hint")).to_have_count(0)


async def test_a_narrow_window_shows_one_phone_at_a_time(street: Street, open_page: OpenPage) -> None:
    viewer = await open_page(width=390, height=844)
    await expect(viewer.phone("resident")).to_be_visible()
    await expect(viewer.phone("staff")).to_be_hidden()
    await street.control("say", user=street.people["赵敏"], chat=street.groups["街道值班台"], text="开工了")
    staff_tab = viewer.page.get_by_role("navigation").get_by_role("button", name="值班台")
    await expect(staff_tab.get_by_label("有新消息")).to_be_visible()
    await staff_tab.click()
    await expect(viewer.phone("staff").get_by_text("开工了")).to_be_visible()
    await expect(viewer.phone("resident")).to_be_hidden()

    await viewer.page.get_by_role("button", name="快进", exact=True).click()
    await expect(viewer.page.get_by_role("button", name="明早 8 点")).to_be_visible()
    wide = await viewer.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390


async def test_large_letters_are_larger_and_remembered(open_page: OpenPage) -> None:
    viewer = await open_page()
    size = "parseFloat(getComputedStyle(document.body).fontSize)"
    assert await viewer.page.evaluate(size) >= 18
    await viewer.page.get_by_role("button", name="大字").click()
    await expect(viewer.page.locator("html.large")).to_have_count(1)
    await viewer.page.reload()
    await expect(viewer.page.locator("html.large")).to_have_count(1)
    assert await viewer.page.evaluate(size) >= 22
