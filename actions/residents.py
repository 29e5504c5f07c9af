"""What a resident does with their own matter: withdraw, hurry, add to it, confirm, reopen, call a person."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import select

from actions.appointments import LATE, SOON
from actions.details import fill_known, still_wanted
from actions.drafts import close_draft, open_draft, take_draft
from actions.dues import drop_dues
from actions.households import tell_households
from actions.offering import offer
from actions.outcomes import Done, Nothing, NotYours, Outcome, TooLate
from actions.reasons import ask_why
from actions.ringing import keep_ringing, pass_on, show_alarms, slow_down
from actions.speaking import mark_asking, note, tell_desk, tell_everyone, tell_partners, tell_resident
from actions.taking_back import close_order, reopen_market
from actions.tx import Tx
from actions.wishes import plan_wish
from community.facts import NoteKind
from community.heard import Speaker
from community.ringing import is_alarming
from community.timing import PASSED, UNSET
from community.transitions import HELD
from community.words import DraftKind, MatterState, OrderState, Rating, Role
from storage.history import latest
from storage.naming import masked
from storage.people import has_role, meet
from storage.tables import Matter, Order, Partner, Person, Utterance

NUDGE_EVERY = timedelta(minutes=30)
PAGE_OVER = "over"
"""The page of the matter's card that asks whether it is over."""
STARS = {Rating.GOOD: 5, Rating.FAIR: 3}


@dataclass(frozen=True, slots=True)
class TooSoon:
    """Asked for just now; once more would only be noise."""


@dataclass(frozen=True, slots=True)
class WithStaff:
    """Nobody holds it yet: staff were reminded in the partner's place."""

    number: str


def withdraw_matter(tx: Tx, *, speaker: Speaker, matter: str) -> Outcome:
    """不用了: at any time before the work is done; after that the resident says whether it is solved."""
    own = _own(tx, speaker, matter)
    if not isinstance(own, _Own):
        return own
    if own.matter.state is not MatterState.OPEN:
        return Nothing()
    if (done := _order(tx, matter)) is not None and done.state is OrderState.DONE:
        return TooLate()
    own.matter.state, own.matter.ended_at = MatterState.WITHDRAWN, tx.now
    order = close_order(tx, own.matter)
    tx.record(matter, "withdraw_matter", own.person.id)
    tell_everyone(tx, own.matter, order)
    tell_households(tx, own.matter, NoteKind.LEFT_ALONE)
    return Done(own.matter.number)


def offer_withdrawal(tx: Tx, matter: Matter, said: Utterance | None = None) -> Done:
    """The resident says that it is no longer needed: one tap withdraws it, or rates it if the work is done.

    said: their words in the group, which the card comes down to with the question. Where somebody may come to harm by
    themself or another they are only listened to; of other danger the card goes on asking, until somebody holds it.
    """
    if matter.grave is not None:
        note(tx, NoteKind.LISTENING, matter.id, matter.person_id)
        return Done(matter.number)
    order = _order(tx, matter.id)
    if matter.urgency == 3 and order is not None and order.state not in {OrderState.DONE, OrderState.CLOSED}:
        in_group = said is not None and said.place_id is not None
        tx.record(matter.id, "say_over", matter.person_id)
        slow_down(tx, matter)
        tell_resident(tx, matter, fresh=not in_group, page=PAGE_OVER, answers=said if in_group else None)
        return Done(matter.number)
    done = order is not None and order.state is OrderState.DONE
    if said is not None and said.place_id is not None and not matter.sensitive:
        mark_asking(tx, said)
        tell_resident(tx, matter, page="" if done else PAGE_OVER, answers=said)
    elif done:
        tell_resident(tx, matter, fresh=True)
    else:
        note(tx, NoteKind.ASK_WITHDRAW, matter.id, matter.person_id)
    return Done(matter.number)


def keep_matter(tx: Tx, *, speaker: Speaker, matter: str) -> Outcome:
    """还没好: it only sounded as if nobody were needed any more."""
    own = _own(tx, speaker, matter)
    if not isinstance(own, _Own):
        return own
    if own.matter.state is not MatterState.OPEN:
        return TooLate()
    keep_ringing(tx, own.matter, own.person.id)
    tell_resident(tx, own.matter)
    if is_alarming(own.matter.urgency, own.matter.grave):
        show_alarms(tx, own.matter)
        pass_on(tx, own.matter)
    return Done(own.matter.number)


def nudge(tx: Tx, *, speaker: Speaker, matter: str) -> Outcome | TooSoon | WithStaff:
    """催一下: the holder is reminded, at most every half hour; with no holder, the desk is."""
    own = _own(tx, speaker, matter)
    if not isinstance(own, _Own):
        return own
    if own.matter.state is not MatterState.OPEN:
        return TooLate()
    if _recently(tx, matter, "nudge", NUDGE_EVERY):
        return TooSoon()
    tx.record(matter, "nudge", own.person.id)
    order = _order(tx, matter)
    if order is not None and order.state in HELD and order.claimer_id is not None:
        note(tx, NoteKind.NUDGED, order.id, order.claimer_id)
        return Done(own.matter.number)
    tell_desk(tx, own.matter, fresh=True)
    return WithStaff(own.matter.number)


def ask_details(tx: Tx, *, speaker: Speaker, matter: str) -> Outcome:
    """补充地址和时间: the resident writes them in private."""
    return _ask(tx, speaker, matter, DraftKind.DOOR, NoteKind.ASK_DOOR)


def ask_time(tx: Tx, *, speaker: Speaker, matter: str) -> Outcome:
    """改时间: the resident writes another time in private."""
    return _ask(tx, speaker, matter, DraftKind.TIME, NoteKind.ASK_TIME)


def set_time(
    tx: Tx, *, speaker: Speaker, matter: str, words: str, at: datetime | None, told: str | None = None
) -> Outcome:
    """The resident wants it at another time; the holder is told all that they wrote, everybody else what is masked.

    told: all that they wrote, where `words` are only the time in it.
    """
    own = _own(tx, speaker, matter)
    if not isinstance(own, _Own):
        return own
    if own.matter.state is not MatterState.OPEN:
        return TooLate()
    own.matter.time_text, own.matter.wanted_at = masked(tx.session, own.matter, words)[:60], at
    tx.record(matter, "set_time", own.person.id, words=own.matter.time_text)
    order = _order(tx, matter)
    tell_everyone(tx, own.matter, order, fresh=True)
    if order is not None and order.state in HELD and order.claimer_id is not None:
        drop_dues(tx, order.id, SOON, LATE, UNSET, PASSED)  # the old time is no appointment any more
        plan_wish(tx, own.matter, order)
        note(tx, NoteKind.CHANGED, order.id, order.claimer_id, text=(told or words)[:120], what="time")
    return Done(own.matter.number)


def rate_matter(tx: Tx, *, speaker: Speaker, matter: str, rating: Rating) -> Outcome:
    """满意 or 一般: it is solved. Only the word of whoever asked makes it so, not that of staff or leader."""
    own = _own(tx, speaker, matter)
    if not isinstance(own, _Own):
        return own
    if own.matter.person_id != own.person.id:
        return NotYours()
    order = _order(tx, matter)
    if own.matter.state is MatterState.SOLVED:
        return Nothing()
    if own.matter.state is not MatterState.OPEN or order is None or order.state is not OrderState.DONE:
        return TooLate()
    own.matter.state, own.matter.rating, own.matter.ended_at = MatterState.SOLVED, rating, tx.now
    order.state = OrderState.CLOSED
    if order.partner_id is not None:
        partner = tx.session.get_one(Partner, order.partner_id, with_for_update=True)
        partner.rating_sum += STARS[rating]
        partner.rating_count += 1
    tx.record(matter, "rate_matter", own.person.id, rating=rating.value)
    _end_report(tx, order)
    tell_everyone(tx, own.matter, order)
    tell_households(tx, own.matter, NoteKind.SOLVED_TOO)
    return Done(own.matter.number)


def reopen_matter(tx: Tx, *, speaker: Speaker, matter: str) -> Outcome:
    """没解决: done is not solved. The order goes back to the market, the desk sees it, the resident is asked why."""
    own = _own(tx, speaker, matter)
    if not isinstance(own, _Own):
        return own
    order = _order(tx, matter)
    if order is None or own.matter.state not in {MatterState.OPEN, MatterState.SOLVED}:
        return TooLate()
    if order.state not in {OrderState.DONE, OrderState.CLOSED}:
        return Nothing()
    take_up_again(tx, own.matter, order, by=own.person.id)
    ask_why(tx, own.matter, own.person)
    return Done(own.matter.number)


def take_up_again(tx: Tx, matter: Matter, order: Order, *, by: str, warned: bool = True) -> str | None:
    """What was done is not solved: its order goes back to the market; who had done it, if anybody is known."""
    matter.state, matter.rating, matter.ended_at = MatterState.OPEN, None, None
    holder, came = order.claimer_id, {"price_fen": order.price_fen, "set_out": order.set_out_at is not None}
    tx.record(matter.id, "reopen_matter", by, partner=order.partner_id, holder=holder, **came)
    reopen_market(tx, matter, order, warned=warned)
    return holder


def call_human(tx: Tx, *, speaker: Speaker, matter: str) -> Outcome | TooSoon:
    """叫人工: the desk's card rings once more, with the wish on it."""
    own = _own(tx, speaker, matter)
    if not isinstance(own, _Own):
        return own
    rings = is_alarming(own.matter.urgency, own.matter.grave)
    if not rings and _recently(tx, matter, "call_human", NUDGE_EVERY):
        return TooSoon()
    tx.record(matter, "call_human", own.person.id)
    if rings and own.matter.state is MatterState.OPEN:
        pass_on(tx, own.matter)
    tell_desk(tx, own.matter, fresh=True)
    return Done(own.matter.number)


def recategorise(tx: Tx, matter: Matter, category: str) -> Order | None:
    """Give the matter another category and move its order on to the partners whose trade it is."""
    if matter.category != category:
        matter.service = None  # 原来那一类的细目
    matter.category = category
    order = _order(tx, matter.id)
    if order is None or order.category == category:
        return order
    order.category = category
    fill_known(tx, matter)
    if order.state in HELD:
        reopen_market(tx, matter, order)
    elif order.state is OrderState.OPEN:
        order.round += 1
        offer(tx, matter, order)
        tell_partners(tx, order)
    return order


@dataclass(frozen=True, slots=True)
class _Own:
    person: Person
    matter: Matter


def _own(tx: Tx, speaker: Speaker, matter: str) -> _Own | NotYours:
    """The matter, if `speaker` asked for it or is staff or leader there, acting for them."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    row = tx.session.get(Matter, matter, with_for_update=True)
    if row is None:
        return NotYours()
    acts_for = any(has_role(tx.session, person.id, role, row.community_id) for role in (Role.STAFF, Role.LEADER))
    return _Own(person, row) if row.person_id == person.id or acts_for else NotYours()


def _ask(tx: Tx, speaker: Speaker, matter: str, draft: DraftKind, what: NoteKind) -> Outcome:
    own = _own_part(tx, speaker, matter) or _own(tx, speaker, matter)
    if not isinstance(own, _Own):
        return own
    if not still_wanted(tx, own.matter):
        return TooLate()
    open_draft(tx, own.person.id, draft, own.matter.id)
    note(tx, what, own.matter.id, own.person.id, door=True, phone=True)
    tell_resident(tx, own.matter)
    return Done(own.matter.number)


def _own_part(tx: Tx, speaker: Speaker, matter: str) -> _Own | None:
    """The speaker's own, which goes on as a part of `matter`: a neighbour presses the card of both."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    query = select(Matter).where(Matter.merged_into == matter, Matter.person_id == person.id)
    part = tx.session.exec(query).first()
    return _Own(person, part) if part is not None else None


def _end_report(tx: Tx, order: Order) -> None:
    """The partner's report has come: what they write next is no longer part of it. One that has not may still come."""
    draft = take_draft(tx, order.claimer_id) if order.claimer_id and (order.report or order.proof) else None
    if draft is not None and draft.kind is DraftKind.REPORT and draft.subject == order.id:
        close_draft(tx, draft.person_id)


def _order(tx: Tx, matter: str) -> Order | None:
    return tx.session.exec(select(Order).where(Order.matter_id == matter).with_for_update()).first()


def _recently(tx: Tx, subject: str, what: str, within: timedelta) -> bool:
    at = latest(tx.session, subject, what)
    return at is not None and at > tx.now - within
