"""Where somebody may come to harm the likeliest category is one that can help them."""

from datetime import UTC, datetime

import pytest

from bot.nlp.delicate import helped
from bot.nlp.listener import Listener
from community.understanding import Scored, Told

NOW = datetime(2026, 11, 26, 1, tzinfo=UTC)


@pytest.mark.parametrize("words", ["my husband hits me", "我爸天天打我", "我老公又打我了，怎么办"])
def test_who_is_beaten_at_home_looks_for_no_job(listener: Listener, words: str) -> None:
    for private in (False, True):
        meaning = listener.understand(words, now=NOW, private=private)
        assert meaning.grave
        assert meaning.categories[0].code == "safety"


@pytest.mark.parametrize("words", ["不想活了", "I want to kill myself"])
def test_who_wants_to_die_is_heard_out(listener: Listener, words: str) -> None:
    assert listener.understand(words, now=NOW, private=True).categories[0].code == "counselling"


def test_who_asks_what_the_law_can_do_asks_a_lawyer(listener: Listener) -> None:
    assert listener.understand("家暴了能申请什么", now=NOW).categories[0].code == "law"


def test_a_category_that_can_help_stands_and_any_other_comes_after_one() -> None:
    jobs, law = Scored("employment", 0.2), Scored("law", 0.1)
    assert helped(frozenset({Told.VIOLENCE}), (jobs, law)) == (Scored("safety", 1.0), jobs, law)
    assert helped(frozenset({Told.VIOLENCE}), (law, jobs))[0].code == "safety"
    assert helped(frozenset({Told.VIOLENCE}), (law, jobs), asks=True) == (law, jobs)
    assert helped(frozenset({Told.VIOLENCE, Told.DESPAIR}), (jobs,))[0].code == "counselling"
    assert helped(frozenset({Told.DEBT}), (jobs,)) == (jobs,)
