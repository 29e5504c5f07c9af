"""Announcements: the groups' copy, and the staff's card from the first draft to the result."""

from collections.abc import Sequence

from actions.announcements import GROUPS_A_PAGE
from bot.callbacks import Press, Verb
from bot.texts.card import Button, Card, Wording
from bot.texts.html import b, esc, lines
from community.views.announcements import AnnouncementView, GroupLine, PublishingView
from community.words import AnnouncementState, OutboxState

CONFIRM = "confirm"
NONE = "-"
"""Before the page in the argument of ALL_PLACES: choose none instead of all."""

WHOLE = 4000  # 正文本身不超过 3500，不再截
NAMED = 10
FAILED = {
    OutboxState.REFUSED: "没发进去",
    OutboxState.UNREACHABLE: "机器人不在群里了",
    OutboxState.UNKNOWN: "没等到回执，可能已发出（不重发，以免发两遍）",
    OutboxState.EXPIRED: "没有发",
    OutboxState.COALESCED: "没有发",
}


def announcement_card(view: AnnouncementView, wording: Wording) -> Card:
    """What the group sees."""
    return Card(_body(view), gone=view.recalled)


def publishing_card(view: PublishingView, wording: Wording) -> Card:
    """What staff see of it."""
    if view.state is AnnouncementState.DRAFT:
        chosen = any(group.chosen for group in view.groups)
        return _confirm(view) if view.page == CONFIRM and chosen else _choose(view)
    if view.state is AnnouncementState.CANCELLED:
        return Card(lines("公告已取消，没有发出。", f"<s>{esc(view.announcement.text, 60)}</s>"))
    return _result(view)


def _body(view: AnnouncementView) -> str:
    return f"📢 {b(view.issuer)} <b>公告</b>\n\n{esc(view.text, WHOLE)}"


def _choose(view: PublishingView) -> Card:
    ident = view.announcement.id
    chosen = sum(group.chosen for group in view.groups)
    page = min(int(view.page) if view.page.isdecimal() else 0, max(len(view.groups) - 1, 0) // GROUPS_A_PAGE)
    shown = view.groups[page * GROUPS_A_PAGE : (page + 1) * GROUPS_A_PAGE]
    ask = (
        f"👆 预览。发到哪些群？点一下选上，已选 <b>{chosen}</b> 个。" if view.groups else "您负责的范围里还没有网格群。"
    )
    send = Button(f"发布到 {chosen} 个群", Press(Verb.PREVIEW, ident), "primary")
    rows = (
        *_toggles(ident, shown),
        *_pages(ident, page, len(view.groups), whole=chosen == len(view.groups)),
        *(((send,),) if chosen else ()),
        (Button("重写", Press(Verb.REWRITE, ident)), Button("取消", Press(Verb.CANCEL, ident), "danger")),
    )
    return Card(f"{_body(view.announcement)}\n\n———\n{ask}", rows)


def _toggles(ident: str, groups: Sequence[GroupLine]) -> list[tuple[Button, ...]]:
    buttons = [
        Button(f"{'✔' if group.chosen else '▫️'} {group.title}", Press(Verb.PLACE, ident, group.place))
        for group in groups
    ]
    return [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]


def _pages(ident: str, page: int, count: int, *, whole: bool) -> list[tuple[Button, ...]]:
    if not count:
        return []
    last = (count - 1) // GROUPS_A_PAGE
    label, arg = ("全不选", f"{NONE}{page}") if whole else ("全选", str(page))
    row = [Button(label, Press(Verb.ALL_PLACES, ident, arg))]
    if page > 0:
        row.insert(0, Button("← 上一页", Press(Verb.GROUPS, ident, str(page - 1))))
    if page < last:
        row.append(Button("下一页 →", Press(Verb.GROUPS, ident, str(page + 1))))
    return [tuple(row)]


def _confirm(view: PublishingView) -> Card:
    ident = view.announcement.id
    names = [group.title for group in view.groups if group.chosen]
    rows = (
        (Button("✔ 确认发布", Press(Verb.SEND, ident), "success"),),
        (Button("返回选群", Press(Verb.GROUPS, ident, "0")), Button("取消", Press(Verb.CANCEL, ident), "danger")),
    )
    ask = f"👆 就这样发到 <b>{len(names)}</b> 个群：{_named(names)}。确认吗？"
    return Card(f"{_body(view.announcement)}\n\n———\n{ask}", rows)


def _named(names: Sequence[str]) -> str:
    shown = "、".join(esc(name, 20) for name in names[:NAMED])
    return shown if len(names) <= NAMED else f"{shown} 等"


def _result(view: PublishingView) -> Card:
    known = [group for group in view.groups if group.outcome is not None]
    delivered = sum(group.outcome is OutboxState.DELIVERED for group in known)
    restored = [group for group in known if group.restored]
    known = [group for group in known if not group.restored]
    unsure = sum(group.outcome is OutboxState.UNKNOWN for group in known)
    doubtful = f"❔ 没等到回执 <b>{unsure}</b> 个群，可能已发出，不重发" if unsure else None
    missing = lines(doubtful, _look_there(restored)) or None
    ident, total = view.announcement.id, len(view.groups)
    recall = (*_again(ident, restored), (Button("撤回", Press(Verb.RECALL, ident), "danger"),))
    quote = f"“{esc(view.announcement.text, 100)}”"
    if view.state is AnnouncementState.RECALLED:
        return Card(lines(*_recalled(view.groups), quote))
    if view.state is AnnouncementState.SENDING:
        later = "有的群要等到早上 7:30 或排到下一个小时。" if view.waiting else None
        title = f"📤 正在发布：已发 <b>{delivered}/{total}</b>"
        return Card(lines(title, missing, later, quote, *_failures(known)), recall)
    title = f"✔ 已发布：送达 <b>{delivered}/{total}</b>"
    return Card(lines(title, missing, quote, *_failures(known)), recall if delivered or unsure or restored else ())


def _look_there(groups: Sequence[GroupLine]) -> str | None:
    """Of those whose copies a restore has made doubtful."""
    if not groups:
        return None
    return (
        f"❔ 恢复过备份，这些群可能已经发过：{_named([group.title for group in groups])}。请到群里看一眼，没有就再发。"
    )


def _again(ident: str, groups: Sequence[GroupLine]) -> list[tuple[Button, ...]]:
    return [
        (Button(f"再发到 {group.title}", Press(Verb.SEND, ident, group.place)),) for group in groups[:GROUPS_A_PAGE]
    ]


def _failures(groups: Sequence[GroupLine]) -> list[str]:
    found = []
    for group in groups:
        if group.outcome in FAILED:
            reason = f"（{esc(group.reason, 60)}）" if group.outcome is OutboxState.REFUSED and group.reason else ""
            found.append(f"✖ {esc(group.title, 20)}：{FAILED[group.outcome]}{reason}")
    return [*found[:NAMED], *([f"…另有 {len(found) - NAMED} 个群没发成"] if len(found) > NAMED else [])]


def _recalled(groups: Sequence[GroupLine]) -> list[str]:
    sent = [group for group in groups if group.outcome in {None, OutboxState.DELIVERED, OutboxState.UNKNOWN}]
    gone = sum(group.recalled is True for group in sent)
    left = [group.title for group in sent if group.recalled is False]
    if any(group.recalled is None for group in sent):
        return [f"↩️ 正在撤回，共 <b>{len(sent)}</b> 个群…"]
    return [
        f"↩️ 公告已撤回：删除 <b>{gone}/{len(sent)}</b>",
        f"✖ 删不掉（超过 48 小时、没等到回执或没有权限），请群里的管理员手动删：{_named(left)}" if left else "",
    ]
