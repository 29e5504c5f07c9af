"""The short English line under the Chinese, for those who write little Chinese; buttons carry both."""

from collections.abc import Mapping
from dataclasses import replace

from bot.texts.card import Button, Card
from bot.texts.html import esc
from community.clock import SHANGHAI
from community.facts import NoteKind
from community.language import ENGLISH
from community.ringing import is_despair
from community.understanding import Kind
from community.views.matter import MatterView, Progress
from community.words import MatterState, OrderState

MARK = "🌐"

DANGER = "Call 119 (fire), 120 (ambulance) or 110 (police) now and say where you are! I am only a bot."
QUESTION = "What do you mean? One tap is enough."

CATEGORIES = {
    "employment": "Jobs",
    "finance": "Banking",
    "business": "Business",
    "affairs": "Papers & permits",
    "law": "Legal help",
    "counselling": "Someone to talk to",
    "matchmaking": "Dating",
    "eldercare": "Care for the old",
    "childcare": "Children",
    "canteen": "Meals",
    "health": "Health",
    "charity": "Help & lending",
    "household": "Household help",
    "repair": "Repairs at home",
    "arts": "Classes & arts",
    "fitness": "Sports",
    "property": "Building & lift",
    "municipal": "Water, power, roads",
    "sanitation": "Rubbish & cleaning",
    "streetscape": "Street order",
    "safety": "Safety",
    "mediation": "Neighbours",
}

BUTTONS = {
    "📝 补充地址和时间": "Address & time",
    "不用了，撤回": "Cancel",
    "确认撤回": "Yes, cancel",
    "还没好": "Not yet",
    "🗣 叫人工": "Ask a person",
    "🤷 没答上": "Not answered",
    "催一下": "Hurry",
    "改时间": "Change time",
    "😀 满意": "Good",
    "🙂 一般": "So-so",
    "☹ 没解决，重办": "Not solved",
    "☹ 又出问题了，重办": "Broken again",
    "问题还在": "Still broken",
    "只办了一部分": "Only partly",
    "收费、态度不满意": "Price or manners",
    "还没好，接着办": "Not yet, go on",
    "不是诉求": "No need",
    "私下说": "Talk in private",
}

_OTHER = "The community staff look after it."
RECORDED = {
    Kind.INQUIRY: "Your question is with the community staff. They will answer.",
    Kind.SUGGESTION: "Your suggestion is with the community. Thank you!",
    Kind.OFFER: "Thank you for offering help! The staff will contact you.",
    Kind.NEED: _OTHER,
    Kind.CHATTER: _OTHER,
}

NOTES: Mapping[NoteKind, str] = {
    NoteKind.WELCOME: "Hello! Tell me in your own words what you need, English is fine. I find who can help.",
    NoteKind.HELP: "Just say what you need, here or in the group. Photos are fine too. Send /my for your list.",
    NoteKind.PRIVACY: "Your address and phone go only to the one who comes, in private.",
    NoteKind.MINE: "These are your requests.",
    NoteKind.ASK_DOOR: "Please send your phone, building, unit, room. Only the one who comes will see them.",
    NoteKind.THANKED: "You are welcome.",
    NoteKind.PERSON_CALLED: "Community staff will read this and answer you here. In danger call 110, 119 or 120.",
    NoteKind.GREETED: "Hello, I pass on what neighbours need. Just say what is wrong.",
    NoteKind.ASK_TIME: "When would you like it? For example: tomorrow 3 pm.",
    NoteKind.ASK_PLACE: "Which address is right? Tap it.",
    NoteKind.ASK_WITHDRAW: "Is it solved? Tap the first button to cancel the request.",
    NoteKind.LISTENING: "Staff read every word. Go on writing here; you can call 12356, 120 or 110 at any hour.",
    NoteKind.KEPT: "Noted. The one who comes will see it.",
    NoteKind.SAY_WHAT: "I keep it. Please tell me in a few words what it is about.",
    NoteKind.NOT_UNDERSTOOD: "Sorry, I did not understand. Please say: where, what thing, what is wrong.",
    NoteKind.NOT_A_NEED: "All right, nothing was registered.",
    NoteKind.TOO_MANY: "You have recorded a lot just now: staff look at this one first. If it is urgent, please ring.",
    NoteKind.TOO_LONG: "This is too long for me. Please say it in one or two sentences.",
    NoteKind.NO_COMMUNITY: "Which community do you live in? Tap its name.",
    NoteKind.EMERGENCY: "In danger? Call 119 (fire), 120 (ambulance) or 110 (police) now! I am only a bot.",
    NoteKind.UNSAY: "This stays between us from now on. Tap the button to delete your message in the group.",
    NoteKind.VOICE_HEARD: "I have your voice message. A person will listen to it.",
    NoteKind.RELAY_QUESTION: "Somebody who may come asks this. Just answer here, I pass it on.",
    NoteKind.REPLIED: "The community staff answered this.",
    NoteKind.SOLVED_TOO: "Your neighbour says it is solved. If it is not with you, just tell me.",
    NoteKind.LEFT_ALONE: "Your neighbour cancelled it. If you still need help, please tell me.",
}


def matter_in_english(card: Card, view: MatterView) -> Card:
    """The matter's card with its English line, if that is what its resident writes."""
    return in_english(card, _matter(view), view.language)


def in_english(card: Card, line: str | None, language: str | None) -> Card:
    """`card` with `line` under it and both languages on its buttons, if `language` is English."""
    if language != ENGLISH or card.gone:
        return card
    html = f"{card.html}\n{MARK} {esc(line, 300)}" if line else card.html
    return replace(card, html=html, rows=tuple(tuple(map(_both, row)) for row in card.rows))


def category_in_english(code: str) -> str:
    """The category's name."""
    return CATEGORIES.get(code, "")


def _both(button: Button) -> Button:
    english = BUTTONS.get(button.label) or ("Me too" if button.label.startswith("我家也") else None)
    return replace(button, label=f"{button.label} {english}") if english else button


def _matter(view: MatterView) -> str:
    what = category_in_english(view.category)
    if view.sensitive and not view.in_private:
        return "Received. Let us talk in private: tap the button."
    if is_despair(view.grave):
        return "You are not alone. The staff read every word you write here. You can call 12356 at any hour."
    if view.state is not MatterState.OPEN:
        return _ended(view)
    if view.said_over:
        return "Your words have gone to everybody. Is it over? Tap the first button; else the second."
    if view.page == "over":
        return "Is it solved, nobody needed any more? Then cancel it with one tap."
    if view.page == "why":
        return "Sorry! We look for somebody again. What was wrong?"
    if view.progress is None or view.kind is not Kind.NEED:
        return RECORDED[view.kind]
    return f"{what}: {_progress(view, view.progress)}"


def _progress(view: MatterView, progress: Progress) -> str:
    if progress.state is OrderState.OPEN:
        if view.urgency == 3:
            return "call 119 / 120 / 110 first! Staff and helpers nearby have been told."
        if progress.unclaimed_told:
            return "nobody is free nearby, the community staff look after it now."
        return "registered. We are asking helpers nearby, you hear within 10 minutes."
    who = progress.partner or "the community staff"
    if progress.state is OrderState.CLAIMED:
        clock = "%d %b" if progress.eta_text else "%d %b %H:%M"  # own words name no clock time
        at = f", expected {progress.eta.astimezone(SHANGHAI):{clock}}" if progress.eta else ""
        return f"{who} will come{at}."
    if progress.state is OrderState.ON_THE_WAY:
        return f"{who} is on the way."
    return "they say it is done. Is it? Please tap."


def _ended(view: MatterView) -> str:
    if view.merged is not None:
        return "A neighbour told the same before; both are handled together."
    return {
        MatterState.SOLVED: "Solved. Thank you for telling us!",
        MatterState.WITHDRAWN: "Cancelled. Tell me any time you need help.",
        MatterState.ANSWERED: "Answered above.",
    }.get(view.state, "Not handled this time. If that is wrong, ask for a person.")
