"""The enumerations of the domain. Stored by value; the words are those of CONTEXT.md."""

from enum import IntEnum, StrEnum


class PlaceKind(StrEnum):
    """What a chat is to us (场所)."""

    GRID = "grid"  # 网格群
    STAFF = "staff"  # 值班台：社区工作人员的群
    PRIVATE = "private"  # 与机器人的私聊
    UNBOUND = "unbound"  # 机器人在里面，但还没有登记到任何网格


class Role(StrEnum):
    """What a person may do beyond being a resident, in one community or (community empty) a whole street."""

    STAFF = "staff"  # 社区工作人员
    LEADER = "leader"  # 红色楼长、网格员：可替居民登记
    PARTNER = "partner"  # 合伙人的经办人


class PartnerKind(StrEnum):
    """Who stands behind a partner (合伙人)."""

    MERCHANT = "merchant"  # 商户
    SOCIAL = "social"  # 社会组织
    VOLUNTEER = "volunteer"  # 志愿队伍
    PROPERTY = "property"  # 物业公司
    PUBLIC = "public"  # 公共单位：水务、供电、派出所……


class PartnerState(StrEnum):
    """Where a partner stands between applying and leaving."""

    APPLIED = "applied"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    LEFT = "left"


class Tier(StrEnum):
    """Price tier (价格档)."""

    FREE = "free"  # 公益
    LOW = "low"  # 低偿
    MARKET = "market"  # 市场


class MatterState(StrEnum):
    """The state of a matter (事项). While it is OPEN, its order tells how far the work is."""

    OPEN = "open"
    SOLVED = "solved"  # 居民说解决了
    WITHDRAWN = "withdrawn"  # 居民撤回
    IGNORED = "ignored"  # 工作人员：不是诉求
    MERGED = "merged"  # 并入另一件
    ANSWERED = "answered"  # 咨询已答复


class OrderState(StrEnum):
    """The state of an order (订单), see `community.transitions`."""

    OPEN = "open"  # 待接单
    CLAIMED = "claimed"  # 已接单
    ON_THE_WAY = "on_the_way"  # 已出发
    DONE = "done"  # 办结，等居民确认
    CLOSED = "closed"  # 不再需要人来做


class PushState(StrEnum):
    """What a partner's member did with a pushed order (推单)."""

    OFFERED = "offered"
    DECLINED = "declined"
    WON = "won"
    LOST = "lost"


class Rating(StrEnum):
    """How the resident found it."""

    GOOD = "good"
    FAIR = "fair"


class QuestionState(StrEnum):
    """The state of an ask-back (追问)."""

    OPEN = "open"
    ANSWERED = "answered"
    NOT_A_NEED = "not_a_need"
    HUMAN = "human"  # 交给工作人员


class Priority(IntEnum):
    """Order in which the courier serves what is due; smaller goes first."""

    EMERGENCY = 0
    REPLY = 1  # 有人正等着
    ORDER = 2
    BOARD = 3
    BROADCAST = 4


class OutboxState(StrEnum):
    """What became of a fact that was to be said."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    COALESCED = "coalesced"  # 同一张卡后面的变化已一并说了
    EXPIRED = "expired"
    UNREACHABLE = "unreachable"  # 对方没点过开始，或拉黑了
    REFUSED = "refused"
    UNKNOWN = "unknown"  # 发出去了，回执丢了，不再重发


class InboxState(StrEnum):
    """What became of an update."""

    NEW = "new"
    DONE = "done"
    QUARANTINED = "quarantined"


class DueState(StrEnum):
    """What became of something that was to happen at a time."""

    WAITING = "waiting"
    DONE = "done"
    MISSED = "missed"  # 错过且按规则不补


class AnnouncementState(StrEnum):
    """The life of an announcement (公告)."""

    DRAFT = "draft"
    SENDING = "sending"
    SENT = "sent"
    RECALLED = "recalled"
    CANCELLED = "cancelled"


class MarketState(StrEnum):
    """The state of one market day (大集)."""

    PLANNED = "planned"
    CANCELLED = "cancelled"


class DraftKind(StrEnum):
    """What the bot is waiting for a person to write in private."""

    DOOR = "door"  # 门牌、电话
    TIME = "time"  # 希望的时间
    ETA = "eta"  # 合伙人约的时间
    REPORT = "report"  # 办结说明、价格、照片
    QUESTION = "question"  # 合伙人问居民一句
    ANSWER = "answer"  # 居民回答，或工作人员答复咨询
    PUBLISH = "publish"  # 公告正文
    SETUP = "setup"  # 建街道
    APPLY = "apply"  # 申请合伙人
    HOME = "home"  # 等居民选自己的社区；payload: 已经说过的话
    GUIDE = "guide"  # 办事指南的一栏
    WORD = "word"  # 社区自己的词


class GuideState(StrEnum):
    """The state of an entry of the 办事指南."""

    DRAFT = "draft"  # 还没写完
    ACTIVE = "active"
    RETIRED = "retired"  # 停用


class WordState(StrEnum):
    """The state of a word of a community's own."""

    OFFERED = "offered"  # 机器人想学，等工作人员点头
    APPROVED = "approved"
    REFUSED = "refused"


class ModelState(StrEnum):
    """What became of weights that were trained at night."""

    IN_USE = "in_use"
    REPLACED = "replaced"  # 后来又学出了新的
    REFUSED = "refused"  # 没过金标准，退回
