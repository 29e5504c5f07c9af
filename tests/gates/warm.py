"""To be imported by a process that others are forked from: the listener is read once for all of them."""

from tests import shipped

shipped.listener()
