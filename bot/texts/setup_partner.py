"""A partner being set up, to staff, and as its own people see it."""

from collections.abc import Callable, Mapping

from actions.partner_state import LET_FINISH, TAKE_BACK
from bot.callbacks import Press, Verb
from bot.texts.card import Button, Card, Wording
from bot.texts.html import b, esc, lines
from bot.texts.partner_own import hours_told, orders_held, own_card
from bot.texts.toasts import Toast
from community.views.setup import (
    PAGE_HOURS,
    PAGE_PEOPLE,
    PAGE_RENAME,
    PAGE_STOP,
    PAGE_UNREAD,
    PartnerView,
)
from community.words import PartnerKind, PartnerState, Tier

KINDS = {
    PartnerKind.MERCHANT: "商户",
    PartnerKind.SOCIAL: "社会组织",
    PartnerKind.VOLUNTEER: "志愿队伍",
    PartnerKind.PROPERTY: "物业公司",
    PartnerKind.PUBLIC: "公共单位",
}
TIERS = {Tier.FREE: "公益", Tier.LOW: "低偿", Tier.MARKET: "市场"}
HOURS = {"any": "随时", "day": "每天 8–18 点", "work": "工作日 8:30–17:30", "long": "每天 7:30–21 点"}
STATES = {
    PartnerState.APPLIED: "⏳ 等您同意",
    PartnerState.ACTIVE: "✔ 在用",
    PartnerState.SUSPENDED: "⏸ 停用",
    PartnerState.LEFT: "已退出",
}
NOT_READY = Toast("先点“能办什么”和“价格档”，再同意。", alert=True)


def partner_card(view: PartnerView, wording: Wording) -> Card:
    """Everything about the partner, and a button for each thing that can be changed."""
    if not view.for_staff:
        return own_card(view, wording)
    subject = f"partner.{view.id}"
    if view.page == "price":
        return Card("💰 价格怎么说？直接写，比如：上门 20 元，材料另计", ((_to(subject, "← 返回", ""),),))
    if view.page == PAGE_RENAME:
        return Card(f"✏️ 现在叫 {b(view.name)}。改成什么？直接写。", ((_to(subject, "← 返回", ""),),))
    if view.joined is not None:
        ident, name = view.joined
        put_out = Button("不认识，请他退出", Press(Verb.SETUP, subject, f"out={ident}"), "danger")
        return Card(
            lines(f"🙋 {b(name)} 用链接加入了 {b(view.name)}，可以替它接单、看接到的单的门牌电话。", "认识就不用管。"),
            ((put_out,), (_to(subject, "看这家合伙人", ""),)),
        )
    if view.page == PAGE_STOP and view.held:
        return _stopping(view, wording)
    if (rows := PAGES.get(view.page)) is not None:
        unread = "🤔 时间没看懂。" if view.page == PAGE_UNREAD else None
        hint = "点一个，或者直接写，比如：8:00-19:00，周一休息" if rows is _times else None
        html = lines(_facts(view, wording), unread, hint)
        return Card(html, (*rows(view, wording), (_to(subject, "← 好了", ""),)))
    approve = Button("✔ 同意，开始接单", Press(Verb.APPROVE, subject), "success")
    stop = "不同意" if view.state is PartnerState.APPLIED else "停用"
    last: list[tuple[Button, ...]] = []
    if view.state is not PartnerState.ACTIVE:
        last.append((approve,))
    if view.state in (PartnerState.APPLIED, PartnerState.ACTIVE):
        last.append((Button(stop, Press(Verb.REFUSE, subject), "danger"),))
    people = (_to(subject, "经办人", PAGE_PEOPLE),) if view.acting else ()
    return Card(
        _facts(view, wording),
        (
            (_to(subject, "能办什么", "serves"), _to(subject, "是什么单位", "kind")),
            (_to(subject, "改名", PAGE_RENAME), *people),
            (_to(subject, "服务哪里", "area"), _to(subject, "价格档", "tier")),
            (_to(subject, "价格怎么说", "price"), _to(subject, "什么时候", "hours")),
            (
                _to(subject, "不再进家门" if view.home_visit else "可以进家门", "visit=1"),
                Button("请经办人加入", Press(Verb.SETUP, f"link.{view.id}", "link")),
            ),
            *last,
        ),
    )


def _stopping(view: PartnerView, wording: Wording) -> Card:
    """Before a partner that holds orders is stopped: who goes to those who wait for it?"""
    subject = f"partner.{view.id}"
    return Card(
        lines(
            f"⏸ 停用 {b(view.name)}？它手上还有 {b(len(view.held))} 单：",
            *orders_held(view, wording),
            "转给别人的，居民和原来的经办人都会收到通知。",
        ),
        (
            (Button("停用，单转给别人", Press(Verb.REFUSE, subject, TAKE_BACK), "danger"),),
            (Button("停用，手上的办完", Press(Verb.REFUSE, subject, LET_FINISH)), _to(subject, "← 返回", "")),
        ),
    )


def _facts(view: PartnerView, wording: Wording) -> str:
    visits = "可以进家门" if view.home_visit else "不进家门（维修、家政、养老的单要进家门）"
    names = "、".join(_served(view, code, wording) for code in view.serves)
    tier = f"{TIERS[view.tier]} {view.price}".strip() if view.tier else "⚠️ 还没定"
    phones = f"（{esc('、'.join(view.phones), 60)}）" if view.phones else ""
    return lines(
        f"🤝 {b(view.name)} · {KINDS[view.kind]} · {STATES[view.state]}",
        f"能办：{esc(names)}" if names else "⚠️ 还没选能办什么，选了才有单。",
        f"哪里：{esc('、'.join(view.areas)) or '全街道'} · 价格：{esc(tier)}",
        f"时间：{esc(hours_told(view.hours), 200)} · {visits}",
        f"✍ 自己写的：{'；'.join(f'“{esc(words, 200)}”' for words in view.about)}" if view.about else None,
        f"经办人：{esc('、'.join(view.members))}{phones}" if view.members else "⚠️ 还没有经办人，点“请经办人加入”。",
    )


def _served(view: PartnerView, code: str, wording: Wording) -> str:
    only = view.only.get(code)
    return f"{wording.name(code)}（只做{'、'.join(only)}）" if only else wording.name(code)


def _to(subject: str, label: str, page: str) -> Button:
    return Button(label, Press(Verb.SETUP, subject, page))


def _set(view: PartnerView, label: str, field: str, value: str, *, chosen: bool) -> Button:
    return Button(f"✔ {label}" if chosen else label, Press(Verb.SETUP, f"partner.{view.id}", f"{field}={value}"))


def _pairs(buttons: list[Button]) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))


def _people(view: PartnerView, wording: Wording) -> tuple[tuple[Button, ...], ...]:
    """Who acts for it; each can be put out, unless they hold an order."""
    return tuple(
        (Button(f"请 {name} 退出", Press(Verb.SETUP, f"partner.{view.id}", f"out={ident}"), "danger"),)
        for ident, name in view.acting
    )


def _kinds(view: PartnerView, wording: Wording) -> tuple[tuple[Button, ...], ...]:
    return _pairs([_set(view, name, "kind", kind.value, chosen=view.kind is kind) for kind, name in KINDS.items()])


def _serves(view: PartnerView, wording: Wording) -> tuple[tuple[Button, ...], ...]:
    groups = _pairs(
        [
            _set(view, wording.label(one.code), "serves", one.code, chosen=one.code in view.serves)
            for one in wording.taxonomy
        ]
    )
    return (*groups, (_to(f"partner.{view.id}", "只做其中几样…", "only"),)) if view.serves else groups


def _only(view: PartnerView, wording: Wording) -> tuple[tuple[Button, ...], ...]:
    """The services of what the partner serves; none chosen of a category means all of it."""
    return _pairs(
        [
            _set(view, service, "only", f"{one.code}.{service}", chosen=service in view.only.get(one.code, ()))
            for one in wording.taxonomy
            if one.code in view.serves
            for service in one.services
        ]
    )


def _areas(view: PartnerView, wording: Wording) -> tuple[tuple[Button, ...], ...]:
    whole = _set(view, "全街道", "area", "", chosen=not view.areas)
    some = [_set(view, name, "area", ident, chosen=name in view.areas) for ident, name in view.communities]
    return ((whole,), *_pairs(some))


def _tiers(view: PartnerView, wording: Wording) -> tuple[tuple[Button, ...], ...]:
    return (tuple(_set(view, name, "tier", tier.value, chosen=view.tier is tier) for tier, name in TIERS.items()),)


def _times(view: PartnerView, wording: Wording) -> tuple[tuple[Button, ...], ...]:
    return _pairs([_set(view, name, "hours", code, chosen=False) for code, name in HOURS.items()])


PAGES: Mapping[str, Callable[[PartnerView, Wording], tuple[tuple[Button, ...], ...]]] = {
    "kind": _kinds,
    PAGE_PEOPLE: _people,
    "serves": _serves,
    "only": _only,
    "area": _areas,
    "tier": _tiers,
    PAGE_HOURS: _times,
    PAGE_UNREAD: _times,
}
"""What is chosen on a page by tapping."""
