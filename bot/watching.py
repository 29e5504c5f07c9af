"""Watching whether the bot hears its groups: what Telegram says of the bot itself, and then the action."""

from actions.tx import Do
from actions.watching import watch_groups
from bot.botapi import BotApi
from community.timing import DueItem


class Watcher:
    """Looks once a day."""

    def __init__(self, api: BotApi, do: Do) -> None:
        self._api = api
        self._do = do.repeatable()  # what was told is not told again

    async def daily(self, item: DueItem) -> bool:
        """Look now; late is better than never. Raises an ApiFailure if Telegram does not answer."""
        me = await self._api.call("getMe")
        await self._do(watch_groups, hears_all=bool(me.get("can_read_all_group_messages")))
        return True
