"""One delivery: decide between sending, editing, deleting, reacting and saying nothing; make the call; classify it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from telegram.error import TelegramError

from bot.courier.limiter import Turn
from bot.courier.outcome import Outcome, What, classify
from bot.courier.render import DELETING, NEVER_TWICE, digest, slot_of
from bot.courier.speaker import Piece, Speaker
from bot.texts.card import BELOW_NOW, TAKEN_AWAY, Card, Wording, once_more
from community.facts import REACTIONS, CardSlot, FactKind
from community.hours import is_quiet
from community.words import Priority
from storage.delivering import AWAY, BELOW, Job, Message
from storage.outbox import UNSURE

DELIVERED = Outcome(What.DELIVERED)


@dataclass(frozen=True, slots=True)
class Delivered:
    """How a delivery ended. message: what shows the card now; removed: its message is gone; said: False if no call
    was needed because there was nothing to show. unsure: a new message whose answer was lost and that is not repeated.
    below: which of the things below the card did not go out with it (their numbers), to be said by themselves after
    `wait`.
    """

    outcome: Outcome
    message: Message | None = None
    digest: str = ""
    removed: bool = False
    said: bool = True
    unsure: bool = False
    below: tuple[int, ...] = ()
    wait: timedelta | None = None


SILENT = Delivered(DELIVERED, said=False)


async def deliver(job: Job, speaker: Speaker, wording: Wording, began: Callable[[], Awaitable[None]]) -> Delivered:
    """Carry out `job`. `began` is awaited just before a message goes out that must never be sent twice."""
    newest = job.batch.newest
    turn = Turn(job.batch.priority)
    if newest.slot is CardSlot.REACTION:
        return await (_unsay if newest.kind is FactKind.UNSAID else _react)(job, speaker, turn)
    if newest.kind in DELETING:
        if job.left:
            return Delivered(Outcome(What.REFUSED, "it stands in the chat that the group moved away from"))
        return await _remove(job, speaker, turn)
    if job.misplaced or AWAY in newest.payload:
        return await _take_away(job, speaker, turn)
    if job.chat is None:
        return Delivered(Outcome(What.UNREACHABLE, "not started, or gone"))
    slot = slot_of(newest.slot, newest.payload)
    if slot is None:
        return Delivered(Outcome(What.REFUSED, f"no card for {newest.slot}"))
    if job.view is None:
        return SILENT
    card = slot.render(job.view, wording)
    if card.gone:
        return await _take_away(job, speaker, turn)
    if BELOW in newest.payload:
        return await _hang(job.chat, card, newest.payload[BELOW], speaker, turn)
    ring = any(row.fresh for row in job.batch.rows) and not card.edit_only
    if job.standing is not None and not ring:
        return await _edit(job, job.standing, card, speaker, turn, wording)
    if card.edit_only:
        return SILENT
    if newest.slot in NEVER_TWICE:
        turn = replace(turn, on_turn=began)
    return await _send(job, job.chat, card, speaker, turn, wording)


async def _send(job: Job, chat: int, card: Card, speaker: Speaker, turn: Turn, wording: Wording) -> Delivered:
    hushed = is_quiet(wording.now) or all(row.quiet for row in job.batch.rows)
    silent = hushed and turn.priority is not Priority.EMERGENCY
    shown = once_more(card) if _said_before(job) else card
    try:
        message_id = await speaker.send(chat, shown, turn, reply_to=job.about, silent=silent)
    except TelegramError as error:
        outcome = classify(error)
        unsure = outcome.what is What.UNKNOWN and job.batch.newest.slot in NEVER_TWICE
        return Delivered(outcome, unsure=unsure)
    after = Turn(turn.priority)
    if job.standing is not None:
        await _clear(job.standing, BELOW_NOW, speaker, after)
    below, wait = await _hang_all(speaker.below(chat, card, after))
    return Delivered(DELIVERED, Message(chat, message_id), digest(card), below=below, wait=wait)


async def _hang_all(pieces: list[Piece]) -> tuple[tuple[int, ...], timedelta | None]:
    """Send what belongs below a card. What fails, and all behind it, is left over: the text has arrived and stands."""
    for number, piece in enumerate(pieces):
        outcome = await _call(piece())
        if outcome.what is not What.DELIVERED:
            return tuple(range(number, len(pieces))), outcome.wait
    return (), None


async def _hang(chat: int, card: Card, number: int, speaker: Speaker, turn: Turn) -> Delivered:
    """One thing that did not go out with its card."""
    pieces = speaker.below(chat, card, turn)
    return Delivered(await _call(pieces[number]())) if number < len(pieces) else SILENT


def _said_before(job: Job) -> bool:
    """Whether the same may stand in the chat already: the answer was lost, or we were, in the middle of it."""
    return job.batch.orphan or any((row.error or "").startswith(UNSURE) for row in job.batch.rows)


async def _edit(job: Job, standing: Message, card: Card, speaker: Speaker, turn: Turn, wording: Wording) -> Delivered:
    shown = digest(card)
    if shown == job.standing_digest:
        return Delivered(DELIVERED, standing, shown)
    outcome = await _call(speaker.edit(standing, card, turn))
    if outcome.what is not What.GONE:
        return Delivered(outcome, standing, shown)
    if card.edit_only or job.chat is None:
        return Delivered(DELIVERED, removed=True, said=False)
    return await _send(replace(job, standing=None), job.chat, card, speaker, turn, wording)


async def _remove(job: Job, speaker: Speaker, turn: Turn) -> Delivered:
    if job.standing is None:
        return SILENT
    outcome = await _call(speaker.delete(job.standing, turn))
    if outcome.what is What.GONE:
        outcome = DELIVERED
    return Delivered(outcome, job.standing, removed=outcome.what is What.DELIVERED)


async def _take_away(job: Job, speaker: Speaker, turn: Turn) -> Delivered:
    """The card is not to be read there any more."""
    if job.standing is None:
        return SILENT
    outcome = await _clear(job.standing, TAKEN_AWAY, speaker, turn)
    return Delivered(outcome, job.standing, removed=outcome.what is What.DELIVERED)


async def _clear(message: Message, left: Card, speaker: Speaker, turn: Turn) -> Outcome:
    """Delete the message. One that Telegram deletes no more (two days old) says what is `left`, without buttons."""
    outcome = await _call(speaker.delete(message, turn))
    if outcome.what is What.REFUSED:
        outcome = await _call(speaker.edit(message, left, turn))
    return DELIVERED if outcome.what is What.GONE else outcome


async def _unsay(job: Job, speaker: Speaker, turn: Turn) -> Delivered:
    """Take somebody's own message out of the group. What is gone already is as good."""
    if job.about is None:
        return Delivered(Outcome(What.REFUSED, "it stands in the chat that the group moved away from"))
    outcome = await _call(speaker.delete(job.about, turn))
    return Delivered(DELIVERED if outcome.what is What.GONE else outcome)


async def _react(job: Job, speaker: Speaker, turn: Turn) -> Delivered:
    if job.about is None:
        return SILENT
    return Delivered(await _call(speaker.react(job.about, REACTIONS[job.batch.newest.kind], turn)))


async def _call(call: Awaitable[object]) -> Outcome:
    try:
        await call
    except TelegramError as error:
        return classify(error)
    return DELIVERED
