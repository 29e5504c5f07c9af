"""People who write to the bot alone or in the group: what they say is understood as it is shipped, and acted upon."""

from datetime import datetime

from actions.claiming import claim_order
from actions.listening import Said
from actions.listening_in_private import listen_in_private
from actions.needs import register_need
from actions.people import start
from actions.talking import talk
from bot.nlp.hints import read_hints
from bot.nlp.listener import Listener
from community.clock import SHANGHAI
from community.facts import NoteKind
from community.heard import Speaker
from community.understanding import Understanding
from storage.tables import Matter, Order, Outbox
from tests.street import SENSITIVE, WRENCH, SmallStreet, meaning_of

ANNA = WRENCH[0]
"""She has what she has claimed."""


class Talk:
    """People who write to the bot alone, heard by the listener as it is shipped."""

    def __init__(self, street: SmallStreet, listener: Listener) -> None:
        self.street = street
        self.listener = listener

    def tells(self, who: Speaker, words: str) -> object:
        """To the bot alone."""
        self.street.forget_said()
        return self.street.do(listen_in_private, said=self.said(who, words), sensitive=SENSITIVE)

    def says(self, who: Speaker, words: str) -> object:
        """In the group."""
        self.street.forget_said()
        return self.street.do(
            talk, said=self.said(who, words, "grid"), sensitive=SENSITIVE, read=self.read, lean=self.listener.leaning
        )

    def read(self, text: str) -> Understanding:
        """As the listener does."""
        return self.listener.understand(text, now=self.street.now)

    def said(self, who: Speaker, words: str, place: str | None = None) -> Said:
        """What the handlers make of words."""
        meaning = self.listener.understand(words, now=self.street.now, private=place is None)
        over = read_hints(words).ending is not None
        return Said(self.street.says(who, words, place=place), meaning, withdraws=over)

    def needs(self, who: Speaker, words: str) -> Order:
        """A need said in the group: the order that was made of it."""
        heard = self.street.says(who, words)
        self.street.do(start, speaker=who)
        self.street.do(register_need, heard=heard, meaning=meaning_of(words, "repair"), sensitive=SENSITIVE)
        return self.street.orders()[-1]

    def claimed(self, who: Speaker, words: str, by: Speaker = ANNA) -> Order:
        """The same, claimed an hour ago."""
        order = self.needs(who, words)
        self.street.do(claim_order, speaker=by, order=order.id)
        self.street.later(hours=1)
        return order

    def notes(self, *kinds: NoteKind) -> list[Outbox]:
        """The notes in the outbox, of these kinds or of all."""
        said = [fact for fact in self.street.said() if "note" in fact.payload]
        return [fact for fact in said if not kinds or fact.payload["note"] in kinds]

    def now(self, order: Order) -> Order:
        """The order as it stands."""
        return self.street.database.read_now(lambda session: session.get_one(Order, order.id))

    def matter(self, order: Order) -> Matter:
        """What it is about."""
        return self.street.database.read_now(lambda session: session.get_one(Matter, order.matter_id))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A time of November 2026, in Shanghai."""
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)
