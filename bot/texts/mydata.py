"""我的数据: what is kept, as a card, as files, and the question before it is deleted."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from enum import Enum
from typing import Any

from bot.callbacks import Press, Verb
from bot.texts.card import Button, Card, Document, Wording
from bot.texts.html import b, esc, lines
from bot.texts.notes import ENDED
from community.clock import SHANGHAI
from community.facts import NoteKind
from community.retention import RETENTION, Holding
from community.views.mydata import MyDataView, OwnMatter
from community.words import MatterState, Role

_MINE = r"(?:我|俺|咱|本人)(?:家|自己)?的?"
_DATUM = r"(?:联系)?(?:电话|手机|号码|门牌|住址|地址|名字|姓名|信息|数据|资料|记录|照片|隐私|微信)(?:号码?|牌号?)?"
_DELETE = r"(?:删|清|抹|销|去)(?:掉|除|了|空|去)*"
_FORGET = re.compile(
    rf"^(?:请|麻烦|帮我|能不能|可以|给我|你们?|您)*(?:把{_MINE}(?:(?:和|跟|、)?{_DATUM})*(?:都|全|全都|给我|给)*{_DELETE}"
    rf"|{_DELETE}{_MINE}(?:(?:和|跟|、)?{_DATUM})+|{_MINE}{_DATUM}(?:都|全|给我|别|不要|不许|不想|请)*(?:再)?(?:留|存|记|保存|保留|{_DELETE})(?:着|了|下)*"
    rf"|(?:别|不要|不许|不想)(?:再)?(?:留|存|记|保存|保留)(?:着|了)?{_MINE}{_DATUM})(?:吧|啊|呀|好吗|行吗|吗|嘛)*[。.!！?？~\s]*$"
)
LONGEST_REQUEST = 30
WORDS = frozenset({"我的数据", "我的信息", "删除我的数据"})
"""What a person may write instead of /mydata."""

ASK, SURE, WITHDRAW, KEEP = "", "yes", "withdraw", "keep"
"""Arguments of FORGET: ask first, delete, withdraw what is open and delete, leave what is open without a name."""

TEXT, JSON = "txt", "json"
ROLES = {Role.STAFF: "社区工作人员", Role.LEADER: "楼长、网格员", Role.PARTNER: "合伙人"}
SHOWN = 6
STAYS = (
    "留下的只有：事项编号、类别、时间、办到哪一步（不带您的话和名字），合伙人的接单记录、您给的评价——"
    "这些是办事和对账的记录，按档案要求保存。"
)
BEYOND = "原始消息最多 3 天后自动清掉，夜里的备份最多留 5 周。已经发到别人手机上的话，我收不回来。"


def forgets(said: str) -> bool:
    """Whether somebody wants what is kept about them deleted: 把我电话删掉, 别留我的手机号."""
    return len(said) <= LONGEST_REQUEST and _FORGET.match(said.strip()) is not None


def mydata_card(view: MyDataView, wording: Wording) -> Card:
    """The card of the note."""
    return _TEXTS[view.kind](view, wording)


def _summary(view: MyDataView, wording: Wording) -> Card:
    mine = f"{len(view.matters)} 件"
    last = view.matters[-SHOWN:]
    roles = [*(ROLES[role] for role in view.roles), *(f"{name}的经办人" for name in view.partners)]
    html = lines(
        "🗃 <b>我这里记着您的</b>" if view.own else f"🗃 <b>{esc(view.name, 20)} 的数据</b>（您代他办）",
        f"名字：{esc(view.name, 30)}　住：{esc(' '.join(filter(None, (view.community, view.grid))) or '没说过', 40)}",
        f"电话：{_everywhere(view.phone, [(one.number, one.phone) for one in view.matters])}",
        f"门牌：{_everywhere(view.door, [(one.number, one.door) for one in view.matters])}",
        f"身份：{esc('、'.join(roles), 100)}" if roles else None,
        f"事项 {b(mine)}" + (f"：{esc('、'.join(one.number for one in last))}" if last else ""),
        f"要去的大集 {len(view.going)} 次　别的话 {len(view.others)} 句",
        f"门牌电话在事项结束 {RETENTION[Holding.PARTICULARS].lasts.days} 天后自动清掉，原话两年后清掉。",
    )
    return Card(
        html,
        (
            (Button("📄 导出成文件", Press(Verb.EXPORT, view.id), "primary"),),
            (Button("🗑 删除", Press(Verb.FORGET, view.id), "danger"),),
        ),
    )


def _everywhere(own: str | None, kept: Sequence[tuple[str, str | None]]) -> str:
    """What is kept, and with which matters besides."""
    held = {told: number for number, told in kept if told and told != own}
    told = [esc(own, 60)] if own else []
    told += [f"{esc(value, 60)}（{esc(number)} 里）" for value, number in list(held.items())[-SHOWN:]]
    return "、".join(told) or "没留"


def _file(view: MyDataView, wording: Wording) -> Card:
    whose = "您" if view.own else esc(view.name, 20)
    if view.what == JSON:
        data = json.dumps(_plain(view), ensure_ascii=False, indent=2).encode()
        return Card(f"🗃 {whose}的数据（给程序看的）", document=Document("mydata.json", data))
    return Card(f"📄 {whose}的数据（给人看的）", document=Document("mydata.txt", readable(view, wording).encode()))


def _ask(view: MyDataView, wording: Wording) -> Card:
    never = Button("不删了", Press(Verb.FORGET, view.id, "no"))
    if view.in_office:
        said = f"✋ {esc(view.name, 20)}在街道任职，或者是合伙人的经办人，不能由您代删。"
        return Card(lines(said, "请他本人来删，或请管整个街道的工作人员办。"))
    if view.holds:
        held = "、".join(view.holds[:SHOWN])
        return Card(lines(f"✋ 手里还有接下的订单：{esc(held)}", "请先办结或退回，再来删除。"))
    if view.last_staff:
        return Card(lines("✋ 您是这条街道唯一的工作人员。", "请先让另一位工作人员上岗，再来删除。"))
    unfinished = [one for one in view.matters if one.state is MatterState.OPEN]
    html = lines(
        "🗑 <b>要删除吗？删了找不回来。</b>",
        "会删掉：名字、电话、门牌、照片、说过的话、和我的聊天记录、任职和登记。",
        STAYS,
        BEYOND,
        f"⏳ 还有 {b(len(unfinished))} 件没办完：{esc('、'.join(one.number for one in unfinished[:SHOWN]))}，怎么办？"
        if unfinished
        else None,
    )
    if unfinished:
        both = (Button("撤回这些，全部删除", Press(Verb.FORGET, view.id, WITHDRAW), "danger"),)
        leave = (Button("不撤回，去掉我的信息接着办", Press(Verb.FORGET, view.id, KEEP), "danger"),)
        return Card(html, (both, leave, (never,)))
    return Card(html, ((Button("确认删除", Press(Verb.FORGET, view.id, SURE), "danger"), never),))


def readable(view: MyDataView, wording: Wording) -> str:
    """The data as a page of text."""
    head = [
        f"名字：{view.name}",
        f"第一次来：{_at(view.since)}",
        f"住：{' '.join(filter(None, (view.community, view.grid))) or '没说过'}",
        f"留的电话：{view.phone or '没留'}",
        f"留的门牌：{view.door or '没留'}",
        f"身份：{'、'.join([*(ROLES[role] for role in view.roles), *view.partners]) or '居民'}",
        f"要去的大集：{'、'.join(day.isoformat() for day in view.going) or '没有'}",
        "",
    ]
    for one in view.matters:
        head += [*_matter(one, wording), ""]
    if view.others:
        head += ["没有记成事项的话：", *(f"  {said}" for said in view.others), ""]
    head += [
        "经过（谁、什么时候、做了什么）：",
        *(_step(step.at, step.number, step.what, step.by) for step in view.steps),
    ]
    head += ["", "各样东西留多久："]
    head += [f"  {kept.name}：从{kept.since}起 {kept.lasts.days} 天（{kept.reason}）" for kept in RETENTION.values()]
    return "\n".join(head) + "\n"


def _matter(one: OwnMatter, wording: Wording) -> list[str]:
    state = ENDED.get(one.state, "还在办")
    found = [
        f"事项 {one.number}　{wording.name(one.category)}　{state}　{_at(one.made_at)}",
        *(f"  您说：{said}" for said in one.words),
        f"  希望的时间：{one.time_text}" if one.time_text else "",
        f"  门牌：{one.door}" if one.door else "",
        f"  电话：{one.phone}" if one.phone else "",
        f"  补充：{one.note}" if one.note else "",
        f"  照片、位置、语音：{one.media} 个" if one.media else "",
        f"  答复：{one.answer}" if one.answer else "",
        f"  您的评价：{one.rating.value}" if one.rating else "",
    ]
    return [line for line in found if line]


def _step(at: datetime, number: str, what: str, by: str) -> str:
    return f"  {_at(at)}　{number}　{what}　{ {'self': '您', 'bot': '机器人'}.get(by, '别人') }"


def _at(at: datetime) -> str:
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


def _plain(view: MyDataView) -> dict[str, Any]:
    shown = asdict(view)
    for name in ("kind", "own", "what", "holds", "last_staff", "in_office"):
        del shown[name]
    plain: dict[str, Any] = _jsonable(shown)
    return plain


def _jsonable(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _jsonable(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_jsonable(inner) for inner in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


_TEXTS: Mapping[NoteKind, Callable[[MyDataView, Wording], Card]] = {
    NoteKind.MY_DATA: _summary,
    NoteKind.MY_DATA_FILE: _file,
    NoteKind.ASK_FORGET: _ask,
}
