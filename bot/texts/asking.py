"""Ask-backs, and what is said at once when there is danger."""

from datetime import datetime, timedelta

from bot.callbacks import Press, Verb
from bot.nlp.delicate import GRAVE, told_in
from bot.texts.card import Button, Card, Wording
from bot.texts.english import DANGER, QUESTION, category_in_english, in_english
from bot.texts.html import b, esc, lasted, lines
from community.language import ENGLISH
from community.views.desk import AlarmView, QuestionView
from community.words import QuestionState

FIRE = ("火", "烟", "燃气", "煤气", "爆炸", "被困", "困在", "被关", "溺水", "落水", "塌")
ILL = ("晕", "昏", "摔", "喘", "胸口", "心脏", "抽搐", "流血", "吐血", "中毒", "叫不醒", "呼吸", "急救", "救护", "发病")
CRIME = ("打人", "打架", "砸", "刀", "抢", "偷", "闯", "家暴", "跟踪", "走失", "不见了", "自杀", "跳楼", "轻生")
DONT_WAIT = "有危险别等：先离开，到外面打 <b>119</b> / <b>120</b> / <b>110</b>。"
WORTH_SAYING = timedelta(minutes=3)
NUMBERS = (("119", "火警、燃气、被困", FIRE), ("120", "急救", ILL), ("110", "报警", CRIME))


def question_card(view: QuestionView, wording: Wording) -> Card:
    """The one ask-back; once settled it leaves the group."""
    if view.state is QuestionState.HUMAN and view.called:
        return Card(lines("🗣 <b>已请社区工作人员马上来看。</b>", DONT_WAIT), edit_only=True)
    if view.state is QuestionState.HUMAN:
        return Card("🗣 已请社区工作人员来看，请稍等。", edit_only=True)
    if view.state is QuestionState.ANSWERED:
        return Card("✍ 好的，记下了。", edit_only=True)
    if view.state is QuestionState.NOT_A_NEED:
        return Card("好的，没有登记。", edit_only=True, gone=not view.in_private)
    options = [Button(_label(view, code, wording), Press(Verb.PICK, view.id, code)) for code in view.options]
    buttons = [*options, Button("🗣 叫人工", Press(Verb.ASK_HUMAN, view.id))]
    rows = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
    html = lines("🤔 您说的是哪一类？点一下就行 👇", None if view.in_private else "只有说话的人点才算数。")
    card = Card(html, (*rows, (Button("不是诉求", Press(Verb.NOT_A_NEED, view.id)),)))
    return in_english(card, QUESTION, view.language)


def _label(view: QuestionView, code: str, wording: Wording) -> str:
    english = f" {category_in_english(code)}" if view.language == ENGLISH else ""
    return wording.label(code) + english


def alarm_card(view: AlarmView, wording: Wording) -> Card:
    """119/110/120 for those in danger; a loud card with number and place for staff."""
    if view.calm:
        return Card(f"👌 {b(view.number)} 社区工作人员看过了：不是险情，按平常的事办。", edit_only=True)
    if view.over:
        return Card(f"✔ {b(view.number)} 这一件已经结束了。", edit_only=True)
    if view.for_staff:
        return _for_staff(view, wording)
    numbers = _numbers(view.summary)
    if view.said_over:
        still = " / ".join(number for number, _ in numbers)
        told = f"✍ {b(view.number)} 说过的话，已经告诉社区工作人员和赶来的人。"
        return Card(lines(told, f"还有危险，照样打 {still}。"), edit_only=True)
    html = lines(
        f"🚨 <b>请马上打 {' / '.join(number for number, _ in numbers)}！</b>",
        "　".join(f"{b(number)} {what}" for number, what in numbers),
        "接通后先<b>说清地址</b>：哪个小区、几号楼、几单元。",
        "机器人<b>不是</b>报警电话。先保证人身安全，再说别的。",
        "社区工作人员已经同时收到通知。",
    )
    return in_english(Card(html), DANGER, view.language)


def _for_staff(view: AlarmView, wording: Wording) -> Card:
    numbers = "、".join(number for number, _ in _numbers(view.summary))
    heard = view.reached or view.public
    line = "已告诉对方心理热线 12356。" if view.reached else "⚠️ 对方没开私聊，<b>还没说上话</b>，群里只请了进来私下说。"
    come = f"{line}<b>请马上联系，陪着说话；有危险就打 120、110。</b>"
    asked = f"已请对方打 {numbers}。" if heard else "⚠️ 对方没开私聊，<b>还没告诉到</b>该打谁。"
    rush = f"{asked}<b>请马上联系并到场。</b>"
    html = lines(
        f"🚨🚨 <b>险情 {esc(view.number)}</b>",
        f"“{esc(view.words or view.summary, 200 if view.words else 60)}”",
        *(f"✏️ 又说：“{esc(words, 120)}”" for words in view.said),
        f"📍 <b>{esc(view.area)}</b> · {esc(view.speaker)}",
        f"🏠 {b(view.door, 80)}" if view.door else None,
        f"📞 {esc(view.phone, 30)}" if view.phone else None,
        "🟢 说的人说没事了，请打电话核实。" if view.said_over else _still_open(view, wording),
        _looked_after(view) or (come if view.despair else rush),
    )
    follow = Button("🙋 我来跟进", Press(Verb.FOLLOW, view.id), "primary")
    return Card(html, ((follow,),) if view.open else ())


def _looked_after(view: AlarmView) -> str | None:
    """Who does, or that it is done."""
    if view.done:
        return "✔ 已经办结，等对方说解决了没有。"
    return f"🙋 {b(view.holder, 30)} 在跟进。" if view.holder else None


def _still_open(view: AlarmView, wording: Wording) -> str | None:
    """How long nobody has taken it up, where that is worth saying."""
    return still_open(view.since, wording) if view.open and view.since else None


def still_open(since: datetime, wording: Wording) -> str | None:
    """How long nobody has taken up what was raised at `since`, where that is worth saying."""
    waited = wording.now - since
    return f"⏰ <b>{lasted(waited)}了，还没有人跟进</b>" if waited >= WORTH_SAYING else None


def _numbers(summary: str) -> tuple[tuple[str, str], ...]:
    """The numbers that fit what was said; all three if none stands out."""
    wanted = [number for number, _, words in NUMBERS if any(word in summary for word in words)]
    if not GRAVE.isdisjoint(told_in(summary)):
        wanted.append("110")
    fitting = tuple((number, what) for number, what, _ in NUMBERS if number in wanted)
    return fitting or tuple((number, what) for number, what, _ in NUMBERS)
