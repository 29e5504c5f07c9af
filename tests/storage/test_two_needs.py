"""Two needs in one message are two matters, each with its own service, and one label. On both databases."""

from sqlmodel import col, select

from actions.desk import calm_matter, confirm_matter, ignore_matter
from actions.listening import Said, listen
from actions.needs import register_need
from actions.outcomes import Nothing, NotYours
from actions.questions import Asked, answer_question, drop_question
from community.understanding import Band, Understanding
from storage.tables import Label, Matter
from tests.street import AUNT_LI, CLERK, SENSITIVE, SmallStreet, meaning_of

BOTH = "想给我妈理个发，另外家里下水道堵了"


def meaning() -> Understanding:
    services = (("repair", "管道疏通"), ("household", "理发"))
    return meaning_of(BOTH, "repair", "household")._replace(service="管道疏通", services=services)


def matters(street: SmallStreet) -> list[Matter]:
    query = select(Matter).order_by(col(Matter.number))
    return list(street.database.read_now(lambda s: s.exec(query).all()))


def labels(street: SmallStreet) -> list[Label]:
    return list(street.database.read_now(lambda s: s.exec(select(Label).order_by(col(Label.id))).all()))


def told(street: SmallStreet) -> list[Matter]:
    street.do(register_need, heard=street.says(AUNT_LI, BOTH), meaning=meaning(), sensitive=SENSITIVE)
    return matters(street)


def test_each_matter_has_the_service_of_its_category(street: SmallStreet) -> None:
    assert [(one.category, one.service) for one in told(street)] == [("repair", "管道疏通"), ("household", "理发")]


def test_confirming_one_does_not_label_the_message_without_the_other(street: SmallStreet) -> None:
    for matter in told(street):
        street.do(confirm_matter, speaker=CLERK, matter=matter.id)
    assert [(one.category, one.also) for one in labels(street)] == [
        ("repair", ["household"]),
        ("household", ["repair"]),
    ]


def test_ignoring_one_leaves_the_message_what_the_other_is(street: SmallStreet) -> None:
    drain, barber = told(street)
    street.do(ignore_matter, speaker=CLERK, matter=barber.id)
    assert [(one.kind, one.category, one.also) for one in labels(street)] == [("need", "repair", [])]
    street.do(ignore_matter, speaker=CLERK, matter=drain.id)
    assert (labels(street)[-1].kind, labels(street)[-1].category) == ("chatter", None)


def asked_back(street: SmallStreet) -> str:
    said = Said(street.says(AUNT_LI, BOTH), meaning()._replace(band=Band.ASK))
    asked = street.do(listen, said=said, sensitive=SENSITIVE)
    assert isinstance(asked, Asked)
    return asked.question


def test_the_category_picked_when_asked_back_has_its_own_service(street: SmallStreet) -> None:
    question = asked_back(street)
    street.do(answer_question, speaker=AUNT_LI, question=question, category="household", sensitive=SENSITIVE)
    assert [(one.category, one.service) for one in matters(street)] == [("household", "理发")]
    assert [one.source for one in labels(street)] == ["resident"]


def test_staff_who_answer_what_a_resident_was_asked_teach_as_staff(street: SmallStreet) -> None:
    street.do(answer_question, speaker=CLERK, question=asked_back(street), category="repair", sensitive=SENSITIVE)
    assert [one.source for one in labels(street)] == ["desk"]


def test_staff_who_say_that_it_is_no_need_teach_as_staff(street: SmallStreet) -> None:
    street.do(drop_question, speaker=CLERK, question=asked_back(street))
    assert [(one.source, one.kind) for one in labels(street)] == [("desk", "chatter")]


def test_what_staff_say_is_no_danger_goes_on_as_any_matter_and_is_learned(street: SmallStreet) -> None:
    words = "孩子书包带夹电梯门里了"
    meaning = meaning_of(words, "property", urgency=3)
    street.do(register_need, heard=street.says(AUNT_LI, words), meaning=meaning, sensitive=SENSITIVE)
    (matter,) = matters(street)
    assert street.do(calm_matter, speaker=AUNT_LI, matter=matter.id) == NotYours()
    street.do(calm_matter, speaker=CLERK, matter=matter.id)
    assert matters(street)[0].urgency == 1
    assert [(one.category, one.calm) for one in labels(street)] == [("property", True)]
    assert street.do(calm_matter, speaker=CLERK, matter=matter.id) == Nothing()
    street.do(confirm_matter, speaker=CLERK, matter=matter.id)
    assert [one.calm for one in labels(street)] == [True, True]
