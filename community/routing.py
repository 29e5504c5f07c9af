"""What a category asks of those who serve it."""

from community.delicate import tells_despair
from community.words import PartnerKind

AT_THE_DOOR = frozenset({"repair", "household", "eldercare"})
"""Served in the resident's home: only partners vetted for home visits are asked, and a door number is needed."""

PUBLIC_PLACES = frozenset({"property", "municipal", "sanitation", "streetscape", "safety"})
"""About a place that all can see: nobody's door or phone is needed to begin."""

RESCUE = frozenset({PartnerKind.PUBLIC, PartnerKind.SOCIAL})
"""Who is asked to an unconscious person: no shop."""


def needs_door(category: str) -> bool:
    """Whether the claimer must know the resident's door."""
    return category in AT_THE_DOOR


def needs_phone(category: str) -> bool:
    """Whether the claimer must be able to ring the resident."""
    return category not in PUBLIC_PLACES


def may_serve(category: str, urgency: int, kind: PartnerKind, *, sensitive: bool, home_visit: bool) -> bool:
    """Whether a partner of `kind` is asked: homes and private matters want vetting, a sick person in danger a unit."""
    if urgency == 3 and category == "health":
        return kind in RESCUE
    if urgency == 3 and kind is PartnerKind.PUBLIC:
        return True
    return home_visit or not (sensitive or needs_door(category))


def also_asked(words: str) -> tuple[str, ...]:
    """Categories whose public units are asked besides: those who keep the peace, when somebody may take their life."""
    return ("safety",) if tells_despair(words) else ()
