"""Words between a partner and a resident who do not know each other: passed on by the bot, without names."""

from datetime import timedelta

from sqlmodel import select

from actions.agreeing import agree_proposed, decline_proposed, propose_time
from actions.drafts import close_draft, open_draft
from actions.outcomes import Done, NotYours, Outcome, TooLate
from actions.speaking import note
from actions.tx import Tx
from actions.visits import Said
from community.coming import asks
from community.facts import NoteKind
from community.heard import Speaker
from community.privacy import mask
from community.promising import agrees, refuses
from community.transitions import HELD
from community.words import DraftKind, MatterState, OrderState
from storage.people import meet
from storage.tables import Draft, Matter, Order, Particulars, Push

ANSWER_KEPT = timedelta(hours=12)
LONGEST = 500


def relay_question(tx: Tx, *, speaker: Speaker, order: str, words: str, time: Said | None = None) -> Outcome:
    """The partner's question goes to the resident, masked; the resident's next private words are the answer.

    time: what the holder proposes in it, which the resident may agree to, see `actions.agreeing`.
    """
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    row = tx.session.get(Order, order)
    offered = tx.session.exec(select(Push.id).where(Push.order_id == order, Push.person_id == person.id)).first()
    if row is None or (offered is None and row.claimer_id != person.id):
        return NotYours()
    close_draft(tx, person.id)
    matter = tx.session.get_one(Matter, row.matter_id)
    open_to_all = row.state is OrderState.OPEN
    if matter.state is not MatterState.OPEN or not (open_to_all or row.claimer_id == person.id):
        return TooLate()
    tx.record(matter.id, "relay_question", person.id, words=mask(words[:LONGEST]))
    proposal = propose_time(tx, matter, person.id, time) if time is not None and row.claimer_id == person.id else ""
    kept = {"asker": person.id, "proposal": proposal}
    open_draft(tx, matter.person_id, DraftKind.ANSWER, order, lasts=ANSWER_KEPT, **kept)
    told, asked = mask(words[:LONGEST]), "time" if proposal else ""
    note(tx, NoteKind.RELAY_QUESTION, order, matter.person_id, text=told, what=asked, proposal=proposal)
    note(tx, NoteKind.PASSED_ON, matter.id, person.id)
    return Done(matter.number)


def relay_words(tx: Tx, *, speaker: Speaker, order: str, words: str) -> Outcome:
    """What the holder says, masked, to the resident, who need not answer."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    row = tx.session.get(Order, order)
    if row is None or row.claimer_id != person.id:
        return NotYours()
    matter = tx.session.get_one(Matter, row.matter_id)
    if matter.state is not MatterState.OPEN or row.state not in HELD:
        return TooLate()
    told = mask(words[:LONGEST])
    tx.record(matter.id, "relay_words", person.id, words=told)
    note(tx, NoteKind.RELAY_WORDS, order, matter.person_id, text=told)
    note(tx, NoteKind.PASSED_ON, matter.id, person.id)
    return Done(matter.number)


def relay_answer(tx: Tx, *, speaker: Speaker, draft: Draft, words: str) -> Outcome:
    """The resident's answer goes to the one who asked, masked unless they hold the order; the claimer gets it all."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    row = tx.session.get(Order, draft.subject)
    asker = str(draft.payload.get("asker", ""))
    matter = tx.session.get(Matter, row.matter_id) if row is not None else None
    if row is None or matter is None or matter.person_id != person.id or not asker:
        return NotYours()
    close_draft(tx, person.id)
    if matter.state is not MatterState.OPEN:
        return TooLate()
    proposal = str(draft.payload.get("proposal", ""))
    tx.record(matter.id, "relay_answer", person.id, words=mask(words[:LONGEST]))
    told = words if row.claimer_id == asker else mask(words)
    note(tx, NoteKind.RELAY_ANSWER, row.id, asker, text=told[:LONGEST])
    if proposal and agrees(words):
        if isinstance(agree_proposed(tx, speaker=speaker, order=row.id, proposal=proposal), Done):
            return Done(matter.number)
    elif proposal and (refuses(words) or not asks(words)):  # 反过来问一句，还没有说不行
        decline_proposed(tx, matter, proposal)
    kept = tx.session.get_one(Particulars, matter.id)
    kept.note = "；".join(filter(None, (kept.note, words)))[:LONGEST]
    note(tx, NoteKind.KEPT, matter.id, person.id)
    return Done(matter.number)
