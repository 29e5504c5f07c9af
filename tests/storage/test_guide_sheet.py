"""A sheet is taken whole or not at all, by those whose business it is."""

from datetime import date

import pytest
from sqlmodel import select

from actions.guide import NotStaff
from actions.guide_sheet import Taken, take_sheet
from community.facts import FactKind
from community.guide import Problem, SheetRow, Why
from community.words import GuideState
from storage.hearing import version
from storage.tables import Appointment, GuideEntry
from tests.street import AUNT_LI, CLERK, SmallStreet


def line(row: int, question: str, *, ident: str = "", scope: str = "", active: bool = True) -> SheetRow:
    return SheetRow(row, ident, question, f"答{row}", "派出所", "0533", date(2027, 1, 1), scope, active)


def entries(street: SmallStreet) -> dict[str, GuideEntry]:
    return {row.question: row for row in street.database.read_now(lambda s: s.exec(select(GuideEntry)).all())}


def test_lines_are_added_changed_and_left_alone(street: SmallStreet) -> None:
    assert street.do(take_sheet, speaker=CLERK, rows=[line(2, "一"), line(3, "二", scope="般阳社区")]) == Taken(2, 0, 0)
    first = entries(street)["一"]
    before = street.database.read_now(version)
    rows = [line(2, "一"), line(4, "三", ident=entries(street)["二"].id, scope="般阳社区", active=False)]
    assert street.do(take_sheet, speaker=CLERK, rows=rows) == Taken(0, 1, 1)
    found = entries(street)
    assert set(found) == {"一", "三"}
    assert found["三"].state is GuideState.RETIRED
    assert found["一"].id == first.id
    assert street.database.read_now(version) > before


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (line(3, "二", scope="没有的社区"), Why.NO_PLACE),
        (line(3, "二", ident="nobody"), Why.UNKNOWN_ID),
        (line(3, "一"), Why.TWICE),
    ],
)
def test_one_bad_line_and_nothing_is_taken(street: SmallStreet, bad: SheetRow, why: Why) -> None:
    problem = street.do(take_sheet, speaker=CLERK, rows=[line(2, "一"), bad])
    assert isinstance(problem, Problem)
    assert (problem.why, problem.row) == (why, 3)
    assert entries(street) == {}
    told = street.said(FactKind.TOLD)[-1].payload
    assert (told["note"], told["row"]) == ("guide_refused", 3)


def test_who_answers_for_one_community_leaves_the_street_alone(street: SmallStreet) -> None:
    def narrow(tx: object) -> None:
        tx.session.get_one(Appointment, "a").community_id = "by"  # type: ignore[attr-defined]

    street.do(narrow)
    problem = street.do(take_sheet, speaker=CLERK, rows=[line(2, "一", scope="般阳社区"), line(3, "二")])
    assert problem == Problem(Why.NOT_YOURS, 3, "scope", "")
    assert isinstance(street.do(take_sheet, speaker=CLERK, rows=[line(2, "一", scope="般阳社区")]), Taken)


def test_residents_have_no_part_in_it(street: SmallStreet) -> None:
    assert street.do(take_sheet, speaker=AUNT_LI, rows=[line(2, "一")]) == NotStaff()
    assert entries(street) == {}
