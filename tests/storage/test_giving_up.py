"""Of several open matters the one that is named is given up. On both databases."""

import pytest

from actions.listening import Said
from actions.listening_in_private import listen_in_private
from actions.needs import register_need
from bot.nlp.listener import default_taxonomy
from bot.texts.card import Wording
from bot.texts.notes_between import ask_withdraw
from community.facts import FactKind, NoteKind, Recipient
from community.understanding import Kind
from community.views import Wanted
from storage.engine import Database
from storage.tables import Outbox
from storage.views import note
from tests.street import AUNT_LI, SENSITIVE, SmallStreet, build, meaning_of


@pytest.fixture
def street(database: Database) -> SmallStreet:
    """She has two matters open, a lamp and, later, medicine."""
    street = build(database)
    for words, category in (("厨房那个灯不亮了", "repair"), ("药吃完了，谁给捎一盒", "health")):
        heard = street.says(AUNT_LI, words)
        street.do(register_need, heard=heard, meaning=meaning_of(words, category), sensitive=SENSITIVE)
        street.later(minutes=10)
    return street


def gives_up(street: SmallStreet, words: str) -> list[Outbox]:
    """What she is asked when she says so in private."""
    street.forget_said()
    said = Said(street.says(AUNT_LI, words, place=None), meaning_of(words, kind=Kind.CHATTER), withdraws=True)
    street.do(listen_in_private, said=said, sensitive=SENSITIVE)
    return [fact for fact in street.said(FactKind.TOLD) if fact.payload["note"] == NoteKind.ASK_WITHDRAW]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("算了灯不修了 等俺儿来 药还是要的", "01"),
        ("药不用了，灯还得修", "02"),
        ("药还要，别的不用来了", "01"),
        ("灯修好了，谢谢", "01"),
    ],
)
def test_the_one_that_is_named_is_asked_about(street: SmallStreet, words: str, number: str) -> None:
    (asked,) = gives_up(street, words)
    assert shown(street, asked)[0] == f"BY-1126-{number}"


def test_where_it_cannot_be_told_they_are_asked_which(street: SmallStreet) -> None:
    (asked,) = gives_up(street, "算了，不用来了")
    buttons = shown(street, asked)[1]
    assert buttons == ["撤回 BY-1126-02 “药吃完了，谁给捎一盒”", "撤回 BY-1126-01 “厨房那个灯不亮了”"]


def shown(street: SmallStreet, asked: Outbox) -> tuple[str, list[str]]:
    """The number that the question is about, and its buttons."""
    wanted = Wanted(asked.subject, Recipient(person=asked.recipient[2:]), street.now, payload=asked.payload)
    view = street.database.read_now(lambda session: note.load(session, wanted))
    assert view is not None
    card = ask_withdraw(view, Wording(default_taxonomy(), street.now))
    return view.number or "", [button.label for row in card.rows for button in row]
