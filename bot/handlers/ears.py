"""Hands `listener` and `guide`, as the community has taught them, to whatever handles an update."""

from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import TelegramObject, User

from bot.handlers.context import Next, Spot
from bot.hearing import Hearing


class Ears(BaseMiddleware):
    """Comes after the middleware that finds the place."""

    async def __call__(self, handler: Next, event: TelegramObject, data: dict[str, Any]) -> Any:
        hearing: Hearing = data["hearing"]
        place: Spot | None = data.get("place")
        user: User | None = data.get("event_from_user")
        ears = await hearing.ears(place.community if place else None, user.id if user and place is None else None)
        data["listener"], data["guide"] = ears.listener, ears.guide
        return await handler(event, data)
