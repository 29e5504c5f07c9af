"""What is not needed any more is not kept."""

from datetime import timedelta

from actions.tx import Tx
from storage import inbox

WORDS_KEPT = timedelta(hours=72)
NUMBERS_KEPT = timedelta(days=7)  # Telegram repeats an update for a day; after an idle week it numbers anew


def tidy(tx: Tx) -> None:
    """Forget the raw updates that have ended, chatter too, and later that they ever came."""
    inbox.forget(tx.session, tx.now - WORDS_KEPT)
    inbox.trim(tx.session, tx.now - NUMBERS_KEPT)
