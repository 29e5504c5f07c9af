"""All that hearing reads from files, read at once: what is spoilt shows at the start, not at somebody's message."""

from bot.nlp.guide import alike
from bot.nlp.listener import Listener
from bot.nlp.ties import default_ties


def load_all() -> Listener:
    """The listener, and what the guide and the ties go by. Raises LexiconError or ModelError naming the file."""
    alike()
    default_ties()
    return Listener.load()
