"""An office ends: what they may no more, who decides it, and that one who runs the street stays. On both databases."""

from sqlmodel import select

from actions.applying import apply_for, decide
from actions.desk import confirm_matter, follow_matter
from actions.dismissing import LastOne, dismiss
from actions.needs import register_need
from actions.outcomes import NotYours
from actions.people import settle, start
from actions.staffing import NotStaff
from actions.streets import NoSuchThing, SetUp
from bot.courier.render import SLOTS
from bot.nlp.listener import default_taxonomy
from bot.texts.card import Card, Wording
from community.facts import CardSlot, FactKind, Recipient
from community.heard import Speaker
from community.views import Wanted
from community.words import OrderState, Role
from storage.tables import Appointment, History, Matter, Person
from tests.street import AUNT_LI, CLERK, SENSITIVE, STRANGER, UNCLE_WANG, SmallStreet, meaning_of


def person(street: SmallStreet, who: Speaker) -> str:
    return street.database.read_now(lambda s: s.exec(select(Person.id).where(Person.user_id == who.user_id)).one())


def appoint(street: SmallStreet, who: Speaker, role: Role, community: str = "") -> str:
    """The subject of the card of their appointment."""
    street.do(start, speaker=who)
    street.do(settle, speaker=who, grid="g3")
    street.do(apply_for, speaker=who, role=role)
    ident = person(street, who)
    query = select(Appointment.id).where(Appointment.person_id == ident, Appointment.role == role)
    subject = f"person.{street.database.read_now(lambda s: s.exec(query).one())}"
    street.do(decide, speaker=CLERK, subject=subject, yes=True, community=community)
    return subject


def card(street: SmallStreet, subject: str, to: Speaker, page: str = "") -> Card:
    slot, wanted = SLOTS[CardSlot.SETUP], Wanted(subject, Recipient(person=person(street, to)), street.now, page)
    return slot.render(
        street.database.read_now(lambda s: slot.load(s, wanted)), Wording(default_taxonomy(), street.now)
    )


def labels(shown: Card) -> list[str]:
    return [button.label for row in shown.rows for button in row]


def lamp(street: SmallStreet) -> str:
    heard, meaning = street.says(AUNT_LI, "厨房灯不亮了"), meaning_of("厨房灯不亮了", "repair")
    street.do(register_need, heard=heard, meaning=meaning, sensitive=SENSITIVE)
    return street.database.read_now(lambda s: s.exec(select(Matter.id)).one())


def test_who_was_staff_may_nothing_any_more_and_is_told(street: SmallStreet) -> None:
    subject, matter = appoint(street, UNCLE_WANG, Role.STAFF), lamp(street)
    street.forget_said()
    assert isinstance(street.do(dismiss, speaker=CLERK, subject=subject), SetUp)
    assert isinstance(street.do(confirm_matter, speaker=UNCLE_WANG, matter=matter), NotYours)
    told = {(row.recipient, row.page) for row in street.said(FactKind.SETUP_CHANGED)}
    assert told == {(f"p:{person(street, UNCLE_WANG)}", "ended"), ("p:clerk", "ended")}
    assert "谢谢您" in card(street, subject, UNCLE_WANG, "ended").html
    assert "已经结束" in card(street, subject, CLERK, "ended").html


def test_it_stands_in_the_history_and_cannot_be_done_twice(street: SmallStreet) -> None:
    subject = appoint(street, UNCLE_WANG, Role.LEADER, "by")
    street.do(dismiss, speaker=CLERK, subject=subject)
    [line] = street.database.read_now(lambda s: s.exec(select(History).where(History.what == "dismiss")).all())
    assert (line.subject, line.person_id) == (person(street, UNCLE_WANG), "clerk")
    assert line.detail == {"role": "leader", "community": "by"}
    assert isinstance(street.do(dismiss, speaker=CLERK, subject=subject), NoSuchThing)


def test_what_they_followed_up_goes_back_to_the_market(street: SmallStreet) -> None:
    subject, matter = appoint(street, UNCLE_WANG, Role.STAFF), lamp(street)
    street.do(follow_matter, speaker=UNCLE_WANG, matter=matter)
    street.do(dismiss, speaker=CLERK, subject=subject)
    [order] = street.orders()
    assert (order.state, order.claimer_id) == (OrderState.OPEN, None)


def test_one_who_runs_the_street_always_stays(street: SmallStreet) -> None:
    other = appoint(street, UNCLE_WANG, Role.STAFF)
    assert isinstance(street.do(dismiss, speaker=UNCLE_WANG, subject="person.a"), SetUp)
    assert isinstance(street.do(dismiss, speaker=UNCLE_WANG, subject=other), LastOne)


def test_only_staff_of_the_whole_street_end_an_office(street: SmallStreet) -> None:
    leader = appoint(street, UNCLE_WANG, Role.LEADER)
    appoint(street, AUNT_LI, Role.STAFF, "by")
    for who in (STRANGER, UNCLE_WANG, AUNT_LI):
        assert isinstance(street.do(dismiss, speaker=who, subject=leader), NotStaff)


def test_the_button_is_found_from_the_overview_and_asks_once_more(street: SmallStreet) -> None:
    subject = appoint(street, UNCLE_WANG, Role.LEADER, "by")
    assert "工作人员和楼长" in labels(card(street, "street.street", CLERK))
    found = labels(card(street, "street.street", CLERK, "staff"))
    assert f"{UNCLE_WANG.name}（楼长、网格员，般阳社区）" in found
    assert labels(card(street, subject, CLERK)) == ["结束任职"]
    assert labels(card(street, subject, CLERK, "end")) == ["确认结束", "← 返回"]
    assert labels(card(street, subject, UNCLE_WANG)) == []
