"""The listener as it is shipped, read once for a process."""

from functools import cache

from bot.nlp.listener import Listener

listener = cache(Listener.load)
