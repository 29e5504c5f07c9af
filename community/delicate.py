"""Matters that nobody wants read out in the square, whatever their category: told by their words. Pure."""

import re

_KIN = (
    "(?:老公|丈夫|老婆|妻子|媳妇|爱人|男人|对象|男朋友|女朋友|婆婆|公公|岳父|岳母|儿子|闺女|女儿|女婿"
    "|父母|爸爸?|妈妈?|后爸|后妈|继父|继母|家里人)"
)
_HITS = (
    "(?:打(?:了|过)?(?:我|她|他|孩子|老婆|媳妇|老人)(?!电话|手机|个电话|的电话|招呼|车|针|疫苗)|动手|揍|掐|打骂|拿刀)"
)

_VIOLENCE = re.compile(
    rf"家暴|{_KIN}.{{0,8}}{_HITS}|被{_KIN}.{{0,4}}(?:打|揍|掐|砍|骂)|虐待(?!猫|狗|动物|小动物)|性侵|猥亵|强奸"
)
_DEBT = re.compile(
    r"网贷|欠债|赌债|债主|催债|催收|讨债|逼债|高利贷|套路贷|裸贷|还不起|欠(?:了|下).{0,8}(?:万|贷|债)|破产|信用卡逾期"
)
_DESPAIR = re.compile(
    r"自杀|轻生|跳楼(?!价|甩|大甩|促销|清仓)|跳河|跳桥|不想活|活不下去|活着没意思|活着没意义|活够了|自残|割腕|寻短见|想不开|喝农药|上吊|遗书|想死(?!你|了你|我)"
)
_MINORS = re.compile(
    r"霸凌|校园欺凌|被同学.{0,4}(?:打|欺负|孤立)|(?:孩子|儿子|闺女|女儿|孙子|孙女).{0,8}(?:抑郁|厌学|离家出走|不肯上学|不想上学|伤害自己|不出房门|早恋)"
)

_HEALTH = re.compile(
    r"艾滋|梅毒|性病|乙肝|丙肝|肺结核|癌症?(?!变)|恶性肿瘤|化疗|放疗|精神分裂|躁狂|抑郁症|焦虑症"
    r"|流产|堕胎|打胎|意外怀孕|吸毒|戒毒|戒酒"
)
_A_CHILD_SPEAKS = re.compile(
    r"我(?:今年|才|刚)?(?:满)?(?:(?<!\d)[5-9五六七八九]|1[0-3]|十[一二三]?)(?:周)?岁(?!的|半的|大的)"
    r"|我(?:是小学生|(?:是|读|上|念)(?:小学)?[一二三四五六]年级(?!老师|班主任|家长|的?孩子)|(?:读|念|在上)小学)"
)


def is_delicate(words: str) -> bool:
    """Whether `words` speak of violence at home, debts, self-harm, an illness nobody tells the square, or a child in
    distress; or whether a child under 14 seems to be speaking."""
    told = (_VIOLENCE, _DEBT, _DESPAIR, _MINORS, _HEALTH, _A_CHILD_SPEAKS)
    return any(pattern.search(words) for pattern in told)


def is_grave(words: str) -> bool:
    """Whether somebody may come to harm: such words are never taken for chatter."""
    return tells_violence(words) or tells_despair(words)


def tells_violence(words: str) -> bool:
    """Whether somebody is beaten or abused: staff are rung."""
    return _VIOLENCE.search(words) is not None


def tells_despair(words: str) -> bool:
    """Whether somebody may take their life: staff are rung, and those who keep the peace are asked too."""
    return _DESPAIR.search(words) is not None
