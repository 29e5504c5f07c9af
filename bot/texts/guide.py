"""The 办事指南 as staff see it: the list, an entry, what is asked for, what became of a sheet."""

from collections.abc import Mapping

from actions.guide import NotStaff, Result, Shown, Switched
from bot.callbacks import Press, Verb
from bot.texts.card import Button, Card, Document, Wording
from bot.texts.guide_sheet import COLUMNS, write_sheet
from bot.texts.html import b, esc, lines
from bot.texts.toasts import STALE, Toast
from community.clock import SHANGHAI
from community.facts import NoteKind
from community.guide import ADD, EVERYWHERE, FILE, LIST, LONGEST, OFF, ON, SKIP, Field, Why
from community.views.guide import EntryLine, EntryView, GuideNoteView, GuideView, ListView
from community.words import GuideState

WORDS = frozenset({"办事指南", "指南"})
A_PAGE = 8
NAMES: Mapping[str, str] = {
    Field.QUESTION: "问题",
    Field.ANSWER: "答复",
    Field.SOURCE: "出处",
    Field.PHONE: "电话",
    Field.UNTIL: "有效期",
    Field.SCOPE: "范围",
}
ASKS: Mapping[str, str] = {
    Field.QUESTION: "居民会怎么问？写一句，比如：居住证怎么办，要带什么？",
    Field.ANSWER: "怎么答？写清带什么、去哪里、多少钱。",
    Field.SOURCE: "出处是哪里？写单位或文件，比如：新安派出所户籍窗口。",
    Field.PHONE: "打哪个电话问？",
    Field.UNTIL: "有效到哪一天？比如：2026-12-31，或“长期”。过了这天我就不再用它答。",
}
AT_ONCE = "也可以一条写全，一行一项：\n问：…\n答：…\n出处：…\n电话：…\n有效期：2026-12-31"
PROBLEMS: Mapping[str, str] = {
    Why.EMPTY: "没有写内容",
    Why.TOO_LONG: "太长了",
    Why.BAD_DAY: "日期没看懂，请写成 2026-12-31，或“长期”",
    Why.NO_PLACE: "没有这个社区，或不归您管",
    Why.TOO_BIG: "表太大了，请不要超过 512 KB",
    Why.NO_SHEET: "打不开，请用“导出表格”里的那张 .xlsx",
    Why.NO_COLUMN: "少了这一列，请用“导出表格”里的那张表",
    Why.NO_ROWS: "表里一条也没有",
    Why.TOO_MANY: "行太多了，最多 1000 行",
    Why.FORMULA: "是公式，请改成文字",
    Why.BAD_STATE: "只能写“在用”或“停用”",
    Why.NOT_YOURS: "不归您管",
    Why.UNKNOWN_ID: "没有这个编号；新加的一条请把编号空着",
    Why.TWICE: "和上面的一条重复了",
}
Rows = tuple[tuple[Button, ...], ...]


def guide_card(view: GuideView, wording: Wording) -> Card:
    """The list, or an entry."""
    return _list(view) if isinstance(view, ListView) else _entry(view)


def guide_note(view: GuideNoteView, wording: Wording) -> Card:
    """What became of a sheet, the sheet itself, where the list is."""
    if view.kind is NoteKind.GUIDE_OPENED:
        return Card("📖 办事指南在私聊里。", ((Button("去看看", start=("g", "")),),))
    if view.kind is NoteKind.GUIDE_FILE:
        day = wording.now.astimezone(SHANGHAI).strftime("%m%d")
        told = lines(f"📖 办事指南 {b(len(view.lines))} 条。", "改好以后把表发回给我：编号不动就是改，空着就是新加。")
        return Card(told, document=Document(f"guide-{day}.xlsx", write_sheet(view.lines)))
    if view.kind is NoteKind.GUIDE_TAKEN:
        added, edited, same = (view.payload[name] for name in ("added", "edited", "same"))
        return Card(f"✔ 表收下了：新加 {b(added)} 条，改了 {b(edited)} 条，没变 {b(same)} 条。", _back())
    row, column, said = view.payload["row"], str(view.payload["column"]), str(view.payload["said"])
    where = "".join((f"第 {row} 行" if row else "", f"“{esc(COLUMNS.get(column, column))}”" if column else ""))
    quoted = f"（{esc(said, 30)}）" if said else ""
    told = f"{f'{where}：' if where else ''}{PROBLEMS[str(view.payload['why'])]}{quoted}。"
    return Card(lines("✖ <b>这张表没有导入</b>，什么都没动。", told, "改好再发一次就行。"), _back())


def guide_toast(result: Result) -> Toast | None:
    """The answer to a press; None where the changed card says it all."""
    match result:
        case Switched(on):
            return Toast("已启用，居民问到就这样答。" if on else "已停用，不再用它答。")
        case NotStaff():
            return Toast("这一条要由管它的社区工作人员来改。")
        case Shown():
            return None
        case _:
            return STALE


def _list(view: ListView) -> Card:
    last = max(len(view.lines) - 1, 0) // A_PAGE
    page = min(int(view.page), last) if view.page.isdecimal() else 0
    shown = view.lines[page * A_PAGE : (page + 1) * A_PAGE]
    active = sum(not line.retired and not line.expired for line in view.lines)
    expired = sum(line.expired and not line.retired for line in view.lines)
    html = lines(
        f"📖 <b>办事指南</b> 在用 {b(active)} 条" + (f"，⚠️ 过期 {b(expired)} 条" if expired else ""),
        "居民问到有把握的，我照着答，写明出处和电话；没把握的还是请您来答。" if view.lines else "还没有一条。",
    )
    turn = []
    if page > 0:
        turn.append(Button("← 上一页", Press(Verb.GUIDE, LIST, str(page - 1))))
    if page < last:
        turn.append(Button("下一页 →", Press(Verb.GUIDE, LIST, str(page + 1))))
    rows = [(Button(f"{_mark(line)}{line.question[:28]}", Press(Verb.GUIDE, line.id)),) for line in shown]
    own = (
        Button("加一条", Press(Verb.GUIDE, LIST, ADD), "primary"),
        Button("📄 导出表格", Press(Verb.GUIDE, LIST, FILE)),
    )
    return Card(html, (*rows, *((tuple(turn),) if turn else ()), own))


def _mark(line: EntryLine) -> str:
    if line.retired:
        return "⏸ "
    return "⚠️ " if line.expired else ""


def _entry(view: EntryView) -> Card:
    step, _, why = view.page.partition(".")
    if step in ASKS:
        return _asking(view, Field(step), why)
    if step == Field.SCOPE:
        return _scope(view)
    html = lines(
        f"📖 <b>办事指南</b> · {_state(view)}",
        f"<b>问</b> {esc(view.question, LONGEST[Field.QUESTION])}",
        f"<b>答</b> {esc(view.answer, LONGEST[Field.ANSWER])}",
        f"出处：{esc(view.source) or '（没写）'}　☎ {esc(view.phone) or '（没写）'}",
        f"有效期：{view.until.isoformat() if view.until else '长期'}　范围：{esc(view.scope) or '全街道'}",
        f"答过 {view.asked} 次" + (f"，{view.missed} 次没答上" if view.missed else "") if view.asked else None,
    )
    back = (Button("← 目录", Press(Verb.GUIDE, LIST)),)
    return Card(html, (*_changes(view), back) if view.mine else (back,))


def _state(view: EntryView) -> str:
    if view.state is GuideState.ACTIVE and view.expired:
        return "⚠️ 过期了，不再用它答"
    return {GuideState.DRAFT: "草稿，还没启用", GuideState.ACTIVE: "✔ 在用", GuideState.RETIRED: "⏸ 停用"}[view.state]


def _changes(view: EntryView) -> Rows:
    def ask(field: Field) -> Button:
        return Button(f"改{NAMES[field]}", Press(Verb.GUIDE, view.id, field.value))

    active = view.state is GuideState.ACTIVE
    switch = Button("⏸ 停用", Press(Verb.GUIDE, view.id, OFF), "danger")
    start = Button("✔ 启用", Press(Verb.GUIDE, view.id, ON), "success")
    return (
        *(((start,),) if not active else ()),
        (ask(Field.QUESTION), ask(Field.ANSWER)),
        (ask(Field.SOURCE), ask(Field.PHONE)),
        (ask(Field.UNTIL), ask(Field.SCOPE)),
        *(((switch,),) if active else ()),
    )


def _asking(view: EntryView, step: Field, why: str) -> Card:
    fresh = view.state is GuideState.DRAFT and not view.question
    problem = f"✖ {PROBLEMS[why]}，请再写一遍。" if why in PROBLEMS else None
    now = str(getattr(view, step)) if step is not Field.UNTIL and getattr(view, step) else None
    html = lines(
        f"📖 <b>{NAMES[step]}</b>",
        problem,
        f"现在是：{esc(now, 120)}" if now else None,
        ASKS[step],
        AT_ONCE if fresh else None,
    )
    rest = view.state is GuideState.DRAFT and step not in (Field.QUESTION, Field.ANSWER)
    skip = (Button("跳过", Press(Verb.GUIDE, view.id, f"{SKIP}={step.value}")),)
    done = (Button("✔ 就这样，启用", Press(Verb.GUIDE, view.id, ON), "success"),)
    if rest:
        return Card(html, (skip, done))
    return Card(html, ((Button("← 返回", Press(Verb.GUIDE, LIST if fresh else view.id)),),))


def _scope(view: EntryView) -> Card:
    buttons = [Button(name, Press(Verb.GUIDE, view.id, f"{Field.SCOPE}={ident}")) for ident, name in view.choices]
    if view.everywhere:
        buttons.insert(0, Button("全街道", Press(Verb.GUIDE, view.id, f"{Field.SCOPE}={EVERYWHERE}")))
    pairs = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
    html = lines("📖 这一条对哪里有效？", f"“{esc(view.question, 60)}”")
    return Card(html, (*pairs, (Button("← 返回", Press(Verb.GUIDE, view.id)),)))


def _back() -> Rows:
    return ((Button("📖 看目录", Press(Verb.GUIDE, LIST)),),)
