"""Messages that staff look at in silence: perhaps a need, perhaps nothing."""

from actions.alarms import DOUBT_ALARM, holder_of, let_go, place_of_alarm, show_again, was_warned
from actions.dues import replan_due
from actions.hearing import hear
from actions.homes import Home, HomeUnknown, home_named, home_of
from actions.labels import label
from actions.needs import HeardBefore, Joined, Registered, register_need
from actions.tx import Tx
from actions.unplaced import alarm_of, ask_where
from actions.unsure import Dropped, NotYours, TooLate, close_row, meant, open_row, said_again, was_asked
from community.facts import Fact, FactKind, Recipient
from community.heard import Heard, Speaker
from community.ringing import again_at
from community.understanding import Kind, Told, Understanding
from community.words import Priority, QuestionState, Role
from storage.people import has_role, meet, staff_of
from storage.places import place_in, staff_places
from storage.tables import Person, Question, Utterance


def raise_doubt(tx: Tx, *, heard: Heard, meaning: Understanding, loud: bool = False) -> Utterance:
    """Nothing is said in the group; the desk sees the masked words and may say that it is a need. What was kept."""
    person, utterance, _ = hear(tx, heard)
    home = home_of(tx, person, heard.place) or home_named(tx, heard, meaning)
    if home is None and heard.place is None:
        ask_where(tx, person, utterance, meaning)
    elif home is not None and (alarm := alarm_of(tx, utterance)) is not None:
        place_alarm(tx, alarm, home.community)
    elif home is not None and utterance.matter_id is None and not was_asked(tx, utterance):
        row = open_row(tx, utterance, home, meaning, QuestionState.HUMAN)
        tell_doubt(tx, row, home.street, loud=loud)
    return utterance


def place_alarm(tx: Tx, alarm: Question, community: str) -> None:
    """Where it is, is known; who holds it and is staff elsewhere cannot go on with it."""
    tx.session.refresh(alarm, with_for_update=True)
    alarm.community_id = community
    tx.session.flush()
    holder = holder_of(alarm)
    if holder is not None and not has_role(tx.session, holder, Role.STAFF, community):
        let_go(tx, alarm)
    else:
        show_again(tx, alarm)


def settle_doubt(
    tx: Tx, *, speaker: Speaker, question: str, category: str | None, sensitive: frozenset[str], chat: int | None = None
) -> Registered | Joined | HeardBefore | HomeUnknown | Dropped | NotYours | TooLate:
    """Staff say what a doubtful message is: `category` records it, None drops it.

    chat: the desk where they say so; what nobody knows the community of is recorded there.
    """
    row = tx.session.get(Question, question)
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    if row is None or row.state is not QuestionState.HUMAN:
        return TooLate()
    if not has_role(tx.session, person.id, Role.STAFF, row.community_id):
        return NotYours()
    if category is None and row.understanding.get("grave") and Told.DESPAIR in row.understanding.get("told", ()):
        return TooLate()  # nobody taps away that somebody may not want to live
    utterance = tx.session.get_one(Utterance, row.utterance_id)
    asker = tx.session.get_one(Person, row.person_id)
    home = place_of_alarm(tx, row) or home_at(tx, chat)
    if category and home is None:
        return HomeUnknown()
    meaning = meant(row, Kind.NEED) if category else None
    close_row(row, QuestionState.ANSWERED if category else QuestionState.NOT_A_NEED)
    label(tx, utterance, Kind.NEED if category else Kind.CHATTER, category, person, "desk")
    show_again(tx, row)
    if category is None or meaning is None:
        return Dropped()
    heard = said_again(utterance, asker)
    return register_need(
        tx, heard=heard, meaning=meaning, sensitive=sensitive, category=category, home=home, warned=was_warned(tx, row)
    )


def home_at(tx: Tx, chat: int | None) -> Home | None:
    """The community of the staff chat `chat`, if it is of one."""
    desk = place_in(tx.session, chat) if chat is not None else None
    if desk is None or desk.community_id is None or desk.street_id is None:
        return None
    return Home(desk.street_id, desk.community_id, None)


def show_doubt_page(tx: Tx, *, speaker: Speaker, question: str, page: str) -> NotYours | TooLate | None:
    """Turn the doubt's card to `page` (the category menu)."""
    row = tx.session.get(Question, question)
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    if row is None or row.state is not QuestionState.HUMAN:
        return TooLate()
    if not has_role(tx.session, person.id, Role.STAFF, row.community_id):
        return NotYours()
    show_again(tx, row, page)
    return None


def tell_doubt(tx: Tx, row: Question, street: str, *, loud: bool = False) -> None:
    """Lay the doubt before the staff of its community; `loud` wakes them, again and again until one takes it up."""
    if loud:
        replan_due(tx, DOUBT_ALARM, row.id, again_at(tx.now, tx.now))
    priority = Priority.EMERGENCY if loud else Priority.BOARD
    found = [Recipient(place=place.id) for place in staff_places(tx.session, row.community_id or "", street)]
    if loud and not found:
        found = [Recipient(person=person.id) for person in staff_of(tx.session, row.community_id or "")]
    for recipient in found:
        tx.say(Fact(FactKind.DOUBT_RAISED, row.id, recipient, priority, quiet=not loud))
