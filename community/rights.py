"""Words for who may do what: how somebody stands to the thing that they touch, and where they touch it. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """How a person stands to what a button or a command is about."""

    ANYONE = "anyone"  # 任何人
    ASKER = "asker"  # 提出的人，或本人
    OFFERED = "offered"  # 订单推给了他，他还是那家在用的合伙人的经办人
    HOLDER = "holder"  # 接了单的人
    PARTNER = "partner"  # 任何一家合伙人的经办人
    LEADER = "leader"  # 那个社区的楼长、网格员
    STAFF = "staff"  # 那个社区（或全街道）的工作人员
    AUTHOR = "author"  # 写公告的人，还是工作人员


class Where(StrEnum):
    """Where it is touched."""

    PRIVATE = "private"  # 与机器人的私聊
    HOME = "home"  # 事项自己的群；大集、公告：本街道的网格群
    DESK = "desk"  # 管它的值班台
    ELSEWHERE = "elsewhere"


class About(StrEnum):
    """What kind of thing an id names."""

    NOTHING = "nothing"
    MATTER = "matter"
    ORDER = "order"
    QUESTION = "question"
    ANNOUNCEMENT = "announcement"
    MARKET = "market"
    SETUP = "setup"  # kind.id
    PLACE = "place"
    PERSON = "person"
    UTTERANCE = "utterance"
    LETTER = "letter"  # 发件的一行


@dataclass(frozen=True, slots=True)
class Right:
    """Who may, and where. about: what the id names."""

    about: About
    who: frozenset[Standing]
    where: frozenset[Where]


@dataclass(frozen=True, slots=True)
class Stand:
    """How somebody stands to a thing, and whether they touch it where it belongs."""

    who: frozenset[Standing]
    where: Where
