"""Planning ahead: the rows of everything that the timetable makes due."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import col, select

from actions import ringing, unsure_danger
from actions.dues import plan_dues
from actions.market import plan_markets
from actions.tx import Tx
from community.timing import Moment, Scope, kind_for
from community.words import PlaceKind
from storage.tables import Place


def plan_ahead(tx: Tx, *, moments: Sequence[Moment], saturdays: Sequence[date]) -> None:
    """Make the rows for `moments` and the market days of `saturdays`, and of danger that is to ring and has none.

    Repeating it changes nothing. What was due before its subject was there is not planned: a chat bound at nine gets
    no digest for eight.
    """
    query = select(Place).where(Place.kind == PlaceKind.STAFF, col(Place.present).is_(True))
    chats = tx.session.exec(query.order_by(col(Place.id))).all()
    planned = []
    for moment in moments:
        there = [chat.id for chat in chats if chat.made_at <= moment.at]
        subjects = there if moment.scope is Scope.STAFF_PLACE else [""]
        kind = kind_for(moment.kind, tx.bot_id) if moment.scope is Scope.BOT else moment.kind
        planned += [(kind, subject, moment.at) for subject in subjects]
    plan_dues(tx, planned)
    plan_markets(tx, saturdays=saturdays)
    ringing.go_on_ringing(tx)
    unsure_danger.go_on_ringing(tx)
