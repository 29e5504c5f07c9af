"""Pressing start on a deep link: the bot may write to the person from then on, and does what the link was for."""

from actions.guide import open_guide
from actions.invites import NoInvite, Welcomed, use_invite
from actions.joining import join
from actions.market_asking import send_calendar
from actions.outcomes import Done
from actions.people import Met, start
from actions.residents import ask_details, ask_time
from actions.speaking import note
from actions.teaching import open_teaching
from actions.tx import Tx
from actions.unsaying import ASIDE
from community.facts import Fact, FactKind, NoteKind, Recipient
from community.heard import Speaker

LINK_USED = "link.used"


def start_for_details(tx: Tx, *, speaker: Speaker, matter: str) -> Met:
    """补充地址和时间: the resident is asked for them."""
    asked = isinstance(ask_details(tx, speaker=speaker, matter=matter), Done)
    return start(tx, speaker=speaker, greeted=asked)


def start_for_time(tx: Tx, *, speaker: Speaker, matter: str) -> Met:
    """改时间: the resident is asked for another time."""
    asked = isinstance(ask_time(tx, speaker=speaker, matter=matter), Done)
    return start(tx, speaker=speaker, greeted=asked)


def start_to_talk(tx: Tx, *, speaker: Speaker) -> Met:
    """私下说: what they could not be told in the group they are told now; they are listened to."""
    met = start(tx, speaker=speaker, greeted=True)
    note(tx, NoteKind.LISTENING, met.id, met.id, what=ASIDE)
    return met


def start_for_calendar(tx: Tx, *, speaker: Speaker, market: str) -> Met:
    """加到日历: the calendar file follows."""
    met = start(tx, speaker=speaker, greeted=True)
    if not send_calendar(tx, market=market, person=met.id):
        start(tx, speaker=speaker)
    return met


def start_for_guide(tx: Tx, *, speaker: Speaker) -> Met:
    """办事指南, from the staff desk: the list follows."""
    met = start(tx, speaker=speaker, greeted=True)
    open_guide(tx, speaker=speaker)
    return met


def start_for_teaching(tx: Tx, *, speaker: Speaker) -> Met:
    """教机器人, from the staff desk: the card follows."""
    met = start(tx, speaker=speaker, greeted=True)
    open_teaching(tx, speaker=speaker)
    return met


def start_as_first_staff(tx: Tx, *, speaker: Speaker, token: str) -> Welcomed | NoInvite:
    """The link on the terminal: the first member of staff."""
    result = use_invite(tx, speaker=speaker, token=token)
    if isinstance(result, NoInvite):
        start_for_nothing(tx, speaker=speaker)
    return result


def start_for_nothing(tx: Tx, *, speaker: Speaker) -> Met:
    """A link that is good no more: they are told, and may go on without it."""
    met = start(tx, speaker=speaker, greeted=True)
    tx.say(Fact(FactKind.SETUP_CHANGED, LINK_USED, Recipient(person=met.id), fresh=True))
    return met


def start_too_late(tx: Tx, *, speaker: Speaker) -> Met:
    """A button's link that has grown old: they are told, and may say what they want."""
    met = start(tx, speaker=speaker, greeted=True)
    note(tx, NoteKind.OLD_LINK, met.id, met.id)
    return met


def start_as_member(tx: Tx, *, speaker: Speaker, link: str) -> Met:
    """The link that staff gave to one of a partner's people."""
    met = start(tx, speaker=speaker, greeted=True)
    if not join(tx, speaker=speaker, link=link):
        tx.say(Fact(FactKind.SETUP_CHANGED, LINK_USED, Recipient(person=met.id), page="member", fresh=True))
    return met
