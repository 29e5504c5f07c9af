"""What is said to somebody who may not want to live: nothing brisk, nothing to withdraw, somebody to talk to."""

from actions.unsaying import ASIDE
from actions.unsure_danger import FOLLOWED
from bot.callbacks import Press, Verb
from bot.texts.card import Button, Card, Wording
from bot.texts.html import b, lines
from community.views.matter import MatterView, Progress
from community.views.note import NoteView
from community.words import MatterState, OrderState, Rating

LINE = "心里过不去，随时可以打 <b>12356</b>（心理援助热线，24 小时）。有人陪您说话。"
NOW = "撑不住的时候，请马上打 <b>120</b> 或 <b>110</b>，或者到有人的地方去。"


def matter_card(view: MatterView) -> Card:
    """Their matter, in private."""
    human = Button("🗣 叫人工", Press(Verb.HUMAN, view.id))
    if view.state is not MatterState.OPEN:
        return Card(lines("💚 知道您说的了。", f"想说话，随时在这里说；{LINE}"))
    if view.progress is None or view.progress.state is OrderState.OPEN:
        html = lines(
            f"💚 {b(view.number)} 您说的，社区工作人员收到了，会来联系您。",
            "想说就接着在这里说，每一句都有人看。",
        )
        return Card(html, ((human,),))
    if view.progress.state in {OrderState.CLAIMED, OrderState.ON_THE_WAY}:
        return Card(lines(f"💚 {_who(view.progress)} 来陪您，会马上联系您。", NOW), ((human,),))
    better = Button("好些了", Press(Verb.RATE, view.id, Rating.GOOD.value))
    again = Button("还想有人陪", Press(Verb.REOPEN, view.id), "primary")
    html = lines(f"💚 {_who(view.progress)} 说和您谈过了。", "您现在好些了吗？怎么说都行。")
    return Card(html, ((better, again), (human,)))


def listening(view: NoteView, wording: Wording) -> Card:
    """Every word is answered: somebody reads it."""
    if view.despair:
        return Card(lines("💚 我在听。您说的，社区工作人员都看得到，会来联系您。", LINE, NOW))
    if view.about == FOLLOWED:
        return Card("💚 社区工作人员在跟进了，会联系您。您在哪个社区、哪栋楼？直接说就行，好找您。")
    if view.about == ASIDE:
        return Card("💚 想说就接着在这里说，每一句社区工作人员都看得到，会来联系您。")
    if view.number:
        return Card(f"✍ {b(view.number)} 您说的，已经告诉社区工作人员和赶来的人。情况有变化，接着说就行。")
    return Card("✍ 您说的，已经告诉社区工作人员。情况有变化，接着说就行。")


def ask_where(view: NoteView, wording: Wording) -> Card:
    """Where they are and how they are reached, asked as one would ask a friend."""
    return Card(
        lines(
            "💚 您说的，社区工作人员收到了。",
            "方便的话，告诉我您在哪儿、电话多少，好有人去陪您。不想说也没关系，接着说话就行。",
            LINE,
        )
    )


def kept(view: NoteView, wording: Wording) -> Card:
    """What they told of where they are."""
    return Card("💚 记下了，社区工作人员马上看得到。", keys_away=True)


def _who(progress: Progress) -> str:
    return b(progress.partner or "社区工作人员", 30)
