"""What staff may change about the listener of a community: how talkative it is, what it serves, words of its own."""

import re

from community.guide import clean

LIST, ADD, WORDS, KINDS = "list", "add", "words", "kinds"
"""The subject of the list of communities, and the pages of one."""

TALK, OFF, DROP, AS, YES, NO, SERVICE = "talk", "off", "drop", "as", "yes", "no", "service"
"""What a button does: TALK=1, OFF=code, AS=code (of the word just written), and DROP, YES, NO, SERVICE=word id."""

MOST_TALK = 2
"""Steps from the usual in either direction."""

ALWAYS = frozenset({"safety", "counselling"})
"""Danger and despair are heard everywhere."""

WEEKLY = 5
"""So many words a week the bot may ask for, of each community."""

SHORTEST, LONGEST = 2, 12
_WORD = re.compile(r"[\w㐀-鿿]+")


def read_word(text: str) -> str | None:
    """The word that was written; None if it is none: too short, too long, or a sentence."""
    word = clean(text).lower()
    return word if SHORTEST <= len(word) <= LONGEST and _WORD.fullmatch(word) else None
