"""Watching whether the bot hears its groups: what Telegram says of the bot itself, and then the action."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog

from actions.groups import move_group
from actions.tx import Do
from actions.watching import Standing, places_to_ask, watch_groups
from bot.botapi import ApiFailure, Moved, Refused, Unauthorized
from community.timing import DueItem

Ask = Callable[..., Awaitable[Any]]
"""Calls a method of the Bot API by name, when nobody else wants to. Raises an ApiFailure."""

LEADING = frozenset({"creator", "administrator"})
ABSENT = frozenset({"left", "kicked"})


TRIES = 3
AWAY = 5
"""So many groups in a row of which nothing is told: not they are the reason."""
log = structlog.get_logger(__name__)


@dataclass
class _Asked:
    """What was told, and of which chats (by place) nothing. away: Telegram does not answer at all."""

    standing: dict[str, Standing] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)
    away: ApiFailure | None = None


class Watcher:
    """Looks once a day: what changed while nobody was there to be told of it, Telegram does not tell later."""

    def __init__(self, ask: Ask, do: Do) -> None:
        self._ask = ask
        self._do = do.repeatable()  # what was told is not told again

    async def daily(self, item: DueItem) -> bool:
        """Look now; late is better than never. Raises an ApiFailure if Telegram does not answer at all.

        A group of which it does not tell is asked for again after the others, and what is known is written down.
        """
        me = await self._ask("getMe")
        hears_all = bool(me.get("can_read_all_group_messages"))
        left = await self._do(places_to_ask)
        for number in range(TRIES):
            asked = await self._round(left, me["id"], whole=number == 0)
            await self._do(watch_groups, hears_all=hears_all, standing=asked.standing)
            if asked.away is not None:
                raise asked.away
            left = asked.left
            if not left:
                break
        else:
            log.warning("watch.unanswered", groups=len(left))  # they are asked tomorrow
        return True

    async def _round(self, places: Mapping[str, int], me: int, *, whole: bool) -> _Asked:
        """Ask for each of `places` (whole: all that there are) once, unless nothing is answered any more. Raises
        Unauthorized."""
        asked, in_a_row = _Asked(), 0
        for place, chat in places.items():
            try:
                await self._ask_for(place, chat, me, asked.standing)
                in_a_row = 0
            except Unauthorized:
                raise
            except ApiFailure as failure:
                asked.left[place] = chat
                in_a_row += 1
                if in_a_row == AWAY or (whole and in_a_row == len(places)):
                    asked.away = failure
                    break
        return asked

    async def _ask_for(self, place: str, chat: int, me: int, standing: dict[str, Standing]) -> None:
        try:
            standing[place] = await self._standing(chat, me)
        except Moved as moved:
            await self._do(move_group, old=chat, new=moved.chat)
            if (await self._do(places_to_ask)).get(place) == moved.chat:  # else it is a place of its own by now
                standing[place] = await self._standing(moved.chat, me)

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
