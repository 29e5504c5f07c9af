"""Hearing: a text in, an Understanding out. Pure; jieba lives here and nowhere else."""

from bot.nlp.data import LexiconError
from bot.nlp.linear import ModelError
from bot.nlp.listener import Listener, default_taxonomy
from bot.nlp.profile import Profile

__all__ = ["LexiconError", "Listener", "ModelError", "Profile", "default_taxonomy"]
