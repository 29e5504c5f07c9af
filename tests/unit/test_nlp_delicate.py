"""Which words make a matter private, whatever its category, and which are never taken for chatter."""

from datetime import UTC, datetime

import pytest

from bot.nlp.delicate import told_in
from bot.nlp.listener import Listener
from community.understanding import Told

NOW = datetime(2026, 11, 26, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "words",
    [
        "我老公打我，孩子也吓哭了",
        "我叔叔摸我，我害怕",
        "继父晚上老进我房间",
        "俺男人又犯浑了，把我头往墙上撞",
        "我爸拿皮带抽我",
        "被前男友跟踪，他知道我住哪",
        "我被同事性骚扰了找谁",
        "被裸聊敲诈了，对方要我打钱",
        "信用卡刷爆了，利滚利还不上，不敢跟家里说",
        "女儿十五岁怀孕了怎么办",
        "想离婚，孩子归谁",
        "我 不想 活了",
        "我.不.想.活.了",
        "我欠了网贷二十万，有人上门催债",
        "有人要跳楼",
        "我儿子不肯上学，也不出房门",
        "孩子在学校被同学欺负",
        "天天被婆婆打骂",
        "活着没意思",
        "我爸查出癌症了，化疗要人陪",
        "我有乙肝，想问问体检",
        "我今年12岁，爸妈不在家",
        "我读三年级，没人接我",
        "我爸化療完回家，想找人陪診",
        "我懷孕想墮胎，誰陪我去醫院",
        "我想自殺",
        "我想自\u200b杀",
        "我 想 自 杀",
        "I have HIV and need someone to go to the clinic with me",
        "my husband beats me",
        "I can't repay my loans, debt collectors are at my door",
        "I want to kill myself",
        "My son is being bullied at school",
        "I am 10 years old and nobody is home",
        "我老公在外头有人了，我想问问离婚财产咋分",
        "媳妇跟人跑了，孩子归谁",
        "我儿子精神病犯了，谁能帮忙送医院",
        "家里老人瘫了，屎尿都在床上，想找个护工",
        "我女儿未婚生了孩子，怎么上户口",
        "俺尿裤子好些天了",
        "前夫不给抚养费",
        "我刚出狱，想找个活",
    ],
)
def test_what_nobody_wants_read_out(listener: Listener, words: str) -> None:
    assert told_in(words)
    assert listener.understand(words, now=NOW).delicate


@pytest.mark.parametrize(
    "words",
    [
        "厨房灯不亮了",
        "跳楼价大甩卖",
        "把我快递放门口",
        "糟蹋粮食可惜了",
        "离婚率又涨了",
        "我不想 活动室见",
        "我妈不在家，打我电话就行",
        "我老公打我电话没接",
        "想死你们了",
        "隔壁虐待小动物",
        "物业费没交",
        "我五岁的儿子把门反锁了",
        "我在小学门口看见路灯坏了",
        "我是三年级班主任，教室灯不亮",
        "老人想量血压",
        "My grandpa's hearing aids are broken",
        "My husband hits the gym every day",
        "I am 10 minutes late",
        "媳妇跟人跑步去了",
        "小孩尿裤子了，谁有备用裤子",
        "我老公在外面有人等他",
        "热死了算了",
        "这鱼死了还干净点",
        "他喝了酒就打车回家",
        "儿子骂我推塔太慢",
        "宝宝睡着了就别再吵了",
        "等我死了你们也得跳广场舞哈哈",
        "我通了半天没用，马桶堵死了",
        "我手机没用了，卡死了",
        "我熏药没用，蟑螂还没死",
        "这破路灯不如没了好",
        "中午一觉睡过去了，快递没拿",
        "等我走了你们再找物业",
        "他说打死我也不来",
        "小区绿化带里狗屎尿臭死了没人管",
        "我妈说外面有人敲门",
    ],
)
def test_ordinary_talk_is_not_delicate(listener: Listener, words: str) -> None:
    assert not told_in(words)
    assert not listener.understand(words, now=NOW).delicate


def test_violence_and_despair_are_told_apart() -> None:
    assert told_in("我老公打我") == {Told.VIOLENCE}
    assert told_in("有人要跳楼") == {Told.DESPAIR}


@pytest.mark.parametrize(
    "words",
    [
        "我老公打我", "活着没意思", "我想自殺", "I want to kill myself", "他天天家暴我妈", "死了算了", "俺不如死了算了",
        "俺活着也是个累赘，不如死了算了", "拖累孩子，不如死了", "活着太累，想睡过去再也不醒", "想睡着了就别再醒",
        "我死了你们就清净了", "等我死了你们别难过", "不想在这世上待了", "老天爷咋不收了俺去", "早死早托生",
        "谢谢大家一直照顾我，我先走一步了", "这日子过着没啥意思了，谢谢大家这几年的照顾", "俺儿一喝酒就打俺",
        "俺儿媳妇天天骂俺，还推俺", "他说要弄死我", "我老公喝了酒要打我",
    ],
)  # fmt: skip
def test_who_may_come_to_harm_is_grave(listener: Listener, words: str) -> None:
    assert listener.understand(words, now=NOW).grave


@pytest.mark.parametrize(
    "words",
    [
        "跳楼机谁敢坐",
        "作业写得我想死",
        "剧里那姑娘割腕了，编剧真狠心",
        "自杀式减肥法第一天：不吃宵夜",
        "每天一个鸡蛋等于慢性自杀",
        "累死了，不想活了，哈哈",
        "听说西边小区有人跳楼，真的假的",
        "上个月跳楼那事别再传了",
        "反家暴讲座周五在活动室",
        "心里烦，没到想不开那步，就是想倾诉一下",
        "你就是欠揍",
        "我欠了网贷",
    ],
)
def test_a_film_a_lecture_hearsay_and_a_way_of_speaking_are_not(listener: Listener, words: str) -> None:
    assert not listener.understand(words, now=NOW).grave


@pytest.mark.parametrize(
    "words",
    ["我不想活了哈哈", "哈哈我真的想死了，药都买好了", "笑死，我站楼顶呢，风好大，跳下去就解脱了", "我不 想活了"],
)
def test_who_laughs_or_spells_it_apart_despairs_all_the_same(listener: Listener, words: str) -> None:
    assert listener.understand(words, now=NOW).grave


@pytest.mark.parametrize(
    ("words", "urgent"),
    [
        ("不是演习，着火了快跑", True),
        ("我妈从老家来才两天，刚才晕倒了叫不醒", True),
        ("哈哈哈不是开玩笑，电梯真的把我困住了，没人理", True),
        ("演习，着火了快跑", False),
        ("电视剧里着火了", False),
        ("老家那边电梯困人了，新闻里说的", False),
    ],
)
def test_a_word_in_passing_hides_no_danger(listener: Listener, words: str, urgent: bool) -> None:
    assert listener.understand(words, now=NOW).urgent is urgent
