"""Which step may follow which in the life of an order."""

from collections.abc import Mapping

from community.words import OrderState

ORDER_STEPS: Mapping[OrderState, frozenset[OrderState]] = {
    OrderState.OPEN: frozenset({OrderState.CLAIMED, OrderState.CLOSED}),
    OrderState.CLAIMED: frozenset({OrderState.ON_THE_WAY, OrderState.DONE, OrderState.OPEN, OrderState.CLOSED}),
    OrderState.ON_THE_WAY: frozenset({OrderState.DONE, OrderState.OPEN, OrderState.CLOSED}),
    OrderState.DONE: frozenset({OrderState.OPEN, OrderState.CLOSED}),
    OrderState.CLOSED: frozenset({OrderState.OPEN}),
}

HELD: frozenset[OrderState] = frozenset({OrderState.CLAIMED, OrderState.ON_THE_WAY})
"""States in which exactly one partner holds the order and may see the resident's particulars."""


def before(target: OrderState) -> frozenset[OrderState]:
    """The states from which `target` may be reached."""
    return frozenset(state for state, steps in ORDER_STEPS.items() if target in steps)
