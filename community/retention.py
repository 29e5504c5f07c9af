"""How long what is kept, and why: the one table that the nightly tidying follows and the privacy note reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Holding(StrEnum):
    """A kind of thing that is kept."""

    RAW = "raw"
    QUARANTINED = "quarantined"
    NUMBERS = "numbers"
    LOOSE = "loose"
    DOUBTS = "doubts"
    DRAFTS = "drafts"
    LETTERS = "letters"
    PARTICULARS = "particulars"
    WORDS = "words"
    PROFILE = "profile"
    NAMES = "names"
    GOING = "going"
    LABELS = "labels"
    ANNOUNCEMENTS = "announcements"


@dataclass(frozen=True, slots=True)
class Kept:
    """For how long, counted from when. `reason`: why not shorter, in words for the people concerned."""

    name: str
    lasts: timedelta
    since: str
    reason: str


def _days(days: int) -> timedelta:
    return timedelta(days=days)


RETENTION: Mapping[Holding, Kept] = {
    # 每夜清一次，所以比承诺的三天早一天开始清
    Holding.RAW: Kept("Telegram 原始消息", _days(2), "收到", "出错时能重放，前后的话连起来听；连等夜里，最多三天"),
    Holding.QUARANTINED: Kept("没能处理的原始消息", _days(3), "收到", "等工作人员看过、重放；过了只留哪里出的错"),
    Holding.NUMBERS: Kept("消息的序号", _days(7), "收到", "同一条消息不办两遍；没有内容"),
    Holding.LOOSE: Kept("没有变成事项的话", _days(3), "说出", "可能是后一句话的前半截"),
    Holding.DOUBTS: Kept("拿不准、问过您的话", _days(30), "说出", "工作人员可能还要看"),
    Holding.DRAFTS: Kept("写到一半没写完的", _days(1), "过期", "可能接着写"),
    Holding.LETTERS: Kept("机器人发过的通知", _days(30), "写下", "没送到的可以再发；之后整行删除"),
    Holding.PARTICULARS: Kept("门牌、电话、照片、语音（原话里的也遮住）", _days(90), "事项结束", "返修和回访要用"),
    Holding.WORDS: Kept("事项的原话和答复", _days(730), "事项结束", "投诉和纠纷复查；之后只留编号、类别、时间"),
    Holding.PROFILE: Kept("您留给下次用的电话、门牌", _days(365), "最后一件事项", "一年没来，多半已经变了"),
    Holding.NAMES: Kept("称呼", _days(730), "最后一件事项", "和事项的原话一样久；再来说话又记下"),
    Holding.GOING: Kept("大集“我要去”", _days(90), "点下", "统计到场人数"),
    Holding.LABELS: Kept("给机器人纠正的话（已遮住电话门牌）", _days(730), "纠正", "机器人靠它学"),
    Holding.ANNOUNCEMENTS: Kept("公告的原文", _days(730), "写下", "工作人员查发过什么；群里的不动"),
}
"""Everything that holds words or numbers of people.

What is not here holds ids, times and states, or is what staff and partners make public of their work and change there:
names of places, communities and partners, the guide, the words that the bot was taught.
"""
