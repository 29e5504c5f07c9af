"""Telegram's command menus, told once at start."""

from collections.abc import Sequence

import structlog
from telegram import (
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.courier.limiter import Turn
from bot.texts.commands import Scope, menu
from community.words import Priority
from storage.areas import staff_chats
from storage.engine import Database, Session

log = structlog.get_logger(__name__)


class Menus:
    """Sets the menus and is done; a menu that could not be set is only missed until the next start."""

    def __init__(self, bot: ExtBot[Turn], database: Database) -> None:
        self._bot = bot
        self._database = database

    async def run(self) -> None:
        """Tell Telegram."""
        desks = await self._database.read(_desks)
        await self._set(Scope.PRIVATE, BotCommandScopeAllPrivateChats())
        await self._set(Scope.GROUPS, BotCommandScopeAllGroupChats())
        for chat in desks:
            await self._set(Scope.DESK, BotCommandScopeChat(chat))

    async def _set(self, scope: Scope, where: BotCommandScope) -> None:
        try:
            await self._bot.set_my_commands(menu(scope), scope=where, rate_limit_args=Turn(Priority.BROADCAST))
        except TelegramError as error:
            log.warning("menus.not_set", scope=scope.value, error=repr(error))


def _desks(session: Session) -> Sequence[int]:
    return [place.chat_id for place in staff_chats(session)]
