"""Words that nobody was asked for: the speaker says to whom they go, or that they are something else."""

from collections.abc import Mapping

from actions.between import kept_words, pass_on
from actions.listening import Said, listen
from actions.telling import tell
from bot.callbacks import Verb
from bot.handlers.context import sensitive_codes
from bot.handlers.touch import Act, Touch
from bot.texts import toasts
from bot.texts.toasts import Toast
from community.facts import NoteKind
from community.understanding import Band, Kind


async def pass_to(touch: Touch) -> Toast | None:
    """转给谁; 都不是: then it is heard as if nobody were due."""
    if touch.press.arg:
        result = await touch.do(pass_on, speaker=touch.speaker, utterance=touch.press.id, order=touch.press.arg)
        return touch.answer(result)
    said = await touch.database.read(lambda session: kept_words(session, touch.speaker, touch.press.id))
    if said is None:
        return toasts.STALE
    meaning = touch.listener.understand(said.text, now=said.at, private=True)
    if meaning.kind is Kind.CHATTER or meaning.band is Band.SILENT:
        await touch.do(tell, speaker=touch.speaker, what=NoteKind.NOT_UNDERSTOOD)
        return None
    await touch.do(listen, said=Said(said, meaning, guide=touch.guide), sensitive=sensitive_codes())
    return None


PRESSES: Mapping[Verb, Act] = {Verb.WHOSE: pass_to}
