"""Danger in the plainest words that people have for it, and the talk that only looks like it."""

from datetime import UTC, datetime

import pytest

from bot.nlp.listener import Listener

NOW = datetime(2026, 11, 26, 1, tzinfo=UTC)
PLAIN = """\
失火了
3号楼失火了
失火啦
着火了
著火了
3号楼2单元着火啦
楼道里着火了
快来人，厨房起火了
走水啦！快跑
救火啊
天然气泄露
煤气泄露
3号楼天然气泄漏了
家里煤气漏了
煤气中毒了，快来人
有小偷
有小偷！快来
家里进贼了
小偷进我家了
抓小偷
我被人打了
有人被砍了
有人持刀伤人
我被家暴了
老公家暴我
我老公在打我
孩子离家出走了
我女儿离家出走了
孩子丢了
老人走丢了
我想自杀
我要自杀
我想自殺
我想结束生命
我不想活了
有人要跳楼
有人落水了
孩子触电了
有人晕倒了
老人突发心梗
我爸没有呼吸了
救命啊
电梯困人了
我被困电梯里了
房子塌了
墙塌了砸到人了
爆炸了
电梯门打不开了我出不去
电梯门打不开，我在里头
我在电梯里，门不开
电梯不动了，门也开不开，就我一个人
水漫到床边了，救救俺
水都到脚脖子了
俺家老人家没气了""".splitlines()
IN_ENGLISH = [
    "There is a fire in building 3",
    "Building 3 is on fire",
    "Fire! Help!",
    "There's a gas leak in my kitchen",
    "I want to kill myself",
    "Someone is trying to break in",
]
ALIKE = """\
失火了那次，全楼的人都下来帮忙
电影里失火了，特效真假
昨晚电视剧里3号楼失火了
要是失火了往哪跑
失火了怎么办？消防讲座周三下午
去年这楼失火了，现在好了
演习：周三3号楼失火了怎么逃生
嗓子着火了，多喝水
今天热得跟着火了一样
这家店火了
煤气泄露怎么预防
天然气泄露的预防小知识
听说隔壁小区天然气泄漏了
煤气泄漏报警器多少钱
反家暴讲座周五在活动室
被家暴了怎么办？妇联宣传单
家暴零容忍，妇联倡议书
电视里那个男的家暴老婆，看着来气
老公打我电话没接
防自杀热线宣传，请转发
新闻里说有人自杀了
我想自杀式减肥，哈哈
这游戏打得我想自杀
小说里她想结束生命
我想结束这段感情
作业写得我想死
跳楼机谁敢坐
跳楼价甩卖
离家出走那几年我一直在外地
小时候我也离家出走过
我家猫离家出走了
小偷家族这电影好看
有小偷这个词用英语怎么说
去年我家进小偷了
谨防小偷
时间就是小偷
救命，这也太好笑了
救命稻草
触电了一般的感觉
笑死，墙塌了是游戏里的
地震预警演练，房子塌了怎么自救
爆炸新闻
气球没气了
我自行车没气了，谁家有打气筒借一下
煤气罐没气了，哪里能换气
电梯门打不开，上不去楼
我在电梯里捡到一张公交卡，谁的
我在电梯里捡到一串钥匙，没人认领
电梯停了好几天，18楼就我一个老太太爬不动
老人瘫痪了，谁能帮忙端水到床边
水到渠成""".splitlines()
ALIKE_IN_ENGLISH = [
    "Fire drill in building 3 tomorrow",
    "There was a fire in the movie",
    "You are on fire today, great job",
]


@pytest.mark.parametrize("said", [*PLAIN, *IN_ENGLISH])
def test_danger_said_plainly_is_heard(listener: Listener, said: str) -> None:
    assert listener.understand(said, now=NOW).urgent


@pytest.mark.parametrize("said", PLAIN[:36])
def test_it_is_heard_with_a_door_and_a_call_around_it(listener: Listener, said: str) -> None:
    assert listener.understand(f"3号楼2单元501 {said}！", now=NOW).urgent


@pytest.mark.parametrize("said", [*ALIKE, *ALIKE_IN_ENGLISH])
def test_what_only_looks_like_it_alarms_nobody(listener: Listener, said: str) -> None:
    assert not listener.understand(said, now=NOW).urgent


@pytest.mark.parametrize(
    "said", ["我妈是5号楼1单元302，她记错门了，电话打我的13855551234", "打我电话13855551234", "到了打我手机"]
)
def test_who_wants_to_be_called_is_not_beaten(listener: Listener, said: str) -> None:
    meaning = listener.understand(said, now=NOW)
    assert not meaning.urgent
    assert not any(cue.startswith("danger:") for cue in meaning.cues)
