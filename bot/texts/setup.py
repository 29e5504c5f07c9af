"""The cards with which staff set up their street, bind groups, and approve people."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from actions.setup import MAKE
from bot.callbacks import Press, Verb
from bot.texts.card import Button, Card, Wording
from bot.texts.html import b, esc, lines
from bot.texts.setup_partner import STATES, partner_card
from bot.texts.setup_place import SHOWN, Rows, back, place_card, two
from bot.texts.toasts import Toast
from community.views.setup import (
    PAGE_PARTNERS,
    ApplicantView,
    AskNameView,
    EndedView,
    LinkView,
    PartnerView,
    PlaceView,
    RefusedView,
    SetupView,
    StreetView,
)
from community.words import Role

SETUP = frozenset({"设置", "建街道", "开始设置"})
I_AM: Mapping[str, Role] = {
    "我是工作人员": Role.STAFF,
    "我是社区工作人员": Role.STAFF,
    "我是网格员": Role.LEADER,
    "我是楼长": Role.LEADER,
    "我是红色楼长": Role.LEADER,
    "我是合伙人": Role.PARTNER,
    "我想当合伙人": Role.PARTNER,
    "申请合伙人": Role.PARTNER,
}
"""Plain words with which somebody asks for a role."""
_OF_OURS = r"(?:你们|咱们|咱|我们|社区|街道|那个|这个|一个|一名|一家|的|个|名)*"
_JOINS = rf"(?:当上?|做|成为|加入|加|入|申请|报名)(?:当|做|成为)?{_OF_OURS}合伙人"
_WILLING = r"(?:想要?|要|愿意?|可以|能|申请|报名|怎么|怎样|如何|咋|哪里|哪儿)(?:才|能|才能|可以|去|来|也|申请)*"
_NEVER = r"(?<!不)(?<!没)(?<!别)"
WOULD_SERVE = re.compile(
    rf"{_NEVER}{_WILLING}{_JOINS}(?!了|的?(?:微信|电话|群|号)|上门|来|去|帮|修|给)"
    rf"|^(?:您好|你好)?[，,\s]*(?:申请|报名|加入)(?:当|做|成为)?{_OF_OURS}合伙人[吧呀啊]?$"
    r"|合伙人(?:要|该|是)?(?:怎么|怎样|如何|咋|在哪里?|去哪里?)(?:申请|加入|报名|当|入|加|弄)"
)
"""Somebody wants to be a partner, or asks how one becomes one."""
ENDING = " 。.!！?？"


def role_asked_for(words: str) -> Role | None:
    """The role that somebody asks for: in one of the set phrases, or 我想当合伙人 with whatever follows."""
    said = words.strip(ENDING)
    return I_AM.get(said) or (Role.PARTNER if "合伙人" in said and WOULD_SERVE.search(said) else None)


ROLE_NAMES = {Role.STAFF: "社区工作人员", Role.LEADER: "楼长、网格员", Role.PARTNER: "合伙人"}
STAFF_ONLY = Toast("这里要社区工作人员来点。")
LAST_STAFF = Toast("至少要留一位管全街道的工作人员。", alert=True)
MOST = 40


def setup_card(view: SetupView, wording: Wording) -> Card:
    """The card of whatever is being set up."""
    return _CARDS[type(view)](view, wording)


def _street(view: StreetView, wording: Wording) -> Card:
    page, _, _community = view.page.partition(".")
    subject = f"street.{view.id}"
    match page:
        case "name":
            return Card(lines("🏘 您的街道叫什么？", "直接写，比如：新安街道"), back(subject))
        case "communities":
            problem = f"这几行没看懂：{esc('；'.join(view.problem))}" if view.problem else None
            return Card(
                lines(
                    f"🏘 {b(view.name)} 有哪些社区？",
                    "一行一个：名字，空格，两个字母的代号。代号写在事项编号前面。",
                    "比如：\n般阳社区 BY\n松龄社区 SL",
                    problem,
                ),
                back(subject),
            )
        case "grids" if view.page == "grids":
            buttons = [
                Button(f"{one.name}（{one.grids} 个网格）", Press(Verb.SETUP, subject, f"grids.{one.id}"))
                for one in view.communities
            ]
            return Card("🧩 给哪个社区写网格？点一下。", (*two(buttons), *back(subject)))
        case "grids":
            known = f"已有：{esc('、'.join(view.grids))}" if view.grids else None
            return Card(lines("🧩 一行写一个网格的名字，比如：\n1号网格\n2号网格", known), back(subject))
        case "partner":
            return Card("🤝 合伙人叫什么？写店名、队名或单位名。", back(subject))
        case "new":
            return _new_partner(view)
        case "partners":
            return _partners(view)
        case "staff":
            return _offices(view)
        case "list":
            buttons = [Button(name, Press(Verb.SETUP, one)) for one, name in (*view.chats, *view.waiting)]
            return Card("⏳ 点开看，一个一个定。" if buttons else "没有等着办的了。", (*two(buttons), *back(subject)))
    return _overview(view)


def _overview(view: StreetView) -> Card:
    subject = f"street.{view.id}"

    def step(label: str, page: str) -> Button:
        return Button(label, Press(Verb.SETUP, subject, page))

    if not view.name:
        return Card(
            lines("👋 您是第一位工作人员。", "五步建好街道，随时可以停下，发 /setup 接着来。"),
            ((Button("1. 写街道名", Press(Verb.SETUP, subject, "name"), "primary"),),),
        )
    grids, groups = (sum(one.grids for one in view.communities), sum(one.groups for one in view.communities))
    waiting = len(view.chats) + len(view.waiting)
    text = lines(
        f"🏘 {b(view.name)}",
        f"社区 {b(len(view.communities))} · 网格 {b(grids)} · 已进群 {b(groups)} · 值班台 {b(view.desks)}",
        f"工作人员 {b(view.staff)} · 合伙人 {b(view.partners)}",
        "⚠️ 还没有值班台：把我拉进工作人员的群。" if not view.desks else None,
        "把我拉进群、设成管理员，再到私聊里点它是哪个网格。",
    )
    rows: list[tuple[Button, ...]] = [(Button("👥 把我拉进群", group=True, style="primary"),)]
    if waiting:
        rows.append((step(f"⏳ 等您定的 {waiting}", "list"),))
    rows += [(step("改街道名", "name"), step("写社区", "communities"))]
    rows += [(step("写网格", "grids"), step("加合伙人", "partner"))]
    rows += [(step("找合伙人", PAGE_PARTNERS), step("工作人员和楼长", "staff"))]
    return Card(text, tuple(rows))


def _new_partner(view: StreetView) -> Card:
    """Nobody of that name: is it really a new one?"""
    subject = f"street.{view.id}"
    like = "名字相近的有这几家，是其中一家就点它：" if view.listed else None
    make = Button("🆕 新建", Press(Verb.SETUP, subject, MAKE), "primary")
    return Card(
        lines(f"🤝 还没有叫 {b(view.written)} 的合伙人。新建一家？", like, "写错了就再写一遍名字。"),
        (*_listed(view), (make,), *back(subject)),
    )


def _partners(view: StreetView) -> Card:
    sought = view.page.partition(".")[2]
    found = f"“{esc(sought, 20)}”找到 {b(len(view.listed))} 家" if sought else f"共 {b(len(view.listed))} 家"
    more = f"只列了前 {SHOWN} 家，" if len(view.listed) > SHOWN else ""
    return Card(
        lines(f"🤝 <b>合伙人</b>：{found}", f"{more}写几个字就能找，点开可以改、可以停用。"),
        (*_listed(view), *back(f"street.{view.id}")),
    )


def _listed(view: StreetView) -> Rows:
    return tuple(
        (Button(f"{name} · {STATES[state].split()[-1]}", Press(Verb.SETUP, subject)),)
        for subject, name, state in view.listed[:SHOWN]
    )


def _offices(view: StreetView) -> Card:
    buttons = [
        Button(f"{name}（{ROLE_NAMES[role]}{f'，{where}' if where else ''}）", Press(Verb.SETUP, subject))
        for subject, name, role, where in view.offices
    ]
    return Card(
        "👥 谁在任？点开可以结束任职。", (*((button,) for button in buttons[:MOST]), *back(f"street.{view.id}"))
    )


def _applicant(view: ApplicantView, wording: Wording) -> Card:
    subject, role = f"person.{view.id}", ROLE_NAMES[view.role]
    where = f"（{esc(view.where)}）" if view.where else ""
    if not view.for_staff:
        if view.pending:
            return Card(lines("🙋 申请收到了。", f"工作人员同意以后，您就是{esc(role)}了，我会告诉您。"))
        return Card(lines(f"✔ 您现在是{esc(role)}{where}。", "发“帮助”看能做什么。"))
    if not view.pending:
        return _in_office(view, f"{b(view.name)} 现在是{esc(role)}{where}。")
    text = lines(f"🙋 {b(view.name)} 说自己是{b(role)}。", "认识的人才点同意；不认识先打电话问一问。")
    if view.page == "where":
        some = [Button(name, Press(Verb.APPROVE, subject, ident)) for ident, name in view.communities]
        return Card(text, (*two(some), *back(subject)))
    return Card(
        text,
        (
            (
                Button("同意，只管一个社区", Press(Verb.SETUP, subject, "where")),
                Button("同意，管全街道", Press(Verb.APPROVE, subject)),
            ),
            (Button("不同意", Press(Verb.REFUSE, subject), "danger"),),
        ),
    )


def _in_office(view: ApplicantView, text: str) -> Card:
    subject = f"person.{view.id}"
    if view.page != "end":
        return Card(f"✔ {text}", ((Button("结束任职", Press(Verb.SETUP, subject, "end"), "danger"),),))
    sure = Button("确认结束", Press(Verb.DISMISS, subject), "danger")
    return Card(lines(text, "结束以后就点不了工作人员的按钮，手里跟进的事会重新派。"), ((sure,), *back(subject)))


def _ended(view: EndedView, wording: Wording) -> Card:
    if view.for_staff:
        return Card("✔ 这份任职已经结束。")
    return Card(lines("您的任职到今天为止，谢谢您为邻里出力。", "有疑问请打电话问社区。"))


def _refused(view: RefusedView, wording: Wording) -> Card:
    return Card(lines("这次没有通过。", "有疑问请打电话问社区。"))


def _link(view: LinkView, wording: Wording) -> Card:
    if view.used:
        return Card(f"✔ 请 {b(view.partner)} 经办人加入的链接已经有人用了。再来一位，再点一次“请经办人加入”。")
    if not view.partner and view.to_partner:
        return Card(lines("这个链接用不了了。", "它只给一个人用，七天内有效；请社区工作人员再发一个。"))
    if not view.partner:
        return Card(lines("这个链接用不了了。", "它只能用一次，半小时内有效；请在终端再运行一次 hehuo 拿新的。"))
    return Card(
        lines(
            f"🤝 请 {b(view.partner)} 的经办人点下面的按钮加入。",
            "把这条转发给他就行，别发到群里；一个链接只能一个人用，七天内有效。",
        ),
        ((Button("加入", start=("p", view.id), style="primary"),),),
    )


def _ask_name(view: AskNameView, wording: Wording) -> Card:
    if view.again:
        return Card(
            lines(
                "🤔 先告诉我店名、队名或单位名，比如：海涛修车铺。",
                "要什么材料、多久能批，社区看到申请会联系您。现在不想申请，写“算了”。",
            )
        )
    return Card(lines("🤝 欢迎！您的店、队伍或单位叫什么？", "直接写，我转给社区工作人员。"))


_CARDS: Mapping[type, Callable[[Any, Wording], Card]] = {
    StreetView: _street,
    PlaceView: place_card,
    PartnerView: partner_card,
    ApplicantView: _applicant,
    RefusedView: _refused,
    EndedView: _ended,
    LinkView: _link,
    AskNameView: _ask_name,
}
