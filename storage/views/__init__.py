"""Loading views: `load(session, wanted) -> View | None` for each card; None where there is nothing to show."""

from collections.abc import Callable
from typing import Any

from sqlmodel import Session

from community.views import Wanted

Loader = Callable[[Session, Wanted], Any]
"""Loads the view of one kind of card."""
