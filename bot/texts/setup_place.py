"""A group being set up, to staff: which grid it is of, or whether it is a staff desk."""

from actions.setup import SURE
from bot.callbacks import Press, Verb
from bot.texts.card import Button, Card, Wording
from bot.texts.html import b, esc, lines
from community.views.setup import PAGE_DESK, PlaceView
from community.words import PlaceKind

Rows = tuple[tuple[Button, ...], ...]
SHOWN = 14


def place_card(view: PlaceView, wording: Wording) -> Card:
    subject = f"place.{view.id}"
    if not view.present:
        return Card(lines(f"🚪 我已经不在 {b(view.title)} 群里了。", "还要用的话，请再拉我进去。"))
    asked, _, community = view.page.partition(".")
    if asked == PAGE_DESK:
        return _sure_of_desk(view, community)
    told = {
        PlaceKind.GRID: f"✔ 这是 {b(view.where)} 的群",
        PlaceKind.STAFF: f"✔ 这是{esc(view.where) or '全街道'}的值班台",
        PlaceKind.UNBOUND: "这个群还没登记，我在里面不出声。",
        PlaceKind.PRIVATE: None,
    }[view.kind]
    ask = "它是哪个社区的？" if view.kind is PlaceKind.UNBOUND else "要改的话，点它的社区："
    text = lines(
        f"👥 {b(view.title)}",
        told,
        None if view.admin else "⚠️ 我还不是管理员，听不全大家说话：群设置 → 管理员 → 添加我。",
        ask if view.choices and not view.page else None,
        "它是哪个网格的？" if view.page else None,
    )
    if view.page:
        grids = [Button(name, Press(Verb.BIND, view.id, ident)) for ident, name in view.choices]
        desk = Button("这个社区的值班台", Press(Verb.BIND, view.id, f"{PAGE_DESK}.{view.page}"))
        return Card(text, (*two(grids), (desk,), *back(subject)))
    rows: list[tuple[Button, ...]] = [
        *two([Button(name, Press(Verb.SETUP, subject, ident)) for ident, name in view.choices]),
        (Button("这是全街道的值班台", Press(Verb.BIND, view.id, PAGE_DESK)),),
    ]
    if view.kind is not PlaceKind.UNBOUND:
        rows.append((Button("不再用这个群", Press(Verb.BIND, view.id, "none"), "danger"),))
    return Card(text, tuple(rows))


def _sure_of_desk(view: PlaceView, community: str) -> Card:
    """One slip, and residents read what their neighbours told staff."""
    name = dict(view.choices).get(community, "")
    sure = Press(Verb.BIND, view.id, f"{SURE}.{community}" if community else SURE)
    return Card(
        lines(
            f"🖥 让 {b(view.title)} 当{b(name or '全街道')}的值班台？",
            "这里的人都会看到居民的原话和门牌。只有工作人员的群才能点“是”；居民的群请点“返回”。",
        ),
        ((Button("是，里面都是工作人员", sure, "danger"),), *back(f"place.{view.id}")),
    )


def two(buttons: list[Button]) -> Rows:
    """Two a row, the first SHOWN of them."""
    shown = buttons[:SHOWN]
    return tuple(tuple(shown[at : at + 2]) for at in range(0, len(shown), 2))


def back(subject: str) -> Rows:
    """The row that leads back to the front of the card of `subject`."""
    return ((Button("← 返回", Press(Verb.SETUP, subject)),),)
