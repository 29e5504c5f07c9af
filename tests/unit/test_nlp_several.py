"""Two needs in one breath: each is heard as what it is, and one that is not served here does not silence the other."""

from datetime import UTC, datetime

import pytest

from bot.nlp.adjusting import Learner, Lesson, Look
from bot.nlp.listener import Listener, default_taxonomy
from bot.nlp.profile import Profile
from bot.nlp.reading import Reader
from bot.nlp.relearning import Taught
from community.understanding import Band, Kind

NOW = datetime(2026, 11, 26, 1, tzinfo=UTC)
BOTH = "想给我妈理个发，另外家里下水道堵了"


def test_each_of_two_needs_has_a_service_of_its_own(listener: Listener) -> None:
    heard = listener.understand(BOTH, now=NOW)
    assert heard.several == 2
    assert {one.code: heard.service_in(one.code) for one in heard.categories[:2]} == {
        "repair": "管道疏通",
        "household": "理发",
    }
    assert heard.service == heard.service_in(heard.categories[0].code)
    assert heard.service_in("finance") is None


@pytest.mark.parametrize(
    ("off", "left", "service"), [("household", "repair", "管道疏通"), ("repair", "household", "理发")]
)
def test_a_need_that_is_not_served_here_leaves_the_other_alone(
    listener: Listener, off: str, left: str, service: str
) -> None:
    heard = listener.understand(BOTH, now=NOW, profile=Profile(disabled=frozenset({off})))
    assert (heard.band, heard.several, heard.categories[0].code, heard.service) == (Band.TAKE, 1, left, service)


def test_where_neither_is_served_nothing_is_said(listener: Listener) -> None:
    heard = listener.understand(BOTH, now=NOW, profile=Profile(disabled=frozenset({"household", "repair"})))
    assert heard.band is Band.SILENT


def test_what_is_learned_of_one_category_is_not_learned_against_the_other() -> None:
    codes = default_taxonomy().codes
    heard = [2.0 if code == "household" else 0.0 for code in codes]
    learner = Learner()
    learner.learn(Lesson(BOTH, True, "repair", also=("household",)), Look(Reader().read(BOTH), 0.9, codes, heard))
    learned = dict(zip(codes, learner.lean().topics(Reader().read(BOTH), codes, heard), strict=True))
    assert learned["repair"] > 0
    assert learned["household"] >= 2.0


def test_at_night_all_categories_of_a_label_are_taught() -> None:
    assert Taught(BOTH, Kind.NEED, "repair", also=("household",)).categories == {"repair", "household"}
    assert Taught("哈哈", Kind.CHATTER, None).categories == frozenset()
