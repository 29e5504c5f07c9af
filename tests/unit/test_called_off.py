"""Who is told not to go reads why, and nothing that nobody knows yet."""

import pytest

from actions.taking_back import MOVED
from bot.nlp.data import load_taxonomy
from bot.texts.card import Wording
from bot.texts.notes_between import called_off
from community.facts import NoteKind
from community.views.note import NoteView
from community.words import MatterState
from tests.street import THURSDAY


@pytest.mark.parametrize(
    ("why", "words"),
    [
        (MOVED, "正在改派"),
        (MatterState.WITHDRAWN.value, "居民说不用了"),
        (MatterState.ANSWERED.value, "这一单取消了"),
    ],
)
def test_it_says_what_is_true(why: str, words: str) -> None:
    view = NoteView(kind=NoteKind.CALLED_OFF, number="BY-1126-01", about=why)
    html = called_off(view, Wording(load_taxonomy(), THURSDAY)).html
    assert words in html and "改派给别的合伙人" not in html
