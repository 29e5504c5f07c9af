"""What is due so long after something happened, and not at a time of day."""

from collections.abc import Mapping
from datetime import timedelta

from actions.alarms import DOUBT_ALARM
from actions.offering import ECHO
from actions.questions import PATIENCE
from actions.ringing import ALARM
from community.ringing import LONGEST_REST

LONGEST: Mapping[str, timedelta] = {
    "unclaimed": ECHO,
    "question": PATIENCE,
    ALARM: LONGEST_REST,
    DOUBT_ALARM: LONGEST_REST,
}
"""By kind, how long at most; an order that is offered tomorrow morning is unclaimed so long after that."""

RINGING = frozenset({ALARM, DOUBT_ALARM})
"""What rings about danger is never given up: the next ring is planned by the one before."""
