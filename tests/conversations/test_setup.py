"""From a token and an empty database to a street that works: the link, the steps, the groups, the approvals."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from bot import app
from bot.app import Launch, live
from bot.clock import SystemClock
from bot.nlp.listener import Listener
from bot.settings import Settings
from sandbox.clock import START
from sandbox.server import running
from storage.engine import Database
from tests.conversations.conftest import TOKEN, ready
from tests.conversations.people import Someone, World

LAMP = "我家厨房的灯不亮了，谁会修"


@dataclass
class Empty:
    """The program on a token, with nobody in its database; `told` is what the terminal shows."""

    world: World
    told: list[str]

    async def person(self, name: str) -> Someone:
        """Somebody who never talked to the bot."""
        made = await self.world.post("users", name=name, role="stranger")
        return Someone(self.world, int(made["id"]), name, None)

    def invitation(self) -> str:
        """The payload of the link on the terminal."""
        return next(line for line in self.told if "start=" in line).rpartition("start=")[2]


class WorkingDay(SystemClock):
    """The machine's clock, which at the start of the test showed the sandbox's working morning."""

    def __init__(self) -> None:
        self._ahead = datetime.fromisoformat(START) - super().now()

    def now(self) -> datetime:
        return super().now() + self._ahead


@pytest.fixture
async def empty(
    tmp_path: Path, database: Database, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Empty]:
    monkeypatch.setattr(Listener, "load", lambda: listener)
    monkeypatch.setattr(app, "SystemClock", WorkingDay)
    folder = tmp_path / "sandbox"
    folder.mkdir()
    async with (
        running(folder, token=TOKEN) as sandbox,
        httpx.AsyncClient(base_url=sandbox.url, timeout=90, trust_env=False) as http,
    ):
        found = Empty(World(http), [])
        await found.world.post("seeded")
        async with program(sandbox.url, tmp_path, database, found.told):
            await found.world.until(lambda: ready(found.world), "a bot that listens")
            yield found


@asynccontextmanager
async def program(url: str, folder: Path, database: Database, told: list[str]) -> AsyncIterator[None]:
    """The program as on the real service."""
    address = SecretStr(database.url.render_as_string(hide_password=False))
    settings = Settings.model_construct(database_url=address, telegram_webhook_url=None)
    launch = Launch(
        settings=settings, folder=folder, token=TOKEN, base=url, sandbox=None, scene=False, tell=told.append
    )
    stop = asyncio.Event()
    life = asyncio.create_task(live(launch, stop, random.Random(1)))
    try:
        yield
    finally:
        stop.set()
        await life


async def chief_of(empty: Empty) -> Someone:
    """The first member of staff, with a street of one community and two grids."""
    chief = await empty.person("陈主任")
    await chief.starts(empty.invitation())
    await chief.taps("写街道名")
    await chief.sees("街道叫什么")
    await chief.tells_bot("新安街道")
    await chief.sees("哪些社区")
    await chief.tells_bot("般阳社区 BY\nSL，松龄社区")
    await chief.taps("般阳社区")
    await chief.sees("一行写一个网格")
    await chief.tells_bot("1号网格\n3号网格")
    await chief.has_button("般阳社区（2 个网格）")
    await chief.taps("返回")
    await chief.sees("新安街道", "社区 2 · 网格 2")
    return chief


async def test_the_whole_way(empty: Empty) -> None:
    chief = await chief_of(empty)
    aunt, wrench = await empty.person("李阿姨"), await empty.person("周师傅")
    group = (await empty.world.post("chats", title="三号网格群", type="supergroup", members=[chief.id, aunt.id]))["id"]
    await chief.sees("三号网格群", "还没登记")
    await chief.taps("般阳社区")
    await chief.taps("3号网格")
    await chief.sees("三号网格群", "这是 般阳社区 3号网格 的群")

    await empty.world.post("chats", title="值班群", type="supergroup", members=[chief.id])
    await chief.sees("值班群", "还没登记")
    await chief.taps("这是全街道的值班台")
    await chief.taps("都是工作人员")
    await chief.sees("值班群", "值班台", "✔")

    await wrench.starts()
    await wrench.tells_bot("我是合伙人")
    await wrench.sees("叫什么")
    await wrench.tells_bot("红扳手维修队")
    await wrench.sees("红扳手维修队", "申请收到了")
    await chief.sees("红扳手维修队", "等您同意")
    await wrench.tells_bot("修电动车、自行车补胎，上门 20 元")
    await wrench.sees("还差一个电话")
    await wrench.tells_bot("13855557777")
    await wrench.sees("转给社区工作人员了")
    await chief.sees("红扳手维修队", "自行车补胎", "13855557777")
    assert "先点" in await chief.taps("同意，开始接单")
    await chief.taps("能办什么")
    await chief.taps("水电维修")
    await chief.sees("红扳手维修队", "维修服务")
    await chief.taps("好了")
    await chief.taps("价格档")
    await chief.taps("低偿")
    await chief.taps("可以进家门")
    await chief.taps("价格怎么说")
    await chief.sees("价格怎么说？")
    await chief.tells_bot("上门 20 元")
    await chief.sees("红扳手维修队", "低偿 上门 20 元")
    await chief.taps("同意，开始接单")
    await wrench.sees("红扳手维修队", "已经是合伙人了")

    there = Someone(aunt.world, aunt.id, aunt.name, group)
    await there.says(LAMP)
    await there.sees("BY-", "已登记", where="group")
    await wrench.sees("新订单", "上门 20 元")


async def test_the_link_is_good_once(empty: Empty) -> None:
    chief = await chief_of(empty)
    thief = await empty.person("路人")
    await thief.starts(empty.invitation())
    await thief.sees("用不了了")
    await thief.tells_bot("/setup")
    await thief.sees("工作人员来做")
    await chief.starts()
    await chief.sees("我是合伙")


async def test_a_forged_link_is_no_link(empty: Empty) -> None:
    thief = await empty.person("路人")
    payload = empty.invitation()
    await thief.starts(payload[:-1] + ("a" if payload[-1] != "a" else "b"))
    await thief.sees("我是合伙")
    await thief.tells_bot("设置")
    await thief.sees("工作人员来做")


async def test_lines_that_nobody_can_read_are_shown_again(empty: Empty) -> None:
    chief = await chief_of(empty)
    await chief.tells_bot("/setup")
    await chief.taps("写社区")
    await chief.tells_bot("留仙社区 LX\n南苑社区")
    await chief.sees("没看懂", "南苑社区")
    await chief.tells_bot("南苑社区 NY")
    await chief.has_button("南苑社区")
    await chief.taps("返回")
    await chief.sees("社区 4")


async def test_a_step_that_was_left_is_taken_up_again(empty: Empty) -> None:
    chief = await empty.person("陈主任")
    await chief.starts(empty.invitation())
    await chief.taps("写街道名")
    await chief.tells_bot("帮助")
    await chief.sees("怎么用")
    await chief.tells_bot("新安街道")
    await chief.sees("新安街道", "哪些社区")
    await chief.tells_bot("/setup")
    await chief.sees("新安街道", "社区 0")


async def test_staff_and_leaders_are_approved(empty: Empty) -> None:
    chief = await chief_of(empty)
    clerk, leader, fraud = [await empty.person(name) for name in ("小赵", "王楼长", "冒名的人")]
    for one, words in ((clerk, "我是工作人员"), (leader, "我是楼长"), (fraud, "我是社区工作人员")):
        await one.starts()
        await one.tells_bot(words)
        await one.sees("申请收到了")
        await chief.sees(one.name, "认识的人才点同意")
        if one is clerk:
            await chief.taps("同意，管全街道")
            await clerk.sees("您现在是社区工作人员")
        elif one is leader:
            await chief.taps("同意，只管一个社区")
            await chief.taps("松龄社区")
            await leader.sees("您现在是楼长", "松龄社区")
        else:
            await chief.taps("不同意")
            await fraud.sees("没有通过")
    await clerk.tells_bot("/setup")
    await clerk.sees("新安街道", "工作人员 2")
    await fraud.tells_bot("/setup")
    await fraud.sees("工作人员来做")


async def test_staff_of_one_community_bind_its_groups_and_no_others(empty: Empty) -> None:
    chief = await chief_of(empty)
    clerk = await empty.person("小赵")
    await clerk.starts()
    await clerk.tells_bot("我是工作人员")
    await chief.taps("同意，只管一个社区")
    await chief.taps("松龄社区")
    await clerk.sees("您现在是社区工作人员", "松龄社区")
    await empty.world.post("chats", title="松龄一群", type="supergroup", members=[clerk.id])
    await clerk.tells_bot("/setup")
    await clerk.sees("管全街道的工作人员来做")
    await clerk.sees("松龄一群", "还没登记")
    assert "工作人员" in await clerk.taps("这是全街道的值班台")
    await clerk.taps("般阳社区")
    assert "工作人员" in await clerk.taps("3号网格")
    await clerk.taps("返回")
    await clerk.has_button("这是全街道的值班台")
    await clerk.taps("松龄社区")
    await clerk.taps("这个社区的值班台")
    await clerk.taps("都是工作人员")
    await clerk.sees("松龄一群", "这是松龄社区的值班台")


async def test_a_partner_s_people_join_by_a_link(empty: Empty) -> None:
    chief = await chief_of(empty)
    barber, other = await empty.person("秀芳"), await empty.person("路人")
    await chief.taps("加合伙人")
    await chief.tells_bot("秀芳理发店")
    await chief.sees("还没有叫", "秀芳理发店")
    await chief.taps("新建")
    await chief.sees("秀芳理发店", "等您同意")
    await chief.taps("能办什么")
    await chief.taps("便民家政")
    await chief.taps("好了")
    await chief.taps("价格档")
    await chief.taps("低偿")
    await chief.taps("好了")
    await chief.taps("请经办人加入")
    card = await chief.sees("秀芳理发店", "点下面的按钮加入")
    url = card["reply_markup"]["inline_keyboard"][0][0]["url"]
    link = url.rpartition("start=")[2]
    await barber.starts(link)
    await barber.sees("秀芳理发店", "申请收到了")
    await chief.sees("秀芳", "用链接加入了", "秀芳理发店")
    await other.starts(link)
    await other.sees("这个链接用不了了", "只给一个人用")
    await chief.tells_bot("/setup")
    await chief.taps("等您定的")
    await chief.taps("秀芳理发店")
    await chief.sees("秀芳理发店", "经办人：秀芳")
    await chief.taps("同意，开始接单")
    await barber.sees("秀芳理发店", "已经是合伙人了")


async def test_a_partner_is_found_by_a_few_letters_and_never_made_by_mistake(empty: Empty) -> None:
    chief = await chief_of(empty)
    for name in ("红扳手维修队", "秀芳理发店"):
        await chief.tells_bot("/setup")
        await chief.taps("加合伙人")
        await chief.tells_bot(name)
        await chief.taps("新建")
        await chief.sees(name, "等您同意")
    await chief.tells_bot("/setup")
    await chief.taps("加合伙人")
    await chief.tells_bot("停用红扳手维修队")
    await chief.sees("还没有叫", "停用红扳手维修队", "名字相近")
    await chief.taps("红扳手维修队 · 等您同意")
    await chief.sees("红扳手维修队", "等您同意")
    await chief.tells_bot("/setup")
    await chief.taps("找合伙人")
    await chief.sees("合伙人", "共 2 家")
    await chief.tells_bot("理发")
    found = await chief.sees("“理发”找到 1 家")
    await chief.taps("秀芳理发店 · 等您同意")

    async def below_the_list() -> bool:
        return bool((await chief.sees("秀芳理发店", "还没选能办什么"))["message_id"] > found["message_id"])

    await chief.world.until(below_the_list, "the card below the list")
    await chief.taps("什么时候")
    await chief.tells_bot("礼拜天下棋")
    await chief.sees("时间没看懂")
    await chief.tells_bot("周一到周五 8:00-18:00")
    await chief.sees("秀芳理发店", "周一至周五 08:00-18:00")
    await chief.tells_bot("不对，周二到周六，早8点到晚7点")
    await chief.sees("秀芳理发店", "周二至周六 08:00-19:00")
    await chief.tells_bot("8:00-19:00，周一休息")
    await chief.sees("秀芳理发店", "周二至周日 08:00-19:00")


async def test_all_that_an_applicant_writes_is_kept_and_what_they_ask_is_answered(empty: Empty) -> None:
    chief = await chief_of(empty)
    tao = await empty.person("海涛")
    await tao.starts()
    await tao.tells_bot("我是合伙人")
    await tao.tells_bot("什么都需要准备啥材料啊")
    await tao.sees("先告诉我店名")
    await tao.tells_bot("海涛修车部")
    await tao.sees("海涛修车部", "申请收到了")
    await tao.tells_bot("写错了，叫海涛修车铺")
    await tao.sees("名字改成", "海涛修车铺")
    for words in ("修电动车、自行车补胎，也配钥匙", "般阳和松龄都能去，远了不去", "138 5333 1122，微信同号"):
        await tao.tells_bot(words)
    await tao.sees("转给社区工作人员了")
    await tao.tells_bot("补胎10元，上门加5元")
    await tao.tells_bot("啥时候能批下来啊")
    await tao.sees("社区看过就告诉您")
    await tao.tells_bot("我家着火了，快来人")
    await tao.sees("119")
    written = ("海涛修车铺", "配钥匙”；“般阳和松龄都能去", "微信同号", "补胎10元", "啥时候能批下来")
    await chief.sees(*written)
    await tao.tells_bot("我是合伙人")
    await tao.sees("海涛修车铺", "不用再申请")
    await chief.taps_under(await chief.sees(*written), "不同意")
    await tao.sees("海涛修车铺", "没有通过", "打电话问社区")
    await tao.tells_bot("我还有个徒弟小胖，怎么让他也能接单")
    await tao.sees_no_more("转给社区工作人员了")
    await chief.sees_no_more("小胖")


async def test_what_is_chosen_for_a_partner_holds_in_whatever_order(empty: Empty) -> None:
    chief = await chief_of(empty)
    await chief.tells_bot("/setup")
    await chief.taps("加合伙人")
    await chief.tells_bot("海涛修车铺")
    await chief.taps("新建")
    await chief.taps("价格档")
    await chief.taps("低偿")
    await chief.taps("好了")
    await chief.taps("价格怎么说")
    await chief.sees("价格怎么说？")
    await chief.tells_bot("补胎10元，上门加5元")
    await chief.sees("海涛修车铺", "补胎10元")
    await chief.taps("服务哪里")
    await chief.taps("般阳社区")
    await chief.sees("海涛修车铺", "般阳社区 · 价格：低偿 补胎10元，上门加5元")
    await chief.taps("好了")
    await chief.taps("能办什么")
    await chief.taps("水电维修")
    await chief.sees("海涛修车铺", "维修服务", "般阳社区 · 价格：低偿 补胎10元，上门加5元")
    await chief.taps("好了")
    await chief.taps("改名")
    await chief.sees("改成什么")
    await chief.tells_bot("海涛车行")
    await chief.sees("海涛车行", "维修服务")
