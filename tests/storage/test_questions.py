"""A question that the bot asked back is settled once, whoever taps at the same moment. On both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from sqlmodel import Session

from actions.questions import Asked, answer_question, ask_back, drop_question, expire_question, hand_question
from actions.unsure import TooLate
from community.words import QuestionState
from storage.tables import Question, Utterance
from tests.street import AUNT_LI, CLERK, SENSITIVE, SmallStreet, meaning_of


def asked_back(street: SmallStreet) -> str:
    question = street.do(ask_back, heard=street.says(AUNT_LI, "家里那个坏了"), meaning=meaning_of("坏了", "repair"))
    assert isinstance(question, Asked)
    return question.question


def all_at_once(street: SmallStreet, question: str) -> list[object]:
    """What three taps are answered; meanwhile nobody waits any longer."""
    acts: list[Callable[[], object]] = [
        lambda: street.do(answer_question, speaker=AUNT_LI, question=question, category="repair", sensitive=SENSITIVE),
        lambda: street.do(drop_question, speaker=CLERK, question=question),
        lambda: street.do(hand_question, speaker=AUNT_LI, question=question),
        lambda: street.do(expire_question, question=question),
    ]
    with ThreadPoolExecutor(len(acts)) as crowd:
        *taps, _ = crowd.map(lambda act: act(), acts)
    return taps


def stands(street: SmallStreet, question: str) -> tuple[QuestionState, bool]:
    """How it was settled, and whether there is a matter of what was asked about."""

    def look(session: Session) -> tuple[QuestionState, bool]:
        row = session.get_one(Question, question)
        return row.state, session.get_one(Utterance, row.utterance_id).matter_id is not None

    return street.database.read_now(look)


def test_a_tap_of_staff_one_of_hers_and_the_end_of_patience_settle_it_once(street: SmallStreet) -> None:
    for _ in range(10):
        taps = all_at_once(street, question := asked_back(street))
        assert len([tap for tap in taps if not isinstance(tap, TooLate)]) <= 1, "or nobody, if patience ended first"
        state, recorded = stands(street, question)
        assert recorded is (state is QuestionState.ANSWERED)
        street.later(minutes=20)
