"""Who wants a person is read at the desk. On both databases."""

from sqlmodel import select

from actions.calling import call_person
from actions.needs import register_need
from community.facts import FactKind
from community.understanding import Kind
from storage.engine import Database
from storage.tables import Question
from tests.street import AUNT_LI, SENSITIVE, SmallStreet, build, meaning_of


def calls(street: SmallStreet) -> None:
    meaning = meaning_of("叫人工", kind=Kind.CHATTER)
    street.do(call_person, heard=street.says(AUNT_LI, "叫人工", place=None), meaning=meaning)


def test_the_desk_reads_it_with_what_they_wait_for_and_they_are_told(database: Database) -> None:
    street = build(database)
    need = meaning_of("灯不亮了", "repair")
    street.do(register_need, heard=street.says(AUNT_LI, "灯不亮了"), meaning=need, sensitive=SENSITIVE)
    street.forget_said()
    calls(street)
    (row,) = street.database.read_now(lambda session: session.exec(select(Question)).all())
    assert row.understanding["wanted"]
    assert [said.recipient for said in street.said(FactKind.DOUBT_RAISED)] == ["g:desk"]
    assert [said.payload["note"] for said in street.said(FactKind.TOLD)] == ["person_called"]
