"""Teaching the bot: the cards that staff see in private, and the toasts."""

from actions.teaching import Always, NotStaff, NoWord, Result, Shown
from bot.callbacks import Press, Verb
from bot.texts.card import Button, Card, Wording
from bot.texts.html import b, esc, lines
from bot.texts.toasts import STALE, Toast
from community.facts import NoteKind
from community.teaching import ADD, ALWAYS, AS, DROP, KINDS, LIST, NO, OFF, SERVICE, TALK, WORDS, YES
from community.views.learning import CommunitiesView, LearningNoteView, TeachingView

SAID = frozenset({"教机器人"})
TALKS = {-2: "很少开口", -1: "少开口", 0: "照常", 1: "多开口", 2: "尽量开口"}
SHOWN = 12
Rows = tuple[tuple[Button, ...], ...]


def teaching_card(view: CommunitiesView | TeachingView, wording: Wording) -> Card:
    """The list of communities, or one of them on the page that was asked for."""
    if isinstance(view, CommunitiesView):
        buttons = [Button(name, Press(Verb.TEACH, ident)) for ident, name in view.communities]
        return Card(lines("🎓 <b>教机器人</b>", "先选一个社区，各社区各教各的。"), _rows(buttons, 2))
    match view.page:
        case "kinds":
            return _kinds(view, wording)
        case "words":
            return _words(view, wording)
        case "add":
            return _adding(view)
        case "as" if view.writing:
            return _meaning(view, wording)
        case _:
            return _front(view, wording)


def learning_note(view: LearningNoteView, wording: Wording) -> Card:
    """Where teaching is, or which words the bot would like to learn."""
    if view.kind is NoteKind.TEACHING_OPENED:
        return Card("🎓 教机器人在私聊里。", ((Button("去看看", start=("l", "")),),))
    named = "、".join(f"“{esc(word, 12)}”" for word in view.words)
    return Card(
        f"🌱 {b(view.community)}本周想学 {len(view.words)} 个词：{named}。点一下，一个一个告诉我行不行。",
        ((Button("去看看", start=("l", "")),),),
    )


def teaching_toast(result: Result) -> Toast | None:
    """The answer to a press; None where the changed card says it all."""
    match result:
        case Shown():
            return None
        case NotStaff():
            return Toast("这要由那个社区的工作人员来教。")
        case Always():
            return Toast("这一类关不掉：险情和想不开的话，哪里都要听。")
        case NoWord():
            return Toast("这不像一个词，请写 2 到 12 个字。")
        case _:
            return STALE


def _front(view: TeachingView, wording: Wording) -> Card:
    off = "、".join(wording.name(code) for code in sorted(view.disabled))
    html = lines(
        f"🎓 <b>教机器人</b> · {esc(view.name)}",
        f"开口：{b(TALKS[view.talk])}。少开口就更拿得准才说，多开口就多问一句。",
        f"不接的类别：{esc(off)}" if off else "类别都接。",
        f"自己的词 {b(len(view.words))} 个" + (f"，🌱 想学 {b(len(view.offered))} 个" if view.offered else "") + "。",
        "值班台上的确认、改类、忽略，也都在教我。改了马上生效。",
    )
    talk = [
        Button(f"{'● ' if step == view.talk else ''}{name}", Press(Verb.TEACH, view.id, f"{TALK}={step}"))
        for step, name in TALKS.items()
    ]
    kinds = Button("类别开关", Press(Verb.TEACH, view.id, KINDS))
    words = Button(f"{'🌱 ' if view.offered else ''}自己的词", Press(Verb.TEACH, view.id, WORDS))
    back = ((Button("← 别的社区", Press(Verb.TEACH, LIST)),),) if view.several else ()
    return Card(html, ((talk[1], talk[2], talk[3]), (talk[0], talk[4]), (kinds, words), *back))


def _kinds(view: TeachingView, wording: Wording) -> Card:
    buttons = [
        Button(
            f"{'✖' if category.code in view.disabled else '✔'} {wording.label(category.code)}",
            Press(Verb.TEACH, view.id, f"{OFF}={category.code}"),
        )
        for category in wording.taxonomy
        if category.code not in ALWAYS
    ]
    html = lines(f"🗂 <b>{esc(view.name)}接哪些类别？</b>", "点一下开或关。关了的群里不出声，值班台还看得到。")
    return Card(html, (*_rows(buttons, 3), _back(view)))


def _words(view: TeachingView, wording: Wording) -> Card:
    offered = [f"🌱 {b(one.word)} → {esc(wording.name(one.category))}" for one in view.offered[:SHOWN]]
    own = [
        f"{'★' if one.service else '·'} {b(one.word)} → {esc(wording.name(one.category))}" for one in view.words[:SHOWN]
    ]
    html = lines(
        f"📚 <b>{esc(view.name)}自己的词</b>",
        "大家常这么说，我想学，行吗？" if offered else None,
        *offered,
        *(own or (["还没有。这里怎么叫、外人听不懂的，可以教我。"] if not offered else [])),
        "★ 是本社区的一项服务，事项卡上就这么写。" if own else None,
    )
    asked = [
        (
            Button(f"✔ 学 {one.word}", Press(Verb.TEACH, view.id, f"{YES}={one.id}"), "success"),
            Button("不学", Press(Verb.TEACH, view.id, f"{NO}={one.id}")),
        )
        for one in view.offered[:SHOWN]
    ]
    kept = [
        (
            Button(
                f"{'取消服务' if one.service else '★ 算一项服务'} {one.word}",
                Press(Verb.TEACH, view.id, f"{SERVICE}={one.id}"),
            ),
            Button(f"✖ {one.word}", Press(Verb.TEACH, view.id, f"{DROP}={one.id}")),
        )
        for one in view.words[:SHOWN]
    ]
    add = (Button("加一个词", Press(Verb.TEACH, view.id, ADD), "primary"),)
    return Card(html, (*asked, *kept, add, _back(view)))


def _adding(view: TeachingView) -> Card:
    problem = "✖ 这不像一个词，请写 2 到 12 个字。" if view.bad else None
    return Card(
        lines("📚 <b>加一个词</b>", problem, "直接写，比如：北大棚（这里的人都这么叫菜市场）。只写词就行。"),
        (_back(view),),
    )


def _meaning(view: TeachingView, wording: Wording) -> Card:
    buttons = [
        Button(wording.label(category.code), Press(Verb.TEACH, view.id, f"{AS}={category.code}"))
        for category in wording.taxonomy
    ]
    return Card(lines(f"📚 {b(view.writing)} 说的是哪一类事？", "点一下就学会。"), (*_rows(buttons, 3), _back(view)))


def _back(view: TeachingView) -> tuple[Button, ...]:
    return (Button("← 返回", Press(Verb.TEACH, view.id)),)


def _rows(buttons: list[Button], width: int) -> Rows:
    return tuple(tuple(buttons[at : at + width]) for at in range(0, len(buttons), width))
