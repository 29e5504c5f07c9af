"""What ties a message to the matters that are talked about, as names that can be weighed: structure first, then words
by class, then the letters themselves."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from bot.nlp.hints import Hints
from bot.nlp.normal import normalise
from bot.nlp.threads import ANSWERED, CLEAR, TOGETHER, UNSURE, WISHES, Remark, Thread
from community.routing import needs_door
from community.spots import may_be_same, spot_in
from community.understanding import Kind

_ASKS = re.compile(
    r"[?吗么呢没不][^\w一-鿿]*$|几|哪|啥|什么|多少|多大|怎么|谁|咋|是不是|有没有|能不能|which|what|where|how"
)
_AGREES = re.compile(r"[啊哦嗯唉哎]*(?:是的?啊|是呀|是的|对啊?|对呀|就是|真的|可不|确实|没错|同款|同感|可是|yes|same)")
_ACKNOWLEDGES = re.compile(
    r"[^一-鿿a-z]*(?:好|行|噢|哦|嗯|ok|收到|唉|哎|知道|明白|成|中(?![间午])|谢|辛苦|太感谢|感谢|多谢|哈|嘿|thank"
    r"|那就好|是吗|真的吗)"
)
_HURRIES = re.compile(
    r"消息|动静|有?信儿|咋样|怎么样|怎样了|还[没在是不]|咋还|怎么还|又|管管|管不管|谁管|人呢|没人|什么时候|啥时候|几时"
    r"|多久|催|赶紧|快点|抓紧|到底|等着|等[了到]|到现在|还要等|any news|still|when"
)
_CHANGED = re.compile(r"了|啦|咧|嘞|咯|谢|还|又|没|咋|thank")
_SEES = re.compile(r"看[见到]|见[了过]")
_SENSES = re.compile(r"闻[见到着]|听[见到得]|吵|睡|熏|呛")
_STILL_NOT = re.compile(r"[吗么?]|还[不没是]|又|没")
_NOT = re.compile(r"[不没]([一-鿿])|([一-鿿])不")
_COMMON = frozenset("是好太会要想知过到得了的我你人都也就用能")
_DOUBT = frozenset({"elsewhere", "hearsay", "past", "joke", "figurative"})
_SINCE = ((10, "10s"), (30, "30s"), (120, "2m"), (600, "10m"), (3600, "1h"), (86400, "1d"))
_STEPS = "00112233"  # leanings in four steps
_LENGTHS, _SCORES = (4, 8, 14, 28), (0.3, 0.5, 0.8, 0.95)


class Talk(NamedTuple):
    """A message as it is weighed: `names` of what it is by itself; its `letters`, alone, in pairs and at its ends."""

    remark: Remark
    hints: Hints
    leaning: int
    plain: str
    names: frozenset[str]
    letters: frozenset[str]

    @property
    def step(self) -> str:
        """How far it leans to being a matter, roughly."""
        return _STEPS[self.leaning]

    @property
    def asks(self) -> bool:
        """Whether it is a question."""
        return "asks" in self.names


def asks(text: str) -> bool:
    """Whether a text is a question, to whomever."""
    return _ASKS.search(normalise(text[:120]).text) is not None


def looks_back(text: str) -> bool:
    """Whether it may speak of what was said hours or days ago: something changed, or has not."""
    plain = normalise(text[:120]).text
    return (_CHANGED.search(plain) or _HURRIES.search(plain)) is not None


def talk_of(remark: Remark, hints: Hints, leaning: int) -> Talk:
    """A message as it is weighed."""
    plain = normalise(remark.text[:120]).text.strip()
    names = {"bias", f"kind:{remark.meaning.kind}", f"band:{remark.meaning.band}"}
    names |= {f"leaning>={step}" for step in range(1, leaning + 1)}
    names |= _hinted(hints, _STEPS[leaning]) | _worded(plain, hints) | _meant(remark, hints, _STEPS[leaning])
    if "end" in names and "asks" in names:
        names.add("end+asks")
    if "you" in remark.meaning.cues:
        names.add("you+asks" if "asks" in names else "you")
    return Talk(remark, hints, leaning, plain, frozenset(names), _letters(plain))


def own_names(talk: Talk, thread: Thread, own: Sequence[Thread]) -> set[str]:
    """What ties it to a thread of its speaker; own: all that they have open."""
    remark, around = talk.remark, talk.remark.around
    since = remark.at - thread.last
    soon = _broadly(since)
    names = _between(talk, thread, since)
    relation, spoken = _relation(talk, thread), "answered" if around.between else "alone"
    names |= {f"others:{min(2, around.between)}", f"{relation}+{spoken}", f"{relation}+{spoken}+lean{talk.step}"}
    names.add(f"{relation}+service:{_service(remark.meaning.service, thread.service)}+{spoken}")
    names.add(f"before:{around.before}")
    names.add(f"own:{min(3, len(own))}")
    names.add(f"undoes:{_undoes(talk.plain, thread.text)}")
    if around.asked:
        names |= {"asked", f"asked+lean{talk.step}"}
    if around.between:
        names |= {f"others+{name}" for name in ("asks", "ack", "you", "you+asks") if name in talk.names}
    if soon == "late" and len(own) == 1:
        names.add("late+only")
    if thread.last == max(one.last for one in own):
        names.add("latest")
    return names | talk.names


def others_names(talk: Talk, thread: Thread, others: Sequence[Thread]) -> set[str]:
    """What ties it to a neighbour's thread; others: all that neighbours have open."""
    since = talk.remark.at - thread.stirred
    soon, names = _broadly(since), _between(talk, thread, since)
    relation, shared = _relation(talk, thread), len(talk.hints.words & thread.words)
    if thread.stirred == max(one.stirred for one in others):
        names.add("latest")
    if needs_door(thread.categories[0]):
        names |= {"door", f"door+{relation}", *(("door+support",) if talk.hints.support else ())}
    if talk.remark.meaning.kind is Kind.CHATTER:
        names.add(f"chat+shared{min(2, shared)}")
    if "self" in talk.remark.meaning.cues:
        names |= {f"self+{soon}", f"self+{relation}"}
    if "也" in talk.plain:
        names |= {f"also+{soon}", f"also+{relation}", f"also+shared{min(1, shared)}"}
    names |= {f"{name}+{soon}" for name in ("asks", "agrees") if name in talk.names}
    return names | talk.names


def beginning_names(talk: Talk, own: Sequence[Thread], others: Sequence[Thread], waiting: int, whole: int) -> set[str]:
    """What speaks for and against a matter of its own; waiting: how much its speaker half said; whole: the leaning of
    it all together."""
    hot = [one for one in others if talk.remark.at - one.stirred <= TOGETHER]
    names = {"own open"} if own else set()
    names |= {"others open"} if others else set()
    hotness = _hotness(talk, hot)
    names |= {f"hot:{hotness}", f"hot:{hotness}+lean{talk.step}", f"{'hot' if hot else 'cold'}+lean{talk.step}"}
    if any(one.kind is Kind.INQUIRY for one in hot):
        names.add("hot inquiry")
    around, meaning = talk.remark.around, talk.remark.meaning
    names |= {"first word"} if around.first else set()
    names |= {"somebody asked"} if around.asked else set()
    if waiting:
        names |= {"waiting", f"waiting+lean{talk.step}", "gain" if whole > talk.leaning else "no gain"}
        names |= {f"whole>={step}" for step in range(1, whole + 1)}
        names |= {"waiting+asked"} if around.asked else set()
        names |= {"waiting+place"} if meaning.slots.place else set()
    if meaning.categories and meaning.categories[0].score > _SCORES[2]:
        names.add(f"score+lean{talk.step}")
    if meaning.service:
        names.add(f"service+lean{talk.step}")
    return names | talk.names


def _hinted(hints: Hints, step: str) -> set[str]:
    flags = ("bare", "corrects", "refers", "another", "ours", "undone", "lacks", "chatty", "away")
    names = {f"hint:{name}" for name in flags if getattr(hints, name)}
    if hints.ending:
        names |= {"end", f"end:{hints.ending}", f"end+lean{step}"}
    if hints.support:
        names |= {"support", f"support:{hints.support}"}
    if hints.another:
        names.add(f"another+lean{step}")
    return names


def _worded(plain: str, hints: Hints) -> set[str]:
    names = {f"length:{sum(len(plain) > most for most in _LENGTHS)}"}
    signs = {"asks": _ASKS, "hurries": _HURRIES, "sees": _SEES, "senses": _SENSES}
    names |= {name for name, pattern in signs.items() if pattern.search(plain)}
    names |= {"agrees"} if _AGREES.match(plain) else set()
    if _ACKNOWLEDGES.match(plain):
        names |= {"ack", f"ack+{min(len(plain) // 6, 2)}"}
    return names


def _meant(remark: Remark, hints: Hints, step: str) -> set[str]:
    meaning, around = remark.meaning, remark.around
    cues = set(meaning.cues)
    names = {f"cue:{cue}" for cue in cues if not cue.startswith("len")}
    names |= {f"slot:{name}" for name in ("place", "phone", "time", "quantity") if getattr(meaning.slots, name)}
    first = meaning.categories[0].score if meaning.categories else 0.0
    names.add(f"score:{sum(first >= least for least in _SCORES)}")
    flags = {"service": meaning.service, "photo": remark.photo, "at work": around.at_work, "astray": remark.astray}
    names |= {name for name, said in flags.items() if said}
    names |= {"answers"} if remark.astray or remark.about or remark.near else set()
    if cues & _DOUBT:
        names |= {"doubt", f"doubt+{meaning.band}", f"doubt+lean{step}"}
    if "thanks" in cues:
        names.add("thanks+end" if hints.ending else "thanks alone")
    if cues & WISHES:
        names |= {"wish", f"wish+lean{step}"}
    if "self" in cues:
        names.add(f"self+lean{step}")
    if "也" in remark.text or "同样" in remark.text:
        names.add("also+self" if "self" in cues else "also")
    return names


def _letters(plain: str) -> frozenset[str]:
    pairs = {plain[at : at + 2] for at in range(len(plain) - 1)}
    han = {piece for piece in (*pairs, *plain) if all("一" <= char <= "鿿" for char in piece)}
    tail = plain.rstrip(" ,.!?~…")
    ends = {f"^{plain[:1]}", f"^{plain[:2]}"} | ({f"{tail[-1:]}$", f"{tail[-2:]}$"} if tail else set())
    return frozenset(han | (ends if plain else set()))


def _between(talk: Talk, thread: Thread, since: timedelta) -> set[str]:
    """What a message and a thread have in common."""
    remark, hints, meaning = talk.remark, talk.hints, talk.remark.meaning
    soon, relation, shared = _broadly(since), _relation(talk, thread), len(hints.words & thread.words)
    seconds = since.total_seconds()
    names = {f"since:{next((name for most, name in _SINCE if seconds <= most), 'long')}"}
    names |= {name for name, ident in (("about", remark.about), ("near", remark.near)) if ident == thread.ident}
    names |= {f"shared:{min(shared, 3)}", f"{soon}+shared:{min(shared, 2)}"}
    heard = "chat" if meaning.kind is Kind.CHATTER else str(meaning.band)
    names |= {relation, f"{relation}+{heard}", f"{soon}+{relation}", f"{relation}+lean{talk.step}"}
    names |= {f"service:{(service := _service(meaning.service, thread.service))}", f"{soon}+service:{service}"}
    names |= {f"{soon}+lean{talk.step}", f"{soon}+length{min(len(talk.plain) // 8, 3)}"}
    names |= {f"thread:{thread.kind}", *(("same kind",) if meaning.kind is thread.kind else ())}
    names.add(f"spot:{_spot(talk, thread)}")
    names |= {f"{soon}+{name}" for name in ("undone", "corrects", "refers", "another", "away", "chatty")
              if getattr(hints, name)}  # fmt: skip
    names |= {f"another+{relation}"} if hints.another else set()
    if hints.ending:
        names |= {f"{soon}+end", f"end+shared{min(shared, 2)}", f"end+{relation}"}
        names |= {f"{soon}+bare"} if hints.bare else set()
    if hints.support:
        names |= {f"support+{relation}", f"support:{hints.support}+shared:{min(shared, 2)}"}
        names.add(f"support:{hints.support}+{soon}")
    if "hurries" in talk.names:
        names |= {f"hurries+{soon}", f"hurries+{soon}+shared{min(shared, 1)}", f"hurries+{relation}"}
    if soon == "late":
        names.add(f"late+{relation}{talk.step}")
    return names


def _broadly(since: timedelta) -> str:
    return "soon" if since <= TOGETHER else "later" if since <= ANSWERED else "late"


def _relation(talk: Talk, thread: Thread) -> str:
    """How what it is about, by itself, fits what the thread is about."""
    found = talk.remark.meaning.categories[:2]
    if found and found[0].code == thread.categories[0]:
        return "same"
    if {one.code for one in found} & set(thread.categories):
        return "kin"
    if not found or found[0].score < UNSURE:
        return "unsure"
    return "other" if found[0].score > CLEAR else "unlike"


def _service(said: str | None, known: str | None) -> str:
    if said is None:
        return "none"
    return "new" if known is None else "same" if said == known else "other"


def _spot(talk: Talk, thread: Thread) -> str:
    told = spot_in(talk.remark.meaning)
    if told is None:
        return "none"
    return "first" if thread.spot is None else "same" if may_be_same(told, thread.spot) else "other"


def _hotness(talk: Talk, hot: Sequence[Thread]) -> str:
    """How it fits what others speak of right now."""
    if not hot:
        return "cold"
    latest = max(hot, key=lambda one: one.stirred)
    found = talk.remark.meaning.categories
    same = found and found[0].code in latest.categories
    fits = "same" if same else "unsure" if not found or found[0].score < UNSURE else "other"
    return fits + ("+shared" if talk.hints.words & latest.words else "")


def _undoes(plain: str, before: str) -> str:
    """Whether it says that what was before is over: 响个不停 – 不响了 ("no more"), 打不开 – 弹开了 ("now")."""
    if "了" not in plain or _STILL_NOT.search(plain):
        return "no"
    if any(match[1] and match[1] in before and match[1] not in _COMMON for match in _NOT.finditer(plain)):
        return "no more"
    undone = {match[1] or match[2] for match in _NOT.finditer(before)} - _COMMON
    return "now" if undone & set(plain) else "no"
