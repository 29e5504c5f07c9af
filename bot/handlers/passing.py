"""Words that nobody was asked for: the speaker says to whom they go, or that they are something else."""

from collections.abc import Mapping

from actions.between import kept_words, pass_on
from actions.listening import Said
from actions.not_passed import hear_after_all
from actions.outcomes import Nothing, NotYours, TooLate
from bot.callbacks import Verb
from bot.handlers.context import sensitive_codes
from bot.handlers.touch import Act, Touch
from bot.texts.toasts import Toast


async def pass_to(touch: Touch) -> Toast | None:
    """转给谁; 都不是: then it is heard as if nobody were due."""
    words, utterance = None, touch.press.id
    if not touch.press.arg:
        words = await touch.database.read(lambda session: kept_words(session, touch.speaker, utterance))
    if words is None:
        return touch.answer(await touch.do(pass_on, speaker=touch.speaker, utterance=utterance, order=touch.press.arg))
    meaning = touch.listener.understand(words.text, now=words.at, private=True)
    said = Said(words, meaning, guide=touch.guide)
    result = await touch.do(hear_after_all, said=said, utterance=utterance, sensitive=sensitive_codes())
    return touch.answer(result) if isinstance(result, Nothing | NotYours | TooLate) else None


PRESSES: Mapping[Verb, Act] = {Verb.WHOSE: pass_to}
