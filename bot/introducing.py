"""Asking Telegram, at the start, who the token is."""

import asyncio

import structlog

from bot.botapi import ApiFailure, BotApi, Flooded, Unauthorized, Unreachable, Untrusted
from bot.crew.means import Launch, Self
from bot.ending import Code, Ending
from bot.texts import terminal
from storage import marks
from storage.engine import Database

_TRIES = 3
_ASK_AGAIN = (5.0, 10.0, 15.0)
"""Seconds between asking about a token that was known before: Telegram may be confused for a moment."""
log = structlog.get_logger(__name__)


async def introduce(api: BotApi, launch: Launch, database: Database) -> Self:
    """Who the token is. Raises Ending if nobody answers or the token is unknown."""
    told = terminal.no_network(launch.base)
    doubts = iter(_ASK_AGAIN if await _known_before(launch.token, database) else ())
    attempt = 0
    while attempt < _TRIES:
        try:
            me = await api.call("getMe")
            return Self(me["id"], me["username"])
        except Unauthorized:
            seconds = next(doubts, None)
            if seconds is None:
                raise Ending(Code.TOKEN, terminal.wrong_token()) from None
            log.error("start.refused_for_now", seconds=seconds)
            await asyncio.sleep(seconds)
        except Untrusted as failure:
            told = terminal.untrusted(launch.base, str(failure))
            break
        except (Unreachable, Flooded) as failure:
            log.warning("start.unreachable", failure=repr(failure))
            await asyncio.sleep(attempt)
            attempt += 1
        except ApiFailure as failure:
            log.error("start.refused", failure=repr(failure))
            break
    raise Ending(Code.NETWORK, told)


async def _known_before(token: str, database: Database) -> bool:
    """Whether Telegram has answered to the bot of this token before."""
    name = marks.in_touch(int(token.partition(":")[0]))
    return await database.read(lambda session: marks.made_at(session, name)) is not None
