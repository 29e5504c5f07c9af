"""One-off sentences, each said once and never changed."""

from collections.abc import Callable, Mapping

from actions.setup import OF_STREET
from actions.unsaying import ASIDE
from bot.callbacks import Press, Verb
from bot.texts import kindly
from bot.texts import notes_aside as aside
from bot.texts import notes_between as between
from bot.texts import notes_lost as lost
from bot.texts import notes_manners as manners
from bot.texts import notes_staff as staff
from bot.texts import notes_together as together
from bot.texts import notes_watch as watch
from bot.texts.card import Button, Card, Key, Wording
from bot.texts.english import NOTES, in_english
from bot.texts.html import b, esc, lines
from bot.texts.notes_aside import phone_line
from community.facts import NoteKind
from community.retention import RETENTION, Holding
from community.routing import BY_TALK
from community.understanding import Kind
from community.views.note import MineLine, NoteView
from community.words import MatterState, OrderState, Role

ENDED = {
    MatterState.SOLVED: "👌 已解决",
    MatterState.WITHDRAWN: "↩️ 已撤回",
    MatterState.IGNORED: "没有登记为诉求",
    MatterState.MERGED: "🔗 已并入另一件",
    MatterState.ANSWERED: "💬 已答复",
}
WORKING = {
    OrderState.OPEN: "⏳ 正在找合伙人",
    OrderState.CLAIMED: "✔ 已接单",
    OrderState.ON_THE_WAY: "🚶 已出发",
    OrderState.DONE: "✔ 已办结，等您评价",
    OrderState.CLOSED: "已结束",
}


def note_card(view: NoteView, wording: Wording) -> Card:
    """The sentence that the note stands for."""
    return in_english(_TEXTS[view.kind](view, wording), NOTES.get(view.kind), view.language)


def _welcome(view: NoteView, wording: Wording) -> Card:
    asked = "先点一下您住哪个社区，再说什么事 👇" if view.choices else None
    where = f"您在{b(view.community)}。" if view.community else asked
    return Card(
        lines(
            f"👋 {esc(view.name, 20)}您好，我是<b>合伙</b>，帮邻里跑腿传话的机器人。",
            "家里、小区里有什么事，用平常的话说就行，比如：厨房灯不亮了。",
            where,
            "🔒 我只记您说的事；门牌和电话只给上门的人看，可以随时发“我的数据”查看、删除。",
            "不满 14 岁的小朋友，请大人来说。发“帮助”看更多。",
        ),
        () if view.community else _homes(view),
    )


def _help(view: NoteView, wording: Wording) -> Card:
    more = lines(
        "· 接单：有新订单会私聊您，点“接单”就行；“我的订单”看手上的；“今天休息”“暂停接单”“恢复接单”都可以说。"
        if view.partner_member
        else None,
        "· 工作人员：/today 今日事项，/publish 发公告，/guide 办事指南，/teach 教机器人。" if view.staff else None,
    )
    return Card(
        lines(
            "<b>怎么用</b>：在群里或这里，用平常的话说事。",
            "· 照片、位置、语音也可以发，语音由工作人员听。",
            "· 发“我的”看自己的事项；不用了随时可以撤回。",
            "· 要找真人，点事项卡上的“叫人工”。",
            more or None,
            phone_line(view),
        ),
        _call_human(view),
    )


def _call_human(view: NoteView) -> tuple[tuple[Button, ...], ...]:
    """A person to talk to, about the newest matter that is still open."""
    newest = next((line for line in view.mine if line.state is MatterState.OPEN), None)
    if newest is None:
        return ()
    return ((Button(f"🗣 {newest.number} 叫人工", Press(Verb.HUMAN, newest.id)),),)


def _come_in(view: NoteView, wording: Wording) -> Card:
    if view.about.startswith(ASIDE):
        return aside.come_in(view, wording)
    if view.about == Role.PARTNER.value:
        apply = Button("🤝 申请当合伙人", start=("w", ""), style="primary")
        return Card("🤝 欢迎！请点下面的按钮，到私聊里写一句就行。", ((apply,),))
    mine = view.about == NoteKind.MINE.value
    button = Button("🗂 看我的事项" if mine else "👋 看怎么用", start=("m" if mine else "h", ""), style="primary")
    return Card("请点下面的按钮，到私聊里看。", ((button,),))


def _privacy(view: NoteView, wording: Wording) -> Card:
    return Card(
        lines(
            "🔒 <b>您的信息</b>",
            "· 群里的卡片不写门牌、电话和姓名。",
            "· 门牌、电话只在接单之后，私下给接单的那一个人。",
            "· 险情时，社区工作人员也看得到，每次都有记录。",
            "· 心理、婚恋、家暴、欠债、健康、孩子的事只私下说，不上公示，接单前合伙人看不到。",
            f"· 门牌电话在事项结束 {RETENTION[Holding.PARTICULARS].lasts.days} 天后自动清掉。",
            "· 想看、想导出、想删除：发“我的数据”；不会用手机的，请社区工作人员代办。",
        )
    )


def _mine(view: NoteView, wording: Wording) -> Card:
    held = [f"{b(line.number)} {esc(wording.name(line.category))}" for line in view.orders]
    work = lines(f"🔧 <b>您手上的订单</b> {b(len(held))}", *held) if held else None
    if not view.mine and view.partner_member:
        return Card(work or lines("🔧 您手上没有订单。", "有对口的新订单我会私聊您。"))
    if not view.mine:
        return Card(work or lines("您还没有登记过事项。", "有什么事，直接说就行。"))
    rows = tuple(_mine_row(line) for line in view.mine if line.state is MatterState.OPEN)
    own = lines("🗂 <b>您最近的事项</b>", *(_mine_line(line, wording) for line in view.mine))
    return Card(lines(work, own), rows)


def _mine_row(line: MineLine) -> tuple[Button, ...]:
    human = Button(f"🗣 叫人工 {line.number[-2:]}", Press(Verb.HUMAN, line.id))
    if line.order is OrderState.DONE or line.despair:  # 办完了，只等评价；不想活的话不撤回
        return (human,)
    return (Button(f"撤回 {line.number}", Press(Verb.WITHDRAW, line.id)), human)


def _mine_line(line: MineLine, wording: Wording) -> str:
    if line.state is not MatterState.OPEN:
        state = ENDED[line.state]
    elif line.order is not None and line.kind is Kind.NEED:
        state = WORKING[line.order]
    else:
        state = "⏳ 等工作人员答复"
    return f"{b(line.number)} {esc(wording.name(line.category))} · {state}"


def _ask_door(view: NoteView, wording: Wording) -> Card:
    if view.despair:
        return kindly.ask_where(view, wording)
    wanted = [what for what, asked in (("门牌", view.door_wanted), ("电话", view.phone_wanted)) if asked]
    if wanted:
        ask = f"请告诉我{b('和'.join(wanted))}，{'好找到您' if view.door_wanted else '方便联系您'}。"
    else:
        ask = "还有什么要补充的？门牌、电话、时间、照片都可以发。"
    example = "比如：3号楼2单元501，13800000000" if view.door_wanted else None
    keys: tuple[tuple[Key, ...], ...] = ((Key("📞 发我的电话", "contact"), Key("📍 发我的位置", "location")),)
    return Card(
        lines(
            f"📝 {b(view.number)} {esc(wording.name(view.category))}", ask, example, "只给接单的人看，不会发到群里。"
        ),
        keys=keys,
    )


def _ask_time(view: NoteView, wording: Wording) -> Card:
    return Card(lines(f"🕒 {b(view.number)} 想改到什么时候？", "直接写，比如：明天下午3点。"))


def _kept(view: NoteView, wording: Wording) -> Card:
    if view.about == "staff":
        return Card(f"✍ {b(view.number)} 记下了，只有社区工作人员看得到，他们会核实。", keys_away=True)
    if view.about == "another":
        text = "记下了，换别人来，上次那一家不再找了。您的话只有社区工作人员看得到。"
        return Card(f"✍ {b(view.number)} {text}", keys_away=True)
    if view.despair:
        return kindly.kept(view, wording)
    lacks = [name for name, wanted in (("门牌", view.door_wanted), ("电话", view.phone_wanted)) if wanted]
    more = f"还缺{b('和'.join(lacks))}，接着发就行。" if lacks and view.about == "details" else None
    return Card(lines(f"✍ {b(view.number)} 记下了，接单的人会看到。", more), keys_away=more is None)


def _ask_eta(view: NoteView, wording: Wording) -> Card:
    ask = "什么时候联系居民" if view.category in BY_TALK else "什么时候能到"
    return Card(lines(f"🕒 {b(view.number)} 您{ask}？", "直接写，比如：今天下午4点。"))


def _ask_report(view: NoteView, wording: Wording) -> Card:
    example = (
        "换了灯管 1 支，20 元。"
        if view.category == "repair"
        else "已经当面谈好。"
        if view.category in BY_TALK
        else "办好了，收费 10 元。"
    )
    return Card(
        lines(
            f"✔ {b(view.number)} 辛苦了！",
            "请回一句：做了什么、收费多少；也可以发张照片。",
            f"比如：{example}没收费就写“免费”。",
        )
    )


def _ask_words(view: NoteView, wording: Wording) -> Card:
    return Card(lines(f"❓ {b(view.number)} 想问居民什么？", "直接写，我来转达，不透露双方电话。"))


def _not_understood(view: NoteView, wording: Wording) -> Card:
    if view.staff:
        return Card(lines("🤔 我没太听懂。", "工作上的事，发“帮助”看怎么办；居民要看、要删自己的资料，发“我的数据”。"))
    return Card(
        lines("🤔 我没太听懂。", "请换个说法：哪里、什么东西、怎么了。", "发“帮助”看怎么用。", phone_line(view)),
        _call_human(view),
    )


def _say_what(view: NoteView, wording: Wording) -> Card:
    return Card(lines("✍ 收到了，先替您留着。", "请再说一句是什么事，我一起转过去。"), keys_away=True)


def _too_many(view: NoteView, wording: Wording) -> Card:
    return Card(
        lines("✋ 您刚才登记的已经不少了，先办着。", "这一件请社区工作人员先看，急事请打电话。", phone_line(view))
    )


def _no_right(view: NoteView, wording: Wording) -> Card:
    if view.about == OF_STREET:
        return Card(
            lines(
                "这件事要管全街道的工作人员来做，您管的是一个社区。",
                "要改街道、社区、合伙人，请他们来，或请他们把您设成管全街道；您可以在值班台上办事、绑自己社区的群。",
            )
        )
    return Card(lines("这件事要社区工作人员来做。", phone_line(view)))


def _no_community(view: NoteView, wording: Wording) -> Card:
    return Card(lines("🏠 您住哪个社区？点一下，刚才说的话我还记着。"), _homes(view))


def _homes(view: NoteView) -> tuple[tuple[Button, ...], ...]:
    buttons = [Button(name, Press(Verb.HOME, ident)) for ident, name in view.choices]
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))


_TEXTS: Mapping[NoteKind, Callable[[NoteView, Wording], Card]] = {
    NoteKind.WELCOME: _welcome,
    NoteKind.HELP: _help,
    NoteKind.DESK_HELP: staff.desk_help,
    NoteKind.GROUP_DEAF: watch.group_deaf,
    NoteKind.GROUP_SILENT: watch.group_silent,
    NoteKind.GROUP_LOST: watch.group_lost,
    NoteKind.OFFERED_LATE: watch.offered_late,
    NoteKind.GROUP_SILENCED: watch.group_silenced,
    NoteKind.OUT_OF_TOUCH: watch.out_of_touch,
    NoteKind.PRIVACY: _privacy,
    NoteKind.MINE: _mine,
    NoteKind.ASK_DOOR: _ask_door,
    NoteKind.ASK_TIME: _ask_time,
    NoteKind.ASK_PLACE: between.ask_place,
    NoteKind.ASK_WITHDRAW: between.ask_withdraw,
    NoteKind.SIGHTED: together.sighted,
    NoteKind.SOLVED_TOO: together.solved_too,
    NoteKind.LEFT_ALONE: together.left_alone,
    NoteKind.WHY: together.why,
    NoteKind.LISTENING: kindly.listening,
    NoteKind.KEPT: _kept,
    NoteKind.ASK_ETA: _ask_eta,
    NoteKind.ASK_REPORT: _ask_report,
    NoteKind.ASK_WORDS: _ask_words,
    NoteKind.RELAY_QUESTION: between.relay_question,
    NoteKind.RELAY_ANSWER: between.relay_answer,
    NoteKind.NUDGED: between.nudged,
    NoteKind.CALLED_OFF: between.called_off,
    NoteKind.MEDIA: between.media,
    NoteKind.PROOF: between.proof,
    NoteKind.CONTACT: between.contact,
    NoteKind.PASSED_ON: between.passed_on,
    NoteKind.CHANGED: between.changed,
    NoteKind.ASK_REPLY: staff.ask_reply,
    NoteKind.REPLIED: between.replied,
    NoteKind.COME_IN: _come_in,
    NoteKind.NOT_UNDERSTOOD: _not_understood,
    NoteKind.SAY_WHAT: _say_what,
    NoteKind.NOT_A_NEED: manners.not_a_need,
    NoteKind.TOO_LONG: manners.too_long,
    NoteKind.TOO_MANY: _too_many,
    NoteKind.THANKED: manners.thanked,
    NoteKind.PERSON_CALLED: manners.person_called,
    NoteKind.GREETED: manners.greeted,
    NoteKind.LOST_RESIDENT: lost.lost_resident,
    NoteKind.LOST_CLAIMER: lost.lost_claimer,
    NoteKind.OUT_OF_REACH: lost.out_of_reach,
    NoteKind.OLD_LINK: lost.old_link,
    NoteKind.BAD_FILE: lost.bad_file,
    NoteKind.HELLO: lost.hello,
    NoteKind.GIVEN_UP: manners.given_up,
    NoteKind.PAUSED: manners.paused,
    NoteKind.STOPPED: manners.stopped,
    NoteKind.RESUMED: manners.resumed,
    NoteKind.ASKED_STAFF: manners.asked_staff,
    NoteKind.PARTNER_ASKS: staff.partner_asks,
    NoteKind.SET_ASIDE: staff.set_aside,
    NoteKind.SENT_STAYS: staff.sent_stays,
    NoteKind.NO_RIGHT: _no_right,
    NoteKind.NO_DATA: lost.no_data,
    NoteKind.RESTING: manners.resting,
    NoteKind.VOICE_HEARD: manners.voice,
    NoteKind.VOICE_SAID: manners.voice_said,
    NoteKind.NO_COMMUNITY: _no_community,
    NoteKind.EMERGENCY: aside.emergency,
    NoteKind.UNSAY: aside.unsay,
    NoteKind.UNSAID: aside.unsaid,
}
