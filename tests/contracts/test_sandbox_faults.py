"""Planted failures, as the bot meets them."""

from datetime import timedelta

import httpx
import pytest
from telegram.error import NetworkError, RetryAfter, TimedOut
from telegram.ext import ExtBot

from tests.contracts.sandbox_kit import Refused, Town


async def test_429_once_with_its_retry_after(town: Town, speaker: ExtBot[None]) -> None:
    resident = await town.person("王阿姨")
    await town.ask("faults", kind="429", method="sendMessage", retry_after=7, count=1)
    with pytest.raises(RetryAfter) as refused:
        await speaker.send_message(resident, "x")
    assert refused.value.retry_after == timedelta(seconds=7)
    await speaker.send_message(resident, "x")
    assert [shown["text"] for shown in await town.sees(resident, resident)] == ["x"]


async def test_5xx_in_one_chat_only(town: Town, speaker: ExtBot[None]) -> None:
    resident, other = await town.person("王阿姨"), await town.person("小李")
    await town.ask("faults", kind="5xx", chat=resident, count=2)
    await speaker.send_message(other, "没事")
    for _ in range(2):
        with pytest.raises(NetworkError, match="Bad Gateway"):
            await speaker.send_message(resident, "x")
    await speaker.send_message(resident, "好了")


async def test_a_rate_hits_an_even_share_until_faults_are_cleared(town: Town) -> None:
    grid = await town.group(await town.person("王阿姨"))
    await town.ask("faults", kind="5xx", rate=0.25)
    outcomes = []
    for _ in range(8):
        try:
            await town.bot("sendMessage", chat_id=grid, text="x")
        except Refused as refused:
            assert refused.status == 502
            outcomes.append(False)
        else:
            outcomes.append(True)
    assert outcomes.count(False) == 2
    assert (await town.http.delete("/sandbox/faults")).status_code == 200
    for _ in range(4):
        await town.bot("sendMessage", chat_id=grid, text="x")


async def test_drop_after_does_the_work_but_the_bot_never_hears(town: Town, speaker: ExtBot[None]) -> None:
    resident = await town.person("王阿姨")
    await town.ask("faults", kind="drop_after", method="sendMessage")
    with pytest.raises(NetworkError):
        await speaker.send_message(resident, "新订单")
    assert [shown["text"] for shown in await town.sees(resident, resident)] == ["新订单"]
    assert (await town.look("calls"))["calls"][-1]["answer"] is None


async def test_timeout_holds_the_call_and_does_nothing(town: Town, speaker: ExtBot[None]) -> None:
    resident = await town.person("王阿姨")
    await town.ask("faults", kind="timeout", method="sendMessage", count=2)
    with pytest.raises(TimedOut):
        await speaker.send_message(resident, "x", read_timeout=0.2)
    await town.http.delete("/sandbox/faults")
    await town.ask("faults", kind="timeout", method="sendMessage", seconds=0)
    with pytest.raises(httpx.RemoteProtocolError):
        await town.bot("sendMessage", chat_id=resident, text="x")
    assert await town.sees(resident, resident) == []


async def test_updates_come_twice_or_swapped(town: Town) -> None:
    resident = await town.person("王阿姨")
    for number in range(3):
        await town.says(resident, resident, str(number))
    await town.ask("faults", kind="reorder")
    await town.ask("faults", kind="duplicate", count=1)
    batch = await town.bot("getUpdates")
    assert [update["message"]["text"] for update in batch] == ["2", "1", "0", "2", "1", "0"]
    assert [update["message"]["text"] for update in await town.bot("getUpdates")] == ["0", "1", "2"]


async def test_a_fault_without_a_method_spares_the_poll(town: Town) -> None:
    await town.ask("faults", kind="5xx", count=1)
    await town.bot("getUpdates")
    with pytest.raises(Refused, match="Bad Gateway"):
        await town.bot("getMe")
    await town.ask("faults", kind="5xx", method="getUpdates")
    with pytest.raises(Refused, match="Bad Gateway"):
        await town.bot("getUpdates")


async def test_faults_that_make_no_sense_are_refused(town: Town) -> None:
    for body in (
        {},
        {"kind": "磁暴"},
        {"kind": "429", "rate": 2},
        {"kind": "429", "count": 0},
        {"kind": "429", "rate": "x"},
    ):
        assert (await town.refused("faults", **body))[0] == 400
