"""What is delicate stays private whatever its category, and the right people are rung. On both databases."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlmodel import Session, select

from actions.claiming import claim_order
from actions.desk import calm_matter, relabel_matter
from actions.listening import Doubted, Said, listen
from actions.listening_in_private import listen_in_private
from actions.needs import register_need
from actions.particulars import add_particulars, correct_words
from actions.questions import Asked, answer_question
from bot.nlp.data import load_taxonomy
from bot.texts.card import Wording
from bot.texts.notes_aside import emergency
from community.facts import FactKind, NoteKind, Recipient
from community.understanding import Band, Kind, Told
from community.views import Wanted
from community.views.desk import AlarmView
from community.views.note import NoteView
from community.words import PartnerKind, PartnerState, Priority, Tier
from storage.tables import History, Matter, Member, Partner, Person, Subscription
from storage.views import asking, order
from tests.street import AUNT_LI, CLERK, SENSITIVE, THURSDAY, WRENCH, SmallStreet, meaning_of


def partner(
    street: SmallStreet,
    name: str,
    category: str,
    kind: PartnerKind,
    *,
    services: Sequence[str] = (),
    home_visit: bool = False,
) -> None:
    """A partner of one member, `name`, who serves the whole category, or `services` of it."""

    def rows(session: Session) -> None:
        session.add(Person(id=name, user_id=8000 + len(name), name=name, started=True, made_at=THURSDAY))
        session.add(
            Partner(
                id=f"p{name}",
                street_id="street",
                name=name,
                kind=kind,
                state=PartnerState.ACTIVE,
                home_visit=home_visit,
                made_at=THURSDAY,
            )
        )
        session.flush()
        session.add(Member(id=f"m{name}", partner_id=f"p{name}", person_id=name))
        session.add(
            Subscription(id=f"s{name}", partner_id=f"p{name}", category=category, tier=Tier.FREE, services=[*services])
        )

    street.database.write_now(rows)


def says(street: SmallStreet, words: str, category: str, urgency: int = 0) -> None:
    meaning = meaning_of(words, category, urgency=urgency)
    street.do(register_need, heard=street.says(AUNT_LI, words), meaning=meaning, sensitive=SENSITIVE)


def asked(street: SmallStreet) -> list[str]:
    return [fact.recipient for fact in street.said(FactKind.ORDER_OFFERED)]


def test_violence_is_sensitive_in_any_category_and_rings_staff_but_not_the_group(street: SmallStreet) -> None:
    says(street, "我老公打我，还砸了家里的灯", "repair")
    matter = street.database.read_now(lambda s: s.get(Matter, street.orders()[0].matter_id))
    assert matter is not None and matter.sensitive
    assert {fact.recipient for fact in street.said(FactKind.ALARM_RAISED)} == {"g:desk", "p:clerk"}
    told = [fact for fact in street.said(FactKind.TOLD) if fact.payload["note"] == NoteKind.EMERGENCY]
    assert [fact.recipient for fact in told] == [f"p:{matter.person_id}"], "softly, and once"


@pytest.mark.parametrize(
    ("words", "aloud"), [("我女儿十四岁怀孕了，我该找谁", False), ("我女儿十四岁怀孕了，大出血，叫不醒了", True)]
)
def test_what_is_told_in_confidence_is_answered_before_all_only_where_somebody_may_die_this_minute(
    street: SmallStreet, words: str, aloud: bool
) -> None:
    meaning = meaning_of(words, "affairs", urgency=3)._replace(told=frozenset({Told.MINORS}))
    street.do(register_need, heard=street.says(AUNT_LI, words), meaning=meaning, sensitive=SENSITIVE)
    raised = {fact.recipient for fact in street.said(FactKind.ALARM_RAISED)}
    assert raised == {"g:desk", "p:clerk", *(["g:grid"] if aloud else [])}
    (told,) = [fact for fact in street.said(FactKind.TOLD) if fact.payload["note"] == NoteKind.EMERGENCY]
    card = emergency(NoteView(NoteKind.EMERGENCY, about=str(told.payload["what"])), Wording(load_taxonomy(), THURSDAY))
    assert "119" not in card.html and "💚" in card.html


def test_how_a_sensitive_matter_goes_on_is_not_shown_by_reactions(street: SmallStreet) -> None:
    says(street, "我欠了网贷，人家上门催债，门锁坏了", "repair")
    street.do(claim_order, speaker=WRENCH[0], order=street.orders()[0].id)
    assert len(street.said(FactKind.SEEN)) == 1
    assert not street.said(FactKind.CLAIM_MARKED)
    other = Wanted(street.orders()[0].id, Recipient(person="w1"), street.now)
    view = street.database.read_now(lambda session: order.load(session, other))
    assert view is not None and view.sensitive and view.customer is None


def test_who_may_take_their_life_is_told_to_the_police_too(street: SmallStreet) -> None:
    partner(street, "police", "safety", PartnerKind.PUBLIC)
    partner(street, "guard", "safety", PartnerKind.MERCHANT)
    says(street, "有人要跳楼", "counselling", urgency=3)
    assert asked(street) == ["p:police"]
    assert "p:clerk" in {fact.recipient for fact in street.said(FactKind.ALARM_RAISED)}


def test_no_shop_is_asked_to_somebody_unconscious(street: SmallStreet) -> None:
    partner(street, "massage", "health", PartnerKind.MERCHANT)
    partner(street, "clinic", "health", PartnerKind.PUBLIC)
    says(street, "我妈晕倒了叫不醒", "health", urgency=3)
    assert asked(street) == ["p:clinic"]
    street.later(minutes=5)
    says(street, "想找人推拿", "health")
    assert asked(street) == ["p:clinic", "p:clinic", "p:massage"]


def alarm(street: SmallStreet, recipient: Recipient) -> AlarmView:
    what = Wanted(street.orders()[0].matter_id, recipient, street.now)
    view = street.database.read_now(lambda session: asking.load_alarm(session, what))
    assert view is not None
    return view


def test_only_staff_in_private_read_where_the_danger_is(street: SmallStreet) -> None:
    words = "着火了！3号楼2单元501，13812345678"
    meaning = meaning_of("着火了！***", "safety", urgency=3, place="3号楼2单元501", phone="13812345678")
    street.do(register_need, heard=street.says(AUNT_LI, words), meaning=meaning, sensitive=SENSITIVE)
    told = alarm(street, Recipient(person="clerk"))
    assert (told.words, told.door, told.phone, told.open) == (words, "3号楼2单元501", "13812345678", True)
    for elsewhere in (Recipient(place="desk"), Recipient(place="grid"), Recipient(person="w0")):
        assert not any(secret in repr(alarm(street, elsewhere)) for secret in ("501", "13812345678"))
    rung = street.database.read_now(lambda s: s.exec(select(History).where(History.what == "ring_staff")).all())
    assert [row.detail for row in rung] == [{"shown_particulars": ["clerk"]}]


@pytest.mark.parametrize("place", ["grid", None])
def test_grave_words_taken_for_chatter_ring_the_desk(street: SmallStreet, place: str | None) -> None:
    said = Said(street.says(AUNT_LI, "有人要跳楼", place=place), meaning_of("有人要跳楼", "safety", kind=Kind.CHATTER))
    heard = listen if place else listen_in_private
    assert street.do(heard, said=said, sensitive=SENSITIVE) == Doubted()
    doubts = street.said(FactKind.DOUBT_RAISED)
    assert [(fact.recipient, fact.priority, fact.quiet) for fact in doubts] == [("g:desk", Priority.EMERGENCY, False)]
    notes = [fact.payload["note"] for fact in street.said(FactKind.TOLD)]
    assert notes == [NoteKind.EMERGENCY, *([NoteKind.UNSAY, NoteKind.COME_IN] if place else [])]


def test_delicate_words_are_not_asked_about_before_everyone(street: SmallStreet) -> None:
    words = "欠了网贷还不起，有谁懂"
    meaning = meaning_of(words, "finance")._replace(band=Band.ASK)
    street.do(listen, said=Said(street.says(AUNT_LI, words), meaning), sensitive=SENSITIVE)
    assert not street.said(FactKind.QUESTION_ASKED)
    matter = street.database.read_now(lambda s: s.get_one(Matter, street.orders()[0].matter_id))
    assert matter.sensitive


def the_matter(street: SmallStreet) -> Matter:
    return street.database.read_now(lambda s: s.exec(select(Matter)).one())


def test_an_edit_that_tells_of_an_illness_makes_the_matter_private(street: SmallStreet) -> None:
    first = street.says(AUNT_LI, "想找人陪诊")
    street.do(register_need, heard=first, meaning=meaning_of(first.text, "health"), sensitive=SENSITIVE)
    assert not the_matter(street).sensitive
    heard = replace(first, text="我爸化療完回家，想找人陪診")
    street.do(correct_words, heard=heard, meaning=meaning_of(heard.text, "health"), sensitive=SENSITIVE)
    assert the_matter(street).sensitive


def test_what_is_answered_when_a_door_was_asked_for_makes_the_matter_private(street: SmallStreet) -> None:
    says(street, "想找人陪诊", "health")
    heard = street.says(AUNT_LI, "3号楼501，我有乙肝", place=None)
    meaning = meaning_of(heard.text, "health", place="3号楼501")
    street.do(add_particulars, heard=heard, meaning=meaning, matter=the_matter(street).id, door="3号楼501")
    assert the_matter(street).sensitive


def test_what_was_asked_back_stays_delicate_when_it_is_answered(street: SmallStreet) -> None:
    words = "我爸化療完回家，誰能幫個忙"
    said = Said(street.says(AUNT_LI, words, place=None), meaning_of(words, "household")._replace(band=Band.ASK))
    asked_back = street.do(listen, said=said, sensitive=SENSITIVE)
    assert isinstance(asked_back, Asked)
    street.do(answer_question, speaker=AUNT_LI, question=asked_back.question, category="household", sensitive=SENSITIVE)
    assert the_matter(street).sensitive


def test_what_was_no_danger_rings_again_when_it_becomes_one(street: SmallStreet) -> None:
    says(street, "着火了", "safety", urgency=3)
    street.do(calm_matter, speaker=CLERK, matter=the_matter(street).id)
    assert alarm(street, Recipient(person="clerk")).calm
    heard = street.says(AUNT_LI, "又着火了，救命")
    meaning = meaning_of(heard.text, "safety", urgency=3)
    street.do(register_need, heard=heard, meaning=meaning, sensitive=SENSITIVE)
    assert the_matter(street).urgency == 3
    assert not alarm(street, Recipient(person="clerk")).calm


def test_what_staff_move_to_a_private_category_may_leave_the_group_too(street: SmallStreet) -> None:
    says(street, "最近老是睡不着", "health")
    assert NoteKind.UNSAY not in [fact.payload["note"] for fact in street.said(FactKind.TOLD)]
    matter = the_matter(street).id
    street.do(relabel_matter, speaker=CLERK, matter=matter, category="counselling", sensitive=SENSITIVE)
    (offer,) = [fact for fact in street.said(FactKind.TOLD) if fact.payload["note"] == NoteKind.UNSAY]
    assert offer.recipient == f"p:{the_matter(street).person_id}"


def offers(street: SmallStreet, words: str, category: str) -> set[str]:
    """Who is asked when that is said, life being at stake."""
    says(street, words, category, urgency=3)
    return set(asked(street))


def test_a_stuck_lift_is_told_to_those_who_open_lifts(street: SmallStreet) -> None:
    partner(street, "police", "safety", PartnerKind.PUBLIC)
    partner(street, "lifts", "property", PartnerKind.MERCHANT, services=["电梯"])
    partner(street, "gates11", "property", PartnerKind.MERCHANT, services=["门禁"])
    assert offers(street, "电梯坏了，有人被困在里面", "safety") == {"p:police", "p:lifts"}


def test_who_does_not_answer_behind_a_locked_door_is_told_to_police_and_locksmith(street: SmallStreet) -> None:
    partner(street, "clinic", "health", PartnerKind.PUBLIC)
    partner(street, "police9", "safety", PartnerKind.PUBLIC)
    partner(street, "locksmith", "repair", PartnerKind.MERCHANT, services=["开锁换锁"], home_visit=True)
    partner(street, "plumber-here", "repair", PartnerKind.MERCHANT, services=["管道疏通"], home_visit=True)
    partner(street, "unvetted-locks", "repair", PartnerKind.MERCHANT, services=["开锁换锁"])
    found = offers(street, "我岳母一个人在家，门从里面反锁了叫不应", "health")
    assert {"p:clinic", "p:police9", "p:locksmith"} <= found
    assert not {"p:plumber-here", "p:unvetted-locks"} & found


def test_a_key_left_at_home_calls_no_police(street: SmallStreet) -> None:
    partner(street, "police", "safety", PartnerKind.PUBLIC)
    says(street, "钥匙锁家里了，谁会开锁", "repair")
    assert "p:police" not in asked(street)
