"""What is said, when it is said, and what is meant by it: the table that says so is read like sentences."""

from datetime import date, datetime

import pytest

from bot.nlp.clocks import PARTS
from bot.nlp.normal import LONGEST, normalise
from bot.nlp.numbers import about
from bot.nlp.reading import Reader
from bot.nlp.slots import AMOUNT, read_slots
from bot.nlp.times import NEEDED, FoundTime, find_time
from community.clock import SHANGHAI

READER = Reader()
THURSDAY = "2026-11-19 09:00"
SATURDAY_EVENING = "2026-11-21 20:30"


def found(said: str, at: str) -> FoundTime | None:
    return find_time(normalise(said).text, datetime.fromisoformat(at).replace(tzinfo=SHANGHAI))


def piece_and_time(said: str, at: str) -> tuple[str, str]:
    wished = found(said, at)
    assert wished is not None and wished.wish.start is not None and wished.wish.end is not None
    start, end = wished.wish.start, wished.wish.end
    return said[wished.start : wished.end], f"{start:%m-%d %H:%M} – {end:%m-%d %H:%M}"


CLOCKS = [
    (THURSDAY, "下午两三点到", "下午两三点", "11-19 14:00 – 11-19 16:00"),
    (THURSDAY, "早上八九点", "早上八九点", "11-19 08:00 – 11-19 10:00"),
    (THURSDAY, "明天上午八九点来", "明天上午八九点", "11-20 08:00 – 11-20 10:00"),
    (THURSDAY, "明天上午8、9点来", "明天上午8、9点", "11-20 08:00 – 11-20 10:00"),
    (THURSDAY, "晚上七八点", "晚上七八点", "11-19 19:00 – 11-19 21:00"),
    (THURSDAY, "明天三四点钟", "明天三四点钟", "11-20 15:00 – 11-20 17:00"),
    (THURSDAY, "上午十一二点", "上午十一二点", "11-19 11:00 – 11-19 13:00"),
    (THURSDAY, "晚上12点", "晚上12点", "11-20 00:00 – 11-20 01:00"),
    (THURSDAY, "半夜两点", "半夜两点", "11-20 02:00 – 11-20 03:00"),
    (THURSDAY, "后半夜来", "后半夜", "11-20 00:00 – 11-20 06:00"),
    (THURSDAY, "晚8点到家", "晚8点", "11-19 20:00 – 11-19 21:00"),
    (THURSDAY, "下午3-5点", "下午3-5点", "11-19 15:00 – 11-19 17:00"),
    (THURSDAY, "上午9点-下午3点", "上午9点-下午3点", "11-19 09:00 – 11-19 15:00"),
    (THURSDAY, "早上8点到晚上8点都在", "早上8点到晚上8点", "11-19 08:00 – 11-19 20:00"),
    (THURSDAY, "9:30-11:30在家", "9:30-11:30", "11-19 09:30 – 11-19 11:30"),
    (THURSDAY, "十点十一点都行", "十点十一点", "11-19 10:00 – 11-19 12:00"),
    (THURSDAY, "晚上10点到凌晨2点", "晚上10点到凌晨2点", "11-19 22:00 – 11-20 02:00"),
    (THURSDAY, "上午9点到3点", "上午9点到3点", "11-19 09:00 – 11-19 15:00"),
    (THURSDAY, "九点到早上六点没人看", "九点到早上六点", "11-19 09:00 – 11-20 06:00"),
    (THURSDAY, "一个半小时后", "一个半小时后", "11-19 10:30 – 11-19 11:30"),
    (THURSDAY, "十分钟后到", "十分钟后", "11-19 09:10 – 11-19 10:10"),
    (THURSDAY, "下午五点前", "下午五点前", "11-19 09:00 – 11-19 17:00"),
    (SATURDAY_EVENING, "8点以后都在家", "8点以后", "11-21 20:00 – 11-21 22:00"),
    (SATURDAY_EVENING, "9点来", "9点", "11-21 21:00 – 11-21 22:00"),
    (SATURDAY_EVENING, "9:30-11:30在家", "9:30-11:30", "11-22 09:30 – 11-22 11:30"),
    (SATURDAY_EVENING, "五点以后都在家", "五点以后", "11-22 17:00 – 11-22 22:00"),
    (SATURDAY_EVENING, "明天一点来", "明天一点", "11-22 13:00 – 11-22 14:00"),
]

DAYS = [
    ("2026-11-03 09:00", "下个月5号来", "下个月5号", "12-05 00:00 – 12-06 00:00"),
    ("2026-11-03 09:00", "5号来", "5号", "11-05 00:00 – 11-06 00:00"),
    ("2026-01-31 09:00", "30号来", "30号", "03-30 00:00 – 03-31 00:00"),
    (THURSDAY, "五六号来", "五六号", "12-05 00:00 – 12-07 00:00"),
    (THURSDAY, "12/5上午来", "12/5上午", "12-05 08:00 – 12-05 12:00"),
    (THURSDAY, "下个月底", "下个月底", "12-27 00:00 – 01-01 00:00"),
    (THURSDAY, "冬至那天", "冬至", "12-22 00:00 – 12-23 00:00"),
    (THURSDAY, "下周来", "下周", "11-23 00:00 – 11-30 00:00"),
    (THURSDAY, "这周能来吗", "这周", "11-19 09:00 – 11-23 00:00"),
    (THURSDAY, "两天后来", "两天后", "11-21 00:00 – 11-22 00:00"),
    (THURSDAY, "五天内修好", "五天内", "11-19 09:00 – 11-25 00:00"),
    (THURSDAY, "过几天再说", "过几天", "11-21 00:00 – 11-26 00:00"),
    (SATURDAY_EVENING, "双休日都行", "双休日", "11-21 20:30 – 11-23 00:00"),
    ("2026-11-22 09:00", "周末都行", "周末", "11-22 00:00 – 11-23 00:00"),
    (THURSDAY, "工作日晚上来", "工作日晚上", "11-19 18:00 – 11-19 22:00"),
    (SATURDAY_EVENING, "工作日晚上来", "工作日晚上", "11-23 18:00 – 11-23 22:00"),
    (SATURDAY_EVENING, "周一至周五晚上", "周一至周五晚上", "11-23 18:00 – 11-23 22:00"),
    ("2026-11-18 20:30", "周一至周五上午", "周一至周五上午", "11-19 08:00 – 11-19 12:00"),
    (THURSDAY, "周六周日都行", "周六周日", "11-21 00:00 – 11-23 00:00"),
    (SATURDAY_EVENING, "周六上午来", "周六上午", "11-28 08:00 – 11-28 12:00"),
    ("2026-09-16 09:00", "周日补班,晚上在家", "周日补班,晚上", "09-20 18:00 – 09-20 22:00"),
]

BEFORE_AND_AFTER = [
    (THURSDAY, "周五之前修好", "周五之前", "11-19 09:00 – 11-20 00:00"),
    (THURSDAY, "12月5号之前", "12月5号之前", "11-19 09:00 – 12-05 00:00"),
    (THURSDAY, "除夕前能来吗", "除夕前", "11-19 09:00 – 02-05 00:00"),
    ("2026-09-10 09:00", "国庆前弄好", "国庆前", "09-10 09:00 – 10-01 00:00"),
    ("2027-01-10 09:00", "年前修好", "年前", "01-10 09:00 – 02-05 00:00"),
    (THURSDAY, "年前修好就行", "年前", "11-19 09:00 – 02-05 00:00"),
    (THURSDAY, "年底修好就行", "年底", "11-19 09:00 – 01-01 00:00"),
    ("2026-02-10 09:00", "春节后再来", "春节后", "02-24 00:00 – 02-25 00:00"),
    ("2026-09-10 09:00", "国庆节后来", "国庆节后", "10-08 00:00 – 10-09 00:00"),
    ("2026-10-03 09:00", "国庆节后来", "国庆节后", "10-08 00:00 – 10-09 00:00"),
    ("2026-10-03 09:00", "节后来", "节后", "10-08 00:00 – 10-09 00:00"),
    (THURSDAY, "12月20号以后", "12月20号以后", "12-21 00:00 – 12-28 00:00"),
    (THURSDAY, "晚上之前", "晚上之前", "11-19 09:00 – 11-19 18:00"),
]

NOT_THEN = [
    (THURSDAY, "明天上午不行，后天下午吧", "后天下午", "11-21 13:00 – 11-21 18:00"),
    (THURSDAY, "明天上午不行，下午来", "明天上午不行，下午", "11-20 13:00 – 11-20 18:00"),
    (THURSDAY, "周六不在家，周日来", "周日", "11-22 00:00 – 11-23 00:00"),
    (THURSDAY, "明天没空，后天有空", "后天", "11-21 00:00 – 11-22 00:00"),
    (THURSDAY, "不要明天，周六吧", "周六", "11-21 00:00 – 11-22 00:00"),
    (THURSDAY, "明天下午行不行", "明天下午", "11-20 13:00 – 11-20 18:00"),
    (THURSDAY, "明天在不在家", "明天", "11-20 00:00 – 11-21 00:00"),
    (THURSDAY, "明天在家，下午3点来", "明天在家，下午3点", "11-20 15:00 – 11-20 16:00"),
]


@pytest.mark.parametrize(("at", "said", "piece", "meant"), CLOCKS + DAYS + BEFORE_AND_AFTER + NOT_THEN)
def test_what_is_said_means(at: str, said: str, piece: str, meant: str) -> None:
    assert piece_and_time(said, at) == (piece, meant)


@pytest.mark.parametrize("said", [row[1] for row in CLOCKS + DAYS + BEFORE_AND_AFTER + NOT_THEN])
def test_none_of_them_is_overlooked_for_speed(said: str) -> None:
    assert not NEEDED.isdisjoint(READER.read(said).clues)


NO_TIMES = [
    "明天上午不行", "周六不在家", "除了周三", "明天有事",
    "3排5号水管漏了", "5组12号", "三排十五号没电", "中山路12号水管漏了", "5号窗口排队太长",
    "快一点来", "有一点漏水", "三楼一点水都没有", "两年前坏的", "修了三天后又坏了", "用过两天就坏了", "1/2的人没到",
    "这周停了三次水", "34点", "让我等七个工作日",
]  # fmt: skip


@pytest.mark.parametrize("said", NO_TIMES)
def test_what_sounds_like_a_time_and_is_none(said: str) -> None:
    assert found(said, THURSDAY) is None


MOMENTS = [
    ("明天下午三点半", "11-20 15:30"),
    ("下午3点左右", "11-19 15:00"),
    ("下午五点前", "11-19 17:00"),
    ("半小时内到", "11-19 09:30"),
    ("半小时后到", "11-19 09:30"),
    ("明天", None),
    ("明天下午", None),
    ("下午两三点", None),
    ("下午3-5点", None),
    ("下午3点以后", None),
    ("马上到", None),
]


@pytest.mark.parametrize(("said", "at"), MOMENTS)
def test_only_a_clock_names_a_moment(said: str, at: str | None) -> None:
    wished = found(said, THURSDAY)
    assert wished is not None
    assert (wished.wish.at and f"{wished.wish.at:%m-%d %H:%M}") == at


NUMBERS = [("八九", (8, 9)), ("两三", (2, 3)), ("三五", (3, 5)), ("十一二", (11, 12)), ("三四十", (30, 40)),
           ("二十七八", (27, 28)), ("三", (3, 3)), ("二十", (20, 20)), ("12", (12, 12)),
           ("三一", (31, 31))]  # fmt: skip


@pytest.mark.parametrize(("said", "meant"), NUMBERS)
def test_neighbouring_digits_are_said_roughly(said: str, meant: tuple[int, int]) -> None:
    assert about(said) == meant


@pytest.mark.parametrize("part", PARTS)
def test_every_part_of_the_day_is_found(part: str) -> None:
    assert piece_and_time(f"明天{part}8点", THURSDAY)[0] == f"明天{part}8点"


QUANTITIES = [
    ("家里来了十几户邻居", "十几户", None),
    ("几个人来帮忙", "几个人", None),
    ("有30多户没水", "30多户", 30),
    ("来两三个人", "两三个人", 2),
    ("买十斤鸡蛋", "十斤", 10),
    ("卖不动的西瓜3000公斤", "3000公斤", 3000),
    ("碎了两块玻璃", "两块", 2),
    ("300块修空调", None, None),
    ("鸡蛋八块钱一斤", None, None),
    ("谁家有千斤顶", None, None),
]


@pytest.mark.parametrize(("said", "piece", "many"), QUANTITIES)
def test_how_many_is_said(said: str, piece: str | None, many: int | None) -> None:
    slots, parsed = read_slots(READER.read(said), datetime.fromisoformat(THURSDAY).replace(tzinfo=SHANGHAI))
    assert slots.quantity == piece
    assert parsed.quantity == many


def test_every_day_of_the_calendar_can_be_said() -> None:
    """Whatever day it is: names, deadlines and ranges lie ahead, and begin before they end."""
    said = (
        "年前",
        "节后",
        "节前",
        "国庆节后",
        "春节后",
        "周末",
        "周五到周日",
        "31号",
        "下个月31号",
        "2/29",
        "冬至",
        "工作日",
    )
    for day in range(0, 2 * 365, 13):
        at = datetime.fromordinal(date(2026, 1, 1).toordinal() + day).replace(hour=23, minute=30)
        for words in said:
            wished = found(words, at.isoformat(" "))
            assert wished is None or (wished.wish.start and wished.wish.end and wished.wish.start < wished.wish.end)
            assert wished is None or (wished.wish.end and wished.wish.end > at.replace(tzinfo=SHANGHAI))


PIECES = [
    "一",
    "1,",
    "8点-",
    "三点 到",
    "过几",
    "1/1/",
    "周六周",
    "国庆一十",
    "天补班",
    "明天在",
    "明天不",
    "3 ",
    "年前",
    "一个半",
]


@pytest.mark.parametrize("piece", PIECES)
def test_the_longest_text_is_read_to_its_end(piece: str) -> None:
    text = (piece * LONGEST)[: LONGEST - 6] + ",后天下午"
    wished = find_time(text, datetime.fromisoformat(THURSDAY).replace(tzinfo=SHANGHAI))
    assert wished is not None
    AMOUNT.search(text)
