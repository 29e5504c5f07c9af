"""What played sessions found the listener to mishear."""

from datetime import UTC, datetime

import pytest

from bot.nlp import Listener
from community.understanding import Band, Kind, Understanding

NOW = datetime(2026, 11, 19, 1, 0, tzinfo=UTC)


def hear(listener: Listener, said: str) -> Understanding:
    return listener.understand(said, now=NOW)


PAST = [
    "昨天晚上灯就不亮了",
    "楼上天天半夜吵闹",
    "昨晚灯就不亮了",
    "前天下午水就停了",
    "刚才灯不亮了",
    "楼上每天晚上吵",
    "老是半夜吵，管管吧",
    "半夜老是跺脚，睡不着",
    "上周三电梯停了",
    "楼道灯坏了好几天了，晚上黑得看不见",
    "隔壁夜里吵得睡不着",
    "老人晚上不敢出门，路灯坏了",
    "暖气不热，这一晚上咋过",
    "燃气没了中午饭都没法做",
    "窗户半夜晃得睡不着",
    "早上起来一看全是水，水管漏了",
]


@pytest.mark.parametrize("said", PAST)
def test_what_was_or_always_is_so_is_no_wished_time(listener: Listener, said: str) -> None:
    heard = hear(listener, said)
    assert (heard.slots.time, heard.parsed.time) == (None, None)


@pytest.mark.parametrize(
    ("said", "time"),
    [
        ("昨天晚上灯就不亮了，明天上午来修吧", "明天上午"),
        ("下水道堵了，晚上都在家", "晚上"),
        ("灯坏了，从下午3点到5点有人", "下午3点到5点"),
        ("每天晚上六点以后在家", "晚上六点以后"),
        ("白天上班，晚上总在家", "晚上"),
        ("灯坏了，晚上来修吧，太黑了", "晚上"),
        ("下水道堵了，今晚不敢用水，今晚能来吗", "今晚"),
        ("灯坏了，恁中午来不中，两点以后来", "两点以后"),
        ("灯坏了，明天来中不中", "明天"),
    ],
)
def test_the_wish_beside_the_past_is_still_found(listener: Listener, said: str, time: str) -> None:
    assert hear(listener, said).slots.time == time


PLACES = [
    ("帮2号楼张大爷报个修，卫生间下水堵了，3单元201", "2号楼3单元201", ("2", "3", "201")),
    ("3号楼2单元的，厨房灯不亮，就是2单元501", "3号楼2单元501", ("3", "2", "501")),
    ("5号楼李奶奶家水管坏了，5号楼2单元102", "5号楼2单元102", ("5", "2", "102")),
    ("2号楼的灯坏了，2单元的，就是501室", "2号楼2单元501室", ("2", "2", "501")),
    ("3号楼2单元501水管漏了，漏到5号楼1单元了", "3号楼2单元501", ("3", "2", "501")),
    ("3号楼电梯坏了，5号楼2单元的也坏了", "3号楼", ("3", None, None)),
]


@pytest.mark.parametrize(("said", "place", "door"), PLACES)
def test_the_closest_place_is_kept(
    listener: Listener, said: str, place: str, door: tuple[str | None, str | None, str | None]
) -> None:
    heard = hear(listener, said)
    assert heard.slots.place == place
    found = heard.parsed.door
    assert found is not None and (found.building, found.unit, found.room) == door


def test_a_house_without_a_number_is_named_by_its_landmark(listener: Listener) -> None:
    assert hear(listener, "老粮站对面那个楼，三楼东户，灯坏了").slots.place == "老粮站对面那个楼，三楼东户"
    assert hear(listener, "灯坏了，老粮站对面那个楼").slots.place == "老粮站对面那个楼"


CERTAIN = [
    ("电梯里困人了", "safety"),
    ("电梯把人关里面了", "safety"),
    ("2号楼电梯又困了一个孩子", "safety"),
    ("孩子吞了纽扣电池", "health"),
    ("娃把洗衣凝珠吞下去了怎么办", "health"),
    ("我被我对象打了，身上都是伤", "safety"),
    ("我老公又打我了", "safety"),
    ("我被人打了", "safety"),
    ("电池被孩子吃了", "health"),
    ("有人在楼顶边上坐着要跳", "counselling"),
    ("老人倒在地上叫不醒", "health"),
    ("隔壁两天没开门敲也不应", "health"),
    ("上次就困过，现在电梯里又困人了", "safety"),
]


@pytest.mark.parametrize(("said", "category"), CERTAIN)
def test_a_plain_word_of_danger_needs_no_weighing(listener: Listener, said: str, category: str) -> None:
    heard = hear(listener, said)
    assert heard.urgent
    assert (heard.kind, heard.band, heard.categories[0].code) == (Kind.NEED, Band.TAKE, category)


UNCERTAIN = [
    "去年电梯里困人了，后来换了新的",
    "听说隔壁小区电梯里困人了",
    "周三电梯困人演练，请大家别紧张",
    "电影里孩子吞了纽扣电池",
    "电梯里困人了，已经救出来了，没事了",
    "新闻里说有人在楼顶要跳",
    "前阵子电梯困过人，换了主板就好了",
    "孩子吃了硬币巧克力",
    "我被孩子打败了",
    "我被打脸了",
]


@pytest.mark.parametrize("said", UNCERTAIN)
def test_danger_past_heard_of_played_or_over_is_none(listener: Listener, said: str) -> None:
    assert not hear(listener, said).urgent


LEAKS = [
    "她家水管漏水，5号楼2单元102",
    "我家马桶堵了，水都漫出来了，3号楼2单元501",
    "5号楼李奶奶家水管坏了，5号楼2单元102",
    "厨房下水堵了，水溢出来了，电话13812345678",
]


@pytest.mark.parametrize("said", LEAKS)
def test_a_leak_or_an_overflow_is_no_danger_to_life(listener: Listener, said: str) -> None:
    heard = hear(listener, said)
    assert (heard.kind, heard.categories[0].code) == (Kind.NEED, "repair")
    assert not heard.urgent


@pytest.mark.parametrize("said", ["水管爆了，水喷得满屋都是", "水从天花板往下灌，灯都在冒火花，3号楼501", "救命，七栋"])
def test_a_flood_or_a_cry_stays_a_danger(listener: Listener, said: str) -> None:
    assert hear(listener, said).urgent


def test_almost_fainting_from_fright_is_no_danger(listener: Listener) -> None:
    assert not hear(listener, "吓死我了差点晕倒").urgent


TWO = [
    ("下午四点半孩子放学没人接，还有我家洗衣机不转了也想找人修修", {"childcare", "repair"}),
    ("想给我妈理个发，另外洗衣机坏了", {"household", "repair"}),
    ("下水道堵了，再找个理发的", {"repair", "household"}),
    ("楼道灯不亮，垃圾也没人收", {"property", "sanitation"}),
    ("冰箱不制冷了，顺便想问谁会磨刀，想磨把菜刀", {"repair", "household"}),
]


@pytest.mark.parametrize(("said", "categories"), TWO)
def test_two_needs_in_one_breath_are_two(listener: Listener, said: str, categories: set[str]) -> None:
    heard = hear(listener, said)
    assert heard.several == 2
    assert {one.code for one in heard.categories[:2]} == categories


@pytest.mark.parametrize(
    "said",
    ["厨房灯不亮了，开关也不灵", "电梯又停了，老人也下不来", "洗衣机坏了，还有水也漏了", "下水道堵了，谁能来通一下"],
)
def test_one_need_told_at_length_is_one(listener: Listener, said: str) -> None:
    assert hear(listener, said).several == 1


@pytest.mark.parametrize("said", ["低保怎么申请？", "请问医保卡丢了去哪里补办？"])
def test_a_question_to_the_office_is_an_inquiry(listener: Listener, said: str) -> None:
    heard = hear(listener, said)
    assert (heard.kind, heard.categories[0].code, heard.several) == (Kind.INQUIRY, "affairs", 1)


@pytest.mark.parametrize(
    ("said", "category"),
    [("家里空调不制热了，能来修吗", "repair"), ("我88岁了一个人在家下不了床，没人管", "eldercare")],
)
def test_a_missed_need_is_taken(listener: Listener, said: str, category: str) -> None:
    heard = hear(listener, said)
    assert (heard.kind, heard.band, heard.categories[0].code) == (Kind.NEED, Band.TAKE, category)


@pytest.mark.parametrize("said", ["充电宝没电了", "我手机快没电了", "昨天帮我抬菜上楼的小伙子，谢谢啊"])
def test_what_nobody_can_come_for_is_chatter(listener: Listener, said: str) -> None:
    assert hear(listener, said).kind is Kind.CHATTER


def test_the_bitter_are_asked_and_elsewhere_is_not_taken(listener: Listener) -> None:
    assert hear(listener, "这电梯修得真好，一天坏三回").band is Band.ASK
    assert hear(listener, "隔壁小区电梯坏了").band is not Band.TAKE


@pytest.mark.parametrize("said", ["马桶溢水了", "卫生间返水，漫了一地", "我家马桶堵了，水都漫出来了，3号楼2单元501"])
def test_what_runs_over_is_urgent(listener: Listener, said: str) -> None:
    assert hear(listener, said).urgency == 2


NOW_AND_THEN = [
    ("昨天晚上灯就不亮了", "repair"),
    ("刚才停电了", "municipal"),
    ("刚才灯不亮了", "repair"),
    ("每天晚上楼上吵", "mediation"),
    ("下水道堵了", "repair"),
]


@pytest.mark.parametrize(("said", "category"), NOW_AND_THEN)
def test_since_when_it_is_so_makes_it_no_less_a_need(listener: Listener, said: str, category: str) -> None:
    heard = hear(listener, said)
    assert (heard.kind, heard.categories[0].code) == (Kind.NEED, category)
    assert heard.band is not Band.SILENT


@pytest.mark.parametrize("said", ["楼上漏水，灯都滴水了", "楼上漏水漏到插座了", "电表箱进水了"])
def test_water_on_what_carries_current_is_urgent(listener: Listener, said: str) -> None:
    assert hear(listener, said).urgency >= 2


UNNAMED_DANGER = [
    "俺爹叫不应了，嘴角往一边歪",
    "屋里一股坏鸡蛋味，头都晕了",
    "孩子手卷进绞肉机了拔不出来",
    "奶奶早上出门到现在没回来，她糊涂不认得路",
    "他把门反锁了说下辈子再见，药瓶空了",
    "灶台烧起来了，火苗窜到油烟机上了",
]


@pytest.mark.parametrize("said", UNNAMED_DANGER)
def test_danger_told_in_plain_words_is_heard(listener: Listener, said: str) -> None:
    assert hear(listener, said).urgent


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("有没有一起跳广场舞的", None),
        ("麻烦问一下社区活动室几点开门", "社区活动室"),
        ("听说社区有养老服务", None),
        ("想报名社区食堂送餐", None),
        ("网上说街道能办", None),
        ("俺家楼道灯不亮", "楼道"),
        ("下水道堵了满楼道都是", "楼道"),
        ("谁家狗拉屎不收拾啊天天一楼门口", "一楼门口"),
        ("般阳路与新建三路路口红绿灯坏了", "般阳路与新建三路"),
        ("老家属院门口的灯不亮了", "老家属院门口"),
    ],
)
def test_what_leads_up_to_a_place_is_no_part_of_it(listener: Listener, said: str, place: str | None) -> None:
    assert hear(listener, said).slots.place == place
