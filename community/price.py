"""What a partner wrote as their price, and whether it is the price of what is asked for."""

import re

_GENERAL = re.compile(
    r"上门|到家|入户|在家|家里|店[里内]|[到在进]店|门店|志愿|服务队|不|男士?|女士?|成人|大人|儿童|小孩|孩子|[长短]发|工作日|周末|节假日|晚上|夜间|白天|早上"
    r"|包[月年季]|[半全]天|会员|街道|社区|本|内|外|每?(?:小时|次|天|户|平米?|平方米?|件|人|个|台)|起步?价?|收费|费用?|元|块钱?|免费|公益|低偿|市场价?|材料|配件|工时|人工|另[算计收付]|面议|协商"
    r"|看情况|按|以内|左右|大约|约|不含|含|和|或|老人|残疾人?|优惠|打?[一二三四五六七八九]折|半价|第一|首|超过|再|加|减|只收|基本|服务|维修|修理|安装|换|修|做|洗|到|的"
    r"|[\d一二两三四五六七八九十百千半/／.,，。、;；:：()（）\s~～+－—-]"
)


_COSTS = re.compile(r"[\d一二两三四五六七八九十百千半]\s*(?:元|块)")


def costs(price: str) -> bool:
    """Whether it names a sum at all."""
    return _COSTS.search(price) is not None


def fits(price: str, words: str) -> bool:
    """Whether `price` may be told for `words`: it names nothing in particular (上门 20 元), or something of theirs.

    换灯管 15 元 says nothing of a tap.
    """
    named = set(_GENERAL.sub("", price))
    return not named or not named.isdisjoint(words)
