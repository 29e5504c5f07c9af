"""What becomes of words that are for the other side of a visit: a time, a question, or words; done, or given back."""

from collections.abc import Sequence

from actions.adding import keep
from actions.aiming import named, names_a_time
from actions.appointments import plan_visit
from actions.orders import complete_order, release_order, report_order, set_eta
from actions.outcomes import Done, Outcome
from actions.relay import relay_question, relay_words
from actions.reporting import taken_for_it
from actions.residents import set_time
from actions.speaking import note, tell_everyone
from actions.tx import Tx
from actions.visits import Said, Visit, cant_come, time_said, wish_said
from bot.nlp.normal import normalise
from community.coming import asks
from community.facts import NoteKind
from community.heard import Speaker
from community.promising import clauses, with_day
from community.transitions import HELD
from community.visiting import done, gives_back
from storage.tables import Order, Particulars


def pass_words(tx: Tx, speaker: Speaker, visit: Visit, words: str, *, pointed: bool = False) -> Outcome:
    """Words that are for the other side of `visit`. pointed: they answer its card, or what was told of it."""
    if visit.coming:
        return _of_comer(tx, speaker, visit, words, pointed=pointed)
    said = wish_said(tx, visit.matter, words)
    if said is not None and names_a_time(tx, visit, words):
        return set_time(tx, speaker=speaker, matter=visit.matter.id, words=said.words, at=said.start, told=words)
    if not asks(words):
        keep(tx.session.get_one(Particulars, visit.matter.id), words)
    tell_holder(tx, visit, words, by=visit.matter.person_id)
    note(tx, NoteKind.KEPT, visit.matter.id, visit.matter.person_id)
    return Done(visit.matter.number)


def tell_holder(tx: Tx, visit: Visit, words: str, *, by: str) -> None:
    """What who waits says goes to whoever comes, as theirs: `by` asked for it, or has it too."""
    tx.record(visit.matter.id, "tell_holder", by)
    if visit.order.claimer_id is None:
        return
    if by == visit.matter.person_id:
        note(tx, NoteKind.CHANGED, visit.order.id, visit.order.claimer_id, text=words, what="said")
    else:
        note(tx, NoteKind.CHANGED, visit.order.id, visit.order.claimer_id, text=words, what="household_said", by=by)


def say_when(tx: Tx, *, speaker: Speaker, order: Order, words: str, said: Said) -> Outcome:
    """A time of whoever comes: promised, or, where it is only proposed, for the resident to agree to. What they say
    besides goes with it."""
    if said.asked:
        return relay_question(tx, speaker=speaker, order=order.id, words=words, time=said)
    result = set_eta(tx, speaker=speaker, order=order.id, at=said.at, words=said.words, until=said.until)
    if said.besides and isinstance(result, Done):
        relay = relay_question if asks(words) else relay_words
        relay(tx, speaker=speaker, order=order.id, words=words)
    return result


def say_each_when(tx: Tx, speaker: Speaker, visits: Sequence[Visit], words: str) -> Outcome | None:
    """刘敏家三点，崔永健家五点: each its time, if every time stands with one name, and every name with one time."""
    parts = [part.text for part in clauses(normalise(words).text) if time_said(part.text, tx.now) is not None]
    found = [(named(tx, visits, part), part) for part in parts]
    if len({one.order.id for who, _ in found for one in who}) < 2 or any(len(who) != 1 for who, _ in found):
        return None
    if len({who[0].order.id for who, _ in found}) != len(found):
        return None
    result: Outcome | None = None
    for (who, _), part in zip(found, with_day(parts), strict=True):
        said = time_said(part, tx.now, who[0].order.eta)
        if said is not None:
            result = say_when(tx, speaker=speaker, order=who[0].order, words=part, said=said)
    return result


def report_more(tx: Tx, speaker: Speaker, visit: Visit, words: str) -> Outcome:
    """What was done, told after the order was done."""
    price = taken_for_it(words)
    return report_order(tx, speaker=speaker, order=visit.order.id, words=words, price_fen=price, proof=[])


def _of_comer(tx: Tx, speaker: Speaker, visit: Visit, words: str, *, pointed: bool) -> Outcome:
    order = visit.order
    if visit.order.state not in HELD:
        return report_more(tx, speaker, visit, words)
    if gives_back(words):
        return release_order(tx, speaker=speaker, order=order.id)
    if done(words):
        return _complete(tx, speaker, visit, words)
    meant = pointed or names_a_time(tx, visit, words)  # 今天烧烤店的钱是200块，不是说今天来
    said = time_said(words, tx.now, order.eta) if meant else None
    if (said is None or said.asked) and order.eta is not None and cant_come(words, tx.now, order.eta):
        _call_off(tx, visit)
    if said is not None:
        return say_when(tx, speaker=speaker, order=order, words=words, said=said)
    if asks(words):
        return relay_question(tx, speaker=speaker, order=order.id, words=words)
    return relay_words(tx, speaker=speaker, order=order.id, words=words)


def _call_off(tx: Tx, visit: Visit) -> None:
    """What was agreed is agreed no more, and no card says so any longer; the order stays theirs."""
    visit.order.eta = visit.order.eta_text = None
    tx.record(visit.matter.id, "drop_eta", visit.order.claimer_id)
    plan_visit(tx, visit.order)
    tell_everyone(tx, visit.matter, visit.order)


def _complete(tx: Tx, speaker: Speaker, visit: Visit, words: str) -> Outcome:
    """补好了，收了15: done, with the report; what may be lacking of it can still follow."""
    result = complete_order(tx, speaker=speaker, order=visit.order.id)
    if isinstance(result, Done):
        report_more(tx, speaker, visit, words)
    return result
