"""What a message names: services, cues, a community's own words."""

import re

from bot.nlp.normal import normalise
from bot.nlp.phrases import Phrases
from bot.nlp.profile import Profile
from bot.nlp.reading import Reading

_BESIDE = re.compile(
    r"(?:[\W_]|我|俺|家|住|在|是|的|手机|电话|座机|联系|方式|号码?|地址|门牌|打"
    r"|楼[上下道顶]|门[口外]|[东西南北][边侧头]?|那个?|这[边个]?|[边侧里])*+"
)
"""What is said around a door and a number and asks for nothing."""


def own_words(words: tuple[tuple[str, str], ...]) -> Phrases:
    """A community's own words, each with its category, as they are looked for."""
    return Phrases((normalise(word).text.strip(), (code, "+")) for word, code in words)


def cues_named(reading: Reading) -> tuple[str, ...]:
    """What spoke for and against, each once: dangers first."""
    spoken = dict.fromkeys([name for name, _ in reading.signs.cues])
    named = dict.fromkeys([f"danger:{name}" for name in reading.dangers]) if reading.dangers else {}
    return (*named, *spoken, *[name for name in reading.signs.shape if name not in spoken])


def is_bare(reading: Reading) -> bool:
    """Whether nothing is said but where and by which number: 2号楼1单元602 手机138…"""
    return bool(reading.lifted.pieces) and _BESIDE.fullmatch(reading.lifted.text) is not None


def services_named(profile: Profile, reading: Reading) -> dict[str, str]:
    """By category, the service of it that is named most, or one that only this community has."""
    if not reading.finds and not profile.words:
        return {}
    named: dict[str, list[str]] = {}
    for _, _, (code, service) in reading.finds:
        if service not in "*+":
            named.setdefault(code, []).append(service)
    found = {code: max(said, key=said.count) for code, said in named.items()}
    for word, code in profile.words:
        if code not in found and word in profile.services and normalise(word).text.strip() in reading.normal.text:
            found[code] = word
    return found
