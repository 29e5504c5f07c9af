"""What a category asks of those who serve it."""

import re
from collections.abc import Set as AbstractSet

from community.doors import tells_door
from community.understanding import Told
from community.words import PartnerKind

AT_THE_DOOR = frozenset({"repair", "household", "eldercare"})
"""Served in the resident's home: only partners vetted for home visits are asked, and a door number is needed."""

PUBLIC_PLACES = frozenset({"property", "municipal", "sanitation", "streetscape", "safety"})
"""About a place that all can see: nobody's door or phone is needed to begin."""
BY_TALK = frozenset({"employment", "finance", "business", "affairs", "law", "counselling", "matchmaking"})
"""Done in talking: nobody sets out to a door."""

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
    return needs_door(category) or urgency == 3 or _in_the_flat(category, summary)


def shows_door(category: str, summary: str, urgency: int, door: str) -> bool:
    """Whether the claimer reads `door`: they go to it, or it is of a public place, or leads to nobody's home."""
    return wants_door(category, summary, urgency) or category in PUBLIC_PLACES or not tells_door(door)


def wants_phone(category: str, summary: str, urgency: int) -> bool:
    """Whether somebody has to ring the resident."""
    return needs_phone(category) or urgency == 3 or _in_the_flat(category, summary)


def _in_the_flat(category: str, summary: str) -> bool:
    return category in HOUSEHOLD and _AT_HOME.search(summary) is not None


def may_serve(category: str, urgency: int, kind: PartnerKind, *, sensitive: bool, home_visit: bool) -> bool:
    """Whether a partner of `kind` is asked: homes and private matters want vetting, a sick person in danger a unit."""
    if urgency == 3 and category == "health":
        return kind in RESCUE
    if urgency == 3 and kind is PartnerKind.PUBLIC:
        return True
    return home_visit or not (sensitive or needs_door(category))


def also_asked(told: AbstractSet[Told]) -> tuple[str, ...]:
    """Categories whose public units are asked besides: those who keep the peace, when somebody may take their life."""
    return ("safety",) if Told.DESPAIR in told else ()
