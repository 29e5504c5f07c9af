"""The courier and the menus that it sets at its start."""

from bot.bells import Bell
from bot.courier.commands import Menus
from bot.courier.courier import Courier
from bot.courier.speaker import open_bot
from bot.crew.means import Crew, Means
from bot.nlp.listener import default_taxonomy


async def build(means: Means) -> Crew:
    """One sender for the bot's token, whatever the number of processes."""

    def make() -> Crew:
        speaker = open_bot(means.launch.token, means.limiter, api=means.launch.base)
        courier = Courier(
            means.database, speaker, clock=means.clock, chance=means.chance, taxonomy=default_taxonomy(),
            secret=means.secret, bot_id=means.bot.id, bot_name=means.bot.name, shared=means.shared,
        )  # fmt: skip
        means.bells.answer(Bell.OUTBOX, "courier", courier.wake)
        return Crew([courier, Menus(speaker, means.database)], awaiting=[courier])

    return means.alone("courier", make)
