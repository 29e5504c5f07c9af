"""The courier against the sandbox over real HTTP."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from actions.needs import register_need
from actions.orders import claim_order, set_out
from bot.handlers import __doc__ as _  # noqa: F401
from community.heard import Heard, Speaker
from community.words import OutboxState
from storage.engine import Database
from tests.contracts.courier_kit import Post, labels, open_post
from tests.contracts.sandbox_kit import Town
from tests.street import AUNT_LI, SENSITIVE, WRENCH, meaning_of
