"""What residents say in a grid group, and what they press on their own matters."""

from collections.abc import Mapping
from functools import partial

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import Message

from actions import questions, residents
from actions.agreeing import agree_proposed
from actions.also import me_too
from actions.applying import apply_in_group
from actions.correcting import pick_place
from actions.listening import Ignored, Said
from actions.merging import go_alone
from actions.moving_in import move_in
from actions.particulars import attach_media
from actions.reasons import tell_why
from actions.talking import talk, talk_again
from actions.telling import tell
from actions.tx import Do
from actions.unsaying import unsay
from bot.callbacks import Verb
from bot.handlers.context import (
    ByPerson,
    In,
    Says,
    SaysCommand,
    Spot,
    answered,
    heard,
    media,
    sensitive_codes,
    speaker,
    words,
)
from bot.handlers.homes import ears, kept_words
from bot.handlers.talkers import Talkers
from bot.handlers.touch import Act, Touch
from bot.metrics import UNDERSTANDING
from bot.nlp.guide import Guide
from bot.nlp.hints import read_hints
from bot.nlp.listener import Listener, default_taxonomy
from bot.nlp.relating import idle
from bot.texts import spoken, toasts
from bot.texts.setup import role_asked_for
from bot.texts.toasts import Toast
from community.clock import Clock
from community.coming import of_coming
from community.facts import NoteKind
from community.reasons import Reason
from community.sightings import sights
from community.visiting import may_take
from community.words import PlaceKind, Rating, Role


class Talk(Filter):
    """Plain words of a person in a grid group: no command, and none of the words `besides` that ask for something.

    That is nearly all that ever comes in. It is tried first of all, by one filter, so that it costs no walk through
    every router.
    """

    def __init__(self, besides: frozenset[str]) -> None:
        self._besides = besides

    async def __call__(self, message: Message, place: Spot | None) -> bool:
        if place is None or place.kind is not PlaceKind.GRID or not message.text or message.text.startswith("/"):
            return False
        return message.text.strip() not in self._besides and speaker(message) is not None


def build() -> Router:
    """The router of the grid groups."""
    router = Router(name="resident")
    grid, person = In(PlaceKind.GRID), ByPerson()
    router.message.register(help_in_private, grid, person, Says("help", "start", "menu", words=spoken.HELP))
    router.message.register(mine_in_private, grid, person, Says("my"))
    router.message.register(no_words, grid, SaysCommand())
    router.message.register(hear, grid, person)
    router.edited_message.register(no_words, grid, SaysCommand())
    router.edited_message.register(hear_again, grid, person)
    return router


async def hear(
    message: Message, place: Spot, talkers: Talkers, do: Do, listener: Listener, guide: Guide, clock: Clock
) -> None:
    """Ordinary talk. Chatter that can be nothing to any matter ends here, with nothing read or written."""
    text, now, chat = words(message), clock.now(), message.chat.id
    user = message.from_user.id if message.from_user else 0
    if not text:
        if media(message):
            await do(attach_media, heard=heard(message, place))
            talkers.heard(chat, user, clock)
        return
    if role_asked_for(text) is Role.PARTNER and (person := speaker(message)) is not None:
        await do(apply_in_group, speaker=person, place=place.id)
        return
    with UNDERSTANDING.time():
        meaning = listener.understand(text, now=now)
    answers = answered(message) is not None or talkers.goes_on(chat, user, text, clock)
    may_matter = answers or meaning.grave or of_coming(text) or may_take(text) or sights(text)
    if idle(text, meaning) and not may_matter:
        return
    said = Said(heard(message, place), meaning, secondhand=message.forward_origin is not None, guide=guide)
    read = partial(listener.gathered().understand, now=now)
    talked = await do(talk, said=said, sensitive=sensitive_codes(), read=read, lean=listener.leaning)
    if not isinstance(talked, Ignored):
        talkers.heard(chat, user, clock)


async def hear_again(message: Message, place: Spot, do: Do, listener: Listener, guide: Guide, clock: Clock) -> None:
    """Edited talk."""
    now = clock.now()
    read = partial(listener.gathered().understand, now=now)
    said = Said(
        heard(message, place),
        listener.understand(words(message), now=now),
        secondhand=message.forward_origin is not None,
        withdraws=read_hints(words(message)).ending is not None,
        guide=guide,
    )
    await do(talk_again, said=said, sensitive=sensitive_codes(), read=read, lean=listener.leaning)


async def help_in_private(message: Message, place: Spot, do: Do) -> None:
    """Help asked for in a group is given in private, so that the group stays quiet."""
    await _tell(message, place, do, NoteKind.HELP)


async def mine_in_private(message: Message, place: Spot, do: Do) -> None:
    """One's own matters are nobody else's business."""
    await _tell(message, place, do, NoteKind.MINE)


async def no_words(message: Message) -> None:
    """A command that is not ours, or another bot's, or of an anonymous administrator: nobody's need."""


async def _tell(message: Message, place: Spot, do: Do, what: NoteKind) -> None:
    person = speaker(message)
    if person is not None:
        await do(tell, speaker=person, what=what, place=place.id)


async def withdraw(touch: Touch) -> Toast | None:
    """不用了，撤回"""
    return touch.answer(await touch.do(residents.withdraw_matter, speaker=touch.speaker, matter=touch.press.id))


async def nudge(touch: Touch) -> Toast | None:
    """催一下"""
    return touch.answer(await touch.do(residents.nudge, speaker=touch.speaker, matter=touch.press.id))


async def details(touch: Touch) -> Toast | None:
    """补充地址和时间"""
    return touch.answer(await touch.do(residents.ask_details, speaker=touch.speaker, matter=touch.press.id))


async def reschedule(touch: Touch) -> Toast | None:
    """改时间"""
    return touch.answer(await touch.do(residents.ask_time, speaker=touch.speaker, matter=touch.press.id))


async def rate(touch: Touch) -> Toast | None:
    """满意、一般"""
    try:
        rating = Rating(touch.press.arg)
    except ValueError:
        return toasts.UNKNOWN
    matter = touch.press.id
    return touch.answer(await touch.do(residents.rate_matter, speaker=touch.speaker, matter=matter, rating=rating))


async def reopen(touch: Touch) -> Toast | None:
    """没解决，重办"""
    return touch.answer(await touch.do(residents.reopen_matter, speaker=touch.speaker, matter=touch.press.id))


async def why(touch: Touch) -> Toast | None:
    """没解决的原因"""
    if touch.press.arg not in set(Reason):
        return toasts.UNKNOWN
    return touch.answer(await touch.do(tell_why, speaker=touch.speaker, matter=touch.press.id, why=touch.press.arg))


async def keep(touch: Touch) -> Toast | None:
    """还没好"""
    return touch.answer(await touch.do(residents.keep_matter, speaker=touch.speaker, matter=touch.press.id))


async def agree(touch: Touch) -> Toast | None:
    """行，就这个时间"""
    given = {"order": touch.press.id, "proposal": touch.press.arg}
    return touch.answer(await touch.do(agree_proposed, speaker=touch.speaker, **given))


async def right_place(touch: Touch) -> Toast | None:
    """说错的是这一处"""
    matter, part = touch.press.id, touch.press.arg
    return touch.answer(await touch.do(pick_place, speaker=touch.speaker, matter=matter, part=part))


async def also(touch: Touch) -> Toast | None:
    """我家也是"""
    return touch.answer(await touch.do(me_too, speaker=touch.speaker, matter=touch.press.id))


async def alone(touch: Touch) -> Toast | None:
    """并在一起的那件结束了，我家还没好"""
    return touch.answer(await touch.do(go_alone, speaker=touch.speaker, matter=touch.press.id))


async def call_human(touch: Touch) -> Toast | None:
    """叫人工"""
    return touch.answer(await touch.do(residents.call_human, speaker=touch.speaker, matter=touch.press.id))


async def unsay_it(touch: Touch) -> Toast | None:
    """删掉群里那条"""
    return touch.answer(await touch.do(unsay, speaker=touch.speaker, utterance=touch.press.id))


async def pick(touch: Touch) -> Toast | None:
    """追问里选了一类"""
    category = touch.press.arg
    if category not in default_taxonomy():
        return toasts.UNKNOWN
    result = await touch.do(
        questions.answer_question,
        speaker=touch.speaker,
        question=touch.press.id,
        category=category,
        sensitive=sensitive_codes(),
    )
    return touch.answer(result)


async def not_a_need(touch: Touch) -> Toast | None:
    """不是诉求"""
    return touch.answer(await touch.do(questions.drop_question, speaker=touch.speaker, question=touch.press.id))


async def ask_human(touch: Touch) -> Toast | None:
    """追问里叫人工"""
    return touch.answer(await touch.do(questions.hand_question, speaker=touch.speaker, question=touch.press.id))


async def settle(touch: Touch) -> Toast | None:
    """我在这个社区; what was said before is heard at last."""
    said = await kept_words(touch.speaker, touch.database, touch.listener, touch.guide, touch.clock)
    hearing = ears(touch.listener, touch.clock)
    result = await touch.do(move_in, speaker=touch.speaker, community=touch.press.id, said=said, ears=hearing)
    return touch.answer(result)


PRESSES: Mapping[Verb, Act] = {
    Verb.WITHDRAW: withdraw,
    Verb.NUDGE: nudge,
    Verb.DETAILS: details,
    Verb.RESCHEDULE: reschedule,
    Verb.RATE: rate,
    Verb.REOPEN: reopen,
    Verb.WHY: why,
    Verb.RIGHT_PLACE: right_place,
    Verb.AGREE: agree,
    Verb.KEEP: keep,
    Verb.ME_TOO: also,
    Verb.GO_ALONE: alone,
    Verb.HUMAN: call_human,
    Verb.UNSAY: unsay_it,
    Verb.PICK: pick,
    Verb.NOT_A_NEED: not_a_need,
    Verb.ASK_HUMAN: ask_human,
    Verb.HOME: settle,
}
