"""Odd Saturdays, lunar dates, turns, deadlines."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texts.market import lunar_text
from community.calendars import OddDay, is_workday, next_host, odd_day, staff_read
from community.clock import SHANGHAI
from community.lunar import Lunar, lunar
from community.market_rule import MARKET_POSTS
from community.pace import end_of_beat
from schedules.timetable import MARKET_DAY, fires, market_days, moments

NOWS = st.integers(1_700_000_000, 1_830_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
SATURDAYS_2026 = [date(2026, 1, 3) + timedelta(weeks=n) for n in range(52)]


def test_eleven_saturdays_of_2026_are_odd() -> None:
    odd = {day: odd_day(day) for day in SATURDAYS_2026 if odd_day(day) is not None}
    assert len(odd) == 11
    assert sum(why is OddDay.MAKE_UP_WORKDAY for why in odd.values()) == 4
    assert odd[date(2026, 10, 10)] is OddDay.MAKE_UP_WORKDAY
    assert odd[date(2026, 10, 3)] is OddDay.HOLIDAY


def test_a_year_without_published_holidays_is_said_to_be_so() -> None:
    assert odd_day(date(2030, 1, 5)) is OddDay.NOT_PUBLISHED
    assert is_workday(date(2030, 1, 4))
    assert not is_workday(date(2030, 1, 6))


def test_staff_read_on_working_days_and_saturdays() -> None:
    week = [date(2026, 11, 23) + timedelta(days=n) for n in range(7)]
    assert [staff_read(day) for day in week] == [True] * 6 + [False]
    assert not staff_read(date(2026, 10, 1))
    assert staff_read(date(2026, 9, 20)), "a Sunday worked for a holiday"


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 11, 28), "十月二十"),
        (date(2026, 2, 17), "正月初一"),
        (date(2026, 2, 16), "腊月廿九"),
        (date(2025, 7, 25), "闰六月初一"),
        (date(2026, 9, 25), "八月十五"),
    ],
)
def test_lunar_dates_in_words(day: date, text: str) -> None:
    found = lunar(day)
    assert found is not None
    assert lunar_text(found) == text


def test_lunar_days_follow_each_other_and_end_with_the_table() -> None:
    day, before = date(2020, 1, 25), Lunar(12, 30, leap=False)
    while day < date(2051, 2, 11):
        now = lunar(day)
        assert now is not None
        assert now.day == before.day + 1 or (now.day == 1 and before.day in {29, 30})
        if now.day == 1:
            assert now.month == before.month % 12 + 1 or (now.month == before.month and now.leap)
        day, before = day + timedelta(days=1), now
    assert (before.month, before.day) == (12, 29)
    assert lunar(day) is None
    assert lunar(date(2020, 1, 24)) is None


def test_every_lunar_day_has_its_word() -> None:
    words = [lunar_text(Lunar(1, day, leap=False)) for day in range(1, 31)]
    assert len(set(words)) == 30
    assert words[9:11] == ["正月初十", "正月十一"]
    assert words[19:21] == ["正月二十", "正月廿一"]
    assert words[29] == "正月三十"


@given(st.lists(st.text("abc", min_size=1), min_size=1, max_size=12, unique=True), st.integers(1, 5))
def test_turns_are_fair(rota: list[str], rounds: int) -> None:
    last, hosts = None, []
    for _ in range(rounds * len(rota)):
        last = next_host(rota, last)
        hosts.append(last)
    assert hosts == rota * rounds


def test_a_community_that_left_the_rota_ends_nothing() -> None:
    assert next_host(["a", "b"], "gone") == "a"


def test_market_days_are_saturdays() -> None:
    thursday = datetime(2026, 11, 26, 1, tzinfo=UTC)
    assert market_days(thursday) == [date(2026, 11, 28) + timedelta(weeks=n) for n in range(4)]
    late_on_saturday = datetime(2026, 11, 28, 15, 30, tzinfo=UTC)
    assert market_days(late_on_saturday)[0] == date(2026, 11, 28)
    just_sunday = datetime(2026, 11, 28, 16, 30, tzinfo=UTC)
    assert market_days(just_sunday)[0] == date(2026, 12, 5)


def test_the_timetable_of_eight_days() -> None:
    found = moments(datetime(2026, 11, 26, 1, tzinfo=UTC))
    digests = [moment.at for moment in found if moment.kind == "digest"]
    assert digests == [datetime(2026, 11, 26 + n, 0, tzinfo=UTC) for n in range(5)] + [
        datetime(2026, 12, n, 0, tzinfo=UTC) for n in range(1, 4)
    ]


@given(NOWS, st.integers(1, 40))
def test_no_fire_is_lost_where_one_stretch_ends_and_the_next_begins(since: datetime, days: int) -> None:
    until = since + timedelta(days=days)
    middle = since + timedelta(days=days / 2)
    whole = list(fires(MARKET_DAY, since, until))
    assert whole == [*fires(MARKET_DAY, since, middle), *fires(MARKET_DAY, middle, until)]


def test_when_market_posts_are_due_and_too_late() -> None:
    day = date(2026, 11, 28)
    local = [(post.due_at(day), post.deadline(day, "11:30")) for post in MARKET_POSTS]
    eight = [datetime.combine(date(2026, 11, n), time(8), SHANGHAI) for n in (25, 27, 28)]
    assert local == [
        (eight[0], eight[1]),
        (eight[1], eight[2]),
        (eight[2], datetime(2026, 11, 28, 11, 30, tzinfo=SHANGHAI)),
    ]


@given(NOWS, st.integers(1, 60))
def test_a_beat_ends_ahead_and_soon(now: datetime, seconds: int) -> None:
    pace = timedelta(seconds=seconds)
    end = end_of_beat(now, pace)
    assert now < end <= now + pace
    assert end_of_beat(end - timedelta(seconds=1), pace) == end
