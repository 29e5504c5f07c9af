"""我来，半小时到: said in the group by somebody to whom an order of that group was offered, as good as 接单."""

from sqlmodel import col, select

from actions.claiming import claim_order
from actions.hearing import answered_matter, hear
from actions.orders import set_eta
from actions.outcomes import Done, Outcome, Taken
from actions.speaking import tell_partners, tell_resident
from actions.tx import Tx
from actions.visits import time_said
from community.heard import Heard
from community.understanding import Understanding
from community.visiting import may_take, takes
from community.words import MatterState, OrderState, PushState
from storage.people import person_of
from storage.tables import Matter, Order, Push


def take_in_group(tx: Tx, heard: Heard, meaning: Understanding) -> Outcome | None:
    """The order that it answers, or the only one there, is theirs, at the time that they name.

    Of several, and of one that they may not have meant (我来), the cards come down to them in private. None if nothing
    of the group was offered to them.
    """
    replied = heard.reply_to is not None
    may = may_take(heard.text) or (replied and takes(heard.text, answering=True))
    person = person_of(tx.session, heard.speaker.user_id) if may else None
    about = answered_matter(tx, heard)
    if person is None or meaning.urgent or meaning.grave or (heard.reply_to is not None and about is None):
        return None
    found = _offered(tx, person.id, str(heard.place), about)
    if len(found) != 1 or not takes(heard.text, answering=replied):
        for order, _ in found:
            tell_partners(tx, order, only=person.id, fresh=True)
        return Done(found[0][1].number) if found else None
    ((order, matter),) = found
    _, utterance, _ = hear(tx, heard)
    result = claim_order(tx, speaker=heard.speaker, order=order.id)
    if not isinstance(result, Taken):
        return result
    said = time_said(heard.text, tx.now)
    if said is not None and not said.asked:
        set_eta(tx, speaker=heard.speaker, order=order.id, at=said.at, words=said.words, until=said.until)
    tell_resident(tx, matter, answers=utterance)
    return Done(result.number)


def _offered(tx: Tx, person: str, place: str, about: str | None) -> list[tuple[Order, Matter]]:
    """What is open in that group and was offered to `person`, who wants none of it themself."""
    query = (
        select(Order, Matter)
        .join(Matter, col(Matter.id) == col(Order.matter_id))
        .join(Push, (col(Push.order_id) == col(Order.id)) & (col(Push.person_id) == person))
        .where(
            Matter.place_id == place,
            Matter.state == MatterState.OPEN,
            Matter.person_id != person,
            Order.state == OrderState.OPEN,
            Push.state == PushState.OFFERED,
            col(Push.at) <= tx.now,
            col(Matter.sensitive).is_(False),
        )
        .order_by(col(Matter.made_at), col(Matter.number))
    )
    if about is not None:
        query = query.where(Matter.id == about)
    return [(order, matter) for order, matter in tx.session.exec(query)]
