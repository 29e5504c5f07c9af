"""One-off sentences between a resident, whoever comes, and staff."""

from actions.replying import UNREACHED
from bot.callbacks import Press, Verb
from bot.texts.card import Button, Card, Wording
from bot.texts.html import b, esc, lines
from bot.texts.orders import eta_buttons, own_words_button, wish_button
from community.routing import BY_TALK
from community.views.note import NoteView
from community.words import MatterState

CALLED_OFF = {
    MatterState.WITHDRAWN.value: "居民说不用了。",
    MatterState.IGNORED.value: "工作人员看过了，这一单取消。",
    MatterState.MERGED.value: "和另一件是同一件事，并在一起办了。",
    "moved": "这一单不由您办了，正在改派。",
}

MEDIA = {"photo": "照片", "location": "位置"}


def ask_place(view: NoteView, wording: Wording) -> Card:
    """A number that was told wrongly may be one of these parts of the place."""
    rows = tuple((Button(f"🏠 {place}"[:60], Press(Verb.RIGHT_PLACE, view.id, part)),) for part, place in view.choices)
    return Card(
        lines(f"🙂 {b(view.number)} 改成哪一个？", "点一下就改好；都不对，请把地址完整写给我。"),
        rows,
    )


def ask_withdraw(view: NoteView, wording: Wording) -> Card:
    """What the resident said sounds as if nobody were needed any more, for one matter or one of several."""
    if view.choices:
        rows = tuple((Button(f"撤回 {name}"[:60], Press(Verb.WITHDRAW, ident)),) for ident, name in view.choices)
        return Card(lines("🙂 哪一件不用人来了？", "不用了的，请点一下；还要人来的，就不用管。"), rows)
    return Card(
        lines(f"🙂 {b(view.number)} 不用人来了吗？", "不用了，请点一下；还要人来，就不用管。"),
        ((Button("确认撤回", Press(Verb.WITHDRAW, view.id), "primary"), Button("还没好", Press(Verb.KEEP, view.id))),),
    )


def relay_question(view: NoteView, wording: Wording) -> Card:
    if view.about == "time":
        agree = Button("✔ 行，就这个时间", Press(Verb.AGREE, view.id, view.proposal), "success")
        asked = f"🕒 {b(view.number)} {esc(wording.name(view.category))}：接单的人问您"
        return Card(lines(asked, f"“{esc(view.text, 180)}”", "行就点一下；不行直接回复，我来转达。"), ((agree,),))
    return Card(
        lines(
            f"❓ {b(view.number)} {esc(wording.name(view.category))}：有合伙人想问一句",
            f"“{esc(view.text, 180)}”",
            "直接回复就行，我来转达。",
        )
    )


def relay_answer(view: NoteView, wording: Wording) -> Card:
    return Card(lines(f"💬 {b(view.number)} 居民回答：", f"“{esc(view.text, 180)}”"))


def nudged(view: NoteView, wording: Wording) -> Card:
    return Card(
        lines(
            f"⏰ {b(view.number)} 居民催了一下",
            f"请回个话，什么时候{'联系' if view.category in BY_TALK else '到'}；来不了也没关系，点“退回”就行。",
        ),
        _agree(view, wording),
    )


def _agree(view: NoteView, wording: Wording) -> tuple[tuple[Button, ...], ...]:
    """A time to promise, on the spot: the order's own card may be far up in the chat."""
    own, call = own_words_button(view.id), Button("☎ 联系居民", Press(Verb.CONTACT, view.id))
    return (tuple(eta_buttons(view.id, wording)[:2]), (own, call))


def called_off(view: NoteView, wording: Wording) -> Card:
    why = CALLED_OFF.get(view.about, "这一单取消了。")
    return Card(lines(f"✋ {b(view.number)} 不用去了，别跑空", why, "谢谢您！"))


def media(view: NoteView, wording: Wording) -> Card:
    sent = dict.fromkeys(MEDIA.get(str(item.get("type")), "文件") for item in view.media)
    return Card(f"📎 {b(view.number)} 居民发来的{'、'.join(sent)}：", media=view.media)


def proof(view: NoteView, wording: Wording) -> Card:
    return Card(f"📷 {b(view.number)} {esc(view.partner or '接单的人', 30)}办完后拍的：", media=view.media)


def contact(view: NoteView, wording: Wording) -> Card:
    if not view.phone and not view.reached:
        return Card(
            lines(
                f"☎ {b(view.number)} 居民还没留电话",
                "居民还没开私聊，暂时问不到。",
                ("群里的卡片上请居民点“补充地址和时间”了；也可以" if view.about == "public" else "")
                + "请社区工作人员帮忙。",
            )
        )
    if not view.phone:
        return Card(lines(f"☎ {b(view.number)} 居民还没留电话", "已经去问了，有了马上告诉您。"))
    return Card(
        lines(f"☎ {b(view.number)} 居民电话：{esc(view.phone, 30)}", f"🏠 {esc(view.door, 80)}" if view.door else None)
    )


def passed_on(view: NoteView, wording: Wording) -> Card:
    if not view.number:  # 还没有登记成事项
        unreached = "📵 对方还没开私聊，现在收不到。24 小时内点开私聊，就转过去。"
        return Card(unreached if view.about == UNREACHED else "✔ 已转给对方。")
    if view.reached:
        return Card(f"✔ {b(view.number)} 已转给居民。")
    if view.about == "public":
        return Card(lines(f"✔ {b(view.number)} 已写在群里的卡片上", "居民还没开私聊，暂时不能私下告诉。"))
    return Card(lines(f"📵 {b(view.number)} 居民还没开私聊，现在收不到", "24 小时内点开私聊，就转过去；急的请打电话。"))


def changed(view: NoteView, wording: Wording) -> Card:
    if view.about == "time":
        asked = f"🕒 {b(view.number)} 居民想改时间：{b(view.text, 60)}"
        wish = (wish_button(view.id),)
        return Card(lines(asked, "行不行都请定个时间，居民马上看到。"), (wish, *_agree(view, wording)))
    if view.about == "words" and view.text:
        return Card(lines(f"✏️ {b(view.number)} 居民改了说法：", f"“{esc(view.text, 180)}”"))
    if view.about == "said" and view.text:
        answer = Button("💬 回一句", Press(Verb.ASK_RESIDENT, view.id))
        return Card(lines(f"💬 {b(view.number)} 居民说：", f"“{esc(view.text, 180)}”"), ((answer,),))
    if view.about == "household_said" and view.text:
        whose = f"👥 {b(view.number)} 也在等的一户（{esc(view.neighbour, 30)}）说："
        return Card(lines(whose, f"“{esc(view.text, 180)}”", "您回的话，会转给报这件事的那一户。"))
    if view.about == "more" and view.text:
        return Card(lines(f"✏️ {b(view.number)} 居民又说：", f"“{esc(view.text, 180)}”"))
    if view.about == "households":
        where = f"，在 {b(view.text, 60)}" if view.text else ""
        return Card(f"👥 {b(view.number)} 又有一户邻居也遇到了{where}")
    where = lines(f"🏠 {b(view.door, 80)}" if view.door else None, f"📞 {esc(view.phone, 30)}" if view.phone else None)
    return Card(
        lines(f"✏️ {b(view.number)} 居民补充了信息", where or None, f"“{esc(view.text, 180)}”" if view.text else None)
    )


def replied(view: NoteView, wording: Wording) -> Card:
    if not view.number:
        return Card(lines("💬 社区工作人员答复：", esc(view.text, 1000)))
    return Card(
        lines(f"💬 {b(view.number)} 社区工作人员答复：", esc(view.text, 1000)),
        ((Button("🗣 叫人工", Press(Verb.HUMAN, view.id)),),),
    )
