"""What went on in a group around a message: read from the rows, chatter too."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select

from actions.hearing import ABOUT_A_MATTER, unbroken, utterance_at
from actions.tx import Tx
from bot.nlp.around import MOST, Told, around_of
from bot.nlp.hints import read_hints
from bot.nlp.relating import waits
from bot.nlp.threads import ANSWERED, Around, Before, Lean, Read, Remark
from bot.nlp.tie_signs import talk_of
from community.heard import Heard
from storage.cards import card_at
from storage.lately import Lately, lately
from storage.tables import Utterance

MOST_HALVES = 4
"""Of the speaker's last words so many are read once more."""
_BECAME = {
    "Waiting": Before.WAITED,
    "NoMatter": Before.WAITED,
    "Counted": Before.SUPPORTED,
    "CountedBefore": Before.SUPPORTED,
    "Done": Before.ENDED,
    "Ignored": Before.CAME_TO_NOTHING,
    "Doubted": Before.CAME_TO_NOTHING,
    None: Before.CAME_TO_NOTHING,
}
"""By the result of its action; any other is that of a matter."""


def told_before(tx: Tx, heard: Heard) -> list[Lately]:
    """What people said in the group before `heard`, oldest first."""
    if tx.cause is None:
        return []
    found = lately(tx.session, bot_id=tx.bot_id, chat_id=heard.chat_id, row=tx.cause, most=MOST)
    return [one for one in found if one.message_id != heard.message_id]  # an edit comes after its message


def beside(heard: Heard, before: Sequence[Lately], *, known: bool) -> Around:
    """What went on around `heard`. known: its speaker has a matter open."""
    told = [Told(str(one.user_id), one.at, one.text, _BECAME.get(one.result, Before.OF_A_MATTER)) for one in before]
    return around_of(told, str(heard.speaker.user_id), heard.speaker.name, heard.at, known=known)


def half_said(heard: Heard, before: Sequence[Lately], read: Read, lean: Lean) -> list[Heard]:
    """What the speaker has just said that was passed over as chatter, and may be half of what they say now."""
    mine = unbroken([one for one in before if one.user_id == heard.speaker.user_id], heard.at)[-MOST_HALVES:]
    found: list[Heard] = []
    for one in mine:
        if one.result is None and one.text:
            piece = replace(heard, message_id=one.message_id, at=one.at, text=one.text, media=(), reply_to=one.reply_to)
            around = beside(piece, before[: before.index(one)], known=False)
            astray = one.reply_to is not None
            remark = Remark("", one.at, one.text, read(one.text), astray=astray, around=around)
            if waits(talk_of(remark, read_hints(one.text), lean(one.text)), waiting=bool(found)):
                found.append(piece)
    return found


def answered(tx: Tx, heard: Heard, before: Sequence[Lately]) -> tuple[str | None, str | None, bool]:
    """What `heard` answers by a reply: the matter it is about, or that which it was said to; whether it is neither."""
    if heard.reply_to is None:
        return None, None, False
    said = utterance_at(tx, heard.chat_id, heard.reply_to)
    card = card_at(tx.session, heard.chat_id, heard.reply_to) if said is None else None
    about = said.matter_id if said is not None else None
    if card is not None and card.slot in ABOUT_A_MATTER:
        about = card.subject
    at = said.at if said is not None else next((one.at for one in before if one.message_id == heard.reply_to), None)
    near = _spoken_of(tx, heard, at) if about is None and at is not None else None
    return about, near, said is None and card is None and near is None


_LAST_SPOKEN = (
    select(Utterance.matter_id, Utterance.at)
    .where(
        Utterance.chat_id == sa.bindparam("chat"),
        Utterance.message_id < sa.bindparam("message"),
        col(Utterance.matter_id).is_not(None),
    )
    .order_by(col(Utterance.message_id).desc())
    .limit(1)
)


def _spoken_of(tx: Tx, heard: Heard, at: datetime) -> str | None:
    """The matter that was spoken of when the answered message was said."""
    given = {"chat": heard.chat_id, "message": heard.reply_to}
    found = tx.session.exec(_LAST_SPOKEN, params=given).first()
    return found[0] if found is not None and at - found[1] <= ANSWERED else None
