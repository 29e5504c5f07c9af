"""Ready-made times."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.clock import SHANGHAI
from community.eta import eta_choices, eta_of

NINE = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)


def test_in_the_morning() -> None:
    assert [choice.code for choice in eta_choices(NINE)] == ["m30", "h1", "h2", "t15", "t18", "n9", "n15"]


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001
def test_every_choice_lies_ahead_and_means_what_it_says(now: datetime) -> None:
    choices = eta_choices(now)
    assert len(choices) >= 4
    for choice in choices:
        assert choice.at > now and choice.at == eta_of(choice.code, now) and choice.at.utcoffset() == timedelta(0)
        assert choice.at.astimezone(SHANGHAI).minute % 5 == 0


def test_unknown_codes() -> None:
    with pytest.raises(KeyError):
        eta_of("x", NINE)
