"""What is said in a group in pieces is read with the community's own words, thresholds and categories."""

from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram.types import Chat, Message, User

from bot.clock import SystemClock
from bot.handlers.context import Spot
from bot.handlers.resident import hear, hear_again
from bot.handlers.talkers import Talkers
from bot.nlp import Profile
from bot.nlp.guide import Guide
from community.understanding import Band
from community.words import PlaceKind
from tests import shipped

NOW = datetime(2026, 11, 26, 1, tzinfo=UTC)
SAID = Message(
    message_id=1,
    date=NOW,
    chat=Chat(id=-4, type="group"),
    from_user=User(id=5, is_bot=False, first_name="李阿姨"),
    text="我家厨房的水管一直在漏",
)


@pytest.mark.parametrize("handler", [hear, hear_again])
async def test_what_the_community_does_not_serve_is_not_served_in_pieces_either(handler: Any) -> None:
    heard: dict[str, Any] = {}

    async def do(action: object, **given: Any) -> None:
        heard.update(given)

    data: dict[str, Any] = {"talkers": Talkers()} if handler is hear else {}
    listener = shipped.listener().tuned(Profile(disabled=frozenset({"repair"})))
    place = Spot("grid", PlaceKind.GRID, "by")
    await handler(SAID, place, do=do, listener=listener, guide=Guide([], listener.tokens), clock=SystemClock(), **data)
    assert heard["read"]("下水道堵了，谁会通").band is Band.SILENT
