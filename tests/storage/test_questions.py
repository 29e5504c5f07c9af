"""A question that the bot asked back is settled once, whoever taps at the same moment. On both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from actions.questions import Asked, answer_question, ask_back, drop_question, expire_question, hand_question
from actions.unsure import TooLate
from community.words import QuestionState
from storage.tables import Question, Utterance
from tests.street import AUNT_LI, CLERK, SENSITIVE, SmallStreet, meaning_of


def asked_back(street: SmallStreet) -> str:
    question = street.do(ask_back, heard=street.says(AUNT_LI, "家里那个坏了"), meaning=meaning_of("坏了", "repair"))
    assert isinstance(question, Asked)
    return question.question


def test_a_tap_of_staff_one_of_hers_and_the_end_of_patience_settle_it_once(street: SmallStreet) -> None:
    for _ in range(10):
        question = asked_back(street)
        acts: list[Callable[..., object]] = [
            partial(street.do, answer_question, category="repair", sensitive=SENSITIVE, speaker=AUNT_LI),
            partial(street.do, drop_question, speaker=CLERK),
            partial(street.do, hand_question, speaker=AUNT_LI),
            partial(street.do, expire_question),
        ]
        with ThreadPoolExecutor(len(acts)) as crowd:
            *taps, _ = crowd.map(lambda act, ident=question: act(question=ident), acts)
        row = street.database.read_now(lambda s, ident=question: s.get_one(Question, ident))
        said = street.database.read_now(lambda s, one=row: s.get_one(Utterance, one.utterance_id))
        assert (said.matter_id is not None) is (row.state is QuestionState.ANSWERED)
        assert len([tap for tap in taps if not isinstance(tap, TooLate)]) <= 1, "or nobody, if patience ended first"
        street.later(minutes=20)
