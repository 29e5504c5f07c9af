"""What a category asks of those who serve it."""

import re
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from community.doors import tells_door
from community.understanding import Told
from community.words import PartnerKind

AT_THE_DOOR = frozenset({"repair", "household", "eldercare"})
"""Served in the resident's home: only partners vetted for home visits are asked, and a door number is needed."""

PUBLIC_PLACES = frozenset({"property", "municipal", "sanitation", "streetscape", "safety"})
"""About a place that all can see: nobody's door or phone is needed to begin."""
BY_TALK = frozenset({"employment", "finance", "business", "affairs", "law", "counselling", "matchmaking"})
"""Done in talking: nobody sets out to a door."""

BROUGHT = frozenset({"canteen", "health", "charity"})
"""Fetched by most who want it; who can't go is brought it."""
_BRINGS = re.compile(
    r"(?<!不用)(?<!不要)(?<!别)(?<!不)送(?!我|他|她|孩子|人|去|走|老人|医)|外卖|上门|来(?:我|俺|咱)们?家|到(?:我|俺|咱)们?家|(?:带|捎)(?:一?[份个盒]|点|来|过来|回来)"
)

_AT_HOME = re.compile(r"我们?家(?!属|乡|长|楼下|楼道|门口|旁边|附近|小区)|俺家|咱家(?!属)|家里|屋里")

RESCUE = frozenset({PartnerKind.PUBLIC, PartnerKind.SOCIAL})
"""Who is asked to an unconscious person: no shop."""

HOUSEHOLD = frozenset({"property", "municipal"})
"""Public things that also come into a flat: heating, water, a leaking roof."""


def needs_door(category: str) -> bool:
    """Whether the claimer must know the resident's door."""
    return category in AT_THE_DOOR


def needs_phone(category: str) -> bool:
    """Whether the claimer must be able to ring the resident."""
    return category not in PUBLIC_PLACES


def wants_door(category: str, summary: str, urgency: int) -> bool:
    """Whether somebody has to find the resident: at home, in danger, or with a public thing failing in the flat."""
    return needs_door(category) or urgency == 3 or _in_the_flat(category, summary) or _brought(category, summary)


def shows_door(category: str, summary: str, urgency: int, door: str) -> bool:
    """Whether the claimer reads `door`: they go to it, or it is of a public place, or leads to nobody's home."""
    return wants_door(category, summary, urgency) or category in PUBLIC_PLACES or not tells_door(door)


def wants_phone(category: str, summary: str, urgency: int) -> bool:
    """Whether somebody has to ring the resident."""
    return needs_phone(category) or urgency == 3 or _in_the_flat(category, summary)


def _brought(category: str, summary: str) -> bool:
    """Whether something is brought to the resident: 给我送份午饭."""
    return category in BROUGHT and _BRINGS.search(summary) is not None


def _in_the_flat(category: str, summary: str) -> bool:
    return category in HOUSEHOLD and _AT_HOME.search(summary) is not None


def may_serve(category: str, urgency: int, kind: PartnerKind, *, sensitive: bool, home_visit: bool) -> bool:
    """Whether a partner of `kind` is asked: homes and private matters want vetting, a sick person in danger a unit."""
    if urgency == 3 and category == "health":
        return kind in RESCUE
    if urgency == 3 and kind is PartnerKind.PUBLIC:
        return True
    return home_visit or not (sensitive or needs_door(category))


class Rescue(NamedTuple):
    """Who is asked besides: those who serve `category`, or only what `service` names; `units`: public ones alone."""

    category: str
    service: str | None = None
    units: bool = False


_POLICE = Rescue("safety", units=True)
_LIFT = re.compile(r"电梯|轿厢")
_SHUT_IN = re.compile(r"困|关在|卡在|夹在|出不来|下不来")
_LOCKED = re.compile(r"反锁|锁[住着死上]|门[^，。]{0,4}(?:打不开|开不[了开])|(?:打不开|开不[了开])门|钥匙|进不去")
_NO_ANSWER = re.compile(r"叫不[应开]|没人[应答]|不[应答]声|敲门[^，。]{0,6}(?:不应|没动静|没反应|不开)|联系不上")


def also_asked(told: AbstractSet[Told], urgency: int, words: str) -> tuple[Rescue, ...]:
    """Who can help besides those of the category, where life is at stake.

    Those who keep the peace, when somebody may take their life or does not answer behind a door; whoever opens lifts;
    whoever opens locks.
    """
    found = [_POLICE] if Told.DESPAIR in told else []
    if urgency < 3:
        return tuple(found)
    if _SHUT_IN.search(words):
        found.append(Rescue("property", "电梯" if _LIFT.search(words) else "被困救援"))
    locked, silent = _LOCKED.search(words), _NO_ANSWER.search(words)
    if locked:
        found.append(Rescue("repair", "开锁换锁"))
    if locked or silent:
        found.append(_POLICE)
    return tuple(dict.fromkeys(found))
