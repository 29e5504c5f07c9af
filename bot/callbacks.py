"""The one codec of button data: a typed `Press` to and from at most 64 bytes. Standard library only.

The data is `verb:id:arg`. It carries no secret and proves nothing: who may press what, and whether it still holds, is
checked inside the action's transaction.
"""

from dataclasses import dataclass
from enum import StrEnum

LIMIT = 64  # bytes, Telegram's own


class Verb(StrEnum):
    """What a button asks for. The value is what is sent; `ALIASES` keeps buttons alive that were sent under another."""

    # 合伙人：订单
    CLAIM = "cl"
    DECLINE = "dc"
    ASK_RESIDENT = "ar"
    SET_ETA = "et"  # arg: code of a ready-made time, or empty to be asked
    SET_OUT = "so"
    COMPLETE = "cp"
    RELEASE = "rl"
    CONTACT = "ct"
    OFF_TODAY = "of"
    WHOSE = "po"  # 这句话转给谁；id: utterance; arg: order，空：都不是
    # 居民：事项
    DETAILS = "de"
    RESCHEDULE = "rs"
    WITHDRAW = "wd"
    NUDGE = "nu"
    RATE = "rt"  # arg: Rating
    REOPEN = "ro"
    HUMAN = "hu"
    RIGHT_PLACE = "rp"  # 说错的是这一处；arg: 如 6号楼
    AGREE = "at"  # 行，就接单的人说的那个时间；id: order
    KEEP = "ke"  # 还没好：不撤回
    WHY = "wy"  # 没解决的原因；arg: Why
    ME_TOO = "me"  # 我家也是
    GO_ALONE = "ga"  # 并在一起的那件结束了，我家还没好
    UNSAY = "un"  # 删掉群里那条；id: utterance
    HOME = "hm"  # 我在这个社区；id: community
    EXPORT = "ex"  # 导出我的数据；id: person
    FORGET = "fg"  # 删除我的数据；id: person; arg: 先问、确认、没办完的怎么办
    # 居民：追问
    PICK = "pk"  # arg: category code
    NOT_A_NEED = "nn"
    ASK_HUMAN = "qh"
    # 值班台
    CONFIRM = "dk"
    MENU = "dm"  # arg: page of the desk card
    RELABEL = "dl"  # arg: category code
    MERGE = "dg"  # arg: number of the matter to merge into
    IGNORE = "di"
    FOLLOW = "df"  # 我来跟进
    REPLY = "dr"  # 答复咨询
    CALM = "dn"  # 不是险情
    DOUBT_NEED = "xn"  # 存疑：是诉求; arg: category code
    DOUBT_DROP = "xd"  # 存疑：不是诉求
    DOUBT_FOLLOW = "xf"  # 存疑里可能有危险：我来跟进
    # 办事指南
    GUIDE = "gu"  # id: 目录 list 或一条; arg: page, or what is to be done
    GUIDE_KEEP = "gk"  # 存入办事指南；id: matter
    NOT_ANSWERED = "na"  # 没答上；id: matter
    # 教机器人
    TEACH = "te"  # id: 目录 list 或社区; arg: page, or what is to be done
    RETRY = "rr"  # 没送到的再试一次；id: 发件的行号
    LETTERS = "lt"  # 没送到的；id: 值班台，或 -；arg: page, or all: 全部再试
    # 公告
    PLACE = "ap"  # arg: place id, toggled
    ALL_PLACES = "aa"  # arg: page of the groups, with "-" before it: none of them
    GROUPS = "ag"  # arg: page of the groups
    PREVIEW = "av"
    SEND = "as"
    CANCEL = "ac"
    RECALL = "al"
    REWRITE = "aw"
    # 大集
    GOING = "mg"
    STALLS = "ms"
    CALENDAR = "mc"
    MARKET_HOLD = "mh"  # 值班台：照常
    MARKET_SKIP = "mk"  # 跳过
    MARKET_SHIFT = "mt"  # 顺延一天
    # 建街道、绑群、批人
    SETUP = "su"  # arg: step
    BIND = "bi"  # arg: grid id
    APPROVE = "ok"
    REFUSE = "no"
    DISMISS = "ds"  # 结束任职


ALIASES: dict[str, Verb] = {}
"""Values of verbs that buttons already sent may still carry."""


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button: what it asks for, about which of our ids, with a short argument."""

    verb: Verb
    id: str = ""
    arg: str = ""


class BadPress(ValueError):
    """Button data that we never made."""


def encode(press: Press) -> str:
    """Button data for `press`. Raises BadPress if it would not fit or could not be read back."""
    data = f"{press.verb.value}:{press.id}:{press.arg}"
    if ":" in press.id or len(data.encode()) > LIMIT:
        raise BadPress(data)
    return data


def decode(data: str) -> Press:
    """The press that `data` stands for. Raises BadPress on anything that `encode` cannot have made."""
    verb, _, rest = data.partition(":")
    ident, colon, arg = rest.partition(":")
    known = ALIASES.get(verb) or (Verb(verb) if verb in Verb._value2member_map_ else None)
    if known is None or not colon or len(data.encode()) > LIMIT:
        raise BadPress(data[:LIMIT])
    return Press(known, ident, arg)
