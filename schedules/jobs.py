"""What is done when something is due: each job calls one action. False: by its own rule it is too late."""

from collections.abc import Mapping
from datetime import datetime, time

from actions import appointments, wishes
from actions.alarms import DOUBT_ALARM
from actions.digest import post_digest
from actions.dues import Job
from actions.market import CLOSING, close_market_day, post_market
from actions.orders import tell_unclaimed
from actions.out_of_reach import OUT_OF_REACH, tell_out_of_reach
from actions.planning import plan_ahead
from actions.questions import expire_question
from actions.ringing import ALARM, ring_again
from actions.tx import Tx
from actions.unsure_danger import ring_doubt_again
from community.calendars import staff_read
from community.clock import SHANGHAI
from community.market_rule import MARKET_POSTS, MarketPost
from community.timing import PASSED, UNSET, DueItem
from schedules.timetable import market_days, moments

NOON = time(12)


def plan(tx: Tx, item: DueItem) -> bool:
    """Plan the next days; never too late."""
    plan_ahead(tx, moments=moments(tx.now), saturdays=market_days(tx.now))
    return True


def digest(tx: Tx, item: DueItem) -> bool:
    """The morning digest of a staff chat until noon, on days on which staff read it or somebody is in danger."""
    if tx.now >= datetime.combine(item.local_date, NOON, SHANGHAI):
        return False
    post_digest(tx, place=item.subject, resting=not staff_read(item.local_date))
    return True


def unclaimed(tx: Tx, item: DueItem) -> bool:
    """Nobody took an order in time; never too late to say so."""
    tell_unclaimed(tx, order=item.subject)
    return True


def alarm(tx: Tx, item: DueItem) -> bool:
    """Nobody looks after danger; never too late to ring again."""
    ring_again(tx, matter=item.subject)
    return True


def doubt_alarm(tx: Tx, item: DueItem) -> bool:
    """Nobody takes up what may be danger; never too late to ring again."""
    ring_doubt_again(tx, question=item.subject)
    return True


def question(tx: Tx, item: DueItem) -> bool:
    """Nobody answered an ask-back; never too late to hand it on."""
    expire_question(tx, question=item.subject)
    return True


def visit_soon(tx: Tx, item: DueItem) -> bool:
    """Somebody is due in a few minutes; too late when that time has come."""
    return appointments.remind_soon(tx, order=item.subject, at=item.due_at)


def visit_late(tx: Tx, item: DueItem) -> bool:
    """Somebody was due and has not set out; never too late to say so."""
    appointments.remind_late(tx, order=item.subject, at=item.due_at)
    return True


def visit_unset(tx: Tx, item: DueItem) -> bool:
    """A wished time comes near that nobody agreed to; too late when it has come."""
    return wishes.ask_for_time(tx, order=item.subject)


def wish_passed(tx: Tx, item: DueItem) -> bool:
    """A wished time has passed that nobody agreed to; never too late to say so."""
    wishes.tell_passed(tx, order=item.subject)
    return True


def out_of_reach(tx: Tx, item: DueItem) -> bool:
    """Whoever holds an order can't ask the resident; never too late to say so."""
    tell_out_of_reach(tx, order=item.subject)
    return True


def market_closing(tx: Tx, item: DueItem) -> bool:
    """A market day is over; never too late to take the buttons off its cards."""
    close_market_day(tx, market=item.subject)
    return True


def _market_job(post: MarketPost) -> Job:
    def job(tx: Tx, item: DueItem) -> bool:
        return post_market(tx, market=item.subject, post=post)

    return job


JOBS: Mapping[str, Job] = {
    "plan": plan,
    "digest": digest,
    "unclaimed": unclaimed,
    ALARM: alarm,
    DOUBT_ALARM: doubt_alarm,
    "question": question,
    appointments.SOON: visit_soon,
    appointments.LATE: visit_late,
    UNSET: visit_unset,
    PASSED: wish_passed,
    OUT_OF_REACH: out_of_reach,
    CLOSING: market_closing,
    **{post.kind: _market_job(post) for post in MARKET_POSTS},
}
"""The job of each kind of due row."""
