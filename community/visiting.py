"""What people say of a visit that is under way or over, and of taking one: that it is done, given back, what it was
like, where they are meanwhile.

Pure tests of words, for those who wait and those who come, beside `community.coming`.
"""

import re

from community.coming import asks

_PARTS = re.compile(r"[，。！？,.!?;；\n]")
_LONGEST_DEED = 14
_DEEDS = "修补理剪弄换装通擦洗焊配磨缝疏清扫做办裁钉糊刷陪拆接按捶推"
_ENDED = _DEEDS.replace("通", "").replace("接", "")
"""What, with nothing but 了, is done: 电话打通了 is not, and who says 接了 has only begun."""
_BEFORE = r"(?<![不没别快要想能会再就又])"
_DONE = re.compile(
    rf"{_BEFORE}[{_DEEDS}](?:(?<!做)好|完|通|上|妥|掉|利索|干净)[了啦嘞]|{_BEFORE}[{_ENDED}]过?[了啦嘞]$"
    r"|搞定|完活|完事了?$|^好了$|利索了"
)
_BEGUN_OR_DONE = re.compile(rf"{_BEFORE}[{_ENDED}通]过?[了啦嘞]")
_TAKEN = re.compile(
    r"收[了您你他她]?\s*[\d一二三四五六七八九十]|没[收要]|[\d一二三四五六七八九十百]\s*(?:元|块)|不要钱|免费"
)
_NOT_DONE = re.compile(
    r"时间|地方|[吗么没不快还再等几啥哪谁]|马上|什么|怎么|一半|半天|[去到送取拿]|出发|路上|要是|如果|今天|明天"
    r"|这就|过[来去]|下一|[上下]家|[上那]一?家|昨|明儿|后[天儿]|[待等一]会|晚点|下午|剩|第[一二三四五\d]|[好完]了[一两二三几]个(?!\w)"
    r"|电话.{0,4}通|(?:孩子|娃|老人|人).{0,3}接"
)
_HARMLESS = re.compile(
    r"没[收要]|不[要收][您你]?钱|没(?:事|问题|毛病)|不容易|不客气|不[用谢]+|不[漏滴堵响晃卡]了?"
    r"|(?:有|出)(?:什么|啥)?(?:事|问题|毛病).{0,4}再[找叫说联来]|不行再[找叫联]"
)
"""What is said beside work that is done, though it sounds as if something were not: 没收钱, 有问题再找我."""
_GIVES_BACK = re.compile(
    r"^(?:不好意思|抱歉|对不起)?[，,\s]*(?:这一?[单个活]|那一?[单个活]|[A-Z]{2}-\d{4}-\d{2,}|[一-鿿]{1,5}家(?:那个|的|那单)?)?"
    r"[我俺咱]?们?(?:先|就|给)?(?:退(?:了|单|回|掉|一下)?|[办做干接弄修]不了)(?:吧|了|啊|单|这单|这个|哈|给别人)*[，。,.!！~\s]*$"
)
_WHEREABOUTS = re.compile(
    r"出[来去门](?!水|问题)|不在家|[回到]家|回来|在家|家里(?:就|只|没|有)|门没锁|钥匙|在(?:外面|医院|单位|路上)|接孩子|上班|下不了[床楼]"
)
_WANTS = re.compile(
    r"找|帮|谁能|谁会|谁有|有没有|需要|想[找请要]|求|请|麻烦|派|来个|来人|能不能(?!.{0,4}(?:来|到|改|换))|缺|雇|代[办买驾]|坏了|堵了|漏|停[水电]"
)
_OWN_HOME = re.compile(r"[我俺咱]们?家|家里")
_WAS = re.compile(
    rf"[{_DEEDS}干](?:的|得)(?:还|挺|很|真|太|不|好|一般|可以|行)|来(?:的|得)?太?[晚迟早]了?|迟到|手艺|态度|说好.{{0,6}}[嘛吗的]?$|不是说好|白跑|爽约"
    r"|(?:人|师傅|[他她])[^，。！？]{0,3}没来|来都没来|^(?:都|也|还|根本)?没来"
)
_TAKES = re.compile(
    r"^(?:那|行|好|没事|放心)?[，,\s]*(?:我们?|俺们?|咱们?)(?:可以|能|就|马上|这就|现在|一会儿?|待会儿?|下午|上午|晚上|今天|明天|过会儿?)*"
    r"(?:来|去|接|过去|过来|上门)(?:吧|了|单|这单|看看|一趟|弄|修|办|做|跑一趟|瞧瞧|帮|给(?:他|她|您|你)?(?:看看|修|弄|换|剪|理)|接)*"
    r"(?=$|[，,。.!！~\s吧])"
)
_LONGEST_TAKING = 24
_EXCLAIMS = re.compile(r"^我去[，,。.！!？?～~\s]")
_PLEDGES = re.compile(
    r"接这?单|(?<![来去])接|[修弄]|(?:[\d一二两三四五六七八九十半]个?)(?:点|分钟|刻钟|小时|钟头)|[上中下]午|晚上|[今明后][天晚早]"
)
"""What makes 我来 one's word: a time, or that it is done, or taken."""
_ON_THE_WAY = re.compile(r"了\W*$")


def done(text: str) -> bool:
    """Whether whoever comes says that the work is done: 补好了，收了15."""
    first, _, rest = text.strip().replace(",", "，").partition("，")
    first = _PARTS.split(first, maxsplit=1)[0]
    if len(first) > _LONGEST_DEED or asks(text) or _NOT_DONE.search(_HARMLESS.sub("", text)):
        return False
    return bool(_DONE.search(first) or (_BEGUN_OR_DONE.search(first) and _TAKEN.search(rest)))


def gives_back(text: str) -> bool:
    """Whether whoever comes gives it back, and says nothing else: 退了."""
    return _GIVES_BACK.match(text.strip()) is not None


def tells_whereabouts(text: str) -> bool:
    """Whether who waits tells where they are meanwhile, and wants nothing else: 我出来接孩子了，四点回来."""
    return _WHEREABOUTS.search(text) is not None and _WANTS.search(text) is None


def wants(text: str) -> bool:
    """Whether something is wanted, or broken at the speaker's own home."""
    return _WANTS.search(text) is not None or of_own_home(text)


def of_own_home(text: str) -> bool:
    """Whether it speaks of the speaker's own home."""
    return _OWN_HOME.search(text) is not None


def tells_how_it_was(text: str) -> bool:
    """Whether who waited tells what the visit was like: 剪得还行就是来晚了."""
    return _WAS.search(text) is not None and _WANTS.search(text) is None


def takes(text: str, *, answering: bool = False) -> bool:
    """Whether somebody says in a group that they come and do it: 我来，半小时到.

    answering: as a reply to what was asked for, to which 我来 is enough.
    """
    return _comes(text) and not _EXCLAIMS.match(text.strip()) and (answering or _PLEDGES.search(text) is not None)


def may_take(text: str) -> bool:
    """Whether somebody may mean an order there: 我来; never surprise (我去，太贵了吧), nor 我来了."""
    if not _comes(text):
        return False
    return _PLEDGES.search(text) is not None or not (_EXCLAIMS.match(text.strip()) or _ON_THE_WAY.search(text))


def _comes(text: str) -> bool:
    return len(text) <= _LONGEST_TAKING and _TAKES.match(text.strip()) is not None
