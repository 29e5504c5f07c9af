"""Watching whether the bot hears its groups: what Telegram says of the bot itself, and then the action."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from actions.groups import move_group
from actions.tx import Do
from actions.watching import Standing, places_to_ask, watch_groups
from bot.botapi import Moved, Refused
from community.timing import DueItem

Ask = Callable[..., Awaitable[Any]]
"""Calls a method of the Bot API by name, when nobody else wants to. Raises an ApiFailure."""

LEADING = frozenset({"creator", "administrator"})
ABSENT = frozenset({"left", "kicked"})


class Watcher:
    """Looks once a day: what changed while nobody was there to be told of it, Telegram does not tell later."""

    def __init__(self, ask: Ask, do: Do) -> None:
        self._ask = ask
        self._do = do.repeatable()  # what was told is not told again

    async def daily(self, item: DueItem) -> bool:
        """Look now; late is better than never. Raises an ApiFailure if Telegram does not answer."""
        me = await self._ask("getMe")
        standing = {}
        for place, chat in (await self._do(places_to_ask)).items():
            try:
                standing[place] = await self._standing(chat, me["id"])
            except Moved as moved:
                await self._do(move_group, old=chat, new=moved.chat)
                if (await self._do(places_to_ask)).get(place) == moved.chat:  # else it is a place of its own by now
                    standing[place] = await self._standing(moved.chat, me["id"])
        hears_all = bool(me.get("can_read_all_group_messages"))
        await self._do(watch_groups, hears_all=hears_all, standing=standing)
        return True

    async def _standing(self, chat: int, me: int) -> Standing:
        """Raises Moved if the group has become a supergroup."""
        try:
            member = await self._ask("getChatMember", chat_id=chat, user_id=me)
        except Moved:
            raise
        except Refused:
            return Standing(present=False)
        return standing_of(member)


def standing_of(member: Mapping[str, Any]) -> Standing:
    """What the bot may do in a group, by its own membership there."""
    status = member["status"]
    present = status not in ABSENT and bool(member.get("is_member", True))
    return Standing(present, admin=status in LEADING, speaks=bool(member.get("can_send_messages", True)))
