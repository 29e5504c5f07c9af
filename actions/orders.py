"""What a partner does with an order that is theirs: agree a time, set out, complete, report, give back.

Every action checks person, role and state inside its transaction and answers with one of `actions.outcomes`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import select

from actions.appointments import plan_visit
from actions.claiming import offered
from actions.details import ask_particulars
from actions.drafts import close_draft, open_draft, take_draft
from actions.outcomes import Done, Nothing, NotYours, Outcome, TooLate
from actions.speaking import note, react, stands_in_group, tell_desk, tell_everyone, tell_partners, tell_resident
from actions.taking_back import reopen_market
from actions.tx import Tx
from community.clock import SHANGHAI
from community.facts import Fact, FactKind, NoteKind, Recipient
from community.heard import Speaker
from community.ringing import is_alarming
from community.routing import BY_TALK
from community.transitions import HELD
from community.words import DraftKind, MatterState, OrderState, Priority
from storage.naming import masked, reported
from storage.people import can_reach, meet
from storage.tables import Matter, Member, Order, Partner, Person

ON_FOOT = timedelta(hours=1)
"""Who sets out arrives within this time; what was agreed for later no longer tells when they come."""


def rest_today(tx: Tx, *, speaker: Speaker) -> Done | NotYours:
    """今天不接单: nothing is pushed to this person before tomorrow."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    members = tx.session.exec(select(Member).where(Member.person_id == person.id)).all()
    if not members:
        return NotYours()
    local = tx.now.astimezone(SHANGHAI)
    tomorrow = (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    for member in members:
        until = tomorrow.astimezone(tx.now.tzinfo)
        member.off_until = max(member.off_until or until, until)  # 说过暂停的还是暂停
        tx.record(member.partner_id, "rest_today", person.id)
    return Done("")


def show_order_page(tx: Tx, *, speaker: Speaker, order: str, page: str) -> Outcome:
    """Turn the holder's card to `page`: the ready-made times, where they may as well write one."""
    held = _held(tx, speaker, order)
    if not isinstance(held, _Held):
        return held
    if page:
        open_draft(tx, held.person.id, DraftKind.ETA, order, menu=True)
    else:
        _end_choosing(tx, held)
    tx.say(Fact(FactKind.ORDER_CHANGED, order, Recipient(person=held.person.id), Priority.REPLY, page=page))
    return Done(held.matter.number)


def _end_choosing(tx: Tx, held: "_Held") -> None:
    """The menu of times is left: what they write next is no time."""
    draft = take_draft(tx, held.person.id)
    if draft is not None and draft.kind is DraftKind.ETA and draft.subject == held.order.id:
        close_draft(tx, held.person.id)


def ask_eta(tx: Tx, *, speaker: Speaker, order: str) -> Outcome:
    """自己写: the holder writes in private when they come."""
    held = _held(tx, speaker, order)
    if not isinstance(held, _Held):
        return held
    open_draft(tx, held.person.id, DraftKind.ETA, order)
    note(tx, NoteKind.ASK_ETA, order, held.person.id)
    return Done(held.matter.number)


def set_eta(
    tx: Tx,
    *,
    speaker: Speaker,
    order: str,
    at: datetime | None,
    words: str | None = None,
    until: datetime | None = None,
) -> Outcome:
    """Agree when they come: at a time, or in own words, which the card answers and neighbours may read.

    until: when the words are over, if they name a day or a span rather than a time.
    """
    held = _held(tx, speaker, order)
    if not isinstance(held, _Held):
        return held
    told = masked(tx.session, held.matter, words)[:60] if words else None
    held.order.eta = at if at or not until else until - timedelta(minutes=1)
    held.order.eta_text = None if at else told
    tx.record(held.matter.id, "set_eta", held.person.id, at=at.isoformat() if at else None, words=told)
    plan_visit(tx, held.order)
    _end_choosing(tx, held)
    tell_everyone(tx, held.matter, held.order, fresh=True)
    if words:
        tell_partners(tx, held.order, only=held.person.id, fresh=True)
        if not can_reach(tx.session, held.matter.person_id):
            note(tx, NoteKind.PASSED_ON, held.matter.id, held.person.id, what=_where_read(held.matter))
    return held.told(tx)


def _where_read(matter: Matter) -> str:
    """Where a resident whom the bot can't write to reads of it."""
    return "public" if stands_in_group(matter) else ""


def set_out(tx: Tx, *, speaker: Speaker, order: str) -> Outcome:
    """On the way."""
    held = _held(tx, speaker, order)
    if not isinstance(held, _Held):
        return held
    if held.order.state is OrderState.ON_THE_WAY:
        return Nothing()
    held.order.state, held.order.set_out_at = OrderState.ON_THE_WAY, tx.now
    eta = held.order.eta
    if eta is not None and not tx.now <= eta <= tx.now + ON_FOOT:  # 比约的早走晚走，约的时间就不作数了
        held.order.eta = held.order.eta_text = None
    tx.record(held.matter.id, "set_out", held.person.id)
    tell_everyone(tx, held.matter, held.order, fresh=True)
    return held.told(tx)


def complete_order(tx: Tx, *, speaker: Speaker, order: str) -> Outcome:
    """办结: done, and the resident is asked whether it is solved. The report may follow, see `report_order`."""
    held = _held(tx, speaker, order)
    if not isinstance(held, _Held):
        return held
    held.order.state, held.order.done_at = OrderState.DONE, tx.now
    if held.order.partner_id is not None:
        tx.session.get_one(Partner, held.order.partner_id).done_count += 1
    tx.record(held.matter.id, "complete_order", held.person.id)
    react(tx, held.matter, FactKind.DONE_MARKED)
    tell_everyone(tx, held.matter, held.order, fresh=True)
    open_draft(tx, held.person.id, DraftKind.REPORT, order, lasts=timedelta(hours=12))
    note(tx, NoteKind.ASK_REPORT, order, held.person.id)
    return held.told(tx)


def report_order(
    tx: Tx, *, speaker: Speaker, order: str, words: str, price_fen: int | None, proof: list[dict[str, object]]
) -> Outcome:
    """What was done, what it cost (fen) and a photo, added to an order just completed."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    row = tx.session.get(Order, order)
    if row is None or row.claimer_id != person.id:
        return NotYours()
    matter = tx.session.get_one(Matter, row.matter_id)
    if row.state is not OrderState.DONE and matter.state is not MatterState.SOLVED:
        return TooLate()
    words = reported(tx.session, matter, words)
    row.report = "；".join(filter(None, (row.report, words[:300]))) or None
    row.price_fen = price_fen if price_fen is not None else row.price_fen
    row.proof = [*row.proof, *proof]
    tx.record(matter.id, "report_order", person.id, words=words[:300], price_fen=price_fen)
    tell_everyone(tx, matter, row)
    tell_partners(tx, row, only=person.id, fresh=True)
    if proof:
        note(tx, NoteKind.PROOF, order, matter.person_id, media=proof)
    return Done(matter.number)


def release_order(tx: Tx, *, speaker: Speaker, order: str) -> Outcome:
    """办不了: back to the market, without shame. The one who gives it back is not asked again."""
    held = _held(tx, speaker, order)
    if not isinstance(held, _Held):
        return held
    tx.record(held.matter.id, "release_order", held.person.id, partner=held.order.partner_id)
    reopen_market(tx, held.matter, held.order, without=held.person.id)
    return Done(held.matter.number)


def ask_resident(tx: Tx, *, speaker: Speaker, order: str) -> Outcome:
    """问一句: the partner writes a question, which the bot passes on without names."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    push = offered(tx, person, order)
    row = tx.session.get(Order, order)
    if push is None or row is None:
        return NotYours()
    if row.state is not OrderState.OPEN and row.claimer_id != person.id:
        return TooLate()
    open_draft(tx, person.id, DraftKind.QUESTION, order)
    note(tx, NoteKind.ASK_WORDS, order, person.id)
    return Done(tx.session.get_one(Matter, row.matter_id).number)


def show_contact(tx: Tx, *, speaker: Speaker, order: str) -> Outcome:
    """☎ 联系居民: the phone once more, in private; if there is none the resident is asked for it."""
    held = _held(tx, speaker, order)
    if not isinstance(held, _Held):
        return held
    tx.record(held.matter.id, "show_contact", held.person.id)
    note(tx, NoteKind.CONTACT, order, held.person.id, what=_where_read(held.matter))
    ask_particulars(tx, held.matter)
    return held.told(tx)


def tell_unclaimed(tx: Tx, *, order: str) -> None:
    """Nobody took it in time: say so honestly to the resident, and ring the desk."""
    row = tx.session.get_one(Order, order)
    if row.state is not OrderState.OPEN or row.unclaimed_told:
        return
    row.unclaimed_told = True
    matter = tx.session.get_one(Matter, row.matter_id)
    tx.record(matter.id, "tell_unclaimed", None)
    rings = is_alarming(matter.urgency, matter.grave)  # 险情自己一直在响，不用再说一遍“没人来”
    if not rings:
        tell_resident(tx, matter, fresh=True)
    tell_desk(tx, matter, fresh=not rings)


@dataclass(frozen=True, slots=True)
class _Held:
    person: Person
    order: Order
    matter: Matter

    def told(self, tx: Tx) -> Done:
        """Done, and whether the resident hears of it."""
        reached = can_reach(tx.session, self.matter.person_id)
        return Done(self.matter.number, reached, self.matter.category in BY_TALK, stands_in_group(self.matter))


def _held(tx: Tx, speaker: Speaker, order: str) -> _Held | NotYours | TooLate:
    """The order, if `speaker` is the one who holds it now."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    row = tx.session.get(Order, order, with_for_update=True)
    if row is None or row.claimer_id != person.id:
        return NotYours()
    matter = tx.session.get_one(Matter, row.matter_id)
    if row.state not in HELD or matter.state is not MatterState.OPEN:
        tx.say(Fact(FactKind.ORDER_CHANGED, row.id, Recipient(person=person.id), Priority.REPLY))
        return TooLate()
    return _Held(person, row, matter)
