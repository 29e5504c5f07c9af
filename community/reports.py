"""What a partner writes after 办结: what tells of the work, of what was paid, and of the partner itself. Pure."""

import re

_NUMERAL = "零一二三四五六七八九十百千两"
_PART = r"(?:上门|材料|配件|工时|人工|跑腿|手工)(?:费|钱)?"
_PART_FREE = re.compile(rf"{_PART}(?:都|就|也|我)?(?:没[要收]|[不免][要收]?)(?:了|费|钱|她的?|他的?|您的?)?")
_TAKEN = re.compile(
    rf"(?:[收要付给花]|一?共|总共|合计|算)(?:了|您|你|他|她|大[娘爷妈]|的|是){{0,3}}\s*(\d{{1,5}}(?:\.\d{{1,2}})?|[{_NUMERAL}]{{1,6}})"
    rf"(?![\d{_NUMERAL}.年月日号點点:：时分个只根件次条米楼层天趟遍户家位台把块桶]|元)"
)
_BARE = re.compile(
    rf"(?:^(?=\S{{1,5}}$)|[,，。;；、\s](?!\d{{3}}))(\d{{1,4}}|[{_NUMERAL}]?[十百][{_NUMERAL}]{{0,2}})[。.!！~]?$"
)
"""Nothing but a number, at the end; one of three figures may be a flat."""
_NOTHING = re.compile(
    r"[一分]?分(?:钱|文)(?:都|也)?(?:没|不|未)|没[要收](?:他|她|您|你|大[娘爷妈]|人家?)?(?:的)?(?:一分|费用?|钱)?(?=$|[,，。.!！;；、\s了])"
    r"|(?:钱|费用?)(?:都|也|就|我)?(?:没|不|免)[要收]?|白[帮干]|义务"
)
_DEEDS = "换修装通清擦洗剪理补拆接焊配测量送搬扫磨缝做弄办调加充陪查教收打安铺刷推捶"
_WORK = re.compile(
    rf"(?<![不别没想要能会])[{_DEEDS}](?:[了好完过通上妥成净开]|下来|干净)"
    rf"|(?:检查|维修|更换|安装|疏通|处理|解决|收拾|打扫|清理|清洗|修理|调试)[了好完过]?|好了|完[了成]|正常|没问题|修[得的]"
)
_ON_THE_MARKET = re.compile(
    r"派[单活]|[接推]单|单子|合伙人|[不别](?:想|愿意?|打算)?(?:再|在这)?(?:儿|里)?[干做](?:了|$)|(?:把我|我的?).{0,4}删|退出|退群|请.{0,3}假"
    r"|老家|歇[着一几班]|休[息班假]|名[单册]|经办人|涨价|调价|改价"
)


def without_parts(words: str) -> str:
    """The words without what was not taken for a part of it, such as the way: 上门费没要."""
    return _PART_FREE.sub("", words)


def amount_in(words: str) -> str | None:
    """The last amount that was taken, in figures or numerals, where no 元 stands with it: 收35."""
    found = [*_TAKEN.finditer(words)] or [*_BARE.finditer(words)]
    return found[-1][1] if found else None


def took_nothing(words: str) -> bool:
    """钱没要, 义务帮忙"""
    return _NOTHING.search(words) is not None


def of_work(words: str) -> bool:
    """Whether something is said to be done."""
    return _WORK.search(words) is not None and not of_oneself(words)


def of_oneself(words: str) -> bool:
    """Whether a partner speaks of what it takes on, and of who acts for it: 别给我派单, 我不想在这干了."""
    return _ON_THE_MARKET.search(words) is not None
