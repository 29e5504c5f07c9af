"""What others may read of what somebody wrote in private: a group, the desk, partners. On both databases."""

from sqlmodel import select

from actions.claiming import claim_order
from actions.desk import reply_matter
from actions.inquiries import keep_answer
from actions.needs import register_need
from actions.orders import release_order, set_eta
from actions.residents import set_time
from bot.courier.render import SLOTS
from bot.nlp.listener import default_taxonomy
from bot.texts.card import Wording
from community.facts import CardSlot, FactKind, Recipient
from community.heard import Speaker
from community.privacy import mask
from community.understanding import Kind
from community.views import Wanted
from storage.tables import GuideEntry, History, Matter
from tests.street import CLERK as STAFF
from tests.street import SENSITIVE, WRENCH, SmallStreet, meaning_of

GUILAN = Speaker(5001, "刘桂兰")
WHOLE = "刘桂兰，3号楼2单元501，打13812345678"
TELLING = ("刘桂兰", "501", "13812345678")
ANSWER = f"赵大妈您好，材料送到{WHOLE}，身份证370302196001011234，有事打0533-5180000或5182345"


def said(street: SmallStreet, text: str, kind: Kind, category: str) -> Matter:
    meaning = meaning_of(text, category, kind=kind, place="3号楼2单元501", phone="13812345678")
    meaning = meaning._replace(summary=mask(text))
    street.do(register_need, heard=street.says(GUILAN, text), meaning=meaning, sensitive=SENSITIVE)
    return street.database.read_now(lambda s: s.exec(select(Matter)).one())


def shown(street: SmallStreet, slot: CardSlot, subject: str, to: Recipient) -> str:
    card = SLOTS[slot]
    view = street.database.read_now(lambda s: card.load(s, Wanted(subject, to, street.now)))
    return card.render(view, Wording(default_taxonomy(), street.now)).html


def in_public(street: SmallStreet, matter: Matter) -> str:
    """All that those may read who are neither the resident nor whoever claimed."""
    group = shown(street, CardSlot.MATTER, matter.id, Recipient(place="grid"))
    desk = shown(street, CardSlot.DESK, matter.id, Recipient(place="desk"))
    orders = [shown(street, CardSlot.ORDER, one.id, Recipient(person="w1")) for one in street.orders()]
    return "\n".join([group, desk, *orders])


def test_another_time_is_told_without_name_door_and_phone(street: SmallStreet) -> None:
    matter = said(street, "厨房灯不亮了", Kind.NEED, "repair")
    [order] = street.orders()
    street.do(claim_order, speaker=WRENCH[0], order=order.id)
    street.do(set_time, speaker=GUILAN, matter=matter.id, words=f"晚上都行，{WHOLE}", at=None)
    [told] = [fact for fact in street.said(FactKind.TOLD) if fact.payload["note"] == "changed"]
    assert (told.recipient, WHOLE in told.payload["text"]) == ("p:w0", True)
    street.do(release_order, speaker=WRENCH[0], order=order.id)
    everything = in_public(street, matter)
    assert "晚上都行" in everything
    assert not [word for word in TELLING if word in everything]
    lines = street.database.read_now(lambda s: s.exec(select(History)).all())
    assert not [line for line in lines if any(word in str(line.detail) for word in TELLING)]


def test_what_the_partner_agrees_is_told_without_name_door_and_phone(street: SmallStreet) -> None:
    matter = said(street, "厨房灯不亮了", Kind.NEED, "repair")
    [order] = street.orders()
    street.do(claim_order, speaker=WRENCH[0], order=order.id)
    street.do(set_eta, speaker=WRENCH[0], order=order.id, at=None, words=f"看您方便，找{WHOLE}")
    everything = in_public(street, matter)
    assert "看您方便" in everything
    assert not [word for word in TELLING if word in everything]


def test_an_answer_is_whole_in_private_and_masked_elsewhere(street: SmallStreet) -> None:
    matter = said(street, "请问老年证怎么办", Kind.INQUIRY, "affairs")
    street.do(reply_matter, speaker=STAFF, matter=matter.id, words=ANSWER)
    assert ANSWER in shown(street, CardSlot.MATTER, matter.id, Recipient(person=matter.person_id))
    everything = in_public(street, matter)
    assert "0533-5180000或5182345" in everything
    assert not [word for word in (*TELLING, "赵大妈", "370302196001011234") if word in everything]


def test_an_own_landline_is_none_of_an_office(street: SmallStreet) -> None:
    matter = said(street, "请问老年证怎么办，我家电话5189999", Kind.INQUIRY, "affairs")
    street.do(reply_matter, speaker=STAFF, matter=matter.id, words="我们打0533-5189999，也可以来问5180000")
    everything = in_public(street, matter)
    assert "5189999" not in everything
    assert "5180000" in everything


def test_whoever_is_greeted_by_name_is_not_named_to_neighbours(street: SmallStreet) -> None:
    matter = said(street, "请问老年证怎么办", Kind.INQUIRY, "affairs")
    street.do(reply_matter, speaker=STAFF, matter=matter.id, words="王秀英您好，带身份证来二楼。居民您好")
    everything = in_public(street, matter)
    assert "王秀英" not in everything
    assert "***您好，带身份证来二楼。居民您好" in everything


def test_the_guide_keeps_the_masked_answer(street: SmallStreet) -> None:
    matter = said(street, f"请问老年证怎么办，{WHOLE}", Kind.INQUIRY, "affairs")
    street.do(reply_matter, speaker=STAFF, matter=matter.id, words=ANSWER)
    street.do(keep_answer, speaker=STAFF, matter=matter.id)
    entry = street.database.read_now(lambda s: s.exec(select(GuideEntry)).one())
    assert "老年证" in entry.question
    assert "0533-5180000" in entry.answer
    assert not [word for word in (*TELLING, "370302") if word in entry.question + entry.answer]
