"""Why a resident says that done is not solved: the reasons that stand on buttons, and complaints about a person."""

import re
from enum import StrEnum


class Reason(StrEnum):
    """A ready-made reason."""

    UNDONE = "undone"  # 问题还在
    PARTLY = "partly"  # 只办了一部分
    MANNER = "manner"  # 收费、态度不满意


class Ignored(StrEnum):
    """Why staff set a matter aside."""

    CHATTER = "chatter"  # 不是诉求
    KNOWN = "known"  # 说过了，已经在办
    BEYOND = "beyond"  # 社区办不了
    MISTAKE = "mistake"  # 发错了


NO_NEED = frozenset({Ignored.CHATTER, Ignored.MISTAKE})
"""What the engine learns from: a need that nobody can meet is one all the same."""


_SUM = r"[\d一二两三四五六七八九十百千]+(?:元|块钱?)"
_COMPLAINT = re.compile(
    rf"没[有人见]?.{{0,2}}(?:来|上门|露面|见着?人|动手|干活)|没人[来管]|人不来|不(?:上门|露面)|点了?.{{0,3}}(?:办结|完成)"
    rf"|[收要花].{{0,4}}[钱费]|[收要花].{{0,4}}{_SUM}|{_SUM}|贵|宰[人客]|坑[人我钱了]|骗"
    r"|态度|脾气|骂|凶[我巴]|吼|不耐烦|难听|糊弄|敷衍|应付|磨洋工|投诉|举报|差评|不负责|喝了?酒|偷|拿走|动手动脚|不要脸|缺德|黑心"
)


_ANOTHER = re.compile(
    r"(?:换|[另再重](?:新|外)?[找派请叫换安](?:排)?)(?:[个一别]|一个|其他|别的|别家的)?(?:人(?!行|工)|别人|师傅|别?家(?![具电里])|一家|店|位(?![置子])|手艺|理发的|修的)"
    r"|(?:别|不要|不想|不愿意?|甭|不用|不能)(?:再)?(?:[让叫要派找请用见]到?|是)?(?:再)?(?:他|她|这个?人|那个?人|这[位家]|那[位家]|原来那|上次那|同一)"
    r"|找别[人家的]|(?:他|她|这[位家人]|那[位家人]|他们|她们)(?:就|以后)?(?:别|不要|不用|甭|不许)(?:再)?(?:来|上门)|除了(?:他|她|这家|那家)"
)


def wants_another(words: str) -> bool:
    """Whether anybody is wanted but whoever came: 换个人, 别让他来了."""
    return _ANOTHER.search(words) is not None


def is_complaint(why: str, words: str) -> bool:
    """Whether it is about the person who came, or did not, or about money: for staff alone, who look into it."""
    return why == Reason.MANNER or _COMPLAINT.search(words) is not None or wants_another(words)
