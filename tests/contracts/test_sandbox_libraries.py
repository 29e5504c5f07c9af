"""Both Telegram libraries call every method that the sandbox serves and understand every answer completely."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import aiogram
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    EphemeralMessageParameters,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    MenuButtonCommands,
    ReactionTypeEmoji,
    ReplyParameters,
)
from telegram import InputMediaDocument as PtbDocument
from telegram import InputMediaPhoto as PtbPhoto
from telegram import MenuButtonDefault
from telegram.ext import ExtBot

from sandbox.registry import served
from tests.contracts.sandbox_kit import NEWER_THAN_PTB, Town, check_result, leftovers_aiogram, leftovers_ptb

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n--not-a-boundary\r\nEND:VCALENDAR\r\n"


async def aiogram_calls(bot: aiogram.Bot, grid: int, resident: int, query: str) -> list[Any]:
    """Everything through aiogram; the answers."""
    keyboard = InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text="接单", callback_data="c:1", style="success")]]
    )
    photo = await bot.send_photo(grid, BufferedInputFile(PIXEL, "door.png"), caption="<b>门</b>", parse_mode="HTML")
    assert photo.photo is not None and (photo.photo[0].width, photo.photo[0].height) == (1, 1)
    card = await bot.send_message(grid, "<b>卡片</b>", parse_mode="HTML", reply_markup=keyboard)
    paper = await bot.send_document(grid, BufferedInputFile(CALENDAR, "大集.ics"), caption="日历")
    assert paper.document is not None and paper.document.file_name == "大集.ics"
    place = await bot.get_file(paper.document.file_id)
    fetched = await bot.download_file(str(place.file_path))
    assert fetched is not None and fetched.read() == CALENDAR
    whisper = await bot.send_message(
        grid, "只给您看", ephemeral_message_parameters=EphemeralMessageParameters(receiver_user_id=resident),
        reply_markup=keyboard,
    )  # fmt: skip
    number = int(whisper.ephemeral_message_id or 0)
    again = await bot.send_photo(grid, photo.photo[0].file_id)
    answering = ReplyParameters(message_id=card.message_id)
    media = [InputMediaPhoto(media=BufferedInputFile(PIXEL, f"{n}.png"), caption=f"第{n}张") for n in (1, 2)]
    return [
        photo, card, paper, place, whisper, again,
        await bot.get_me(),
        *await bot.send_media_group(grid, list(media)),
        await bot.send_voice(grid, BufferedInputFile(b"OggS", "a.ogg"), duration=2),
        await bot.send_location(grid, 36.6, 117.9),
        await bot.send_contact(grid, "+8613800000000", "李师傅"),
        await bot.edit_message_text("改了", chat_id=grid, message_id=card.message_id, reply_markup=keyboard),
        await bot.edit_message_reply_markup(chat_id=grid, message_id=card.message_id, reply_markup=None),
        await bot.edit_message_caption(chat_id=grid, message_id=photo.message_id, caption="门修好了"),
        await bot.edit_message_media(media[0], chat_id=grid, message_id=again.message_id),
        await bot.copy_message(grid, grid, photo.message_id, reply_parameters=answering),
        await bot.forward_message(grid, grid, photo.message_id),
        *await bot.forward_messages(grid, grid, [photo.message_id]),
        await bot.send_chat_action(grid, "typing"),
        await bot.set_message_reaction(grid, card.message_id, [ReactionTypeEmoji(emoji="👌")]),
        await bot.answer_callback_query(query, "好", show_alert=True),
        await bot.pin_chat_message(grid, card.message_id),
        await bot.get_chat(grid), await bot.get_chat(resident),
        await bot.get_chat_member(grid, resident), await bot.get_chat_member(grid, bot.id),
        *await bot.get_chat_administrators(grid),
        await bot.get_chat_member_count(grid),
        await bot.unpin_chat_message(grid, message_id=card.message_id),
        await bot.unpin_all_chat_messages(grid),
        await bot.export_chat_invite_link(grid),
        await bot.create_chat_invite_link(grid, name="邻居", expire_date=datetime(2027, 1, 1, tzinfo=UTC)),
        await bot.set_chat_title(grid, "新名字"),
        await bot.edit_ephemeral_message_text(grid, resident, number, "改了"),
        await bot.edit_ephemeral_message_reply_markup(grid, resident, number, keyboard),
        await bot.delete_ephemeral_message(grid, resident, number),
        await bot.get_webhook_info(), await bot.delete_webhook(),
        await bot.delete_message(grid, card.message_id), await bot.delete_messages(grid, [photo.message_id]),
        await bot.ban_chat_member(grid, resident),
        await bot.leave_chat(grid),
        await bot.log_out(),
    ]  # fmt: skip


async def aiogram_profile_calls(bot: aiogram.Bot) -> list[Any]:
    """What a bot says about itself, through aiogram; the answers."""
    return [
        await bot.set_my_commands([BotCommand(command="help", description="帮助")]),
        *await bot.get_my_commands(), await bot.delete_my_commands(),
        await bot.set_my_name("合伙"), await bot.get_my_name(),
        await bot.set_my_description("社区合伙人"), await bot.get_my_description(),
        await bot.set_my_short_description("合伙"), await bot.get_my_short_description(),
        await bot.set_chat_menu_button(menu_button=MenuButtonCommands()), await bot.get_chat_menu_button(),
    ]  # fmt: skip


async def test_aiogram_leaves_nothing_over(town: Town, hearer: aiogram.Bot) -> None:
    async with scene(town) as (grid, resident, query):
        answers = await aiogram_profile_calls(hearer) + await aiogram_calls(hearer, grid, resident, query)
        for answer in answers:
            assert leftovers_aiogram(answer) == []
    called = await schema_agrees(town)
    assert set(served) - called <= {"close", "setWebhook", "editEphemeralMessageCaption"}


async def ptb_calls(bot: ExtBot[None], grid: int, resident: int, query: str) -> list[Any]:
    """Everything a courier might do, through python-telegram-bot; the answers."""
    keyboard = {"inline_keyboard": [[{"text": "接单", "callback_data": "c:1", "style": "success"}]]}
    card = await bot.send_message(grid, "<b>卡片</b>", parse_mode="HTML", api_kwargs={"reply_markup": keyboard})
    photo = await bot.send_photo(grid, PIXEL, caption="门", filename="door.png")
    paper = await bot.send_document(grid, CALENDAR, filename="大集.ics")
    assert paper.document is not None
    file = await bot.get_file(paper.document.file_id)
    assert bytes(await file.download_as_bytearray()) == CALENDAR
    whisper = await bot.send_message(
        grid, "只给您看", api_kwargs={"ephemeral_message_parameters": {"receiver_user_id": resident}}
    )
    link = await bot.create_chat_invite_link(grid, creates_join_request=True)
    return [
        card, photo, paper, file, whisper, link,
        await bot.get_me(),
        *await bot.send_media_group(grid, [PtbPhoto(PIXEL), PtbPhoto(photo.photo[0].file_id)], caption="相册"),
        *await bot.send_media_group(grid, [PtbDocument(CALENDAR), PtbDocument(paper.document.file_id)]),
        await bot.send_voice(grid, b"OggS", duration=2),
        await bot.send_location(grid, 36.6, 117.9), await bot.send_contact(grid, "+8613800000000", "李师傅"),
        await bot.edit_message_text("改了", grid, card.message_id, api_kwargs={"reply_markup": keyboard}),
        await bot.edit_message_reply_markup(grid, card.message_id),
        await bot.edit_message_caption(grid, photo.message_id, caption="门修好了"),
        await bot.copy_message(grid, grid, photo.message_id), await bot.forward_message(grid, grid, photo.message_id),
        await bot.send_chat_action(grid, "typing"),
        await bot.set_message_reaction(grid, card.message_id, "👌"),
        await bot.answer_callback_query(query, "好"),
        await bot.pin_chat_message(grid, card.message_id), await bot.unpin_chat_message(grid),
        await bot.get_chat(grid), await bot.get_chat(resident), await bot.get_chat_member(grid, resident),
        *await bot.get_chat_administrators(grid), await bot.get_chat_member_count(grid),
        await bot.export_chat_invite_link(grid), await bot.set_chat_title(grid, "新名字"),
        await bot.set_my_commands([("help", "帮助")]), *await bot.get_my_commands(), await bot.delete_my_commands(),
        await bot.set_my_name("合伙"), await bot.get_my_name(), await bot.get_my_description(),
        await bot.set_chat_menu_button(menu_button=MenuButtonDefault()), await bot.get_chat_menu_button(),
        await bot.get_webhook_info(), await bot.delete_webhook(),
        await bot.delete_message(grid, card.message_id),
        await bot.ban_chat_member(grid, resident), await bot.leave_chat(grid), await bot.close(),
    ]  # fmt: skip


async def test_python_telegram_bot_leaves_nothing_over(town: Town, speaker: ExtBot[None]) -> None:
    async with scene(town) as (grid, resident, query):
        for answer in await ptb_calls(speaker, grid, resident, query):
            assert set(leftovers_ptb(answer)) <= NEWER_THAN_PTB
    await schema_agrees(town)


async def schema_agrees(town: Town) -> set[str]:
    """Every answer so far is what the Bot API's schema says; the methods that worked."""
    worked = [call for call in (await town.look("calls"))["calls"] if call["ok"]]
    for call in worked:
        check_result(call["method"], call["answer"]["result"])
    return {call["method"] for call in worked}


@asynccontextmanager
async def scene(town: Town) -> AsyncIterator[tuple[int, int, str]]:
    """A group that the bot leads, a resident, and a press that waits to be answered."""
    resident = await town.person("王阿姨")
    grid = await town.group(resident, await town.person("小李"), type="supergroup")
    await town.ask("bot", limits=False)
    keyboard = {"inline_keyboard": [[{"text": "在", "callback_data": "here"}]]}
    card = await town.bot("sendMessage", chat_id=resident, text="在吗", reply_markup=keyboard)
    press = town.ask("tap", user=resident, chat=resident, message_id=card["message_id"], button="在")
    async with asyncio.TaskGroup() as group:
        pressed = group.create_task(press)
        (update,) = await town.bot("getUpdates", offset=town.offset, timeout=10)
        yield grid, resident, update["callback_query"]["id"]
    assert pressed.result()["answer"]["text"] == "好"
