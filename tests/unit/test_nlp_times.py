"""When people want it, said on Thursday 2026-11-19 at nine in the morning."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.nlp.times import find_time

NOW = datetime(2026, 11, 19, 9, 0, tzinfo=timezone(timedelta(hours=8)))

WISHES = [
    ("今天下午来一趟", "今天下午", "11-19 13:00", "11-19 18:00"),
    ("明天上午9点在家", "明天上午9点", "11-20 09:00", "11-20 10:00"),
    ("明天下午3点以后都行", "明天下午3点以后", "11-20 15:00", "11-20 22:00"),
    ("这周六能来吗", "这周六", "11-21 00:00", "11-22 00:00"),
    ("下周一早上", "下周一早上", "11-23 06:00", "11-23 10:00"),
    ("下班后在家", "下班后", "11-19 18:00", "11-19 21:00"),
    ("晚上七点半", "晚上七点半", "11-19 19:30", "11-19 20:30"),
    ("后天有空", "后天", "11-21 00:00", "11-22 00:00"),
    ("月底前弄好", "月底前", "11-19 09:00", "12-01 00:00"),
    ("12月3号来", "12月3号", "12-03 00:00", "12-04 00:00"),
    ("今天两点到四点在家", "今天两点到四点", "11-19 14:00", "11-19 16:00"),
    ("周末都行", "周末", "11-21 00:00", "11-23 00:00"),
    ("半小时内到", "半小时内", "11-19 09:00", "11-19 09:30"),
    ("早上八点", "早上八点", "11-20 08:00", "11-20 09:00"),
    ("大后天下午三点一刻", "大后天下午三点一刻", "11-22 15:15", "11-22 16:15"),
]


@pytest.mark.parametrize(("said", "piece", "start", "end"), WISHES)
def test_a_wish_becomes_an_interval(said: str, piece: str, start: str, end: str) -> None:
    found = find_time(said, NOW)
    assert found is not None
    assert said[found.start : found.end] == piece
    assert found.wish.start is not None and found.wish.end is not None
    assert (found.wish.start.strftime("%m-%d %H:%M"), found.wish.end.strftime("%m-%d %H:%M")) == (start, end)


@pytest.mark.parametrize(("at", "start"), [(1, "11-21 14:30"), (17, "11-22 14:30")])
def test_people_mean_the_time_on_their_own_wall_whatever_zone_the_program_counts_in(at: int, start: str) -> None:
    """At 17:00 in UTC the next day has begun here."""
    found = find_time("后天下午两点半", datetime(2026, 11, 19, at, 0, tzinfo=UTC))
    assert found is not None and found.wish.start is not None
    assert found.wish.start.strftime("%m-%d %H:%M %z") == f"{start} +0800"


NAMED = [
    ("腊月二十三上午来", "腊月二十三上午", "2027-01-30 08:00", "2027-01-30 12:00"),
    ("农历八月十五晚上七点", "农历八月十五晚上七点", "2027-09-15 19:00", "2027-09-15 20:00"),
    ("大年初二下午", "大年初二下午", "2027-02-07 13:00", "2027-02-07 18:00"),
    ("初八来吧", "初八", "2026-12-16 00:00", "2026-12-17 00:00"),
    ("除夕那天", "除夕", "2027-02-05 00:00", "2027-02-06 00:00"),
    ("正月十五中午", "正月十五中午", "2027-02-20 11:00", "2027-02-20 14:00"),
    ("元旦在家", "元旦", "2027-01-01 00:00", "2027-01-02 00:00"),
    ("清明节上午", "清明节上午", "2027-04-05 08:00", "2027-04-05 12:00"),
    ("节前弄好就行", "节前", "2026-11-19 09:00", "2027-01-01 00:00"),
    ("节后再来", "节后", "2027-01-04 00:00", "2027-01-05 00:00"),
    ("下个工作日上午", "下个工作日上午", "2026-11-20 08:00", "2026-11-20 12:00"),
]


@pytest.mark.parametrize(("said", "piece", "start", "end"), NAMED)
def test_a_day_that_goes_by_a_name_is_the_next_such_day(said: str, piece: str, start: str, end: str) -> None:
    found = find_time(said, NOW)
    assert found is not None and found.wish.start is not None and found.wish.end is not None
    assert said[found.start : found.end] == piece
    assert (found.wish.start.strftime("%Y-%m-%d %H:%M"), found.wish.end.strftime("%Y-%m-%d %H:%M")) == (start, end)


PUBLISHED = [
    ("国庆放假在家", "国庆放假", ("2026-10-01", "2026-10-08")),
    ("补班那天有空", "补班那天", ("2026-09-20", "2026-09-21")),
    ("补班的周六", "补班的周六", ("2026-10-10", "2026-10-11")),
    ("中秋节前", "中秋节前", ("2026-09-10", "2026-09-25")),
]


@pytest.mark.parametrize(("said", "piece", "days"), PUBLISHED)
def test_published_holidays_and_make_up_days_are_known(said: str, piece: str, days: tuple[str, str]) -> None:
    found = find_time(said, datetime(2026, 9, 10, 9, 0, tzinfo=NOW.tzinfo))
    assert found is not None and found.wish.start is not None and found.wish.end is not None
    assert said[found.start : found.end] == piece
    assert (str(found.wish.start.date()), str(found.wish.end.date())) == days


@pytest.mark.parametrize("said", ["五一路的灯坏了", "初一的孩子谁能辅导", "腊八粥还有吗", "国庆路井盖没了"])
def test_what_only_sounds_like_such_a_day_is_left_alone(said: str) -> None:
    assert find_time(said, NOW) is None


@pytest.mark.parametrize("said", ["3号楼的灯坏了", "灯坏了", "四点半课堂怎么报名", "2月30号"])
def test_what_is_no_time_is_left_alone(said: str) -> None:
    assert find_time(said, NOW) is None
