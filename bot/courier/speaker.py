"""Telegram's own objects: the only place where a card becomes a call."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    InputMediaPhoto,
    InputMediaVideo,
    KeyboardButton,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot import callbacks
from bot.courier.limiter import PriorityLimiter, Turn
from bot.deeplinks import sign
from bot.texts.card import Button, Card, Key
from community.clock import Clock
from storage.delivering import Message

PUBLIC_API = "https://api.telegram.org"
CONNECTIONS = 48
ALBUM = 10
RIGHTS = "delete_messages+pin_messages"
"""What the bot asks for when it is brought into a group."""

Piece = Callable[[], Awaitable[object]]
"""A call that sends something; raises what PTB raises."""

LINK_LASTS = timedelta(days=30)
LINKS_LAST = {"p": timedelta(days=7)}
"""How long a deep link opens what it is for, by its purpose: to act for a partner a week only."""

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


def open_bot(token: str, limiter: PriorityLimiter, *, api: str = PUBLIC_API) -> ExtBot[Turn]:
    """PTB's bot behind `limiter`. `api`: base URL of the Bot API, e.g. the sandbox's.

    A server on this very machine is not asked for through a proxy.
    """
    local = urlsplit(api).hostname in {"127.0.0.1", "::1", "localhost"}
    options = {"trust_env": False} if local else {}
    request, unused = (
        HTTPXRequest(
            connection_pool_size=size, read_timeout=15, write_timeout=15, pool_timeout=60, httpx_kwargs=options
        )
        for size in (CONNECTIONS, 1)
    )
    base = api.rstrip("/")
    return ExtBot(
        token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=request,
        get_updates_request=unused,
        rate_limiter=limiter,
    )


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says cards. Every method raises what PTB raises (telegram.error)."""

    bot: ExtBot[Turn]
    secret: bytes
    bot_name: str
    clock: Clock

    async def send(
        self, chat: int, card: Card, turn: Turn, *, reply_to: Message | None = None, silent: bool = False
    ) -> int:
        """Send a new message; its message id. What belongs below it is `below`."""
        reply = None
        if reply_to is not None and reply_to.chat_id == chat:
            reply = ReplyParameters(reply_to.message_id, allow_sending_without_reply=True)
        sent = await self.bot.send_message(
            chat,
            card.html,
            parse_mode=ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
            reply_markup=self._keyboard(card),
            reply_parameters=reply,
            disable_notification=silent,
            rate_limit_args=turn,
        )
        return sent.message_id

    def below(self, chat: int, card: Card, turn: Turn) -> list[Piece]:
        """What is to be sent below the card's text, each a call of its own; silently, since the text has rung."""
        pieces = self._media(chat, card.media, turn)
        if card.document is not None:
            document = card.document
            pieces.insert(
                0,
                lambda: self.bot.send_document(
                    chat,
                    InputFile(document.data, filename=document.name),
                    disable_notification=True,
                    rate_limit_args=turn,
                ),
            )
        return pieces

    async def edit(self, message: Message, card: Card, turn: Turn) -> None:
        """Change what a message shows."""
        await self.bot.edit_message_text(
            card.html,
            message.chat_id,
            message.message_id,
            parse_mode=ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
            reply_markup=self._inline(card.rows) if card.rows else None,
            rate_limit_args=turn,
        )

    async def delete(self, message: Message, turn: Turn) -> None:
        """Take a message away."""
        await self.bot.delete_message(message.chat_id, message.message_id, rate_limit_args=turn)

    async def react(self, message: Message, emoji: str, turn: Turn) -> None:
        """Put a reaction on somebody's message, in place of the one before."""
        await self.bot.set_message_reaction(message.chat_id, message.message_id, emoji, rate_limit_args=turn)

    def _media(self, chat: int, media: Sequence[Mapping[str, Any]], turn: Turn) -> list[Piece]:
        """Pictures as an album, everything else one by one."""
        album = [item for item in media if item["type"] in _ALBUM and item.get("file_id")]
        parts = [album[start : start + ALBUM] for start in range(0, len(album), ALBUM)]
        parts += [[item] for item in media if item not in album]
        return [partial(self._send_part, chat, part, turn) for part in parts]

    async def _send_part(self, chat: int, part: Sequence[Mapping[str, Any]], turn: Turn) -> None:
        if len(part) == 1:
            await self._send_one(chat, part[0], turn)
            return
        pieces = [_ALBUM[item["type"]](item["file_id"]) for item in part]
        await self.bot.send_media_group(chat, pieces, disable_notification=True, rate_limit_args=turn)

    async def _send_one(self, chat: int, item: Mapping[str, Any], turn: Turn) -> None:
        if item["type"] == "location" and "latitude" in item:
            await self.bot.send_location(
                chat, item["latitude"], item["longitude"], disable_notification=True, rate_limit_args=turn
            )
            return
        senders: dict[str, Callable[..., Awaitable[object]]] = {
            "photo": self.bot.send_photo,
            "video": self.bot.send_video,
            "voice": self.bot.send_voice,
            "document": self.bot.send_document,
        }
        if item["type"] in senders and item.get("file_id"):
            await senders[item["type"]](chat, item["file_id"], disable_notification=True, rate_limit_args=turn)

    def _keyboard(self, card: Card) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | None:
        if card.rows:
            return self._inline(card.rows)
        if card.keys:
            rows = [[_key(key) for key in row] for row in card.keys]
            return ReplyKeyboardMarkup(rows, resize_keyboard=True, one_time_keyboard=True)
        return ReplyKeyboardRemove() if card.keys_away else None

    def _inline(self, rows: tuple[tuple[Button, ...], ...]) -> InlineKeyboardMarkup:
        return InlineKeyboardMarkup([[self._button(button) for button in row] for row in rows])

    def _button(self, button: Button) -> InlineKeyboardButton:
        style = button.style or None
        if button.press is not None:
            return InlineKeyboardButton(button.label, callback_data=callbacks.encode(button.press), style=style)
        if button.start is not None:
            expires = self.clock.now() + LINKS_LAST.get(button.start[0], LINK_LASTS)
            payload = sign(self.secret, *button.start, expires=expires)
            url = f"https://t.me/{self.bot_name}?start={payload}"
            return InlineKeyboardButton(button.label, url=url, style=style)
        if button.group:
            url = f"https://t.me/{self.bot_name}?startgroup=hehuo&admin={RIGHTS}"
            return InlineKeyboardButton(button.label, url=url, style=style)
        return InlineKeyboardButton(button.label, url=button.url, style=style)


_ALBUM = {"photo": InputMediaPhoto, "video": InputMediaVideo}


def _key(key: Key) -> KeyboardButton:
    return KeyboardButton(key.label, request_contact=key.asks == "contact", request_location=key.asks == "location")
