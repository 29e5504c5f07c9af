"""Which matter of theirs somebody no longer needs anybody for."""

import re
from collections.abc import Sequence

from sqlmodel import col, select

from actions.outcomes import Done
from actions.residents import offer_withdrawal
from actions.speaking import note
from actions.tx import Tx
from bot.nlp.hints import Ending, read_hints, words_of
from community.facts import NoteKind
from community.words import DraftKind, MatterState, OrderState
from storage.tables import Draft, Matter, Order, Person

MOST = 5
"""So many are offered where it can't be told which is meant."""
_CLAUSE = re.compile(r"[\s,，。.;；!！?？、~～]+")


def give_up(tx: Tx, person: Person, words: str, draft: Draft | None) -> Done | None:
    """Ask whether what `words` give up is over; where it can't be told which of several that is, ask which."""
    query = select(Matter).where(Matter.person_id == person.id, Matter.state == MatterState.OPEN)
    found = tx.session.exec(query.order_by(col(Matter.made_at).desc(), col(Matter.id).desc())).all()
    asked = draft.subject if draft is not None and draft.kind is DraftKind.TIME else None
    meant = [one for one in found if one.id == asked] or _named(found, words)
    if len(meant) > 1 and read_hints(words).ending is Ending.DONE:
        meant = [one for one in meant if _is_done(tx, one)] or meant  # 说修好了，就是办结的那件
    if not meant:
        return None
    if len(meant) == 1:
        return offer_withdrawal(tx, meant[0])
    choices = [[one.id, f"{one.number} “{one.summary[:12]}”"] for one in meant[:MOST]]
    note(tx, NoteKind.ASK_WITHDRAW, meant[0].id, person.id, choices=choices)
    return Done(meant[0].number)


def _is_done(tx: Tx, matter: Matter) -> bool:
    """Whether whoever came says that the work is done."""
    query = select(Order.id).where(Order.matter_id == matter.id, Order.state == OrderState.DONE)
    return tx.session.exec(query).first() is not None


def _named(found: Sequence[Matter], words: str) -> Sequence[Matter]:
    """Those that are named in what is given up; where none is, all but those that are still wanted: 药还是要的."""
    if len(found) < 2:
        return found
    clauses = [clause for clause in _CLAUSE.split(words) if clause]
    over = [clause for clause in clauses if read_hints(clause).ending is not None] or clauses
    told = {one.id: words_of(f"{one.summary}，{one.service or ''}") for one in found}
    named = _most(found, told, "，".join(over))
    wanted = _most(found, told, "，".join(clause for clause in clauses if clause not in over))
    return named or [one for one in found if one not in wanted] or found


def _most(found: Sequence[Matter], told: dict[str, frozenset[str]], words: str) -> list[Matter]:
    """Those of `found` that share the most telling words with `words`, if any does."""
    shared = {one.id: len(told[one.id] & words_of(words)) for one in found}
    most = max(shared.values())
    return [one for one in found if most and shared[one.id] == most]
