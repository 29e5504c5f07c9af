"""Dead letters, for staff."""

from collections.abc import Iterator

from bot.callbacks import Press, Verb
from bot.texts.card import Button, Card, Wording
from bot.texts.html import b, esc, lines, when
from community.facts import CardSlot
from community.views.letters import Letter, LettersView
from community.words import OutboxState

WORDS = frozenset({"没送到的", "没发出去的"})
"""What staff may write instead of /unsent."""

ALL, NO_DESK = "all", "-"
"""In the button: everything is tried again; the list stands in private."""

WHAT = {
    CardSlot.MATTER: "事项卡",
    CardSlot.ORDER: "订单",
    CardSlot.DESK: "值班台的卡",
    CardSlot.QUESTION: "追问",
    CardSlot.DOUBT: "存疑",
    CardSlot.ALARM: "险情",
    CardSlot.ANNOUNCEMENT: "公告",
    CardSlot.MARKET: "大集",
    CardSlot.NOTE: "一句话",
}
REASONS = (
    ("not enough rights", "机器人在那个群里没有发言权限"),
    ("have no rights", "机器人在那个群里没有发言权限"),
    ("chat_write_forbidden", "那个群禁止机器人发言"),
    ("too long", "内容太长"),
    ("parse entities", "内容的格式不对，请告诉维护的人"),
    ("wrong file", "照片或文件已经失效"),
    ("kicked", "机器人被移出了那个群"),
    ("not a member", "机器人不在那个群里"),
    ("not started, or gone", "机器人不在那个群里"),
    ("chat not found", "机器人找不到那个群"),
    ("moved away", "在升级以前的旧群里，请群主手动删"),
    ("interrupted", "发到一半程序停了"),
    ("topic_closed", "那个话题关了"),
)


def letters_card(view: LettersView, wording: Wording) -> Card:
    """The list, with a button for each that may be tried again."""
    if not view.letters:
        return Card("📮 最近 7 天没有没送到的。")
    rows = [
        Button(f"再试 {number}", Press(Verb.RETRY, str(letter.id)))
        for number, letter in enumerate(view.letters, 1)
        if letter.again
    ]
    part = f"（第 {view.page + 1}/{view.pages} 页）" if view.pages > 1 else ""
    html = lines(
        f"📮 <b>最近 7 天没送到的：{view.count}</b>{part}",
        *(f"{number}. {_line(letter, wording)}" for number, letter in enumerate(view.letters, 1)),
        "修好原因再点“再试”。没有按钮的是可能已发出的广播，再发会重复。",
    )
    buttons = tuple(tuple(rows[at : at + 4]) for at in range(0, len(rows), 4))
    return Card(html, (*buttons, *_further(view, several=len(rows) > 1 or view.pages > 1)))


def _further(view: LettersView, *, several: bool) -> Iterator[tuple[Button, ...]]:
    """All at once, and the other pages."""
    desk = view.desk or NO_DESK
    if several:
        yield (Button("全部再试", Press(Verb.LETTERS, desk, ALL)),)
    beside = {view.page - 1: "← 新一些的", view.page + 1: "早一些的 →"}
    turns = tuple(
        Button(label, Press(Verb.LETTERS, desk, str(page))) for page, label in beside.items() if 0 <= page < view.pages
    )
    if turns:
        yield turns


def _line(letter: Letter, wording: Wording) -> str:
    what = " ".join(part for part in (WHAT.get(letter.slot, "一张卡"), letter.number) if part)
    return f"{b(what)} → {esc(letter.to, 20)}，{when(letter.at, wording.now)}：{_reason(letter)}"


def _reason(letter: Letter) -> str:
    if letter.state is OutboxState.UNKNOWN:
        return "没等到回执，不知道发到没有"
    if letter.state is OutboxState.EXPIRED:
        return "试了很久都没发出去"
    known = next((words for sign, words in REASONS if sign in letter.error.lower()), None)
    return known or f"Telegram 不收（{esc(letter.error, 60)}）"
