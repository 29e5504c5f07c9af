"""The street on which most of these tests take place, and its people who talk to the bot."""

import pytest

from bot.nlp.listener import Listener
from storage.engine import Database
from tests.storage.talk import Talk
from tests.street import SmallStreet, build


@pytest.fixture
def street(database: Database) -> SmallStreet:
    """A street with three repairers."""
    return build(database)


@pytest.fixture
def people(street: SmallStreet, listener: Listener) -> Talk:
    """Its people."""
    return Talk(street, listener)
