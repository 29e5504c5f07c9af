"""Facts to be said: what happened, to whom it is to be told, and which card of theirs it changes.

A fact holds no sentence. The courier renders the card from the rows as they are when it sends, so many facts about one
card become one message or one edit.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from community.words import Priority


class CardSlot(StrEnum):
    """Which card: (slot, subject, recipient) names one message in one chat, edited in place."""

    MATTER = "matter"  # 居民看的事项卡（群里或私聊）
    ORDER = "order"  # 合伙人看的订单卡
    DESK = "desk"  # 值班台看的事项卡
    QUESTION = "question"  # 追问
    DOUBT = "doubt"  # 值班台看的存疑消息
    ALARM = "alarm"  # 险情：群里的 119/110/120 与打给工作人员的
    ANNOUNCEMENT = "announcement"  # 群里的公告
    PUBLISHING = "publishing"  # 工作人员看的公告草稿、进度、结果
    MARKET = "market"  # 群里的大集
    SETUP = "setup"  # 建街道、绑群、批人
    GUIDE = "guide"  # 办事指南：目录，或其中一条
    LEARNING = "learning"  # 教机器人：词、门槛、类别
    NOTE = "note"  # 一次性的话，不再改
    REACTION = "reaction"  # 原消息上的：点表情，或收走它


class FactKind(StrEnum):
    """What happened. The value is stored; `SLOT_OF` tells which card it changes."""

    SEEN = "seen"  # 👀
    RECORDED = "recorded"  # ✍
    CLAIM_MARKED = "claim_marked"  # 🤝
    DONE_MARKED = "done_marked"  # 👌
    ASKING_MARKED = "asking_marked"  # 🤔
    UNSAID = "unsaid"  # 说话的人要收走群里这条；payload["person"] 是谁

    MATTER_CHANGED = "matter_changed"
    ORDER_OFFERED = "order_offered"
    ORDER_CHANGED = "order_changed"
    DESK_CHANGED = "desk_changed"
    QUESTION_ASKED = "question_asked"
    DOUBT_RAISED = "doubt_raised"
    ALARM_RAISED = "alarm_raised"

    ANNOUNCEMENT_POSTED = "announcement_posted"
    ANNOUNCEMENT_RECALLED = "announcement_recalled"
    PUBLISHING_CHANGED = "publishing_changed"
    MARKET_POSTED = "market_posted"
    MARKET_CHANGED = "market_changed"
    SETUP_CHANGED = "setup_changed"
    GUIDE_CHANGED = "guide_changed"
    LEARNING_CHANGED = "learning_changed"

    TOLD = "told"  # 一次性的话；payload["note"] 是 NoteKind


SLOT_OF: Mapping[FactKind, CardSlot] = {
    FactKind.SEEN: CardSlot.REACTION,
    FactKind.RECORDED: CardSlot.REACTION,
    FactKind.CLAIM_MARKED: CardSlot.REACTION,
    FactKind.DONE_MARKED: CardSlot.REACTION,
    FactKind.ASKING_MARKED: CardSlot.REACTION,
    FactKind.UNSAID: CardSlot.REACTION,
    FactKind.MATTER_CHANGED: CardSlot.MATTER,
    FactKind.ORDER_OFFERED: CardSlot.ORDER,
    FactKind.ORDER_CHANGED: CardSlot.ORDER,
    FactKind.DESK_CHANGED: CardSlot.DESK,
    FactKind.QUESTION_ASKED: CardSlot.QUESTION,
    FactKind.DOUBT_RAISED: CardSlot.DOUBT,
    FactKind.ALARM_RAISED: CardSlot.ALARM,
    FactKind.ANNOUNCEMENT_POSTED: CardSlot.ANNOUNCEMENT,
    FactKind.ANNOUNCEMENT_RECALLED: CardSlot.ANNOUNCEMENT,
    FactKind.PUBLISHING_CHANGED: CardSlot.PUBLISHING,
    FactKind.MARKET_POSTED: CardSlot.MARKET,
    FactKind.MARKET_CHANGED: CardSlot.MARKET,
    FactKind.SETUP_CHANGED: CardSlot.SETUP,
    FactKind.GUIDE_CHANGED: CardSlot.GUIDE,
    FactKind.LEARNING_CHANGED: CardSlot.LEARNING,
    FactKind.TOLD: CardSlot.NOTE,
}

REACTIONS: Mapping[FactKind, str] = {
    FactKind.SEEN: "👀",
    FactKind.RECORDED: "✍",
    FactKind.CLAIM_MARKED: "🤝",
    FactKind.DONE_MARKED: "👌",
    FactKind.ASKING_MARKED: "🤔",
}
"""Telegram's list of reactions is fixed; these five are in it."""


class NoteKind(StrEnum):
    """Which one-off sentence a TOLD fact stands for; in `payload["note"]`. `subject` is what it is about."""

    WELCOME = "welcome"  # subject: person
    HELP = "help"  # subject: person
    DESK_HELP = "desk_help"  # subject: person；在值班台里问怎么用
    PRIVACY = "privacy"  # subject: person
    MINE = "mine"  # subject: person；他的事项清单
    ASK_DOOR = "ask_door"  # subject: matter；请居民告诉门牌和电话
    ASK_TIME = "ask_time"  # subject: matter
    ASK_PLACE = "ask_place"  # subject: matter → 居民；说错了哪一处；payload choices：可能的几处，如 6号楼、6单元
    ASK_WITHDRAW = "ask_withdraw"  # subject: matter → 居民；听起来不用了，点一下就撤回；payload choices：分不清时的几件
    LISTENING = "listening"  # subject: matter 或 person → 说话的人；险情里又说的话，转给人了；payload what：despair
    KEPT = "kept"  # subject: matter；补充的内容记下了，接单人会看到
    SIGHTED = "sighted"  # subject: matter → 提出的人；要找的人有人看见了、找到了；payload text
    SOLVED_TOO = "solved_too"  # subject: matter → 一样遇到的邻居；提出的人说解决了
    LEFT_ALONE = "left_alone"  # subject: matter → 一样遇到的邻居；提出的人撤回了
    WHY = "why"  # subject: matter → 上次办的人；居民说没解决的原因；payload text 或 what
    ASK_ETA = "ask_eta"  # subject: order；请合伙人写约定时间
    ASK_REPORT = "ask_report"  # subject: order；请合伙人写办结说明、价格、照片
    ASK_WORDS = "ask_words"  # subject: order；请合伙人写要问居民的话
    RELAY_QUESTION = "relay_question"  # subject: order → 居民；payload text
    RELAY_WORDS = "relay_words"  # subject: order → 居民；接单人说的话；payload text
    VISITS = "visits"  # subject: person；等的都什么时候来；payload orders
    VISIT_SOON = "visit_soon"  # subject: order → 接单人或居民；约的时间快到了
    VISIT_LATE = "visit_late"  # subject: order → 接单人和居民；约的时间过了，还没出发
    VISIT_UNSET = "visit_unset"  # subject: order → 接单人；居民希望的时间快到了，还没说几点
    WHOSE = "whose"  # subject: utterance → 说的人；这句话转给谁；payload orders
    RELAY_ANSWER = "relay_answer"  # subject: order → 合伙人；payload text
    CALLED_OFF = "called_off"  # subject: order → 原来的接单人；payload what：为什么不用去了
    NUDGED = "nudged"  # subject: order → 合伙人；居民催了
    MEDIA = "media"  # subject: matter → 接单人；payload media: [{type, file_id | latitude…}]
    PROOF = "proof"  # subject: order → 居民；payload media
    CONTACT = "contact"  # subject: order → 接单人；居民的电话
    CHANGED = "changed"  # subject: order → 接单人；居民改了内容；payload text，邻居说的有 by
    PASSED_ON = "passed_on"  # subject: matter → 写话的人；转到了没有；payload what：public，写在群卡上了
    ASK_REPLY = "ask_reply"  # subject: matter → 工作人员；请写答复
    REPLIED = "replied"  # subject: matter → 居民；工作人员的答复；payload text
    COME_IN = "come_in"  # subject: person → 群里；还没开私聊，请进来看；payload what：help 或 mine
    NOT_UNDERSTOOD = "not_understood"  # subject: person；私聊里没听懂
    SAY_WHAT = "say_what"  # subject: person；照片、位置先到了，请说是什么事
    NOT_A_NEED = "not_a_need"  # subject: person；好的，没有登记
    TOO_LONG = "too_long"  # subject: person
    TOO_MANY = "too_many"  # subject: person
    THANKED = "thanked"  # subject: person
    PERSON_CALLED = "person_called"  # subject: person；要人工、投诉的，转给工作人员了
    GREETED = "greeted"  # subject: person
    MY_DATA = "my_data"  # subject: person，谁的数据 → 本人或代办的工作人员
    NO_DATA = "no_data"  # subject: person → 代办的工作人员；这个人删过了，或不是这个社区的人
    MY_DATA_FILE = "my_data_file"  # subject: person；payload what：txt 或 json
    ASK_FORGET = "ask_forget"  # subject: person；真要删除吗
    LETTERS = "letters"  # subject: person → 工作人员；没送到的
    LOST_RESIDENT = "lost_resident"  # subject: order → 接单人；居民收不到消息了；payload what：forgotten，删了资料
    OUT_OF_REACH = "out_of_reach"  # subject: order → 值班台和接单人；没开私聊也没留电话，一小时了
    LOST_CLAIMER = "lost_claimer"  # subject: order → 值班台；接单人收不到消息了
    OLD_LINK = "old_link"  # subject: person；链接过期了
    BAD_FILE = "bad_file"  # subject: person；这种文件不转
    HELLO = "hello"  # subject: place → 群里；我是谁、您的信息给谁看，一个群只说一次
    GIVEN_UP = "given_up"  # subject: person；算了，什么都没有发
    SENT_STAYS = "sent_stays"  # subject: person → 写公告的人；改了自己的消息，发出去的怎么更正
    SET_ASIDE = "set_aside"  # subject: person → 工作人员；还没写的先放下了；payload what：是什么
    NO_RIGHT = "no_right"  # subject: person；这件事要工作人员来做
    RESTING = "resting"  # subject: person；今天不再推单
    PAUSED = "paused"  # subject: person → 合伙人；说恢复以前不再推单
    STOPPED = "stopped"  # subject: person → 合伙人；停用着，恢复要工作人员来点
    RESUMED = "resumed"  # subject: person → 合伙人；又推单了
    ASKED_STAFF = "asked_staff"  # subject: person → 合伙人；要工作人员来改的，转过去了
    PARTNER_ASKS = "partner_asks"  # subject: person → 值班台；payload text、what：谁说的
    VOICE_HEARD = "voice_heard"  # subject: matter 或 person；语音由工作人员听
    VOICE_SAID = "voice_said"  # subject: matter → 值班台；居民的语音；payload media
    NO_COMMUNITY = "no_community"  # subject: person；还不知道您在哪个社区；payload choices
    EMERGENCY = "emergency"  # subject: matter；119/110/120，机器人不是报警电话
    UNSAY = "unsay"  # subject: utterance → 说话的人；群里那条要不要删；payload text：开头几个字
    UNSAID = "unsaid"  # subject: utterance → 说话的人；payload what：空，删掉了；no_right，删不了，自己怎么删
    MARKET_ICS = "market_ics"  # subject: market day → 本人；日历文件
    NO_MARKET = "no_market"  # subject: person；还没有排大集
    ASK_ANNOUNCEMENT = "ask_announcement"  # subject: person；请工作人员写公告内容
    ANNOUNCEMENT_TOO_LONG = "announcement_too_long"  # subject: person；payload over
    GROUP_DEAF = "group_deaf"  # subject: place → 值班台；听不见这个群；payload text：群名
    OUT_OF_TOUCH = "out_of_touch"  # subject: place → 值班台；一天多没收到消息；text：从何时，what：何时以前的没了
    OFFERED_LATE = "offered_late"  # subject: place → 值班台；断开期间没推出去的单，接上后自己推了；payload text：几单
    GROUP_SILENT = "group_silent"  # subject: place → 值班台；平时有人说话的群两天没动静；payload text：群名
    GROUP_LOST = "group_lost"  # subject: place → 值班台；发不进这个群了，机器人不在里面；payload text：群名
    GROUP_SILENCED = "group_silenced"  # subject: place → 值班台；在这个群里没有发言权限；payload text：群名
    OVERDUE = "overdue"  # subject: place → 值班台；拖着的事
    REPORT = "report"  # subject: place → 值班台；最近七天、本月的数
    ROSTER = "roster"  # subject: place → 值班台；合伙人名册
    DIGEST = "digest"  # subject: place → 值班台；payload 每项的编号
    GUIDE_OPENED = "guide_opened"  # subject: person → 值班台；办事指南在私聊里
    GUIDE_FILE = "guide_file"  # subject: person；办事指南的表
    GUIDE_TAKEN = "guide_taken"  # subject: person；表导入了；payload added、edited、same
    TEACHING_OPENED = "teaching_opened"  # subject: person → 值班台；教机器人在私聊里
    WORDS_OFFERED = "words_offered"  # subject: community → 值班台；想学的词；payload words、community
    NIGHT_LEARNED = "night_learned"  # subject: weights → 值班台；昨夜学了什么；payload 是 night_school 的报告
    GUIDE_REFUSED = "guide_refused"  # subject: person；表有问题，什么都没动；payload why、row、column、said


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a fact is told: exactly one of a person (in private) or a place (in that chat)."""

    person: str | None = None
    place: str | None = None

    def __post_init__(self) -> None:
        if (self.person is None) == (self.place is None):
            raise ValueError("a recipient is one person or one place")

    @property
    def key(self) -> str:
        """`p:<person id>` or `g:<place id>`: the outbox lane and part of a card's name."""
        return f"p:{self.person}" if self.person else f"g:{self.place}"

    @classmethod
    def of(cls, key: str) -> "Recipient":
        """The recipient that `key` names."""
        kind, _, ident = key.partition(":")
        return cls(person=ident) if kind == "p" else cls(place=ident)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing to be said to one recipient.

    subject: id of what it is about (matter, order, question, announcement, market day, utterance …).
    key: unique; a second fact with the same key is dropped (None: never dropped).
    not_before / not_after: aware UTC; after `not_after` it is EXPIRED, not sent.
    fresh: send a new message even if the card stands in the chat (it should ring); the old one is then deleted.
    page: which page of the card to show ("" is the front), e.g. the desk's category menu.
    reply_to: utterance id that a new message answers.
    quiet: send without sound.
    payload: small JSON for TOLD notes.
    """

    kind: FactKind
    subject: str
    recipient: Recipient
    priority: Priority = Priority.REPLY
    key: str | None = None
    not_before: datetime | None = None
    not_after: datetime | None = None
    fresh: bool = False
    page: str = ""
    reply_to: str | None = None
    quiet: bool = False
    payload: Mapping[str, Any] = field(default_factory=dict)

    @property
    def slot(self) -> CardSlot:
        """The card it changes."""
        return SLOT_OF[self.kind]
