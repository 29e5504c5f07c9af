"""What somebody writes in private after the bot asked for it: door, time, agreed time, report, question, answer."""

from datetime import timedelta

from sqlmodel import select

from actions.desk import reply_matter
from actions.details import lacking
from actions.drafts import close_draft
from actions.orders import report_order, set_eta
from actions.outcomes import Done, Nothing, NotYours, TooLate
from actions.particulars import Kept, NoMatter, add_particulars
from actions.passing import say_when
from actions.reasons import tell_why
from actions.relay import relay_answer, relay_question, relay_words
from actions.reporting import taken_for_it, tells_of_work
from actions.residents import set_time
from actions.tx import Tx
from actions.visits import time_said, wish_said
from community.coming import asks
from community.doors import door_answered, only_address, spelled_phone
from community.heard import Heard
from community.promising import refuses
from community.reports import of_oneself
from community.understanding import Band, Kind, Understanding
from community.words import DraftKind
from storage.tables import Draft, Matter, Order

Reply = Done | Nothing | NotYours | TooLate | Kept | NoMatter

MORE = timedelta(minutes=5)
"""A photo or another line may follow a report within this time."""

FREE = frozenset({DraftKind.QUESTION, DraftKind.ANSWER})
"""Asked for in a person's own words, which may well sound like a need."""


def answer_draft(tx: Tx, *, draft: Draft, heard: Heard, meaning: Understanding) -> Reply | None:
    """What was asked for, taken down; None if this is something else, which then is heard as any other message.

    A draft never swallows a new need: danger to life is always heard, and so is a sure need of another category, or one
    that holds nothing of what was asked for.
    """
    only = draft.kind is DraftKind.DOOR and _tells_only_where(heard.text, meaning)
    other = draft.kind not in FREE and (meaning.grave or _is_new_need(tx, draft, meaning, heard.text))
    question = draft.kind is DraftKind.DOOR and _asks(meaning) and not _is_sensitive(tx, draft)
    if not only and (meaning.urgent or other or question):
        return None
    if draft.kind is DraftKind.REPORT and not _reports(tx, draft, heard, meaning):
        return None
    reply = _take(tx, draft, heard, meaning)
    if isinstance(reply, NotYours | TooLate | NoMatter):
        close_draft(tx, draft.person_id)
        return None
    if reply is not None and draft.kind in {DraftKind.TIME, DraftKind.ETA}:
        close_draft(tx, draft.person_id)
    over = draft.kind is DraftKind.REPORT or (draft.kind is DraftKind.DOOR and _nothing_lacks(tx, draft))
    if reply is not None and over:
        draft.expires_at = min(draft.expires_at, tx.now + MORE)
    return reply


def _take(tx: Tx, draft: Draft, heard: Heard, meaning: Understanding) -> Reply | None:
    speaker, words = heard.speaker, heard.text.strip()
    match draft.kind:
        case DraftKind.DOOR:
            phone = meaning.slots.phone or spelled_phone(words)
            complete = _nothing_lacks(tx, draft)
            door = (None if complete else door_answered(words, phone)) or meaning.slots.place
            return add_particulars(tx, heard=heard, matter=draft.subject, meaning=meaning, door=door)
        case DraftKind.REPORT:
            media = [dict(item) for item in heard.media]
            price = taken_for_it(words)
            return report_order(tx, speaker=speaker, order=draft.subject, words=words, price_fen=price, proof=media)
        case _ if not words:
            return None
        case DraftKind.TIME:
            return _wish(tx, draft, heard)
        case DraftKind.ETA:
            return _agree(tx, draft, heard)
        case DraftKind.QUESTION:
            return relay_question(tx, speaker=speaker, order=draft.subject, words=words)
        case DraftKind.ANSWER if "why" in draft.payload:
            return tell_why(tx, speaker=speaker, matter=draft.subject, words=words)
        case DraftKind.ANSWER if "asker" in draft.payload:
            return relay_answer(tx, speaker=speaker, draft=draft, words=words)
        case DraftKind.ANSWER:
            return reply_matter(tx, speaker=speaker, matter=draft.subject, words=words)
        case _:
            return None


def _wish(tx: Tx, draft: Draft, heard: Heard) -> Reply:
    """Another time; whoever comes reads all that was written, neighbours only the time in it."""
    words, matter = heard.text.strip(), tx.session.get(Matter, draft.subject)
    wish = wish_said(tx, matter, words) if matter is not None else None
    own, at = (wish.words, wish.start) if wish else (words, None)
    return set_time(tx, speaker=heard.speaker, matter=draft.subject, words=own, at=at, told=words)


def _agree(tx: Tx, draft: Draft, heard: Heard) -> Reply | None:
    """A time in whatever words, but no question; nothing but a time where the menu of times stands open."""
    words, order = heard.text.strip(), tx.session.get(Order, draft.subject)
    said = time_said(words, tx.now, order.eta if order else None)
    if said is not None and order is not None:
        return say_when(tx, speaker=heard.speaker, order=order, words=words, said=said)
    if "menu" in draft.payload or asks(words):
        return None
    if refuses(words):
        return relay_words(tx, speaker=heard.speaker, order=draft.subject, words=words)
    return set_eta(tx, speaker=heard.speaker, order=draft.subject, at=None, words=words)


def _reports(tx: Tx, draft: Draft, heard: Heard, meaning: Understanding) -> bool:
    """Whether it is (more of) the report: the first words are, unless they are of something else; what follows is if it
    plainly tells of the work."""
    words, order = heard.text.strip(), tx.session.get(Order, draft.subject)
    if not words or tells_of_work(words):
        return True
    if order is not None and (order.report or order.proof):
        return bool(heard.media)
    return not of_oneself(words) and not _asks(meaning)


def _is_new_need(tx: Tx, draft: Draft, meaning: Understanding, words: str) -> bool:
    if meaning.kind is not Kind.NEED or meaning.band is not Band.TAKE:
        return False
    category = _category(tx, draft)
    if draft.kind is DraftKind.REPORT:  # 办结说明本来就像诉求：“换了一个水龙头”
        return not tells_of_work(words) and category not in {scored.code for scored in meaning.categories}
    if meaning.categories[0].code != category:
        return not (draft.kind is DraftKind.DOOR and _is_sensitive(tx, draft))
    match draft.kind:
        case DraftKind.DOOR:
            return not _nothing_lacks(tx, draft) and not (meaning.slots.place or meaning.slots.phone)
        case DraftKind.TIME | DraftKind.ETA:
            return not meaning.slots.time
        case _:
            return False


def _asks(meaning: Understanding) -> bool:
    """A question of its own is no answer: 对了，食堂几点开饭."""
    where = meaning.slots.place or meaning.slots.phone
    return meaning.kind is Kind.INQUIRY and meaning.band is not Band.SILENT and not where


def _tells_only_where(words: str, meaning: Understanding) -> bool:
    """Whether nothing is said but a door and a phone, which ask for nothing."""
    return only_address(words, meaning.slots.place, meaning.slots.phone or spelled_phone(words))


def _nothing_lacks(tx: Tx, draft: Draft) -> bool:
    """Whether the resident was only asked if there is anything to add: then more about it is no order of its own."""
    matter = tx.session.get(Matter, draft.subject)
    return matter is not None and not any(lacking(tx, matter))


def _is_sensitive(tx: Tx, draft: Draft) -> bool:
    """Who opens their heart speaks of many things."""
    matter = tx.session.get(Matter, draft.subject)
    return matter is not None and matter.sensitive


def _category(tx: Tx, draft: Draft) -> str | None:
    by_order = draft.kind in {DraftKind.ETA, DraftKind.REPORT}
    if by_order:
        return tx.session.exec(select(Order.category).where(Order.id == draft.subject)).first()
    return tx.session.exec(select(Matter.category).where(Matter.id == draft.subject)).first()
