"""What a category asks of those who serve it."""

AT_THE_DOOR = frozenset({"repair", "household", "eldercare"})
"""Served in the resident's home: only partners vetted for home visits are asked, and a door number is needed."""

PUBLIC_PLACES = frozenset({"property", "municipal", "sanitation", "streetscape", "safety"})
"""About a place that all can see: nobody's door or phone is needed to begin."""


def needs_door(category: str) -> bool:
    """Whether the claimer must know the resident's door."""
    return category in AT_THE_DOOR


def needs_phone(category: str) -> bool:
    """Whether the claimer must be able to ring the resident."""
    return category not in PUBLIC_PLACES
